#include "citerne/study/expected_threats.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/stage.hpp"

namespace citerne::study {
namespace {

using namespace testing_world;

/// Nobody drives; threats at this rate from January 1st to March 1st, 59 days.
Scenario raids(std::int64_t per_day) {
  Scenario sc = fresh_chain();
  sc.fleets[FleetId{0}].tankers = 0;
  Threats t{.where = stretch(sc, 0, 4), .window = hours(12)};
  t.phases = {{"only", at("2025-01-01"), threats_per_day(per_day)}};
  t.outcomes = {{.id = "all", .beaten_off = percent(100)}};
  t.trapped = {percent(100), Share{}, Share{}, days(1), Duration{}};
  sc.events.push_back({"raids", t});
  return sc;
}

Threats& threats_of(Scenario& sc) { return std::get<Threats>(sc.events[EventId{0}].what); }

double expected(const Scenario& sc) { return expected_threats(*engine::make_plan(sc)).at(0).value(); }

TEST(ExpectedThreats, AreTheIntegralOfTheRate) {
  Scenario sc = raids(1);
  EXPECT_NEAR(expected(sc), 59.0, 1e-9);
  Threats& t = threats_of(sc);
  t.phases.push_back({"tight", at("2025-01-20T06:30:20"), threats_per_day(2)});
  t.until = at("2025-02-11");
  const double first = 19.0 + (6.5 * 3'600.0 + 20.0) / 86'400.0;
  EXPECT_NEAR(expected(sc), first + 2.0 * (41.0 - first), 1e-9);
  sc.events.push_back(
      {"truce", ThreatShift{.factor = percent(40), .from = at("2025-02-01"), .until = at("2025-02-06")}});
  EXPECT_NEAR(expected(sc), first + 2.0 * (41.0 - first - 0.6 * 5.0), 1e-9);
  sc.events[EventId{0}].chance = percent(25);
  EXPECT_NEAR(expected(sc), 0.25 * (first + 2.0 * (41.0 - first - 0.6 * 5.0)), 1e-9);
}

TEST(ExpectedThreats, FollowTheProfile) {
  Scenario sc = raids(2);
  Profile daylight = sc.profiles[ProfileId{0}];
  daylight.id = "daylight";
  for (std::size_t h = 0; h < 24; ++h) daylight.hourly[h] = h >= 6 && h < 16 ? percent(10) : Share{};
  daylight.monthly[1] = percent(50);
  threats_of(sc).profile = sc.profiles.push_back(daylight);
  EXPECT_NEAR(expected(sc), 2.0 * (31.0 + 28.0 * 0.5), 1e-9);
}

/// The mean rate at t is b (1 + r / (1 - r) (1 - e^(-(1 - r) t / tau))).
TEST(ExpectedThreats, GrowByFollowUpsAsABranchingProcess) {
  Scenario sc = raids(1);
  threats_of(sc).follow_ups = percent(60);
  threats_of(sc).follow_up_after = days(2);
  const double r = 0.6, tau = 2.0, days = 59.0, k = (1 - r) / tau;
  EXPECT_NEAR(expected(sc), days / (1 - r) - r / (1 - r) * (1 - std::exp(-k * days)) / k, 1e-9);
}

TEST(ExpectedThreats, AreNotKnownWhereTheyHangOnTheRun) {
  Scenario sc = raids(1);
  const auto known = [](const Scenario& s) {
    return expected_threats(*engine::make_plan(s)).at(0).has_value();
  };
  sc.events.push_back(
      {"truce", ThreatShift{.factor = percent(40), .from = at("2025-02-01"), .until = at("2025-02-06")}});
  EXPECT_TRUE(known(sc));
  EXPECT_FALSE(expected_threats(*engine::make_plan(sc)).at(1).has_value()) << "a truce brings none";
  Scenario by_chance = sc;
  by_chance.events[EventId{1}].chance = percent(50);
  EXPECT_FALSE(known(by_chance));
  Scenario waits = raids(1);
  waits.events.push_back(
      {"truce", ThreatShift{.factor = percent(40)}, Trigger{.when = {.after = EventId{0}}}});
  EXPECT_FALSE(known(waits));
}

/// **As many come in the mean**: with phases, a profile, a truce and follow-ups that are above 1 in some
/// hours.
TEST(ExpectedThreats, ComeInTheMean) {
  Scenario sc = raids(1);
  Profile daylight = sc.profiles[ProfileId{0}];
  daylight.id = "daylight";
  for (std::size_t h = 0; h < 24; ++h) daylight.hourly[h] = h >= 6 && h < 16 ? percent(10) : Share{};
  Threats& t = threats_of(sc);
  t.profile = sc.profiles.push_back(daylight);
  t.phases.push_back({"tight", at("2025-01-20T08:00"), threats_per_day(2)});
  t.until = at("2025-02-20");
  t.follow_ups = percent(50);
  t.follow_up_after = hours(30);
  sc.events.push_back(
      {"truce", ThreatShift{.factor = percent(30), .from = at("2025-01-25"), .until = at("2025-02-05")}});
  const auto plan = engine::make_plan(sc);
  constexpr std::uint32_t kRuns = 2'000;
  double mean = 0.0, squares = 0.0;
  for (std::uint32_t r = 0; r < kRuns; ++r) {
    const auto came = static_cast<double>(
        engine::run(*plan, engine::make_world(*plan, 7, r), {false, false}).threats_came.front());
    mean += came / kRuns;
    squares += came * came / kRuns;
  }
  EXPECT_NEAR(mean, expected(sc), 4.0 * std::sqrt((squares - mean * mean) / kRuns));
}

}  // namespace
}  // namespace citerne::study
