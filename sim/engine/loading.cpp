#include <algorithm>
#include <limits>
#include <utility>

#include "citerne/model/control.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

/// Fuel that a supplying tank may give away now; a terminal always has some.
bool can_give(Turn& t, const SourcePlan& source, Volume volume) {
  if (source.tank.is_none()) return true;
  return stock_of(t, source.tank) - t.plan.tanks[source.tank].gives_above >= volume;
}

void begin_loading(Turn& t, SourceId id, TankerId tanker_id) {
  Source& source = t.world.sources[id];
  const SourcePlan& plan = t.plan.sources[id];
  Tanker& tanker = t.world.tankers[tanker_id];
  const Load& load = t.world.loads[tanker.load];
  const AccountId from = plan.tank.is_none() ? account(Account::outside) : t.world.tanks[plan.tank].stock;
  fuel(t, ProductId{tanker.product}).move(from, account(Account::waiting_to_load), load.volume);
  tanker.state = TankerState::loading;
  tanker.waits_for = CauseId::none();
  ++source.busy;
  if (t.world.counting) ++t.world.loaded[id];
  source.next_start = t.now() + plan.spacing;
  t.world.calendar.schedule(t.now() + plan.loading_takes, TankerLoaded{tanker_id});
}

/// The precedence in force at a supplier: of several the first by name.
PrecedenceId precedence_at(const Turn& t, const SourcePlan& source) {
  for (const PrecedenceId p : source.precedences)
    if (t.world.counting && t.world.spells[t.plan.precedences[p].event].holds(t.now())) return p;
  return PrecedenceId::none();
}

/// Takes the load out of the queue that is next: the first, or by the quota the first of those who come
/// first.
LoadId take_next(Turn& t, SourceId id) {
  LoadList& waiting = t.world.sources[id].waiting;
  LoadId before, chosen = waiting.first;
  if (const PrecedenceId p = precedence_at(t, t.plan.sources[id]); !p.is_none()) {
    const auto comes_first = [&](LoadId load) {
      return t.plan.precedences[p].first[t.world.loads[load].tank.index()] != 0;
    };
    const bool head = comes_first(chosen);
    LoadId before_other, other = chosen;  // the first of the other group
    while (!other.is_none() && comes_first(other) == head) {
      before_other = other;
      other = t.world.loads[other].next;
    }
    if (!other.is_none()) {
      const Share quota =
          std::get<Precedence>(t.plan.scenario.events[t.plan.precedences[p].event].what).quota;
      std::int64_t& given = t.world.given[p.index() * t.plan.sources.size() + id.index()];
      if (passes_filter(++given, quota) != head) {
        chosen = other;
        before = before_other;
      }
    }
  }
  const LoadId after = t.world.loads[chosen].next;
  (before.is_none() ? waiting.first : t.world.loads[before].next) = after;
  if (after.is_none()) waiting.last = before;
  if (--waiting.count == 0) waiting = LoadList{};
  return chosen;
}

/// The next waiting load of `id` and a tanker at home become one. Returns its tank if that changes what it is
/// to get.
TankId assign(Turn& t, SourceId id, FleetId fleet) {
  Source& source = t.world.sources[id];
  const SourcePlan& plan = t.plan.sources[id];
  const LoadId load_id = take_next(t, id);
  Load& load = t.world.loads[load_id];
  const TankerId tanker_id = pop_front(t, t.world.idle[fleet]);
  Tanker& tanker = t.world.tankers[tanker_id];
  tanker.load = load_id;
  tanker.product = static_cast<std::uint8_t>(t.plan.tanks[load.tank].product.index());
  tanker.assigned_at = tanker.since = t.now();
  load.tanker = tanker_id;
  load.state = LoadState::assigned;
  t.world.tanks[load.tank].without_tanker -= load.explains;
  const Volume volume = t.plan.fleets[fleet].load;
  const TankId changed = load.in_position && volume != load.volume ? load.tank : TankId::none();
  if (load.in_position) t.world.tanks[load.tank].on_order += volume - load.volume;
  load.explains = std::max(Volume{}, load.explains + (volume - load.volume));
  load.volume = volume;
  book_queue_time(t, load_id);
  if (plan.tank.is_none()) {
    load.source_blocked = blocked_clock(t, id);
    tanker.state = TankerState::at_bay;
    tanker.waits_for = cause(Cause::loading);
    append(t, source.at_bay, tanker_id);
  } else {
    begin_loading(t, id, tanker_id);
  }
  return changed;
}

/// For what was dispatched, and for who goes which way while a control is in force.
void count_departure(Turn& t, const Load& load) {
  if (!t.world.counting) return;
  t.world.traffic[load.line].dispatched += load.volume;
  for (const ControlId c : t.plan.watched)
    if (t.world.controls[c].grade != 0)
      ++t.world.left_under[c.index() * t.plan.lines.size() + load.line.index()];
}

/// Books to the outage what it has cost those at the bays so far; the rest of their wait is for the bay.
void book_time_blocked(Turn& t, SourceId id) {
  const Source& source = t.world.sources[id];
  if (!source.is_blocked) return;
  for (TankerId k = source.at_bay.first; !k.is_none(); k = t.world.tankers[k].next) {
    Load& load = t.world.loads[t.world.tankers[k].load];
    const Duration shut = blocked_clock(t, id) - load.source_blocked;
    delay(t, t.world.tankers[k].load, source.blocked_by, shut);
    load.source_blocked += shut;
    t.world.tankers[k].since = t.world.tankers[k].since + shut;
  }
}

}  // namespace

QueueTime queue_time(const Turn& t, const Load& load) {
  const SourceId source = t.plan.lines[load.line].source;
  const bool from_tank = !t.plan.sources[source].tank.is_none();
  const Duration dry = from_tank ? blocked_clock(t, source) - load.source_blocked : Duration{};
  return {dry, t.now() - load.queued_at - dry};
}

void book_queue_time(Turn& t, LoadId id) {
  const QueueTime waited = queue_time(t, t.world.loads[id]);
  delay(t, id, cause(Cause::supplier_dry), waited.dry);
  delay(t, id, cause(Cause::no_tanker), waited.without_tanker);
}

Duration blocked_clock(const Turn& t, SourceId id) {
  const Source& s = t.world.sources[id];
  return s.is_blocked ? s.blocked + (t.now() - s.blocked_since) : s.blocked;
}

void set_blocked(Turn& t, SourceId id, bool blocked, CauseId by) {
  Source& s = t.world.sources[id];
  if (s.is_blocked == blocked && (!blocked || s.blocked_by == by)) return;
  book_time_blocked(t, id);
  if (s.is_blocked) s.blocked += t.now() - s.blocked_since;
  s.blocked_since = t.now();
  s.blocked_by = by;
  s.is_blocked = blocked;
}

void dispatch(Turn& t, SourceId id) {
  Source& source = t.world.sources[id];
  const SourcePlan& plan = t.plan.sources[id];
  bool gave = false;
  std::vector<TankId> get_other_loads;
  while (source.waiting.count > 0) {
    FleetId ready;
    for (const FleetId f : plan.fleets)
      if (ready.is_none() && t.world.idle[f].count > 0) ready = f;
    if (!plan.tank.is_none()) {
      if (!gave) touch(t, plan.tank);
      const Volume load = t.plan.fleets[ready.is_none() ? plan.fleets.front() : ready].load;
      const bool enough = can_give(t, plan, load);
      source.short_of = load;
      set_blocked(t, id, !enough, cause(Cause::supplier_dry));
      if (!enough) break;
    }
    if (ready.is_none()) break;
    if (const TankId tank = assign(t, id, ready); !tank.is_none()) get_other_loads.push_back(tank);
    gave = true;
  }
  if (plan.tank.is_none())
    start_loading(t, id);
  else if (gave)
    look_after(t, plan.tank);
  for (const TankId tank : get_other_loads) {
    touch(t, tank);
    look_after(t, tank);
  }
}

void dispatch_fleet(Turn& t, FleetId fleet) {
  // Waiting orders take tankers by age: the source whose first load has waited longest comes first.
  using Age = std::pair<Instant, SourceId>;
  Age passed_over{Instant{std::numeric_limits<std::int64_t>::min()},
                  SourceId{0}};  // those up to here are short
  while (t.world.idle[fleet].count > 0) {
    Age oldest{Instant::never(), SourceId::none()};
    for (const SourceId s : t.plan.fleets[fleet].sources) {
      const Source& source = t.world.sources[s];
      const SourcePlan& plan = t.plan.sources[s];
      const bool is_short =
          source.is_blocked && !plan.tank.is_none() && t.plan.fleets[fleet].load >= source.short_of;
      if (source.waiting.count == 0 || is_short) continue;
      const Age age{t.world.loads[source.waiting.first].ordered_at, s};
      if (age > passed_over) oldest = std::min(oldest, age);
    }
    if (oldest.second.is_none()) return;
    const std::uint32_t before = t.world.idle[fleet].count;
    dispatch(t, oldest.second);
    if (t.world.idle[fleet].count == before) passed_over = oldest;
  }
}

void start_loading(Turn& t, SourceId id) {
  Source& source = t.world.sources[id];
  const SourcePlan& plan = t.plan.sources[id];
  while (source.at_bay.count > 0 && !source.closed && source.busy < plan.bays) {
    if (t.now() < source.next_start) {
      if (!source.resume_set) t.world.calendar.schedule(source.next_start, LoadingResumes{id});
      source.resume_set = true;
      return;
    }
    const TankerId tanker_id = pop_front(t, source.at_bay);
    const Tanker& tanker = t.world.tankers[tanker_id];
    delay(t, tanker.load, cause(Cause::loading), t.now() - tanker.since);
    begin_loading(t, id, tanker_id);
  }
}

void apply(const LoadingResumes& e, Turn& t) {
  t.world.sources[e.subject].resume_set = false;
  start_loading(t, e.subject);
}

void apply(const TankerLoaded& e, Turn& t) {
  Tanker& tanker = t.world.tankers[e.subject];
  Load& load = t.world.loads[tanker.load];
  const SourceId source = t.plan.lines[load.line].source;
  --t.world.sources[source].busy;
  fuel(t, ProductId{tanker.product})
      .move(account(Account::waiting_to_load), account(Account::in_tankers), load.volume);
  load.state = LoadState::on_road;
  load.left_at = t.now();
  count_departure(t, load);
  leave_supplier(t, e.subject);
  if (t.plan.sources[source].tank.is_none()) start_loading(t, source);
}

void apply(const OutageTurns& e, Turn& t) {
  const EventId event = t.plan.outages[e.subject];
  const TerminalId terminal = std::get<Outage>(t.plan.scenario.events[event].what).terminal;
  // Outages of one terminal overlap: it works again when the last one ends.
  bool closed = false;
  EventId by = event;  // of several, the one that began first
  for (const OutageId other : ids_of(t.plan.outages)) {
    const EventId that = t.plan.outages[other];
    const Spell& spell = t.world.spells[that];
    if (std::get<Outage>(t.plan.scenario.events[that].what).terminal != terminal || !spell.holds(t.now()))
      continue;
    if (!closed || spell.from < t.world.spells[by].from) by = that;
    closed = true;
  }
  for (const SourceId id : ids_of(t.plan.sources)) {
    if (t.plan.sources[id].terminal != terminal) continue;
    t.world.sources[id].closed = closed;
    set_blocked(t, id, closed, t.plan.cause_of(by));
    start_loading(t, id);
  }
  happened(t, event, e.stamp == 1);
  log(t, {.kind = e.stamp == 1 ? LogKind::outage_begins : LogKind::outage_ends,
          .event = index32(event),
          .place = index32(t.plan.scenario.terminals[terminal].place)});
}

void apply(const OutageNews& e, Turn& t) {
  const auto terminal_of = [&](OutageId id) {
    return std::get<Outage>(t.plan.scenario.events[t.plan.outages[id]].what).terminal;
  };
  bool known_closed = e.stamp == 1;
  for (const OutageId other : ids_of(t.plan.outages))
    known_closed = known_closed || (other != e.subject && t.world.outage_known[other] != 0 &&
                                    terminal_of(other) == terminal_of(e.subject));
  for (const SourceId id : ids_of(t.plan.sources)) {  // one source per terminal
    if (t.plan.sources[id].terminal != terminal_of(e.subject)) continue;
    const bool is_new = t.world.sources[id].known_closed != known_closed;
    if (is_new) book_what_could_not_be_ordered(t);
    t.world.outage_known[e.subject] = static_cast<std::uint8_t>(e.stamp);
    t.world.sources[id].known_closed = known_closed;
    if (is_new) weigh_lines(t, News{});
  }
}

}  // namespace citerne::engine
