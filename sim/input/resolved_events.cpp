#include "citerne/scenario/words.hpp"
#include "resolved.hpp"

namespace citerne::input {
namespace {

Json traffic_json(const Scenario& s, const TrafficFilter& filter) {
  const auto& [loaded, empty, products, bound_for, direction] = filter;
  return {{"loaded", loaded},
          {"empty", empty},
          {"products", names_in(s.products, products)},
          {"bound_for", word(bound_for)},
          {"direction", word(direction)}};
}

Json phase_json(const ControlPhase& phase) {
  const auto& [id, from, lets_through, counted_in, levied, delay, cost] = phase;
  return {{"id", id},
          {"from_unix", instant(from)},
          {"lets_through_ppm", lets_through.count()},
          {"counted_in", word(counted_in)},
          {"levied", levied},
          {"delay_s", delay.count()},
          {"cost_xof", cost.count()}};
}

Json trapped_json(const Trapped& trapped) {
  const auto& [recovered, diverted, lost, recovered_after, diverted_after] = trapped;
  return {{"recovered_ppm", recovered.count()},
          {"diverted_ppm", diverted.count()},
          {"lost_ppm", lost.count()},
          {"recovered_after_s", recovered_after.count()},
          {"diverted_after_s", diverted_after.count()}};
}

/// One overload for each kind of event: a kind without one does not compile.
struct EventWriter {
  const Scenario& s;

  Json operator()(const Control& control) const {
    const auto& [where, applies_to, phases, until, stopped_convoys, news_after] = control;
    return {{"kind", "control"},
            {"where", where_json(s.network, where)},
            {"applies_to", traffic_json(s, applies_to)},
            {"phases", list_of(phases, phase_json)},
            {"until_unix", instant(until)},
            {"stopped_convoys", word(stopped_convoys)},
            {"news_after_s", news_after.count()}};
  }

  Json operator()(const Ambush& ambush) const {
    const auto& [where, at, window, strikes, at_least, pattern, lost_tankers, trapped_tankers, trapped,
                 road_cleared_after, stopped_convoys, news_after] = ambush;
    return {{"kind", "ambush"},
            {"where", where_json(s.network, where)},
            {"at_unix", instant(at)},
            {"strikes_next_convoy_within_s", window.count()},
            {"strikes", traffic_json(s, strikes)},
            {"at_least", at_least},
            {"pattern", word(pattern)},
            {"lost_tankers", lost_tankers},
            {"trapped_tankers", trapped_tankers},
            {"trapped", trapped_json(trapped)},
            {"road_cleared_after_s", road_cleared_after.count()},
            {"stopped_convoys", word(stopped_convoys)},
            {"news_after_s", news_after.count()}};
  }

  Json operator()(const Outage& outage) const {
    const auto& [terminal, from, until, news_after] = outage;
    return {{"kind", "outage"},
            {"terminal", name_in(s.terminals, terminal)},
            {"from_unix", instant(from)},
            {"until_unix", instant(until)},
            {"news_after_s", news_after.count()}};
  }

  Json operator()(const DemandShift& shift) const {
    const auto& [places, products, classes, factor, from, until] = shift;
    return {{"kind", "demand_shift"},
            {"places", names_in(s.network.places, places)},
            {"products", names_in(s.products, products)},
            {"classes", names_in(s.classes, classes)},
            {"factor_ppm", factor.count()},
            {"from_unix", instant(from)},
            {"until_unix", instant(until)}};
  }
};

}  // namespace

Json event_json(const Scenario& scenario, const Event& event) {
  const auto& [id, what] = event;
  Json json{{"id", id}};
  json.update(std::visit(EventWriter{scenario}, what));
  return json;
}

}  // namespace citerne::input
