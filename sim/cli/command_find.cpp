#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "citerne/report/finding_text.hpp"
#include "citerne/scenario/quantity_text.hpp"
#include "citerne/study/condition_runs.hpp"
#include "command.hpp"
#include "study_run.hpp"

namespace citerne::cli {
namespace {

constexpr std::size_t kMostValues = 10'000;
constexpr std::uint32_t kMostRuns = 1'000'000;  // of one value

struct FindArguments {
  ScenarioArguments scenario;
  study::Options options;
  std::string change, from, to, step, condition;
  std::uint32_t most_runs = 0;  ///< 0: ten times as many as at first.
  bool greatest = false, json = false, quiet = false;
};

/// `46000 L`: a whole number and what stands behind it.
struct WholeNumber {
  std::int64_t value = 0;
  std::string unit;
  std::string at(std::int64_t other) const {
    return unit.empty() ? fmt::format("{}", other) : fmt::format("{} {}", other, unit);
  }
};

/// What is asked for, once it is right.
struct Asked {
  analysis::Condition condition;
  analysis::Goal goal;
  analysis::SearchEffort effort;
  std::vector<std::string> values;  ///< As they are wanted.
  input::FileSet files;             ///< Of the scenario, with the settings that all values share.
  std::string title;
};

std::optional<WholeNumber> whole_number(const std::string& option, const std::string& text,
                                        std::vector<std::string>& faults) {
  const std::size_t digits = std::min(text.find_first_not_of("-.0123456789"), text.size());
  const auto number = parse_decimal(text.substr(0, digits));
  const std::size_t unit = std::min(text.find_first_not_of(' ', digits), text.size());
  if (number && number->decimals == 0) return WholeNumber{number->digits, text.substr(unit)};
  faults.push_back(fmt::format(
      "{} is '{:.60}'; write a whole number with the unit that the value has, as 20 or '46000 L'{}", option,
      text, number ? ", in a smaller unit where it has decimals" : ""));
  return std::nullopt;
}

/// 1, 2 or 5 times a power of ten, so that there are a hundred values or somewhat fewer.
std::int64_t handy_step(std::uint64_t range) {
  std::uint64_t step = 1;
  for (std::size_t i = 0; range / step > 100; ++i) step = i % 3 == 1 ? step / 2 * 5 : step * 2;
  return static_cast<std::int64_t>(step);
}

std::vector<std::string> values_of(const FindArguments& a, std::vector<std::string>& faults) {
  const auto from = whole_number("--from", a.from, faults), to = whole_number("--to", a.to, faults);
  auto step = a.step.empty() ? std::optional{WholeNumber{1, from ? from->unit : ""}}
                             : whole_number("--step", a.step, faults);
  if (!from || !to || !step) return {};
  if (step->unit.empty()) step->unit = from->unit;
  const std::size_t before = faults.size();
  for (const auto& [option, number] : {std::pair{"--to", *to}, std::pair{"--step", *step}})
    if (number.unit != from->unit)
      faults.push_back(fmt::format("{} is in '{}' and --from in '{}'; write both in one unit", option,
                                   number.unit, from->unit));
  if (from->value >= to->value)
    faults.push_back(
        fmt::format("--from is {} and --to is {}; write the smaller one as --from", a.from, a.to));
  if (step->value < 1) faults.push_back(fmt::format("--step is {}; write 1 or more", a.step));
  if (faults.size() > before) return {};
  const auto range = static_cast<std::uint64_t>(to->value) - static_cast<std::uint64_t>(from->value);
  const std::uint64_t count = range / static_cast<std::uint64_t>(step->value) + 1;
  if (count > kMostValues) {
    faults.push_back(fmt::format("{} to {} are more than {} values; write --step '{}' or another", a.from,
                                 a.to, kMostValues, from->at(handy_step(range))));
    return {};
  }
  std::vector<std::string> values;
  for (std::uint64_t i = 0; i < count; ++i)
    values.push_back(from->at(from->value + static_cast<std::int64_t>(i) * step->value));
  if (a.greatest) std::ranges::reverse(values);
  return values;
}

input::ScenarioFiles with_value(const FindArguments& a, const input::FileSet& files,
                                const std::string& value) {
  return input::load(files, {a.change + "=" + value});
}

/// Of those values that a search begins with: tells what is wrong with the first that cannot be, and which
/// others cannot.
bool try_values(const FindArguments& a, const input::FileSet& files, const std::vector<std::string>& values) {
  std::vector<std::string> wrong;
  for (std::size_t quarter = 0, last = values.size(); quarter <= 4; ++quarter) {
    const std::size_t value = quarter * (values.size() - 1) / 4;
    if (value == std::exchange(last, value)) continue;
    const input::ScenarioFiles changed = with_value(a, files, values[value]);
    const input::Reading reading = input::decode(changed);
    if (reading.scenario) continue;
    if (wrong.empty()) {
      say("with --change {} at {}:\n", a.change, values[value]);
      tell(reading.diagnostics, changed.files());
    }
    wrong.push_back(values[value]);
  }
  if (wrong.size() > 1)
    say("nor can it be {}\n", fmt::join(std::vector(wrong.begin() + 1, wrong.end()), " or "));
  return wrong.empty();
}

analysis::Goal goal_of(const analysis::Condition& c) {
  analysis::Goal goal{.above = c.above, .bound = c.bound, .or_equal = c.or_equal};
  if (!c.is_of_mean()) goal.share = static_cast<double>(c.runs) / 1e6;
  return goal;
}

/// Where even a value of which every run meets could not be shown to be enough.
std::optional<std::string> too_few(const analysis::Goal& goal, const analysis::SearchEffort& effort) {
  const std::size_t enough = analysis::fewest_runs(goal, effort.runs);
  if (effort.most_runs < effort.runs || enough <= effort.most_runs) return std::nullopt;
  if (!goal.share)
    return "one run does not tell how runs differ, so no mean is known; write --max-replications 20 or more";
  const std::string remedy = enough <= kMostRuns
                                 ? fmt::format("--max-replications {} or more, or ask for less", enough)
                                 : "a smaller share of runs";
  return fmt::format(
      "--such-that: {} runs, if all of them meet it, do not show that {:.6g} % of runs do; write {}",
      effort.most_runs, *goal.share * 100.0, remedy);
}

Asked expect_question(const FindArguments& a) {
  std::vector<std::string> faults;
  const analysis::ConditionReading reading = analysis::read_condition(a.condition);
  for (const std::string& fault : reading.faults) faults.push_back(fmt::format("--such-that: {}", fault));
  Asked asked{.values = values_of(a, faults)};
  asked.effort.runs = a.options.replications;
  asked.effort.most_runs = a.most_runs != 0 ? a.most_runs : 10 * asked.effort.runs;
  if (reading.condition) {
    asked.condition = *reading.condition;
    asked.goal = goal_of(asked.condition);
    if (const auto fault = too_few(asked.goal, asked.effort)) faults.push_back(*fault);
  }
  if (a.most_runs != 0 && a.most_runs < a.options.replications)
    faults.push_back(fmt::format("--max-replications is {}, fewer than the {} of --replications", a.most_runs,
                                 a.options.replications));
  if (a.change.empty() || a.change.find('=') != std::string::npos)
    faults.push_back(
        fmt::format("--change is '{}'; write a dotted path alone, as escorts.south.units, and its values "
                    "with --from and --to",
                    a.change));
  if (reading.condition && reading.condition->is_of_days() && a.change == "calendar.sample_every")
    faults.emplace_back("--change: cover is looked at on each midnight, whatever calendar.sample_every is");
  std::vector<std::string> settings = a.scenario.settings;
  // Stocks of midnights, and of nothing else; looking at them changes nothing.
  if (reading.condition && reading.condition->is_of_days())
    settings.emplace_back("calendar.sample_every=1 d");
  const input::ScenarioFiles files = input::load(a.scenario.path, settings);
  const input::Reading scenario = input::decode(files);
  tell(scenario.diagnostics, files.files());
  if (scenario.scenario && reading.metric) {
    const study::Plans plans{files, a.options.seed};
    asked.title = plans.common().scenario.name;
    for (const std::string& fault : study::faults_of(*reading.metric, plans.common()))
      faults.push_back(fmt::format("--such-that: {}", fault));
  }
  for (const std::string& fault : faults) say("citerne: {}\n", fault);
  asked.files = files.files();
  const bool may_try = scenario.scenario && !a.change.empty() && a.change.find('=') == std::string::npos;
  const bool can_be =
      !may_try || try_values(a, asked.files, asked.values.empty() ? std::vector{a.from} : asked.values);
  if (!scenario.scenario || !faults.empty() || !can_be) throw Finish{kInput};
  return asked;
}

/// Runs values as the search asks for them.
class Trying {
 public:
  Trying(const FindArguments& a, const Asked& asked) : a_{a}, asked_{asked} {}

  std::optional<analysis::Trial> operator()(std::size_t value, std::size_t from, std::size_t until) {
    if (stop_asked()) return std::nullopt;
    const std::string& text = asked_.values[value];
    const input::ScenarioFiles files = with_value(a_, asked_.files, text);
    const input::Reading reading = input::decode(files);
    if (!reading.scenario) {
      say("with --change {} at {}:\n", a_.change, text);
      tell(reading.diagnostics, files.files(), "choose --from, --to and --step so that it is left out");
      throw Finish{kInput};
    }
    const study::Plans plans{files, a_.options.seed};
    study::Options options = a_.options;
    options.replications = static_cast<std::uint32_t>(until);
    options.keep = study::kept_for(asked_.condition);
    options.logged = 0;
    options.chosen.resize(until - from);
    std::iota(options.chosen.begin(), options.chosen.end(), static_cast<std::uint32_t>(from));
    const study::Outcome outcome = run(plans, options, text);
    if (outcome.stopped) return std::nullopt;
    study::ConditionRuns runs = study::condition_runs(asked_.condition, plans, options, outcome);
    std::map<std::string, double>& causes = causes_[value];
    for (const std::vector<double>& of_run : runs.causes.unserved_m3)
      for (std::size_t c = 0; c < of_run.size(); ++c) causes[runs.causes.names[c]] += of_run[c];
    return std::move(runs.trial);
  }

  /// The greatest cause of what is not served at a value that was tried, and its part of all.
  void blame(std::size_t value, report::Finding& finding) const {
    double sum = 0.0, most = 0.0;
    for (const auto& [cause, m3] : causes_.at(value)) {
      sum += m3;
      if (m3 > most) finding.cause = cause;
      most = std::max(most, m3);
    }
    finding.cause_share = sum > 0.0 ? most / sum : 0.0;
  }

 private:
  study::Outcome run(const study::Plans& plans, const study::Options& options,
                     const std::string& value) const {
    try {
      return run_study(plans, options, fmt::format("{} = {}", a_.change, value), a_.quiet).outcome;
    } catch (const study::ContradictoryDraw&) {
      say("with --change {} at {}:\n", a_.change, value);
      throw;
    }
  }

  const FindArguments& a_;
  const Asked& asked_;
  std::map<std::size_t, std::map<std::string, double>> causes_;
};

Json json_of(const report::Finding& f) {
  const analysis::Search& s = f.search;
  const auto text_of = [&](std::size_t value) { return f.values[value]; };
  Json tried = Json::array();
  for (const analysis::Tried& t : s.tried)
    tried.push_back({{"value", text_of(t.value)},
                     {"replications", t.runs},
                     {f.condition.is_of_mean() ? "mean" : "share", t.interval.mid},
                     {"low", t.interval.low},
                     {"high", t.interval.high},
                     {"mean_figure", t.figure},
                     {"unserved_m3", t.unserved_m3},
                     {"decision", report::word(t.decision)}});
  Json json{{"format", 1},
            {"title", f.title},
            {"condition", analysis::word(f.condition)},
            {"change", f.path},
            {"greatest", f.greatest},
            {"tried", tried},
            {"found", s.found ? Json(text_of(*s.found)) : Json(nullptr)},
            {"monotone", !s.breach},
            {"all_values_tried", s.way != analysis::Search::Way::scanned_in_part},
            {"reversals", s.reversals},
            {"reversals_of", s.compared},
            {"confidence", s.confidence},
            {"breach", nullptr},
            {"no_difference", nullptr},
            {"stopped", s.stopped},
            {"answer", report::answer_text(f)}};
  if (s.breach)
    json["breach"] = {{"first", text_of(s.breach->first)},
                      {"later", text_of(s.breach->later)},
                      {"worse", s.breach->worse},
                      {"better", s.breach->better},
                      {"p", s.breach->p}};
  if (s.plateau)
    json["no_difference"] = {{"from", text_of(s.plateau->from)},
                             {"exact", s.plateau->is_exact},
                             {"cause", f.cause.empty() ? Json(nullptr) : Json(f.cause)},
                             {"cause_share", f.cause_share}};
  return json;
}

void find(const FindArguments& a) {
  take_signals();
  const Asked asked = expect_question(a);
  Trying trying{a, asked};
  report::Finding finding{asked.title, a.change, asked.condition, asked.values, a.greatest};
  finding.search = analysis::least_value(
      asked.values.size(), asked.goal, asked.effort,
      [&](std::size_t value, std::size_t from, std::size_t until) { return trying(value, from, until); });
  if (finding.search.tried.empty()) stop_if_asked("nothing was tried yet");
  if (finding.search.plateau) trying.blame(asked.values.size() - 1, finding);
  if (a.json)
    fmt::print("{}\n", json_of(finding).dump(2));
  else
    fmt::print("{}", report::finding_text(finding));
  if (finding.search.stopped) throw Finish{kStopped};
  if (!finding.search.found) throw Finish{kDidNotHold};
}

}  // namespace

void add_find(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "find", "The least value of one thing that meets a condition, or that none does and what binds then");
  auto a = std::make_shared<FindArguments>();
  a->options.replications = 100;
  add_scenario(*command, a->scenario);
  command->add_option("--change", a->change, "Dotted path of the value, as --set takes it")
      ->required()
      ->type_name("PATH");
  command->add_option("--from", a->from, "Smallest value, with its unit: 0, '10000 L'")->required();
  command->add_option("--to", a->to, "Greatest value")->required();
  command->add_option("--step", a->step, "From one value to the next; 1 unless told");
  command
      ->add_option("--such-that", a->condition,
                   "What is asked for: 'cover:PLACE:PRODUCT > 5 d on 90 % of days in 80 % of runs', "
                   "'shortage_days:bamako < 3 d in "
                   "80 % of runs' or 'mean unserved_share < 0.5 %'")
      ->required();
  command->add_flag("--greatest", a->greatest,
                    "The greatest value that meets it: where smaller ones are better");
  add_study_options(*command, a->options);
  command
      ->add_option("--max-replications", a->most_runs,
                   "Runs of a value that fewer do not decide; ten times --replications unless told")
      ->check(CLI::Range(1u, kMostRuns));
  command->add_flag("--json", a->json, "Print as JSON");
  command->add_flag("--quiet,-q", a->quiet, "No progress");
  command->callback([a] { find(*a); });
}

}  // namespace citerne::cli
