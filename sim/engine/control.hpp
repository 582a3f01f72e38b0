#pragma once
#include <algorithm>
#include <vector>

#include "turn.hpp"

/// What asking for a road (control.cpp) and the closure policies (closure.cpp) share.
namespace citerne::engine {

// control.cpp: who may enter.
/// Does the control mean the tanker, which is not let off?
bool means(const Turn&, TankerId, ControlId);
/// Would it be turned away at once if it tried this road? A filter that it has not asked yet may let it in.
bool turned_away(const Turn&, TankerId, ArcId road);
void log_convoy(Turn&, LogKind, ConvoyId, ControlId);

// closure.cpp: what those do that are stopped.
void refuse(Turn&, ConvoyId, ControlId);  ///< At the place before the road that it may not enter.
void stop_traffic(Turn&, ControlId);      ///< The closing instant, for those on the roads.
void free_on_road(Turn&, ControlId);      ///< It is closed no longer, for those standing on the roads.
/// Ends a hold or a stranding at a place: the wait is booked to the event, the convoy plans its next road.
void release(Turn&, ConvoyId);
/// Do those that it stops look for another way, and so look again at all news?
bool looks_for_ways(const Turn&, ControlId);
CauseId blame(const Turn&, ControlId);

/// Convoys that `wanted` picks, in the order in which they came to where they are.
template <class Wanted>
std::vector<ConvoyId> in_order_of_coming(const Turn& t, Wanted wanted) {
  std::vector<ConvoyId> chosen;
  for (const ConvoyId id : ids_of(t.world.convoys))
    if (wanted(t.world.convoys[id])) chosen.push_back(id);
  std::ranges::sort(chosen, {}, [&](ConvoyId id) { return t.world.convoys[id].came; });
  return chosen;
}

}  // namespace citerne::engine
