#include "citerne/analysis/statistics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace citerne::analysis {
namespace {

std::vector<double> from_1_to(int n) {
  std::vector<double> values(static_cast<std::size_t>(n));
  std::iota(values.begin(), values.end(), 1.0);
  std::ranges::reverse(values);
  return values;
}

double quantile_of(std::vector<double> values, double p) { return quantile(std::span{values}, p); }

TEST(MeanInterval, IsStudentsOnFiveValues) {
  // Variance 10 / 4, standard error sqrt(2.5 / 5); t of 4 degrees of freedom at 97.5 % is 2.776445.
  const Interval mean = mean_interval(from_1_to(5));
  EXPECT_DOUBLE_EQ(mean.mid, 3.0);
  EXPECT_NEAR(mean.low, 3.0 - 2.7764451052 * 0.7071067812, 1e-9);
  EXPECT_NEAR(mean.high, 3.0 + 2.7764451052 * 0.7071067812, 1e-9);
}

TEST(MeanInterval, OfTwoValuesIsWide) {
  // One degree of freedom: t is 12.7062; the error is half the distance.
  const Interval mean = mean_interval(std::vector{10.0, 12.0});
  EXPECT_NEAR(mean.low, 11.0 - 12.7062047362, 1e-8);
  EXPECT_NEAR(mean.high, 11.0 + 12.7062047362, 1e-8);
}

TEST(MeanInterval, FollowsTheConfidenceThatIsAsked) {
  const Interval mean = mean_interval(from_1_to(5), 0.90);  // 2.131847 at 95 %
  EXPECT_NEAR(mean.high - mean.mid, 2.1318467863 * 0.7071067812, 1e-9);
}

TEST(MeanInterval, OfOneValueOrOfEqualOnesIsThatValue) {
  for (const auto& values : {std::vector{4.0}, std::vector{4.0, 4.0, 4.0}}) {
    const Interval mean = mean_interval(values);
    EXPECT_EQ(mean.mid, 4.0);
    EXPECT_EQ(mean.low, 4.0);
    EXPECT_EQ(mean.high, 4.0);
  }
}

TEST(PairedP, IsOfStudentsTest) {
  // Mean 3, standard error sqrt(0.5): t = 4.2426 with 4 degrees of freedom.
  EXPECT_NEAR(paired_p(from_1_to(5)), 0.0132356, 1e-6);
  EXPECT_EQ(paired_p(std::vector{0.0, 0.0}), 1.0);
  EXPECT_EQ(paired_p(std::vector{3.0}), 1.0);
  EXPECT_EQ(paired_p(std::vector{3.0, 3.0}), 0.0);
}

TEST(Holm, MultipliesTheSmallestByAllAndNeverFallsBack) {
  const std::vector<double> together = holm(std::vector{0.03, 0.01, 0.02, 0.9});
  ASSERT_EQ(together.size(), 4u);
  EXPECT_DOUBLE_EQ(together[1], 0.04);  // 4 x 0.01
  EXPECT_DOUBLE_EQ(together[2], 0.06);  // 3 x 0.02
  EXPECT_DOUBLE_EQ(together[0], 0.06);  // 2 x 0.03
  EXPECT_DOUBLE_EQ(together[3], 0.9);
  EXPECT_EQ(holm(std::vector{0.4, 0.5}), (std::vector{0.8, 0.8}));
}

TEST(MeanOfWorst, TakesTheGreatest) {
  std::vector<double> values = from_1_to(100);
  EXPECT_DOUBLE_EQ(mean_of_worst(values, 0.05), 98.0);
  std::vector<double> few{3.0, 7.0, 5.0};
  EXPECT_DOUBLE_EQ(mean_of_worst(few, 0.05), 7.0);
}

TEST(ShareInterval, IsWilsons) {
  // 8 of 10 with z = 1.959964: centre (0.8 + z2/20) / (1 + z2/10), as in the textbooks 0.4902 to 0.9433.
  const Interval share = share_interval(8, 10);
  EXPECT_DOUBLE_EQ(share.mid, 0.8);
  EXPECT_NEAR(share.low, 0.4901625, 1e-7);
  EXPECT_NEAR(share.high, 0.9433178, 1e-7);
}

TEST(ShareInterval, OfNoneAndOfAllKeepsAWidth) {
  // z2 / (n + z2) = 3.841459 / 13.841459
  EXPECT_EQ(share_interval(0, 10).low, 0.0);
  EXPECT_NEAR(share_interval(0, 10).high, 0.2775328, 1e-7);
  EXPECT_NEAR(share_interval(10, 10).low, 1.0 - 0.2775328, 1e-7);
  EXPECT_DOUBLE_EQ(share_interval(10, 10).high, 1.0);
}

TEST(Quantile, IsAValueThatOccurred) {
  EXPECT_EQ(quantile_of(from_1_to(20), 0.05), 1.0);
  EXPECT_EQ(quantile_of(from_1_to(20), 0.50), 10.0);
  EXPECT_EQ(quantile_of(from_1_to(20), 0.95), 19.0);
  EXPECT_EQ(quantile_of(from_1_to(21), 0.05), 2.0);
  EXPECT_EQ(quantile_of(from_1_to(21), 0.95), 20.0);
  EXPECT_EQ(quantile_of(from_1_to(3), 0.50), 2.0);
}

TEST(Quantile, OfOneValueIsThatValue) {
  for (const double p : {0.05, 0.50, 0.95}) EXPECT_EQ(quantile_of({4.0}, p), 4.0);
}

TEST(Quantile, TakesFloatsToo) {
  std::vector<float> values{3.0F, 1.0F, 2.0F, 4.0F};
  EXPECT_EQ(quantile(std::span{values}, 0.75), 3.0F);
}

TEST(CensoredQuantile, PutsWhatWasNotSeenLast) {
  std::vector<double> seen{5.0, 3.0, 4.0};  // of four: the last had not happened by the end
  EXPECT_EQ(censored_quantile(seen, 4, 0.05), 3.0);
  EXPECT_EQ(censored_quantile(seen, 4, 0.50), 4.0);
  EXPECT_EQ(censored_quantile(seen, 4, 0.75), 5.0);
  EXPECT_EQ(censored_quantile(seen, 4, 0.76), std::nullopt);
}

TEST(CensoredQuantile, OfNothingSeenLiesBehindTheHorizon) {
  EXPECT_EQ(censored_quantile({}, 10, 0.05), std::nullopt);
}

TEST(CensoredQuantile, OfEverythingSeenIsThePlainOne) {
  std::vector<double> seen = from_1_to(20);
  for (const double p : {0.05, 0.50, 0.95})
    EXPECT_EQ(censored_quantile(seen, 20, p), quantile_of(from_1_to(20), p));
}

TEST(Statistics, OfNothingAreOurOwnFault) {
  EXPECT_DEATH(mean_interval({}), "");
  EXPECT_DEATH(share_interval(0, 0), "");
  EXPECT_DEATH(share_interval(3, 2), "");
  EXPECT_DEATH(quantile(std::span<double>{}, 0.5), "");
}

}  // namespace
}  // namespace citerne::analysis
