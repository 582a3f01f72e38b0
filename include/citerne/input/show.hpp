#pragma once
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "citerne/input/scenario_files.hpp"
#include "citerne/scenario/scenario.hpp"

namespace citerne::input {

/// The merged scenario as YAML that can be read again beside its main file, each value followed by the place
/// it comes from: `load: 46000 L  # baseline.yaml:70:98`.
std::string resolved_text(const ScenarioFiles& files);

/// The same for programs: nested objects; each value is `{"value": ..., "origin": "baseline.yaml:70:98"}`.
nlohmann::ordered_json resolved_json(const ScenarioFiles& files);

/// The typed scenario for other programs: everything a run knows, by name and never by number. Each quantity
/// is a whole number whose key ends with its small unit: `capacity_ml`, `loading_takes_s`, `share_ppm`;
/// instants are seconds since 1970 (`start_unix`), null for never. `throughput_ml_a_day` of a tank is its own
/// demand and that of the tanks it supplies.
nlohmann::ordered_json typed_json(const Scenario& scenario);

}  // namespace citerne::input
