#include "plan_events.hpp"

#include <algorithm>
#include <utility>

#include "citerne/model/recovery.hpp"

namespace citerne::engine {
namespace {

ControlPlan bare_control(const Plan& plan, EventId event, const Where& where, Direction direction) {
  const Network& network = plan.scenario.network;
  ControlPlan control{.event = event};
  control.forward.assign(network.arc_count(), 0);
  control.inside.assign(network.places.size(), 0);
  for (const ArcId a : where.forward) control.forward[a.index()] = 1;
  for (const PlaceId p : where.inside) control.inside[p.index()] = 1;
  for (const SegmentId s : where.segments)
    for (const ArcId a : {forward_arc(s), backward_arc(s)}) {
      // Two chains may lead along one road against each other: each way is then forward and backward.
      const ArcId sense = direction == Direction::backward ? opposite(a) : a;
      if (direction == Direction::both || control.forward[sense.index()] != 0) control.arcs.push_back(a);
    }
  return control;
}

/// Behind `until` the share comes back by full days, or at the steps of its table.
void ease(ControlPlan& control, const citerne::Control& c) {
  const Grade last = control.grades.back();
  const auto add = [&](Duration after) {
    const Share share = recovered_level(c.recovery, last.lets_through, after);
    if (share < percent(100) && share != control.grades.back().lets_through)
      control.grades.push_back({c.until + after, share, last.counted_in, {}, {}});
  };
  control.opens = c.until + c.recovery.over;
  if (c.recovery.shape != RecoveryShape::table) {
    for (Duration after = days(0); after < c.recovery.over; after += days(1)) add(after);
    return;
  }
  for (const RecoveryStep& step : c.recovery.steps) add(step.after);
  const auto all = std::ranges::find(c.recovery.steps, percent(100), &RecoveryStep::back);
  control.opens = all == c.recovery.steps.end() ? Instant::never() : c.until + all->after;
}

void add_control(Plan& plan, EventId id, const citerne::Control& c) {
  ControlPlan control = bare_control(plan, id, c.where, c.applies_to.direction);
  control.applies_to = c.applies_to;
  control.policy = c.stopped_convoys;
  control.news_after = c.news_after;
  control.grades.push_back({});
  for (const ControlPhase& phase : c.phases)
    control.grades.push_back({phase.from, phase.lets_through, phase.counted_in, phase.delay, phase.cost});
  control.opens = c.until;
  if (c.recovery.shape != RecoveryShape::step) ease(control, c);
  plan.controls.push_back(std::move(control));
}

void add_ambush(Plan& plan, EventId id, const Ambush& a) {
  ControlPlan wreck = bare_control(plan, id, a.where, Direction::both);
  wreck.wreck = true;
  wreck.grades = {Grade{}, Grade{.lets_through = Share{}}};
  wreck.policy = a.stopped_convoys;
  wreck.news_after = a.news_after;
  ThreatPlan threat{.event = id, .ambush = a, .wreck = plan.controls.push_back(std::move(wreck))};
  threat.position.assign(plan.scenario.network.arc_count(), -1);
  const auto length = static_cast<std::int32_t>(a.where.forward.size());
  for (std::int32_t i = 0; i < length; ++i) {
    const ArcId forward = a.where.forward[static_cast<std::size_t>(i)];
    threat.position[forward.index()] = i;
    threat.position[opposite(forward).index()] = length - 1 - i;
  }
  std::vector<std::uint8_t> reached(plan.scenario.network.places.size(), 0);
  for (const ArcId forward : a.where.forward) reached[plan.graph.head(forward).index()] = 1;
  threat.between.assign(reached.size(), 0);
  for (const ArcId forward : a.where.forward)
    if (const std::size_t p = plan.graph.tail(forward).index(); reached[p]) threat.between[p] = 1;
  plan.threats.push_back(std::move(threat));
}

void add_precedence(Plan& plan, EventId id, const Precedence& p) {
  PrecedencePlan precedence{.event = id};
  for (const TankPlan& tank : plan.tanks)
    precedence.first.push_back(std::ranges::count(p.first, tank.site) > 0 ? 1 : 0);
  const PrecedenceId number = plan.precedences.push_back(std::move(precedence));
  for (SourcePlan& source : plan.sources) {
    const bool is_it = source.tank.is_none() ? source.terminal == p.supplier.terminal
                                             : plan.tanks[source.tank].site == p.supplier.site;
    if (is_it) source.precedences.push_back(number);
  }
}

void add_trigger(Plan& plan, EventId id, const Trigger& trigger) {
  const TriggerId number = plan.triggers.push_back(id);
  const auto watch = [&](const Criterion& c) {
    for (const EventId other : {c.after, c.after_end_of})
      if (!other.is_none()) plan.triggers_after[other.index()].push_back(number);
    for (PairPlan& pair : plan.pairs)
      if (pair.place == c.place && pair.product == c.product) pair.watched_by.push_back(number);
  };
  watch(trigger.when);
  if (trigger.stops_when) watch(*trigger.stops_when);
}

}  // namespace

void set_events(Plan& plan) {
  const Scenario& sc = plan.scenario;
  plan.causes = {"no tanker", "loading",      "assembly",     "road",        "border",      "customs",
                 "tank full", "supplier dry", "demand shift", "not ordered", "stock policy"};
  for (const EventId id : ids_of(sc.events)) {
    const citerne::Event& e = sc.events[id];
    plan.causes.push_back(e.id);
    if (const auto* control = std::get_if<citerne::Control>(&e.what)) add_control(plan, id, *control);
    if (const auto* ambush = std::get_if<Ambush>(&e.what)) add_ambush(plan, id, *ambush);
    if (std::holds_alternative<Outage>(e.what)) plan.outages.push_back(id);
    if (std::holds_alternative<DemandShift>(e.what)) plan.shifts.push_back(id);
    if (std::holds_alternative<Slowdown>(e.what)) plan.slowdowns.push_back(id);
    if (const auto* precedence = std::get_if<Precedence>(&e.what)) add_precedence(plan, id, *precedence);
  }
  plan.triggers_after.resize(sc.events.size());
  for (const EventId id : ids_of(sc.events))
    if (sc.events[id].trigger) add_trigger(plan, id, *sc.events[id].trigger);
  plan.slowdowns_on.resize(sc.network.segments.size());
  for (const SlowdownId id : ids_of(plan.slowdowns))
    for (const SegmentId s : std::get<Slowdown>(sc.events[plan.slowdowns[id]].what).where.segments)
      plan.slowdowns_on[s.index()].push_back(id);
  plan.controls_on.resize(sc.network.arc_count());
  for (const ControlId id : ids_of(plan.controls))
    for (const ArcId a : plan.controls[id].arcs) plan.controls_on[a.index()].push_back(id);
  plan.threats_on.resize(sc.network.arc_count());
  for (const ThreatId id : ids_of(plan.threats))
    for (std::size_t a = 0; a < sc.network.arc_count(); ++a)
      if (plan.threats[id].position[a] >= 0) plan.threats_on[a].push_back(id);
}

}  // namespace citerne::engine
