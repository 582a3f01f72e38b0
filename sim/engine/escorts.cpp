#include <algorithm>
#include <utility>
#include <vector>

#include "citerne/model/escort_policy.hpp"
#include "citerne/model/service.hpp"
#include "divide.hpp"
#include "turn.hpp"

/// Escort units, and the tankers that wait for them.
namespace citerne::engine {
namespace {

EscortEndId end_of(EscortId escort, std::size_t side) { return EscortEndId{escort.index() * 2 + side}; }
EscortId escort_of(EscortEndId end) { return EscortId{end.index() / 2}; }
std::size_t side_of(EscortEndId end) { return end.index() % 2; }
const Escort& given(const Turn& t, EscortId escort) { return t.plan.scenario.escorts[escort]; }

bool is_ruled(const Turn& t, EscortId escort) { return t.world.escort_rules[escort] > 0; }

void log_escort(Turn& t, LogKind kind, EscortEndId end, std::int64_t tankers) {
  log(t, {.kind = kind,
          .place = index32(t.plan.escorts[escort_of(end)].ends[side_of(end)]),
          .segment = index32(segment_of(t.plan.escorts[escort_of(end)].first[side_of(end)])),
          .tankers = tankers});
}

void set_state(Turn& t, UnitId id, UnitState state) {
  Unit& unit = t.world.units[id];
  count_unit_time(t.world, unit, t.now());
  unit.state = state;
  ++unit.stamp;
}

void ready_at(Turn& t, UnitId id, Instant at) {
  t.world.calendar.schedule(at, UnitReady{id, t.world.units[id].stamp});
}

/// Of an empty unit over the whole stretch, by the roads of today.
Duration drive_of(const Turn& t, EscortId escort) {
  const std::vector<Duration>& driving = driving_today(t);
  Duration sum;
  for (const ArcId arc : t.plan.escorts[escort].arcs) sum += driving[arc.index()];
  return sum;
}

void drive_to(Turn& t, UnitId id, std::size_t side) {
  Unit& unit = t.world.units[id];
  set_state(t, id, UnitState::drives);
  unit.side = static_cast<std::uint8_t>(side);
  ready_at(t, id, t.plan.window.after(t.now(), drive_of(t, unit.escort)));
}

void move_to(Turn& t, UnitId id, EscortId escort) {
  Unit& unit = t.world.units[id];
  set_state(t, id, UnitState::moves);
  unit.escort = escort;
  unit.side = t.plan.escorts[escort].base;
  ready_at(t, id, t.now() + t.plan.scenario.escort_allocation.move_takes);
  log_escort(t, LogKind::unit_moves, end_of(escort, unit.side), 0);
}

bool stands_at(const Unit& unit, EscortEndId end) {
  return unit.state == UnitState::stands && unit.escort == escort_of(end) && unit.side == side_of(end);
}

UnitId standing_at(const Turn& t, EscortEndId end) {
  for (const UnitId id : ids_of(t.world.units))
    if (stands_at(t.world.units[id], end)) return id;
  return UnitId::none();
}

/// Does some unit stand or gather at this end, or come to it?
bool is_attended(const Turn& t, EscortEndId end) {
  return std::ranges::any_of(t.world.units, [&](const Unit& unit) {
    return unit.state != UnitState::leads && unit.escort == escort_of(end) && unit.side == side_of(end);
  });
}

Instant since_first(const Turn& t, EscortEndId end) {
  return t.world.tankers[t.world.escort_ends[end].waiting.first].since;
}

/// The next of the dates at which convoys may leave, now included.
Instant next_date(const Turn& t, EscortId escort) {
  const std::int64_t every = given(t, escort).every.count();
  if (every == 0) return t.now();
  const std::int64_t since = (t.now() - t.plan.start).count();
  const std::int64_t past = ((since % every) + every) % every;
  return past == 0 ? t.now() : t.now() + seconds(every - past);
}

/// Would a unit that stands there take the queue now?
bool may_leave(const Turn& t, EscortEndId end) {
  const Escort& escort = given(t, escort_of(end));
  const TankerList& waiting = t.world.escort_ends[end].waiting;
  if (waiting.count == 0 || next_date(t, escort_of(end)) > t.now()) return false;
  return waiting.count >= escort.leaves_with || t.now() - since_first(t, end) >= escort.longest_wait;
}

void end_wait_of(Turn& t, EscortId escort, TankerId id) {
  Tanker& tanker = t.world.tankers[id];
  const Duration waited = t.now() - tanker.since;
  delay(t, tanker.load, tanker.waits_for, waited);
  tanker.waits_for = CauseId::none();
  if (!t.world.counting) return;
  t.world.escort_meters[escort].waited += waited;
  ++t.world.escort_meters[escort].tankers;
}

/// Without a rule nobody waits longer than he wants to.
void release_impatient(Turn& t, EscortEndId end) {
  const EscortId escort = escort_of(end);
  TankerList& waiting = t.world.escort_ends[end].waiting;
  while (!is_ruled(t, escort) && waiting.count > 0 &&
         t.now() - since_first(t, end) >= given(t, escort).waits_unasked) {
    const TankerId k = pop_front(t, waiting);
    end_wait_of(t, escort, k);
    t.world.tankers[k].goes_alone = true;
    log_escort(t, LogKind::goes_alone, end, 1);
    proceed(t, convoy_of(t, k, t.plan.escorts[escort].ends[side_of(end)]));
  }
}

void leave(Turn& t, UnitId id);

void gather(Turn& t, UnitId id) {
  const Duration takes = given(t, t.world.units[id].escort).assembly_takes;
  set_state(t, id, UnitState::gathers);
  if (takes > Duration{})
    ready_at(t, id, t.now() + takes);
  else
    leave(t, id);
}

std::vector<std::pair<EscortEndId, EscortQueue>> queues_for(const Turn& t, const Unit& unit) {
  std::vector<std::pair<EscortEndId, EscortQueue>> queues;
  for (const EscortId escort : ids_of(t.plan.escorts))
    for (const std::size_t side :
         {std::size_t{t.plan.escorts[escort].base}, std::size_t{1} - t.plan.escorts[escort].base}) {
      const EscortEndId end = end_of(escort, side);
      const TankerList& waiting = t.world.escort_ends[end].waiting;
      if (waiting.count == 0 || is_attended(t, end)) continue;
      EscortQueue queue{
          escort.index(), escort == unit.escort, waiting.count, {}, t.now() - since_first(t, end),
          days(36'500)};
      for (TankerId k = waiting.first; !k.is_none(); k = t.world.tankers[k].next) {
        const Tanker& tanker = t.world.tankers[k];
        queue.fuel += t.plan.fleets[tanker.fleet].load;
        const PairId pair = t.plan.tanks[t.world.loads[tanker.load].tank].pair;
        const Reserve held = reserve_of(t, t.plan.pairs[pair]);
        if (held.week > Volume{})
          queue.least_cover = std::min(queue.least_cover, cover_of(held.stock, held.week));
      }
      queues.emplace_back(end, queue);
    }
  return queues;
}

/// A unit that stands with nobody to lead goes where the policy wants it.
void find_work(Turn& t, UnitId id) {
  const Unit unit = t.world.units[id];
  if (t.world.escort_ends[end_of(unit.escort, unit.side)].waiting.count > 0) return;
  const auto open = queues_for(t, unit);
  std::vector<EscortQueue> queues;
  for (const auto& [end, queue] : open) queues.push_back(queue);
  const auto chosen =
      kEscortPolicies[static_cast<std::size_t>(t.plan.scenario.escort_allocation.policy)].rule(queues);
  if (!chosen) return;
  const EscortEndId end = open[*chosen].first;
  if (escort_of(end) == unit.escort)
    drive_to(t, id, side_of(end));
  else
    move_to(t, id, escort_of(end));
}

/// Units that are to be lent go as soon as they stand.
void send_lent(Turn& t) {
  std::erase_if(t.world.to_lend, [&](const Lending& lending) {
    for (const UnitId id : ids_of(t.world.units))
      if (t.world.units[id].state == UnitState::stands && t.world.units[id].escort == lending.from) {
        move_to(t, id, lending.to);
        return true;
      }
    return false;
  });
}

/// The one look that is pending, if any; what was planned for somebody who is gone is forgotten.
void look_next(Turn& t, EscortEndId end, Instant at) {
  EscortEnd& here = t.world.escort_ends[end];
  if (at == here.looks_at) return;
  here.looks_at = at;
  ++here.stamp;
  if (at < t.plan.end) t.world.calendar.schedule(at, EscortLooks{end, here.stamp});
}

/// Whatever may be done at an end now: who leaves, with a unit or alone; which units are called; when to look
/// again.
void look(Turn& t, EscortEndId end) {
  release_impatient(t, end);
  for (UnitId unit = standing_at(t, end); !unit.is_none() && may_leave(t, end); unit = standing_at(t, end))
    gather(t, unit);
  EscortEnd& here = t.world.escort_ends[end];
  if (here.waiting.count == 0) return look_next(t, end, Instant::never());
  for (const UnitId id : ids_of(t.world.units))
    if (!is_attended(t, end) && t.world.units[id].state == UnitState::stands) find_work(t, id);
  const Escort& escort = given(t, escort_of(end));
  Instant next = Instant::never();
  const auto consider = [&](Instant at) {
    if (at > t.now()) next = std::min(next, at);
  };
  if (!standing_at(t, end).is_none()) {
    const Instant date = next_date(t, escort_of(end));
    consider(escort.every > Duration{} && date == t.now() ? date + escort.every : date);
    consider(since_first(t, end) + escort.longest_wait);
  }
  if (!is_ruled(t, escort_of(end))) consider(since_first(t, end) + escort.waits_unasked);
  look_next(t, end, next);
}

void stand(Turn& t, UnitId id, std::size_t side) {
  set_state(t, id, UnitState::stands);
  t.world.units[id].side = static_cast<std::uint8_t>(side);
  send_lent(t);
  const Unit& unit = t.world.units[id];
  if (unit.state != UnitState::stands) return;
  look(t, end_of(unit.escort, side));
  if (unit.state != UnitState::stands) return;
  find_work(t, id);
  if (unit.state == UnitState::stands && side != t.plan.escorts[unit.escort].base)
    ready_at(t, id, t.now() + given(t, unit.escort).returns_after);
}

void leave(Turn& t, UnitId id) {
  const EscortId escort = t.world.units[id].escort;
  const std::size_t side = t.world.units[id].side;
  const PlaceId place = t.plan.escorts[escort].ends[side];
  TankerList queue = std::exchange(t.world.escort_ends[end_of(escort, side)].waiting, {});
  TankerList led, elsewhere;
  while (queue.count > 0) {
    const TankerId k = pop_front(t, queue);
    Tanker& tanker = t.world.tankers[k];
    if (led.count == given(t, escort).at_most) {  // those behind wait on, whatever their way is by now
      append(t, t.world.escort_ends[end_of(escort, side)].waiting, k);
      continue;
    }
    forget_shut_habit(t, tanker);
    const bool same_way = next_road(t, tanker, place) == t.plan.escorts[escort].first[side];
    append(t, same_way ? led : elsewhere, k);
  }
  while (elsewhere.count > 0) {
    const TankerId k = pop_front(t, elsewhere);
    end_wait_of(t, escort, k);
    proceed(t, convoy_of(t, k, place));
  }
  if (led.count == 0) return stand(t, id, side);
  for (TankerId k = led.first; !k.is_none(); k = t.world.tankers[k].next) {
    end_wait_of(t, escort, k);
    t.world.tankers[k].state = TankerState::in_convoy;
    t.world.tankers[k].escort = id;
  }
  set_state(t, id, UnitState::leads);
  t.world.units[id].tankers = led.count;
  if (t.world.counting) ++t.world.escort_meters[escort].convoys;
  log_escort(t, LogKind::escort_leaves, end_of(escort, side), led.count);
  const ConvoyId convoy = new_convoy(t, place);
  t.world.convoys[convoy].tankers = led;
  note_coming(t, convoy);
  proceed(t, convoy);
  look(t, end_of(escort, side));
}

/// The end whose stretch the tanker is about to enter and for whose unit it waits; none: it goes on.
EscortEndId waits_at(Turn& t, TankerId id, PlaceId place) {
  Tanker& tanker = t.world.tankers[id];
  if (!loaded(tanker) || !tanker.retreats_to.is_none() || !tanker.escort.is_none())
    return EscortEndId::none();
  forget_shut_habit(t, tanker);
  const ArcId road = next_road(t, tanker, place);
  const EscortEndId end = road.is_none() ? EscortEndId::none() : t.plan.escort_end_of_arc[road.index()];
  if (end.is_none()) return end;
  const EscortId escort = escort_of(end);
  const bool waits =
      is_ruled(t, escort) || (!tanker.goes_alone && given(t, escort).waits_unasked > Duration{});
  return waits ? end : EscortEndId::none();
}

}  // namespace

void count_unit_time(World& w, Unit& unit, Instant now) {
  if (w.counting)
    w.unit_time[unit.escort.index() * static_cast<std::size_t>(UnitState::count) +
                static_cast<std::size_t>(unit.state)] += (now - unit.since).count();
  unit.since = now;
}

ConvoyId wait_for_escort(Turn& t, ConvoyId id) {
  const PlaceId place = t.world.convoys[id].place;
  if (t.plan.has_escort_end[place.index()] == 0) return id;
  const Parts parts = divide(t, id, [&](TankerId k) { return waits_at(t, k, place).is_none(); });
  if (parts.rest.is_none()) return parts.chosen;
  TankerList arrived = std::exchange(t.world.convoys[parts.rest].tankers, {});
  dissolve(t, parts.rest);
  std::vector<EscortEndId> touched;
  while (arrived.count > 0) {
    const TankerId k = pop_front(t, arrived);
    const EscortEndId end = waits_at(t, k, place);
    Tanker& tanker = t.world.tankers[k];
    tanker.state = TankerState::awaits_escort;
    tanker.since = t.now();
    tanker.waits_for = cause(Cause::escort);
    append(t, t.world.escort_ends[end].waiting, k);
    if (std::ranges::count(touched, end) == 0) touched.push_back(end);
  }
  for (const EscortEndId end : touched) look(t, end);
  return parts.chosen;
}

bool is_escorted(const Turn& t, ConvoyId id) {
  for (TankerId k = t.world.convoys[id].tankers.first; !k.is_none(); k = t.world.tankers[k].next)
    if (!t.world.tankers[k].escort.is_none()) return true;
  return false;
}

void leave_escort(Turn& t, TankerId tanker, const Convoy& convoy) {
  const PlaceId at = convoy.arc.is_none() ? convoy.place : PlaceId::none();
  const UnitId id = std::exchange(t.world.tankers[tanker].escort, UnitId::none());
  if (id.is_none() || --t.world.units[id].tankers > 0) return;
  const EscortPlan& plan = t.plan.escorts[t.world.units[id].escort];
  for (const std::size_t side : {0u, 1u})
    if (plan.ends[side] == at) return stand(t, id, side);
  drive_to(t, id, plan.base);
}

void leave_escorts(Turn& t, ConvoyId id, ArcId next) {
  const PlaceId place = t.world.convoys[id].place;
  const bool at_a_place = next.is_none();
  if (at_a_place ? t.plan.has_escort_end[place.index()] == 0 : t.plan.leaves_escort[next.index()] == 0)
    return;
  for (TankerId k = t.world.convoys[id].tankers.first; !k.is_none();) {
    const TankerId following = t.world.tankers[k].next;
    Tanker& tanker = t.world.tankers[k];
    if (at_a_place) tanker.goes_alone = false;
    if (!tanker.escort.is_none()) {
      const EscortPlan& plan = t.plan.escorts[t.world.units[tanker.escort].escort];
      const bool is_over = at_a_place ? place == plan.ends[0] || place == plan.ends[1]
                                      : plan.on[segment_of(next).index()] == 0;
      if (is_over) leave_escort(t, k, t.world.convoys[id]);
    }
    k = following;
  }
}

void apply(const EscortLooks& e, Turn& t) {
  EscortEnd& end = t.world.escort_ends[e.subject];
  if (end.stamp != e.stamp) return;
  end.looks_at = Instant::never();
  look(t, e.subject);
}

void apply(const UnitReady& e, Turn& t) {
  Unit& unit = t.world.units[e.subject];
  if (unit.stamp != e.stamp) return;
  switch (unit.state) {
    case UnitState::gathers:
      return leave(t, e.subject);
    case UnitState::drives:
    case UnitState::moves:
      return stand(t, e.subject, unit.side);
    case UnitState::stands:
      return drive_to(t, e.subject, t.plan.escorts[unit.escort].base);
    case UnitState::leads:
    case UnitState::count:
      return;
  }
}

void apply(const EscortTurns& e, Turn& t) {
  const EventId event = t.plan.escort_events[e.subject];
  happened(t, event, e.stamp == 1);
  log(t, {.kind = e.stamp == 1 ? LogKind::escort_rule_begins : LogKind::escort_rule_ends,
          .event = index32(event)});
  const auto& what = t.plan.scenario.events[event].what;
  if (const auto* only = std::get_if<EscortOnly>(&what)) {
    for (const EscortId escort : ids_of(t.plan.escorts)) {  // not in the order in which they were written
      if (std::ranges::count(only->escorts, escort) == 0) continue;
      t.world.escort_rules[escort] += e.stamp == 1 ? 1 : -1;
      for (const std::size_t side : {0u, 1u}) look(t, end_of(escort, side));
    }
    return;
  }
  const auto& move = std::get<EscortMove>(what);
  for (std::int64_t i = 0; i < move.units; ++i)
    t.world.to_lend.push_back(e.stamp == 1 ? Lending{move.from_escort, move.to_escort}
                                           : Lending{move.to_escort, move.from_escort});
  send_lent(t);
}

}  // namespace citerne::engine
