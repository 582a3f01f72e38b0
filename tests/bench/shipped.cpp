#include "shipped.hpp"

#include <stdexcept>
#include <utility>

#include "citerne/input/read_scenario.hpp"
#include "citerne/input/scenario_files.hpp"

namespace citerne::bench {

std::shared_ptr<const engine::Plan> shipped_plan(const std::string& name) {
  input::Reading reading = input::decode(input::load(CITERNE_SOURCE_DIR "/scenarios/" + name + ".yaml"));
  if (!reading.scenario) throw std::runtime_error{name + " has faults: try citerne check"};
  return engine::make_plan(std::move(*reading.scenario));
}

}  // namespace citerne::bench
