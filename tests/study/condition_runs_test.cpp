#include "citerne/study/condition_runs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "study/brief.hpp"

namespace citerne::study {
namespace {

using testing::Contains;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

analysis::Condition condition(const char* text) { return analysis::read_condition(text).condition.value(); }

struct Runs {
  explicit Runs(const char* text, std::vector<std::string> more = {})
      : asked{condition(text)},
        plans{brief("western-blockade.yaml", std::move(more)), 3},
        options{.replications = 4, .seed = 3, .keep = kept_for(asked), .logged = 0},
        outcome{run_all(plans, options)},
        runs{condition_runs(asked, plans, options, outcome)} {}
  analysis::Condition asked;
  Plans plans;
  Options options;
  Outcome outcome;
  ConditionRuns runs;
};

/// The least of all midnights is what is reached on all days; the last midnight, at the end, is the metric's
/// alone.
TEST(ConditionRuns, OfAllDaysIsTheLeastCoverOfMidnights) {
  const Runs of_days{"cover:kayes:petrol > 5 d on 100 % of days in 80 % of runs",
                     {"calendar.sample_every=1 d"}};
  const Runs metric{"least_cover:kayes:petrol > 5 d in 80 % of runs"};
  ASSERT_THAT(of_days.runs.trial.figures, SizeIs(4));
  for (std::size_t r = 0; r < 4; ++r) {
    EXPECT_GE(of_days.runs.trial.figures[r], metric.runs.trial.figures[r] - 1e-6);
    EXPECT_NEAR(of_days.runs.trial.figures[r], metric.runs.trial.figures[r], 1.0);
    EXPECT_EQ(of_days.runs.trial.met[r] != 0, of_days.runs.trial.figures[r] > 5.0);
  }
}

/// Counted by hand from the series: on how many of the 20 midnights cover passes what is reached on 90 %.
TEST(ConditionRuns, OfDaysIsPassedOnThatManyMidnights) {
  const Runs r{"cover:kayes:petrol >= 5 d on 90 % of days in 80 % of runs", {"calendar.sample_every=1 d"}};
  const engine::Plan& plan = r.plans.common();
  std::size_t pair = 0;
  while (plan.scenario.network.places[plan.pairs[engine::PairId{pair}].place].id != "kayes" ||
         plan.scenario.products[plan.pairs[engine::PairId{pair}].product].id != "petrol")
    ++pair;
  for (std::size_t run = 0; run < 4; ++run) {
    const auto& daily = r.outcome.pooled.daily_cover_d[run];
    std::size_t passing = 0;
    for (std::size_t day = 1; day < 21; ++day)
      passing +=
          static_cast<double>(daily[day * plan.pairs.size() + pair]) >= r.runs.trial.figures[run] ? 1 : 0;
    EXPECT_GE(passing, 18u);
  }
}

TEST(ConditionRuns, OfAnEventThatDoesNotComeCountTheWholeRun) {
  const Runs r{"first_shortage:bamako:petrol > 30 d in 80 % of runs"};
  EXPECT_THAT(r.runs.trial.figures, ElementsAre(21.0, 21.0, 21.0, 21.0));
  EXPECT_THAT(r.runs.trial.met, ElementsAre(1, 1, 1, 1)) << "none by the end is later than any day";
}

TEST(ConditionRuns, CausesAddUpToWhatIsNotServed) {
  const Runs r{"mean shortage_days:kayes < 2 d"};
  for (std::size_t run = 0; run < 4; ++run) {
    const std::vector<double>& causes = r.runs.causes.unserved_m3[run];
    EXPECT_THAT(std::accumulate(causes.begin(), causes.end(), 0.0),
                DoubleNear(r.runs.trial.unserved_m3[run], 1e-6));
  }
}

TEST(ConditionRuns, FaultsOfAMetricNameTheNearest) {
  const Plans plans{brief("baseline.yaml"), 1};
  const auto faults = [&](const char* metric) {
    return faults_of(analysis::parse_metric(metric), plans.common());
  };
  EXPECT_THAT(faults("unserved"), IsEmpty());
  EXPECT_THAT(faults("unserved:bamako:petrol"), IsEmpty());
  EXPECT_THAT(faults("unserved:bamoko:petrl"),
              ElementsAre(HasSubstr("did you mean 'bamako'"), HasSubstr("did you mean 'petrol'")));
  EXPECT_THAT(faults("unserved:morila:petrol"), Contains(HasSubstr("burns no petrol")));
}

}  // namespace
}  // namespace citerne::study
