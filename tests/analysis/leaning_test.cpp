#include "citerne/analysis/leaning.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "citerne/base/random.hpp"

namespace citerne::analysis {
namespace {

/// y = 3 a - 1 b + noise of variance 1/12 each: shares 9 : 1 : 0 of a variance of 10 + 2.5 twelfths.
struct Sample {
  std::vector<double> drawn, outcome;
  explicit Sample(std::size_t runs, double noise) {
    Stream luck{{.seed = 9, .purpose = Purpose::property_test}};
    for (std::size_t r = 0; r < runs; ++r) {
      const double a = uniform01(luck), b = uniform01(luck), c = uniform01(luck), e = uniform01(luck);
      drawn.insert(drawn.end(), {a, b, c});
      outcome.push_back(3.0 * a - b + noise * e);
    }
  }
};
const std::vector<std::string> kPaths{"a", "b", "c"};

TEST(Leanings, AreTheSharesOfTheVarianceOfALine) {
  const Sample s{20'000, 0.0};
  const auto found = leanings(kPaths, s.drawn, s.outcome);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->explained, 1.0, 1e-9);
  ASSERT_EQ(found->numbers.size(), 3u);
  EXPECT_EQ(found->numbers[0].path, "a");
  EXPECT_NEAR(found->numbers[0].share.mid, 0.9, 0.01);
  EXPECT_TRUE(found->numbers[0].rises);
  EXPECT_EQ(found->numbers[1].path, "b");
  EXPECT_NEAR(found->numbers[1].share.mid, 0.1, 0.01);
  EXPECT_FALSE(found->numbers[1].rises);
  EXPECT_NEAR(found->numbers[2].share.mid, 0.0, 0.002);
}

TEST(Leanings, LeaveToLuckWhatNoLineExplains) {
  const Sample s{5'000, std::sqrt(10.0)};  // as much noise as signal
  const auto found = leanings(kPaths, s.drawn, s.outcome);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->explained, 0.5, 0.03);
  EXPECT_NEAR(found->numbers[0].share.mid, 0.45, 0.03);
}

/// The interval of a share holds the truth in about 95 % of samples.
TEST(Leanings, HaveIntervalsThatCover) {
  int covered = 0;
  constexpr int kSamples = 200;
  for (std::uint32_t i = 0; i < kSamples; ++i) {
    Stream luck{{.seed = i, .purpose = Purpose::property_test}};
    std::vector<double> drawn, outcome;
    for (int r = 0; r < 100; ++r) {
      const double a = uniform01(luck), b = uniform01(luck);
      drawn.insert(drawn.end(), {a, b});
      outcome.push_back(a + b + uniform01(luck) * std::sqrt(2.0));
    }
    const auto found = leanings({"a", "b"}, drawn, outcome);
    ASSERT_TRUE(found);
    for (const Leaning& l : found->numbers)
      if (l.path == "a") covered += l.share.low <= 0.25 && 0.25 <= l.share.high ? 1 : 0;
  }
  EXPECT_GE(covered, kSamples * 88 / 100);
  EXPECT_LE(covered, kSamples);
}

TEST(Leanings, NeedEnoughRunsAndSomethingThatMoves) {
  const Sample few{19, 0.0};
  EXPECT_FALSE(leanings(kPaths, few.drawn, few.outcome));
  const Sample s{50, 0.0};
  EXPECT_FALSE(leanings(kPaths, s.drawn, std::vector<double>(50, 2.0)));
  EXPECT_FALSE(leanings(kPaths, std::vector<double>(150, 1.0), s.outcome));
  EXPECT_FALSE(leanings({}, {}, s.outcome));
}

/// One number that stays the same does not hide the others.
TEST(Leanings, PassOverANumberThatStaysTheSame) {
  Sample s{200, 0.0};
  for (std::size_t i = 2; i < s.drawn.size(); i += 3) s.drawn[i] = 7.0;
  const auto found = leanings(kPaths, s.drawn, s.outcome);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->explained, 1.0, 1e-9);
  EXPECT_EQ(found->numbers[2].share.mid, 0.0);
}

}  // namespace
}  // namespace citerne::analysis
