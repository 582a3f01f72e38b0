#include <algorithm>
#include <vector>

#include "citerne/network/max_flow.hpp"
#include "making.hpp"

namespace citerne::study {
namespace {

/// Tankers a day, in thousandths, that may come into a place by the roads as the grades leave them open at
/// `t`. What a control of several products lets through counts only if it means all of them.
std::int64_t open_inflow(const engine::Plan& plan, PlaceId place, const std::vector<PlaceId>& terminals,
                         Instant t) {
  const Network& network = plan.scenario.network;
  std::vector<std::int64_t> capacity(network.arc_count(), 0);
  for (std::size_t a = 0; a < capacity.size(); ++a) {
    if (!network.usable(ArcId{a})) continue;
    Share open = percent(100);
    for (const engine::ControlId id : plan.controls_on[a]) {
      const engine::ControlPlan& c = plan.controls[id];
      const engine::Grade* now = &c.grades[0];
      for (const engine::Grade& g : std::span{c.grades}.subspan(1))
        if (g.from <= t && t < c.opens) now = &g;
      const bool dated = !c.wreck && !plan.scenario.events[c.event].trigger;
      const bool all = c.applies_to.products.empty();
      if (dated && all && plan.applies(c, true, ProductId{0}, place))
        open = std::min(open, now->lets_through);
    }
    capacity[a] = network.segments[segment_of(ArcId{a})].capacity_tankers_per_day * open.count() / 1'000;
  }
  return max_flow(network, capacity, terminals, place);
}

/// The instants from `start` on at which a dated control changes, `start` first.
std::vector<Instant> changes(const engine::Plan& plan) {
  std::vector<Instant> at{plan.start};
  for (const engine::ControlPlan& c : plan.controls) {
    if (c.wreck || plan.scenario.events[c.event].trigger) continue;
    for (const engine::Grade& g : std::span{c.grades}.subspan(1)) at.push_back(g.from);
    at.push_back(c.opens);
  }
  std::erase_if(at, [&](Instant t) { return t < plan.start || t >= plan.end; });
  std::ranges::sort(at);
  at.erase(std::unique(at.begin(), at.end()), at.end());
  return at;
}

}  // namespace

void put_encirclement(Making& m) {
  const engine::Plan& plan = m.plan;
  std::vector<PlaceId> terminals;
  for (const Terminal& t : plan.scenario.terminals) terminals.push_back(t.place);
  const std::vector<Instant> at = changes(plan);
  std::vector<double> index, times;
  for (const Instant t : at) {
    times.push_back(static_cast<double>((t - plan.start).count()) / 86'400.0);
    for (const PlaceId place : m.grid.places) {
      const bool is_terminal = std::ranges::count(terminals, place) > 0;
      const std::int64_t normal = is_terminal ? 0 : open_inflow(plan, place, terminals, Instant{});
      const std::int64_t now = normal == 0 ? 0 : open_inflow(plan, place, terminals, t);
      index.push_back(normal == 0 ? kNone : 1.0 - static_cast<double>(now) / static_cast<double>(normal));
    }
  }
  m.make.scale("control_change", std::move(times),
               {"d", "when a dated control changes, since the start; what stands there holds to the next"},
               at.size());
  m.make.put("", "encirclement", {"control_change", "place"}, std::move(index),
             {"1", "1 - open inflow from all terminals / inflow of a normal year, by road capacities"});
}

}  // namespace citerne::study
