#include "cells.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "citerne/base/contract.hpp"
#include "citerne/input/read_scenario.hpp"

namespace citerne::sweep {
namespace {

/// The last factor changes from cell to cell.
std::vector<Cell> grid(const Sweep& sweep) {
  std::vector<Cell> cells{{}};
  for (const Factor& factor : sweep.factors) {
    std::vector<Cell> longer;
    for (const Cell& cell : cells)
      for (const std::string& level : factor.levels) {
        longer.push_back(cell);
        longer.back().push_back(level);
      }
    cells = std::move(longer);
  }
  return cells;
}

std::vector<Cell> zip(const Sweep& sweep) {
  std::vector<Cell> cells(sweep.factors.front().levels.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    for (const Factor& factor : sweep.factors) cells[i].push_back(factor.levels[i]);
  return cells;
}

std::vector<Cell> at_points(const Sweep& sweep, const DesignPoints& points) {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < points.size(); ++i) {
    Cell& cell = cells.emplace_back();
    for (std::size_t k = 0; k < sweep.factors.size(); ++k) cell.push_back(sweep.factors[k].at(points[i][k]));
  }
  return cells;
}

}  // namespace

double cell_count(const Sweep& sweep) {
  const auto points = static_cast<double>(sweep.points), factors = static_cast<double>(sweep.factors.size());
  switch (sweep.design) {
    case Design::grid: {
      double count = 1.0;
      for (const Factor& factor : sweep.factors) count *= static_cast<double>(factor.levels.size());
      return count;
    }
    case Design::zip:
      return static_cast<double>(sweep.factors.front().levels.size());
    case Design::list:
      return static_cast<double>(sweep.cells.size());
    case Design::latin_hypercube:
    case Design::sobol:
      return points;
    case Design::saltelli:
      return points * (factors + 2.0);
    case Design::morris:
      return points * (factors + 1.0);
  }
  return 0.0;
}

DesignPoints points_of(const Sweep& sweep) {
  const std::size_t factors = sweep.factors.size();
  switch (sweep.design) {
    case Design::latin_hypercube:
      return latin_hypercube(sweep.points, factors, sweep.design_seed);
    case Design::sobol:
      return sobol(sweep.points, factors, sweep.design_seed);
    case Design::saltelli:
      return saltelli(sweep.points, factors, sweep.design_seed);
    case Design::morris:
      return morris(sweep.points, factors, sweep.levels, sweep.design_seed);
    case Design::grid:
    case Design::zip:
    case Design::list:
      break;
  }
  CITERNE_EXPECT(draws(sweep.design));
  return {};
}

std::vector<Cell> make_cells(const Sweep& sweep) {
  if (sweep.design == Design::grid) return grid(sweep);
  if (sweep.design == Design::zip) return zip(sweep);
  return at_points(sweep, points_of(sweep));
}

std::vector<std::string> most_asked_for(const input::ScenarioFiles& files) {
  constexpr std::size_t kMost = 5;
  const input::Reading reading = input::decode(files);
  std::map<PlaceId, std::int64_t> asked;
  for (const Site& site : reading.scenario->sites)
    for (const Tank& tank : site.tanks)
      for (const Demand& demand : tank.demands) asked[site.place] += demand.normal.count();
  std::vector<std::pair<PlaceId, std::int64_t>> places{asked.begin(), asked.end()};
  std::erase_if(places, [](const auto& p) { return p.second == 0; });
  std::ranges::stable_sort(places, [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < std::min(kMost, places.size()); ++i)
    ids.push_back(reading.scenario->network.places[places[i].first].id);
  return ids;
}

}  // namespace citerne::sweep
