#include <algorithm>

#include "citerne/base/dates.hpp"
#include "citerne/model/service.hpp"
#include "turn.hpp"

/// Each midnight: whether the day behind was short, and how much cover is left.
namespace citerne::engine {
namespace {

Volume total(const std::vector<DrawMeter>& meters, const TankPlan& tank, Volume DrawMeter::*of) {
  Volume sum;
  for (std::uint32_t i = tank.first_draw; i < tank.first_draw + tank.draws; ++i) sum += meters[i].*of;
  return sum;
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

}  // namespace

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

}  // namespace citerne::engine
