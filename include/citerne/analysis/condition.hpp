#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "citerne/analysis/metric.hpp"

/// What a planner asks of the runs of one scenario.
namespace citerne::analysis {

/// A figure of each run with a bound, and in how many runs it must hold; or a bound for the mean of all runs.
/// Over days the figure is the cover that is passed on so many of them.
struct Condition {
  Metric metric;  ///< Of the figure; for cover: least_cover of a place and a product.
  std::int64_t days =
      0;               ///< Millionths of the days on which cover must hold, up to 1 000 000; 0: not of days.
  bool above = false;  ///< Else the figure must lie below the bound.
  bool or_equal = false;
  double bound = 0.0;  ///< In unit(metric.measure).
  std::int64_t runs =
      0;  ///< Millionths of the runs in which it must hold, below 1 000 000; 0: the mean must.

  bool is_of_days() const { return days > 0; }
  bool is_of_mean() const { return runs == 0; }
  bool holds(double figure) const {
    return figure == bound ? or_equal : above ? figure > bound : figure < bound;
  }
  friend bool operator==(const Condition&, const Condition&) = default;
};

struct ConditionReading {
  std::optional<Condition> condition;  ///< Only without a fault.
  std::optional<Metric> metric;        ///< Of the condition, where that much could be read.
  std::vector<std::string> faults;     ///< Each says what is wrong and what to write instead.
};

/// Reads one of
///   cover:PLACE:PRODUCT > X d on P % of days in Q % of runs
///   METRIC < X [UNIT] in Q % of runs
///   mean METRIC < X [UNIT]
/// with `<`, `<=`, `>` or `>=`; `mean` goes with cover too, then without `in Q % of runs`.
ConditionReading read_condition(const std::string& text);

/// Reads `METRIC < X [UNIT]` and nothing behind it, as a condition of the mean.
ConditionReading read_bound(const std::string& text);

/// As it is read.
std::string word(const Condition&);
/// What figures are called: `cover:bamako:petrol`, or the metric.
std::string subject(const Condition&);

/// The greatest value that is reached on at least `share_ppm` millionths of the days, so that it passes a
/// bound iff that many days do. 0 < share_ppm <= 1 000 000, one day at least; no NaN.
double reached_on(std::span<const double> by_day, std::int64_t share_ppm);

/// Fuel in m3 that was not handed out where the metric looks, by cause, in each replication of a result.
struct Causes {
  std::vector<std::string> names;
  std::vector<std::vector<double>> unserved_m3;  ///< By replication, then cause.
};
/// Throws like values_of().
Causes causes_of(const Result& result, const Metric& metric);

}  // namespace citerne::analysis
