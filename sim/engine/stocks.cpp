#include <algorithm>

#include "citerne/base/dates.hpp"
#include "citerne/model/service.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

const ServiceTable& table_of(const Turn& t, TankId id) {
  return t.plan.scenario.service_tables[t.plan.tanks[id].service];
}

void set_dry(Turn& t, TankId id, bool dry) {
  Tank& tank = t.world.tanks[id];
  const TankPlan& plan = t.plan.tanks[id];
  PairMeter& meter = t.world.pair_meters[plan.pair];
  tank.dry = dry;
  if (dry) {
    tank.dry_since = t.now();
    if (t.world.counting) meter.first_dry = std::min(meter.first_dry, t.now());
  } else if (t.world.counting) {
    meter.dry += t.now() - std::max(tank.dry_since, t.plan.start);
  }
  log(t, {.kind = dry ? LogKind::stock_out : LogKind::stock_back,
          .place = index32(plan.place),
          .product = index32(plan.product)});
}

/// Row of the service table for the stock there is; nothing is served at stock 0.
void update_service(Turn& t, TankId id) {
  const TankPlan& plan = t.plan.tanks[id];
  if (plan.draws == 0) return;
  Tank& tank = t.world.tanks[id];
  const Volume stock = stock_of(t, id);
  const std::span levels = std::span{t.world.levels}.subspan(plan.first_level, table_of(t, id).rows.size());
  const std::size_t row = service_row(levels, t.world.regain[id.index()], stock, tank.row);
  const bool dry = stock == Volume{};
  if (row == tank.row && dry == tank.dry) return;
  tank.row = static_cast<std::uint8_t>(row);
  if (dry != tank.dry) set_dry(t, id, dry);
  apply_shares(t, id);
}

/// Tankers whose load fits now go to the hose.
void unload_waiting(Turn& t, TankId id) {
  Tank& tank = t.world.tanks[id];
  const TankPlan& plan = t.plan.tanks[id];
  while (tank.waiting.count > 0) {
    const Volume volume = t.world.loads[t.world.tankers[tank.waiting.first].load].volume;
    if (stock_of(t, id) + tank.unloading + volume > plan.capacity) return;
    const TankerId tanker = pop_front(t, tank.waiting);
    delay(t, t.world.tankers[tanker].load, cause(Cause::tank_full), t.now() - t.world.tankers[tanker].since);
    t.world.tankers[tanker].waits_for = CauseId::none();
    t.world.tankers[tanker].state = TankerState::unloading;
    tank.unloading += volume;
    t.world.calendar.schedule(t.now() + plan.unloading_takes, TankerUnloaded{tanker});
  }
}

/// Takes one lot from the tank that feeds it, when there is room, fuel, and the hose has rested.
void feed(Turn& t, TankId id) {
  const TankPlan& plan = t.plan.tanks[id];
  if (plan.fed_by.is_none()) return;
  Tank& tank = t.world.tanks[id];
  const Ordering& rules = t.plan.scenario.ordering;
  const auto has_room = [&] { return stock_of(t, id) + rules.lot <= plan.order_up_to; };
  if (!has_room() || tank.wants_feed) return;
  if (t.now() >= tank.next_feed) {
    touch(t, plan.fed_by);
    if (stock_of(t, plan.fed_by) < rules.lot) {
      tank.wants_feed = true;
      return;
    }
    fuel(t, plan.product).move(t.world.tanks[plan.fed_by].stock, tank.stock, rules.lot);
    tank.next_feed = t.now() + seconds((rules.lot.count() * 86'400 + rules.feeding_rate.count() - 1) /
                                       rules.feeding_rate.count());
    update_service(t, id);
    look_after(t, plan.fed_by);
  }
  if (has_room() && !tank.feed_set) {
    tank.feed_set = true;
    t.world.calendar.schedule(tank.next_feed, FeedingResumes{id});
  }
}

/// The highest level below the stock at which something is to be done; below 0 when there is none.
Volume next_level(const Turn& t, TankId id) {
  const TankPlan& plan = t.plan.tanks[id];
  const Tank& tank = t.world.tanks[id];
  const Volume stock = stock_of(t, id);
  Volume best{-1};
  const auto consider = [&](Volume level) {
    if (level < stock) best = std::max(best, level);
  };
  consider(Volume{});
  if (tank.row + 1u < table_of(t, id).rows.size())
    consider(t.world.levels[plan.first_level + tank.row] - Volume{1});
  if (plan.lines > 0 && !tank.cannot_order) consider(plan.reorder_at - tank.on_order);
  if (tank.waiting.count > 0)
    consider(plan.capacity - tank.unloading - t.world.loads[t.world.tankers[tank.waiting.first].load].volume);
  if (!plan.fed_by.is_none() && !tank.wants_feed && !tank.feed_set)
    consider(plan.order_up_to - t.plan.scenario.ordering.lot);
  return best;
}

/// In the second in which a tank runs dry, which is that of its pending look: what each class has got up to
/// the second before. What is left behind that goes in class order, so that the instants at which the tank
/// was settled change nothing for a class. Else empty.
std::span<const Volume> before_it_runs_dry(Turn& t, TankId id) {
  std::vector<Volume>& before = t.scratch.before_dry;
  before.clear();
  if (t.world.tanks[id].looks_at != t.now()) return before;
  const std::span<Draw> draws = draws_of(t, id);
  if (taken(draws, t.plan.profiles, t.now()) <= stock_of(t, id)) return before;
  for (const Draw& draw : draws)
    before.push_back(drawn(draw, t.plan.profiles[draw.profile].at(t.now() - seconds(1))).served);
  return before;
}

/// Product of the demand shifts that mean a class at a tank now.
Share shift_in_force(const Turn& t, const TankPlan& tank, ClassId consumer) {
  const auto means = [](const auto& list, auto id) {
    return list.empty() || std::ranges::count(list, id) > 0;
  };
  Share factor = percent(100);
  for (const EventId event : t.plan.shifts) {
    const auto& s = std::get<DemandShift>(t.plan.scenario.events[event].what);
    if (t.world.spells[event].holds(t.now()) && means(s.places, tank.place) &&
        means(s.products, tank.product) && means(s.classes, consumer))
      factor = Share{factor.count() * s.factor.count() / 1'000'000};
  }
  return factor;
}

/// A look that is pending already stays when it comes before the stock is at its next level: it finds
/// nothing to do, and sets the next one.
void schedule_crossing(Turn& t, TankId id) {
  const TankPlan& plan = t.plan.tanks[id];
  if (plan.draws == 0) return;
  Tank& tank = t.world.tanks[id];
  const Volume level = next_level(t, id);
  const Instant lot = lot_to_look_at(t, id, level);
  if (level < Volume{} && lot >= tank.looks_at) return;
  constexpr Duration kFarEnough = days(30);  // beyond it products need 128 bits
  Instant at = std::min({tank.looks_at, lot, t.plan.end, t.now() + kFarEnough});
  if (level >= Volume{} && plan.draws_steadily)
    at = std::min(first_taking(draws_of(t, id), t.plan.profiles, stock_of(t, id) - level, t.now(), at), at);
  if (at == tank.looks_at) return;
  tank.looks_at = at;
  t.world.calendar.schedule(at, TankCrosses{id, ++tank.stamp});
}

}  // namespace

void touch(Turn& t, TankId id) {
  const TankPlan& plan = t.plan.tanks[id];
  Tank& tank = t.world.tanks[id];
  if (plan.draws == 0 || tank.settled_at == t.now()) return;
  tank.settled_at = t.now();
  std::span<const Volume> before;
  if (plan.draws_steadily) before = before_it_runs_dry(t, id);
  Volume left = stock_of(t, id);
  for (const Volume served : before) left -= served;
  Volume taken, unserved, unserved_shift;
  const std::span<Draw> draws = draws_of(t, id);
  const auto note = [&](std::size_t i, const Drawn& d) {
    taken += d.served;
    const Volume missing = d.demand - d.served;
    unserved += missing;
    if (const std::int64_t shift = t.world.shift[plan.first_draw + i].count(); shift > 1'000'000) {
      std::int64_t& carry = t.world.shift_carry[plan.first_draw + i];
      const std::int64_t more = d.demand.count() * (shift - 1'000'000) + carry;
      carry = more % shift;
      unserved_shift += std::min(missing, Volume{more / shift});
    }
    DrawMeter& meter = t.world.draw_meters[plan.first_draw + i];
    meter.demand += d.demand;
    meter.served += d.served;
  };
  for (std::size_t i = 0; plan.draws_steadily && i < draws.size(); ++i) {
    Draw& draw = draws[i];
    Drawn d = settle(draw, t.plan.profiles[draw.profile].at(t.now()));
    if (!before.empty()) {
      const Volume now = std::min(d.served - before[i], left);
      d.served = before[i] + now;
      left -= now;
    }
    note(i, d);
  }
  // Those before now found enough, whatever their order: the tank is looked at where that may end.
  if (plan.takes_lots)
    for (const Instant by : {t.now() - seconds(1), t.now()})
      for (std::size_t i = 0; i < draws.size(); ++i)
        if (const LotsId lots = t.plan.draws[plan.first_draw + i].lots; !lots.is_none()) {
          Drawn d = hand_out(draws[i], lots_come(t, lots, by));
          d.served = std::min(d.served, stock_of(t, id) - taken);
          note(i, d);
        }
  fuel(t, plan.product).move(tank.stock, account(Account::consumed), taken);
  tank.unbooked += unserved;
  tank.unbooked_shift += unserved_shift;
}

void look_after(Turn& t, TankId id) {
  update_service(t, id);
  unload_waiting(t, id);
  feed(t, id);
  review(t, id);
  schedule_crossing(t, id);
  for (const TriggerId watcher : t.plan.pairs[t.plan.tanks[id].pair].watched_by) look_again(t, watcher);
}

void tanker_came(Turn& t, TankId id) {
  unload_waiting(t, id);
  if (t.world.tanks[id].waiting.count > 0) schedule_crossing(t, id);
}

void stock_rose(Turn& t, TankId id) {
  for (const TankId fed : t.plan.tanks[id].feeds)
    if (t.world.tanks[fed].wants_feed) {
      t.world.tanks[fed].wants_feed = false;
      touch(t, fed);
      look_after(t, fed);
    }
  if (const SourceId source = t.plan.tanks[id].source; !source.is_none()) dispatch(t, source);
  look_after(t, id);
}

void apply_shares(Turn& t, TankId id) {
  const TankPlan& plan = t.plan.tanks[id];
  if (plan.draws == 0) return;
  Tank& tank = t.world.tanks[id];
  const Share* const row = &t.plan.shares[plan.first_share + tank.row * plan.draws];
  const std::span<Draw> draws = draws_of(t, id);
  tank.serves_all = true;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    draws[i].share = tank.dry ? Share{} : row[i];
    tank.serves_all = tank.serves_all && draws[i].share == percent(100);
    DrawMeter& meter = t.world.draw_meters[plan.first_draw + i];
    const bool is_short = draws[i].share < t.plan.draws[plan.first_draw + i].short_below;
    if (is_short == meter.is_short) continue;
    if (is_short)
      meter.short_since = t.now();
    else
      meter.short_for += t.now() - meter.short_since;
    meter.is_short = is_short;
  }
}

void set_levels(Turn& t, TankId id) {
  const TankPlan& plan = t.plan.tanks[id];
  const Instant midnight = start_of_day(t.now());
  Volume week;
  for (std::size_t i = 0; i < plan.draws; ++i) {
    Draw draw = demand_of(t, plan.first_draw + i);
    const CumulativeProfile& profile = t.plan.profiles[draw.profile];
    draw.settled_at = profile.at(midnight);
    draw.full_carry = 0;
    week += drawn(draw, profile.at(midnight + days(7))).demand;
  }
  t.world.week[id.index()] = week;
  t.world.regain[id.index()] = volume_at_cover(table_of(t, id).regain, week);
  const auto& rows = table_of(t, id).rows;
  for (std::size_t r = 0; r < rows.size(); ++r)
    t.world.levels[plan.first_level + r] = volume_at_cover(rows[r].from_cover, week);
}

void apply(const TankCrosses& e, Turn& t) {
  Tank& tank = t.world.tanks[e.subject];
  if (tank.stamp != e.stamp) return;
  touch(t, e.subject);
  tank.looks_at = Instant::never();
  look_after(t, e.subject);
}

void apply(const FeedingResumes& e, Turn& t) {
  t.world.tanks[e.subject].feed_set = false;
  touch(t, e.subject);
  look_after(t, e.subject);
}

void apply(const TankerUnloaded& e, Turn& t) {
  Tanker& tanker = t.world.tankers[e.subject];
  const LoadId load = tanker.load;
  const TankId id = t.world.loads[load].tank;
  const Volume volume = t.world.loads[load].volume;
  touch(t, id);
  t.world.tanks[id].unloading -= volume;
  fuel(t, t.plan.tanks[id].product).move(account(Account::in_tankers), t.world.tanks[id].stock, volume);
  close_load(t, load, true);
  tanker.load = LoadId::none();
  go_home(t, e.subject, t.plan.tanks[id].place);
  stock_rose(t, id);
}

Reserve reserve_of(const Turn& t, const PairPlan& pair) {
  Reserve sum;
  for (const TankId id : pair.tanks) {
    const auto draws = std::span{t.world.draws}.subspan(t.plan.tanks[id].first_draw, t.plan.tanks[id].draws);
    Volume gone = taken(draws, t.plan.profiles, t.now());
    for (const DrawPlan& draw : t.plan.draws_of(id))  // those of this second come behind who asks
      if (!draw.lots.is_none()) gone += lots_due(t, draw.lots, t.now() - seconds(1));
    sum.stock += std::max(Volume{}, stock_of(t, id) - gone);
    sum.week += t.world.week[id.index()];
  }
  return sum;
}

void apply(const DemandTurns& e, Turn& t) {
  for (const TankId id : ids_of(t.plan.tanks)) {
    const TankPlan& plan = t.plan.tanks[id];
    bool settled = false;
    for (std::uint32_t i = plan.first_draw; i < plan.first_draw + plan.draws; ++i) {
      const Share factor = shift_in_force(t, plan, t.plan.draws[i].consumer);
      if (factor == t.world.shift[i]) continue;
      if (!settled) {
        touch(t, id);
        book_deficit(t, id);
        settled = true;
      }
      t.world.shift[i] = factor;
      t.world.shift_carry[i] = 0;
      const std::int64_t full = t.plan.draws[i].normal.count() * factor.count() / 1'000'000;
      if (const LotsId lots = t.plan.draws[i].lots; !lots.is_none())
        change_lots(t, lots, full);
      else
        t.world.draws[i].full = full;
    }
    if (!settled) continue;
    set_levels(t, id);
    look_after(t, id);
  }
  const EventId event = t.plan.shifts[e.subject];
  const auto& shift = std::get<DemandShift>(t.plan.scenario.events[event].what);
  happened(t, event, e.stamp == 1);
  log(t, {.kind = LogKind::demand_shifts,
          .event = index32(event),
          .share_ppm = e.stamp == 1 ? shift.factor.count() : 1'000'000});
}

}  // namespace citerne::engine
