#include <utility>

#include "divide.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

void leave_pool(Turn& t, PoolId id) {
  Pool& pool = t.world.pools[id];
  const ConvoyId convoy = new_convoy(t, t.plan.pools[id].place);
  const std::size_t assembly = t.plan.pools[id].assembly;
  if (t.world.counting) ++t.world.convoys_assembled[assembly];
  for (TankerId k = pool.tankers.first; !k.is_none(); k = t.world.tankers[k].next) {
    t.world.tankers[k].state = TankerState::in_convoy;
    if (!t.world.counting) continue;
    ++t.world.assembled[assembly];
    t.world.assembly_wait[assembly] += t.now() - t.world.tankers[k].since;
  }
  end_wait(t, pool.tankers);
  t.world.convoys[convoy].tankers = pool.tankers;
  note_coming(t, convoy);
  pool.tankers = TankerList{};
  ++pool.stamp;
  proceed(t, convoy);
}

void join_pool(Turn& t, PoolId id, TankerId tanker_id) {
  Tanker& tanker = t.world.tankers[tanker_id];
  Pool& pool = t.world.pools[id];
  tanker.state = TankerState::pooled;
  tanker.since = t.now();
  tanker.waits_for = cause(Cause::assembly);
  append(t, pool.tankers, tanker_id);
  if (pool.tankers.count >= t.plan.pools[id].tankers)
    leave_pool(t, id);
  else if (pool.tankers.count == 1)
    t.world.calendar.schedule(t.now() + t.plan.pools[id].wait_at_most, PoolLeaves{id, pool.stamp});
}

}  // namespace

void gather_or_proceed(Turn& t, ConvoyId id) {
  id = wait_for_escort(t, id);  // whose unit is the company that they wait for
  if (id.is_none()) return;
  const PlaceId place = t.world.convoys[id].place;
  const auto pool_for = [&](TankerId k) {
    Tanker& tanker = t.world.tankers[k];
    forget_shut_habit(t, tanker);
    const bool waits = loaded(tanker) && tanker.retreats_to.is_none();
    const ArcId road = waits ? next_road(t, tanker, place) : ArcId::none();
    return road.is_none() ? PoolId::none() : t.plan.pool_of_arc[road.index()];
  };
  if (!t.plan.assembles[place.index()]) return proceed(t, id);
  const Parts parts = divide(t, id, [&](TankerId k) { return pool_for(k).is_none(); });
  if (!parts.rest.is_none()) {
    TankerList arrived = std::exchange(t.world.convoys[parts.rest].tankers, {});
    dissolve(t, parts.rest);
    while (arrived.count > 0) {
      const TankerId k = pop_front(t, arrived);
      join_pool(t, pool_for(k), k);
    }
  }
  if (!parts.chosen.is_none()) proceed(t, parts.chosen);
}

void apply(const PoolLeaves& e, Turn& t) {
  if (t.world.pools[e.subject].stamp == e.stamp) leave_pool(t, e.subject);
}

}  // namespace citerne::engine
