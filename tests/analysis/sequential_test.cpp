#include "citerne/analysis/sequential.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "citerne/base/random.hpp"

namespace citerne::analysis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string fault_of_precision(const char* text) {
  try {
    parse_precision(text);
  } catch (const BadMetric& e) {
    return e.what();
  }
  return "none";
}

TEST(Precision, IsReadAsAPlannerWritesIt) {
  const Precision p = parse_precision("unserved_share:bamako halfwidth < 0.5 %");
  EXPECT_EQ(p.metric, parse_metric("unserved_share:bamako"));
  EXPECT_EQ(p.half_width, 0.5);
  EXPECT_EQ(word(p), "unserved_share:bamako halfwidth < 0.5 %");
  EXPECT_EQ(word(Precision{p.metric, 1e-7}), "unserved_share:bamako halfwidth < 0.0000001 %");
  EXPECT_EQ(parse_precision("shortage_days:segou halfwidth<0.2").half_width, 0.2);
  EXPECT_EQ(parse_precision("unserved halfwidth <12 m3").half_width, 12.0);
  EXPECT_EQ(parse_precision("dry_time:bamako halfwidth < 12 h").half_width, 0.5);
}

TEST(Precision, IsRefusedWithTheRemedy) {
  EXPECT_THAT(fault_of_precision("unserved halfwidth < 0"), HasSubstr("below a number above 0"));
  EXPECT_THAT(fault_of_precision("unserved halfwidth < -1"), HasSubstr("below a number above 0"));
  EXPECT_THAT(fault_of_precision("unserved halfwidth < 1.2.3"), HasSubstr("the bound is '1.2.3'"));
  EXPECT_THAT(fault_of_precision("unserved < 1"), HasSubstr("does not say 'halfwidth'"));
  EXPECT_THAT(fault_of_precision("unservd halfwidth < 1"), HasSubstr("did you mean 'unserved'?"));
  EXPECT_THAT(fault_of_precision("shortage_days:segou halfwidth < 1 m3"),
              HasSubstr("the bound is in 'm3'; write one of d, h"));
  EXPECT_THAT(fault_of_precision(""), HasSubstr("begins with no metric"));
}

TEST(Sequential, LooksAtAFifthMoreEachTime) {
  std::vector<std::size_t> looks;
  for (std::size_t n = 0; n < 150;) looks.push_back(n = next_look(n, 150));
  EXPECT_THAT(looks, ElementsAre(50, 60, 72, 87, 105, 126, 150));
  EXPECT_EQ(next_look(0, 20), 20u);
}

/// **Outcomes that are nearly always the same** tell nothing of how wide they spread.
TEST(Sequential, DoesNotTakeSamenessForPrecision) {
  std::vector<double> values(60, 0.0);
  EXPECT_TRUE(look_at(values, 1.0, 0.0).too_alike);
  EXPECT_FALSE(look_at(values, 1.0, 0.0).is_enough);
  for (std::size_t i = 0; i < 10; ++i) values[i] = 0.1;
  EXPECT_TRUE(look_at(values, 1.0, 0.0).is_enough);
  values[20] = std::numeric_limits<double>::infinity();
  EXPECT_FALSE(look_at(values, 1.0, 100.0).is_enough) << "a run without the event counts with its length";
}

TEST(Sequential, SaysHowManyWouldBeEnough) {
  std::vector<double> values;
  for (int i = 0; i < 100; ++i) values.push_back(i % 2);
  const Look look = look_at(values, 0.01, 0.0);
  EXPECT_FALSE(look.is_enough);
  const std::size_t enough = enough_values(look, 100, 0.01);
  EXPECT_NEAR(static_cast<double>(enough), 100.0 * std::pow(look.cautious / 0.01, 2), 1.0);
}

/// Stops by the rule and tells whether the interval holds the truth.
bool covers(Stream& luck, const std::function<double(Stream&)>& draw, double truth, double half_width,
            std::size_t& used) {
  constexpr std::size_t kMost = 20'000;
  std::vector<double> values;
  for (std::size_t n = next_look(0, kMost);; n = next_look(n, kMost)) {
    while (values.size() < n) values.push_back(draw(luck));
    const Look look = look_at(values, half_width, 0.0);
    if (!look.is_enough && n < kMost) continue;
    used += n;
    return look.mean.low <= truth && truth <= look.mean.high;
  }
}

double coverage(const std::function<double(Stream&)>& draw, double truth, double half_width,
                std::size_t& used) {
  constexpr int kStudies = 2'000;
  int held = 0;
  used = 0;
  for (std::uint32_t s = 0; s < kStudies; ++s) {
    Stream luck{{.seed = 17, .replication = s, .purpose = Purpose::property_test}};
    held += covers(luck, draw, truth, half_width, used) ? 1 : 0;
  }
  used /= kStudies;
  return static_cast<double>(held) / kStudies;
}

double nearly_normal(Stream& luck) {
  double sum = -6.0;
  for (int i = 0; i < 12; ++i) sum += uniform01(luck);
  return sum;
}

/// **Nominal 95 % hold although one has looked often** (2 000 studies each; 4 sigma of 95 % are 2 %).
TEST(Sequential, CoversThoughOneLooksAgainAndAgain) {
  std::size_t used = 0;
  for (const double half_width : {0.25, 0.15, 0.1}) {
    EXPECT_NEAR(coverage(nearly_normal, 0.0, half_width, used), 0.95, 0.02) << half_width;
    const double at_once = std::pow(1.96 / half_width, 2);
    EXPECT_LT(static_cast<double>(used), 1.6 * at_once + 30.0) << "what it costs";
  }
}

/// Of skewed outcomes any interval by Student's t covers less at these numbers; the rule may not make it
/// worse.
TEST(Sequential, CoversSkewedOutcomes) {
  std::size_t used = 0;
  const auto skewed = [](Stream& luck) { return exponential(luck); };
  EXPECT_GE(coverage(skewed, 1.0, 0.15, used), 0.93);
  const auto mostly_nothing = [](Stream& luck) {
    return uniform01(luck) < 0.1 ? 1.0 + uniform01(luck) : 0.0;
  };
  EXPECT_GE(coverage(mostly_nothing, 0.15, 0.05, used), 0.93);
  const auto seldom = [](Stream& luck) { return uniform01(luck) < 0.02 ? 1.0 : 0.0; };
  EXPECT_GE(coverage(seldom, 0.02, 0.05, used), 0.90) << "ten of them, and Student's t of so few";
}

}  // namespace
}  // namespace citerne::analysis
