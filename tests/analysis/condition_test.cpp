#include "citerne/analysis/condition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "small_result.hpp"

namespace citerne::analysis {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Condition condition(const char* text) {
  const ConditionReading reading = read_condition(text);
  EXPECT_THAT(reading.faults, IsEmpty()) << text;
  return reading.condition.value_or(Condition{});
}

std::vector<std::string> faults(const char* text) {
  const ConditionReading reading = read_condition(text);
  EXPECT_FALSE(reading.condition) << text;
  return reading.faults;
}

TEST(Condition, IsReadAsAPlannerWritesIt) {
  EXPECT_EQ(condition("cover:bamako:petrol > 5 d on 90 % of days in 80 % of runs"),
            (Condition{{Measure::least_cover, "bamako", "petrol"}, 900'000, true, false, 5.0, 800'000}));
  EXPECT_EQ(condition("shortage_days:bamako <= 2 in 95 % of runs"),
            (Condition{{Measure::shortage_days, "bamako", ""}, 0, false, true, 2.0, 950'000}));
  EXPECT_EQ(condition("mean unserved_share < 0.5 %"),
            (Condition{{Measure::unserved_share, "", ""}, 0, false, false, 0.5, 0}));
  EXPECT_EQ(condition("mean cover:bamako:petrol>=5d on 100% of days"),
            (Condition{{Measure::least_cover, "bamako", "petrol"}, 1'000'000, true, true, 5.0, 0}));
}

TEST(Condition, TakesOtherUnitsOfTheSameKind) {
  EXPECT_EQ(condition("mean unserved < 2 ML").bound, 2'000.0);
  EXPECT_EQ(condition("mean unserved < 500 L").bound, 0.5);
  EXPECT_EQ(condition("mean dry_time < 36 h").bound, 1.5);
}

TEST(Condition, IsWrittenAsItIsRead) {
  for (const char* text :
       {"cover:bamako:petrol > 5 d on 90 % of days in 80 % of runs", "mean unserved_share:segou < 0.5 %",
        "shortage_days:bamako:petrol <= 2 d in 99.5 % of runs",
        "mean cover:segou:diesel >= 3 d on 50 % of days"})
    EXPECT_EQ(word(condition(text)), text);
}

TEST(Condition, HoldsOnTheRightSideOfItsBound) {
  EXPECT_FALSE(condition("mean dry_time < 2").holds(2.0));
  EXPECT_TRUE(condition("mean dry_time <= 2").holds(2.0));
  EXPECT_TRUE(condition("mean dry_time < 2").holds(1.0));
  EXPECT_TRUE(condition("mean served > 2").holds(3.0));
  EXPECT_FALSE(condition("mean served > 2").holds(2.0));
}

TEST(Condition, TellsAllItsFaultsInOnePass) {
  EXPECT_THAT(faults("shortage_dys:bamako = x weeks on 90 % of days"),
              testing::AllOf(SizeIs(5), Contains(HasSubstr("did you mean 'shortage_days'")),
                             Contains(HasSubstr("write <, <=, > or >=")), Contains(HasSubstr("the bound is")),
                             Contains(HasSubstr("goes with cover:PLACE:PRODUCT alone")),
                             Contains(HasSubstr("in how many runs"))));
}

TEST(Condition, TellsItsMetricInSpiteOfOtherFaults) {
  EXPECT_EQ(read_condition("cover:bamako:petrol > 5 d on 90 % of days").metric->place, "bamako");
  EXPECT_FALSE(read_condition("cover:bamako > 5 d on 90 % of days").metric);
  EXPECT_FALSE(read_condition("coverage:bamako > 5 d").metric);
}

TEST(Condition, SaysWhatToWriteInstead) {
  EXPECT_THAT(faults(""), Contains(HasSubstr("begins with no figure")));
  EXPECT_THAT(faults("cover:bamako > 5 d on 90 % of days in 80 % of runs"),
              ElementsAre(HasSubstr("cover:PLACE:PRODUCT")));
  EXPECT_THAT(faults("covr:bamako:petrol > 5 d on 90 % of days in 80 % of runs"),
              ElementsAre(HasSubstr("did you mean 'cover'")));
  EXPECT_THAT(faults("cover:bamako:petrol > 5 d in 80 % of runs"),
              ElementsAre(HasSubstr("on how many days")));
  EXPECT_THAT(faults("dry_time < 5 m3 in 80 % of runs"), ElementsAre(HasSubstr("write one of d, h")));
  EXPECT_THAT(faults("dry_time < 5 in 100 % of runs"), ElementsAre(HasSubstr("write 99 %")));
  EXPECT_THAT(faults("dry_time < 5 in 0 % of runs"), ElementsAre(HasSubstr("above 0")));
  EXPECT_THAT(faults("dry_time < 5 in most runs"), ElementsAre(HasSubstr("'most'")));
  EXPECT_THAT(faults("mean dry_time < 5 in 80 % of runs"), ElementsAre(HasSubstr("leave out either")));
  EXPECT_THAT(faults("dry_time < 5 d in 80 % of runs in 90 % of runs"), ElementsAre(HasSubstr("twice")));
  EXPECT_THAT(faults("mean dry_time < 5 d please"), ElementsAre(HasSubstr("'please'")));
  EXPECT_THAT(faults("mean dry_time < 1e5"), SizeIs(1));
  EXPECT_THAT(faults(std::string(500, 'x').c_str()), ElementsAre(HasSubstr("longer")));
}

/// **9 of 10 days**: the least of ten may be missed, no other. Of 7 days 90 % are 6.3, so all 7 must hold.
/// A bound alone is one of the mean: of the difference of two results, of a half-width.
TEST(Bound, IsReadWithoutRunsAndDays) {
  EXPECT_EQ(read_bound("dry_time:bamako > -36 h").condition,
            (Condition{{Measure::dry_time, "bamako", ""}, 0, true, false, -1.5, 0}));
  EXPECT_EQ(read_bound("served <= 2 ML").condition,
            (Condition{{Measure::served, "", ""}, 0, false, true, 2'000.0, 0}));
  EXPECT_THAT(read_bound("shortage_days < 2 in 80 % of runs").faults,
              ElementsAre(HasSubstr("write nothing there")));
  EXPECT_THAT(read_bound("cover:bamako:petrol < 2").faults,
              ElementsAre(HasSubstr("write least_cover:bamako:petrol")));
  EXPECT_THAT(read_bound("").faults, Contains(HasSubstr("write a metric, as shortage_days:bamako")));
  EXPECT_THAT(read_bound("served < 2 d, or so").faults, SizeIs(2));
}

TEST(ReachedOn, IsPassedOnThatShareOfDays) {
  const std::vector<double> ten{9, 8, 1, 7, 6, 5, 4, 3, 2, 10};
  EXPECT_EQ(reached_on(ten, 900'000), 2.0);
  EXPECT_EQ(reached_on(ten, 1'000'000), 1.0);
  EXPECT_EQ(reached_on(ten, 1), 10.0);
  EXPECT_EQ(reached_on(std::vector<double>{3, 1, 2, 4, 5, 6, 7}, 900'000), 1.0);
}

TEST(Causes, AreThoseWhereTheMetricLooks) {
  SmallResult small;
  small.drop("unserved_by_cause");
  small.drop("cause");
  const double none = SmallResult::kNone;
  small.put("cause", {"cause"}, std::vector<std::string>{"road", "loading"});
  small.put("unserved_by_cause", {"replication", "place", "product", "cause"},
            std::vector<double>{6, 4,  0, 0, 0, 0, none, none,  //
                                5, 15, 0, 0, 0, 0, none, none,  //
                                0, 0,  0, 0, 0, 0, none, none,  //
                                0, 0,  0, 0, 7, 3, none, none});
  const Causes bamako = causes_of(small.result, {Measure::least_cover, "bamako", "petrol"});
  EXPECT_THAT(bamako.names, ElementsAre("road", "loading"));
  EXPECT_THAT(bamako.unserved_m3,
              ElementsAre(ElementsAre(6, 4), ElementsAre(5, 15), ElementsAre(0, 0), ElementsAre(0, 0)));
  EXPECT_THAT(causes_of(small.result, {Measure::unserved, "", ""}).unserved_m3[3], ElementsAre(7, 3));
}

}  // namespace
}  // namespace citerne::analysis
