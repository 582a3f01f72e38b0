#pragma once
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "citerne/study/saved_day.hpp"
#include "command.hpp"
#include "study_run.hpp"

/// Where a study begins: with a scenario, or on a saved day, which another scenario may go on from.
namespace citerne::cli {

struct StartArguments {
  ScenarioArguments scenario;  ///< No path: the one of the saved day.
  std::string response;        ///< Empty: the scenario unchanged.
  std::string from;            ///< A saved day; empty: the beginning.
  study::Options options;
};

/// `SCENARIO`, `--set`, `--response`, `--from` and the options of a study. A saved day brings its own
/// replications and seed. Some of its options are returned.
struct StartOptions {
  CLI::Option *from, *replications;
};
StartOptions add_start(CLI::App& command, StartArguments& arguments);

/// `--record` and `--log`, which a saved day brings too.
void add_record_options(CLI::App& command, study::Options& options, CLI::Option* from);

struct Start {
  std::unique_ptr<study::SavedDay> day;       ///< None: from the beginning.
  std::shared_ptr<const study::Plans> then;   ///< Of the day.
  std::shared_ptr<const study::Plans> plans;  ///< To be run; the same object where nothing is changed.
  study::Options options;
  std::string digest;  ///< Of the file of the day.

  study::Journey journey() const { return {.from = day.get(), .then = then.get()}; }
};

/// Reads both; faults are told and end the program.
Start expect_start(const StartArguments& arguments);

/// A date or time in [start, end), and not before the day that one goes on from; else it is told, and the
/// program ends.
Instant expect_instant(const std::string& option, const std::string& text, const Start& start);

/// A result; a saved day is refused with a word.
void expect_result(const Result& file, const std::string& path);

/// `out/x.state.h5` of `out/x.h5`.
std::string state_path(const std::string& output);

}  // namespace citerne::cli
