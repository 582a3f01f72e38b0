#include "citerne/engine/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

namespace citerne::engine {
namespace {

using testing_world::at;
using testing_world::chain;
using testing_world::closed;
using testing_world::stretch;

TEST(Run, ServesEverythingInANormalYear) {
  const RunRecord record = run_once(chain());
  EXPECT_EQ(record.served_ml, record.demand_ml);
  EXPECT_EQ(record.demand_ml[0], 59 * litres(40'000).count());
  EXPECT_EQ(record.residual_ml[0], 0);
  EXPECT_EQ(record.pairs[0].shortages, 0);
}

/// **Cycle of a tanker**: on a free road the time is the sum of the parts.
TEST(Run, CycleOfATankerIsTheSumOfItsParts) {
  const RunRecord record = run_once(chain());
  ASSERT_GT(record.cycles[0], 10);
  // loading 1 h, 4 h there, unloading 1 h, 4 h back
  EXPECT_EQ(record.cycle_s[0], record.cycles[0] * hours(10).count());
  EXPECT_EQ(record.trip_s[0], record.loads[0] * hours(5).count());  // with the unloading
}

/// **Exact depletion**: nothing comes in, so the stock lasts stock / demand to the second.
TEST(Run, AClosedRoadEmptiesTheTankAtStockOverDemand) {
  Scenario sc = chain();
  closed(sc, "blockade", stretch(sc, 0, 4), "2025-01-01", "2025-03-01");
  sc.sites[SiteId{0}].tanks[0].opening = days(5);
  sc.calendar.warm_up = days(0);
  const RunRecord record = run_once(sc);
  EXPECT_EQ(record.pairs[0].first_dry, at("2025-01-06").unix_seconds());
  EXPECT_EQ(record.served_ml[0], litres(200'000).count());
  EXPECT_EQ(record.pairs[0].first_shortage, at("2025-01-06").unix_seconds());
  EXPECT_EQ(record.pairs[0].short_days, 54);
  std::int64_t blamed = 0;
  for (const std::int64_t v : record.deficit_ml) blamed += v;
  EXPECT_EQ(blamed, record.demand_ml[0] - record.served_ml[0]);
}

TEST(Run, TrafficResumesWhenTheRoadReopens) {
  Scenario sc = chain();
  closed(sc, "blockade", stretch(sc, 1, 3), "2025-01-10", "2025-01-20");
  const RunRecord record = run_once(sc);
  EXPECT_GT(record.demand_ml[0], record.served_ml[0]);
  EXPECT_EQ(record.residual_ml[0], 0);
  EXPECT_EQ(record.pairs[0].shortages, 1);
  EXPECT_LT(record.pairs[0].short_days, 12);
}

TEST(Run, SamplingIsAnObserver) {
  Scenario often = chain(), seldom = chain();
  closed(often, "blockade", stretch(often, 1, 3), "2025-01-10", "2025-01-20");
  closed(seldom, "blockade", stretch(seldom, 1, 3), "2025-01-10", "2025-01-20");
  often.calendar.sample_every = minutes(7);
  seldom.calendar.sample_every = days(9);
  const RunRecord a = run_once(often), b = run_once(seldom);
  EXPECT_EQ(a.served_ml, b.served_ml);
  EXPECT_EQ(a.deficit_ml, b.deficit_ml);
  EXPECT_EQ(a.delay_s, b.delay_s);
  EXPECT_EQ(a.pairs[0].first_dry, b.pairs[0].first_dry);
}

TEST(RunDeathTest, EndsARunThatGoesRoundInCircles) {
  const auto plan = make_plan(chain());
  EXPECT_EXIT(run(*plan, make_world(*plan, 1, 3), {.most_events = 50}), testing::ExitedWithCode(4),
              "51 events in replication 3, most of them ConvoyReaches");
}

}  // namespace
}  // namespace citerne::engine
