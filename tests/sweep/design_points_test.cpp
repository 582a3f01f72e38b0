#include "citerne/sweep/design_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "citerne/base/random.hpp"

namespace citerne::sweep {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;

std::vector<double> column(const DesignPoints& design, std::size_t dimension) {
  std::vector<double> of(design.size());
  for (std::size_t i = 0; i < design.size(); ++i) of[i] = design[i][dimension];
  return of;
}

/// Each of n equal strata of [0, 1) holds one of the first n values.
bool one_in_each_stratum(std::span<const double> values) {
  std::set<std::size_t> seen;
  for (const double v : values) {
    if (!(v >= 0.0 && v < 1.0)) return false;
    seen.insert(static_cast<std::size_t>(v * static_cast<double>(values.size())));
  }
  return seen.size() == values.size();
}

DesignPoints plain_random(std::size_t points, std::size_t dimensions, std::uint64_t seed) {
  Stream draw{{.seed = seed, .purpose = Purpose::property_test}};
  DesignPoints design{dimensions, std::vector<double>(points * dimensions)};
  for (double& x : design.coordinates) x = uniform01(draw);
  return design;
}

/// The square of the centred L2 discrepancy (Hickernell, 1998): 0 is even.
double discrepancy(const DesignPoints& design) {
  const double n = static_cast<double>(design.size());
  double one = 0.0, two = 0.0;
  for (std::size_t i = 0; i < design.size(); ++i) {
    double product = 1.0;
    for (const double x : design[i]) product *= 1.0 + 0.5 * std::abs(x - 0.5) - 0.5 * (x - 0.5) * (x - 0.5);
    one += product;
    for (std::size_t j = 0; j < design.size(); ++j) {
      product = 1.0;
      for (std::size_t k = 0; k < design.dimensions; ++k) {
        const double x = design[i][k], y = design[j][k];
        product *= 1.0 + 0.5 * std::abs(x - 0.5) + 0.5 * std::abs(y - 0.5) - 0.5 * std::abs(x - y);
      }
      two += product;
    }
  }
  return std::pow(13.0 / 12.0, static_cast<double>(design.dimensions)) - 2.0 / n * one + two / n / n;
}

double mean_of(const DesignPoints& design, double (*outcome)(std::span<const double>)) {
  double sum = 0.0;
  for (std::size_t i = 0; i < design.size(); ++i) sum += outcome(design[i]);
  return sum / static_cast<double>(design.size());
}

/// A smooth outcome of mean 1, with interactions.
double smooth(std::span<const double> x) {
  double product = 1.0;
  for (const double v : x) product *= 1.0 + 0.5 * (v * v - 1.0 / 3.0) / (1.0 / 3.0);
  return product;
}

// --- Latin hypercube ---

TEST(LatinHypercube, HasOnePointInEachStratumOfEachDimension) {
  for (const std::size_t n : {1u, 2u, 3u, 10u, 49u, 1'000u, 20'011u}) {
    const DesignPoints design = latin_hypercube(n, 4, 7);
    ASSERT_EQ(design.size(), n);
    for (std::size_t k = 0; k < 4; ++k) EXPECT_TRUE(one_in_each_stratum(column(design, k))) << n << ' ' << k;
  }
}

TEST(LatinHypercube, LiesAtRandomInsideItsStrata) {
  constexpr std::size_t kPoints = 50'000;
  double sum = 0.0, squares = 0.0;
  for (const double x : latin_hypercube(kPoints, 1, 3).coordinates) {
    const double at = x * kPoints, inside = at - std::floor(at);
    sum += inside;
    squares += inside * inside;
  }
  EXPECT_NEAR(sum / kPoints, 0.5, 0.005);  // four standard errors
  EXPECT_NEAR(squares / kPoints, 1.0 / 3.0, 0.005);
}

/// Every order of strata comes up equally often, and that of one dimension tells nothing of another's.
TEST(LatinHypercube, ShufflesEveryDimensionOnItsOwn) {
  std::array<std::array<int, 6>, 6> seen{};
  constexpr int kSeeds = 7'200;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const DesignPoints design = latin_hypercube(3, 2, seed);
    const auto order = [&](std::size_t k) {
      const std::vector<double> x = column(design, k);
      const auto stratum = [](double v) { return static_cast<std::size_t>(3.0 * v); };
      return 2 * stratum(x[0]) + (stratum(x[1]) > stratum(x[2]) ? 1 : 0);
    };
    ++seen[order(0)][order(1)];
  }
  double chi_square = 0.0;
  for (const auto& row : seen)
    for (const int count : row) chi_square += (count - 200.0) * (count - 200.0) / 200.0;
  EXPECT_LT(chi_square, 66.6);  // 99.9 % of 35 degrees of freedom
}

TEST(LatinHypercube, KeepsItsColumnsWhenAFactorIsAdded) {
  const DesignPoints three = latin_hypercube(20, 3, 5), four = latin_hypercube(20, 4, 5);
  for (std::size_t k = 0; k < 3; ++k) EXPECT_EQ(column(three, k), column(four, k));
}

// --- Sobol' ---

/// Joe and Kuo's own listing of the first ten points in three dimensions.
TEST(Sobol, BeginsAsPublished) {
  const DesignPoints design = sobol(10, 3);
  ASSERT_EQ(design.size(), 10u);
  EXPECT_THAT(design[0], ElementsAre(0.0, 0.0, 0.0));
  EXPECT_THAT(design[1], ElementsAre(0.5, 0.5, 0.5));
  EXPECT_THAT(design[2], ElementsAre(0.75, 0.25, 0.25));
  EXPECT_THAT(design[3], ElementsAre(0.25, 0.75, 0.75));
  EXPECT_THAT(design[4], ElementsAre(0.375, 0.375, 0.625));
  EXPECT_THAT(design[5], ElementsAre(0.875, 0.875, 0.125));
  EXPECT_THAT(design[6], ElementsAre(0.625, 0.125, 0.875));
  EXPECT_THAT(design[7], ElementsAre(0.125, 0.625, 0.375));
  EXPECT_THAT(design[8], ElementsAre(0.1875, 0.3125, 0.9375));
  EXPECT_THAT(design[9], ElementsAre(0.6875, 0.8125, 0.4375));
}

/// A line of Joe and Kuo's file new-joe-kuo-6.21201: dimension, degree, inner coefficients of the polynomial,
/// first odd numbers m.
struct Line {
  std::size_t d;
  unsigned s;
  std::uint64_t a;
  std::vector<std::uint64_t> m;
};
const std::vector<Line> kLines{
    {2, 1, 0, {1}},
    {3, 2, 1, {1, 3}},
    {10, 5, 7, {1, 1, 7, 11, 19}},
    {14, 6, 1, {1, 3, 3, 9, 7, 49}},
    {100, 9, 244, {1, 1, 5, 5, 11, 5, 45, 117, 217}},
    {1'111, 13, 4'094, {1, 1, 5, 15, 19, 1, 7, 211, 157, 603, 403, 1'387, 1'583}},
    {3'667, 15, 16'382, {1, 3, 3, 11, 9, 1, 53, 127, 375, 499, 1'487, 121, 1'465, 3'175, 24'337}}};

/// The sequence of one dimension by the definition, bit by bit.
std::vector<double> by_definition(Line line, std::size_t points) {
  for (std::size_t k = line.s; k < 20; ++k) {
    std::uint64_t next = line.m[k - line.s] ^ line.m[k - line.s] << line.s;
    for (unsigned i = 1; i < line.s; ++i)
      if (line.a >> (line.s - 1 - i) & 1) next ^= line.m[k - i] << i;
    line.m.push_back(next);
  }
  std::vector<double> x(points);
  for (std::size_t i = 0; i < points; ++i) {
    const std::size_t gray = i ^ i >> 1;
    std::uint64_t bits = 0;
    for (std::size_t k = 0; k < 20; ++k)
      if (gray >> k & 1) bits ^= line.m[k] << (19 - k);
    x[i] = static_cast<double>(bits) * 0x1.0p-20;
  }
  return x;
}

TEST(Sobol, FollowsThePublishedDirectionNumbersUpToTheLastDimension) {
  const DesignPoints design = sobol(1'024, kMostSobolDimensions);
  for (const Line& line : kLines)
    EXPECT_THAT(column(design, line.d - 1), ElementsAreArray(by_definition(line, 1'024))) << line.d;
}

class SobolNet : public testing::TestWithParam<std::optional<std::uint64_t>> {};
INSTANTIATE_TEST_SUITE_P(PlainAndScrambled, SobolNet,
                         testing::Values(std::nullopt, std::optional{0u}, std::optional{17u}));

/// A (0, m, 1)-net in base 2 in each dimension, for each m, and in each run of 2^m points that follow.
TEST_P(SobolNet, IsEvenInEachDimension) {
  const DesignPoints design = sobol(1'024, 40, GetParam());
  for (std::size_t k = 0; k < 40; ++k) {
    const std::vector<double> x = column(design, k);
    for (std::size_t n = 1; n <= 1'024; n *= 2)
      for (std::size_t from = 0; from < 1'024; from += n)
        ASSERT_TRUE(one_in_each_stratum(std::span{x}.subspan(from, n))) << k << ' ' << n << ' ' << from;
  }
}

/// A (0, m, 2)-net in the first two: one point in each box of sides 2^-a and 2^-(m - a).
TEST_P(SobolNet, IsEvenInThePlaneOfTheFirstTwo) {
  constexpr std::size_t kPoints = 256;
  const DesignPoints design = sobol(kPoints, 2, GetParam());
  for (std::size_t wide = 1; wide <= kPoints; wide *= 2) {
    const std::size_t high = kPoints / wide;
    std::set<std::pair<std::size_t, std::size_t>> boxes;
    for (std::size_t i = 0; i < kPoints; ++i)
      boxes.emplace(static_cast<std::size_t>(design[i][0] * static_cast<double>(wide)),
                    static_cast<std::size_t>(design[i][1] * static_cast<double>(high)));
    EXPECT_EQ(boxes.size(), kPoints) << wide;
  }
}

TEST_P(SobolNet, GoesOnWhereFewerPointsEnd) {
  const DesignPoints few = sobol(37, 5, GetParam()), many = sobol(128, 5, GetParam());
  EXPECT_TRUE(std::ranges::equal(few.coordinates, std::span{many.coordinates}.first(37 * 5)));
  const DesignPoints one_more = sobol(37, 6, GetParam());
  for (std::size_t k = 0; k < 5; ++k) EXPECT_EQ(column(few, k), column(one_more, k));
}

/// What nested scrambling is and a digital shift is not: over seeds each point is uniform, and below the
/// first bit in which two points differ their bits have nothing to do with one another.
TEST(ScrambledSobol, IsUniformAndNested) {
  constexpr int kSeeds = 4'000;
  std::array<int, 16> sixteenths{};
  int same_second_bit = 0, same_third_bit = 0, both_dimensions = 0, deep_bit = 0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const DesignPoints design = sobol(4, 2, seed);
    const auto bit = [](double x, int which) { return static_cast<int>(std::ldexp(x, which)) & 1; };
    const double a = design[0][0], b = design[1][0], c = design[2][0], d = design[3][0];
    ++sixteenths[static_cast<std::size_t>(16.0 * a)];
    EXPECT_NE(bit(a, 1), bit(b, 1));  // 0 and 1/2
    same_second_bit += bit(a, 2) == bit(b, 2) ? 1 : 0;
    EXPECT_NE(bit(c, 1), bit(d, 1));  // 3/4 and 1/4: c stays beside b, d beside a
    EXPECT_EQ(bit(b, 1), bit(c, 1));
    EXPECT_NE(bit(b, 2), bit(c, 2));
    same_third_bit += bit(b, 3) == bit(c, 3) ? 1 : 0;
    both_dimensions += bit(a, 1) == bit(design[0][1], 1) ? 1 : 0;
    deep_bit += static_cast<int>(static_cast<std::uint64_t>(std::ldexp(a, 53)) & 1);
  }
  const auto half = testing::AllOf(testing::Gt(kSeeds / 2 - 127), testing::Lt(kSeeds / 2 + 127));  // 4 s.e.
  EXPECT_THAT(same_second_bit, half);
  EXPECT_THAT(same_third_bit, half);
  EXPECT_THAT(both_dimensions, half);
  EXPECT_THAT(deep_bit, half);
  double chi_square = 0.0;
  for (const int count : sixteenths) chi_square += (count - 250.0) * (count - 250.0) / 250.0;
  EXPECT_LT(chi_square, 37.7);  // 99.9 % of 15 degrees of freedom
}

TEST(ScrambledSobol, IntegratesBetterThanRandomPoints) {
  constexpr int kSeeds = 50;
  double of_net = 0.0, of_hypercube = 0.0, of_random = 0.0, mean = 0.0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const auto square_error = [&](const DesignPoints& d) { return std::pow(mean_of(d, smooth) - 1.0, 2); };
    of_net += square_error(sobol(1'024, 5, seed));
    of_hypercube += square_error(latin_hypercube(1'024, 5, seed));
    of_random += square_error(plain_random(1'024, 5, seed));
    mean += mean_of(sobol(1'024, 5, seed), smooth) / kSeeds;
  }
  EXPECT_LT(std::sqrt(of_net), 0.05 * std::sqrt(of_random));
  EXPECT_LT(std::sqrt(of_hypercube), 0.8 * std::sqrt(of_random));
  EXPECT_NEAR(mean, 1.0, 4.0 * std::sqrt(of_net) / kSeeds);  // no bias
}

TEST(Designs, FillTheCubeMoreEvenlyThanRandomPoints) {
  double of_plain = discrepancy(sobol(256, 3)), of_net = 0.0, of_hypercube = 0.0, of_random = 0.0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    of_net += discrepancy(sobol(256, 3, seed)) / 10;
    of_hypercube += discrepancy(latin_hypercube(256, 3, seed)) / 10;
    of_random += discrepancy(plain_random(256, 3, seed)) / 10;
  }
  EXPECT_LT(of_plain, 0.1 * of_random);
  EXPECT_LT(of_net, 0.1 * of_random);
  EXPECT_LT(of_hypercube, 0.7 * of_random);
  EXPECT_LT(of_net, of_hypercube);
}

// --- Morris ---

class Morris : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Levels, Morris, testing::Values(2u, 4u, 6u, 10u));

TEST_P(Morris, MovesEachFactorOnceByTheStep) {
  constexpr std::size_t kFactors = 7, kTrajectories = 40;
  const double steps = static_cast<double>(GetParam() - 1),
               delta = static_cast<double>(GetParam()) / (2.0 * steps);
  const DesignPoints design = morris(kTrajectories, kFactors, GetParam(), 11);
  ASSERT_EQ(design.size(), kTrajectories * (kFactors + 1));
  for (const double x : design.coordinates) {
    EXPECT_TRUE(x >= 0.0 && x <= 1.0);
    EXPECT_NEAR(x * steps, std::round(x * steps), 1e-12);
  }
  for (std::size_t t = 0; t < kTrajectories; ++t) {
    std::set<std::size_t> moved;
    for (std::size_t i = 1; i <= kFactors; ++i) {
      const auto before = design[t * (kFactors + 1) + i - 1], after = design[t * (kFactors + 1) + i];
      for (std::size_t k = 0; k < kFactors; ++k)
        if (before[k] != after[k]) {
          EXPECT_NEAR(std::abs(after[k] - before[k]), delta, 1e-12);
          moved.insert(k);
        }
      EXPECT_EQ(moved.size(), i);
    }
  }
}

TEST_P(Morris, StartsAnywhereAndMovesInAnyOrderAndDirection) {
  constexpr std::size_t kTrajectories = 12'000;
  const std::size_t levels = GetParam();
  const DesignPoints design = morris(kTrajectories, 3, levels, 5);
  std::vector<double> starts(levels, 0.0), orders(6, 0.0);
  double up = 0.0;
  for (std::size_t t = 0; t < kTrajectories; ++t) {
    starts[static_cast<std::size_t>(std::lround(design[4 * t][1] * static_cast<double>(levels - 1)))] += 1.0;
    up += design[4 * t + 3][2] > design[4 * t][2] ? 1.0 : 0.0;
    std::vector<std::size_t> order;
    for (std::size_t i = 1; i <= 3; ++i)
      for (std::size_t k = 0; k < 3; ++k)
        if (design[4 * t + i][k] != design[4 * t + i - 1][k]) order.push_back(k);
    orders[2 * order[0] + (order[1] > order[2] ? 1 : 0)] += 1.0;
  }
  const auto near = [](double count, double expected) {
    return std::abs(count - expected) < 4.5 * std::sqrt(expected);
  };
  for (const double count : starts) EXPECT_TRUE(near(count, 12'000.0 / static_cast<double>(levels))) << count;
  for (const double count : orders) EXPECT_TRUE(near(count, 2'000.0)) << count;
  EXPECT_TRUE(near(up, 6'000.0)) << up;
}

TEST(MorrisDesign, GoesOnWhereFewerTrajectoriesEnd) {
  const DesignPoints few = morris(3, 4, 4, 1), many = morris(8, 4, 4, 1);
  EXPECT_TRUE(std::ranges::equal(few.coordinates, std::span{many.coordinates}.first(few.coordinates.size())));
}

// --- Saltelli ---

TEST(Saltelli, SetsFactorsOfBIntoAOneByOne) {
  const DesignPoints both = sobol(16, 6, 3), design = saltelli(16, 3, 3);
  ASSERT_EQ(design.size(), 16u * 5u);
  EXPECT_EQ(design.dimensions, 3u);
  for (std::size_t i = 0; i < 16; ++i) {
    const auto p = both[i];
    EXPECT_THAT(design[5 * i], ElementsAre(p[0], p[1], p[2]));
    EXPECT_THAT(design[5 * i + 1], ElementsAre(p[3], p[4], p[5]));
    EXPECT_THAT(design[5 * i + 2], ElementsAre(p[3], p[1], p[2]));
    EXPECT_THAT(design[5 * i + 3], ElementsAre(p[0], p[4], p[2]));
    EXPECT_THAT(design[5 * i + 4], ElementsAre(p[0], p[1], p[5]));
  }
}

// --- All of them ---

TEST(Designs, AreTheSameForOneSeedAndOthersForAnother) {
  const auto all = [](std::uint64_t seed) {
    return std::array{latin_hypercube(8, 3, seed).coordinates, sobol(8, 3, seed).coordinates,
                      morris(2, 3, 8, seed).coordinates, saltelli(2, 3, seed).coordinates};
  };
  const auto one = all(1), again = all(1), other = all(2), far = all(1 + (std::uint64_t{1} << 32));
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i], again[i]);
    EXPECT_NE(one[i], other[i]);
    EXPECT_NE(one[i], far[i]);
  }
}

/// Bits that are part of saved results: they may not change. Those of sobol were also worked out by a second
/// program, from the published steps of Philox.
TEST(Designs, KeepTheirBits) {
  EXPECT_THAT(sobol(3, 2, 2026).coordinates,
              ElementsAre(0x1.695523dceccbcp-3, 0x1.176c9c33a2642p-1, 0x1.782afe134c229p-1,
                          0x1.aed16ae4ea922p-2, 0x1.e1d2283d347dcp-1, 0x1.b73333a58cb29p-1));
  EXPECT_THAT(latin_hypercube(3, 2, 2026).coordinates,
              ElementsAre(0x1.26bca21b55555p-2, 0x1.080bf39f55555p-2, 0x1.1b9d4cabaaaabp-1, 0x1.dfa383f7p-1,
                          0x1.d5bfd969p-1, 0x1.0972b4e7p-1));
  EXPECT_THAT(morris(1, 2, 4, 2026).coordinates, ElementsAre(2.0 / 3.0, 1.0 / 3.0, 2.0 / 3.0, 1.0, 0.0, 1.0));
}

TEST(Designs, OfOnePointAndOneFactor) {
  EXPECT_EQ(latin_hypercube(1, 1, 0).size(), 1u);
  EXPECT_THAT(sobol(1, 1).coordinates, ElementsAre(0.0));
  EXPECT_EQ(morris(1, 1, 2, 0).size(), 2u);
  EXPECT_EQ(saltelli(1, 1, 0).size(), 3u);
}

TEST(DesignsDeathTest, RefuseWhatTheyCannotBe) {
  EXPECT_DEATH(latin_hypercube(0, 1, 0), "");
  EXPECT_DEATH(latin_hypercube(1, 0, 0), "");
  EXPECT_DEATH(latin_hypercube((std::size_t{1} << 20) + 1, 1, 0), "");
  EXPECT_DEATH(sobol(0, 1), "");
  EXPECT_DEATH(sobol(1, kMostSobolDimensions + 1), "");
  EXPECT_DEATH(morris(1, 1, 3, 0), "");
  EXPECT_DEATH(morris(1, 1, 0, 0), "");
  EXPECT_DEATH(saltelli(1, kMostSobolDimensions / 2 + 1, 0), "");
}

}  // namespace
}  // namespace citerne::sweep
