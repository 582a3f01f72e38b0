#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "citerne/base/dates.hpp"
#include "wrong_case.hpp"

// How files of an `extends` chain and `--set` values come together.
namespace citerne::input {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// The small world with a scenario in front that extends it.
FileSet above_world(const std::string& text) {
  FileSet set = small_world();
  set.files.insert(set.files.begin(), {"cases/top.yaml", "citerne: 1\nextends: ../good/world.yaml\n" + text});
  return set;
}

Reading merged(const std::string& text, const std::vector<std::string>& settings = {}) {
  return decode(load(above_world(text), settings));
}

const Control& blockade(const Reading& reading) {
  for (const Event& event : reading.scenario->events)
    if (event.id == "blockade") return std::get<Control>(event.what);
  throw std::logic_error{"no blockade"};
}

TEST(Merge, ChangesOnlyWhatIsWritten) {
  const Reading reading = merged("terminals: { haven: { bays: 7 } }\n");
  ASSERT_THAT(brief(reading.diagnostics), IsEmpty());
  const Terminal& haven = *reading.scenario->terminals.begin();
  EXPECT_EQ(haven.bays, 7);
  EXPECT_EQ(haven.loading_takes, minutes(90));
}

TEST(Merge, TakesAwayWithNull) {
  const Reading reading = merged("events: { strike: null, blockade: { phases: { tight: null } } }\n");
  ASSERT_THAT(brief(reading.diagnostics), IsEmpty());
  EXPECT_EQ(reading.scenario->events.size(), 3u);
  EXPECT_EQ(blockade(reading).phases.size(), 1u);
}

TEST(Merge, ReplacesATargetWhole) {
  const Reading reading = merged("events: { blockade: { where: { segment: [gate, west] } } }\n");
  ASSERT_THAT(brief(reading.diagnostics), IsEmpty());
  EXPECT_EQ(blockade(reading).where.text, "gate to west");
}

TEST(Merge, ReplacesANumberWithRangeWhole) {
  FileSet set = above_world("demand: { total: { uniform: [900 m3/day, 1100 m3/day] } }\n");
  set.files.insert(
      set.files.begin(),
      {"cases/next.yaml",
       "citerne: 1\nextends: top.yaml\ndemand: { total: { value: 1 ML/day, low: 0.9 ML/day } }\n"});
  const Reading reading = decode(load(set));
  ASSERT_THAT(brief(reading.diagnostics), IsEmpty());
  EXPECT_EQ(reading.scenario->normal_demand, litres_per_day(1'000'000));
  EXPECT_THAT(reading.drawn, IsEmpty());
}

TEST(Merge, ReplacesListsWhole) {
  const Reading reading = merged("driving: { rainy_months: [9] }\n");
  EXPECT_THAT(reading.scenario->driving.rainy_months, ElementsAre(9));
}

TEST(Merge, FindsTablesBesideTheFileThatNamesThem) {
  FileSet set = above_world("demand: { table: demand.csv }\n");
  set.files.push_back({"cases/demand.csv", file_of(set, "good/demand.csv")});
  EXPECT_TRUE(decode(load(set)).scenario);
  EXPECT_EQ(load(set).files().files.back().path, "cases/demand.csv");
}

TEST(Merge, KeepsTheOriginOfEachValue) {
  const ScenarioFiles files =
      load(above_world("terminals: { haven: { bays: 7 } }\n"), {"terminals.haven.loading_takes=2 h"});
  const Node& haven = *files.resolved().find("terminals")->find("haven");
  EXPECT_EQ(files.files().files[haven.find("bays")->mark.file].path, "cases/top.yaml");
  EXPECT_EQ(files.files().files[haven.find("place")->mark.file].path, "good/world.yaml");
  EXPECT_EQ(haven.find("loading_takes")->mark, (Mark{kSettings, 1, 31}));
}

TEST(Set, ChangesAValueByItsDottedPath) {
  const Reading reading = merged(
      "", {"terminals.haven.bays=9", "events.blockade.until=2025-12-01", "events.blockade.phases.tight=null",
           "events.strike.where={ segment: [hill, ford] }", "events.blockade.news_after=3 h"});
  ASSERT_THAT(brief(reading.diagnostics), IsEmpty());
  EXPECT_EQ(reading.scenario->terminals.begin()->bays, 9);
  EXPECT_EQ(format_instant(blockade(reading).until), "2025-12-01");
  EXPECT_EQ(blockade(reading).phases.size(), 1u);
  EXPECT_EQ(blockade(reading).news_after, hours(3));
}

TEST(Set, LaterValuesWin) {
  EXPECT_EQ(
      merged("", {"terminals.haven.bays=9", "terminals.haven.bays=5"}).scenario->terminals.begin()->bays, 5);
}

TEST(Set, MakesMapsThatNobodyHasWritten) {
  EXPECT_EQ(merged("", {"orders.lot=20 m3"}).scenario->ordering.lot, cubic_metres(20));
}

TEST(Set, TellsWhatIsWrongAtItsPlace) {
  const Reading reading = merged(
      "", {"terminals.heaven.bays=9", "terminals.haven.bais=9", "terminals.haven.bays=nine", "bays", "=3",
           "terminals.haven.bays=[", "extends=x.yaml", "terminals.haven.bays=", "evnts.a=1", "haven.bays=9"});
  EXPECT_THAT(brief(reading.diagnostics),
              ElementsAre("--set:1:11 set-unknown-path", "--set:2:17 set-unknown-path", "--set:3:22 number",
                          "--set:4:1 set-syntax", "--set:5:1 set-syntax", "--set:6:22 yaml-complex-key",
                          "--set:7:1 set-unknown-path", "--set:8:22 yaml-empty", "--set:9:1 set-unknown-path",
                          "--set:10:1 set-unknown-path"));
  EXPECT_THAT(reading.diagnostics[0].text, testing::HasSubstr("did you mean 'haven'?"));
  EXPECT_THAT(reading.diagnostics[1].text, testing::HasSubstr("did you mean 'bays'?"));
  EXPECT_THAT(reading.diagnostics[8].text, testing::HasSubstr("did you mean 'events'?"));
  EXPECT_THAT(reading.diagnostics[9].text, testing::HasSubstr("did you mean 'terminals.haven'?"));
}

/// The only tank of this capacity.
const Tank* tank_of(const Reading& reading, Volume capacity) {
  const Tank* found = nullptr;
  for (const Site& site : reading.scenario->sites)
    for (const Tank& tank : site.tanks)
      if (tank.capacity == capacity) found = &tank;
  return found;
}

TEST(Set, ChangesACellOfATable) {
  const Reading reading =
      merged("", {"sites.capital/depot.petrol.tank_m3=12345", "network.roads.ford:hill.length_km=77",
                  "sites.capital/depot.petrol.opening_days=6",
                  "demand.table.capital/stations.transport.petrol.share=35.5",
                  "demand.table.capital/stations.transport.diesel.share=29.5"});
  ASSERT_THAT(brief(reading.diagnostics), IsEmpty());
  const Tank* const tank = tank_of(reading, cubic_metres(12'345));
  ASSERT_NE(tank, nullptr);
  EXPECT_EQ(tank->opening, days(6));
  EXPECT_EQ(reading.scenario->products[tank->product].id, "petrol");
  EXPECT_EQ(tank_of(merged(""), cubic_metres(12'345)), nullptr);
  const auto roads = reading.scenario->network.segments;
  EXPECT_TRUE(std::ranges::any_of(roads, [](const Segment& road) { return road.length == kilometres(77); }));
  const Tank* const stations = tank_of(reading, cubic_metres(1'500));
  ASSERT_NE(stations, nullptr);
  EXPECT_TRUE(std::ranges::any_of(stations->demands, [](const Demand& d) {
    return d.normal == litres_per_day(355'000) || d.normal == litres_per_day(295'000);
  }));
}

TEST(Set, ChangesACellInAResponseToo) {
  const FileSet set = above_world("responses: { more: { sites.capital/depot.petrol.tank_m3: 12345 } }\n");
  EXPECT_EQ(tank_of(decode(load(set)), cubic_metres(12'345)), nullptr);
  EXPECT_NE(tank_of(decode(with_response(load(set), "more")), cubic_metres(12'345)), nullptr);
}

TEST(Set, TellsWhatIsWrongWithACell) {
  const Reading reading = merged(
      "", {"sites.capital/depo.petrol.tank_m3=1", "sites.capital/depot.petrl.tank_m3=1",
           "sites.capital/depot.petrol.tank=1", "sites.capital/depot.petrol.kind=mine", "sites.capital=1",
           "sites.capital/depot.petrol.tank_m3=[1, 2]", "suppliers.capital/depot.*.haven.share_percent=5",
           "sites.capital/depot.petrol.tank_m3=-1"});
  EXPECT_THAT(
      brief(reading.diagnostics),
      ElementsAre("--set:1:7 set-unknown-path", "--set:2:21 set-unknown-path", "--set:3:28 set-unknown-path",
                  "--set:4:28 set-unknown-path", "--set:5:1 set-unknown-path", "--set:6:36 type",
                  "--set:7:33 set-several-rows", "--set:8:36 range"));
  EXPECT_THAT(reading.diagnostics[0].text, testing::HasSubstr("did you mean 'capital/depot'?"));
}

TEST(Set, IsKeptWithTheFilesSoThatARunCanBeRepeated) {
  const ScenarioFiles files = load(above_world(""), {"terminals.haven.bays=9"});
  EXPECT_THAT(files.files().settings, ElementsAre("terminals.haven.bays=9"));
  const Reading again = decode(load(files.files()));
  EXPECT_EQ(again.scenario->terminals.begin()->bays, 9);
}

}  // namespace
}  // namespace citerne::input
