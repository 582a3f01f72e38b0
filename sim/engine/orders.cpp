#include <algorithm>
#include <utility>

#include "citerne/model/habit.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

/// Loads that wait at a source before they are under way.
std::int64_t backlog(const Turn& t, SourceId source) {
  const Source& s = t.world.sources[source];
  return static_cast<std::int64_t>(s.waiting.count) + s.at_bay.count;
}

/// Shares of the tank's lines as things are known; all zero when nothing is known to be open.
void weigh(Turn& t, const TankPlan& tank) {
  std::vector<Way>& ways = t.scratch.ways;
  ways.clear();
  for (std::uint32_t i = 0; i < tank.lines; ++i) {
    const LineId id{tank.first_line + i};
    const LinePlan& line = t.plan.lines[id];
    ways.push_back({line.share.count(), t.world.lines[id].passes.count(),
                    backlog(t, line.source) > t.plan.sources[line.source].backlog_limit});
  }
  effective_shares(ways, t.scratch.weights);
}

LineId next_line(Turn& t, const TankPlan& tank) {
  std::vector<std::int64_t>& credit = t.scratch.credit;
  credit.clear();
  for (std::uint32_t i = 0; i < tank.lines; ++i)
    credit.push_back(t.world.lines[LineId{tank.first_line + i}].credit);
  const std::size_t chosen = next_by_share(credit, t.scratch.weights);
  for (std::uint32_t i = 0; i < tank.lines; ++i)
    t.world.lines[LineId{tank.first_line + i}].credit = credit[i];
  return LineId{tank.first_line + chosen};
}

LoadId fresh_load(Turn& t) {
  World& w = t.world;
  if (w.free_loads.empty()) {
    w.delays.resize(w.delays.size() + t.plan.causes.size());
    return w.loads.push_back(Load{});
  }
  const LoadId id = w.free_loads.back();
  w.free_loads.pop_back();
  const std::uint32_t stamp = w.loads[id].stamp;
  w.loads[id] = Load{};
  w.loads[id].stamp = stamp;
  std::fill_n(w.delays.begin() + static_cast<std::ptrdiff_t>(id.index() * t.plan.causes.size()),
              t.plan.causes.size(), 0);
  return id;
}

void append_load(Turn& t, LoadList& list, LoadId id) {
  t.world.loads[id].next = LoadId::none();
  if (list.count++ == 0)
    list.first = id;
  else
    t.world.loads[list.last].next = id;
  list.last = id;
}

/// Puts a load in a queue by its age; a fresh one is the youngest.
void queue_by_age(Turn& t, LoadList& list, LoadId id) {
  Table<LoadId, Load>& loads = t.world.loads;
  const Instant age = loads[id].ordered_at;
  if (list.count == 0 || loads[list.last].ordered_at <= age) return append_load(t, list, id);
  LoadId* after = &list.first;
  while (loads[*after].ordered_at <= age) after = &loads[*after].next;
  loads[id].next = *after;
  *after = id;
  ++list.count;
}

void leave_queue(Turn& t, LoadList& list, LoadId id) {
  Table<LoadId, Load>& loads = t.world.loads;
  LoadId before, k = list.first;
  while (k != id) k = loads[before = k].next;
  (before.is_none() ? list.first : loads[before].next) = loads[id].next;
  if (list.last == id) list.last = before;
  --list.count;
}

void order(Turn& t, TankId tank_id, LineId line_id) {
  const LinePlan& line = t.plan.lines[line_id];
  Tank& tank = t.world.tanks[tank_id];
  const LoadId id = fresh_load(t);
  Load& load = t.world.loads[id];
  load.tank = tank_id;
  load.line = line_id;
  load.volume = t.plan.fleets[t.plan.sources[line.source].fleets.front()].load;
  load.explains = load.volume;
  load.ordered_at = load.queued_at = t.now();
  load.due = t.now() + line.usual;
  load.source_blocked = blocked_clock(t, line.source);
  load.earlier = tank.last_outstanding;
  if (tank.last_outstanding.is_none())
    tank.first_outstanding = id;
  else
    t.world.loads[tank.last_outstanding].later = id;
  tank.last_outstanding = id;
  tank.on_order += load.volume;
  tank.without_tanker += load.volume;
  queue_by_age(t, t.world.sources[line.source].waiting, id);
  if (load.due < t.plan.end) t.world.calendar.schedule(load.due, LoadIsLate{id, load.stamp});
  dispatch(t, line.source);
}

/// Nobody has found a tanker for an overdue load: it is ordered anew, along the line that is next by share.
/// It keeps its place in the position, its age, its due date and its delays.
void order_anew(Turn& t, LoadId id) {
  const TankPlan& plan = t.plan.tanks[t.world.loads[id].tank];
  weigh(t, plan);
  if (std::ranges::all_of(t.scratch.weights, [](std::int64_t w) { return w == 0; })) return;
  const LineId before = t.world.loads[id].line, line = next_line(t, plan);
  // Not to a narrowed way: there it would only wait at the filter instead of in the queue.
  if (line == before || t.world.lines[line].passes < percent(100)) return;
  book_queue_time(t, id);
  leave_queue(t, t.world.sources[t.plan.lines[before].source].waiting, id);
  Load& load = t.world.loads[id];
  load.line = line;
  load.queued_at = t.now();
  load.source_blocked = blocked_clock(t, t.plan.lines[line].source);
  queue_by_age(t, t.world.sources[t.plan.lines[line].source].waiting, id);
  dispatch(t, t.plan.lines[line].source);
}

void unlink(Turn& t, LoadId id) {
  Load& load = t.world.loads[id];
  Tank& tank = t.world.tanks[load.tank];
  (load.earlier.is_none() ? tank.first_outstanding : t.world.loads[load.earlier].later) = load.later;
  (load.later.is_none() ? tank.last_outstanding : t.world.loads[load.later].earlier) = load.earlier;
  no_longer_late(t, id);
  if (load.state == LoadState::waiting) tank.without_tanker -= load.explains;
}

/// Seconds of delay by cause add up to arrival minus due: what no wait explains was lost, or won, on the
/// road.
void count_delays(Turn& t, const Load& load, LoadId id) {
  if (!t.world.counting) return;
  const std::size_t causes = t.plan.causes.size();
  const std::int32_t* const booked = &t.world.delays[id.index() * causes];
  std::int64_t* const sums = &t.world.delay_by_cause[t.plan.tanks[load.tank].pair.index() * causes];
  std::int64_t road = (t.now() - load.due).count();
  for (std::size_t c = 0; c < causes; ++c) {
    sums[c] += booked[c];
    road -= booked[c];
  }
  sums[cause(Cause::road).index()] += road;
  Traffic& traffic = t.world.traffic[load.line];
  ++traffic.loads;
  traffic.delivered += load.volume;
  if (load.left_at >= t.plan.start) traffic.made_it += load.volume;
  traffic.trip += t.now() - load.left_at;
}

/// Takes a load that has not begun to load out of its source; its tanker is free again.
void cancel(Turn& t, LoadId id) {
  const TankerId tanker = t.world.loads[id].tanker;
  close_load(t, id, false);
  if (tanker.is_none()) return;
  t.world.tankers[tanker].load = LoadId::none();
  park(t, tanker);
}

void cancel_not_yet_loaded(Turn& t, LineId line) {
  Source& source = t.world.sources[t.plan.lines[line].source];
  std::vector<LoadId>& gone = t.scratch.loads;
  gone.clear();
  LoadList kept;
  for (LoadId id = source.waiting.first; !id.is_none();) {
    const LoadId next = t.world.loads[id].next;
    if (t.world.loads[id].line == line)
      gone.push_back(id);
    else
      append_load(t, kept, id);
    id = next;
  }
  source.waiting = kept;
  TankerList staying;
  for (TankerId id = source.at_bay.first; !id.is_none();) {
    const TankerId next = t.world.tankers[id].next;
    if (t.world.loads[t.world.tankers[id].load].line == line)
      gone.push_back(t.world.tankers[id].load);
    else
      append(t, staying, id);
    id = next;
  }
  source.at_bay = staying;
  const std::vector<LoadId> cancelled = gone;  // cancelling may dispatch, which uses the scratch
  for (const LoadId id : cancelled) cancel(t, id);
}

/// What a line passes along its habit by what is known, and whether any road is open at all.
void weigh_line(Turn& t, LineId id, const News& news) {
  const LinePlan& line = t.plan.lines[id];
  const TankPlan& tank = t.plan.tanks[line.tank];
  Line& now = t.world.lines[id];
  now.passes = percent(100);
  now.by_tree = false;
  for (const ControlId c : line.shut_by) now.passes = std::min(now.passes, known_share(t, c));
  const bool closed = t.world.sources[line.source].known_closed;
  if (closed) now.passes = Share{};
  const auto is_reachable = [&] {
    if (now.unreachable ? !news.opens : !news.closes) return !now.unreachable;
    const std::uint8_t kind = t.plan.kind_of_product[tank.product.index()];
    return has_way(t, t.plan.sources[line.source].place, tank.place, {kind, false});
  };
  const bool unreachable = closed || (now.passes.count() == 0 && !is_reachable());
  if (unreachable && !now.unreachable)
    t.world.calendar.schedule(t.now() + t.plan.scenario.ordering.switch_after, SwitchIsDue{id, ++now.stamp});
  if (!unreachable && now.unreachable) ++now.stamp;
  now.unreachable = unreachable;
}

/// Lines without a habit, or a tank whose every habit is shut, take the cheapest open road instead.
void open_byways(Turn& t, const TankPlan& tank) {
  bool shut = true;
  for (std::uint32_t i = 0; i < tank.lines; ++i)
    shut = shut && t.world.lines[LineId{tank.first_line + i}].passes.count() == 0;
  for (std::uint32_t i = 0; i < tank.lines; ++i) {
    const LineId id{tank.first_line + i};
    Line& line = t.world.lines[id];
    if (line.passes.count() > 0 || line.unreachable) continue;
    if (!shut && !t.plan.lines[id].corridor.is_none()) continue;
    line.passes = percent(100);
    line.by_tree = true;
  }
}

}  // namespace

void review(Turn& t, TankId id) {
  const TankPlan& plan = t.plan.tanks[id];
  Tank& tank = t.world.tanks[id];
  const auto position = [&] { return stock_of(t, id) + tank.on_order; };
  if (plan.lines == 0) return;
  if (position() > plan.reorder_at) tank.cannot_order = false;
  if (tank.cannot_order || position() > plan.reorder_at) return;
  while (plan.order_up_to - position() >= plan.largest_load) {
    weigh(t, plan);
    if (std::ranges::all_of(t.scratch.weights, [](std::int64_t w) { return w == 0; })) {
      tank.cannot_order = true;
      return;
    }
    order(t, id, next_line(t, plan));
  }
}

void remove_from_position(Turn& t, LoadId id) {
  Load& load = t.world.loads[id];
  if (load.in_position) t.world.tanks[load.tank].on_order -= load.volume;
  load.in_position = false;
}

void close_load(Turn& t, LoadId id, bool delivered) {
  Load& load = t.world.loads[id];
  book_what_waits_for(t, load.tank);
  if (delivered) count_delays(t, load, id);
  remove_from_position(t, id);
  unlink(t, id);
  load.state = LoadState::gone;
  ++load.stamp;
  t.world.free_loads.push_back(id);
}

void lose_load(Turn& t, TankerId tanker, EventId by, Duration known_after) {
  const LoadId id = std::exchange(t.world.tankers[tanker].load, LoadId::none());
  Load& load = t.world.loads[id];
  load.state = LoadState::gone;
  load.gone_by = t.plan.cause_of(by);
  load.tanker = TankerId::none();
  t.world.calendar.schedule(t.now() + known_after, LossNews{id});
}

void weigh_lines(Turn& t, const News& news) {
  for (const TankPlan& tank : t.plan.tanks) {
    bool weighed = false;
    for (std::uint32_t i = 0; i < tank.lines; ++i) {
      const LineId id{tank.first_line + i};
      const Line& now = t.world.lines[id];
      // Else what it passes does not change, nor whether it goes a byway.
      if (!news.control.is_none() && !now.by_tree && now.passes.count() > 0 &&
          t.plan.shuts[news.control.index() * t.plan.lines.size() + id.index()] == 0)
        continue;
      weigh_line(t, id, news);
      weighed = true;
    }
    if (weighed) open_byways(t, tank);
  }
  for (const TankId id : ids_of(t.plan.tanks))
    if (t.world.tanks[id].cannot_order) {
      t.world.tanks[id].cannot_order = false;
      touch(t, id);
      look_after(t, id);
    }
}

void apply(const LoadIsLate& e, Turn& t) {
  const Load& load = t.world.loads[e.subject];
  if (load.stamp != e.stamp) return;
  const TankId tank = load.tank;
  book_what_waits_for(t, tank);
  if (t.now() == load.due) becomes_late(t, e.subject);
  const Duration usual = t.plan.lines[load.line].usual;
  const Instant overdue =
      load.ordered_at + seconds(usual.count() * t.plan.scenario.ordering.overdue_after.count() / 1'000'000);
  if (t.now() < overdue) {
    t.world.calendar.schedule(overdue, LoadIsLate{e.subject, e.stamp});
    return;
  }
  if (load.state == LoadState::waiting) {
    t.world.calendar.schedule(t.now() + std::max(usual, hours(1)), LoadIsLate{e.subject, e.stamp});
    order_anew(t, e.subject);
  } else {
    remove_from_position(t, e.subject);
  }
  touch(t, tank);
  look_after(t, tank);
}

void apply(const LossNews& e, Turn& t) {
  const Load& load = t.world.loads[e.subject];
  const TankId tank = load.tank;
  touch(t, tank);
  if (e.stamp == 0) {
    // It leaves the position at once, and stays on the list of the missing until its replacement is due.
    remove_from_position(t, e.subject);
    t.world.calendar.schedule(t.now() + t.plan.lines[load.line].usual, LossNews{e.subject, 1});
  } else {
    close_load(t, e.subject, false);
  }
  look_after(t, tank);
}

void apply(const SwitchIsDue& e, Turn& t) {
  if (t.world.lines[e.subject].stamp != e.stamp) return;
  const TankId tank = t.plan.lines[e.subject].tank;
  touch(t, tank);
  cancel_not_yet_loaded(t, e.subject);
  log(t, {.kind = LogKind::supplier_switch,
          .place = index32(t.plan.tanks[tank].place),
          .product = index32(t.plan.tanks[tank].product)});
  look_after(t, tank);
}

}  // namespace citerne::engine
