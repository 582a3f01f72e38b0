#include "citerne/cli/cli.hpp"

#include <unistd.h>

#include <system_error>

#include <fmt/format.h>

#include "citerne/store/result_file.hpp"
#include "citerne/study/study.hpp"
#include "command.hpp"

namespace citerne::cli {
namespace {

/// Every way out of a command other than its normal end, as an exit code and a sentence.
int explain(const std::exception& failure) {
  fmt::print(stderr, "citerne: {}\n", failure.what());
  if (dynamic_cast<const store::TargetExists*>(&failure) != nullptr) return kInput;
  if (dynamic_cast<const store::TooLarge*>(&failure) != nullptr) return kInput;
  if (dynamic_cast<const store::BadResultFile*>(&failure) != nullptr) return kInput;
  if (dynamic_cast<const std::system_error*>(&failure) != nullptr) return kSurroundings;
  if (dynamic_cast<const std::bad_alloc*>(&failure) != nullptr) return kSurroundings;
  if (dynamic_cast<const std::runtime_error*>(&failure) != nullptr) return kInput;
  fmt::print(stderr, "citerne: this is our own fault. Please report it with the scenario.\n");
  return kOurFault;
}

int run_commands(int argc, char** argv) {
  CLI::App app{"Which town runs out of fuel, when, for how long, and what would help?", "citerne"};
  app.set_version_flag("--version", std::string{"citerne "} + CITERNE_VERSION);
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::help);
  add_run(app);
  add_check(app);
  add_show(app);
  add_info(app);
  add_schema(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const bool asked_for_help = e.get_exit_code() == 0;
    app.exit(e);
    return asked_for_help ? kDone : kInput;
  }
  return kDone;
}

}  // namespace

void add_scenario(CLI::App& command, ScenarioArguments& arguments) {
  command.add_option("SCENARIO", arguments.path, "Scenario file (YAML)")->required();
  command.add_option("--set", arguments.settings, "Replace one value: events.rn24.at=2025-10-29")
      ->allow_extra_args(false);
}

void tell(const std::vector<input::Diagnostic>& diagnostics, const input::FileSet& files) {
  std::size_t errors = 0;
  for (const input::Diagnostic& d : diagnostics) {
    fmt::print(stderr, "{}\n", input::format_with_source(d, files));
    if (d.severity == input::Severity::error) ++errors;
  }
  if (errors > 0) fmt::print(stderr, "{} fault{}; nothing was run.\n", errors, errors == 1 ? "" : "s");
}

int run(int argc, char** argv) {
  try {
    return run_commands(argc, argv);
  } catch (const Finish& finish) {
    return finish.code;
  } catch (const study::ContradictoryDraw& draw) {
    fmt::print(stderr, "citerne: {}:\n", draw.what());
    for (const input::Diagnostic& d : draw.diagnostics())
      fmt::print(stderr, "  {}:{}:{}: {}\n", d.file, d.line, d.column, d.text);
    return kInput;
  } catch (const std::exception& failure) {
    return explain(failure);
  }
}

}  // namespace citerne::cli
