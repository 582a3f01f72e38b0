#include "citerne/scenario/supply.hpp"

#include <algorithm>
#include <map>

#include "citerne/base/wide.hpp"
#include "citerne/scenario/words.hpp"

namespace citerne {
namespace {

enum class Visit : std::uint8_t { unseen, open, done };

/// Walks from tanks to the sites that feed them, in depth first order.
class Walk {
 public:
  explicit Walk(const Scenario& scenario) : scenario_{scenario} {}

  /// Fed tanks before those that feed them; stops at the first ring.
  void all() {
    for (const SiteId site : ids_of(scenario_.sites))
      for (std::size_t i = 0; i < scenario_.sites[site].tanks.size() && ring_.empty(); ++i) visit({site, i});
  }
  const std::vector<TankRef>& feeders_first() const { return order_; }
  const std::vector<TankRef>& ring() const { return ring_; }

 private:
  void visit(TankRef tank) {
    Visit& state = state_[tank];
    if (state == Visit::done || !ring_.empty()) return;
    path_.push_back(tank);
    if (state == Visit::open) {
      ring_.assign(std::find(path_.begin(), path_.end(), tank), path_.end() - 1);
      return;
    }
    state = Visit::open;
    for (const SupplyLine& line : at(scenario_, tank).lines)
      if (!line.site.is_none())
        if (const auto feeder = find_tank(scenario_, line.site, at(scenario_, tank).product)) visit(*feeder);
    if (!ring_.empty()) return;
    path_.pop_back();
    state_[tank] = Visit::done;
    order_.push_back(tank);
  }

  const Scenario& scenario_;
  std::map<TankRef, Visit> state_;
  std::vector<TankRef> path_, order_, ring_;
};

std::int64_t share_of(std::int64_t rate, Share share) {
  const std::int64_t whole = percent(100).count();
  return rate / whole * share.count() + rate % whole * share.count() / whole;
}

}  // namespace

std::optional<TankRef> find_tank(const Scenario& scenario, SiteId site, ProductId product) {
  const std::vector<Tank>& tanks = scenario.sites[site].tanks;
  const auto found =
      std::find_if(tanks.begin(), tanks.end(), [&](const Tank& t) { return t.product == product; });
  if (found == tanks.end()) return std::nullopt;
  return TankRef{site, static_cast<std::size_t>(found - tanks.begin())};
}

std::string lots_name(const Scenario& scenario, SiteId site, ProductId product, ClassId consumer) {
  return site_name(scenario, site) + "/" + scenario.products[product].id + "/" +
         scenario.classes[consumer].id;
}

std::vector<TankRef> supply_loop(const Scenario& scenario) {
  Walk walk{scenario};
  walk.all();
  return walk.ring();
}

void set_throughputs(Scenario& scenario) {
  Walk walk{scenario};
  walk.all();
  if (!walk.ring().empty()) return;
  for (Site& site : scenario.sites)
    for (Tank& tank : site.tanks) {
      tank.throughput = {};
      for (const Demand& demand : tank.demands) tank.throughput += demand.normal;
    }
  const std::vector<TankRef>& order = walk.feeders_first();
  for (auto ref = order.rbegin(); ref != order.rend(); ++ref) {
    const Tank& fed = at(scenario, *ref);
    for (const SupplyLine& line : fed.lines) {
      if (line.site.is_none()) continue;
      if (const auto feeder = find_tank(scenario, line.site, fed.product))
        scenario.sites[feeder->site].tanks[feeder->tank].throughput +=
            DailyVolume{share_of(fed.throughput.count(), line.share)};
    }
  }
  if (scenario.levels_for == DailyVolume{} || scenario.normal_demand == DailyVolume{}) return;
  for (Site& site : scenario.sites)
    for (Tank& tank : site.tanks)
      tank.throughput = DailyVolume{product_over(tank.throughput.count(), scenario.levels_for.count(), 0,
                                                 scenario.normal_demand.count())
                                        .whole};
}

}  // namespace citerne
