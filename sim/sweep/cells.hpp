#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "citerne/input/scenario_files.hpp"
#include "citerne/sweep/design_points.hpp"
#include "citerne/sweep/sweep.hpp"

namespace citerne::sweep {

/// As many as make_cells() will make; a real number, since it may be beyond all bounds.
double cell_count(const Sweep& sweep);

/// The cells of every design but list; of zip all factors have as many levels.
std::vector<Cell> make_cells(const Sweep& sweep);

/// Where in the unit cube the cells of a design that draws lie.
DesignPoints points_of(const Sweep& sweep);

/// The places, five at most, that burn most: those that metrics are kept of where the plan names none.
std::vector<std::string> most_asked_for(const input::ScenarioFiles& files);

}  // namespace citerne::sweep
