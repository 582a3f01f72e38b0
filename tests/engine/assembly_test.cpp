#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

/// **Assembly**: convoys form at terminals and assembly places, by number or by time.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// Regular tankers every two hours, groups of n: the mean wait is (n - 1) / 2 times two hours.
TEST(Assembly, OfNTankersWaitsHalfOfThemInTheMean) {
  for (const std::int64_t n : {1, 2, 5, 10}) {
    Scenario sc = fresh_chain();
    sc.terminals[TerminalId{0}].rate_limit = tankers_per_day(12);
    sc.sites[SiteId{0}].tanks[0].order_up_to = days(14);  // ten loads a time
    sc.assemblies = {{.place = PlaceId{0}, .tankers = n, .wait_at_most = days(30)}};
    Stage stage{sc};
    stage.through("2025-01-14");
    ASSERT_EQ(stage.world.traffic[LineId{0}].loads, 10) << n;
    EXPECT_EQ(stage.delay(Cause::assembly), hours(n - 1).count() * 10) << n;
    for (const Crossing& c : stage.crossings)
      EXPECT_TRUE(!c.loaded || c.tankers == static_cast<std::size_t>(n));
  }
}

/// Three are wanted, two come: they leave when the first has waited for a day.
TEST(Assembly, LeavesWhenTheFirstHasWaitedLongEnough) {
  Scenario sc = fresh_chain();
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 3, .wait_at_most = days(1)}};
  Stage stage{sc};
  stage.through(at("2025-01-04T01:00") - seconds(1));
  EXPECT_EQ(stage.entered(0), 0u);
  stage.through("2025-01-04T01:00");
  EXPECT_EQ(stage.entered(0), 2u);
  EXPECT_EQ(stage.crossings.size(), 1u);
}

/// The clock of the next convoy starts with its own first tanker.
TEST(Assembly, AClockThatBelongsToAConvoyThatLeftIsStale) {
  Scenario sc = fresh_chain();
  sc.terminals[TerminalId{0}].bays = 1;                // one an hour: at 1, 2, 3 o'clock
  sc.sites[SiteId{0}].tanks[0].order_up_to = days(7);  // three loads a time
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 2, .wait_at_most = minutes(150)}};
  Stage stage{sc};
  stage.through("2025-01-05");  // 280 - 120 = 160 on the fourth
  std::vector<std::pair<Instant, std::size_t>> left;
  for (const Crossing& c : stage.crossings)
    if (c.loaded && c.arc == forward_arc(SegmentId{0})) left.emplace_back(c.at, c.tankers);
  EXPECT_THAT(left, testing::ElementsAre(std::pair{at("2025-01-04T02:00"), std::size_t{2}},
                                         std::pair{at("2025-01-04T05:30"), std::size_t{1}}));
}

/// An assembly place on the way: tankers come alone and go on together.
TEST(Assembly, GathersOnTheWayToo) {
  Scenario sc = fresh_chain();
  sc.terminals[TerminalId{0}].bays = 1;
  sc.assemblies = {{.place = PlaceId{2}, .tankers = 2, .wait_at_most = days(2)}};
  Stage stage{sc};
  stage.through("2025-01-03T12:00");
  for (const Crossing& c : stage.crossings)
    if (c.loaded) {
      EXPECT_EQ(c.tankers, segment_of(c.arc).index() < 2 ? 1u : 2u);
    }
  EXPECT_EQ(stage.delay(Cause::assembly), hours(1).count());
}

TEST(Assembly, IsNotForEmptyTankers) {
  Scenario sc = fresh_chain();
  sc.assemblies = {{.place = PlaceId{2}, .tankers = 2, .wait_at_most = days(2)}};
  const RunRecord record = run_once(sc);
  EXPECT_EQ(record.cycle_s[0], record.cycles[0] * hours(10).count());
}

/// Tankers for two places meet on the common road and part where their ways part.
TEST(Assembly, ConvoysJoinOnACommonRoadAndPartAtTheFork) {
  Scenario sc = fresh_chain(2);  // port - p1 - town
  const PlaceId other = sc.network.places.push_back({.id = "other", .name = "other", .country = "ML"});
  sc.network.segments.push_back(
      {.id = "fork", .from = PlaceId{1}, .to = other, .road = "", .length = kilometres(60)});
  sc.sites.push_back(sc.sites[SiteId{0}]);
  sc.sites[SiteId{1}].place = other;
  sc.sites[SiteId{1}].tanks[0].lines[0].corridor = CorridorId::none();
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 4, .wait_at_most = days(2)}};
  Stage stage{sc};
  stage.through("2025-01-03T08:00");
  ASSERT_EQ(stage.crossings.size(), 3u + 8u);  // and four come home, one by one, on two roads
  EXPECT_EQ(stage.crossings[0].tankers, 4u);
  EXPECT_EQ(stage.crossings[1].tankers, 2u);
  EXPECT_EQ(stage.crossings[2].tankers, 2u);
  EXPECT_NE(stage.crossings[1].arc, stage.crossings[2].arc);
}

}  // namespace
}  // namespace citerne::engine
