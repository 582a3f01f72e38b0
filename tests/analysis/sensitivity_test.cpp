#include "citerne/analysis/sensitivity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "analysis/ishigami.hpp"
#include "citerne/base/random.hpp"

namespace citerne::analysis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Point = std::span<const double>;

Stream luck_of(std::uint64_t seed) { return Stream{{.seed = seed, .purpose = Purpose::property_test}}; }

/// About normal, of mean 0 and variance 1.
double noise(Stream& luck) {
  double sum = -6.0;
  for (int i = 0; i < 12; ++i) sum += uniform01(luck);
  return sum;
}

std::vector<double> random_points(std::size_t points, std::size_t factors, Stream& luck) {
  std::vector<double> x(points * factors);
  for (double& v : x) v = uniform01(luck);
  return x;
}

bool covers(const Interval& interval, double truth) {
  return interval.low <= truth && truth <= interval.high;
}

// --- Sobol' indices ---

/// Outcomes in Saltelli's order at independent random points.
template <class F>
std::vector<double> saltelli_outcome(std::size_t base, std::size_t factors, Stream& luck, F f) {
  std::vector<double> outcome;
  for (std::size_t i = 0; i < base; ++i) {
    std::vector<double> a = random_points(1, factors, luck);
    const std::vector<double> b = random_points(1, factors, luck);
    outcome.insert(outcome.end(), {f(a), f(b)});
    for (std::size_t k = 0; k < factors; ++k) {
      const double kept = std::exchange(a[k], b[k]);
      outcome.push_back(f(a));
      a[k] = kept;
    }
  }
  return outcome;
}

/// Sobol's g-function (Saltelli and Sobol', 1995) and its variance in closed form.
constexpr std::array kG{0.0, 0.5, 3.0, 9.0, 99.0, 99.0};
double g_function(Point u) {
  double product = 1.0;
  for (std::size_t k = 0; k < kG.size(); ++k) product *= (std::abs(4.0 * u[k] - 2.0) + kG[k]) / (1.0 + kG[k]);
  return product;
}
double g_alone(std::size_t k) { return 1.0 / 3.0 / ((1.0 + kG[k]) * (1.0 + kG[k])); }
double g_product() {
  double product = 1.0;
  for (std::size_t k = 0; k < kG.size(); ++k) product *= 1.0 + g_alone(k);
  return product;
}

TEST(SobolIndices, AreThoseOfIshigamisFunction) {
  Stream luck = luck_of(1);
  const auto found = sobol_indices(20'000, 3, saltelli_outcome(20'000, 3, luck, ishigami));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 3u);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR((*found)[k].first.mid, kIshigamiFirst[k], 0.03) << k;
    EXPECT_NEAR((*found)[k].total.mid, kIshigamiTotal[k], 0.02) << k;
  }
}

TEST(SobolIndices, AreThoseOfSobolsGFunction) {
  Stream luck = luck_of(2);
  const auto found = sobol_indices(20'000, kG.size(), saltelli_outcome(20'000, kG.size(), luck, g_function));
  ASSERT_TRUE(found);
  for (std::size_t k = 0; k < kG.size(); ++k) {
    const double variance = g_product() - 1.0;
    EXPECT_NEAR((*found)[k].first.mid, g_alone(k) / variance, 0.03) << k;
    EXPECT_NEAR((*found)[k].total.mid, g_alone(k) * g_product() / (1.0 + g_alone(k)) / variance, 0.02) << k;
  }
}

/// The 95 % intervals hold the truth in about 95 % of designs of 256 base points.
TEST(SobolIndices, HaveIntervalsThatCover) {
  constexpr int kDesigns = 300;
  std::array<int, 3> first{}, total{};
  for (int i = 0; i < kDesigns; ++i) {
    Stream luck = luck_of(static_cast<std::uint64_t>(i));
    const auto found = sobol_indices(256, 3, saltelli_outcome(256, 3, luck, ishigami));
    ASSERT_TRUE(found);
    for (std::size_t k = 0; k < 3; ++k) {
      first[k] += covers((*found)[k].first, kIshigamiFirst[k]) ? 1 : 0;
      total[k] += covers((*found)[k].total, kIshigamiTotal[k]) ? 1 : 0;
    }
  }
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_GE(first[k], kDesigns * 91 / 100) << k;
    EXPECT_GE(total[k], kDesigns * 91 / 100) << k;
    EXPECT_LE(first[k], kDesigns * 99 / 100) << k;
    EXPECT_LE(total[k], kDesigns * 99 / 100) << k;
  }
}

/// Chance of its own in each cell, of variance s2: first V_i / (V + s2), total (V_Ti + s2) / (V + s2).
TEST(SobolIndices, AreDrawnTo0And1ByChance) {
  Stream luck = luck_of(4);
  const double more = kIshigamiVariance + 4.0;
  const auto found = sobol_indices(
      40'000, 3, saltelli_outcome(40'000, 3, luck, [&](Point u) { return ishigami(u) + 2.0 * noise(luck); }));
  ASSERT_TRUE(found);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR((*found)[k].first.mid, kIshigamiFirst[k] * kIshigamiVariance / more, 0.025) << k;
    EXPECT_NEAR((*found)[k].total.mid, (kIshigamiTotal[k] * kIshigamiVariance + 4.0) / more, 0.02) << k;
  }
}

TEST(SobolIndices, DoNotHangOnUnitAndZeroOfTheOutcome) {
  Stream luck = luck_of(5);
  std::vector<double> outcome = saltelli_outcome(100, 3, luck, ishigami);
  const auto before = sobol_indices(100, 3, outcome);
  for (double& y : outcome) y = 1e6 - 1e3 * y;
  const auto after = sobol_indices(100, 3, outcome);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_NEAR((*before)[k].first.mid, (*after)[k].first.mid, 1e-8);
    EXPECT_NEAR((*before)[k].first.low, (*after)[k].first.low, 1e-8);
    EXPECT_NEAR((*before)[k].total.mid, (*after)[k].total.mid, 1e-8);
    EXPECT_NEAR((*before)[k].total.high, (*after)[k].total.high, 1e-8);
  }
}

TEST(SobolIndices, OfAFactorThatDoesNothingAreExactly0) {
  Stream luck = luck_of(6);
  const auto found = sobol_indices(50, 2, saltelli_outcome(50, 2, luck, [](Point u) { return u[1]; }));
  ASSERT_TRUE(found);
  for (const Interval& zero : {(*found)[0].first, (*found)[0].total}) {
    EXPECT_EQ(zero.low, 0.0);
    EXPECT_EQ(zero.mid, 0.0);
    EXPECT_EQ(zero.high, 0.0);
  }
}

TEST(SobolIndices, OfASingleFactorAre1) {
  Stream luck = luck_of(7);
  const auto found = sobol_indices(4'000, 1, saltelli_outcome(4'000, 1, luck, [](Point u) { return u[0]; }));
  ASSERT_TRUE(found);
  EXPECT_NEAR((*found)[0].first.mid, 1.0, 0.05);
  EXPECT_NEAR((*found)[0].total.mid, 1.0, 0.05);
}

TEST(SobolIndices, AreNothingForAnOutcomeThatStaysTheSame) {
  for (const double constant : {0.0, 0.1, -1234567.89})
    EXPECT_FALSE(sobol_indices(64, 2, std::vector<double>(256, constant)));
}

/// One base point of many moves: the resamples without it have no indices and are left out.
TEST(SobolIndices, AreFiniteForARareOutcome) {
  std::vector<double> outcome(20 * 4, 0.1);
  outcome[4] = 1.0;
  const auto found = sobol_indices(20, 2, outcome);
  ASSERT_TRUE(found);
  for (const SobolIndex& index : *found)
    for (const Interval& i : {index.first, index.total})
      EXPECT_TRUE(std::isfinite(i.low) && std::isfinite(i.mid) && std::isfinite(i.high));
}

// --- Morris ---

/// Trajectories on four levels, all factors upward or downward in their order.
std::vector<double> trajectories(std::size_t count, std::size_t factors, Stream& luck) {
  std::vector<double> points;
  for (std::size_t t = 0; t < count; ++t) {
    std::vector<double> x(factors);
    for (double& v : x) v = std::floor(4.0 * uniform01(luck)) / 3.0;
    points.insert(points.end(), x.begin(), x.end());
    for (double& v : x) {
      v += v < 0.5 ? 2.0 / 3.0 : -2.0 / 3.0;
      points.insert(points.end(), x.begin(), x.end());
    }
  }
  return points;
}

template <class F>
std::vector<double> at_points(std::span<const double> points, std::size_t factors, F f) {
  std::vector<double> outcome;
  for (std::size_t i = 0; i < points.size(); i += factors) outcome.push_back(f(points.subspan(i, factors)));
  return outcome;
}

TEST(MorrisEffects, OfALineAreItsSlopes) {
  Stream luck = luck_of(1);
  const auto points = trajectories(10, 3, luck);
  const auto outcome = at_points(points, 3, [](Point x) { return 2.0 * x[0] - 3.0 * x[1] + 5.0; });
  const auto effects = morris_effects(10, 3, points, outcome);
  ASSERT_EQ(effects.size(), 3u);
  const std::array slopes{2.0, -3.0, 0.0};
  for (std::size_t k = 0; k < 3; ++k) {
    for (const double mu : {effects[k].mu.low, effects[k].mu.mid, effects[k].mu.high})
      EXPECT_NEAR(mu, slopes[k], 1e-12);
    EXPECT_NEAR(effects[k].mu_star.mid, std::abs(slopes[k]), 1e-12);
    EXPECT_NEAR(effects[k].sigma.high, 0.0, 1e-12);
  }
}

/// (x - 1/2)^2 over 2/3 of the range: -1/3 from 0 to 2/3, 1/3 from 1/3 to 1, which cancel in mu alone.
TEST(MorrisEffects, OfABendCancelInTheMeanButNotInItsAbsoluteValue) {
  Stream luck = luck_of(2);
  const auto points = trajectories(400, 2, luck);
  const auto bend = at_points(points, 2, [](Point x) { return (x[0] - 0.5) * (x[0] - 0.5); });
  const MorrisEffect effect = morris_effects(400, 2, points, bend)[0];
  EXPECT_NEAR(effect.mu.mid, 0.0, 0.05);
  EXPECT_LT(effect.mu.low, 0.0);
  EXPECT_GT(effect.mu.high, 0.0);
  EXPECT_NEAR(effect.mu_star.mid, 1.0 / 3.0, 1e-12);
  EXPECT_NEAR(effect.sigma.mid, 1.0 / 3.0, 0.01);

  const auto product =
      at_points(points, 2, [](Point x) { return x[0] * x[1]; });  // the other's value: mean 1/2
  for (const MorrisEffect& of_product : morris_effects(400, 2, points, product)) {
    EXPECT_NEAR(of_product.mu.mid, 0.5, 0.07);
    EXPECT_NEAR(of_product.sigma.mid, std::sqrt(5.0 / 36.0), 0.03);  // of 0, 1/3, 2/3, 1
  }
}

/// By hand: effects 1, 2 and -3.
TEST(MorrisEffects, OfThreeTrajectoriesOfOneFactor) {
  const std::vector<double> points{0.0, 1.0, 1.0, 0.0, 0.0, 1.0}, outcome{0.0, 1.0, 7.0, 5.0, 4.0, 1.0};
  const MorrisEffect effect = morris_effects(3, 1, points, outcome)[0];
  EXPECT_DOUBLE_EQ(effect.mu.mid, 0.0);
  EXPECT_DOUBLE_EQ(effect.mu_star.mid, 2.0);
  EXPECT_DOUBLE_EQ(effect.sigma.mid, std::sqrt(7.0));
  EXPECT_GE(effect.mu.low, -3.0);
  EXPECT_LE(effect.mu.high, 2.0);
}

TEST(MorrisEffects, HaveIntervalsThatCover) {
  constexpr int kDesigns = 300;
  int mu = 0, mu_star = 0, sigma = 0;
  for (int i = 0; i < kDesigns; ++i) {
    Stream luck = luck_of(static_cast<std::uint64_t>(1'000 + i));
    const auto points = trajectories(40, 2, luck);
    const auto outcome = at_points(points, 2, [](Point x) { return x[0] * (2.0 * x[1] - 0.5); });
    // Effects -1/2, 1/6, 5/6, 3/2 with the same chance.
    const MorrisEffect effect = morris_effects(40, 2, points, outcome)[0];
    mu += covers(effect.mu, 0.5) ? 1 : 0;
    mu_star += covers(effect.mu_star, 0.75) ? 1 : 0;
    sigma += covers(effect.sigma, std::sqrt(5.0) / 3.0) ? 1 : 0;
  }
  for (const int covered : {mu, mu_star, sigma}) {
    EXPECT_GE(covered, kDesigns * 89 / 100);
    EXPECT_LE(covered, kDesigns * 99 / 100);
  }
}

TEST(MorrisEffects, OfAnOutcomeThatStaysTheSameAre0) {
  Stream luck = luck_of(3);
  const auto points = trajectories(4, 2, luck);
  for (const MorrisEffect& effect : morris_effects(4, 2, points, std::vector<double>(12, 0.1)))
    for (const Interval& i : {effect.mu, effect.mu_star, effect.sigma}) {
      EXPECT_EQ(i.low, 0.0);
      EXPECT_EQ(i.mid, 0.0);
      EXPECT_EQ(i.high, 0.0);
    }
}

// --- Regression ---

TEST(Regressions, OfALineAreExact) {
  Stream luck = luck_of(1);
  const auto points = random_points(5'000, 3, luck);
  const auto found =
      regression(3, points, at_points(points, 3, [](Point x) { return 3.0 * x[0] - x[1] + 100.0; }));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->r_squared, 1.0, 1e-9);
  EXPECT_TRUE(found->separable);
  const auto& f = found->factors;
  ASSERT_EQ(f.size(), 3u);
  EXPECT_NEAR(f[0].coefficient.mid, 3.0 / std::sqrt(10.0), 0.02);
  EXPECT_NEAR(f[1].coefficient.mid, -1.0 / std::sqrt(10.0), 0.02);
  EXPECT_NEAR(f[2].coefficient.mid, 0.0, 1e-9);
  EXPECT_NEAR(f[0].share.mid, 0.9, 0.02);
  EXPECT_NEAR(f[1].share.mid, 0.1, 0.02);
  EXPECT_NEAR(f[0].share.mid + f[1].share.mid + f[2].share.mid, found->r_squared, 1e-12);
  EXPECT_GT(f[0].correlation, 0.9);
  EXPECT_LT(f[1].correlation, -0.2);
  for (const Regression::Factor& factor : f) EXPECT_TRUE(factor.moves);
}

/// y = x1 + x2 where x2 = x1 + something: shares add up to R squared though factors are correlated.
TEST(Regressions, ShareOutWhatIsCorrelated) {
  Stream luck = luck_of(2);
  std::vector<double> points, outcome;
  for (int i = 0; i < 20'000; ++i) {
    const double a = noise(luck), b = a + noise(luck);
    points.insert(points.end(), {a, b});
    outcome.push_back(a + b + noise(luck));  // variance 1 + 2 + 2 + 1
  }
  const auto found = regression(2, points, outcome);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->r_squared, 5.0 / 6.0, 0.01);
  EXPECT_NEAR(found->factors[0].coefficient.mid, std::sqrt(1.0 / 6.0), 0.01);
  EXPECT_NEAR(found->factors[1].coefficient.mid, std::sqrt(2.0 / 6.0), 0.01);
  EXPECT_NEAR(found->factors[0].share.mid, 2.0 / 6.0, 0.01);
  EXPECT_NEAR(found->factors[1].share.mid, 3.0 / 6.0, 0.01);
}

TEST(Regressions, SaySoOfAFactorThatStaysTheSameAndOfFactorsInStep) {
  Stream luck = luck_of(3);
  std::vector<double> points, outcome;
  for (int i = 0; i < 100; ++i) {
    const double a = uniform01(luck);
    points.insert(points.end(), {a, 1234567.89, 1e4 - a});
    outcome.push_back(2.0 * a);
  }
  const auto found = regression(3, points, outcome);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->r_squared, 1.0, 1e-9);
  EXPECT_FALSE(found->separable);
  EXPECT_FALSE(found->factors[1].moves);
  EXPECT_EQ(found->factors[1].coefficient.high, 0.0);
  EXPECT_EQ(found->factors[1].correlation, 0.0);
  EXPECT_EQ(found->factors[1].share.mid, 0.0);
  EXPECT_NEAR(found->factors[0].coefficient.mid, 0.5, 1e-9);
  EXPECT_NEAR(found->factors[2].coefficient.mid, -0.5, 1e-9);
  EXPECT_NEAR(found->factors[0].share.high, 0.5, 1e-9);
}

TEST(Regressions, NeedPointsAndSomethingThatMoves) {
  const std::vector<double> three{0.0, 1.0, 3.0}, same(3, 0.1);
  EXPECT_TRUE(regression(1, three, std::vector{1.0, 2.0, 2.5}));
  EXPECT_FALSE(regression(1, three, same));
  EXPECT_FALSE(regression(1, same, three));
  EXPECT_FALSE(regression(1, {}, {}));
  EXPECT_FALSE(regression(2, std::vector{0.0, 1.0, 1.0, 5.0, 3.0, 2.0}, three));
  EXPECT_TRUE(regression(2, std::vector{0.0, 1.0, 1.0, 1.0, 3.0, 1.0}, three));
}

TEST(Regressions, HaveIntervalsThatCover) {
  constexpr int kDesigns = 300;
  int coefficient = 0, share = 0;
  for (int i = 0; i < kDesigns; ++i) {
    Stream luck = luck_of(static_cast<std::uint64_t>(i));
    const auto points = random_points(100, 2, luck);
    const auto found = regression(2, points, at_points(points, 2, [&](Point x) {
                                    return x[0] - x[1] + std::sqrt(2.0) * uniform01(luck);
                                  }));
    ASSERT_TRUE(found);
    coefficient += covers(found->factors[1].coefficient, -0.5) ? 1 : 0;
    share += covers(found->factors[1].share, 0.25) ? 1 : 0;
  }
  for (const int covered : {coefficient, share}) {
    EXPECT_GE(covered, kDesigns * 90 / 100);
    EXPECT_LE(covered, kDesigns * 99 / 100);
  }
}

// --- Cells that cannot be told apart ---

/// By cell, then replication: the mean of the cell, luck that all cells share and chance of each.
std::vector<double> cells_of(std::span<const double> means, std::size_t replications, double shared,
                             double own, std::uint64_t seed) {
  Stream luck = luck_of(seed);
  std::vector<double> same(replications), outcome;
  for (double& l : same) l = shared * noise(luck);
  for (const double mean : means)
    for (const double l : same) outcome.push_back(mean + l + own * noise(luck));
  return outcome;
}

TEST(Indistinguishable, GroupsCellsByWhatPairsOfTheSameLuckTell) {
  const std::array means{5.0, 0.0, 5.0, 0.0, 9.0};
  const auto groups = indistinguishable(5, cells_of(means, 20, 100.0, 0.5, 1));
  ASSERT_EQ(groups.size(), 3u);
  EXPECT_THAT(groups[0], testing::UnorderedElementsAre(1u, 3u));
  EXPECT_THAT(groups[1], testing::UnorderedElementsAre(0u, 2u));
  EXPECT_THAT(groups[2], ElementsAre(4u));
}

/// Differences of neighbours lie within their spread, that of the ends does not: the one between is in both.
TEST(Indistinguishable, PutsACellBetweenInTwoGroups) {
  const std::vector<double> outcome{2.0, 3.0, 2.0, 3.0,   // cell 0: above cell 1 by 1, -1, 2, 3
                                    1.0, 4.0, 0.0, 0.0,   // cell 1
                                    0.0, 0.9, 0.1, 1.0};  // cell 2: below cell 0 by 2, 2.1, 1.9, 2
  const auto groups = indistinguishable(3, outcome);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_THAT(groups[0], ElementsAre(2u, 1u));
  EXPECT_THAT(groups[1], ElementsAre(1u, 0u));
}

/// Whatever the cells: no two of a group differ, any two that do not differ share one, no group can grow.
TEST(Indistinguishable, KeepsItsLaws) {
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    SCOPED_TRACE(testing::Message() << "replay with trial = " << trial);
    Stream luck = luck_of(trial);
    const std::size_t cells = 1 + luck() % 14, replications = 2 + luck() % 10;
    std::vector<double> means(cells);
    for (double& m : means) m = std::floor(4.0 * uniform01(luck)) * 0.7;
    const auto outcome = cells_of(means, replications, 3.0, 0.3, trial);
    std::vector<double> p;
    for (std::size_t i = 0; i < cells; ++i)
      for (std::size_t j = i + 1; j < cells; ++j) {
        std::vector<double> difference;
        for (std::size_t r = 0; r < replications; ++r)
          difference.push_back(outcome[i * replications + r] - outcome[j * replications + r]);
        p.push_back(paired_p(difference));
      }
    const std::vector<double> together = holm(p);
    const auto alike = [&](std::size_t i, std::size_t j) {
      if (i == j) return true;
      if (i > j) std::swap(i, j);
      return together[i * cells - i * (i + 1) / 2 + j - i - 1] >= 0.05;
    };
    const auto sum = [&](std::size_t c) {
      double s = 0.0;
      for (std::size_t r = 0; r < replications; ++r) s += outcome[c * replications + r];
      return s;
    };
    const auto groups = indistinguishable(cells, outcome);
    std::vector<std::vector<bool>> shared(cells, std::vector<bool>(cells, false));
    for (const auto& group : groups) {
      EXPECT_TRUE(std::ranges::is_sorted(group, {}, sum));
      for (const std::size_t g : group)
        for (const std::size_t h : group) {
          EXPECT_TRUE(alike(g, h));
          shared[g][h] = true;
        }
      for (std::size_t c = 0; c < cells; ++c)
        EXPECT_TRUE(std::ranges::count(group, c) == 1 ||
                    !std::ranges::all_of(group, [&](std::size_t g) { return alike(c, g); }));
    }
    EXPECT_TRUE(std::ranges::is_sorted(groups, {}, [&](const auto& group) { return sum(group.front()); }));
    for (std::size_t i = 0; i < cells; ++i)
      for (std::size_t j = 0; j < cells; ++j) EXPECT_EQ(shared[i][j], alike(i, j));
  }
}

/// Twenty pairs of cells that differ within the pair alone have 2^20 greatest groups; a few are told.
TEST(Indistinguishable, TellsFewGroupsWhereThereAreMany) {
  Stream luck = luck_of(5);
  std::vector<double> outcome;
  for (int pair = 0; pair < 20; ++pair) {
    std::vector<double> one(10);
    for (double& y : one) y = noise(luck);
    outcome.insert(outcome.end(), one.begin(), one.end());
    for (double& y : one) y += 0.25;
    outcome.insert(outcome.end(), one.begin(), one.end());
  }
  const auto groups = indistinguishable(40, outcome);
  EXPECT_GE(groups.size(), 2u);
  EXPECT_LE(groups.size(), 100u);
  EXPECT_TRUE(std::ranges::is_sorted(groups, {}, [&](const auto& group) {
    return std::accumulate(&outcome[10 * group.front()], &outcome[10 * group.front()] + 10, 0.0);
  }));
  for (const auto& group : groups) EXPECT_EQ(group.size(), 20u);
}

/// Of ten cells that are the same but for chance, some are told apart in at most 5 % of studies.
TEST(Indistinguishable, SplitsWhatIsTheSameInAtMost5Percent) {
  constexpr int kStudies = 600;
  int split = 0;
  for (int i = 0; i < kStudies; ++i)
    split += indistinguishable(
                 10, cells_of(std::vector<double>(10, 1.0), 12, 2.0, 1.0, static_cast<std::uint64_t>(i)))
                         .size() > 1
                 ? 1
                 : 0;
  EXPECT_LE(split, kStudies * 7 / 100);  // 5 % and two standard errors
  EXPECT_GT(split, 0);
}

TEST(Indistinguishable, OfLimitCases) {
  EXPECT_THAT(indistinguishable(1, std::vector{3.0, 4.0}), ElementsAre(ElementsAre(0u)));
  // One replication tells nothing; cells without chance are told apart by any difference.
  EXPECT_THAT(indistinguishable(3, std::vector{3.0, 1.0, 2.0}), ElementsAre(ElementsAre(1u, 2u, 0u)));
  EXPECT_THAT(indistinguishable(3, std::vector{3.0, 3.0, 1.0, 1.0, 3.0, 3.0}),
              ElementsAre(ElementsAre(1u), ElementsAre(0u, 2u)));
  EXPECT_EQ(indistinguishable(kMostCells, std::vector<double>(2 * kMostCells, 0.1)).size(), 1u);
}

// ---- all cells of a grid ----

/// **By hand**: of y = x1 + 2 x2 on {0, 1} x {0, 1, 2} the variance is 1/4 + 4 * 2/3, shared out without
/// rest; of y = x1 x2 on {0, 1} x {0, 1} it is 3/16, of which each factor makes 1/16 alone and both 1/16
/// together.
TEST(GridIndices, FollowHandWorkedCases) {
  const auto line = *grid_indices(std::array<std::size_t, 2>{2, 3}, std::array{0.0, 2.0, 4.0, 1.0, 3.0, 5.0});
  const double variance = 0.25 + 8.0 / 3.0;
  for (const auto& [index, part] : {std::pair{line[0], 0.25}, {line[1], 8.0 / 3.0}}) {
    EXPECT_NEAR(index.first.mid, part / variance, 1e-12);
    EXPECT_NEAR(index.total.mid, part / variance, 1e-12);
  }
  const auto product = *grid_indices(std::array<std::size_t, 2>{2, 2}, std::array{0.0, 0.0, 0.0, 1.0});
  for (const SobolIndex& index : product) {
    EXPECT_NEAR(index.first.mid, 1.0 / 3.0, 1e-12);
    EXPECT_NEAR(index.total.mid, 2.0 / 3.0, 1e-12);
  }
}

/// **Luck that is the same in all cells** is no doubt about them.
TEST(GridIndices, HaveIntervalsOfWhatPairingLeaves) {
  Stream luck = luck_of(3);
  std::vector<double> shared, own;
  std::vector<double> shift(40);
  for (double& s : shift) s = 10.0 * noise(luck);
  for (const double cell : {0.0, 1.0, 4.0, 6.0})
    for (const double s : shift) {
      shared.push_back(cell + s);
      own.push_back(cell + 3.0 * noise(luck));
    }
  const std::array<std::size_t, 2> levels{2, 2};
  const Interval exact = (*grid_indices(levels, shared))[0].first,
                 doubtful = (*grid_indices(levels, own))[0].first;
  EXPECT_NEAR(exact.high - exact.low, 0.0, 1e-9);
  EXPECT_GT(doubtful.high - doubtful.low, 0.01);
  EXPECT_LT(doubtful.high - doubtful.low, 0.5);
}

TEST(GridIndices, AreNothingWhereAllCellsAreTheSame) {
  EXPECT_FALSE(grid_indices(std::array<std::size_t, 2>{2, 2}, std::array{3.0, 3.0, 3.0, 3.0}));
}

TEST(SensitivityDeathTest, RefusesWhatDoesNotFit) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> four(4, 1.0);
  EXPECT_DEATH(sobol_indices(1, 2, four), "");
  EXPECT_DEATH(sobol_indices(2, 2, four), "");
  EXPECT_DEATH(sobol_indices(2, 1, std::vector{1.0, 2.0, 3.0, 4.0, 5.0, kNaN}), "");
  EXPECT_DEATH(morris_effects(2, 1, std::vector{0.0, 1.0, 0.0, 0.0}, four), "");  // does not move
  EXPECT_DEATH(morris_effects(1, 1, std::vector{0.0, 1.0}, std::vector{0.0, 1.0}), "");
  EXPECT_DEATH(regression(2, four, four), "");
  EXPECT_DEATH(indistinguishable(3, four), "");
  EXPECT_DEATH(indistinguishable(kMostCells + 1, std::vector<double>(kMostCells + 1)), "");
}

}  // namespace
}  // namespace citerne::analysis
