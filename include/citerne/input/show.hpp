#pragma once
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "citerne/input/scenario_files.hpp"

namespace citerne::input {

/// The merged scenario as YAML that can be read again beside its main file, each value followed by the place
/// it comes from: `load: 46000 L  # baseline.yaml:70:98`.
std::string resolved_text(const ScenarioFiles& files);

/// The same for programs: nested objects; each value is `{"value": ..., "origin": "baseline.yaml:70:98"}`.
nlohmann::ordered_json resolved_json(const ScenarioFiles& files);

}  // namespace citerne::input
