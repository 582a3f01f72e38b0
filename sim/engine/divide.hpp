#pragma once
#include "turn.hpp"

namespace citerne::engine {

/// The tankers that `choose` picks leave the convoy, in their order. When it picks all or none, nothing
/// moves.
template <class Choose>
Parts divide(Turn& t, ConvoyId id, Choose choose) {
  TankerList picked, others;
  for (TankerId tanker = t.world.convoys[id].tankers.first; !tanker.is_none();) {
    const TankerId next = t.world.tankers[tanker].next;
    append(t, choose(tanker) ? picked : others, tanker);
    tanker = next;
  }
  t.world.convoys[id].tankers = picked.count > 0 ? picked : others;
  if (others.count == 0) return {id, ConvoyId::none()};
  if (picked.count == 0) return {ConvoyId::none(), id};
  const ConvoyId rest = new_convoy(t, t.world.convoys[id].place);
  Convoy& from = t.world.convoys[id];
  Convoy& to = t.world.convoys[rest];
  const std::uint32_t stamp = to.stamp;
  to = from;
  to.stamp = stamp;
  to.tankers = others;
  to.stretches = 0;
  from.came = t.world.tankers[picked.first].came;
  to.came = t.world.tankers[others.first].came;
  share_stretches(t, id, rest);
  return {id, rest};
}

}  // namespace citerne::engine
