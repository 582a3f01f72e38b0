#include "citerne/analysis/run_summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "analysis/small_result.hpp"

namespace citerne::analysis {
namespace {

using testing::DoubleEq;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;

RunSummary summary() { return summarise(SmallResult{}.result); }

TEST(RunSummary, KnowsTheRun) {
  const RunSummary s = summary();
  EXPECT_EQ(s.title, "Two towns");
  EXPECT_EQ(s.replications, 4u);
  EXPECT_EQ(s.seed, 7);
  EXPECT_EQ((s.end_unix - s.start_unix) / 86'400, 14);
  EXPECT_EQ(s.shortage_bar_percent, 65.0);
  EXPECT_EQ(s.shortage_days, 2);
}

TEST(RunSummary, HoldsThePairsThatWereEverShortByTheirMedianFirstDay) {
  const RunSummary s = summary();
  ASSERT_EQ(s.short_pairs.size(), 2u);
  EXPECT_EQ(s.short_pairs[0].place, "Bamako");
  EXPECT_EQ(s.short_pairs[1].place, "Ségou");  // its median lies behind the end, so it comes last
  EXPECT_EQ(s.short_pairs[1].place_id, "segou");
  EXPECT_EQ(s.short_pairs[1].product, "petrol");
}

TEST(RunSummary, FirstDaysStayCensored) {
  const RunSummary s = summary();
  EXPECT_THAT(s.short_pairs[0].early, Optional(3.0));
  EXPECT_THAT(s.short_pairs[0].first_day, Optional(4.0));  // second of 3, 4, 5 and never
  EXPECT_EQ(s.short_pairs[0].late, std::nullopt);
  EXPECT_THAT(s.short_pairs[1].early, Optional(1.0));
  EXPECT_EQ(s.short_pairs[1].first_day, std::nullopt);
}

TEST(RunSummary, ChanceAndDaysAreOverAllReplications) {
  const ShortPair bamako = summary().short_pairs[0];
  EXPECT_EQ(bamako.chance.mid, 0.75);
  EXPECT_EQ(bamako.days.mid, 3.0);
  // 4, 2, 0, 6: variance 20 / 3, standard error 1.290994; t of 3 degrees of freedom is 3.182446.
  EXPECT_THAT(bamako.days.high, DoubleNear(3.0 + 3.1824463053 * 1.2909944487, 1e-8));
  EXPECT_TRUE(bamako.ever_short_at_end);
}

TEST(RunSummary, NoIntervalOfAnAmountReachesBelowZero) {
  const RunSummary s = summary();
  EXPECT_EQ(s.short_pairs[0].days.low, 0.0);
  EXPECT_EQ(s.classes[1].unserved_m3.low, 0.0);
  EXPECT_EQ(s.struck[0].lost.low, 0.0);
}

TEST(RunSummary, SumsClassesOverWhatIsStocked) {
  const RunSummary s = summary();
  ASSERT_EQ(s.classes.size(), 2u);
  EXPECT_EQ(s.classes[0].unserved_m3.mid, 0.0);
  EXPECT_THAT(s.classes[0].demand_m3, DoubleEq(3.0));
  EXPECT_THAT(s.classes[1].unserved_m3.mid, DoubleEq(10.0));  // 10, 20, 0, 10
  EXPECT_THAT(s.classes[1].demand_m3, DoubleEq(100.0));
}

TEST(RunSummary, TellsOfEventsThatStruck) {
  const RunSummary s = summary();
  ASSERT_EQ(s.struck.size(), 1u);
  EXPECT_EQ(s.struck[0].event, "rn24");
  EXPECT_EQ(s.struck[0].lost.mid, 1.5);
  EXPECT_EQ(s.struck[0].trapped.mid, 29.5);
}

TEST(RunSummary, LeavesOutEventsThatStruckNobody) {
  SmallResult calm;
  calm.drop("struck_lost");
  calm.drop("struck_trapped");
  calm.put("struck_lost", {"replication", "event"}, std::vector<double>(4));
  calm.put("struck_trapped", {"replication", "event"}, std::vector<double>(4));
  EXPECT_TRUE(summarise(calm.result).struck.empty());
}

TEST(RunSummary, GivesTheShareNotServedByWeekAndTownOfMostDemandFirst) {
  const RunSummary s = summary();
  ASSERT_EQ(s.weeks.size(), 2u);
  EXPECT_EQ(s.weeks[0].place, "Bamako");
  EXPECT_EQ(s.weeks[0].demand_m3, 40.0);
  EXPECT_THAT(s.weeks[0].unserved, ElementsAre(DoubleEq(2.0 / 20.0), DoubleEq(14.0 / 20.0)));
  EXPECT_THAT(s.weeks[1].unserved, ElementsAre(DoubleEq(0.0), DoubleEq(3.0 / 8.0)));
}

TEST(RunSummary, DoesWithoutSeries) {
  SmallResult metrics_only;
  for (const char* series : {"time", "demand_flow", "unserved_flow"}) metrics_only.drop(series);
  metrics_only.result.axes.erase("time");
  const RunSummary s = summarise(metrics_only.result);
  EXPECT_TRUE(s.weeks.empty());
  EXPECT_EQ(s.short_pairs.size(), 2u);
}

TEST(RunSummary, OfNoReplicationIsEmpty) {
  SmallResult none;
  none.result.axes["replication"] = 0;
  const RunSummary s = summarise(none.result);
  EXPECT_EQ(s.replications, 0u);
  EXPECT_EQ(s.title, "Two towns");
  EXPECT_TRUE(s.short_pairs.empty() && s.classes.empty() && s.struck.empty() && s.weeks.empty());
}

TEST(RunSummary, RefusesWhatIsNoResultOfARun) {
  const auto refusal = [](const Result& result) -> std::string {
    try {
      summarise(result);
    } catch (const std::runtime_error& refused) {
      return refused.what();
    }
    return "";
  };
  SmallResult lacks_array, lacks_attribute, other_type;
  lacks_array.drop("shortage_days");
  lacks_attribute.result.attributes.erase("seed");
  other_type.result.attributes["title"] = std::int64_t{1};
  EXPECT_THAT(refusal(lacks_array.result), HasSubstr("'shortage_days'"));
  EXPECT_THAT(refusal(lacks_attribute.result), HasSubstr("'seed'"));
  EXPECT_THAT(refusal(other_type.result), HasSubstr("'title'"));
}

}  // namespace
}  // namespace citerne::analysis
