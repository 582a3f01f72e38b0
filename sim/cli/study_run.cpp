#include "study_run.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include "command.hpp"
#include "progress.hpp"

namespace citerne::cli {
namespace {

std::atomic<bool> asked_to_stop{false};

void on_signal(int) {
  if (asked_to_stop.exchange(true)) std::_Exit(kStopped);
}

}  // namespace

void take_signals() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

const std::atomic<bool>& stop_asked() { return asked_to_stop; }

void stop_if_asked(const std::string& outcome) {
  if (!asked_to_stop) return;
  say("stopped; {}\n", outcome);
  throw Finish{kStopped};
}

TimedOutcome run_study(const study::Plans& plans, const study::Options& options, const std::string& what,
                       bool quiet, const study::Journey& journey) {
  const auto begun = std::chrono::steady_clock::now();
  ProgressLine progress{what, quiet};
  TimedOutcome timed;
  timed.outcome = study::run(
      plans, options, [&](std::uint32_t done, std::uint32_t total) { progress.tell(done, total); },
      asked_to_stop, journey);
  progress.end();
  timed.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return timed;
}

study::Plans expect_plans(input::ScenarioFiles files, std::uint64_t seed) {
  {
    const input::Reading reading = input::decode(files);
    tell(reading.diagnostics, files.files());
    if (!reading.scenario) throw Finish{kInput};
  }
  return study::Plans{std::move(files), seed};
}

StudyOptions add_study_options(CLI::App& command, study::Options& options) {
  options.threads = std::max(1u, std::thread::hardware_concurrency());
  StudyOptions made{};
  made.replications =
      command.add_option("--replications,-n", options.replications, "Runs with their own luck")
          ->check(CLI::Range(1u, 1'000'000u))
          ->capture_default_str();
  command.add_option("--threads,-j", options.threads, "Replications at a time; changes no result")
      ->check(CLI::Range(1u, 1024u));
  made.seed = command.add_option("--seed", options.seed, "Seed of all luck")
                  ->check(CLI::Range(std::uint64_t{0}, kGreatestSeed))
                  ->capture_default_str();
  return made;
}

}  // namespace citerne::cli
