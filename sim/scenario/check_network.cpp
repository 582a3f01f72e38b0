#include <algorithm>
#include <map>
#include <tuple>

#include "citerne/base/text.hpp"
#include "citerne/network/road_graph.hpp"
#include "citerne/scenario/check.hpp"

namespace citerne {
namespace {

std::string described(const Place& place) {
  return fmt::format("{} ({}, {:.4f}, {:.4f})", place.id, place.name, place.latitude, place.longitude);
}

void check_roads(const Network& network, Faults& faults) {
  std::map<std::tuple<PlaceId, PlaceId, std::string>, SegmentId> met;
  for (const SegmentId s : ids_of(network.segments)) {
    const Segment& segment = network.segments[s];
    const std::string path = "network.roads." + segment.id;
    if (!faults.trusts(path)) continue;
    if (segment.from == segment.to) {
      faults.error(path + ".to", "network-self-loop", "a road from {} to itself",
                   network.places[segment.from].id);
      continue;
    }
    if (segment.length <= Length{0})
      faults.error(path + ".length_km", "network-zero-length", "a road of length 0 between {} and {}",
                   described(network.places[segment.from]), described(network.places[segment.to]));
    const auto [earlier, is_new] =
        met.emplace(std::tuple{std::min(segment.from, segment.to), std::max(segment.from, segment.to),
                               folded(segment.road)},
                    s);
    if (!is_new && (segment.two_way || network.segments[earlier->second].two_way ||
                    segment.from == network.segments[earlier->second].from))
      faults.error(path, "network-duplicate", "a second road '{}' between {} and {}", segment.road,
                   network.places[segment.from].id, network.places[segment.to].id);
  }
}

std::vector<PlaceId> without(const std::vector<PlaceId>& all, const std::vector<PlaceId>& told) {
  std::vector<PlaceId> rest;
  std::set_difference(all.begin(), all.end(), told.begin(), told.end(), std::back_inserter(rest));
  return rest;
}

/// What cuts a place off: the lack of a road, a one-way road, or a closed one.
void check_connected(const Network& network, Faults& faults) {
  const std::vector<PlaceId> cut_off = cut_off_places(network);
  if (cut_off.empty()) return;
  Network open = network;
  for (Segment& segment : open.segments) segment.state = BaselineState::open;
  const std::vector<PlaceId> one_way = cut_off_places(open);
  for (Segment& segment : open.segments) segment.two_way = true;
  const std::vector<PlaceId> apart = cut_off_places(open);
  const auto path = [&](PlaceId p) { return "network.places." + network.places[p].id; };
  for (const PlaceId p : apart)
    faults.error(path(p), "network-disconnected", "no road joins {} to the rest of the network",
                 described(network.places[p]));
  for (const PlaceId p : without(one_way, apart))
    faults.error(path(p), "network-one-way-trap", "one-way roads lead only to, or only from, {}",
                 described(network.places[p]));
  for (const PlaceId p : without(without(cut_off, one_way), apart))
    faults.warning(path(p), "network-closed-off", "every road to {} is closed in a normal year",
                   described(network.places[p]));
}

}  // namespace

void check_network(const Network& network, Faults& faults) {
  if (!faults.readable("network") || network.places.empty()) return;
  check_roads(network, faults);
  if (faults.trusts("network")) check_connected(network, faults);
}

}  // namespace citerne
