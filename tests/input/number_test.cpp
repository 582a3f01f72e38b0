#include <algorithm>
#include <cmath>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrong_case.hpp"

// Numbers with a range and distributions.
namespace citerne::input {
namespace {

using testing::IsEmpty;

ScenarioFiles with(const std::vector<std::string>& settings) { return load(small_world(), settings); }

std::int64_t bays(const Reading& reading) { return reading.scenario->terminals.begin()->bays; }

TEST(Number, WithLowAndHighRunsAtItsValue) {
  const Reading reading =
      decode(with({"terminals.haven.bays={ value: 5, low: 2, high: 9, source: a visit, confidence: low }"}),
             Luck{7, 3});
  ASSERT_THAT(brief(reading.diagnostics), IsEmpty());
  EXPECT_EQ(bays(reading), 5);
  EXPECT_THAT(reading.drawn, IsEmpty());
}

TEST(Distribution, StandsForItsMiddleWithoutLuck) {
  EXPECT_EQ(bays(decode(with({"terminals.haven.bays={ uniform: [2, 8] }"}))), 5);
  EXPECT_EQ(bays(decode(with({"terminals.haven.bays={ triangular: [2, 3, 8] }"}))), 3);
  EXPECT_EQ(bays(decode(with({"terminals.haven.bays={ choice: [6, 2, 8] }"}))), 6);
}

TEST(Distribution, IsDrawnOnceForEachReplication) {
  const ScenarioFiles files = with({"fleets.haven.load={ uniform: [40 m3, 50 m3] }"});
  std::set<double> values;
  for (std::uint32_t replication = 0; replication < 50; ++replication) {
    const Reading reading = decode(files, Luck{1, replication});
    ASSERT_TRUE(reading.scenario);
    ASSERT_EQ(reading.drawn.size(), 1u);
    EXPECT_EQ(reading.drawn[0].path, "fleets.haven.load");
    EXPECT_EQ(reading.drawn[0].distribution, "uniform [40 m3, 50 m3]");
    EXPECT_EQ(reading.drawn[0].unit, "ml");
    EXPECT_EQ(static_cast<double>(reading.scenario->fleets.begin()->load.count()), reading.drawn[0].value);
    EXPECT_GE(reading.drawn[0].value, 40e6);
    EXPECT_LE(reading.drawn[0].value, 50e6);
    values.insert(reading.drawn[0].value);
    EXPECT_EQ(decode(files, Luck{1, replication}).drawn, reading.drawn);
  }
  EXPECT_GE(values.size(), 49u);
}

/// What is drawn are whole bays; worked by hand, and over 1 000 draws within 4 sigma.
TEST(Distribution, KnowsTheMeanOfWhatIsDrawn) {
  const struct {
    const char* written;
    double mean;
  } cases[] = {{"{ uniform: [2, 7] }", 4.5},
               // At least 1.5, 2.5 and 3.5 are 11/12, 3/8 and 1/24.
               {"{ triangular: [1, 2, 4] }", 1.0 + 11.0 / 12.0 + 3.0 / 8.0 + 1.0 / 24.0},
               {"{ triangular: [1, 1, 3] }", 1.0 + 9.0 / 16.0 + 1.0 / 16.0},
               {"{ triangular: [5, 5, 5] }", 5.0},
               {"{ choice: [6, 2, 7] }", 5.0}};
  for (const auto& [written, mean] : cases) {
    SCOPED_TRACE(written);
    const ScenarioFiles files = with({std::string{"terminals.haven.bays="} + written});
    double sum = 0.0, squares = 0.0;
    constexpr std::uint32_t kDraws = 1'000;
    for (std::uint32_t r = 0; r < kDraws; ++r) {
      const Reading reading = decode(files, Luck{1, r});
      EXPECT_NEAR(reading.drawn.at(0).mean, mean, 1e-12);
      sum += reading.drawn[0].value;
      squares += reading.drawn[0].value * reading.drawn[0].value;
    }
    const double found = sum / kDraws;
    EXPECT_NEAR(found, mean, 4.0 * std::sqrt(std::max(0.0, squares / kDraws - found * found) / kDraws));
  }
  const Reading many = decode(with({"fleets.haven.load={ triangular: [40 m3, 41 m3, 45 m3] }"}), Luck{1, 0});
  EXPECT_NEAR(many.drawn.at(0).mean, 42e6, 1.0);
}

TEST(Distribution, DoesNotShiftAnother) {
  const std::string bays_spread = "terminals.haven.bays={ uniform: [1, 1000] }";
  const Reading alone = decode(with({bays_spread}), Luck{5, 2});
  const Reading together =
      decode(with({"driving.ferry_takes={ triangular: [1 h, 2 h, 4 h] }", bays_spread}), Luck{5, 2});
  EXPECT_EQ(bays(alone), bays(together));
  EXPECT_EQ(together.drawn.size(), 2u);
}

TEST(Distribution, OfAChoiceGivesEachOfItsValues) {
  const ScenarioFiles files = with({"terminals.haven.bays={ choice: [3, 5, 8] }"});
  std::set<std::int64_t> met;
  for (std::uint32_t replication = 0; replication < 60; ++replication)
    met.insert(bays(decode(files, Luck{1, replication})));
  EXPECT_THAT(met, testing::ElementsAre(3, 5, 8));
}

TEST(Distribution, StaysWithinItsEnds) {
  const ScenarioFiles files = with({"terminals.haven.bays={ triangular: [3, 3, 5] }"});
  for (std::uint32_t replication = 0; replication < 100; ++replication)
    EXPECT_THAT(bays(decode(files, Luck{1, replication})), testing::AllOf(testing::Ge(3), testing::Le(5)));
}

TEST(Number, OfTankersMayBeOne) {
  EXPECT_EQ(decode(with({"fleets.haven.tankers=1 tanker"})).scenario->fleets.begin()->tankers, 1);
}

}  // namespace
}  // namespace citerne::input
