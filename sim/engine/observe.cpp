#include <algorithm>

#include "citerne/base/contract.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/engine/saved_day.hpp"
#include "citerne/model/service.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

Volume total(const std::vector<DrawMeter>& meters, const TankPlan& tank, Volume DrawMeter::*of) {
  Volume sum;
  for (std::uint32_t i = tank.first_draw; i < tank.first_draw + tank.draws; ++i) sum += meters[i].*of;
  return sum;
}

/// By a move against outside; above the tank is refused where it is read.
void set_stock(Turn& t, TankId id, Volume to) {
  const Volume change = to - stock_of(t, id);
  const AccountId stock = t.world.tanks[id].stock, outside = account(Account::outside);
  if (change > Volume{})
    fuel(t, t.plan.tanks[id].product).move(outside, stock, change);
  else
    fuel(t, t.plan.tanks[id].product).move(stock, outside, Volume{} - change);
}

void forget_warm_up(Turn& t) {
  World& w = t.world;
  w.counting = true;
  for (Unit& unit : w.units) unit.since = t.now();
  for (DrawMeter& meter : w.draw_meters) meter = {.short_since = t.now(), .is_short = meter.is_short};
  for (const TankId id : ids_of(t.plan.tanks)) {
    Tank& tank = w.tanks[id];
    tank.unbooked = tank.unbooked_shift = Volume{};
    if (!tank.dry) continue;
    tank.dry_since = t.now();
    if (stock_of(t, id) == Volume{}) w.pair_meters[t.plan.tanks[id].pair].first_dry = t.now();
  }
}

/// The worst day, the fall to it and the way back: from the last day on which all was served, and to the
/// first.
void note_served_share(PairMeter& meter, Share share, Instant day) {
  ++meter.days;
  meter.served_days += share.count();
  if (share < meter.worst_day) {
    meter.worst_day = share;
    meter.worst_at = meter.back_from = day;
    meter.drop_from = meter.last_full;
    meter.back_until = Instant::never();
  }
  if (share == percent(100)) meter.last_full = day;
  if (meter.worst_at == Instant::never() || meter.back_until != Instant::never()) return;
  if (share == meter.worst_day) meter.back_from = day;
  if (share == percent(100)) meter.back_until = day;
}

/// The least served share of so many days in a row as make a shortage.
void note_window(Turn& t, PairId pair, const DayTotal& today, Instant day) {
  const std::int64_t window = t.plan.scenario.shortage.days, number = (day - t.plan.start).count() / 86'400;
  const auto days_of_pair = std::span{t.world.last_days}.subspan(
      pair.index() * static_cast<std::size_t>(window), static_cast<std::size_t>(window));
  days_of_pair[static_cast<std::size_t>(number % window)] = today;
  if (number + 1 < window) return;
  DayTotal sum;
  for (const DayTotal& d : days_of_pair) sum = {sum.demand + d.demand, sum.served + d.served};
  if (sum.demand == Volume{}) return;
  PairMeter& meter = t.world.pair_meters[pair];
  const Share share = served_share(sum.demand, sum.served);
  if (share >= meter.worst_window) return;
  meter.worst_window = share;
  meter.worst_window_at = day - days(window - 1);
}

/// One more day of a pair: short or not, and whether that makes a shortage.
void close_pair_day(Turn& t, PairId pair, Volume demand, Volume served, Instant day) {
  const ShortageRule& rule = t.plan.scenario.shortage;
  PairMeter& meter = t.world.pair_meters[pair];
  const Volume asked = demand - meter.day_demand, got = served - meter.day_served;
  meter.day_demand = demand;
  meter.day_served = served;
  if (asked > Volume{}) note_served_share(meter, served_share(asked, got), day);
  note_window(t, pair, {asked, got}, day);
  if (!is_short(asked, got, rule.served_below)) {
    meter.run = 0;
    return;
  }
  ++meter.run;
  if (meter.run < rule.days) return;
  meter.last_short_day = day;
  if (meter.run > rule.days) {
    ++meter.short_days;
    return;
  }
  meter.short_days += rule.days;
  ++meter.shortages;
  meter.first_shortage = std::min(meter.first_shortage, day - days(rule.days - 1));
}

/// The cover at midnight, for its least.
void note_cover(Turn& t, PairId pair) {
  if (!t.world.counting) return;
  Volume stock, week;
  for (const TankId id : t.plan.pairs[pair].tanks) {  // settled to now
    stock += stock_of(t, id);
    week += t.world.week[id.index()];
  }
  if (week == Volume{}) return;
  PairMeter& meter = t.world.pair_meters[pair];
  const Duration cover = cover_of(stock, week);
  if (meter.least_cover < Duration{} || cover < meter.least_cover) meter.least_cover = cover;
}

void close_day(Turn& t) {
  const bool whole_day = t.world.counting && t.now() > t.plan.start;
  for (const PairId pair : ids_of(t.plan.pairs)) {
    Volume demand, served;
    for (const TankId id : t.plan.pairs[pair].tanks) {
      demand += total(t.world.draw_meters, t.plan.tanks[id], &DrawMeter::demand);
      served += total(t.world.draw_meters, t.plan.tanks[id], &DrawMeter::served);
    }
    note_cover(t, pair);
    if (whole_day) close_pair_day(t, pair, demand, served, t.now() - days(1));
  }
}

/// Series by day: what has been delivered up to its beginning, and who has nothing then.
void begin_day(Turn& t) {
  if (!t.record.what.series || !t.world.counting) return;
  Series& series = t.record.series;
  const bool first = t.now() == t.plan.start;  // what came in that very second counts to the day
  for (const Traffic& traffic : t.world.traffic)
    series.delivered_ml.push_back(first ? 0 : traffic.delivered.count());
  for (const PairPlan& pair : t.plan.pairs) {
    const bool dry =
        std::ranges::all_of(pair.tanks, [&](TankId tank) { return stock_of(t, tank) == Volume{}; });
    series.dry.push_back(dry ? 1 : 0);
  }
}

/// What the tanks of a pair hold, and have been asked for and given, at this instant, without touching them.
struct Reading {
  Volume stock, demand, served, week;
};
Reading read_pair(const Turn& t, const PairPlan& pair, const std::vector<std::int64_t>& profiles_now) {
  Reading sum;
  for (const TankId id : pair.tanks) {
    const TankPlan& plan = t.plan.tanks[id];
    Volume left = stock_of(t, id);
    for (std::uint32_t i = plan.first_draw; i < plan.first_draw + plan.draws; ++i) {
      const Draw& draw = t.world.draws[i];
      Drawn d;
      if (const LotsId lots = t.plan.draws[i].lots; lots.is_none())
        d = drawn(draw, profiles_now[draw.profile]);
      else
        d.demand = d.served = lots_due(t, lots, t.now());  // a tank that does not serve all is settled
      const Volume served = std::min(d.served, left);
      left -= served;
      sum.demand += t.world.draw_meters[i].demand + d.demand;
      sum.served += t.world.draw_meters[i].served + served;
    }
    sum.stock += left;
    sum.week += t.world.week[id.index()];
  }
  return sum;
}

const std::vector<std::int64_t>& profiles_now(Turn& t) {
  std::vector<std::int64_t>& heaped = t.scratch.profiles;
  heaped.clear();
  for (const CumulativeProfile& profile : t.plan.profiles) heaped.push_back(profile.at(t.now()));
  return heaped;
}

void sample_pairs(Turn& t) {
  Series& series = t.record.series;
  const std::vector<std::int64_t>& profiles = profiles_now(t);
  for (const PairPlan& pair : t.plan.pairs) {
    const Reading now = read_pair(t, pair, profiles);
    series.stock_ml.push_back(now.stock.count());
    series.demand_ml.push_back(now.demand.count());  // heaped up; differences are taken at the end
    series.served_ml.push_back(now.served.count());
    series.cover_s.push_back(now.week == Volume{} ? -1 : cover_of(now.stock, now.week).count());
  }
}

void sample_roads(Turn& t) {
  Series& series = t.record.series;
  const World& w = t.world;
  series.moving.insert(series.moving.end(), w.moving_on.begin(), w.moving_on.end());
  series.held.insert(series.held.end(), w.held_on.begin(), w.held_on.end());
  series.trapped.insert(series.trapped.end(), w.trapped_on.begin(), w.trapped_on.end());
  series.waiting.insert(series.waiting.end(), w.held_at.begin(), w.held_at.end());
  for (const TankerList& idle : w.idle) series.idle.push_back(static_cast<std::int32_t>(idle.count));
  for (const ControlId c : t.plan.watched)
    series.passes_ppm.push_back(static_cast<std::int32_t>(share_now(t, c).count()));
  for (const Post& post : w.posts) series.at_post.push_back(post.tankers);
  for (std::size_t end = 0; end < w.escort_ends.size(); end += 2)
    series.awaiting_escort.push_back(static_cast<std::int32_t>(
        w.escort_ends[EscortEndId{end}].waiting.count + w.escort_ends[EscortEndId{end + 1}].waiting.count));
  const std::size_t first = series.assembling.size();
  series.assembling.resize(first + t.plan.scenario.assemblies.size(), 0);
  for (const PoolId p : ids_of(w.pools))
    series.assembling[first + t.plan.pools[p].assembly] +=
        static_cast<std::int32_t>(w.pools[p].tankers.count);
}

/// Room for every sample of the run, so that taking one allocates nothing.
void reserve_series(Turn& t) {
  if (!t.record.what.series) return;
  const Plan& plan = t.plan;
  Series& s = t.record.series;
  const auto samples = static_cast<std::size_t>((plan.end - plan.start).count() /
                                                plan.scenario.calendar.sample_every.count()) +
                       1;
  for (auto* of_pairs : {&s.stock_ml, &s.demand_ml, &s.served_ml, &s.cover_s})
    of_pairs->reserve(samples * plan.pairs.size());
  for (auto* of_segments : {&s.moving, &s.held, &s.trapped})
    of_segments->reserve(samples * t.world.moving_on.size());
  s.waiting.reserve(samples * t.world.held_at.size());
  s.idle.reserve(samples * plan.fleets.size());
  s.passes_ppm.reserve(samples * plan.watched.size());
  s.at_post.reserve(samples * t.world.posts.size());
  const auto midnights = static_cast<std::size_t>((plan.end - plan.start).count() / 86'400) + 1;
  s.delivered_ml.reserve(midnights * plan.lines.size());
  s.dry.reserve(midnights * plan.pairs.size());
  s.awaiting_escort.reserve(samples * plan.escorts.size());
  s.assembling.reserve(samples * plan.scenario.assemblies.size());
}

/// Turns heaped-up volumes into flows of the interval behind each sample.
void take_differences(std::vector<std::int64_t>& heaped, const std::vector<std::int64_t>& at_end) {
  const std::size_t pairs = at_end.size();
  for (std::size_t i = 0; i < heaped.size(); ++i) {
    const std::int64_t next = i + pairs < heaped.size() ? heaped[i + pairs] : at_end[i % pairs];
    heaped[i] = next - heaped[i];
  }
}

std::int64_t unix_or_none(Instant t) { return t == Instant::never() ? -1 : t.unix_seconds(); }

/// Loads dispatched since counting began that are neither delivered nor gone.
void copy_loads(const Plan& plan, const World& w, RunRecord& record) {
  record.trapped_ml.assign(plan.lines.size(), 0);
  record.under_way_ml.assign(plan.lines.size(), 0);
  for (const Load& load : w.loads) {
    const bool trapped = load.state == LoadState::trapped;
    if (!trapped && load.state != LoadState::on_road && load.state != LoadState::at_tank) continue;
    if (load.left_at < plan.start) continue;
    (trapped ? record.trapped_ml : record.under_way_ml)[load.line.index()] += load.volume.count();
  }
}

void copy_meters(const Plan& plan, const World& w, RunRecord& record) {
  const std::size_t classes = plan.scenario.classes.size();
  record.demand_ml.assign(plan.pairs.size() * classes, 0);
  record.served_ml.assign(plan.pairs.size() * classes, 0);
  record.short_s.assign(plan.pairs.size() * classes, 0);
  for (const TankPlan& tank : plan.tanks)
    for (std::uint32_t i = tank.first_draw; i < tank.first_draw + tank.draws; ++i) {
      const std::size_t at = tank.pair.index() * classes + plan.draws[i].consumer.index();
      record.demand_ml[at] += w.draw_meters[i].demand.count();
      record.served_ml[at] += w.draw_meters[i].served.count();
      record.short_s[at] += w.draw_meters[i].short_for.count();
    }
  for (const PairMeter& m : w.pair_meters)
    record.pairs.push_back({.short_days = m.short_days,
                            .shortages = m.shortages,
                            .first_shortage = unix_or_none(m.first_shortage),
                            .first_dry = unix_or_none(m.first_dry),
                            .dry_s = m.dry.count(),
                            .short_at_end = m.run >= plan.scenario.shortage.days,
                            .last_short = unix_or_none(m.last_short_day),
                            .days = m.days,
                            .served_days_ppm = m.served_days,
                            .worst_day_ppm = m.worst_day.count(),
                            .worst_day = unix_or_none(m.worst_at),
                            .least_cover_s = m.least_cover.count(),
                            .drop_from = unix_or_none(m.drop_from),
                            .back_from = unix_or_none(m.back_from),
                            .back_until = unix_or_none(m.back_until),
                            .worst_window_ppm = m.worst_window.count(),
                            .worst_window = unix_or_none(m.worst_window_at)});
  for (const Volume v : w.deficit_by_cause) record.deficit_ml.push_back(v.count());
  record.delay_s = w.delay_by_cause;
  for (const Traffic& traffic : w.traffic) {
    record.loads.push_back(traffic.loads);
    record.delivered_ml.push_back(traffic.delivered.count());
    record.trip_s.push_back(traffic.trip.count());
    record.dispatched_ml.push_back(traffic.dispatched.count());
    record.made_it_ml.push_back(traffic.made_it.count());
  }
  copy_loads(plan, w, record);
  record.loaded.assign(plan.scenario.terminals.size(), 0);
  for (const SourceId s : ids_of(plan.sources))
    if (const TerminalId terminal = plan.sources[s].terminal; !terminal.is_none())
      record.loaded[terminal.index()] = w.loaded[s];
  const std::size_t lines = plan.lines.size();
  record.left_under.assign(plan.scenario.events.size() * lines, 0);
  for (const ControlId c : plan.watched)
    for (std::size_t l = 0; l < lines; ++l)
      record.left_under[plan.controls[c].event.index() * lines + l] = w.left_under[c.index() * lines + l];
  record.cycles.assign(w.cycles.begin(), w.cycles.end());
  record.lost_tankers.assign(w.lost_tankers.begin(), w.lost_tankers.end());
  for (const Duration d : w.cycle_time) record.cycle_s.push_back(d.count());
  record.crossed.assign(w.crossed.begin(), w.crossed.end());
  for (const Duration d : w.post_wait) record.post_wait_s.push_back(d.count());
  record.convoys_assembled = w.convoys_assembled;
  record.assembled = w.assembled;
  for (const Duration d : w.assembly_wait) record.assembly_wait_s.push_back(d.count());
  record.unit_time_s = w.unit_time;
  for (const Unit& unit : w.units)  // the state it is in at the end
    record.unit_time_s[unit.escort.index() * static_cast<std::size_t>(UnitState::count) +
                       static_cast<std::size_t>(unit.state)] += (plan.end - unit.since).count();
  for (const EscortMeter& meter : w.escort_meters) {
    record.convoys_led.push_back(meter.convoys);
    record.escort_tankers.push_back(meter.tankers);
    record.escort_wait_s.push_back(meter.waited.count());
  }
  record.threats_came = w.threats_came;
  record.struck = w.struck;
  record.beaten_off = w.beaten_off;
  record.abducted = w.abducted;
  record.struck_lost = w.struck_lost;
  record.struck_trapped = w.struck_trapped;
  record.levied = w.levied;
  record.entered = w.entered_on;
}

/// Balances by kind of account, the tanks summed up behind them, and what the sum has changed by: nothing.
void copy_ledger(const Plan& plan, const World& w, RunRecord& record) {
  const std::size_t kinds = static_cast<std::size_t>(Account::count) + 1;
  record.ledger_ml.assign(w.fuel.size() * kinds, 0);
  for (const ProductId p : ids_of(w.fuel)) {
    for (std::size_t a = 0; a + 1 < kinds; ++a)
      record.ledger_ml[p.index() * kinds + a] = w.fuel[p].balance(AccountId{a}).count();
    record.residual_ml.push_back((w.fuel[p].total() - w.fuel_at_start[p.index()]).count());
  }
  for (const TankId id : ids_of(plan.tanks)) {
    const ProductId p = plan.tanks[id].product;
    record.ledger_ml[p.index() * kinds + kinds - 1] += w.fuel[p].balance(w.tanks[id].stock).count();
  }
}

}  // namespace

void check_ledger(const World& world) {
  for (const ProductId p : ids_of(world.fuel))
    CITERNE_ENSURE(world.fuel[p].total() == world.fuel_at_start[p.index()]);
}

void log(Turn& t, LogEntry entry) {
  if (!t.record.what.log || !t.world.counting) return;
  entry.instant = t.now().unix_seconds();
  t.record.log.push_back(entry);
}

void note_grade(Turn& t, ControlId c) {
  // Not the short closures by chance: each run has its own, and what they leave open would be worked out
  // anew.
  if (c.index() >= t.plan.watched.size()) return;
  t.record.grades.push_back(
      {t.now().unix_seconds(), static_cast<std::uint32_t>(c.index()), share_now(t, c).count()});
}

void apply(const CountingBegins&, Turn& t) {
  for (const TankId id : ids_of(t.plan.tanks)) touch(t, id);
  reserve_series(t);
  for (const TankId id : ids_of(t.plan.tanks))
    if (t.plan.tanks[id].opening) set_stock(t, id, *t.plan.tanks[id].opening);
  forget_warm_up(t);
  for (const TankId id : ids_of(t.plan.tanks)) stock_rose(t, id);
  for (const TriggerId id : ids_of(t.plan.triggers)) look_again(t, id);
}

std::vector<Volume> set_stocks(const Plan& plan, Underway& run, std::span<const Observed> observed,
                               Instant at) {
  run.world.calendar.advance_to(at);
  Scratch scratch;
  Turn t{plan, run.world, run.record, scratch};
  std::vector<Volume> held;
  for (const auto& [id, stock] : observed) {
    CITERNE_EXPECT(stock >= Volume{} && stock <= plan.tanks[id].capacity);
    touch(t, id);
    held.push_back(stock_of(t, id));
  }
  for (const auto& [id, stock] : observed) set_stock(t, id, stock);
  for (const auto& [id, stock] : observed) stock_rose(t, id);
  return held;
}

void apply(const DayCloses&, Turn& t) {
  for (const TankId id : ids_of(t.plan.tanks)) {
    touch(t, id);
    book_deficit(t, id);
    const Volume week = t.world.week[id.index()];
    set_levels(t, id);
    const bool first = t.now() == t.plan.begin;
    if (first) apply_shares(t, id);
    if (first || t.world.week[id.index()] != week) look_after(t, id);
  }
  close_day(t);
  begin_day(t);
  t.world.calendar.schedule(start_of_day(t.now()) + days(1), DayCloses{});
}

void apply(const SampleDue&, Turn& t) {
  check_ledger(t.world);
  if (t.record.what.series) {
    sample_pairs(t);
    sample_roads(t);
  }
  const Instant next = t.now() + t.plan.scenario.calendar.sample_every;
  if (next < t.plan.end) t.world.calendar.schedule(next, SampleDue{});
}

void finish(const Plan& plan, World& world, RunRecord& record) {
  world.calendar.advance_to(plan.end);
  Scratch scratch;
  Turn t{plan, world, record, scratch};
  for (const TankId id : ids_of(plan.tanks)) {
    touch(t, id);
    book_deficit(t, id);
    if (world.tanks[id].dry)
      world.pair_meters[plan.tanks[id].pair].dry +=
          plan.end - std::max(world.tanks[id].dry_since, plan.start);
  }
  for (DrawMeter& meter : world.draw_meters)
    if (meter.is_short) meter.short_for += plan.end - meter.short_since;
  if (start_of_day(plan.end) == plan.end) close_day(t);
  check_ledger(world);
  std::vector<std::int64_t> demand, served;
  for (const PairPlan& pair : plan.pairs) {
    const Reading last = read_pair(t, pair, profiles_now(t));
    demand.push_back(last.demand.count());
    served.push_back(last.served.count());
  }
  take_differences(record.series.demand_ml, demand);
  take_differences(record.series.served_ml, served);
  std::vector<std::int64_t> delivered;
  for (const Traffic& traffic : world.traffic) delivered.push_back(traffic.delivered.count());
  take_differences(record.series.delivered_ml, delivered);
  copy_meters(plan, world, record);
  copy_ledger(plan, world, record);
}

}  // namespace citerne::engine
