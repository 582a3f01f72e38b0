#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "stage.hpp"

/// **Lots**: demand that comes all at once, at random instants; and the queues that Poisson arrivals make,
/// whose means are known.
namespace citerne::engine {
namespace {

using namespace testing_world;

constexpr std::int64_t kLoad = 40'000;  // litres

/// As many lots of one load a day as are asked for, each of which orders one load. One year is counted.
Scenario lots_of_loads(std::int64_t a_day) {
  Scenario sc = fresh_chain();
  sc.calendar.end = at("2026-01-01");
  sc.calendar.sample_every = days(30);
  sc.classes[ClassId{0}].lot = litres(kLoad);
  citerne::Tank& tank = sc.sites[SiteId{0}].tanks[0];
  tank.demands[0].normal = tank.throughput = litres_per_day(kLoad * a_day);
  tank.reorder_at = days(20);
  tank.order_up_to = tank.reorder_at + Duration{days(1).count() / a_day};
  tank.capacity = litres(kLoad * 40 * a_day);
  sc.fleets[FleetId{0}].tankers = 40 * a_day;
  sc.terminals[TerminalId{0}].bays = 1'000;
  return sc;
}

/// What was asked for in each hour.
std::vector<std::int64_t> asked_by_hour(Scenario sc, std::uint32_t replication = 0) {
  sc.calendar.sample_every = hours(1);
  const RunRecord record = run_once(sc, replication);
  return {record.series.demand_ml.begin(), record.series.demand_ml.end()};
}

struct Estimate {
  double mean = 0.0, error = 0.0;
};
template <class Figure>
Estimate over_replications(const Scenario& sc, std::uint32_t replications, Figure figure) {
  const auto plan = make_plan(sc);
  double sum = 0.0, squares = 0.0;
  for (std::uint32_t r = 0; r < replications; ++r) {
    const double x = figure(run(*plan, make_world(*plan, 7, r), {false, false}));
    sum += x;
    squares += x * x;
  }
  const double mean = sum / replications;
  return {mean, std::sqrt((squares / replications - mean * mean) / (replications - 1))};
}

/// Within four standard errors, which are at most a share of it.
void expect_mean(const Estimate& estimate, double known, double at_most) {
  EXPECT_NEAR(estimate.mean, known, 4 * estimate.error);
  EXPECT_LT(estimate.error, at_most * known);
  EXPECT_GT(estimate.error, 0.0);
}

TEST(Lots, ComeAsAPoissonProcessOfTheSameDemand) {
  const Scenario sc = lots_of_loads(12);
  const auto lots = [](const RunRecord& r) { return static_cast<double>(r.demand_ml[0]) / 1e3 / kLoad; };
  const Estimate number = over_replications(sc, 200, lots);
  expect_mean(number, 12 * 365, 0.01);
  // Variance = mean: its own standard error is about sqrt(2 / 200) of it.
  EXPECT_NEAR(number.error * number.error * 199 / (12.0 * 365), 1.0, 4 * std::sqrt(2.0 / 200));
}

TEST(Lots, AreWhole) {
  const RunRecord record = run_once(lots_of_loads(3));
  EXPECT_EQ(record.demand_ml[0] % (kLoad * 1'000), 0);
  EXPECT_EQ(record.served_ml[0], record.demand_ml[0]);
  EXPECT_EQ(record.residual_ml[0], 0);
}

/// Their luck is their own: other tankers, rationing, roads and sampling move none.
TEST(Lots, ComeAtTheSameInstantsWhateverIsDone) {
  const std::vector<std::int64_t> first = asked_by_hour(lots_of_loads(3));
  Scenario other = lots_of_loads(3);
  other.fleets[FleetId{0}].tankers = 1;
  other.sites[SiteId{0}].unloading_takes = hours(7);
  closed(other, "blockade", stretch(other, 0, 4), "2025-02-01", "2025-08-01");
  EXPECT_EQ(asked_by_hour(other), first);
  EXPECT_NE(asked_by_hour(lots_of_loads(3), 1), first);
}

/// Twice the demand: the lots before it come as before, then twice as many.
TEST(Lots, FollowADemandShift) {
  Scenario sc = lots_of_loads(12);
  const std::vector<std::int64_t> plain = asked_by_hour(sc);
  sc.events.push_back({"more", DemandShift{.factor = percent(200), .from = at("2025-07-01")}, {}});
  const std::vector<std::int64_t> shifted = asked_by_hour(sc);
  const std::ptrdiff_t hours_before = 181 * 24;
  EXPECT_TRUE(std::equal(plain.begin(), plain.begin() + hours_before, shifted.begin()));
  const auto after = [&](const std::vector<std::int64_t>& asked) {
    return static_cast<double>(std::accumulate(asked.begin() + hours_before, asked.end(), std::int64_t{0})) /
           1e3 / kLoad;
  };
  EXPECT_NEAR(after(shifted), 2 * 12 * 184, 4 * std::sqrt(2 * 12 * 184));
  EXPECT_NEAR(after(plain), 12 * 184, 4 * std::sqrt(12 * 184));
}

/// Nothing comes in, and the stock is two lots and a half.
TEST(Lots, TakeWhatIsLeftAndGoShortOfTheRest) {
  Scenario sc = lots_of_loads(2);
  closed(sc, "blockade", stretch(sc, 0, 4), "2025-01-01", "2026-01-01");
  sc.fleets[FleetId{0}].tankers = 1;
  sc.calendar.warm_up = Duration{};
  sc.sites[SiteId{0}].tanks[0].opening = hours(30);
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.record.served_ml[0], kLoad * 1'000 * 5 / 2);
  EXPECT_GT(stage.record.demand_ml[0], kLoad * 1'000 * 600);
  EXPECT_EQ(stage.logged(LogKind::stock_out), 1u);
  std::int64_t unserved = 0;
  for (const std::int64_t ml : stage.record.deficit_ml) unserved += ml;
  EXPECT_EQ(unserved, stage.record.demand_ml[0] - stage.record.served_ml[0]);
}

TEST(Lots, AreRationedByTheRow) {
  Scenario sc = lots_of_loads(2);
  sc.service_tables[ServiceTableId{0}].rows[0].share[ClassId{0}] = percent(25);
  const RunRecord record = run_once(sc);
  EXPECT_EQ(record.served_ml[0] * 4, record.demand_ml[0]);
}

/// Another class at the same tank draws steadily as it did: of each the sum is its own.
TEST(Lots, LeaveSteadyClassesAlone) {
  Scenario sc = lots_of_loads(2);
  sc.classes.push_back({"homes", "Homes", ProfileId{0}});
  sc.service_tables[ServiceTableId{0}].rows[0].share.push_back(percent(100));
  sc.sites[SiteId{0}].tanks[0].demands.push_back({ClassId{1}, litres_per_day(1'234)});
  const RunRecord record = run_once(sc);
  EXPECT_EQ(record.demand_ml[0], run_once(lots_of_loads(2)).demand_ml[0]);
  EXPECT_EQ(record.demand_ml[1], 1'234'000 * 365);
  EXPECT_EQ(record.served_ml[1], record.demand_ml[1]);
}

/// A tank that an event waits on is looked at for each lot, any other only where a lot may matter: both hand
/// out the same, to each class, also in the second in which it runs dry.
TEST(Lots, AreTheSameHoweverOftenTheTankIsLookedAt) {
  for (std::uint32_t replication = 0; replication < 6; ++replication) {
    Scenario sc = lots_of_loads(2);
    sc.classes.push_back({"homes", "Homes", ProfileId{0}, std::nullopt, litres(1'234)});
    sc.service_tables[ServiceTableId{0}].rows[0].share.push_back(percent(100));
    sc.sites[SiteId{0}].tanks[0].demands.push_back({ClassId{1}, litres_per_day(30'000)});
    closed(sc, "blockade", stretch(sc, 0, 4), "2025-03-01", "2025-06-01");
    sc.events.push_back({"more", DemandShift{.factor = percent(150), .from = at("2025-07-01")}, {}});
    Scenario watched = sc;
    Trigger never{.when = {.place = PlaceId{4}, .product = ProductId{0}}};
    never.when.above = days(3'650);
    watched.events.push_back({"never", DemandShift{.factor = percent(200)}, never});
    const RunRecord seldom = run_once(sc, replication), often = run_once(watched, replication);
    EXPECT_GT(often.events, seldom.events);
    EXPECT_LT(seldom.served_ml[0], seldom.demand_ml[0]);
    EXPECT_EQ(seldom.demand_ml, often.demand_ml);
    EXPECT_EQ(seldom.served_ml, often.served_ml);
    EXPECT_EQ(seldom.short_s, often.short_s);
    EXPECT_EQ(seldom.series.stock_ml, often.series.stock_ml);
    EXPECT_EQ(seldom.series.demand_ml, often.series.demand_ml);
    EXPECT_EQ(seldom.series.served_ml, often.series.served_ml);
  }
}

/// M/D/1 (Pollaczek and Khinchine): with one bay that is busy a share rho of the time, a tanker waits
/// rho D / (2 (1 - rho)) in the mean.
TEST(KnownQueues, OneBayIsAnMD1Queue) {
  for (const std::int64_t a_day : {12, 18}) {
    Scenario sc = lots_of_loads(a_day);
    sc.terminals[TerminalId{0}].bays = 1;
    const double rho = static_cast<double>(a_day) / 24;
    const Estimate wait = over_replications(sc, 100, [](const RunRecord& r) {
      return static_cast<double>(r.delay_s[static_cast<std::size_t>(Cause::loading)]) /
             static_cast<double>(r.loads[0]);
    });
    expect_mean(wait, rho * 3'600 / (2 * (1 - rho)), 0.02);
  }
}

/// Tankers that come as a Poisson process and leave by k wait (k - 1) / 2 gaps in the mean.
TEST(KnownQueues, CompanyOfKIsABatchQueue) {
  Scenario sc = lots_of_loads(12);
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 5, .wait_at_most = days(100)}};
  const Estimate wait = over_replications(sc, 100, [](const RunRecord& r) {
    return static_cast<double>(r.assembly_wait_s[0]) / static_cast<double>(r.assembled[0]);
  });
  expect_mean(wait, 2 * 86'400.0 / 12, 0.01);
}

/// One unit that leads one tanker over two roads and drives back, four hours: M/D/1 again.
TEST(KnownQueues, OneEscortUnitIsAnMD1Queue) {
  Scenario sc = lots_of_loads(3);
  sc.escorts.push_back({.id = "main",
                        .corridor = CorridorId{0},
                        .between = {PlaceId{1}, PlaceId{3}},
                        .base = PlaceId{1},
                        .units = 1,
                        .at_most = 1});
  sc.events.push_back(
      {"rule",
       EscortOnly{.escorts = {EscortId{0}}, .from = at("2025-01-01"), .until = at("2026-01-01")},
       {}});
  const Estimate wait = over_replications(sc, 200, [](const RunRecord& r) {
    return static_cast<double>(r.escort_wait_s[0]) / static_cast<double>(r.escort_tankers[0]);
  });
  expect_mean(wait, 0.5 * 4 * 3'600 / (2 * (1 - 0.5)), 0.02);
}

}  // namespace
}  // namespace citerne::engine
