#include "citerne/scenario/words.hpp"
#include "resolved.hpp"

namespace citerne::input {
namespace {

Json place_json(const Place& p) {
  const auto& [id, name, country, region, kind, latitude, longitude, population, source, confidence] = p;
  return {{"id", id},
          {"name", name},
          {"country", country},
          {"region", region},
          {"kind", word(kind)},
          {"latitude", latitude},
          {"longitude", longitude},
          {"population", population ? Json(*population) : Json()},
          {"source", source},
          {"confidence", confidence}};
}

Json segment_json(const Network& network, const Segment& s) {
  const auto& [id, from, to, road, length, surface, condition, lanes, rainy_season_factor, two_way, state,
               capacity_tankers_per_day, source, confidence] = s;
  return {{"id", id},
          {"from", name_in(network.places, from)},
          {"to", name_in(network.places, to)},
          {"road", road},
          {"length_m", length.count()},
          {"surface", word(surface)},
          {"condition", word(condition)},
          {"lanes", lanes},
          {"rainy_season_factor_ppm", rainy_season_factor.count()},
          {"two_way", two_way},
          {"state", word(state)},
          {"capacity_tankers_per_day", capacity_tankers_per_day},
          {"source", source},
          {"confidence", confidence}};
}

Json corridor_json(const Network& network, const Corridor& c) {
  const auto& [id, name, places, arcs] = c;
  return {{"id", id},
          {"name", name},
          {"places", names_in(network.places, places)},
          {"arcs", arcs_json(network, arcs)}};
}

Json group_json(const Network& network, const CorridorGroup& g) {
  const auto& [id, name, corridors] = g;
  return {{"id", id}, {"name", name}, {"corridors", names_in(network.corridors, corridors)}};
}

}  // namespace

/// One way of a segment: its name, and the place at which one enters.
Json arcs_json(const Network& network, const std::vector<ArcId>& arcs) {
  return list_of(arcs, [&](ArcId a) {
    return Json{{"segment", name_in(network.segments, segment_of(a))},
                {"from", name_in(network.places, network.tail(a))}};
  });
}

Json where_json(const Network& network, const Where& where) {
  const auto& [text, segments, forward, inside, is_area] = where;
  return {{"text", text},
          {"segments", names_in(network.segments, segments)},
          {"forward", arcs_json(network, forward)},
          {"inside", names_in(network.places, inside)},
          {"is_area", is_area}};
}

Json network_json(const Network& network) {
  const auto& [places, segments, corridors, groups] = network;
  return {{"places", list_of(places, place_json)},
          {"segments", list_of(segments, [&](const Segment& s) { return segment_json(network, s); })},
          {"corridors", list_of(corridors, [&](const Corridor& c) { return corridor_json(network, c); })},
          {"groups", list_of(groups, [&](const CorridorGroup& g) { return group_json(network, g); })}};
}

}  // namespace citerne::input
