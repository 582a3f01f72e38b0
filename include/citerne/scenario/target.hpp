#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "citerne/network/network.hpp"

/// Where events act, on which traffic, and the ids of what they act on.
namespace citerne {

using ProductId = Id<struct ProductTag>;
using ClassId = Id<struct ClassTag>;
using ProfileId = Id<struct ProfileTag>;
using TerminalId = Id<struct TerminalTag>;
using SiteId = Id<struct SiteTag>;
using FleetId = Id<struct FleetTag>;
using PostId = Id<struct PostTag>;
using ServiceTableId = Id<struct ServiceTableTag>;
using EventId = Id<struct EventTag>;

/// What an event acts on, as it was written and as the segments it means (in the order of the road).
struct Where {
  std::string text;                 ///< For logs: `RN24 between neguela and kassaro`.
  std::vector<SegmentId> segments;  ///< Ascending, once each.
  /// Arcs of the "forward" direction: along a corridor or from the first place named to the second.
  std::vector<ArcId> forward;
  std::vector<PlaceId> inside;  ///< Where `bound_for: inside` leads: within a chain, or in the area.
  bool is_area = false;         ///< Roads around a place, in a country, at a border or terminal: no chain.
};

enum class ClosurePolicy : std::uint8_t { hold, turn_back, reroute, proceed, abandon };
enum class BoundFor : std::uint8_t { any, beyond, inside };
enum class Direction : std::uint8_t { both, forward, backward };

/// Which traffic a control, or a threat, means.
struct TrafficFilter {
  bool loaded = true;
  bool empty = true;
  std::vector<ProductId> products;  ///< Empty list: all.
  BoundFor bound_for = BoundFor::any;
  Direction direction = Direction::both;
};

}  // namespace citerne
