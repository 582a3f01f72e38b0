#pragma once
#include <cstddef>
#include <span>
#include <string>

#include "citerne/analysis/metric.hpp"
#include "citerne/analysis/statistics.hpp"

/// Replications until an interval is narrow enough.
namespace citerne::analysis {

/// `unserved_share:bamako halfwidth < 0.5 %`: what is wanted of the mean of a metric.
struct Precision {
  Metric metric;
  double half_width = 0.0;  ///< In the unit of the metric, above 0.
};
/// Throws BadMetric that says what is wrong. The unit may be left out.
Precision parse_precision(const std::string& text);
std::string word(const Precision&);

/// The counts of replications at which one looks: 50, then a fifth more each time, at last `most`.
std::size_t next_look(std::size_t after, std::size_t most);

/// What a look finds.
struct Look {
  Interval mean;          ///< 95 %, by Student's t.
  double cautious = 0.0;  ///< Half-width that is judged by.
  bool is_enough = false;
  bool too_alike =
      false;  ///< Fewer than ten values differ from the most frequent one: nothing is known of the rest.
};

/// The rule of Chow and Robbins (1965): stop as soon as the half-width is below what is wanted. Looking again
/// and again does no harm to the mean itself, but one stops where the spread happens to look small; so the
/// spread is judged by its upper 90 % bound (by chi-square), at 50 values and more, of which ten differ from
/// the most frequent one. Then the interval that is reported covers in about 95 % of cases, of skewed
/// outcomes in 93 % and more (`sequential_test.cpp`). It costs a quarter more values than one look at the
/// right number, at 200. A value of infinity, a run without the event, is `never`.
Look look_at(std::span<const double> values, double half_width, double never);

/// How many values would have been enough, by the spread of those that are there.
std::size_t enough_values(const Look& look, std::size_t count, double half_width);

}  // namespace citerne::analysis
