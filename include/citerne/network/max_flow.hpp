#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "citerne/network/network.hpp"

namespace citerne {

/// The most that can flow at once from the sources together to `sink` when each arc carries at most
/// `capacity` (by arc; the unit is the caller's). Push and relabel (Goldberg and Tarjan, 1988), by
/// Boost.Graph. 0 when the sink cannot be reached; a sink that is a source itself gets what its arcs bring.
std::int64_t max_flow(const Network& network, std::span<const std::int64_t> capacity,
                      std::span<const PlaceId> sources, PlaceId sink);

}  // namespace citerne
