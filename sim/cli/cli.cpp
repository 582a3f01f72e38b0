#include "citerne/cli/cli.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>

#include <fmt/format.h>

#include "citerne/analysis/metric.hpp"
#include "citerne/base/text.hpp"
#include "citerne/store/result_file.hpp"
#include "citerne/study/study.hpp"
#include "citerne/sweep/folder.hpp"
#include "command.hpp"

namespace citerne::cli {
namespace {

/// In words that need no memory themselves.
int tell_no_memory() {
  std::fputs(
      "citerne: memory was refused; run fewer threads (-j) or replications (-n), or close other "
      "programs\n",
      stderr);
  return kSurroundings;
}

/// Every way out of a command other than its normal end, as an exit code and a sentence.
int explain(const std::exception& failure) {
  const bool there = dynamic_cast<const store::TargetExists*>(&failure) != nullptr;
  if (dynamic_cast<const std::bad_alloc*>(&failure) != nullptr) return tell_no_memory();
  const bool is_shard = dynamic_cast<const sweep::BadShard*>(&failure) != nullptr;
  say("citerne: {}{}\n", failure.what(),
      there      ? "; --force replaces it"
      : is_shard ? "; `citerne sweep` with the plan of this study does its task anew"
                 : "");
  if (there) return kInput;
  if (dynamic_cast<const store::TooLarge*>(&failure) != nullptr) return kInput;
  if (dynamic_cast<const store::BadResultFile*>(&failure) != nullptr) return kInput;
  if (dynamic_cast<const sweep::FolderHeld*>(&failure) != nullptr) return kSurroundings;
  if (dynamic_cast<const std::system_error*>(&failure) != nullptr) return kSurroundings;
  if (dynamic_cast<const analysis::BadMetric*>(&failure) != nullptr) return kInput;
  if (dynamic_cast<const std::runtime_error*>(&failure) != nullptr) return kInput;
  say("citerne: this is our own fault. Please report it with the scenario.\n");
  return kOurFault;
}

/// What is wrong with the command line, and where its options stand. Who names no command gets the list of
/// them.
std::string misuse(const CLI::App* program, const CLI::Error& error) {
  const CLI::App* app = program;
  std::string command = app->get_name();
  while (!app->get_subcommands().empty()) {
    app = app->get_subcommands().front();
    command += " " + app->get_name();
  }
  if (app->get_require_subcommand_min() > 0 && error.get_name() == "RequiredError") return program->help();
  return fmt::format("citerne: {}\nIts options: {} --help\n", error.what(), command);
}

int run_commands(int argc, char** argv) {
  CLI::App app{"Which town runs out of fuel, when, for how long, and what would help?", "citerne"};
  app.set_version_flag("--version", std::string{"citerne "} + CITERNE_VERSION);
  app.require_subcommand(1);
  app.failure_message(misuse);
  add_run(app);
  add_check(app);
  add_show(app);
  add_info(app);
  add_responses(app);
  add_compare(app);
  add_regret(app);
  add_find(app);
  add_sweep(app);
  add_merge(app);
  add_sensitivity(app);
  add_rerun(app);
  add_unpack(app);
  add_update(app);
  add_export(app);
  add_plot(app);
  add_network(app);
  add_examples(app);
  add_schema(app);
  add_completion(app);
  add_manual(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const bool asked_for_help = e.get_exit_code() == 0;
    app.exit(e);
    return asked_for_help ? kDone : kInput;
  } catch (const Finish& finish) {
    return finish.code;
  }
  return kDone;
}

/// Data that only seemed to be printed must not pass for a result.
void expect_all_printed() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw std::system_error{errno, std::generic_category(), "cannot write to stdout"};
}

/// A failure is told, and has its code.
int run_and_explain(int argc, char** argv) {
  try {
    const int code = run_commands(argc, argv);
    expect_all_printed();
    return code;
  } catch (const study::ContradictoryDraw& draw) {
    say("citerne: {}:\n", draw.what());
    for (const input::Diagnostic& d : draw.diagnostics())
      say("  {}:{}:{}: {}\n", d.file, d.line, d.column, d.text);
    return kInput;
  } catch (const std::exception& failure) {
    return explain(failure);
  }
}

}  // namespace

CLI::Option* add_scenario(CLI::App& command, ScenarioArguments& arguments) {
  CLI::Option* const scenario =
      command.add_option("SCENARIO", arguments.path, "Scenario file (YAML)")->required()->type_name("FILE");
  command.add_option("--set", arguments.settings, "Replace one value: events.rn24.at=2025-10-29")
      ->allow_extra_args(false);
  return scenario;
}

void tell(const std::vector<input::Diagnostic>& diagnostics, const input::FileSet& files,
          std::string_view outcome) {
  constexpr std::size_t kMostTold = 200;  // nobody reads more before mending some
  std::size_t errors = 0, seen = 0;
  for (const input::Diagnostic& d : diagnostics) {
    if (++seen <= kMostTold) say("{}\n", input::format_with_source(d, files));
    if (d.severity == input::Severity::error) ++errors;
  }
  if (seen > kMostTold) say("({} more are not shown)\n", seen - kMostTold);
  if (errors > 0) say("{}; {}.\n", counted(errors, "fault"), outcome);
}

int run(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file at its size limit is then a failed write, told like a full disk
  try {
    return run_and_explain(argc, argv);
  } catch (const std::bad_alloc&) {  // while a failure was told
    return tell_no_memory();
  }
}

}  // namespace citerne::cli
