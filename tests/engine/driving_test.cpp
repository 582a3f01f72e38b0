#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "citerne/base/random.hpp"
#include "stage.hpp"

/// **Driving** and **Common random numbers**.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// Morning driving only: loaded at 01:00, they leave at six; four hours there; the last of ten is at the
/// hose.
TEST(Driving, CountsOnlyTheHoursOfTheWindow) {
  Scenario sc = fresh_chain();
  sc.driving.from = hours(6);
  sc.driving.until = hours(9);
  Stage stage{sc};
  stage.through("2025-01-03T06:30");
  EXPECT_EQ(stage.tankers(ConvoyState::moving), 2u);
  stage.through("2025-01-03T20:00");  // three hours driven: at the third place, on its last road at night
  EXPECT_EQ(stage.tankers(ConvoyState::moving), 2u);
  EXPECT_EQ(stage.world.moving_on[3], 2);
  stage.through("2025-01-04T07:00");
  EXPECT_EQ(stage.world.tanks[TankId{0}].unloading, cubic_metres(80));
  EXPECT_EQ(stage.plan->lines[LineId{0}].usual, hours(1) + hours(4 * 8) + hours(1));
}

/// The driving time is the road's luck of the day, in closed form, for whoever enters.
TEST(Driving, NoiseIsSharedByRoadAndDate) {
  Scenario sc = fresh_chain();
  sc.driving.noise_cv = percent(15);
  Stage stage{sc, 5};
  stage.through("2025-02-01");
  ASSERT_GT(stage.crossings.size(), 100u);
  double least = 2, most = 0;
  for (const Crossing& c : stage.crossings) {
    Stream luck{{7, 5, Purpose::travel_time, name_hash(sc.network.segments[segment_of(c.arc)].id),
                 static_cast<std::uint32_t>(c.at.unix_seconds() / 86'400)}};
    EXPECT_EQ(c.needs, noisy(hours(1), travel_noise(percent(15), uniform01(luck))));
    least = std::min(least, static_cast<double>(c.needs.count()) / 3'600);
    most = std::max(most, static_cast<double>(c.needs.count()) / 3'600);
  }
  EXPECT_GT(least, 1 - 0.15 * std::sqrt(3.0) - 0.001);
  EXPECT_LT(most, 1 + 0.15 * std::sqrt(3.0) + 0.001);
  EXPECT_LT(least, 0.8);
  EXPECT_GT(most, 1.2);
}

TEST(Driving, AnotherReplicationHasOtherLuckAndTheSameOneTheSame) {
  Scenario sc = fresh_chain();
  sc.driving.noise_cv = percent(15);
  EXPECT_EQ(run_once(sc, 3).fingerprint, run_once(sc, 3).fingerprint);
  EXPECT_NE(run_once(sc, 3).trip_s, run_once(sc, 4).trip_s);
}

TEST(Driving, ComesFromSurfaceConditionSeasonAndFerry) {
  Scenario sc = fresh_chain();
  sc.driving = {.from = Duration{},
                .until = days(1),
                .paved_good = kmh(60),
                .paved_fair = kmh(40),
                .paved_poor = kmh(30),
                .gravel = kmh(20),
                .earth = kmh(12),
                .rainy_months = {7},
                .noise_cv = Share{}};
  Table<SegmentId, Segment>& roads = sc.network.segments;
  roads[SegmentId{0}].condition = Condition::good;
  roads[SegmentId{1}].condition = Condition::poor;
  roads[SegmentId{2}].surface = Surface::gravel;
  roads[SegmentId{2}].state = BaselineState::ferry;
  roads[SegmentId{3}].surface = Surface::earth;
  roads[SegmentId{3}].rainy_season_factor = percent(50);
  const auto plan = make_plan(sc);
  EXPECT_EQ(plan->driving_dry[0], hours(1));
  EXPECT_EQ(plan->driving_dry[2], hours(2));
  EXPECT_EQ(plan->driving_dry[4], hours(3) + hours(2));  // with the crossing
  EXPECT_EQ(plan->driving_dry[7], hours(5));
  EXPECT_EQ(plan->driving_wet[7], hours(10));
  EXPECT_EQ(plan->driving_wet[0], hours(1));
  sc.calendar.start = at("2025-06-29");
  sc.calendar.end = at("2025-07-10");
  Stage stage{sc};
  stage.to_the_end();
  for (const Crossing& c : stage.crossings)
    if (segment_of(c.arc) == SegmentId{3}) {
      EXPECT_EQ(c.needs, hours(c.at < at("2025-07-01") ? 5 : 10));
    }
}

/// **Common random numbers**: a tanker more meets the same roads.
TEST(CommonRandomNumbers, OneTankerMoreMeetsTheSameRoads) {
  Scenario few = fresh_chain(), more = few;
  few.driving.noise_cv = more.driving.noise_cv = percent(30);
  few.fleets[FleetId{0}].tankers = 2;
  more.fleets[FleetId{0}].tankers = 3;
  Stage a{few}, b{more};
  a.to_the_end();
  b.to_the_end();
  std::map<std::pair<std::size_t, std::int64_t>, Duration> seen;
  for (const Crossing& c : a.crossings) seen[{c.arc.index(), c.at.unix_seconds() / 86'400}] = c.needs;
  int shared = 0;
  for (const Crossing& c : b.crossings)
    if (const auto same = seen.find({c.arc.index(), c.at.unix_seconds() / 86'400}); same != seen.end()) {
      EXPECT_EQ(c.needs, same->second);
      ++shared;
    }
  EXPECT_GT(shared, 100);
}

}  // namespace
}  // namespace citerne::engine
