#include "citerne/model/habit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "citerne/base/random.hpp"

namespace citerne {
namespace {

using testing::ElementsAre;

std::vector<std::size_t> choices(const std::vector<std::int64_t>& weights, int n) {
  std::vector<std::int64_t> credit(weights.size(), 0);
  std::vector<std::size_t> chosen;
  for (int i = 0; i < n; ++i) chosen.push_back(next_by_share(credit, weights));
  return chosen;
}

TEST(NextByShare, TakesTurnsByShare) {
  EXPECT_THAT(choices({1, 1}, 4), ElementsAre(0u, 1u, 0u, 1u));
  EXPECT_THAT(choices({3, 1}, 4), ElementsAre(0u, 0u, 1u, 0u));
  EXPECT_THAT(choices({0, 5, 0}, 3), ElementsAre(1u, 1u, 1u));
}

/// After every load each way has had its share to within one load (two ways: half a load).
TEST(NextByShare, KeepsEveryShareToWithinOneLoad) {
  Stream draw{{.seed = 7, .purpose = Purpose::property_test}};
  for (int trial = 0; trial < 300; ++trial) {
    std::vector<std::int64_t> weights(2 + draw() % 4), credit(weights.size(), 0);
    for (std::int64_t& w : weights) w = draw() % 1'000'000;
    weights[0] += 1;
    const auto sum = static_cast<double>(std::accumulate(weights.begin(), weights.end(), std::int64_t{0}));
    std::vector<int> had(weights.size(), 0);
    for (int n = 1; n <= 500; ++n) {
      ++had[next_by_share(credit, weights)];
      for (std::size_t i = 0; i < weights.size(); ++i)
        ASSERT_LE(std::abs(had[i] - n * static_cast<double>(weights[i]) / sum),
                  weights.size() == 2 ? 0.5001 : 1.0)
            << "trial " << trial << " load " << n << " way " << i;
    }
  }
}

TEST(NextByShare, KeepsWhatIsOwedOverAChangeOfWeights) {
  std::vector<std::int64_t> credit{0, 0};
  const std::vector<std::int64_t> both{1, 1}, first{1, 0};
  EXPECT_EQ(next_by_share(credit, both), 0u);  // the second is owed half a load
  EXPECT_EQ(next_by_share(credit, first), 0u);
  EXPECT_EQ(next_by_share(credit, first), 0u);
  EXPECT_EQ(next_by_share(credit, both), 1u);
  EXPECT_EQ(next_by_share(credit, both), 0u);
}

std::vector<std::int64_t> effective(const std::vector<Way>& ways) {
  std::vector<std::int64_t> weights;
  effective_shares(ways, weights);
  return weights;
}

constexpr std::int64_t kAll = 1'000'000;

TEST(EffectiveShares, AreTheStatedOnesWhereAllIsOpen) {
  EXPECT_THAT(effective({{600'000, kAll}, {400'000, kAll}}), ElementsAre(600'000, 400'000));
}

TEST(EffectiveShares, GiveWhatAClosedWayLosesToTheOthersInProportion) {
  EXPECT_THAT(effective({{500'000, 0}, {300'000, kAll}, {200'000, kAll}}), ElementsAre(0, 600'000, 400'000));
}

/// A way's share is multiplied by what it lets through; only the rest goes to the others.
TEST(EffectiveShares, MultiplyAFilteredWayByWhatItLetsThrough) {
  EXPECT_THAT(effective({{500'000, 600'000}, {300'000, kAll}, {200'000, kAll}}),
              ElementsAre(300'000, 420'000, 280'000));
  EXPECT_THAT(effective({{500'000, 600'000}, {500'000, kAll}}), ElementsAre(300'000, 700'000));
}

/// Both narrowed alike: what each loses goes to the other.
TEST(EffectiveShares, ExchangeBetweenWaysThatAreAllNarrowed) {
  EXPECT_THAT(effective({{500'000, 600'000}, {500'000, 600'000}}), ElementsAre(500'000, 500'000));
}

/// What is lost goes to ways that pass everything, not to another filter.
TEST(EffectiveShares, SendNothingMoreToAFilterWhileAnOpenWayIsLeft) {
  EXPECT_THAT(effective({{400'000, 500'000}, {300'000, 500'000}, {300'000, kAll}}),
              ElementsAre(200'000, 150'000, 650'000));
}

TEST(EffectiveShares, GiveNoMoreToAFullWay) {
  EXPECT_THAT(effective({{500'000, 0}, {300'000, kAll, true}, {200'000, kAll}}),
              ElementsAre(0, 300'000, 700'000));
  // No other has room: as if all had.
  EXPECT_THAT(effective({{500'000, 0}, {300'000, kAll, true}, {200'000, kAll, true}}),
              ElementsAre(0, 600'000, 400'000));
}

TEST(EffectiveShares, AreZeroWhenEveryWayIsClosed) {
  EXPECT_THAT(effective({{500'000, 0}, {500'000, 0}}), ElementsAre(0, 0));
  EXPECT_THAT(effective({{kAll, 500'000}}), ElementsAre(kAll));  // alone it takes all
}

}  // namespace
}  // namespace citerne
