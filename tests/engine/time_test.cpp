#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

/// **Calendar** (warm-up, opening stock, end), **Ties**, samples.
namespace citerne::engine {
namespace {

using namespace testing_world;

TEST(WarmUp, FillsTheRoadsAndCountsNothing) {
  Stage stage{chain()};
  stage.through("2025-01-01");
  const World& w = stage.world;
  EXPECT_TRUE(w.counting);
  EXPECT_EQ(w.draw_meters[0].demand, Volume{});
  EXPECT_EQ(w.cycles[FleetId{0}], 0);
  EXPECT_TRUE(stage.record.log.empty());
  stage.to_the_end();
  EXPECT_NEAR(static_cast<double>(stage.record.loads[0]), 59, 2);  // the first comes on the first days
}

TEST(WarmUp, BeginsAtTheOrderUpToLevel) {
  const auto plan = make_plan(chain());
  const World w = make_world(*plan, 1, 0);
  EXPECT_EQ(w.calendar.now(), at("2024-12-12"));
  EXPECT_EQ(w.fuel[ProductId{0}].balance(w.tanks[TankId{0}].stock), cubic_metres(240));
  EXPECT_EQ(w.idle[FleetId{0}].count, 20u);
}

/// The opening stock is a move against outside, before the first sample.
TEST(OpeningStock, IsSetAtTheStartByALedgerMove) {
  for (const Duration opening : {days(5), hours(12)}) {
    Scenario sc = chain();
    sc.sites[SiteId{0}].tanks[0].opening = opening;
    Stage stage{sc};
    stage.through("2025-01-01");
    const Volume expected = millilitres(40'000'000 * opening.count() / 86'400);
    EXPECT_EQ(stage.stock(), expected);
    stage.to_the_end();
    EXPECT_EQ(stage.record.series.stock_ml[0], expected.count());
    EXPECT_EQ(stage.record.residual_ml[0], 0);
  }
}

TEST(End, IsNotIncluded) {
  Scenario sc = fresh_chain();
  sc.calendar.end = at("2025-01-03");  // the first order would be on the third at 00:00
  const RunRecord record = run_once(sc);
  EXPECT_EQ(record.entered[0], 0);
  EXPECT_EQ(record.demand_ml[0], cubic_metres(80).count());
  EXPECT_EQ(record.ledger_ml[static_cast<std::size_t>(Account::waiting_to_load)], 0);
}

/// time[k] = start + k step, k < ceil((end - start) / step); flow k lies behind it, the last up to the end.
TEST(Samples, AreAtStartPlusMultiplesOfTheStep) {
  Scenario sc = fresh_chain();
  sc.calendar.end = at("2025-01-02T01:00");
  sc.calendar.sample_every = hours(6);
  const RunRecord record = run_once(sc);
  ASSERT_EQ(record.series.stock_ml.size(), 5u);  // 25 hours
  for (std::size_t k = 0; k < 5; ++k) {
    EXPECT_EQ(record.series.stock_ml[k], 240'000'000 - static_cast<std::int64_t>(k) * 10'000'000);
    EXPECT_EQ(record.series.demand_ml[k], k < 4 ? 10'000'000 : 1'666'666);
    EXPECT_EQ(record.series.cover_s[k], (240 - 10 * static_cast<std::int64_t>(k)) * 86'400 / 40);
  }
}

/// Points are read after everything of their second.
TEST(Samples, AreReadAfterEverythingOfTheirSecond) {
  Scenario sc = fresh_chain();
  sc.calendar.sample_every = hours(1);
  const RunRecord record = run_once(sc);
  const std::size_t third_at_six = 2 * 24 + 6;  // both tankers are in
  EXPECT_EQ(record.series.stock_ml[third_at_six], 230'000'000);
  EXPECT_EQ(record.series.idle[2 * 24], 18);  // two have been taken
}

/// Fuel that comes in the second in which the stock would end: no stock-out.
TEST(Ties, FuelThatComesInTheSecondOfTheStockOutPreventsIt) {
  Scenario sc = fresh_chain();
  sc.sites[SiteId{0}].tanks[0].opening = hours(6);  // ordered at once, in at six
  const RunRecord record = run_once(sc);
  EXPECT_EQ(record.pairs[0].first_dry, -1);
  EXPECT_EQ(record.served_ml, record.demand_ml);
  sc.sites[SiteId{0}].tanks[0].opening = hours(6) - seconds(1);
  EXPECT_EQ(run_once(sc).pairs[0].first_dry, at("2025-01-01T05:59:59").unix_seconds());
  EXPECT_EQ(run_once(sc).pairs[0].dry_s, 1);
}

/// A road that closes in the second of an arrival bars it; one that opens lets it in at once.
TEST(Ties, ControlsTurnBeforeConvoysArrive) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 1, 2), "2025-01-01", "2025-01-03T02:00");
  last_control(sc).news_after = days(60);
  Stage stage{sc};
  stage.through("2025-01-03T02:00");
  EXPECT_EQ(stage.entered(1), 2u);
  EXPECT_EQ(stage.logged(LogKind::held), 0u);
}

/// A run is cut anywhere and put together again.
TEST(Copy, ContinuesToTheSameEnd) {
  Scenario sc = chain();
  sc.driving.noise_cv = percent(20);
  closed(sc, "blockade", stretch(sc, 1, 3), "2025-01-10", "2025-01-20", ClosurePolicy::turn_back);
  const RunRecord straight = run_once(sc);
  for (const char* cut : {"2024-12-15", "2025-01-01", "2025-01-10", "2025-01-15T13:37:11", "2025-02-27"}) {
    const auto plan = make_plan(sc);
    World world = make_world(*plan, 7, 0);
    RunRecord record;
    record.what = {true, true};
    run_until(*plan, world, record, at(cut));
    World copy = world;
    RunRecord copied = record;
    run_until(*plan, world, record, plan->end);  // the original goes on, and disturbs nobody
    run_until(*plan, copy, copied, plan->end);
    finish(*plan, copy, copied);
    EXPECT_EQ(copied.fingerprint, straight.fingerprint);
    EXPECT_EQ(copied.events, straight.events);
    EXPECT_EQ(copied.served_ml, straight.served_ml);
    EXPECT_EQ(copied.deficit_ml, straight.deficit_ml);
    EXPECT_EQ(copied.series.stock_ml, straight.series.stock_ml);
  }
}

}  // namespace
}  // namespace citerne::engine
