#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

/// Long runs against figures one can work out: rate limits, fleets, shares.
namespace citerne::engine {
namespace {

using namespace testing_world;

Scenario thirsty() {
  Scenario sc = fresh_chain();
  sc.calendar.end = at("2026-01-01");
  citerne::Tank& tank = sc.sites[SiteId{0}].tanks[0];
  tank.demands[0].normal = tank.throughput = litres_per_day(2'000'000);
  tank.capacity = cubic_metres(20'000);
  return sc;
}

/// **Max-flow bound**: no more is delivered than the narrowest terminal loads; with a large fleet, just that.
TEST(LongRun, DeliversWhatTheTerminalLoads) {
  Scenario sc = thirsty();
  sc.fleets[FleetId{0}].tankers = 400;
  sc.terminals[TerminalId{0}].rate_limit = tankers_per_day(24);
  const RunRecord record = run_once(sc);
  const double days_loading =
      365 - 2 - 5.0 / 24;  // ordered on the third, in six hours later; the first in at six
  EXPECT_LE(record.loads[0], 365 * 24);
  EXPECT_NEAR(static_cast<double>(record.loads[0]), 24 * days_loading, 3);
}

/// Bays that work an hour a tanker load 24 a day each.
TEST(LongRun, DeliversWhatTheBaysLoad) {
  Scenario sc = thirsty();
  sc.fleets[FleetId{0}].tankers = 400;
  sc.terminals[TerminalId{0}].bays = 1;
  const RunRecord record = run_once(sc);
  EXPECT_NEAR(static_cast<double>(record.loads[0]), 24 * (365 - 2.2), 3);
}

/// A small fleet delivers one load a cycle of ten hours.
TEST(LongRun, DeliversOneLoadATankerAndCycle) {
  Scenario sc = thirsty();
  sc.fleets[FleetId{0}].tankers = 7;
  const RunRecord record = run_once(sc);
  EXPECT_NEAR(static_cast<double>(record.loads[0]), 7 * 24.0 / 10 * (365 - 2), 7);
  EXPECT_EQ(record.cycle_s[0], record.cycles[0] * hours(10).count());
}

/// **Two-route split**: loads go by shares, to within one.
TEST(LongRun, SplitsLoadsByShares) {
  Scenario sc = two_ways();
  sc.calendar.end = at("2026-01-01");
  sc.sites[SiteId{0}].tanks[0].lines[0].share = Share{373'000};
  sc.sites[SiteId{0}].tanks[0].lines[1].share = Share{627'000};
  Stage stage{sc};
  stage.to_the_end();
  const double all = static_cast<double>(stage.entered(0) + stage.entered(2));
  EXPECT_GT(all, 300);
  EXPECT_NEAR(static_cast<double>(stage.entered(0)), 0.373 * all, 1.0);
}

/// A road that is open half of the time, with hold, delivers no more than its share of a saturated fleet's
/// cycles.
TEST(LongRun, ARoadClosedForATimeDeliversWhatItsOpenTimeAllows) {
  Scenario sc = thirsty();
  sc.fleets[FleetId{0}].tankers = 7;
  closed(sc, "blockade", stretch(sc, 1, 2), "2025-03-01", "2025-05-10");  // 70 days
  const RunRecord record = run_once(sc);
  EXPECT_NEAR(static_cast<double>(record.loads[0]), 7 * 24.0 / 10 * (365 - 2 - 70), 14);
}

/// Deterministic depletion: 24 m3 a day come in, 40 go out; the stock of 240 lasts 240 / 16 days, in lumps of
/// a load.
TEST(LongRun, AConstantShortfallEmptiesTheTankInItsTime) {
  Scenario sc = fresh_chain();
  sc.terminals[TerminalId{0}].rate_limit = TankerRate{600};
  sc.fleets[FleetId{0}].tankers = 100;
  citerne::Tank& tank = sc.sites[SiteId{0}].tanks[0];
  tank.reorder_at = days(5) - seconds(1);  // orders at once, as good as
  const RunRecord record = run_once(sc);
  const double days_to_dry =
      static_cast<double>(record.pairs[0].first_dry - at("2025-01-01").unix_seconds()) / 86'400;
  EXPECT_NEAR(days_to_dry, 240.0 / 16, 2.5);
}

/// Served over a long time is what came in and what was there.
TEST(LongRun, WhatWasServedCameIn) {
  const RunRecord record = run_once(thirsty());
  const auto in_tanks = record.ledger_ml.back();
  EXPECT_EQ(record.served_ml[0], cubic_metres(12'000).count() + record.delivered_ml[0] - in_tanks);
}

}  // namespace
}  // namespace citerne::engine
