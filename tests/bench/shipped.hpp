#pragma once
#include <memory>
#include <string>

#include "citerne/engine/plan.hpp"

namespace citerne::bench {

/// The plan of scenarios/<name>.yaml as it ships.
std::shared_ptr<const engine::Plan> shipped_plan(const std::string& name);

}  // namespace citerne::bench
