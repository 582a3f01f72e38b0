#include <algorithm>

#include "citerne/base/dates.hpp"
#include "turn.hpp"

/// The end of a run: what its World has counted becomes its record.
namespace citerne::engine {
namespace {

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
