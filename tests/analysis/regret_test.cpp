#include "citerne/analysis/regret.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "citerne/base/random.hpp"

namespace citerne::analysis {
namespace {

using testing::ElementsAre;

std::vector<double> middles(const std::vector<Interval>& intervals) {
  std::vector<double> mid;
  for (const Interval& i : intervals) mid.push_back(i.mid);
  return mid;
}

/// Every replication of a cell has its value, and what `spread` adds to it.
template <class Spread>
std::vector<double> outcome(const std::vector<double>& cells, std::size_t replications, Spread spread) {
  std::vector<double> all;
  for (std::size_t c = 0; c < cells.size(); ++c)
    for (std::size_t i = 0; i < replications; ++i) all.push_back(cells[c] + spread(c, i));
  return all;
}
constexpr auto kNoSpread = [](std::size_t, std::size_t) { return 0.0; };

/// By hand, what is lacking:  | response 0 | 1  | 2  | best
///   scenario 0               | 10         | 4  | 6  | 4
///   scenario 1               | 3          | 9  | 6  | 3
/// regrets                    | 6, 0       | 0, 6 | 2, 3
/// greatest                   | 6          | 6  | 3    -> 2
/// mean                       | 3          | 3  | 2.5  -> 2
/// Scenario 0 three times as likely: 4.5, 1.5, 2.25 -> 1.
const std::vector<double> kLacking{10, 4, 6, 3, 9, 6};

TEST(Regrets, AreThoseOfATableWorkedOutByHand) {
  const Regrets r = regrets(2, 3, outcome(kLacking, 4, kNoSpread), std::array{1.0, 1.0}, false);
  EXPECT_THAT(middles(r.outcome), ElementsAre(10, 4, 6, 3, 9, 6));
  EXPECT_THAT(middles(r.regret), ElementsAre(6, 0, 2, 0, 6, 3));
  EXPECT_THAT(r.best, ElementsAre(1, 0));
  EXPECT_THAT(middles(r.greatest), ElementsAre(6, 6, 3));
  EXPECT_THAT(middles(r.mean), ElementsAre(3, 3, 2.5));
  EXPECT_THAT(r.worst_in, ElementsAre(0, 1, 1));
  EXPECT_EQ(r.least_greatest, 2u);
  EXPECT_EQ(r.least_mean, 2u);
  EXPECT_THAT(r.greatest_alike, ElementsAre(false, false, true));
}

TEST(Regrets, WeighScenariosInTheMeanAlone) {
  const Regrets r = regrets(2, 3, outcome(kLacking, 4, kNoSpread), std::array{6.0, 2.0}, false);
  EXPECT_THAT(middles(r.mean), ElementsAre(4.5, 1.5, 2.25));
  EXPECT_EQ(r.least_mean, 1u);
  EXPECT_EQ(r.least_greatest, 2u);
}

/// What is served instead: the greater the better, so the same table with its sign turned.
TEST(Regrets, TurnWhereMoreIsBetter) {
  std::vector<double> served = kLacking;
  for (double& s : served) s = 20.0 - s;
  const Regrets r = regrets(2, 3, outcome(served, 4, kNoSpread), std::array{1.0, 1.0}, true);
  EXPECT_THAT(middles(r.regret), ElementsAre(6, 0, 2, 0, 6, 3));
  EXPECT_EQ(r.least_greatest, 2u);
}

/// Luck that hits all responses of a scenario alike leaves no doubt in regrets, however great it is.
TEST(Regrets, ArePaired) {
  const auto together = [](std::size_t cell, std::size_t i) {
    return 100.0 * static_cast<double>(i % 7) * (cell < 3 ? 1.0 : 2.0);
  };
  const Regrets r = regrets(2, 3, outcome(kLacking, 21, together), std::array{1.0, 1.0}, false);
  EXPECT_NEAR(r.greatest[2].low, 3.0, 1e-9);
  EXPECT_NEAR(r.greatest[2].high, 3.0, 1e-9);
  EXPECT_GT(r.outcome[0].high - r.outcome[0].low, 100.0);
  EXPECT_THAT(r.greatest_alike, ElementsAre(false, false, true));
}

TEST(Regrets, SayWhatCannotBeToldApart) {
  const auto own_luck = [](std::size_t cell, std::size_t i) {
    Stream luck{{7, static_cast<std::uint32_t>(i), Purpose::decision, static_cast<std::uint32_t>(cell)}};
    return uniform01(luck) - 0.5;
  };
  // Responses 0 and 1 are the same, 2 is worse by more than luck.
  const std::vector<double> cells{1.0, 1.0, 3.0, 2.0, 2.0, 5.0};
  const Regrets r = regrets(2, 3, outcome(cells, 100, own_luck), std::array{1.0, 1.0}, false);
  EXPECT_THAT(r.greatest_alike, ElementsAre(true, true, false));
  EXPECT_THAT(r.mean_alike, ElementsAre(true, true, false));
  EXPECT_LT(r.greatest[2].low, 3.0);
  EXPECT_GT(r.greatest[2].high, 3.0 - 0.2);
}

TEST(Regrets, OfOneResponseAreNone) {
  const Regrets r = regrets(2, 1, std::vector{1.0, 2.0, 5.0, 6.0}, std::array{1.0, 1.0}, false);
  EXPECT_EQ(r.greatest[0].mid, 0.0);
  EXPECT_THAT(r.greatest_alike, ElementsAre(true));
}

}  // namespace
}  // namespace citerne::analysis
