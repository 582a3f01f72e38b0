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
  const auto& [id, from, lets_through, counted_in, levied, delay, cost, after] = phase;
  return {{"id", id},
          {"from_unix", instant(from)},
          {"lets_through_ppm", lets_through.count()},
          {"counted_in", word(counted_in)},
          {"levied", levied},
          {"delay_s", delay.count()},
          {"cost_xof", cost.count()},
          {"after_s", after.count()}};
}

Json trapped_json(const Trapped& trapped) {
  const auto& [recovered, diverted, lost, recovered_after, diverted_after] = trapped;
  return {{"recovered_ppm", recovered.count()},
          {"diverted_ppm", diverted.count()},
          {"lost_ppm", lost.count()},
          {"recovered_after_s", recovered_after.count()},
          {"diverted_after_s", diverted_after.count()}};
}

Json outcome_json(const StrikeOutcome& outcome) {
  const auto& [id, escorted, from_tankers, beaten_off, pattern, lost_tankers, trapped_tankers, lost_each,
               lost_at_least, rest, crews_abducted] = outcome;
  return {{"id", id},
          {"escorted", escorted},
          {"from_tankers", from_tankers},
          {"beaten_off_ppm", beaten_off.count()},
          {"pattern", word(pattern)},
          {"lost_tankers", lost_tankers},
          {"trapped_tankers", trapped_tankers},
          {"lost_each_ppm", lost_each.count()},
          {"lost_at_least", lost_at_least},
          {"rest", word(rest)},
          {"crews_abducted", crews_abducted}};
}

Json threat_phase_json(const ThreatPhase& phase) {
  const auto& [id, from, rate] = phase;
  return {{"id", id}, {"from_unix", instant(from)}, {"rate_per_million_weeks", rate.count()}};
}

Json recovery_json(const Recovery& recovery) {
  const auto& [shape, over, steps] = recovery;
  return {{"shape", word(shape)},
          {"over_s", over.count()},
          {"steps", list_of(steps, [](const RecoveryStep& step) {
             const auto& [id, after, back] = step;
             return Json{{"id", id}, {"after_s", after.count()}, {"back_ppm", back.count()}};
           })}};
}

Json criterion_json(const Scenario& s, const Criterion& criterion) {
  const auto& [place, product, below, above, held_for, after, after_end_of] = criterion;
  const auto seconds_or_none = [](const std::optional<Duration>& d) { return d ? Json(d->count()) : Json(); };
  return {{"place", name_in(s.network.places, place)},
          {"product", name_in(s.products, product)},
          {"below_s", seconds_or_none(below)},
          {"above_s", seconds_or_none(above)},
          {"for_s", held_for.count()},
          {"after", name_in(s.events, after)},
          {"after_end_of", name_in(s.events, after_end_of)}};
}

Json trigger_json(const Scenario& s, const std::optional<Trigger>& trigger) {
  if (!trigger) return {};
  const auto& [when, decision_takes, stops_when, lasts, chance] = *trigger;
  return {{"when", criterion_json(s, when)},
          {"decision_takes_s", decision_takes.count()},
          {"stops_when", stops_when ? criterion_json(s, *stops_when) : Json()},
          {"lasts_s", lasts ? Json(lasts->count()) : Json()},
          {"chance_ppm", chance.count()}};
}

/// One overload for each kind of event: a kind without one does not compile.
struct EventWriter {
  const Scenario& s;

  Json operator()(const Control& control) const {
    const auto& [where, applies_to, phases, until, recovery, stopped_convoys, news_after] = control;
    return {{"kind", "control"},
            {"where", where_json(s.network, where)},
            {"applies_to", traffic_json(s, applies_to)},
            {"phases", list_of(phases, phase_json)},
            {"until_unix", instant(until)},
            {"recovery", recovery_json(recovery)},
            {"stopped_convoys", word(stopped_convoys)},
            {"news_after_s", news_after.count()}};
  }

  Json operator()(const Ambush& ambush) const {
    const auto& [where, at, window, strikes, at_least, pattern, lost_tankers, trapped_tankers, lost_each,
                 lost_at_least, rest, trapped, road_cleared_after, stopped_convoys, news_after] = ambush;
    return {{"kind", "ambush"},
            {"where", where_json(s.network, where)},
            {"at_unix", instant(at)},
            {"strikes_next_convoy_within_s", window.count()},
            {"strikes", traffic_json(s, strikes)},
            {"at_least", at_least},
            {"pattern", word(pattern)},
            {"lost_tankers", lost_tankers},
            {"trapped_tankers", trapped_tankers},
            {"lost_each_ppm", lost_each.count()},
            {"lost_at_least", lost_at_least},
            {"rest", word(rest)},
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

  Json operator()(const Slowdown& slowdown) const {
    const auto& [where, speed, from, until, recovery] = slowdown;
    return {{"kind", "slowdown"},           {"where", where_json(s.network, where)},
            {"speed_ppm", speed.count()},   {"from_unix", instant(from)},
            {"until_unix", instant(until)}, {"recovery", recovery_json(recovery)}};
  }

  Json operator()(const RandomClosure& closure) const {
    const auto& [where, from, until, open_for, closed_for, stopped_convoys, news_after] = closure;
    return {{"kind", "random_closure"},
            {"where", where_json(s.network, where)},
            {"from_unix", instant(from)},
            {"until_unix", instant(until)},
            {"open_for_s", open_for.count()},
            {"closed_for_s", closed_for.count()},
            {"stopped_convoys", word(stopped_convoys)},
            {"news_after_s", news_after.count()}};
  }

  Json operator()(const Precedence& precedence) const {
    const auto& [supplier, first, quota, from, until] = precedence;
    return {{"kind", "precedence"},
            {"terminal", name_in(s.terminals, supplier.terminal)},
            {"site", supplier.site.is_none() ? Json() : Json(site_name(s, supplier.site))},
            {"first", list_of(first, [this](SiteId site) { return Json(site_name(s, site)); })},
            {"quota_ppm", quota.count()},
            {"from_unix", instant(from)},
            {"until_unix", instant(until)}};
  }

  Json operator()(const Threats& threats) const {
    const auto& [where, phases, until, profile, follow_ups, follow_up_after, falls_on, leans_to_use,
                 use_of_last, window, strikes, at_least, every_convoy, outcomes, trapped, crews_back_after,
                 road_cleared_after, stopped_convoys, news_after] = threats;
    return {{"kind", "threats"},
            {"where", where_json(s.network, where)},
            {"phases", list_of(phases, threat_phase_json)},
            {"until_unix", instant(until)},
            {"profile", name_in(s.profiles, profile)},
            {"follow_ups_ppm", follow_ups.count()},
            {"follow_up_after_s", follow_up_after.count()},
            {"falls_on", word(falls_on)},
            {"leans_to_use_ppm", leans_to_use.count()},
            {"use_of_last_s", use_of_last.count()},
            {"strikes_next_convoy_within_s", window.count()},
            {"strikes", traffic_json(s, strikes)},
            {"at_least", at_least},
            {"every_convoy", every_convoy},
            {"outcomes", list_of(outcomes, outcome_json)},
            {"trapped", trapped_json(trapped)},
            {"crews_back_after_s", crews_back_after.count()},
            {"road_cleared_after_s", road_cleared_after.count()},
            {"stopped_convoys", word(stopped_convoys)},
            {"news_after_s", news_after.count()}};
  }

  Json operator()(const ThreatShift& shift) const {
    const auto& [threats, factor, from, until] = shift;
    return {{"kind", "threat_shift"},
            {"threats", names_in(s.events, threats)},
            {"factor_ppm", factor.count()},
            {"from_unix", instant(from)},
            {"until_unix", instant(until)}};
  }

  Json operator()(const EscortOnly& rule) const {
    const auto& [escorts, from, until] = rule;
    return {{"kind", "escort_only"},
            {"escorts", names_in(s.escorts, escorts)},
            {"from_unix", instant(from)},
            {"until_unix", instant(until)}};
  }

  Json operator()(const EscortMove& move) const {
    const auto& [units, from_escort, to_escort, from, until] = move;
    return {{"kind", "escort_move"},
            {"units", units},
            {"from_escort", name_in(s.escorts, from_escort)},
            {"to_escort", name_in(s.escorts, to_escort)},
            {"from_unix", instant(from)},
            {"until_unix", instant(until)}};
  }
};

}  // namespace

Json event_json(const Scenario& scenario, const Event& event) {
  const auto& [id, what, trigger, chance] = event;
  Json json{{"id", id}};
  json.update(std::visit(EventWriter{scenario}, what));
  json["trigger"] = trigger_json(scenario, trigger);
  json["chance_ppm"] = chance.count();
  return json;
}

}  // namespace citerne::input
