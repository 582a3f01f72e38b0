#include "citerne/analysis/control_variates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "analysis/small_result.hpp"
#include "citerne/base/random.hpp"

namespace citerne::analysis {
namespace {

using Draw = std::function<double(Stream&)>;

double uniform(Stream& luck) { return uniform01(luck) - 0.5; }

/// About normal, mean 0, variance 1.
double normal(Stream& luck) {
  double sum = 0.0;
  for (int i = 0; i < 12; ++i) sum += uniform(luck);
  return sum;
}

/// Worked by hand: the line through the values has slope 2 and leaves -+1 over; the controls were 1 too great
/// on average, so the mean of 12 is moved to 10.
TEST(ControlledMean, IsTheHeightOfTheLineWhereTheControlHasItsTrueMean) {
  Control control{"threats", {}};
  std::vector<double> values;
  for (int i = 0; i < 20; ++i) {
    const double excess = i % 4 < 2 ? 0.0 : 2.0;
    control.excess.push_back(excess);
    values.push_back(10.0 + 2.0 * excess + (i % 2 == 0 ? 1.0 : -1.0));
  }
  const auto found = controlled_mean(values, {control});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->mean.mid, 10.0, 1e-12);
  // Residual variance 20 / 18; x'x = 20 about its mean, which is 1 off: 20/18 (1/20 + 1/20) = 1/9.
  const double t_of_18 = 2.10092204;
  EXPECT_NEAR(found->mean.high - 10.0, t_of_18 / 3.0, 1e-7);
  // Plain: sum of squares 20 x 4 + 20 = 100, over 19 and 20.
  EXPECT_NEAR(found->gain, 100.0 / 19.0 / 20.0 * 9.0, 1e-12);
}

TEST(ControlledMean, LeavesOutWhatNeverDiffersAndCountsOnceWhatMovesInStep) {
  Stream luck{{.seed = 3, .purpose = Purpose::property_test}};
  std::vector<double> values;
  Control control{"one", {}}, twice{"twice", {}}, fixed{"fixed", {}};
  for (int i = 0; i < 60; ++i) {
    control.excess.push_back(normal(luck));
    twice.excess.push_back(2.0 * control.excess.back());
    fixed.excess.push_back(0.0);
    values.push_back(control.excess.back() + normal(luck));
  }
  const auto alone = controlled_mean(values, {control}),
             all = controlled_mean(values, {control, fixed, twice});
  ASSERT_TRUE(alone && all);
  EXPECT_NEAR(all->mean.mid, alone->mean.mid, 1e-12);
  EXPECT_NEAR(all->mean.low, alone->mean.low, 1e-12);
  EXPECT_FALSE(controlled_mean(values, {fixed}));
  EXPECT_FALSE(controlled_mean(values, {}));
  EXPECT_FALSE(controlled_mean(std::vector<double>(60, 1.0), {control}));
}

TEST(ControlledMean, AsksForEnoughRuns) {
  std::vector<double> values;
  std::vector<Control> controls(3);
  Stream luck{{.seed = 4, .purpose = Purpose::property_test}};
  for (int i = 0; i < 29; ++i) {
    values.push_back(normal(luck));
    for (Control& c : controls) c.excess.push_back(normal(luck));
  }
  EXPECT_FALSE(controlled_mean(values, controls)) << "10 each";
  controls.pop_back();
  EXPECT_TRUE(controlled_mean(values, controls));
  values.resize(19);
  for (Control& c : controls) c.excess.resize(19);
  EXPECT_FALSE(controlled_mean(values, controls)) << "20 at least";
}

TEST(ControlledMean, OfAValueThatIsOnTheLineIsKnownExactly) {
  Control control{"one", {}};
  std::vector<double> values;
  for (int i = 0; i < 32; ++i) {
    control.excess.push_back(i % 2 == 0 ? 1.0 : -1.0);
    values.push_back(5.0 + control.excess.back());
  }
  const auto found = controlled_mean(values, {control});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->mean.low, 5.0, 1e-9);
  EXPECT_GT(found->gain, 1e6);
}

struct Studies {
  double bias = 0.0, error_of_bias = 0.0;  ///< Mean of the means less the truth, and its standard error.
  double spread = 0.0;                     ///< Standard deviation of the means.
  double coverage = 0.0;
  double gain_told = 0.0;  ///< Mean.
  double gain = 0.0;       ///< Variance of plain means over that of controlled ones.
};

/// 4 000 studies of `runs` values, each with its control.
Studies studies(std::size_t runs, double truth, const Draw& control_of,
                const std::function<double(double, Stream&)>& value_of) {
  constexpr std::uint32_t kStudies = 4'000;
  Studies s;
  double squares = 0.0, plain_squares = 0.0;
  for (std::uint32_t k = 0; k < kStudies; ++k) {
    Stream luck{{.seed = 29, .replication = k, .purpose = Purpose::property_test}};
    Control control{"c", {}};
    std::vector<double> values;
    double sum = 0.0;
    for (std::size_t r = 0; r < runs; ++r) {
      control.excess.push_back(control_of(luck));
      values.push_back(value_of(control.excess.back(), luck));
      sum += values.back();
    }
    const ControlledMean found = controlled_mean(values, {control}).value();
    const double off = found.mean.mid - truth, plain_off = sum / static_cast<double>(runs) - truth;
    s.bias += off / kStudies;
    squares += off * off / kStudies;
    plain_squares += plain_off * plain_off / kStudies;
    s.coverage += found.mean.low <= truth && truth <= found.mean.high ? 1.0 / kStudies : 0.0;
    s.gain_told += found.gain / kStudies;
  }
  s.spread = std::sqrt(squares);
  s.error_of_bias = s.spread / std::sqrt(double{kStudies});
  s.gain = plain_squares / squares;
  return s;
}

/// **Without bias, and 95 % are 95 %, where all is normal**: half of the variance is luck that is known. 4
/// sigma of the coverage are 1.4 %.
TEST(ControlledMean, HoldsTheTruthWhereAllIsNormal) {
  const Studies s =
      studies(40, 7.0, normal, [](double c, Stream& luck) { return 7.0 + 2.0 * c + 2.0 * normal(luck); });
  EXPECT_NEAR(s.bias, 0.0, 4.0 * s.error_of_bias);
  EXPECT_NEAR(s.coverage, 0.95, 0.014);
  EXPECT_NEAR(s.gain, 2.0 * 37.0 / 38.0, 0.2) << "2, less what a coefficient costs";
  EXPECT_NEAR(s.gain_told, s.gain, 0.15);
}

/// **Of shortages that begin beyond a bar**, 0 in many runs: no line fits them, the bias is of order 1 / n,
/// and here below a twentieth of the standard error.
TEST(ControlledMean, HoldsTheTruthOfBentOutcomes) {
  // max(0, c + e - 0.25), c and e uniform on (-1/2, 1/2): the excess over a quarter of a triangle on (-1, 1).
  const double truth = std::pow(0.75, 3) / 6.0;
  const Studies s = studies(60, truth, uniform,
                            [](double c, Stream& luck) { return std::max(0.0, c + uniform(luck) - 0.25); });
  EXPECT_NEAR(s.bias, 0.0, 4.0 * s.error_of_bias + 0.05 * s.spread);
  EXPECT_GE(s.coverage, 0.92);
  EXPECT_GT(s.gain, 1.2);
  EXPECT_NEAR(s.gain_told, s.gain, 0.15);
}

TEST(ControlledMean, DoesNotClaimToPayWhereItDoesNot) {
  const Studies s = studies(40, 0.0, normal, [](double, Stream& luck) { return normal(luck); });
  EXPECT_LT(s.gain, 1.02);
  EXPECT_LT(s.gain_told, 1.02);
  EXPECT_NEAR(s.coverage, 0.95, 0.014);
}

/// Four runs are too few for a figure, and a control that says nothing is no reason to tell one.
TEST(ControlledFigure, IsToldOnlyWhereItPays) {
  SmallResult small;
  EXPECT_FALSE(
      controlled_figure(small.result, parse_metric("unserved"), {{"threats", {1.0, -1.0, 0.0, 0.5}}}));
  EXPECT_THROW(controlled_figure(small.result, parse_metric("unserved:mopti"), {}), BadMetric);

  Control telling{"telling", {}}, idle{"idle", {}};
  Result& result = small.result;
  std::vector<double> first;
  for (int r = 0; r < 40; ++r) {
    const double luck = r % 4 < 2 ? 1.0 : -1.0;
    telling.excess.push_back(luck);
    idle.excess.push_back(r % 8 < 4 ? 1.0 : -1.0);
    // A first shortage on day 4, or never: then the run counts with its 14 days.
    for (int cell = 0; cell < 4; ++cell)
      first.push_back(cell == 0 && luck > 0.0 ? 4.0 + 0.1 * (r % 2)
                                              : std::numeric_limits<double>::quiet_NaN());
  }
  result.axes["replication"] = 40;
  small.drop("first_shortage");
  small.put("first_shortage", {"replication", "place", "product"}, first);
  const Metric metric = parse_metric("first_shortage:bamako");
  const auto figure = controlled_figure(result, metric, {telling});
  ASSERT_TRUE(figure);
  EXPECT_EQ(figure->metric, metric);
  EXPECT_NEAR(figure->plain.mid, (4.05 + 14.0) / 2.0, 1e-9);
  EXPECT_NEAR(figure->controlled.mean.mid, (4.05 + 14.0) / 2.0, 1e-9) << "its control was right on average";
  EXPECT_GT(figure->controlled.gain, 100.0);
  EXPECT_FALSE(controlled_figure(result, metric, {idle}));
}

}  // namespace
}  // namespace citerne::analysis
