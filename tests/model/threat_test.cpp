#include "citerne/model/threat.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "citerne/model/ambush.hpp"

namespace citerne {
namespace {

TEST(NaturalLog, IsThatOfTheLibraryToSixteenDigits) {
  for (const double x :
       {1e-300, 1e-16, 0.1, 0.5, 0.70710678, 0.7072, 1.0, 1.0000001, 1.4142, 2.0, 7.0, 1e300})
    EXPECT_NEAR(natural_log(x), std::log(x), 4e-16 * std::max(1.0, std::abs(std::log(x)))) << x;
  EXPECT_EQ(natural_log(1.0), 0.0);
}

TEST(NaturalLog, OfManyIsThatOfEach) {
  std::vector<double> x;
  for (int i = 1; i <= 37; ++i) x.push_back(i * i * 0.137);
  std::vector<double> logs = x;
  natural_logs(logs);
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_EQ(logs[i], natural_log(x[i])) << x[i];
}

TEST(Exponential, HasMeanAndVarianceOne) {
  Stream luck{{.seed = 1, .purpose = Purpose::property_test}};
  double sum = 0.0, squares = 0.0;
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    const double x = exponential(luck);
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / kDraws, 1.0, 4.0 / std::sqrt(double{kDraws}));
  EXPECT_NEAR(squares / kDraws, 2.0, 4.0 * std::sqrt(20.0 / kDraws));
}

TEST(CandidateNumber, TellsDateAndRankAndFollowUpsApart) {
  EXPECT_EQ(candidate_number(20'389, 7), 20'389'007u);
  EXPECT_LT(candidate_number(134'000, 999), kFirstFollowUp);
  EXPECT_GE(follow_up_number(20'389'007, 0), kFirstFollowUp);
  EXPECT_LT(follow_up_number(20'389'007, 0), std::uint32_t{1} << 28);
  EXPECT_NE(follow_up_number(20'389'007, 0), follow_up_number(20'389'007, 1));
}

TEST(RoadByWeight, ChoosesInProportion) {
  const std::array<double, 4> weights{1.0, 0.0, 3.0, 6.0};
  std::array<int, 4> chosen{};
  constexpr std::uint32_t kDraws = 20'000;
  for (std::uint32_t i = 0; i < kDraws; ++i)
    ++chosen[road_by_weight(weights, [&](std::size_t road) {
      return uniform01_of(std::uint64_t{i} << 32 | 5u, static_cast<std::uint32_t>(road));
    })];
  for (std::size_t road = 0; road < weights.size(); ++road) {
    const double p = weights[road] / 10.0;
    EXPECT_NEAR(chosen[road] / double{kDraws}, p, 4.0 * std::sqrt(p * (1 - p) / kDraws)) << road;
  }
}

TEST(EachByChance, GivesTheIthTankerTheIthDraw) {
  Stream luck{{.seed = 3, .purpose = Purpose::property_test}}, same = luck;
  const std::vector<Struck> fate = each_by_chance(6, 0, percent(40), Struck::spared, luck);
  for (const Struck tanker : fate) EXPECT_EQ(tanker == Struck::lost, uniform01(same) < 0.4);
  EXPECT_EQ(std::ranges::count(fate, Struck::trapped), 0);
}

TEST(EachByChance, LosesTheFirstInAnyCaseAndSaysWhatBecomesOfTheRest) {
  Stream luck{{.seed = 3, .purpose = Purpose::property_test}}, same = luck;
  const std::vector<Struck> fate = each_by_chance(40, 2, percent(25), Struck::trapped, luck);
  for (std::size_t i = 0; i < fate.size(); ++i)
    EXPECT_EQ(fate[i], uniform01(same) < 0.25 || i < 2 ? Struck::lost : Struck::trapped) << i;
  EXPECT_EQ(each_by_chance(1, 3, Share{}, Struck::spared, luck).size(), 1u);
}

TEST(Abduct, TakesTheCrewsOfTheFirstSpared) {
  std::vector<Struck> fate = counted_from_the_head(6, 1, 1);
  abduct(fate, 2);
  using enum Struck;
  EXPECT_THAT(fate, testing::ElementsAre(lost, trapped, abducted, abducted, spared, spared));
  abduct(fate, 9);
  EXPECT_EQ(std::ranges::count(fate, abducted), 4);
}

}  // namespace
}  // namespace citerne
