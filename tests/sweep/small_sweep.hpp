#pragma once
#include <atomic>
#include <string>

#include "citerne/store/whole_file.hpp"
#include "citerne/sweep/plan.hpp"
#include "citerne/sweep/run.hpp"
#include "store/temporary_folder.hpp"

namespace citerne::sweep {

inline const std::string kScenarios = std::string{CITERNE_SOURCE_DIR} + "/scenarios/";

/// What a plan says of itself, before its factors: three weeks of the western blockade.
inline std::string head_of_plan(const std::string& more = "replications: 4\nblock: 2\n") {
  return "citerne: 1\nname: Small\nscenario: " + kScenarios +
         "western-blockade.yaml\n"
         "set: { calendar.start: 2025-08-25, calendar.end: 2025-09-15, calendar.warm_up: 10 d }\n" +
         more;
}

/// Two tankers' counts and two shares: four cells, eight tasks.
inline const std::string kFourCells =
    "factors:\n"
    "  tankers: { path: fleets.dakar.tankers, values: [1300 tankers, 1400 tankers] }\n"
    "  tight: { path: events.western_blockade.phases.tight.lets_through, from: 0 %, to: 20 %, steps: 2 }\n"
    "metrics: [unserved_share, first_shortage:bamako, tankers_lost]\n";

/// Reads a plan that is held in memory.
inline PlanReading reading_of(const std::string& text) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "plan.yaml";
  store::write_whole(path, std::as_bytes(std::span{text}), store::Overwrite::no);
  return read_plan(path);
}

inline Sweep sweep_of_plan(const std::string& text) {
  PlanReading reading = reading_of(text);
  if (!reading.sweep)
    throw std::logic_error{reading.diagnostics.empty() ? "its scenario" : reading.diagnostics[0].text};
  return std::move(*reading.sweep);
}
inline Sweep four_cells() { return sweep_of_plan(head_of_plan() + kFourCells); }

inline Done run_all(const Folder& folder, HowRun how = {}) {
  const std::atomic<bool> never{false};
  return run(
      folder, how, [](const Standing&) {}, never);
}

}  // namespace citerne::sweep
