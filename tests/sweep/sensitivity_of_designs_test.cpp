#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "analysis/ishigami.hpp"
#include "citerne/analysis/sensitivity.hpp"
#include "citerne/sweep/design_points.hpp"

/// The estimators of analysis read the designs of sweep as they are laid out, and find what is known.
namespace citerne::sweep {
namespace {

using Point = std::span<const double>;

template <class F>
std::vector<double> outcome_of(const DesignPoints& design, F f) {
  std::vector<double> outcome;
  for (std::size_t i = 0; i < design.size(); ++i) outcome.push_back(f(design[i]));
  return outcome;
}

/// Within what 1 024 random base points would miss by far: their standard errors are 0.01 to 0.045.
TEST(SaltellisDesign, FindsTheIndicesOfIshigamisFunction) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const auto found = analysis::sobol_indices(1'024, 3, outcome_of(saltelli(1'024, 3, seed), ishigami));
    ASSERT_TRUE(found);
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR((*found)[k].first.mid, kIshigamiFirst[k], 0.04) << k;
      EXPECT_NEAR((*found)[k].total.mid, kIshigamiTotal[k], 0.04) << k;
      EXPECT_LT((*found)[k].total.low, kIshigamiTotal[k]);
      EXPECT_GT((*found)[k].total.high, kIshigamiTotal[k]);
    }
  }
}

/// Half an interval over what it would be if indices were normal about the truth: 3 to 6, never below 1.
TEST(SaltellisDesign, HasIntervalsThatAreWiderThanTheyNeedBe) {
  constexpr int kSeeds = 60;
  const std::array truth{0.3139, 0.4424, 0.0, 0.5576, 0.4424, 0.2437};
  std::array<double, 6> half{}, square_error{};
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const auto found = analysis::sobol_indices(1'024, 3, outcome_of(saltelli(1'024, 3, seed), ishigami));
    ASSERT_TRUE(found);
    for (std::size_t k = 0; k < 6; ++k) {
      const analysis::Interval& index = k < 3 ? (*found)[k].first : (*found)[k - 3].total;
      half[k] += (index.high - index.low) / 2.0 / kSeeds;
      square_error[k] += std::pow(index.mid - truth[k], 2) / kSeeds;
    }
  }
  for (std::size_t k = 0; k < 6; ++k) {
    const double ratio = half[k] / (1.96 * std::sqrt(square_error[k]));
    EXPECT_GT(ratio, 2.5) << k;
    EXPECT_LT(ratio, 7.0) << k;
  }
}

/// Sobol's g-function: indices in closed form (Saltelli and Sobol', 1995).
TEST(SaltellisDesign, FindsTheIndicesOfSobolsGFunction) {
  constexpr std::array a{0.0, 0.5, 3.0, 9.0, 99.0, 99.0};
  const auto g = [&](Point u) {
    double product = 1.0;
    for (std::size_t k = 0; k < a.size(); ++k) product *= (std::abs(4.0 * u[k] - 2.0) + a[k]) / (1.0 + a[k]);
    return product;
  };
  const auto alone = [&](std::size_t k) { return 1.0 / 3.0 / ((1.0 + a[k]) * (1.0 + a[k])); };
  double product = 1.0;
  for (std::size_t k = 0; k < a.size(); ++k) product *= 1.0 + alone(k);
  const auto found = analysis::sobol_indices(2'048, a.size(), outcome_of(saltelli(2'048, a.size(), 9), g));
  ASSERT_TRUE(found);
  for (std::size_t k = 0; k < a.size(); ++k) {
    EXPECT_NEAR((*found)[k].first.mid, alone(k) / (product - 1.0), 0.02) << k;
    EXPECT_NEAR((*found)[k].total.mid, alone(k) * product / (1.0 + alone(k)) / (product - 1.0), 0.02) << k;
  }
}

TEST(MorrisDesign, FindsSlopesBendsAndFactorsThatDoNothing) {
  const DesignPoints design = morris(200, 4, 4, 3);
  const auto effects = analysis::morris_effects(
      200, 4, design.coordinates,
      outcome_of(design, [](Point x) { return 2.0 * x[0] - x[1] + 3.0 * (x[2] - 0.5) * (x[2] - 0.5); }));
  EXPECT_NEAR(effects[0].mu.mid, 2.0, 1e-12);
  EXPECT_NEAR(effects[0].sigma.mid, 0.0, 1e-12);
  EXPECT_NEAR(effects[1].mu.mid, -1.0, 1e-12);
  EXPECT_NEAR(effects[1].mu_star.mid, 1.0, 1e-12);
  EXPECT_NEAR(effects[2].mu.mid, 0.0, 0.25);
  EXPECT_NEAR(effects[2].mu_star.mid, 1.0, 1e-12);  // 3 times the change of 2/9, over a step of 2/3
  EXPECT_NEAR(effects[2].sigma.mid, 1.0, 0.05);
  EXPECT_EQ(effects[3].mu_star.high, 0.0);
}

/// Factors of a Latin hypercube have the same variance, 1/12, but for the jitter: shares of 4 : 1 : 0.
TEST(LatinHypercubeDesign, FindsTheSharesOfALine) {
  const DesignPoints design = latin_hypercube(200, 3, 4);
  const auto found = analysis::regression(
      3, design.coordinates, outcome_of(design, [](Point x) { return 2.0 * x[0] - x[1] + 7.0; }));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->r_squared, 1.0, 1e-9);
  EXPECT_NEAR(found->factors[0].share.mid, 0.8, 0.06);
  EXPECT_NEAR(found->factors[1].share.mid, 0.2, 0.06);
  EXPECT_NEAR(found->factors[2].share.mid, 0.0, 1e-9);
  EXPECT_LT(found->factors[1].coefficient.high, 0.0);
}

}  // namespace
}  // namespace citerne::sweep
