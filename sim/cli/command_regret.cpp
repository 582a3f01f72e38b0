#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "citerne/base/text.hpp"
#include "citerne/report/regret_text.hpp"
#include "citerne/study/condition_runs.hpp"
#include "command.hpp"
#include "study_run.hpp"
#include "variants.hpp"

namespace citerne::cli {
namespace {

namespace fs = std::filesystem;

struct RegretArguments {
  std::vector<std::string> scenarios, settings, only;
  std::vector<double> weights;
  std::string metric = "unserved";
  study::Options options;
  bool json = false, csv = false, quiet = false;
};

/// Every scenario with every response of the menu.
struct Menu {
  analysis::Metric metric;
  std::vector<std::string> responses;  ///< Without the scenario unchanged.
  std::vector<Variants> variants;      ///< By scenario.
};

/// Names of their files; with folders where two are called the same.
std::vector<std::string> names_of(const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  for (const std::string& path : paths) names.push_back(fs::path{path}.stem().string());
  const bool are_different = std::set<std::string>(names.begin(), names.end()).size() == names.size();
  return are_different ? names : paths;
}

/// The responses of all scenarios; or those that are asked for, and where they are missing. What some have is
/// told, and left out.
std::vector<std::string> common_responses(const RegretArguments& a,
                                          const std::vector<input::ScenarioFiles>& files,
                                          std::vector<std::string>& faults) {
  std::vector<std::string> wanted = a.only, common;
  if (a.only.empty())
    for (const input::ScenarioFiles& one : files)
      for (const std::string& name : input::responses_of(one))
        if (std::ranges::count(wanted, name) == 0) wanted.push_back(name);
  for (const std::string& name : wanted) {
    std::vector<std::string> without;
    for (std::size_t s = 0; s < files.size(); ++s) {
      const std::vector<std::string> known = input::responses_of(files[s]);
      if (std::ranges::count(known, name) > 0) continue;
      without.push_back(a.scenarios[s] + (a.only.empty() ? "" : did_you_mean(nearest_word(name, known))));
    }
    if (without.empty() && std::ranges::count(common, name) == 0) common.push_back(name);
    if (without.empty()) continue;
    if (!a.only.empty())
      faults.push_back(fmt::format("--only: there is no response '{}' in {}", name, name_list(without)));
    else if (!a.quiet)
      say("left out: response {}, which is not in {}\n", name, name_list(without));
  }
  if (common.empty() && a.only.empty())
    faults.emplace_back(
        "the scenarios have no response in common; write the same names under `responses:` in each, with "
        "the values that each changes");
  return common;
}

void check_arguments(const RegretArguments& a, std::vector<std::string>& faults) {
  const std::set<std::string> different(a.scenarios.begin(), a.scenarios.end());
  if (different.size() < a.scenarios.size())
    faults.emplace_back("a scenario is named twice; name each once, and give it a weight with --weight");
  if (a.options.replications < 2)
    faults.emplace_back("--replications is 1, which tells nothing of luck; write 2 or more");
  if (a.weights.empty()) return;
  if (a.weights.size() != a.scenarios.size())
    faults.push_back(fmt::format("--weight has {} for {} scenarios; write one for each",
                                 counted(a.weights.size(), "number"), a.scenarios.size()));
  double sum = 0.0;
  bool are_right = true;
  for (const double weight : a.weights) {
    are_right = are_right && std::isfinite(weight) && weight >= 0.0;
    sum += weight;
  }
  if (!are_right || !(sum > 0.0))
    faults.emplace_back("--weight: write numbers that are not negative, and not all 0");
}

Menu expect_menu(const RegretArguments& a) {
  std::vector<std::string> faults;
  Menu menu;
  check_arguments(a, faults);
  std::optional<analysis::Metric> metric;
  try {
    metric = analysis::parse_metric(a.metric);
    menu.metric = *metric;
  } catch (const analysis::BadMetric& fault) {
    faults.push_back(fmt::format("--metric: {}", fault.what()));
  }
  std::vector<input::ScenarioFiles> files;
  for (const std::string& path : a.scenarios) files.push_back(input::load(path, a.settings));
  menu.responses = common_responses(a, files, faults);
  bool is_valid = true;
  for (std::size_t s = 0; s < files.size(); ++s) {
    std::optional<Variants> variants =
        read_variants(files[s], menu.responses, fmt::format(" of {}", a.scenarios[s]));
    is_valid = is_valid && variants;
    if (!variants) continue;
    if (metric) {
      const study::Plans plans{files[s], a.options.seed};
      for (const std::string& fault : study::faults_of(*metric, plans.common()))
        faults.push_back(fmt::format("--metric: {}: {}", a.scenarios[s], fault));
    }
    menu.variants.push_back(std::move(*variants));
  }
  for (const std::string& fault : faults) say("citerne: {}\n", fault);
  if (!is_valid || !faults.empty()) throw Finish{kInput};
  return menu;
}

/// By replication; an event that did not come counts with the length of the run.
std::vector<double> outcome_of(const RegretArguments& a, const Menu& menu, const input::ScenarioFiles& files,
                               const std::string& what) {
  const study::Plans plans{files, a.options.seed};
  const study::Outcome outcome = run_study(plans, a.options, what, a.quiet).outcome;
  if (outcome.stopped) stop_if_asked("nothing is compared yet");
  const Result result = study::make_result(plans, a.options, outcome);
  std::vector<double> values = analysis::values_of(result, menu.metric);
  for (double& value : values)
    if (!std::isfinite(value)) value = analysis::length_in_days(result);
  return values;
}

Json json_of(const report::RegretStudy& study) {
  const analysis::Regrets& r = study.regrets;
  const auto interval = [](const analysis::Interval& i) { return to_json(i, "value"); };
  const auto names = [&](const std::vector<bool>& chosen) {
    Json list = Json::array();
    for (std::size_t k = 0; k < chosen.size(); ++k)
      if (chosen[k]) list.push_back(study.responses[k]);
    return list;
  };
  Json scenarios = Json::array(), responses = Json::array();
  for (std::size_t s = 0; s < r.scenarios; ++s)
    scenarios.push_back({{"scenario", study.scenarios[s]},
                         {"weight", study.weights[s]},
                         {"best", study.responses[r.best[s]]}});
  for (std::size_t k = 0; k < r.responses; ++k) {
    Json in = Json::object();
    for (std::size_t s = 0; s < r.scenarios; ++s)
      in[study.scenarios[s]] = {{"outcome", interval(r.outcome[s * r.responses + k])},
                                {"regret", interval(r.regret_of(s, k))}};
    responses.push_back({{"response", study.responses[k]},
                         {"in", in},
                         {"greatest_regret", interval(r.greatest[k])},
                         {"worst_in", study.scenarios[r.worst_in[k]]},
                         {"mean_regret", interval(r.mean[k])}});
  }
  return {{"format", 1},
          {"metric", analysis::word(study.metric)},
          {"unit", analysis::unit(study.metric.measure)},
          {"replications", study.replications},
          {"scenarios", scenarios},
          {"responses", responses},
          {"least_greatest_regret",
           {{"response", study.responses[r.least_greatest]}, {"not_told_apart", names(r.greatest_alike)}}},
          {"least_mean_regret",
           {{"response", study.responses[r.least_mean]}, {"not_told_apart", names(r.mean_alike)}}}};
}

void regret(RegretArguments& a) {
  take_signals();
  const Menu menu = expect_menu(a);
  a.options.keep = study::Keep::summary;
  a.options.logged = 0;
  report::RegretStudy study{menu.metric, names_of(a.scenarios), {}, a.weights, a.options.replications, {}};
  if (study.weights.empty()) study.weights.assign(study.scenarios.size(), 1.0);
  for (const auto& [name, files] : menu.variants.front()) study.responses.push_back(name);
  std::vector<double> outcome;
  for (std::size_t s = 0; s < menu.variants.size(); ++s)
    for (const auto& [name, files] : menu.variants[s]) {
      const std::vector<double> values =
          outcome_of(a, menu, files, fmt::format("{}, {}", study.scenarios[s], name));
      outcome.insert(outcome.end(), values.begin(), values.end());
    }
  study.regrets = analysis::regrets(study.scenarios.size(), study.responses.size(), outcome, study.weights,
                                    analysis::more_is_better(menu.metric.measure));
  if (a.json)
    fmt::print("{}\n", json_of(study).dump(2));
  else
    fmt::print("{}", a.csv ? report::regret_csv(study) : report::regret_text(study));
}

}  // namespace

void add_regret(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "regret", "Run several scenarios with each response of a common menu: which is regretted least?");
  auto a = std::make_shared<RegretArguments>();
  a->options.replications = 100;
  command->add_option("SCENARIOS", a->scenarios, "Scenario files (YAML) with responses of the same names")
      ->required()
      ->type_name("FILE")
      ->expected(2, 100);
  command->add_option("--set", a->settings, "Replace one value in all of them: calendar.end=2025-12-01")
      ->allow_extra_args(false);
  command->add_option("--only", a->only, "Only these responses")->delimiter(',')->allow_extra_args(false);
  command
      ->add_option("--metric", a->metric,
                   "What is regretted: MEASURE[:PLACE[:PRODUCT]], as shortage_days:bamako")
      ->capture_default_str();
  command
      ->add_option("--weight", a->weights, "How much each scenario counts in the mean, in their order: 2,1")
      ->delimiter(',')
      ->allow_extra_args(false);
  add_study_options(*command, a->options);
  auto* json = command->add_flag("--json", a->json, "Print as JSON");
  command->add_flag("--csv", a->csv, "Print as CSV")->excludes(json);
  command->add_flag("--quiet,-q", a->quiet, "No progress");
  command->callback([a] { regret(*a); });
}

}  // namespace citerne::cli
