#include "citerne/base/contract.hpp"
#include "citerne/engine/saved_day.hpp"
#include "turn.hpp"

/// What is counted from: the end of the warm-up, and stocks that have been observed.
namespace citerne::engine {
namespace {

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

}  // namespace

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

}  // namespace citerne::engine
