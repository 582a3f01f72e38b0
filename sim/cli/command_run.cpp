#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "citerne/base/text.hpp"
#include "citerne/report/summary.hpp"
#include "citerne/store/result_file.hpp"
#include "citerne/study/controls.hpp"
#include "citerne/study/study.hpp"
#include "command.hpp"
#include "run_until.hpp"
#include "study_run.hpp"
#include "study_start.hpp"

namespace citerne::cli {
namespace {

struct RunArguments {
  StartArguments start;
  std::string save_at;  ///< Empty: no day is saved.
  std::string output;
  UntilArguments until;
  bool force = false;
  bool json = false;
  bool quiet = false;
  double max_events = 2e9;  ///< Of all replications together.
};

void expect_affordable(const RunArguments& a, const engine::Plan& plan, const study::Options& options) {
  const double events = static_cast<double>(engine::size_of(plan).events) * options.replications;
  if (!(events <= a.max_events)) {  // nan is no limit either
    say("citerne: this run would handle about {:.1e} events, more than {:.1e}. Run fewer replications, or "
        "allow "
        "it with --max-events {:.0e}.\n",
        events, a.max_events, events * 1.5);
    throw Finish{kInput};
  }
  const std::uint64_t bytes = study::predicted_bytes(plan, options);
  store::expect_fits(bytes);
  if (!a.quiet && bytes > (std::uint64_t{100} << 20))
    say("the result will hold about {} MB before compression\n", bytes >> 20);
}

std::string facts_path(const RunArguments& a) { return a.output + ".run.json"; }

void expect_targets(const RunArguments& a, store::Overwrite overwrite) {
  if (a.output.empty()) return;
  store::check_target(a.output, overwrite);
  store::check_target(facts_path(a), store::Overwrite::yes);
  if (!a.save_at.empty()) store::check_target(state_path(a.output), overwrite);
}

/// Facts of this run that are not part of the result: they differ from machine to machine.
void write_facts(const RunArguments& a, const Start& start, const study::Outcome& outcome, double seconds) {
  Json facts{{"format", 1},
             {"result", std::filesystem::path{a.output}.filename().string()},
             {"program", std::string{"citerne "} + CITERNE_VERSION},
             {"compiler", __VERSION__},
             {"scenario", a.start.scenario.path},
             {"set", a.start.scenario.settings},
             {"response", a.start.response},
             {"replications_asked", start.options.replications},
             {"replications_done", outcome.replications.size()},
             {"threads", start.options.threads},
             {"seconds", seconds},
             {"events", outcome.events}};
  if (start.day) facts["from"] = Json{{"file", a.start.from}, {"sha256", start.digest}};
  if (!a.save_at.empty())
    facts["saved_day"] = std::filesystem::path{state_path(a.output)}.filename().string();
  const std::string text = facts.dump(2) + "\n";
  store::write_whole(facts_path(a), std::as_bytes(std::span{text}), store::Overwrite::yes);
}

/// The figures of --until, without it what is not served: their means with what is known of luck, where that
/// pays. Not of a saved day, whose futures share a past.
std::vector<analysis::ControlledFigure> controlled_figures(
    const Start& start, const Result& result, const study::Outcome& outcome,
    const std::vector<analysis::Precision>& precisions) {
  std::vector<analysis::ControlledFigure> figures;
  if (start.day) return figures;
  std::vector<analysis::Metric> metrics;
  for (const analysis::Precision& p : precisions)
    if (std::ranges::count(metrics, p.metric) == 0) metrics.push_back(p.metric);
  if (metrics.empty())
    metrics.push_back({.measure = analysis::Measure::unserved, .place = {}, .product = {}});
  const std::vector<analysis::Control> controls = study::controls_of(*start.plans, outcome);
  for (const analysis::Metric& metric : metrics)
    if (const auto figure = analysis::controlled_figure(result, metric, controls)) figures.push_back(*figure);
  return figures;
}

void tell_result(const RunArguments& a, const Result& result, const study::Outcome& outcome, double seconds,
                 const std::vector<analysis::ControlledFigure>& controlled) {
  const analysis::RunSummary summary = analysis::summarise(result);
  if (a.json) {
    fmt::print("{}\n", Json{{"format", 1},
                            {"stopped", outcome.stopped},
                            {"file", a.output},
                            {"summary", to_json(summary)},
                            {"controlled", to_json(controlled)}}
                           .dump(2));
    return;
  }
  fmt::print("{}", report::summary_text(summary) + report::controlled_text(controlled));
  if (a.quiet) return;
  say("\n{} in {:.1f} s ({:.1f} million events a second)\n",
      counted(outcome.replications.size(), "replication"), seconds,
      static_cast<double>(outcome.events) / seconds / 1e6);
  if (outcome.replayed > 0)
    say("{} of them were played from the beginning: the saved day does not remember what this future asks\n",
        outcome.replayed);
  if (a.output.empty())
    say("nothing was written; name a result file with -o\n");
  else
    say("written: {} and {}\n", a.output, facts_path(a));
  if (!a.save_at.empty()) say("saved: {}\n", state_path(a.output));
}

void run_scenario(const RunArguments& a) {
  take_signals();
  if (!a.save_at.empty() && a.output.empty())
    throw CLI::RequiredError{"--output, beside which --save-at saves,"};
  const store::Overwrite overwrite = a.force ? store::Overwrite::yes : store::Overwrite::no;
  expect_targets(a, overwrite);
  Start start = expect_start(a.start);
  const study::Plans& plans = *start.plans;
  study::Journey journey = start.journey();
  if (!a.save_at.empty()) {
    journey.save_at = expect_instant("--save-at", a.save_at, start);
    store::expect_fits(study::predicted_bytes(plans.common(), start.options, *journey.save_at));
  }
  const std::vector<analysis::Precision> precisions = expect_precisions(a.until, plans.common());
  if (!precisions.empty()) start.options.replications = a.until.most;
  expect_affordable(a, plans.common(), start.options);

  UntilOutcome until;
  if (precisions.empty())
    until = {run_study(plans, start.options, "replications", a.quiet, journey), {}, true};
  else
    until = run_until(plans, start.options, precisions, a.until.most, a.quiet, journey);
  const auto& [outcome, seconds] = until.run;
  if (outcome.replications.empty()) {
    say("stopped before the first replication was finished; nothing was written\n");
    throw Finish{kStopped};
  }
  const Result result = study::make_result(plans, start.options, outcome);
  if (journey.save_at)
    store::write(study::make_saved_day(plans, start.options, outcome, *journey.save_at), state_path(a.output),
                 overwrite);
  if (!a.output.empty()) {
    store::write(result, a.output, overwrite);
    write_facts(a, start, outcome, seconds);
  }
  tell_result(a, result, outcome, seconds, controlled_figures(start, result, outcome, precisions));
  if (!a.quiet || !until.is_enough) tell(until, outcome.replications.size());
  if (!outcome.stopped && !until.is_enough) throw Finish{kDidNotHold};
  if (!outcome.stopped) return;
  say("stopped: {} of {} replications are in the result\n", outcome.replications.size(),
      start.options.chosen.empty() ? start.options.replications : start.options.chosen.size());
  throw Finish{kStopped};
}

/// An output that was named by an unset variable of a script is no wish to write nothing.
std::string not_empty(const std::string& text) { return text.empty() ? "a file name is missing" : ""; }

}  // namespace

void add_run(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("run", "Run a scenario and tell which towns run short, from when and for how long");
  auto a = std::make_shared<RunArguments>();
  const auto [from, replications] = add_start(*command, a->start);
  add_until(*command, a->until, replications, from);
  command->add_option("--save-at", a->save_at,
                      "Save the study as it stands at this date or time in OUT.state.h5 beside the result");
  command->add_option("--output,-o", a->output, "Result file to write (HDF5)")->check(not_empty, "FILE");
  add_record_options(*command, a->start.options, from);
  command->add_option("--max-events", a->max_events, "Refuse to start a run of more engine events than this")
      ->check(CLI::PositiveNumber);
  command->add_flag("--force", a->force, "Replace the result file if it exists");
  command->add_flag("--json", a->json, "Print the summary as JSON");
  command->add_flag("--quiet,-q", a->quiet, "No progress and no closing remarks");
  command->callback([a] { run_scenario(*a); });
}

}  // namespace citerne::cli
