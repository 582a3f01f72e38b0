#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

/// **Routing** by time, money and perceived risk over what is known to be open.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// North is ten minutes shorter. Without habit the cheaper road is taken.
Scenario free_choice() {
  Scenario sc = two_ways();
  sc.sites[SiteId{0}].tanks[0].lines = {{.terminal = TerminalId{0}, .share = percent(100)}};
  return sc;
}

bool goes_north(const Scenario& sc) {
  const auto plan = make_plan(sc);
  return plan->routes[plan->lines[LineId{0}].route].arcs.front() == forward_arc(SegmentId{0});
}

TEST(Routing, TakesTheShorterRoad) { EXPECT_TRUE(goes_north(free_choice())); }

/// 0.6 units of risk on the northern 60 km: it is avoided when aversion x 0.6 is more than ten minutes.
TEST(Routing, AvoidsRiskFromAThresholdOn) {
  Scenario sc = free_choice();
  sc.perceived_risks.push_back({"danger", road_of(sc, "s1"), percent(100)});
  const std::int64_t threshold = minutes(10).count() * 10 / 6;  // aversion in seconds: 1000
  sc.routing.risk_aversion = seconds(threshold - 5);
  EXPECT_TRUE(goes_north(sc));
  sc.routing.risk_aversion = seconds(threshold + 5);
  EXPECT_FALSE(goes_north(sc));
}

/// Ten minutes are worth 1667 francs at 10'000 an hour; the southern way is ten km longer, so money agrees.
TEST(Routing, CountsMoneyAsTime) {
  Scenario sc = free_choice();
  sc.network.segments[SegmentId{0}].length = kilometres(50);  // north: 130 km, by a slow road
  sc.network.segments[SegmentId{1}].length = kilometres(80);
  sc.network.segments[SegmentId{1}].surface = Surface::earth;
  sc.network.segments[SegmentId{2}].length = kilometres(100);  // south: 170 km, fast
  sc.driving.earth = kmh(40);
  // north 50 min + 120 min = 170; south 100 + 70 = 170 min: equal in time, and north burns less
  EXPECT_TRUE(goes_north(sc));
  sc.network.segments[SegmentId{1}].length = kilometres(82);  // three minutes slower now
  EXPECT_FALSE(goes_north(sc));
  sc.routing.fuel_cost_per_km = Money{100};  // 38 km less: 3800 francs, 22 minutes
  EXPECT_TRUE(goes_north(sc));
}

TEST(Routing, BreaksTiesByPlaceId) {
  Scenario sc = free_choice();
  sc.network.segments[SegmentId{3}].length = kilometres(60);  // now equal; `a` has the lower id
  EXPECT_TRUE(goes_north(sc));
}

/// **News**: those on the road learn of a closure after its delay; who stands before it sees it.
TEST(Routing, FollowsTheNews) {
  Scenario sc = free_choice();
  closed(sc, "blockade", road_of(sc, "s1"), "2025-01-02", "2025-02-20", ClosurePolicy::reroute);
  last_control(sc).news_after = days(2);
  Stage stage{sc};
  stage.through("2025-01-03T06:00");  // ordered and gone north before the news
  EXPECT_EQ(stage.entered(0), 2u);
  EXPECT_EQ(stage.tankers(ConvoyState::held_at_place), 2u);  // they see the closure, and know of no way round
  stage.through("2025-01-04T06:00");                         // the news: back by the port and south
  EXPECT_EQ(stage.entered(3), 2u);
  stage.through("2025-02-10");
  EXPECT_EQ(stage.entered(0), 2u);  // nobody else went north
  EXPECT_GT(stage.entered(3), 10u);
}

TEST(Routing, TurnsBackToTheShorterRoadWhenItsOpeningIsKnown) {
  Scenario sc = free_choice();
  closed(sc, "blockade", road_of(sc, "s1"), "2025-01-01", "2025-01-10", ClosurePolicy::reroute);
  last_control(sc).news_after = days(2);
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.entered(0, at("2025-01-03")), stage.entered(0, at("2025-01-12")));
  EXPECT_GT(stage.entered(0, at("2025-01-12")), 10u);
  EXPECT_EQ(stage.entered(2, at("2025-01-12")), 0u);
}

/// A habit keeps to its corridor while that is open, though another is shorter.
TEST(Routing, AHabitKeepsToItsCorridor) {
  Scenario sc = two_ways();
  sc.sites[SiteId{0}].tanks[0].lines = {
      {.terminal = TerminalId{0}, .corridor = CorridorId{1}, .share = percent(100)}};
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.entered(0), 0u);
  EXPECT_GT(stage.entered(2), 10u);
}

/// Every habit of a tank is shut: the next loads take whatever road is open.
TEST(Routing, ATankWhoseEveryHabitIsShutTakesAnotherRoad) {
  Scenario sc = two_ways();
  sc.sites[SiteId{0}].tanks[0].lines = {
      {.terminal = TerminalId{0}, .corridor = CorridorId{1}, .share = percent(100)}};
  closed(sc, "blockade", road_of(sc, "b1"), "2025-01-02", "2025-02-20");
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.record.served_ml, stage.record.demand_ml);
  EXPECT_GT(stage.entered(0), 10u);
}

/// A one-way road is no way back, opened by a control or not.
TEST(Routing, AControlThatEndsDoesNotOpenTheWrongWayOfAOneWayRoad) {
  Scenario sc = two_ways();
  sc.network.segments[SegmentId{0}].two_way = false;
  sc.network.segments[SegmentId{1}].two_way = false;
  closed(sc, "blockade", stretch(sc, 0, 2), "2025-01-05", "2025-01-10");
  Stage stage{sc};
  stage.to_the_end();
  for (const Crossing& c : stage.crossings)
    EXPECT_TRUE(is_forward(c.arc) || segment_of(c.arc).index() >= 2) << format_instant(c.at);
  EXPECT_EQ(stage.record.served_ml, stage.record.demand_ml);
}

/// **Bypassed**: two habits, one closed for good: all goes by the other, without a shortage.
TEST(Routing, TrafficSimplyGoesRound) {
  Scenario sc = two_ways();
  closed(sc, "blockade", road_of(sc, "s1"), "2025-01-02", "2025-03-01");
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.entered(0), 0u);
  EXPECT_EQ(stage.record.served_ml, stage.record.demand_ml);
}

}  // namespace
}  // namespace citerne::engine
