#include "citerne/analysis/bypass.hpp"

#include <algorithm>
#include <map>

#include "from_result.hpp"

namespace citerne::analysis {
namespace {

/// Loads of one tank, by its lines.
struct TankLoads {
  double all = 0.0;
  double through_share = 0.0, share = 0.0;  ///< Of a normal year: lines that meet the control; all.
};

Bypass bypass_of(const Result& result, std::size_t event) {
  const auto& names = values<std::string>(result, "line");
  const auto& tanks = values<std::string>(result, "line_tank");
  const auto& shares = values<double>(result, "line_share");
  const auto& meets = values<std::int64_t>(result, "line_meets");
  const auto& left = values<double>(result, "left_under");
  const std::size_t lines = names.size(), events = length(result, "event"),
                    runs = length(result, "replication");
  std::vector<double> loads(lines, 0.0);
  for (std::size_t r = 0; r < runs; ++r)
    for (std::size_t l = 0; l < lines; ++l)
      loads[l] += left[(r * events + event) * lines + l] / static_cast<double>(runs);
  std::map<std::string, TankLoads> by_tank;
  for (std::size_t l = 0; l < lines; ++l) {
    TankLoads& tank = by_tank[tanks[l]];
    tank.all += loads[l];
    tank.share += shares[l];
    if (meets[event * lines + l] != 0) tank.through_share += shares[l];
  }
  Bypass bypass{.event = values<std::string>(result, "event")[event]};
  double went_through = 0.0;
  std::map<std::string, double> gained;
  for (std::size_t l = 0; l < lines; ++l) {
    const TankLoads& tank = by_tank.at(tanks[l]);
    if (tank.through_share == 0.0 || tank.share == 0.0) continue;
    const double usual = tank.all * shares[l] / tank.share;
    if (meets[event * lines + l] != 0) {
      bypass.through += usual;
      went_through += loads[l];
    } else {
      gained[line_name(names[l]).way()] += loads[l] - usual;
    }
  }
  if (bypass.through <= 0.0) return bypass;
  bypass.share = std::max(0.0, 1.0 - went_through / bypass.through);
  for (const auto& [name, loads_more] : gained)
    if (loads_more > 0.0) bypass.ways.push_back({name, loads_more / bypass.through});
  std::ranges::stable_sort(bypass.ways, std::ranges::greater{}, &Bypass::Way::share);
  return bypass;
}

}  // namespace

std::vector<Bypass> bypasses(const Result& result) {
  std::vector<Bypass> found;
  if (result.find("", "left_under") == nullptr || length(result, "replication") == 0) return found;
  for (std::size_t e = 0; e < length(result, "event"); ++e)
    if (Bypass b = bypass_of(result, e); b.through > 0.0) found.push_back(std::move(b));
  return found;
}

}  // namespace citerne::analysis
