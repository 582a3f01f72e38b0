#include "shipped.hpp"

#include <stdexcept>
#include <utility>

#include "citerne/input/read_scenario.hpp"
#include "citerne/input/scenario_files.hpp"

namespace citerne::bench {

std::shared_ptr<const engine::Plan> plan_of(const std::filesystem::path& file) {
  input::Reading reading = input::decode(input::load(file));
  if (!reading.scenario) throw std::runtime_error{file.string() + " has faults: try citerne check"};
  return engine::make_plan(std::move(*reading.scenario));
}

std::shared_ptr<const engine::Plan> shipped_plan(const std::string& name) {
  return plan_of(CITERNE_SOURCE_DIR "/scenarios/" + name + ".yaml");
}

}  // namespace citerne::bench
