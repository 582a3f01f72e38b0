#include <algorithm>
#include <charconv>
#include <filesystem>
#include <thread>

#include <fmt/format.h>

#include "citerne/base/text.hpp"
#include "citerne/report/sweep_text.hpp"
#include "citerne/sweep/merge.hpp"
#include "citerne/sweep/plan.hpp"
#include "citerne/sweep/run.hpp"
#include "command.hpp"
#include "progress.hpp"
#include "study_run.hpp"

namespace citerne::cli {
namespace {

struct SweepArguments {
  std::string plan, folder, shard;
  sweep::HowRun how;
  bool json = false, quiet = false, only_check = false;
};

sweep::Sweep expect_plan(const std::string& path) {
  sweep::PlanReading reading = sweep::read_plan(path);
  tell(reading.scenario_diagnostics, reading.scenario);
  tell(reading.diagnostics, reading.files);
  if (!reading.sweep) throw Finish{kInput};
  return std::move(*reading.sweep);
}

/// `2/8`: the second of eight.
sweep::Part part_of(const std::string& text) {
  if (text.empty()) return {};
  std::size_t index = 0, count = 0;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, index);
  const bool has_slash = first.ec == std::errc{} && first.ptr != end && *first.ptr == '/';
  const auto second = has_slash ? std::from_chars(first.ptr + 1, end, count) : first;
  if (!has_slash || second.ec != std::errc{} || second.ptr != end || index < 1 || index > count)
    throw CLI::ValidationError{"--shard",
                               fmt::format("'{}' is no part such as 2/8, the second of eight", text)};
  return {index - 1, count};
}

Json json_of(const sweep::Sweep& sweep, const sweep::StudyFigures& figures) {
  Json cells = Json::array();
  for (std::size_t c = 0; c < sweep.cells.size(); ++c) {
    Json factors = Json::object(), metrics = Json::object();
    for (std::size_t i = 0; i < sweep.factors.size(); ++i) factors[sweep.factors[i].name] = sweep.cells[c][i];
    for (std::size_t m = 0; m < figures.cells[c].metrics.size(); ++m) {
      const sweep::Figure& f = figures.cells[c].metrics[m];
      metrics[analysis::word(sweep.metrics[m])] = {{"unit", analysis::unit(sweep.metrics[m].measure)},
                                                   {"mean", f.mean.mid},
                                                   {"low", f.mean.low},
                                                   {"high", f.mean.high},
                                                   {"censored", f.censored}};
    }
    cells.push_back({{"factors", factors}, {"runs", figures.cells[c].runs}, {"metrics", metrics}});
  }
  return {{"format", 1}, {"name", sweep.name}, {"cells", cells}};
}

/// Each on a line, the first twelve.
void tell_each(const char* what, const std::vector<std::string>& list) {
  for (std::size_t i = 0; i < std::min(list.size(), kMostListed); ++i) say("{}: {}\n", what, list[i]);
  if (list.size() > kMostListed) say("({} more)\n", list.size() - kMostListed);
}

void tell_failures(const sweep::Folder& folder, const std::vector<std::size_t>& failed) {
  for (std::size_t i = 0; i < std::min(failed.size(), kMostListed); ++i) {
    const sweep::Task task = sweep::task(folder.sweep(), failed[i]);
    say("failed: {}\n{}\n", folder.failure_path(task).string(), folder.read_failure(task));
  }
  if (failed.size() > kMostListed) say("({} more have failed)\n", failed.size() - kMostListed);
}

/// The study as far as it was done.
void finish(const sweep::Folder& folder, bool json, bool quiet) {
  const sweep::StudyFigures figures = sweep::figures_of(folder);
  sweep::write_study(folder, figures);
  if (json)
    fmt::print("{}\n", json_of(folder.sweep(), figures).dump(2));
  else
    fmt::print("{}", report::sweep_text(folder.sweep(), figures));
  tell_failures(folder, figures.failed);
  if (!quiet) say("written: {0}/study.h5 and {0}/study.csv\n", folder.path().string());
  if (!figures.failed.empty()) {
    say("{} could not be done; what is written is without {}. Mend the plan and begin in another "
        "folder, or "
        "try again with --retry.\n",
        counted(figures.failed.size(), "task"), figures.failed.size() == 1 ? "it" : "them");
    throw Finish{kStopped};
  }
}

void run_sweep(SweepArguments& a) {
  a.how.part = part_of(a.shard);
  take_signals();
  const sweep::Sweep asked = expect_plan(a.plan);
  const std::size_t tasks = asked.tasks();
  if (a.only_check) {
    say("{}: {} cells, {} replications of each, {} tasks\n", asked.name, asked.cells.size(),
        asked.replications, tasks);
    return;
  }
  const sweep::Folder folder{a.folder, asked};
  ProgressLine progress{"replications", a.quiet};
  const sweep::Progress told = [&](const sweep::Standing& s) {
    progress.tell(s.done, s.all,
                  s.worst_place.empty()
                      ? ""
                      : fmt::format("worst: {}, {:.1f} % unserved", s.worst_place, s.worst_percent));
  };
  const sweep::Done done = sweep::run(folder, a.how, told, stop_asked());
  progress.end();
  tell_each("done anew", done.damaged);
  if (!a.quiet && done.before > 0) say("{} of {} tasks were there already\n", done.before, done.tasks);
  if (done.stopped && a.how.fail_fast && !done.failed.empty()) {
    tell_failures(folder, done.failed);
    say("stopped at what failed: {} of {} tasks are kept in {}; mend the plan and begin in another folder, "
        "or go on "
        "without --fail-fast\n",
        done.before + done.now, done.tasks, a.folder);
    throw Finish{kStopped};
  }
  if (done.stopped) {
    say("stopped: {} of {} tasks are kept in {}; the same command goes on\n", done.before + done.now,
        done.tasks, a.folder);
    throw Finish{kStopped};
  }
  if (a.how.part.count == 1) return finish(folder, a.json, a.quiet);
  tell_failures(folder, done.failed);
  say("part {} is done, {} of {} tasks; join all parts with `citerne merge PART... -o STUDY`\n", a.shard,
      done.tasks, tasks);
  if (!done.failed.empty()) throw Finish{kStopped};
}

struct MergeArguments {
  std::vector<std::string> parts;
  std::string folder;
  bool json = false, quiet = false, partial = false;
};

void merge(const MergeArguments& a) {
  take_signals();
  std::vector<sweep::Folder> parts;
  for (const std::string& part : a.parts) parts.emplace_back(part);
  const sweep::Holdings holdings = sweep::holdings_of(parts);
  tell_each("damaged, and not used", holdings.damaged);
  tell_each("double", holdings.twice);
  tell_each("missing", holdings.absent);
  if (!holdings.is_whole && !a.partial) {
    say("nothing was written; the same `citerne sweep` in the folder of the part does what is missing or "
        "damaged; --partial merges what is there\n");
    throw Finish{kStopped};
  }
  const sweep::Folder folder{a.folder, parts.front().sweep()};
  sweep::collect(holdings, folder);
  finish(folder, a.json, a.quiet);
  if (!holdings.is_whole) throw Finish{kStopped};
}

}  // namespace

void add_sweep(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "sweep",
      "Run every cell of a plan, with the same luck in each; what was done already is not done again");
  auto a = std::make_shared<SweepArguments>();
  a->how.threads = std::max(1u, std::thread::hardware_concurrency());
  command->add_option("PLAN", a->plan, "Plan of the sweep (YAML)")->required()->type_name("FILE");
  auto* folder = command->add_option("--output,-o", a->folder, "Folder of the study: new, or to go on with")
                     ->type_name("FOLDER");
  command->add_option("--threads,-j", a->how.threads, "Tasks at a time; changes no result")
      ->check(CLI::Range(1u, 1024u));
  command->add_option("--shard", a->shard, "Do only this part of the tasks: 2/8 is the second of eight")
      ->type_name("I/N");
  command->add_flag("--retry", a->how.retry, "Do those tasks again that have failed");
  command->add_flag("--fail-fast", a->how.fail_fast,
                    "Begin no more tasks after one that cannot be done; else the others go on");
  auto* check = command->add_flag("--check", a->only_check, "Read the plan, try its values and run nothing");
  check->excludes(folder);
  command->add_flag("--json", a->json, "Print as JSON");
  command->add_flag("--quiet,-q", a->quiet, "No progress and no closing remarks");
  command->callback([a] {
    if (a->folder.empty() && !a->only_check) throw CLI::RequiredError{"--output"};
    run_sweep(*a);
  });
}

void add_merge(CLI::App& app) {
  CLI::App* command = app.add_subcommand("merge", "Join the parts of a study that many machines have done");
  auto a = std::make_shared<MergeArguments>();
  command->add_option("PARTS", a->parts, "Folders of `citerne sweep --shard`")
      ->required()
      ->type_name("FOLDER")
      ->expected(1, 100'000);
  command->add_option("--output,-o", a->folder, "Folder of the whole study")->required()->type_name("FOLDER");
  command->add_flag("--partial", a->partial, "Merge what is there although some is missing");
  command->add_flag("--json", a->json, "Print as JSON");
  command->add_flag("--quiet,-q", a->quiet, "No closing remarks");
  command->callback([a] { merge(*a); });
}

}  // namespace citerne::cli
