#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

/// Statistics over replications. Figures for people; what a file holds is made of sums and order statistics.
namespace citerne::analysis {

struct Interval {
  double mid = 0.0, low = 0.0, high = 0.0;
};

/// Arithmetic mean, summed in the order given. At least one value.
double mean(std::span<const double> values);

/// Mean with its interval by Student's t; for one value all three are that value. At least one value.
Interval mean_interval(std::span<const double> values, double confidence = 0.95);

/// Two-sided p of the t test that paired differences have mean 0; 1 for a single one or when all are 0, 0
/// when all are the same but 0.
double paired_p(std::span<const double> differences);

/// A difference is told from chance below this p; at or above it is not.
inline constexpr double kUnsure = 0.05;

/// p-values that hold together (Holm, 1979): compare each with 5 % and the chance of any false finding is at
/// most 5 %. In the order given.
std::vector<double> holm(std::span<const double> p);

/// Mean of the worst (greatest) `share` of the values, at least one of them. `values` is put in another
/// order.
double mean_of_worst(std::span<double> values, double share);

/// Share of successes with Wilson's interval (Wilson, 1927). 0 <= successes <= trials, trials > 0.
Interval share_interval(std::size_t successes, std::size_t trials, double confidence = 0.95);

/// The ceil(p n)-th smallest of n values, 0 < p < 1: an order statistic, no value that never occurred.
/// `values` is put in another order. Works for float and double; no NaN among them.
template <class Real>
Real quantile(std::span<Real> values, double p);

/// The p-quantile of times of which some are only known to lie behind the horizon: with one common horizon
/// the product-limit estimate (Kaplan and Meier, 1958) is the order statistic with those last. Nothing when
/// it lies behind the horizon. `seen` are the times that were seen, `all` counts the censored ones too.
std::optional<double> censored_quantile(std::span<double> seen, std::size_t all, double p);

}  // namespace citerne::analysis
