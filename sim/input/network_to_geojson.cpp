#include <fmt/ranges.h>

#include "citerne/base/contract.hpp"
#include "citerne/input/network_geojson.hpp"
#include "json.hpp"
#include "network_columns.hpp"

namespace citerne::input {
namespace {

Json point(const Place& place) { return {place.longitude, place.latitude}; }

Json line(const std::vector<PlaceId>& places, const Network& network) {
  Json points = Json::array();
  for (const PlaceId p : places) points.push_back(point(network.places[p]));
  return {{"type", "LineString"}, {"coordinates", points}};
}

/// One feature a line, so that two versions can be compared.
std::string collection(const char* name, const std::vector<Json>& features) {
  std::string out = fmt::format("{{\"type\":\"FeatureCollection\",\"name\":\"{}\",\"features\":[\n", name);
  for (std::size_t i = 0; i < features.size(); ++i)
    out += features[i].dump() + (i + 1 < features.size() ? ",\n" : "\n");
  return out + "]}\n";
}

Json feature(Json properties, Json geometry) {
  return {{"type", "Feature"}, {"properties", std::move(properties)}, {"geometry", std::move(geometry)}};
}

/// The ids of things, with commas between them.
template <class IdType>
std::string listed(const std::vector<IdType>& ids, const auto& table) {
  std::vector<std::string> words;
  for (const IdType id : ids) words.push_back(table[id].id);
  return fmt::format("{}", fmt::join(words, ", "));
}

}  // namespace

std::vector<NamedGeojson> to_geojson(const NetworkReading& reading) {
  CITERNE_EXPECT(reading.network.has_value());
  const Network& network = *reading.network;
  std::vector<Json> places, roads;
  for (const PlaceId p : reading.place_rows) {
    const Place& place = network.places[p];
    Json properties;
    each_field<Place>([&](const auto& column) {
      if (!is_position(column.name)) properties[std::string{column.name}] = json_of(place, column, network);
    });
    places.push_back(feature(properties, {{"type", "Point"}, {"coordinates", point(place)}}));
  }
  for (const SegmentId s : reading.road_rows) {
    const Segment& road = network.segments[s];
    Json properties{{"kind", "road"}};
    each_field<Segment>(
        [&](const auto& column) { properties[std::string{column.name}] = json_of(road, column, network); });
    roads.push_back(feature(properties, line({road.from, road.to}, network)));
  }
  for (const Corridor& corridor : network.corridors)
    roads.push_back(feature({{"kind", "corridor"},
                             {"id", corridor.id},
                             {"name", corridor.name},
                             {"through", listed(corridor.places, network.places)}},
                            line(corridor.places, network)));
  for (const CorridorGroup& group : network.groups)
    roads.push_back(feature({{"kind", "group"},
                             {"id", group.id},
                             {"name", group.name},
                             {"corridors", listed(group.corridors, network.corridors)}},
                            nullptr));
  return {{"places.geojson", collection("places", places)}, {"roads.geojson", collection("roads", roads)}};
}

}  // namespace citerne::input
