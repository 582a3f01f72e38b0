#pragma once
#include <atomic>
#include <string>

#include <CLI/CLI.hpp>

#include "citerne/study/study.hpp"

/// Running a study from a command: progress on stderr, and a calm end on SIGINT or SIGTERM.
namespace citerne::cli {

struct TimedOutcome {
  study::Outcome outcome;
  double seconds = 0.0;
};

/// From now on the first SIGINT or SIGTERM asks for a calm end: the replications under way are finished and
/// kept. The second ends at once.
void take_signals();

/// Set when a calm end was asked for.
const std::atomic<bool>& stop_asked();

/// Ends the program calmly when that was asked for by now; to be called where nothing is half done. `outcome`
/// says what became of the work: "nothing was written".
void stop_if_asked(const std::string& outcome);

/// Runs the replications; `what` is counted on the progress line.
TimedOutcome run_study(const study::Plans& plans, const study::Options& options, const std::string& what,
                       bool quiet, const study::Journey& journey = {});

/// The plans of a scenario that was read without a fault; else its faults are told and the program ends.
study::Plans expect_plans(input::ScenarioFiles files, std::uint64_t seed);

/// `--replications`, `--threads` and `--seed`; what makes the runs is returned.
struct StudyOptions {
  CLI::Option *replications, *seed;
};
StudyOptions add_study_options(CLI::App& command, study::Options& options);

}  // namespace citerne::cli
