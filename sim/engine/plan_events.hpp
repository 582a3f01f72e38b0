#pragma once
#include "citerne/engine/plan.hpp"

namespace citerne::engine {

/// The events of the scenario: what they act on, by road, by supplier, by each other. Tanks, lines and
/// suppliers are numbered already.
void set_events(Plan& plan);

}  // namespace citerne::engine
