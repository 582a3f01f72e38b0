#include <algorithm>

#include "citerne/scenario/check.hpp"

namespace citerne {
namespace {

bool burns(const Scenario& scenario, PlaceId place, ProductId product) {
  return std::ranges::any_of(scenario.sites, [&](const Site& site) {
    return site.place == place && std::ranges::any_of(site.tanks, [&](const Tank& tank) {
             return tank.product == product && !tank.demands.empty();
           });
  });
}

void check_condition(const Scenario& scenario, const std::string& path, const Criterion& c, Faults& faults) {
  const bool cover = !c.place.is_none() || !c.product.is_none() || c.below || c.above;
  const int ways = (cover ? 1 : 0) + (c.after.is_none() ? 0 : 1) + (c.after_end_of.is_none() ? 0 : 1);
  if (ways != 1)
    return faults.error(
        path, "condition-ways",
        "a condition is one of `{{ cover: {{ place: p, product: q }}, below: 3 d }}` (or `above`), "
        "`{{ after: event }}` and `{{ after_end_of: event }}`");
  if (!cover) {
    if (c.held_for > Duration{})
      faults.error(path + ".for", "unused-value",
                   "only a cover can hold for a time; `decision_takes` is a delay");
    return;
  }
  if (c.place.is_none() || c.product.is_none() || c.below.has_value() == c.above.has_value())
    return faults.error(path, "condition-cover",
                        "a cover has a place, a product, and either `below` or `above`");
  if (faults.trusts("sites") && faults.trusts("demand") && !burns(scenario, c.place, c.product))
    faults.error(path + ".cover", "nobody-burns", "nobody burns {} from a stock at {}: there is no cover",
                 scenario.products[c.product].id, scenario.network.places[c.place].id);
}

/// The event that it waits for before it can begin; else none.
EventId waits_for(const Scenario& scenario, EventId id) {
  const auto& trigger = scenario.events[id].trigger;
  if (!trigger) return EventId::none();
  return trigger->when.after.is_none() ? trigger->when.after_end_of : trigger->when.after;
}

/// Events that wait for each other in a circle never begin. Each circle is told once, at its first event.
void check_circles(const Scenario& scenario, Faults& faults) {
  for (const EventId start : ids_of(scenario.events)) {
    std::string circle = scenario.events[start].id;
    EventId at = waits_for(scenario, start);
    bool is_first = true;
    for (std::size_t steps = 0; !at.is_none() && steps < scenario.events.size(); ++steps) {
      circle += " waits for " + scenario.events[at].id;
      is_first = is_first && !(at < start);
      if (at == start) {
        if (is_first)
          faults.error("events." + scenario.events[start].id + ".when", "circle", "this can never begin: {}",
                       circle);
        break;
      }
      at = waits_for(scenario, at);
    }
  }
}

}  // namespace

void check_triggers(const Scenario& scenario, Faults& faults) {
  for (const Event& event : scenario.events) {
    const std::string path = "events." + event.id;
    if (!event.trigger || !faults.trusts(path)) continue;
    check_condition(scenario, path + ".when", event.trigger->when, faults);
    if (event.trigger->stops_when)
      check_condition(scenario, path + ".stops_when", *event.trigger->stops_when, faults);
  }
  check_circles(scenario, faults);
}

}  // namespace citerne
