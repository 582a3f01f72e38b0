#include "citerne/study/condition_runs.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "citerne/base/contract.hpp"
#include "citerne/base/text.hpp"
#include "making.hpp"

namespace citerne::study {
namespace {

using analysis::Condition;
using analysis::Metric;

template <class Names>
void expect_name(const std::string& name, const Names& known, const char* what,
                 std::vector<std::string>& faults) {
  if (name.empty() || std::ranges::count(known, name) > 0) return;
  faults.push_back(
      fmt::format("the scenario has no {} '{}'{}", what, name, did_you_mean(nearest_word(name, known))));
}

std::string place_of(const engine::Plan& plan, const engine::PairPlan& pair) {
  return plan.scenario.network.places[pair.place].id;
}
std::string product_of(const engine::Plan& plan, const engine::PairPlan& pair) {
  return plan.scenario.products[pair.product].id;
}

std::size_t pair_of(const Metric& metric, const engine::Plan& plan) {
  const auto found = std::ranges::find_if(plan.pairs, [&](const engine::PairPlan& pair) {
    return place_of(plan, pair) == metric.place && product_of(plan, pair) == metric.product;
  });
  CITERNE_EXPECT(found != plan.pairs.end());
  return static_cast<std::size_t>(found - plan.pairs.begin());
}

/// By replication: the cover that is reached on the condition's share of days.
std::vector<double> cover_reached(const Condition& condition, const engine::Plan& plan,
                                  const Outcome& outcome) {
  CITERNE_EXPECT(plan.scenario.calendar.sample_every == days(1));
  const std::size_t pair = pair_of(condition.metric, plan), pairs = plan.pairs.size();
  std::vector<double> reached;
  for (const std::vector<float>& daily : outcome.pooled.daily_cover_d) {
    std::vector<double> by_day;
    const std::size_t first = daily.size() > pairs ? 1 : 0;  // a run of one day has its start alone
    for (std::size_t day = first; day * pairs < daily.size(); ++day)
      by_day.push_back(static_cast<double>(daily[day * pairs + pair]));
    reached.push_back(analysis::reached_on(by_day, condition.days));
  }
  return reached;
}

}  // namespace

std::vector<std::string> faults_of(const Metric& metric, const engine::Plan& plan) {
  std::vector<std::string> faults, places, products;
  bool burns_it = false;
  for (std::size_t p = 0; p < plan.pairs.size(); ++p) {
    const engine::PairPlan& pair = plan.pairs[engine::PairId{p}];
    places.push_back(place_of(plan, pair));
    products.push_back(product_of(plan, pair));
    burns_it = burns_it ||
               (burns(plan, engine::PairId{p}) && (metric.place.empty() || metric.place == places.back()) &&
                (metric.product.empty() || metric.product == products.back()));
  }
  expect_name(metric.place, places, "site at a place", faults);
  expect_name(metric.product, products, "site that holds the product", faults);
  if (faults.empty() && !burns_it && metric.measure != analysis::Measure::tankers_lost)
    faults.push_back(fmt::format("{} burns no {}", metric.place.empty() ? "the country" : metric.place,
                                 metric.product.empty() ? "fuel" : metric.product));
  return faults;
}

Keep kept_for(const Condition& condition) { return condition.is_of_days() ? Keep::bands : Keep::summary; }

ConditionRuns condition_runs(const Condition& condition, const Plans& plans, const Options& options,
                             const Outcome& outcome) {
  const Result result = make_result(plans, options, outcome);
  const double length = analysis::length_in_days(result);
  const Metric& at = condition.metric;
  ConditionRuns runs{{{},
                      condition.is_of_days() ? cover_reached(condition, plans.common(), outcome)
                                             : analysis::values_of(result, at),
                      analysis::values_of(result, {analysis::Measure::unserved, at.place, at.product})},
                     analysis::causes_of(result, at)};
  for (double& figure : runs.trial.figures) {
    runs.trial.met.push_back(condition.holds(figure) ? 1 : 0);
    if (std::isinf(figure)) figure = length;
  }
  return runs;
}

}  // namespace citerne::study
