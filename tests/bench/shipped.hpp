#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "citerne/engine/plan.hpp"

namespace citerne::bench {

/// The plan of a scenario file.
std::shared_ptr<const engine::Plan> plan_of(const std::filesystem::path& file);

/// The plan of scenarios/<name>.yaml as it ships.
std::shared_ptr<const engine::Plan> shipped_plan(const std::string& name);

}  // namespace citerne::bench
