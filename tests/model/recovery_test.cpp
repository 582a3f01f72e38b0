#include "citerne/model/recovery.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace citerne {
namespace {

/// The sum of what is missing over every second up to `end`: the area above the curve, in seconds.
double missing_area(const Recovery& recovery, Duration end) {
  double area = 0.0;
  for (std::int64_t s = 0; s < end.count(); ++s)
    area += 1.0 - static_cast<double>(given_back(recovery, seconds(s)).count()) / 1e6;
  return area;
}

TEST(Recovery, ByStepIsAllAtOnce) {
  EXPECT_EQ(given_back({}, seconds(0)), percent(100));
  EXPECT_EQ(recovered_level({}, percent(20), seconds(0)), percent(100));
}

TEST(Recovery, LinearGivesBackInProportion) {
  const Recovery linear{.shape = RecoveryShape::linear, .over = days(10)};
  EXPECT_EQ(given_back(linear, seconds(0)), Share{});
  EXPECT_EQ(given_back(linear, days(1)), percent(10));
  EXPECT_EQ(given_back(linear, days(10) - seconds(1)), Share{999'998});
  EXPECT_EQ(given_back(linear, days(10)), percent(100));
  EXPECT_EQ(recovered_level(linear, percent(20), days(5)), percent(60));
  EXPECT_NEAR(missing_area(linear, days(10)), 10 * 86'400 / 2.0, 2.0);  // half of the rectangle
}

TEST(Recovery, ExponentialHalvesWhatIsMissingInEachTenth) {
  const Recovery halves{.shape = RecoveryShape::exponential, .over = days(10)};
  EXPECT_EQ(given_back(halves, seconds(0)), Share{});
  EXPECT_EQ(given_back(halves, days(1)), percent(50));
  EXPECT_EQ(given_back(halves, days(2)), percent(75));
  EXPECT_EQ(given_back(halves, days(10)), percent(100));
  for (std::int64_t s = 0; s < 864'000; s += 7'919)
    EXPECT_NEAR(static_cast<double>(given_back(halves, seconds(s)).count()),
                1e6 * (1.0 - std::exp2(-static_cast<double>(s) / 86'400.0)), 1.0);
  // The integral of 2^(-t / 1 d) from 0 to 10 d.
  EXPECT_NEAR(missing_area(halves, days(10)), 86'400 / std::log(2.0) * (1.0 - std::exp2(-10.0)), 2.0);
}

TEST(Recovery, ByTableGoesBySteps) {
  const Recovery table{.shape = RecoveryShape::table,
                       .steps = {{"a", days(1), percent(30)}, {"b", days(4), percent(80)}}};
  EXPECT_EQ(given_back(table, days(1) - seconds(1)), Share{});
  EXPECT_EQ(given_back(table, days(1)), percent(30));
  EXPECT_EQ(given_back(table, days(4)), percent(80));
  EXPECT_EQ(given_back(table, days(400)), percent(80));
  EXPECT_NEAR(missing_area(table, days(6)), 86'400 * (1.0 + 3 * 0.7 + 2 * 0.2), 1e-3);
}

}  // namespace
}  // namespace citerne
