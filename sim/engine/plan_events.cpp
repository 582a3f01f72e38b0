#include "plan_events.hpp"

#include <algorithm>
#include <utility>

#include "citerne/base/random.hpp"
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

/// What a control lets through so long after its end.
struct Easing {
  Duration after;
  Grade grade;
  bool opens() const { return grade.lets_through == percent(100); }
};

/// How it opens once it is over, by full days or at the steps of a table; what changes nothing is left out.
std::vector<Easing> easing(const Recovery& recovery, const Grade& last) {
  if (recovery.shape == RecoveryShape::step || last.lets_through == percent(100)) return {Easing{}};
  std::vector<Duration> at;
  for (const RecoveryStep& step : recovery.steps) at.push_back(step.after);
  if (recovery.shape != RecoveryShape::table) {
    for (Duration after; after < recovery.over; after += days(1)) at.push_back(after);
    at.push_back(recovery.over);
  }
  std::vector<Easing> found;
  Share share = last.lets_through;
  for (const Duration after : at) {
    const Share risen = recovered_level(recovery, last.lets_through, after);
    if (risen == percent(100)) {
      found.push_back({after, {}});
      break;
    }
    if (risen != share) found.push_back({after, {{}, risen, last.counted_in, {}, {}}});
    share = risen;
  }
  return found;
}

/// With dates: all grades in their order, those of the recovery too.
void set_dates(ControlPlan& control, const citerne::Control& c) {
  for (Easing& e : easing(c.recovery, control.grades.back())) {
    if (e.opens()) {
      control.opens = c.until + e.after;
    } else {
      e.grade.from = c.until + e.after;
      control.grades.push_back(e.grade);
    }
  }
}

/// With a trigger: it may end in any of its phases, and opens from what that one lets through.
void set_steps(ControlPlan& control, const citerne::Control& c) {
  const std::size_t phases = c.phases.size();
  control.steps.resize(phases + 1);
  for (std::size_t i = 0; i < phases; ++i)
    control.steps[0].push_back({c.phases[i].after, static_cast<std::uint32_t>(i + 1)});
  for (std::size_t g = 1; g <= phases; ++g)
    for (const Easing& e : easing(c.recovery, control.grades[g])) {
      control.steps[g].push_back(
          {e.after, e.opens() ? 0 : static_cast<std::uint32_t>(control.grades.size())});
      if (!e.opens()) control.grades.push_back(e.grade);
    }
}

void add_control(Plan& plan, EventId id, const citerne::Control& c) {
  ControlPlan control = bare_control(plan, id, c.where, c.applies_to.direction);
  control.applies_to = c.applies_to;
  control.policy = c.stopped_convoys;
  control.news_after = c.news_after;
  control.grades.push_back({});
  for (const ControlPhase& phase : c.phases)
    control.grades.push_back({phase.from, phase.lets_through, phase.counted_in, phase.delay, phase.cost});
  if (plan.scenario.events[id].trigger)
    set_steps(control, c);
  else
    set_dates(control, c);
  plan.controls.push_back(std::move(control));
}

/// A control for each road of the target, by name.
void add_closures(Plan& plan, EventId id, const RandomClosure& closure) {
  std::vector<SegmentId> roads = closure.where.segments;
  std::ranges::sort(roads, {}, [&](SegmentId s) { return plan.scenario.network.segments[s].id; });
  for (const SegmentId s : roads) {
    ControlPlan control = bare_control(plan, id, Where{.segments = {s}}, Direction::both);
    control.by_chance = {closure.open_for, closure.closed_for,
                         name_hash(plan.scenario.events[id].id + "@" + plan.scenario.network.segments[s].id)};
    control.grades = {Grade{}, Grade{.lets_through = Share{}}};
    control.policy = closure.stopped_convoys;
    control.news_after = closure.news_after;
    plan.controls.push_back(std::move(control));
  }
}

ThreatId add_threat(Plan& plan, ThreatPlan threat, const Where& where, ClosurePolicy policy) {
  ControlPlan wreck = bare_control(plan, threat.event, where, Direction::both);
  wreck.wreck_of = ThreatId{plan.threats.size()};
  wreck.grades = {Grade{}, Grade{.lets_through = Share{}}};
  wreck.policy = policy;
  wreck.news_after = threat.rules.news_after;
  threat.wreck = plan.controls.push_back(std::move(wreck));
  threat.position.assign(plan.scenario.network.arc_count(), -1);
  const auto length = static_cast<std::int32_t>(where.forward.size());
  for (std::int32_t i = 0; i < length; ++i) {
    const ArcId forward = where.forward[static_cast<std::size_t>(i)];
    threat.position[forward.index()] = i;
    threat.position[opposite(forward).index()] = length - 1 - i;
  }
  std::vector<std::uint8_t> reached(plan.scenario.network.places.size(), 0);
  for (const ArcId forward : where.forward) reached[plan.graph.head(forward).index()] = 1;
  threat.between.assign(reached.size(), 0);
  for (const ArcId forward : where.forward)
    if (const std::size_t p = plan.graph.tail(forward).index(); reached[p]) threat.between[p] = 1;
  return plan.threats.push_back(std::move(threat));
}

void add_ambush(Plan& plan, EventId id, const Ambush& a) {
  const StrikeOutcome always{.pattern = a.pattern,
                             .lost_tankers = a.lost_tankers,
                             .trapped_tankers = a.trapped_tankers,
                             .lost_each = a.lost_each,
                             .lost_at_least = a.lost_at_least,
                             .rest = a.rest};
  StrikeRules rules{.window = a.window,
                    .strikes = a.strikes,
                    .at_least = a.at_least,
                    .outcomes = {always},
                    .trapped = a.trapped,
                    .road_cleared_after = a.road_cleared_after,
                    .news_after = a.news_after};
  add_threat(plan, {.event = id, .opens_at = a.at, .rules = std::move(rules)}, a.where, a.stopped_convoys);
}

/// The greatest factor that profile and shifts can make together, of a rate of 1.
double greatest_factor(const Plan& plan, const Threats& threats) {
  const double of_profile =
      threats.profile.is_none()
          ? 1.0
          : static_cast<double>(plan.profiles[threats.profile.index()].greatest_rate()) / 1e3;
  return of_profile * greatest_shift(plan.scenario, threats);
}

/// Numbers of those roads of the target that lie on one corridor, for each corridor that has some; a road on
/// none stands alone.
std::vector<std::vector<std::uint32_t>> roads_by_corridor(const Network& network,
                                                          const std::vector<SegmentId>& roads) {
  std::vector<std::vector<std::uint32_t>> groups;
  std::vector<std::uint8_t> is_in_one(roads.size(), 0);
  for (const Corridor& corridor : network.corridors) {
    std::vector<std::uint32_t> group;
    for (std::uint32_t r = 0; r < roads.size(); ++r)
      if (std::ranges::any_of(corridor.arcs, [&](ArcId a) { return segment_of(a) == roads[r]; })) {
        group.push_back(r);
        is_in_one[r] = 1;
      }
    if (!group.empty()) groups.push_back(std::move(group));
  }
  for (std::uint32_t r = 0; r < roads.size(); ++r)
    if (is_in_one[r] == 0) groups.push_back({r});
  return groups;
}

/// One threat for each road of the target, and what they have in common.
void add_threats(Plan& plan, EventId id, const Threats& t) {
  const Network& network = plan.scenario.network;
  const StrikeRules rules{t.window,  t.strikes,          t.at_least,           t.every_convoy, t.outcomes,
                          t.trapped, t.crews_back_after, t.road_cleared_after, t.news_after};
  const std::string& name = plan.scenario.events[id].id;
  HazardPlan hazard{.event = id, .name = name_hash(name), .first_road = ThreatId{plan.threats.size()}};
  for (const SegmentId s : t.where.segments) {
    const bool reversed = std::ranges::count(t.where.forward, backward_arc(s)) > 0;
    const bool both = reversed && std::ranges::count(t.where.forward, forward_arc(s)) > 0;
    const Where road{.text = network.segments[s].id,
                     .segments = {s},
                     .forward = {reversed ? backward_arc(s) : forward_arc(s)},
                     .inside = t.where.inside};
    const ThreatId threat =
        add_threat(plan, {.event = id, .is_road = true, .rules = rules}, road, t.stopped_convoys);
    if (both) plan.controls[plan.threats[threat].wreck].forward[forward_arc(s).index()] = 1;
    hazard.road_name.push_back(name_hash(name + "@" + network.segments[s].id));
    hazard.weight.push_back(
        t.falls_on == FallsOn::evenly ? 1.0 : static_cast<double>(network.segments[s].length.count()));
  }
  if (t.leans_to_use > Share{}) {
    hazard.corridors = roads_by_corridor(network, t.where.segments);
    plan.remembers_days = std::max(plan.remembers_days, t.use_of_last.count() / 86'400);
  }
  const double factor = greatest_factor(plan, t);
  for (const ThreatPhase& phase : t.phases)
    hazard.most_a_day = std::max(hazard.most_a_day, static_cast<double>(phase.rate.count()) / 7e6 * factor);
  hazard.most_follow_ups = static_cast<double>(t.follow_ups.count()) / 1e6 * factor;
  plan.hazards.push_back(std::move(hazard));
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
  if (std::holds_alternative<Ambush>(plan.scenario.events[id].what))
    plan.triggers_after[id.index()].push_back(number);  // waits for its own end, the clearing of the road
  if (trigger.stops_when) watch(*trigger.stops_when);
}

/// The controls that its loads meet on its habit.
void note_controls(Plan& plan, LineId id) {
  LinePlan& line = plan.lines[id];
  const TankPlan& tank = plan.tanks[line.tank];
  for (const ArcId arc : plan.routes[line.route].arcs)
    for (const ControlId c : plan.controls_on[arc.index()]) {
      if (!plan.applies(plan.controls[c], true, tank.product, tank.place)) continue;
      if (std::uint8_t& shuts = plan.shuts[c.index() * plan.lines.size() + id.index()]; shuts == 0) {
        shuts = 1;
        line.shut_by.push_back(c);
      }
    }
}

}  // namespace

void set_events(Plan& plan) {
  const Scenario& sc = plan.scenario;
  plan.causes.assign(kCauseNames.begin(), kCauseNames.end());
  for (const EventId id : ids_of(sc.events)) {
    const citerne::Event& e = sc.events[id];
    plan.causes.push_back(e.id);
    if (const auto* control = std::get_if<citerne::Control>(&e.what)) add_control(plan, id, *control);
    if (const auto* ambush = std::get_if<Ambush>(&e.what)) add_ambush(plan, id, *ambush);
    if (std::holds_alternative<Outage>(e.what)) plan.outages.push_back(id);
    if (std::holds_alternative<DemandShift>(e.what)) plan.shifts.push_back(id);
    if (std::holds_alternative<Slowdown>(e.what)) plan.slowdowns.push_back(id);
    if (std::holds_alternative<EscortOnly>(e.what) || std::holds_alternative<EscortMove>(e.what))
      plan.escort_events.push_back(id);
    if (std::holds_alternative<ThreatShift>(e.what)) plan.threat_shifts.push_back(id);
    if (const auto* precedence = std::get_if<Precedence>(&e.what)) add_precedence(plan, id, *precedence);
  }
  for (const ControlId id : ids_of(plan.controls)) plan.watched.push_back(id);
  for (const EventId id : ids_of(sc.events))
    if (const auto* closure = std::get_if<RandomClosure>(&sc.events[id].what))
      add_closures(plan, id, *closure);
  for (const EventId id : ids_of(sc.events))
    if (const auto* threats = std::get_if<Threats>(&sc.events[id].what)) add_threats(plan, id, *threats);
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
  plan.shuts.assign(plan.controls.size() * plan.lines.size(), 0);
  for (const LineId id : ids_of(plan.lines)) note_controls(plan, id);
  plan.threats_on.resize(sc.network.arc_count());
  for (const ThreatId id : ids_of(plan.threats))
    for (std::size_t a = 0; a < sc.network.arc_count(); ++a)
      if (plan.threats[id].position[a] >= 0) plan.threats_on[a].push_back(id);
}

}  // namespace citerne::engine
