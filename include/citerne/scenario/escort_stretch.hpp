#pragma once
#include <algorithm>
#include <vector>

#include "citerne/scenario/scenario.hpp"

namespace citerne {

/// The roads of an escort from its first end, along the corridor, to its other end; empty when an end does
/// not lie on it.
inline std::vector<ArcId> stretch_of(const Network& network, const Escort& escort) {
  const Corridor& corridor = network.corridors[escort.corridor];
  const auto at = [&](PlaceId place) {
    return std::ranges::find(corridor.places, place) - corridor.places.begin();
  };
  const auto a = at(escort.between[0]), b = at(escort.between[1]);
  if (std::max(a, b) >= std::ssize(corridor.places)) return {};
  return {corridor.arcs.begin() + std::min(a, b), corridor.arcs.begin() + std::max(a, b)};
}

}  // namespace citerne
