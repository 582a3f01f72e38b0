#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/network/network.hpp"
#include "citerne/network/road_graph.hpp"
#include "citerne/scenario/scenario.hpp"

namespace citerne::input {

/// Places in a row and the arcs between them.
struct Chain {
  std::vector<PlaceId> places;
  std::vector<ArcId> arcs;  ///< places.size() - 1 of them.
};

/// Whether `road` is one of the numbers of a segment: `RN24` and `rn 24` are in `RN24 / RR9`.
bool carries(const Segment& segment, std::string_view road);

/// Every road number of the network, once.
std::vector<std::string> road_numbers(const Network& network);

/// The shortest way from a to b over roads that carry the number; nothing when there is none.
std::optional<Chain> chain_along(const Network& network, const RoadGraph& all_roads, std::string_view road,
                                 PlaceId a, PlaceId b);

/// All roads that join a and b, as chains of one.
std::vector<Chain> roads_between(const Network& network, PlaceId a, PlaceId b);

/// The parts of a chain whose roads have both ends in the country. Its border posts count as in it.
std::vector<Chain> within(const Network& network, const Chain& chain, std::string_view country);

/// What the chains mean together. A place is inside when it lies within one of them and is the end of
/// none: of `corridors: west, country: ML`, Kayes is inside; Bamako and the posts at the border, where the
/// chains end, are beyond.
Where target_of(const std::vector<Chain>& chains, std::string text);

/// Every road that has an end within the radius, as the crow flies. Forward leads nearer to the centre (of
/// two places equally far, to the lower number); inside are the places within the radius.
Where around(const Network& network, PlaceId centre, Length radius);

/// Every road that has both ends in the country, without a forward sense; inside are all its places.
Where in_country(const Network& network, std::string_view country);

/// The roads that join a border post to places of other countries. Forward leads to the post. Nothing is
/// inside.
Where across_border(const Network& network, PlaceId post);

/// Every road of a terminal's place. Forward leads away from it. Nothing is inside.
Where leaving(const Network& network, PlaceId terminal);

}  // namespace citerne::input
