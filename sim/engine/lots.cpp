#include <algorithm>
#include <cmath>

#include "citerne/base/random.hpp"
#include "turn.hpp"

/// Demand that comes in lots: when, and how much.
namespace citerne::engine {
namespace {

/// What is drawn steadily between two lots: exponential, one lot in the mean, whole millilitres, at least
/// one.
Volume gap(const Plan& plan, const World& w, LotsId id) {
  const LotsPlan& lots = plan.lots[id];
  Stream luck{{w.seed, w.replication, Purpose::lot, lots.name, w.lots[id].number}};
  const double ml = exponential(luck) * static_cast<double>(lots.lot.count());
  return Volume{std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(ml)))};
}

}  // namespace

void await_lot(const Plan& plan, World& w, LotsId id, Instant now) {
  Lots& lots = w.lots[id];
  lots.comes_at = first_taking(std::span{&lots.steady, 1}, plan.profiles, lots.to_go, now, plan.end);
}

void set_lots(const Plan& plan, World& w, LotsId id, Draw steady, Instant now) {
  w.lots[id].steady = steady;
  w.lots[id].to_go = gap(plan, w, id);
  await_lot(plan, w, id, now);
}

Volume lots_come(Turn& t, LotsId id) {
  Lots& lots = t.world.lots[id];
  lots.to_go -= settle(lots.steady, t.plan.profiles[lots.steady.profile].at(t.now())).demand;
  if (lots.to_go > Volume{}) return Volume{};
  Volume asked;
  while (lots.to_go <= Volume{}) {
    asked += t.plan.lots[id].lot;
    ++lots.number;
    lots.to_go += gap(t.plan, t.world, id);
  }
  await_lot(t.plan, t.world, id, t.now());
  return asked;
}

Instant next_lot(const Turn& t, TankId id) {
  Instant next = Instant::never();
  if (!t.plan.tanks[id].takes_lots) return next;
  for (const DrawPlan& draw : t.plan.draws_of(id))
    if (!draw.lots.is_none()) next = std::min(next, t.world.lots[draw.lots].comes_at);
  return next;
}

Draw& demand_of(Turn& t, std::size_t draw) {
  const LotsId lots = t.plan.draws[draw].lots;
  return lots.is_none() ? t.world.draws[draw] : t.world.lots[lots].steady;
}

}  // namespace citerne::engine
