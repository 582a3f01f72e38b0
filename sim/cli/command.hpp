#pragma once
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "citerne/analysis/control_variates.hpp"
#include "citerne/analysis/run_summary.hpp"
#include "citerne/cli/cli.hpp"
#include "citerne/input/read_scenario.hpp"
#include "say.hpp"

/// What the commands share. Each command adds itself to the application and returns an exit code from its
/// callback by throwing Finish.
namespace citerne::cli {

using Json = nlohmann::ordered_json;

/// Ends the program with this code; nothing is left to be said.
struct Finish {
  ExitCode code;
};

void add_run(CLI::App& app);
void add_check(CLI::App& app);
void add_show(CLI::App& app);
void add_schema(CLI::App& app);
void add_info(CLI::App& app);
void add_compare(CLI::App& app);
void add_responses(CLI::App& app);
void add_find(CLI::App& app);
void add_regret(CLI::App& app);
void add_sweep(CLI::App& app);
void add_merge(CLI::App& app);
void add_sensitivity(CLI::App& app);
void add_rerun(CLI::App& app);
void add_unpack(CLI::App& app);
void add_update(CLI::App& app);
void add_export(CLI::App& app);
void add_plot(CLI::App& app);
void add_network(CLI::App& app);
void add_examples(CLI::App& app);
void add_completion(CLI::App& app);
void add_manual(CLI::App& app);

/// A file holds the seed as a signed number.
inline constexpr std::uint64_t kGreatestSeed = std::numeric_limits<std::int64_t>::max();

/// `SCENARIO` and `--set`, which every command on a scenario takes.
struct ScenarioArguments {
  std::string path;
  std::vector<std::string> settings;
};
/// Returns `SCENARIO`.
CLI::Option* add_scenario(CLI::App& command, ScenarioArguments& arguments);

/// Tells the diagnostics on stderr, with source lines and carets; behind errors what became of it.
void tell(const std::vector<input::Diagnostic>& diagnostics, const input::FileSet& files,
          std::string_view outcome = "nothing was run");

/// `{"mean": .., "low": .., "high": ..}`, or with another name for the middle.
Json to_json(const analysis::Interval& interval, const char* middle = "mean");
Json to_json(const std::vector<input::Diagnostic>& diagnostics);
Json to_json(const std::vector<analysis::ControlledFigure>& figures);
Json to_json(const analysis::RunSummary& summary);

}  // namespace citerne::cli
