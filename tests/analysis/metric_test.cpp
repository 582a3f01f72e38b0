#include "citerne/analysis/metric.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "small_result.hpp"

namespace citerne::analysis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kNever = std::numeric_limits<double>::infinity();

std::vector<double> figures(const char* text) { return values_of(SmallResult{}.result, parse_metric(text)); }

std::string fault_of_metric(const char* text) {
  try {
    figures(text);
  } catch (const std::invalid_argument& e) {
    return e.what();
  }
  return "none";
}

TEST(Metric, IsReadAndWrittenAsAPlannerDoes) {
  for (const char* text :
       {"unserved", "unserved_share:segou", "first_shortage:bamako:petrol", "served::petrol"})
    EXPECT_EQ(word(parse_metric(text)), text);
  EXPECT_EQ(parse_metric("unserved:segou"), (Metric{Measure::unserved, "segou", ""}));
}

TEST(Metric, OfOneProductIsItsArray) {
  EXPECT_THAT(figures("first_shortage:bamako:petrol"), ElementsAre(3.0, 5.0, kNever, 4.0));
  EXPECT_THAT(figures("shortage_days:segou:petrol"), ElementsAre(2.0, 0.0, 0.0, 0.0));
}

/// **Ségou stocks no diesel**, which therefore counts nowhere.
TEST(Metric, OfAPlaceJoinsItsProductsAndOfTheCountryItsPlaces) {
  EXPECT_THAT(figures("first_shortage:segou"), ElementsAre(1.0, kNever, kNever, kNever));
  EXPECT_THAT(figures("first_shortage"), ElementsAre(1.0, 5.0, kNever, 4.0)) << "the earliest";
  EXPECT_THAT(figures("shortage_days"), ElementsAre(4.0, 2.0, 0.0, 6.0)) << "the longest";
  EXPECT_THAT(figures("unserved"), ElementsAre(10.0, 20.0, 0.0, 10.0)) << "the sum";
  EXPECT_THAT(figures("unserved::petrol"), ElementsAre(10.0, 20.0, 0.0, 10.0));
  EXPECT_THAT(figures("unserved::diesel"), ElementsAre(0.0, 0.0, 0.0, 0.0));
  EXPECT_THAT(figures("least_cover:bamako"), ElementsAre(0.0, 1.0, 9.0, 2.0)) << "the least that is known";
  EXPECT_THAT(figures("tankers_lost"), ElementsAre(2.0, 2.0, 0.0, 2.0)) << "of all fleets";
}

TEST(Metric, ShareIsOfSumsNotAMeanOfShares) {
  EXPECT_THAT(figures("unserved_share:bamako"), ElementsAre(1'000.0 / 82.0, 2'000.0 / 82.0, 0.0, 0.0));
  EXPECT_THAT(figures("unserved_share:segou"), ElementsAre(0.0, 0.0, 0.0, 1'000.0 / 21.0));
}

TEST(Metric, RefusesWhatIsNotThereWithTheNearest) {
  EXPECT_THAT(fault_of_metric("shortage_day:bamako"), HasSubstr("did you mean 'shortage_days'?"));
  EXPECT_THAT(fault_of_metric("unserved:bamakko"), HasSubstr("no place 'bamakko' (did you mean 'bamako'?)"));
  EXPECT_THAT(fault_of_metric("unserved:bamako:petorl"),
              HasSubstr("no product 'petorl' (did you mean 'petrol'?)"));
  EXPECT_THAT(fault_of_metric("unserved:segou:diesel"), HasSubstr("nothing is asked for there"));
  EXPECT_THAT(fault_of_metric("tankers_lost:segou"), HasSubstr("of the whole country"));
  EXPECT_THAT(fault_of_metric("unserved:a:b:c"), HasSubstr("write MEASURE[:PLACE[:PRODUCT]]"));
}

TEST(Metric, EveryMeasureHasAWordAUnitAndADirection) {
  for (const Measure m : kMeasures) {
    EXPECT_EQ(parse_metric(word(m)).measure, m);
    EXPECT_FALSE(unit(m).empty());
  }
  EXPECT_TRUE(more_is_better(Measure::first_shortage));
  EXPECT_FALSE(more_is_better(Measure::unserved));
  EXPECT_EQ(length_in_days(SmallResult{}.result), 14.0);
}

}  // namespace
}  // namespace citerne::analysis
