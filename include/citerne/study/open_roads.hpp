#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "citerne/engine/plan.hpp"
#include "citerne/record/run_record.hpp"

/// How open the roads into places are while controls and wrecks let through what they do. Worked out once for
/// each state of the roads that comes up, not for each instant.
namespace citerne::study {

/// By place that holds a site, in order.
struct OpenRoads {
  /// Tankers a day, in thousandths, that may come in from all terminals together, by the capacities of roads.
  std::vector<std::int64_t> inflow;
  /// Dry driving time from the nearest terminal, all day and night; negative: no open way.
  std::vector<Duration> nearest;
  friend bool operator==(const OpenRoads&, const OpenRoads&) = default;
};

/// From this instant to the next the roads are as open as this.
struct RoadPeriod {
  Instant from;
  std::shared_ptr<const OpenRoads> roads;
};

class OpenRoadsFinder {
 public:
  /// `common` has the network and the driving times of all replications; it outlives the finder.
  explicit OpenRoadsFinder(const engine::Plan& common) : common_{common} {}
  /// Of a replication, whose plan has its controls: from the start on, each period of some length, of
  /// neighbours no two alike. Threads may call it at once.
  std::vector<RoadPeriod> periods(const engine::Plan& plan, const std::vector<GradeChange>& grades);

 private:
  /// What controls do that let through less than all: enough to tell states apart, also where the roads of a
  /// control are drawn for each replication.
  using State = std::vector<std::int64_t>;
  std::shared_ptr<const OpenRoads> find(const engine::Plan& plan, const std::vector<Share>& shares);

  const engine::Plan& common_;
  std::mutex lock_;
  std::map<State, std::shared_ptr<const OpenRoads>> known_;
};

/// All roads of a normal year open.
OpenRoads roads_of_normal_year(const engine::Plan& plan);

/// The places of a plan that hold a site, ascending.
std::vector<PlaceId> places_with_sites(const engine::Plan& plan);

}  // namespace citerne::study
