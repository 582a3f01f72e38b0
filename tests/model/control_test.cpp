#include "citerne/model/control.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace citerne {
namespace {

/// **Filter**: of the first n, exactly floor(n p) pass.
TEST(PassesFilter, LetsExactlyTheFloorOfTheShareThrough) {
  for (const std::int64_t p : {0, 1, 10'000, 200'000, 333'333, 600'000, 999'999, 1'000'000}) {
    std::int64_t passed = 0;
    for (std::int64_t k = 1; k <= 3'000; ++k) {
      passed += passes_filter(k, Share{p}) ? 1 : 0;
      ASSERT_EQ(passed, k * p / 1'000'000) << "k " << k << " p " << p;
    }
  }
}

TEST(PassesFilter, TakesSixtyPercentAsThreeOfFive) {
  std::vector<std::int64_t> passed;
  for (std::int64_t k = 1; k <= 10; ++k)
    if (passes_filter(k, percent(60))) passed.push_back(k);
  EXPECT_THAT(passed, testing::ElementsAre(2, 4, 5, 7, 9, 10));
}

}  // namespace
}  // namespace citerne
