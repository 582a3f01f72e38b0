#include <algorithm>
#include <variant>

#include "chance.hpp"
#include "citerne/model/recovery.hpp"
#include "citerne/model/service.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

/// The cover that is waited for: what is in stock now, and the stock at the level.
struct Cover {
  Volume stock, level;
  bool is_below() const { return stock < level; }
};
Cover cover_now(const Turn& t, const PairPlan& pair, const Criterion& c) {
  const Reserve now = reserve_of(t, pair);
  return {now.stock, volume_at_cover(c.below ? *c.below : *c.above, now.week)};
}

const PairPlan& pair_of(const Turn& t, const Criterion& c) {
  return *std::ranges::find_if(
      t.plan.pairs, [&](const PairPlan& p) { return p.place == c.place && p.product == c.product; });
}

/// The least second after now at which the stock of the pair falls below the level; stocks that rise or tanks
/// that run dry before are looked at when they do.
Instant falls_below(Turn& t, const PairPlan& pair, const Cover& cover) {
  std::vector<Draw>& draws = t.scratch.draws;
  draws.clear();
  for (const TankId id : pair.tanks)
    for (Draw draw : draws_of(t, id)) {
      settle(draw, t.plan.profiles[draw.profile].at(t.now()));
      draws.push_back(draw);
    }
  constexpr Duration kFarEnough = days(30);  // then it is asked again
  const Instant until = std::min(t.plan.end, t.now() + kFarEnough);
  return std::min(
      until, first_taking(draws, t.plan.profiles, cover.stock - cover.level + Volume{1}, t.now(), until));
}

/// What is waited for now; nothing while it is being decided, or in force for good.
const Criterion* awaited(const Turn& t, TriggerId id) {
  const Trigger& trigger = t.plan.trigger(id);
  switch (t.world.triggers[id].phase) {
    case Triggered::Phase::waits:
      return &trigger.when;
    case Triggered::Phase::decided:
      return nullptr;
    case Triggered::Phase::in_force:
      return trigger.stops_when ? &*trigger.stops_when : nullptr;
  }
  return nullptr;
}

void look_at(Turn& t, TriggerId id, Instant at) {
  Triggered& state = t.world.triggers[id];
  if (at >= t.plan.end || at >= state.looks_at) return;
  state.looks_at = at;
  t.world.calendar.schedule(at, TriggerLooks{id, ++state.stamp});
}

template <class IdType>
IdType number_of(EventId event, const Table<IdType, EventId>& events) {
  return IdType{static_cast<std::size_t>(std::ranges::find(events, event) - events.begin())};
}
template <class IdType, class T>
IdType number_of(EventId event, const Table<IdType, T>& plans) {
  return IdType{static_cast<std::size_t>(std::ranges::find(plans, event, &T::event) - plans.begin())};
}

/// The turn of the event itself, handled within this second, and its news.
void turn(Turn& t, TriggerId id, bool begins) {
  const EventId event = t.plan.triggers[id];
  Spell& spell = t.world.spells[event];
  if (begins)
    spell.from = t.now(), spell.until = Instant::never();
  else
    spell.until = t.now();
  const std::uint32_t stamp = begins ? 1 : 0;
  Calendar<Event>& calendar = t.world.calendar;
  const citerne::Event& given = t.plan.scenario.events[event];
  if (std::holds_alternative<citerne::Control>(given.what)) {
    const ControlId c = number_of(event, t.plan.controls);
    set_off(t, c, begins ? 0 : t.world.controls[c].grade);
  }
  if (std::holds_alternative<RandomClosure>(given.what))
    for (const ControlId c : ids_of(t.plan.controls))
      if (t.plan.controls[c].event == event)
        calendar.schedule(t.now(), ControlTurns{c, begins ? kBegins : kEnds});
  if (begins && std::holds_alternative<Ambush>(given.what))
    calendar.schedule(t.now(), ThreatOpens{number_of(event, t.plan.threats)});
  if (const auto* outage = std::get_if<Outage>(&given.what)) {
    calendar.schedule(t.now(), OutageTurns{number_of(event, t.plan.outages), stamp});
    calendar.schedule(t.now() + outage->news_after, OutageNews{number_of(event, t.plan.outages), stamp});
  }
  if (std::holds_alternative<DemandShift>(given.what))
    calendar.schedule(t.now(), DemandTurns{number_of(event, t.plan.shifts), stamp});
  if (std::holds_alternative<Slowdown>(given.what))
    calendar.schedule(t.now(), SlowdownTurns{number_of(event, t.plan.slowdowns), stamp});
  if (std::holds_alternative<EscortOnly>(given.what) || std::holds_alternative<EscortMove>(given.what))
    calendar.schedule(t.now(), EscortTurns{number_of(event, t.plan.escort_events), stamp});
  if (std::holds_alternative<ThreatShift>(given.what))
    calendar.schedule(t.now(), ThreatShiftTurns{number_of(event, t.plan.threat_shifts), stamp});
  if (std::holds_alternative<Precedence>(given.what))
    calendar.schedule(t.now(), PrecedenceTurns{number_of(event, t.plan.precedences), stamp});
}

/// An ambush lasts as long as its window.
std::optional<Duration> lasts(const Turn& t, TriggerId id) {
  const auto* ambush = std::get_if<Ambush>(&t.plan.scenario.events[t.plan.triggers[id]].what);
  return ambush ? ambush->window : t.plan.trigger(id).lasts;
}

/// Of one in force: its time is over; the window of an ambush, and if it has struck, the road is cleared.
bool is_over(const Turn& t, TriggerId id) {
  const EventId event = t.plan.triggers[id];
  if (!std::holds_alternative<Ambush>(t.plan.scenario.events[event].what))
    return t.now() >= t.world.triggers[id].ends;
  const ThreatId threat = number_of(event, t.plan.threats);
  const bool is_cleared = t.world.controls[t.plan.threats[threat].wreck].grade == 0;
  return t.now() >= t.world.threats[threat].open_until && is_cleared;
}

void begin(Turn& t, TriggerId id) {
  Triggered& state = t.world.triggers[id];
  const std::optional<Duration> time = lasts(t, id);
  state.phase = Triggered::Phase::in_force;
  state.holds = false;
  state.ends = time ? t.now() + *time : Instant::never();
  turn(t, id, true);
}

void end(Turn& t, TriggerId id) {
  Triggered& state = t.world.triggers[id];
  state.phase = Triggered::Phase::waits;
  state.holds = false;
  state.ends = Instant::never();
  turn(t, id, false);
}

/// The condition has held long enough: whoever decides, decides, once for each time that it comes true.
void decide(Turn& t, TriggerId id) {
  Triggered& state = t.world.triggers[id];
  const Trigger& trigger = t.plan.trigger(id);
  const citerne::Event& event = t.plan.scenario.events[t.plan.triggers[id]];
  state.is_spent = true;
  const bool yes = has_luck(t.world, event, trigger.chance, state.decisions++);
  log(t, {.kind = yes ? LogKind::decided : LogKind::not_decided, .event = index32(t.plan.triggers[id])});
  if (!yes) return;
  if (trigger.decision_takes == Duration{}) return begin(t, id);
  state.phase = Triggered::Phase::decided;
  state.begins = t.now() + trigger.decision_takes;
}

}  // namespace

void happened(Turn& t, EventId event, bool begins) {
  (begins ? t.world.spells[event].has_begun : t.world.spells[event].is_over) = true;
  for (const TriggerId id : t.plan.triggers_after[event.index()]) look_again(t, id);
}

void look_again(Turn& t, TriggerId id) {
  if (t.world.counting) look_at(t, id, t.now());
}

Share speed_now(const Turn& t, SegmentId road) {
  Share slowest = percent(100);
  for (const SlowdownId id : t.plan.slowdowns_on[road.index()]) {
    const EventId event = t.plan.slowdowns[id];
    const auto& slowdown = std::get<Slowdown>(t.plan.scenario.events[event].what);
    const Spell& spell = t.world.spells[event];
    if (!t.world.counting || t.now() < spell.from) continue;
    slowest = std::min(slowest, t.now() < spell.until ? slowdown.speed
                                                      : recovered_level(slowdown.recovery, slowdown.speed,
                                                                        t.now() - spell.until));
  }
  return slowest;
}

void apply(const TriggerLooks& e, Turn& t) {
  Triggered& state = t.world.triggers[e.subject];
  if (state.stamp != e.stamp) return;
  state.looks_at = Instant::never();
  if (state.phase == Triggered::Phase::decided) {
    if (t.now() < state.begins) return look_at(t, e.subject, state.begins);
    begin(t, e.subject);
    return look_at(t, e.subject, t.now());
  }
  if (state.phase == Triggered::Phase::in_force && is_over(t, e.subject)) {
    end(t, e.subject);
    return look_at(t, e.subject, t.now());
  }
  if (state.ends > t.now()) look_at(t, e.subject, state.ends);
  const Criterion* const c = awaited(t, e.subject);
  if (c == nullptr) return;
  bool holds = false;
  if (c->place.is_none()) {
    holds = c->after.is_none() ? t.world.spells[c->after_end_of].is_over : t.world.spells[c->after].has_begun;
  } else {
    const PairPlan& pair = pair_of(t, *c);
    const Cover cover = cover_now(t, pair, *c);
    holds = cover.is_below() == c->below.has_value();
    if (!cover.is_below()) look_at(t, e.subject, falls_below(t, pair, cover));
  }
  const bool starts = state.phase == Triggered::Phase::waits;
  if (starts && !holds) state.is_spent = false;
  if (holds && !state.holds) state.since = t.now();
  state.holds = holds;
  if (!holds || (starts && state.is_spent)) return;
  if (const Instant due = state.since + c->held_for; due > t.now()) return look_at(t, e.subject, due);
  if (starts)
    decide(t, e.subject);
  else
    end(t, e.subject);
  look_at(t, e.subject, t.now());
}

void apply(const SlowdownTurns& e, Turn& t) {
  const EventId event = t.plan.slowdowns[e.subject];
  happened(t, event, e.stamp == 1);
  log(t, {.kind = e.stamp == 1 ? LogKind::slowdown_begins : LogKind::slowdown_ends,
          .event = index32(event),
          .share_ppm =
              e.stamp == 1 ? std::get<Slowdown>(t.plan.scenario.events[event].what).speed.count() : -1});
}

void apply(const PrecedenceTurns& e, Turn& t) {
  const EventId event = t.plan.precedences[e.subject].event;
  const auto sources = static_cast<std::ptrdiff_t>(t.plan.sources.size());
  std::fill_n(t.world.given.begin() + static_cast<std::ptrdiff_t>(e.subject.index()) * sources, sources, 0);
  happened(t, event, e.stamp == 1);
  log(t, {.kind = e.stamp == 1 ? LogKind::precedence_begins : LogKind::precedence_ends,
          .event = index32(event)});
}

}  // namespace citerne::engine
