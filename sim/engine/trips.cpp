#include <utility>

#include "turn.hpp"

namespace citerne::engine {
namespace {

/// The fuel of a load that was given up, back to its supplier. What finds no room in a tank is sold
/// elsewhere.
void give_back(Turn& t, const Tanker& tanker, SourceId to) {
  const TankId tank = t.plan.sources[to].tank;
  const Volume volume = t.plan.fleets[tanker.fleet].load;
  AccountId account_of_supplier = account(Account::outside);
  if (!tank.is_none()) {
    touch(t, tank);
    const bool fits =
        stock_of(t, tank) + t.world.tanks[tank].unloading + volume <= t.plan.tanks[tank].capacity;
    account_of_supplier = fits ? t.world.tanks[tank].stock : account(Account::diverted);
  }
  fuel(t, ProductId{tanker.product}).move(account(Account::in_tankers), account_of_supplier, volume);
}

void end_cycle(Turn& t, TankerId id) {
  Tanker& tanker = t.world.tankers[id];
  if (t.world.counting) {
    ++t.world.cycles[tanker.fleet];
    t.world.cycle_time[tanker.fleet] += t.now() - tanker.assigned_at;
  }
  const SourceId supplier = std::exchange(tanker.gives_back_to, SourceId::none());
  if (!supplier.is_none()) give_back(t, tanker, supplier);
  park(t, id);
  if (!supplier.is_none() && !t.plan.sources[supplier].tank.is_none())
    stock_rose(t, t.plan.sources[supplier].tank);
}

}  // namespace

void leave_supplier(Turn& t, TankerId id) {
  Tanker& tanker = t.world.tankers[id];
  const Load& load = t.world.loads[tanker.load];
  const LinePlan& line = t.plan.lines[load.line];
  const PlaceId place = t.plan.sources[line.source].place;
  tanker.bound_for = t.plan.tanks[load.tank].place;
  tanker.retreats_to = PlaceId::none();
  tanker.route = t.world.lines[load.line].by_tree ? RouteId::none() : line.route;
  tanker.leg = 0;
  tanker.heard = 0;
  tanker.goes_alone = false;
  tanker.border_done = tanker.customs_done = false;
  tanker.since = t.now();
  forget_verdicts(t, id);
  const ConvoyId alone = convoy_of(t, id, place);
  if (tanker.bound_for == place)
    deliver(t, alone);
  else
    gather_or_proceed(t, alone);
}

void deliver(Turn& t, ConvoyId id) {
  while (t.world.convoys[id].tankers.count > 0) {
    const TankerId tanker_id = pop_front(t, t.world.convoys[id].tankers);
    leave_escort(t, tanker_id, t.world.convoys[id]);
    Tanker& tanker = t.world.tankers[tanker_id];
    if (!loaded(tanker)) {
      end_cycle(t, tanker_id);
      continue;
    }
    const TankId tank = t.world.loads[tanker.load].tank;
    t.world.loads[tanker.load].state = LoadState::at_tank;
    tanker.state = TankerState::at_tank;
    tanker.since = t.now();
    tanker.waits_for = cause(Cause::tank_full);
    append(t, t.world.tanks[tank].waiting, tanker_id);
    touch(t, tank);
    tanker_came(t, tank);
  }
  dissolve(t, id);
}

void forget_verdicts(Turn& t, TankerId tanker) {
  const std::size_t controls = t.plan.controls.size();
  std::fill_n(t.world.verdicts.begin() + static_cast<std::ptrdiff_t>(tanker.index() * controls), controls,
              Verdict::none);
  t.world.tankers[tanker].refused = false;
}

void head_for_home(Turn& t, TankerId id) {
  Tanker& tanker = t.world.tankers[id];
  tanker.bound_for = t.plan.fleets[tanker.fleet].base;
  tanker.retreats_to = PlaceId::none();
  tanker.route = RouteId::none();
  forget_verdicts(t, id);
}

void go_home(Turn& t, TankerId id, PlaceId from) {
  Tanker& tanker = t.world.tankers[id];
  head_for_home(t, id);
  if (tanker.bound_for == from) {
    end_cycle(t, id);
    return;
  }
  proceed(t, convoy_of(t, id, from));
}

void park(Turn& t, TankerId id) {
  Tanker& tanker = t.world.tankers[id];
  tanker.state = TankerState::idle;
  tanker.bound_for = t.plan.fleets[tanker.fleet].base;
  append(t, t.world.idle[tanker.fleet], id);
  dispatch_fleet(t, tanker.fleet);
}

}  // namespace citerne::engine
