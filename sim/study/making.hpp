#pragma once
#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "citerne/engine/plan.hpp"
#include "citerne/study/study.hpp"
#include "result_maker.hpp"

/// What the parts of a result are made from.
namespace citerne::study {

inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Pairs lie on a grid of the places that hold a site and all products.
struct Grid {
  std::vector<PlaceId> places;
  std::size_t products = 0;
  std::vector<std::size_t> cell;  ///< By pair.
  std::size_t cells() const { return places.size() * products; }
};

struct Making {
  const Plans& plans;
  const engine::Plan& plan;
  const Options& options;
  const Outcome& outcome;
  Grid grid;
  ResultMaker make = {};

  std::size_t runs() const { return outcome.records.size(); }
  std::size_t samples() const { return plan.scenario.calendar.sample_count(); }
  std::size_t day_count() const { return plan.scenario.calendar.day_count(); }
  void named_axis(const std::string& name, std::vector<std::string> names, const std::string& long_name) {
    const std::size_t length = names.size();
    make.scale(name, std::move(names), {"1", long_name}, length);
  }
};

/// Whether anybody at the place asks for the product.
inline bool burns(const engine::Plan& plan, engine::PairId pair) {
  return std::ranges::any_of(plan.pairs[pair].tanks,
                             [&](engine::TankId t) { return plan.tanks[t].draws > 0; });
}

template <class Table>
std::vector<std::string> ids(const Table& table) {
  std::vector<std::string> names;
  for (const auto& row : table) names.push_back(row.id);
  return names;
}

void put_figures(Making&);  ///< One value for each replication: metrics, accounts, traffic.
void put_mean_series(Making&);
void put_bands(Making&);
void put_every_series(Making&);
void put_roads(Making&);  ///< How open the ways into places are.
void put_log(Making&);

}  // namespace citerne::study
