#include "citerne/input/network_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "citerne/input/network_geojson.hpp"
#include "wrong_case.hpp"

namespace citerne::input {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Layer = nlohmann::ordered_json;

FileSet small() {
  FileSet set;
  for (const char* const name : {"places.csv", "roads.csv", "corridors.yaml"})
    set.files.push_back({name, read_whole(test_folder() / "networks/small" / name)});
  return set;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

/// The small network with one text of one file put in the place of another.
std::vector<std::string> found_with(std::size_t file, const std::string& what, const std::string& by) {
  FileSet set = small();
  set.files[file].text = replaced(set.files[file].text, what, by);
  return brief(read_network(set).diagnostics);
}
constexpr std::size_t kPlaces = 0, kRoads = 1, kCorridors = 2;

TEST(NetworkFolder, IsReadInTheOrderOfItsRows) {
  const NetworkReading reading = read_network(test_folder() / "networks/small");
  EXPECT_THAT(reading.diagnostics, IsEmpty());
  ASSERT_TRUE(reading.network);
  EXPECT_EQ(reading.network->places[reading.place_rows[0]].id, "haven");
  EXPECT_EQ(reading.network->places[reading.place_rows[6]].id, "south");
  EXPECT_EQ(reading.network->segments[reading.road_rows[1]].id, "gate:west");
}

TEST(NetworkFolder, MayBeThatOfAScenario) {
  const NetworkReading reading = read_network(test_folder() / "good/world.yaml");
  EXPECT_THAT(reading.diagnostics, IsEmpty());
  EXPECT_EQ(reading.network->segments.size(), 7u);
}

TEST(NetworkFolder, KeepsTheRulesOfEveryScenario) {
  EXPECT_THAT(found_with(kRoads, "gate,west,RN1,95", "gate,west,RN1,0"),
              ElementsAre("roads.csv:3:15 network-zero-length"));
  EXPECT_THAT(found_with(kRoads, "capital,south,RN7,375", "capital,capital,RN7,375"),
              ElementsAre("places.csv:8:1 network-disconnected", "roads.csv:8:9 network-self-loop"));
  EXPECT_THAT(found_with(kCorridors, "haven, hill, ford, capital", "haven, ford, capital"),
              ElementsAre("corridors.yaml:4:48 corridor-gap"));
}

TEST(NetworkHealth, FindsPlacesWithoutAPointOfTheirOwn) {
  EXPECT_THAT(found_with(kPlaces, "11.32,-5.67", "0,0"),
              ElementsAre("places.csv:8:1 place-without-position"));
  EXPECT_THAT(found_with(kPlaces, "14.46,-12.20,,test", "14.45,-11.44,,test"),
              ElementsAre("places.csv:4:1 place-same-position", "roads.csv:3:15 road-far-longer"));
  EXPECT_THAT(found_with(kPlaces, "11.32,-5.67", ",-5.67"), ElementsAre("places.csv:8:29 empty-cell"));
}

/// Capital and South lie 293.4 km apart in a straight line.
TEST(NetworkHealth, ComparesLengthsWithTheStraightLine) {
  EXPECT_THAT(found_with(kRoads, "RN7,375", "RN7,292"), IsEmpty());
  EXPECT_THAT(found_with(kRoads, "RN7,375", "RN7,289"), ElementsAre("roads.csv:8:19 road-too-short"));
  EXPECT_THAT(found_with(kRoads, "RN7,375", "RN7,880"), IsEmpty());
  EXPECT_THAT(found_with(kRoads, "RN7,375", "RN7,890"), ElementsAre("roads.csv:8:19 road-far-longer"));
}

TEST(NetworkHealth, FindsNamesThatDifferInSpellingOnly) {
  EXPECT_THAT(found_with(kPlaces, "south,South", "south,West"), ElementsAre("places.csv:4:1 place-spelling"));
  EXPECT_THAT(found_with(kPlaces, "Hill,ML,Kayes", "Hill,ML,kayes"),
              ElementsAre("places.csv:5:1 region-spelling"));
  EXPECT_THAT(found_with(kRoads, "ford,capital,RN24", "ford,capital,RN 7"),
              ElementsAre("roads.csv:7:14 road-spelling"));
}

TEST(NetworkHealth, FindsCorridorsOverRoadsThatAreBarred) {
  EXPECT_THAT(found_with(kRoads, "0.55,yes,uncertain", "0.55,yes,closed"),
              ElementsAre("corridors.yaml:4:54 corridor-barred"));
}

TEST(NetworkFolder, ThatIsNoneIsTold) {
  EXPECT_THROW(read_network(test_folder() / "nowhere"), std::system_error);
  EXPECT_THROW(read_network(test_folder() / "networks"), std::runtime_error);
}

std::vector<NamedGeojson> small_layers() { return to_geojson(read_network(small())); }

TEST(NetworkGeojson, IsPlainAndKeepsTheOrderOfRows) {
  const auto layers = small_layers();
  const Layer places = Layer::parse(layers[0].text), roads = Layer::parse(layers[1].text);
  EXPECT_EQ(places["features"][2].dump(),
            R"({"type":"Feature","properties":{"id":"west","name":"Wést","country":"ML","region":"Kayes",)"
            R"("kind":"town","population":127368,"source":"test","confidence":"medium"},)"
            R"("geometry":{"type":"Point","coordinates":[-11.44,14.45]}})");
  EXPECT_EQ(roads["features"][4]["properties"]["rainy_season_factor"], 0.55);
  EXPECT_EQ(roads["features"][4]["properties"]["two_way"], true);
  EXPECT_EQ(roads["features"][7]["properties"]["through"], "haven, hill, ford, capital");
  EXPECT_EQ(roads["features"][9]["geometry"], nullptr);
  for (const Layer& layer : {places, roads})
    for (const Layer& feature : layer["features"])
      for (const Layer& value : feature["properties"]) EXPECT_TRUE(value.is_primitive()) << feature;
}

/// The shipped rows are canonical but for trailing zeros; what comes back once comes back for ever.
TEST(NetworkGeojson, GoesRoundWithoutLoss) {
  const auto shipped = std::filesystem::path{CITERNE_SOURCE_DIR} / "scenarios/networks/southern-mali";
  const auto layers = to_geojson(read_network(shipped));
  const GeojsonReading once = from_geojson(layers[0], layers[1]);
  EXPECT_THAT(once.faults, IsEmpty());
  ASSERT_EQ(once.files.size(), 3u);
  EXPECT_EQ(once.files[1].text, read_whole(shipped / "roads.csv"));
  const auto again = to_geojson(read_network(FileSet{.files = once.files}));
  EXPECT_EQ(again[0].text, layers[0].text);
  EXPECT_EQ(again[1].text, layers[1].text);
  EXPECT_EQ(from_geojson(again[0], again[1]).files, once.files);
}

/// As programs that draw maps save it: all properties on all features, indented, more digits.
TEST(NetworkGeojson, TakesWhatOtherProgramsMakeOfIt) {
  auto layers = small_layers();
  Layer roads = Layer::parse(layers[1].text), places = Layer::parse(layers[0].text);
  Layer all;
  for (const Layer& feature : roads["features"])
    for (const auto& [name, value] : feature["properties"].items()) all[name] = nullptr;
  for (Layer& feature : roads["features"]) {
    Layer filled = all;
    filled.update(feature["properties"]);
    feature["properties"] = filled;
  }
  roads["crs"] = {{"type", "name"}};
  places["features"][0]["geometry"]["coordinates"] = {-17.440000000000001, 14.69, 12.0};
  const GeojsonReading reading = from_geojson({"p", places.dump(2)}, {"r", roads.dump(2)});
  EXPECT_THAT(reading.faults, IsEmpty());
  EXPECT_EQ(reading.files, from_geojson(layers[0], layers[1]).files);
}

std::vector<std::string> refusals(const Layer& places, const Layer& roads) {
  const GeojsonReading reading =
      from_geojson({"places.geojson", places.dump()}, {"roads.geojson", roads.dump()});
  EXPECT_THAT(reading.files, IsEmpty());
  std::vector<std::string> said;
  for (const GeojsonFault& fault : reading.faults) said.push_back(format(fault));
  return said;
}

TEST(NetworkGeojson, TellsEveryFaultByFeatureAndProperty) {
  auto layers = small_layers();
  Layer places = Layer::parse(layers[0].text), roads = Layer::parse(layers[1].text);
  places["features"][0]["properties"]["kind"] = "prt";
  places["features"][1]["properties"]["population"] = "many";
  places["features"][2]["geometry"] = nullptr;
  places["features"][3]["properties"]["sorce"] = "Hill";
  places["features"][4]["properties"]["name"] = nullptr;
  roads["features"][0]["properties"]["from"] = "havn";
  roads["features"][1]["properties"]["length_km"] = -95;
  roads["features"][2]["properties"]["two_way"] = "yes";
  roads["features"][5]["properties"] = nullptr;
  roads["features"][6]["properties"]["kind"] = "rode";
  roads["features"][7]["properties"]["name"] = nullptr;
  EXPECT_THAT(
      refusals(places, roads),
      ElementsAre(
          "places.geojson: feature 1 (haven), kind: error: kind is 'prt' (port, border_post, "
          "depot_city, town, junction) (did you mean 'port'?)",
          "places.geojson: feature 2 (gate), population: error: \"many\" is not a number",
          "places.geojson: feature 3 (west), geometry: error: a Point of longitude and latitude is expected",
          "places.geojson: feature 4 (hill), sorce: error: unknown property (did you mean 'source'?)",
          "places.geojson: feature 5 (ford), name: error: name is empty",
          "roads.geojson: feature 1 (havn to gate), from: error: no place 'havn' (did you mean 'haven'?)",
          HasSubstr("feature 2 (gate to west), length_km: error: length_km is '-95'"),
          "roads.geojson: feature 3 (west to capital), two_way: error: \"yes\" is not true or false",
          "roads.geojson: feature 6: error: a Feature with properties is expected",
          "roads.geojson: feature 7 (capital to south), kind: error: road, corridor or group is expected",
          "roads.geojson: feature 8 (lower), name: error: it is missing",
          "roads.geojson: feature 8 (lower), through: error: no road joins ford and capital directly",
          "roads.geojson: feature 9 (upper), through: error: no road joins haven and gate directly"));
}

TEST(NetworkGeojson, TellsFaultsOfTheNetworkToo) {
  auto layers = small_layers();
  Layer places = Layer::parse(layers[0].text), roads = Layer::parse(layers[1].text);
  places["features"].push_back(places["features"][6]);
  roads["features"][6]["properties"]["length_km"] = 100;
  roads["features"][7]["properties"]["through"] = "haven hill capital";
  EXPECT_THAT(
      refusals(places, roads),
      ElementsAre(
          "places.geojson: feature 8 (south), id: error: place 'south' is already feature 7",
          "roads.geojson: feature 8 (lower), through: error: no road joins hill and capital directly"));
  places["features"].erase(7);
  roads["features"][7]["properties"]["through"] = "haven hill ford capital";
  EXPECT_THAT(
      refusals(places, roads),
      ElementsAre(HasSubstr("feature 7 (capital to south), length_km: error: 100 km from capital to south")));
}

TEST(NetworkGeojson, ThatIsNoGeojsonIsTold) {
  EXPECT_THAT(refusals("text", 7), ElementsAre("places.geojson: error: a FeatureCollection is expected",
                                               "roads.geojson: error: a FeatureCollection is expected"));
  const GeojsonReading reading = from_geojson({"p", "{\n  \"type\": }"}, {"r", "{\"type\":1e999}"});
  ASSERT_EQ(reading.faults.size(), 2u);
  EXPECT_THAT(format(reading.faults[0]), HasSubstr("p: error: parse error at line 2, column 11"));
  EXPECT_THAT(format(reading.faults[1]), HasSubstr("r: error: number overflow"));
}

/// Once, not at each of a thousand features.
TEST(NetworkGeojson, OfTheOtherKindIsToldWithWhatToWrite) {
  auto layers = small_layers();
  const Layer places = Layer::parse(layers[0].text), roads = Layer::parse(layers[1].text);
  EXPECT_THAT(
      refusals(roads, places),
      ElementsAre("places.geojson: error: it holds the roads, and roads.geojson the places; write the "
                  "places first: roads.geojson places.geojson"));
  EXPECT_THAT(
      refusals(places, places),
      ElementsAre("roads.geojson: error: no feature has the kind road or corridor or group; write the "
                  "roads.geojson of `citerne network export` here"));
  EXPECT_THAT(
      refusals(roads, roads),
      ElementsAre("places.geojson: error: no feature is a Point; write the places.geojson of `citerne "
                  "network export` here"));
  Layer regions = places;
  for (Layer& feature : regions["features"]) feature["geometry"]["type"] = "Polygon";
  EXPECT_EQ(refusals(regions, regions).size(), 2u);
  // One that is right among wrong ones shows what the file is: then each fault is told.
  regions["features"][0]["geometry"]["type"] = "Point";
  EXPECT_EQ(refusals(regions, roads).size(), places["features"].size() - 1);
}

/// A name must not turn into YAML of its own.
TEST(NetworkGeojson, KeepsNamesInQuotes) {
  auto layers = small_layers();
  Layer places = Layer::parse(layers[0].text), roads = Layer::parse(layers[1].text);
  roads["features"][7]["properties"]["name"] = "A: \"b\" # c, [d]";
  const GeojsonReading reading = from_geojson({"p", places.dump()}, {"r", roads.dump()});
  ASSERT_EQ(reading.files.size(), 3u);
  const NetworkReading back = read_network(FileSet{.files = reading.files});
  EXPECT_EQ(back.network->corridors[CorridorId{0}].name, "A: \"b\" # c, [d]");
  roads["features"][7]["properties"]["id"] = "x: {}\nevil";
  EXPECT_THAT(refusals(places, roads), testing::Contains(HasSubstr("text of one line")));
}

}  // namespace
}  // namespace citerne::input
