#include "citerne/study/open_roads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/small_world.hpp"

namespace citerne::study {
namespace {

using namespace testing_world;
using testing::ElementsAre;

/// Two ways from the port to the town: north 2 h and 10 tankers a day, south 2 h 10 min and 5.
Scenario two_ways_of_15() {
  Scenario sc = two_ways();
  for (Segment& s : sc.network.segments) s.capacity_tankers_per_day = s.id == "s0" || s.id == "s1" ? 10 : 5;
  closed(sc, "north", road_of(sc, "s1"), "2025-01-10", "2025-01-20");
  closed(sc, "south", road_of(sc, "b0"), "2025-01-12", "2025-01-30", ClosurePolicy::hold, percent(40));
  return sc;
}
constexpr std::int64_t kOpen = 1'000'000;

std::vector<RoadPeriod> periods_of(const engine::Plan& plan, const std::vector<GradeChange>& grades) {
  OpenRoadsFinder finder{plan};
  return finder.periods(plan, grades);
}
std::int64_t second(const char* date) { return at(date).unix_seconds(); }

TEST(OpenRoads, OfANormalYearAreAllRoads) {
  const OpenRoads roads = roads_of_normal_year(*engine::make_plan(two_ways_of_15()));
  EXPECT_THAT(roads.inflow, ElementsAre(15'000));
  EXPECT_THAT(roads.nearest, ElementsAre(hours(2)));
}

TEST(OpenRoads, FollowWhatEachControlLetsThrough) {
  const auto plan = engine::make_plan(two_ways_of_15());
  const auto periods = periods_of(*plan, {{second("2025-01-10"), 0, 0},
                                          {second("2025-01-12"), 1, 400'000},
                                          {second("2025-01-13"), 1, 0},
                                          {second("2025-01-20"), 0, kOpen},
                                          {second("2025-01-30"), 1, kOpen}});
  ASSERT_EQ(periods.size(), 6u);
  const auto inflow = [&](std::size_t i) { return periods[i].roads->inflow[0]; };
  const auto nearest = [&](std::size_t i) { return periods[i].roads->nearest[0]; };
  EXPECT_EQ(periods[0].from, at("2025-01-01"));
  EXPECT_EQ(inflow(0), 15'000);
  EXPECT_EQ(inflow(1), 5'000) << "north closed";
  EXPECT_EQ(nearest(1), hours(2) + minutes(10));
  EXPECT_EQ(inflow(2), 2'000) << "and of the south 40 %";
  EXPECT_EQ(nearest(2), hours(2) + minutes(10)) << "a filter is a way";
  EXPECT_EQ(inflow(3), 0);
  EXPECT_LT(nearest(3), Duration{}) << "no way, and no number for it";
  EXPECT_EQ(inflow(4), 10'000) << "only the south is closed";
  EXPECT_EQ(periods[5].roads, periods[0].roads) << "the same state is worked out once";
  EXPECT_EQ(periods[5].from, at("2025-01-30"));
}

TEST(OpenRoads, OfOneSecondAreThoseAtItsEnd) {
  const auto plan = engine::make_plan(two_ways_of_15());
  // One control hands over to the other: there is no moment at which both, or none, bar.
  const auto periods = periods_of(
      *plan, {{second("2025-01-01"), 0, 0}, {second("2025-01-12"), 1, 0}, {second("2025-01-12"), 0, kOpen}});
  ASSERT_EQ(periods.size(), 2u);
  EXPECT_EQ(periods[0].from, at("2025-01-01"));
  EXPECT_EQ(periods[0].roads->inflow[0], 5'000);
  EXPECT_EQ(periods[1].roads->inflow[0], 10'000);
}

TEST(OpenRoads, AreOpenAsLongAsSomeProductMayPass) {
  Scenario sc = two_ways_of_15();
  sc.products.push_back({"diesel", "Diesel"});
  std::get<Control>(sc.events[EventId{0}].what).applies_to.products = {ProductId{0}};
  const auto plan = engine::make_plan(sc);
  EXPECT_EQ(periods_of(*plan, {{second("2025-01-10"), 0, 0}}).size(), 1u) << "no road is closed to all";
  std::get<Control>(sc.events[EventId{0}].what).applies_to.products = {ProductId{0}, ProductId{1}};
  EXPECT_EQ(periods_of(*engine::make_plan(sc), {{second("2025-01-10"), 0, 0}}).back().roads->inflow[0],
            5'000);
}

}  // namespace
}  // namespace citerne::study
