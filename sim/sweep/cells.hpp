#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "citerne/input/scenario_files.hpp"
#include "citerne/sweep/sweep.hpp"

namespace citerne::sweep {

/// What a design that draws is told besides its number of points.
struct HowDrawn {
  std::uint64_t seed = 1;    ///< Of the points, not of the runs.
  std::uint32_t levels = 4;  ///< Of morris.
};

/// As many as make_cells() will make; a real number, since it may be beyond all bounds.
double cell_count(const Sweep& sweep);

/// The cells of every design but list; of zip all factors have as many levels.
std::vector<Cell> make_cells(const Sweep& sweep, const HowDrawn& how);

/// The places, five at most, that burn most: those that metrics are kept of where the plan names none.
std::vector<std::string> most_asked_for(const input::ScenarioFiles& files);

}  // namespace citerne::sweep
