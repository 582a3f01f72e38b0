#include "citerne/study/controls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "study/brief.hpp"

namespace citerne::study {
namespace {

using testing::ElementsAre;

const std::string kSkewedDemand = "demand.total={triangular: [4.5 ML/day, 4.6 ML/day, 5.5 ML/day]}";
const std::string kUncertainThreats = "events.south.rate={choice: [1 threats/week, 9 threats/week]}";

std::vector<analysis::Control> controls(const Plans& plans, std::uint32_t replications,
                                        Outcome* kept = nullptr) {
  Outcome outcome = run_all(
      plans, {.replications = replications, .threads = 2, .seed = plans.seed(), .keep = Keep::summary});
  const std::vector<analysis::Control> found = controls_of(plans, outcome);
  if (kept != nullptr) *kept = std::move(outcome);
  return found;
}

std::vector<std::string> names(const std::vector<analysis::Control>& all) {
  std::vector<std::string> list;
  for (const analysis::Control& c : all) list.push_back(c.name);
  return list;
}

/// **Each is 0 in the mean**, though the rate of the threats is itself drawn.
TEST(Controls, AreNothingInTheMean) {
  const Plans plans{brief("examples/threats-by-chance.yaml", {kSkewedDemand, kUncertainThreats}), 3};
  const auto found = controls(plans, 120);
  ASSERT_THAT(names(found), ElementsAre("demand.total", "events.south.rate", "south", "west"));
  for (const analysis::Control& c : found) {
    const double n = static_cast<double>(c.excess.size());
    const double mean = std::accumulate(c.excess.begin(), c.excess.end(), 0.0) / n;
    double squares = 0.0;
    for (const double e : c.excess) squares += (e - mean) * (e - mean);
    EXPECT_GT(squares, 0.0) << c.name;
    EXPECT_NEAR(mean, 0.0, 4.0 * std::sqrt(squares / (n - 1.0) / n)) << c.name;
  }
}

TEST(Controls, OfOneCommonPlanAreThreatsAlone) {
  const Plans plans{brief("examples/threats-by-chance.yaml"), 3};
  Outcome outcome;
  const auto found = controls(plans, 5, &outcome);
  ASSERT_THAT(names(found), ElementsAre("south", "west"));
  const EventId south{0};
  ASSERT_EQ(plans.common().scenario.events[south].id, "south");
  for (std::size_t r = 1; r < 5; ++r)
    EXPECT_NEAR(found[0].excess[r] - found[0].excess[0],
                static_cast<double>(outcome.records[r].threats_came[0] - outcome.records[0].threats_came[0]),
                1e-9);
  EXPECT_TRUE(controls(Plans{brief("baseline.yaml"), 1}, 3).empty());
}

/// Continued in pieces, a study knows the same of its luck.
TEST(Controls, AreTheSameOfAStudyInPieces) {
  const Plans plans{brief("examples/threats-by-chance.yaml", {kSkewedDemand}), 3};
  const Options options{.replications = 6, .seed = 3, .keep = Keep::summary};
  Options first = options, second = options;
  first.chosen = {0, 1};
  second.chosen = {2, 3, 4, 5};
  Outcome pieces = run_all(plans, first);
  append(pieces, run_all(plans, second));
  const auto together = controls_of(plans, pieces), at_once = controls_of(plans, run_all(plans, options));
  ASSERT_EQ(together.size(), at_once.size());
  for (std::size_t c = 0; c < together.size(); ++c) EXPECT_EQ(together[c].excess, at_once[c].excess);
}

}  // namespace
}  // namespace citerne::study
