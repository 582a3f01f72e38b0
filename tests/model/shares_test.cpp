#include "citerne/model/shares.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "citerne/base/random.hpp"
#include "citerne/base/wide.hpp"

namespace citerne {
namespace {

using testing::ElementsAre;

std::vector<std::int64_t> split(std::int64_t whole, const std::vector<std::int64_t>& weights) {
  std::vector<std::int64_t> parts;
  split_exactly(whole, weights, parts);
  return parts;
}

TEST(SplitExactly, GivesTheRemainderToTheLargestAndTiesToTheEarlier) {
  EXPECT_THAT(split(10, {1, 1, 1}), ElementsAre(4, 3, 3));
  EXPECT_THAT(split(10, {1, 2}), ElementsAre(3, 7));
  EXPECT_THAT(split(11, {1, 2}), ElementsAre(4, 7));
  EXPECT_THAT(split(1, {0, 1, 1}), ElementsAre(0, 1, 0));
  EXPECT_THAT(split(0, {3, 4}), ElementsAre(0, 0));
}

TEST(SplitExactly, AddsUpAndIsWithinOneOfProportion) {
  Stream draw{{.seed = 8, .purpose = Purpose::property_test}};
  for (int trial = 0; trial < 2'000; ++trial) {
    std::vector<std::int64_t> weights(1 + draw() % 20);
    for (std::int64_t& w : weights) w = draw() % 3 == 0 ? 0 : draw() % 1'000'000'000;
    weights.back() += 1;
    const auto whole = static_cast<std::int64_t>((std::uint64_t{draw()} << 32 | draw()) >> (1 + draw() % 40));
    const std::vector<std::int64_t> parts = split(whole, weights);
    ASSERT_EQ(std::accumulate(parts.begin(), parts.end(), std::int64_t{0}), whole);
    const auto sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const Wide off = Wide{parts[i]} * sum - Wide{whole} * weights[i];
      ASSERT_LT(off, sum);
      ASSERT_GT(off, -sum);
      ASSERT_TRUE(weights[i] > 0 || parts[i] == 0);
    }
  }
}

}  // namespace
}  // namespace citerne
