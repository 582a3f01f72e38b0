#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "citerne/input/distance.hpp"
#include "wrong_case.hpp"

// What a target means on the small world: two ways from haven to capital, by gate and west or by hill and
// ford.
namespace citerne::input {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct Target {
  std::vector<std::string> forward, inside, segments;
  std::string text;
};

Target target(const std::string& where, FileSet world = small_world()) {
  const Reading reading = decode(load(world, {"events.strike.where=" + where}));
  Target out;
  for (const Diagnostic& d : reading.diagnostics) ADD_FAILURE() << format(d, {});
  if (!reading.scenario) return out;
  const Network& n = reading.scenario->network;
  for (const Event& event : reading.scenario->events) {
    if (event.id != "strike") continue;
    const Where& w = std::get<Ambush>(event.what).where;
    out.text = w.text;
    for (const ArcId a : w.forward)
      out.forward.push_back(n.places[n.tail(a)].id + ">" + n.places[n.head(a)].id);
    for (const PlaceId p : w.inside) out.inside.push_back(n.places[p].id);
    for (const SegmentId s : w.segments) out.segments.push_back(n.segments[s].id);
  }
  return out;
}

TEST(Where, OfASegmentRunsFromTheFirstPlaceToTheSecond) {
  const Target there = target("{ segment: [west, capital] }"), back = target("{ segment: [capital, west] }");
  EXPECT_THAT(there.forward, ElementsAre("west>capital"));
  EXPECT_THAT(back.forward, ElementsAre("capital>west"));
  EXPECT_EQ(there.segments, back.segments);
  EXPECT_THAT(there.inside, IsEmpty());
  EXPECT_EQ(there.text, "west to capital");
}

TEST(Where, OfARoadFollowsItsNumberHoweverItIsWritten) {
  for (const char* const road : {"RN24", "rn24", "RN 24", "rn-24"}) {
    const Target t = target(fmt::format("{{ road: {}, between: [capital, hill] }}", road));
    EXPECT_THAT(t.forward, ElementsAre("capital>ford", "ford>hill")) << road;
    EXPECT_THAT(t.inside, ElementsAre("ford"));
  }
  EXPECT_THAT(target("{ road: RR9, between: [hill, ford] }").forward, ElementsAre("hill>ford"));
}

TEST(Where, OfARoadTakesTheShortestChain) {
  FileSet world = small_world();
  file_of(world, "networks/small/roads.csv") +=
      "hill,capital,RN24,426,paved,good,2,0.9,yes,open,400,test,low\n";
  EXPECT_THAT(target("{ road: RN24, between: [hill, capital] }", world).forward,
              ElementsAre("hill>ford", "ford>capital"));
  std::string& roads = file_of(world, "networks/small/roads.csv");
  roads.replace(roads.find("RN24,426"), 8, "RN24,424");
  EXPECT_THAT(target("{ road: RN24, between: [hill, capital] }", world).forward, ElementsAre("hill>capital"));
}

TEST(Where, OfASegmentMeansAllRoadsThatJoinItsEnds) {
  FileSet world = small_world();
  file_of(world, "networks/small/roads.csv") +=
      "capital,west,RR1,700,earth,poor,1,0.5,yes,open,40,test,low\n";
  const Target t = target("{ segment: [west, capital] }", world);
  EXPECT_THAT(t.segments, UnorderedElementsAre("capital:west", "west:capital"));
  EXPECT_THAT(t.forward, ElementsAre("west>capital", "west>capital"));
}

TEST(Where, OfACorridorHasItsEndsBeyondAndItsTownsInside) {
  const Target t = target("{ corridors: upper }");
  EXPECT_THAT(t.forward, ElementsAre("haven>gate", "gate>west", "west>capital"));
  EXPECT_THAT(t.inside, UnorderedElementsAre("gate", "west"));
  EXPECT_EQ(t.text, "upper");
}

TEST(Where, WithinACountryEndsAtItsBorderPost) {
  const Target t = target("{ corridors: both, country: ML }");
  EXPECT_THAT(t.segments, UnorderedElementsAre("gate:west", "west:capital", "hill:ford", "ford:capital"));
  EXPECT_THAT(t.inside, UnorderedElementsAre("west", "ford"));  // gate, hill and capital are ends
  EXPECT_EQ(t.text, "both in ML");
}

TEST(Where, OfAGroupIsThatOfItsCorridors) {
  EXPECT_EQ(target("{ corridors: both }").segments, target("{ corridors: [lower, upper] }").segments);
  EXPECT_EQ(target("{ corridors: [upper] }").segments, target("{ corridors: upper }").segments);
}

TEST(Where, CountsAPlaceThatOneChainEndsAtAsBeyond) {
  FileSet world = small_world();
  std::string& corridors = file_of(world, "networks/small/corridors.yaml");
  corridors.insert(corridors.find("groups:"), "  short: { name: Short, through: [gate, west] }\n");
  EXPECT_THAT(target("{ corridors: [upper, short] }", world).inside, IsEmpty());
}

/// Of a control: areas are no stretch for an ambush.
Where area(const std::string& where) {
  const Reading reading = decode(load(small_world(), {"events.blockade.where=" + where}));
  for (const Diagnostic& d : reading.diagnostics) ADD_FAILURE() << format(d, {});
  if (!reading.scenario) return {};
  for (const Event& event : reading.scenario->events)
    if (event.id == "blockade") return std::get<Control>(event.what).where;
  return {};
}

struct Named {
  std::vector<std::string> segments, forward, inside;
};
Named named(const Where& where) {
  const Network network = decode(load(small_world())).scenario->network;
  Named out;
  for (const SegmentId s : where.segments) out.segments.push_back(network.segments[s].id);
  for (const ArcId a : where.forward)
    out.forward.push_back(network.places[network.tail(a)].id + ">" + network.places[network.head(a)].id);
  for (const PlaceId p : where.inside) out.inside.push_back(network.places[p].id);
  return out;
}

TEST(Where, AroundAPlaceIsEveryRoadThatReachesIntoTheCircle) {
  // As the crow flies from Capital: ford 167 km, south 293 km, hill 364 km, west 422 km.
  const Where near = area("{ around: capital, within: 200 km }");
  EXPECT_EQ(near.text, "within 200 km of capital");
  EXPECT_TRUE(near.is_area);
  const Named n = named(near);
  EXPECT_THAT(n.segments, UnorderedElementsAre("capital:south", "ford:capital", "hill:ford", "west:capital"));
  EXPECT_THAT(n.forward, UnorderedElementsAre("south>capital", "ford>capital", "hill>ford", "west>capital"));
  EXPECT_THAT(n.inside, UnorderedElementsAre("capital", "ford"));
  EXPECT_THAT(named(area("{ around: capital, within: 0 km }")).inside, ElementsAre("capital"));
}

TEST(Where, ACountryIsEveryRoadWithBothEndsInIt) {
  const Named n = named(area("{ country: ML }"));
  EXPECT_THAT(n.segments, UnorderedElementsAre("gate:west", "west:capital", "hill:ford", "ford:capital",
                                               "capital:south"));
  EXPECT_THAT(n.forward, IsEmpty());
  EXPECT_THAT(n.inside, UnorderedElementsAre("capital", "ford", "gate", "hill", "south", "west"));
}

TEST(Where, ABorderIsTheRoadsFromAbroadToItsPost) {
  const Named n = named(area("{ border: gate }"));
  EXPECT_THAT(n.segments, ElementsAre("haven:gate"));
  EXPECT_THAT(n.forward, ElementsAre("haven>gate"));
  EXPECT_THAT(n.inside, IsEmpty());
}

TEST(Where, ATerminalIsTheRoadsOfItsPlace) {
  const Named n = named(area("{ terminal: haven }"));
  EXPECT_THAT(n.segments, UnorderedElementsAre("haven:gate", "haven:hill"));
  EXPECT_THAT(n.forward, UnorderedElementsAre("haven>gate", "haven>hill"));
}

TEST(Distance, IsThatOfTheGreatCircle) {
  const auto place = [](double latitude, double longitude) {
    Place p;
    p.latitude = latitude;
    p.longitude = longitude;
    return p;
  };
  // A quarter of the equator and of a meridian: pi / 2 x 6 371 km.
  EXPECT_EQ(great_circle(place(0, 0), place(0, 90)), Length{10'007'543});
  EXPECT_EQ(great_circle(place(90, 0), place(0, 12)), Length{10'007'543});
  EXPECT_EQ(great_circle(place(12.65, -8), place(12.65, -8)), Length{0});
  // Dakar to Bamako: about 1 045 km by any atlas.
  EXPECT_NEAR(static_cast<double>(great_circle(place(14.69, -17.44), place(12.65, -8.0)).count()), 1'045e3,
              5e3);
}

}  // namespace
}  // namespace citerne::input
