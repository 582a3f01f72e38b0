#pragma once
#include <optional>
#include <string>
#include <vector>

#include "citerne/scenario/scenario.hpp"

/// Which tank feeds which.
namespace citerne {

struct TankRef {
  SiteId site;
  std::size_t tank = 0;  ///< Index into Site::tanks.
  friend auto operator<=>(const TankRef&, const TankRef&) = default;
};

/// The tank of a product at a site.
std::optional<TankRef> find_tank(const Scenario& scenario, SiteId site, ProductId product);

inline const Tank& at(const Scenario& scenario, TankRef ref) {
  return scenario.sites[ref.site].tanks[ref.tank];
}

/// What luck calls the lots of a class at a tank: `bamako/depot/petrol/transport`.
std::string lots_name(const Scenario& scenario, SiteId site, ProductId product, ClassId consumer);

/// Tanks that feed each other round in a ring, each fed by the next; empty when there is none.
std::vector<TankRef> supply_loop(const Scenario& scenario);

/// Fills Tank::throughput: own normal demand and the shares of what it feeds, at the total that order levels
/// are for. Without loops.
void set_throughputs(Scenario& scenario);

/// What passes in a time at a steady rate, rounded down.
constexpr Volume volume_in(DailyVolume rate, Duration time) {
  const std::int64_t whole = time.count() / 86'400, rest = time.count() % 86'400;
  return Volume{rate.count() * whole + rate.count() * rest / 86'400};
}

}  // namespace citerne
