#include "citerne/analysis/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include <Eigen/Core>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include "citerne/base/contract.hpp"

namespace citerne::analysis {
namespace {

/// Index of the ceil(p n)-th smallest, from 0.
std::size_t rank(double p, std::size_t n) {
  const auto nth = static_cast<std::size_t>(std::ceil(p * static_cast<double>(n)));
  return std::clamp<std::size_t>(nth, 1, n) - 1;
}

}  // namespace

double mean(std::span<const double> values) {
  CITERNE_EXPECT(!values.empty());
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Interval mean_interval(std::span<const double> values, double confidence) {
  CITERNE_EXPECT(!values.empty());
  const Eigen::Map<const Eigen::ArrayXd> x{values.data(), static_cast<Eigen::Index>(values.size())};
  const double mean = x.mean();
  if (values.size() == 1) return {mean, mean, mean};
  const double n = static_cast<double>(values.size());
  const double error = std::sqrt((x - mean).square().sum() / (n - 1.0) / n);
  const boost::math::students_t student{n - 1.0};
  const double half = boost::math::quantile(student, 0.5 + confidence / 2.0) * error;
  return {mean, mean - half, mean + half};
}

double paired_p(std::span<const double> differences) {
  CITERNE_EXPECT(!differences.empty());
  if (std::ranges::all_of(differences, [](double d) { return d == 0.0; })) return 1.0;
  if (differences.size() == 1) return 1.0;
  const Eigen::Map<const Eigen::ArrayXd> x{differences.data(), static_cast<Eigen::Index>(differences.size())};
  const double n = static_cast<double>(differences.size()), mean = x.mean();
  const double error = std::sqrt((x - mean).square().sum() / (n - 1.0) / n);
  if (error == 0.0) return 0.0;
  const boost::math::students_t student{n - 1.0};
  return 2.0 * boost::math::cdf(boost::math::complement(student, std::abs(mean) / error));
}

std::vector<double> holm(std::span<const double> p) {
  std::vector<std::size_t> order(p.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
  std::vector<double> together(p.size());
  double most = 0.0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    most = std::max(most, std::min(1.0, static_cast<double>(order.size() - k) * p[order[k]]));
    together[order[k]] = most;
  }
  return together;
}

double mean_of_worst(std::span<double> values, double share) {
  CITERNE_EXPECT(!values.empty());
  const auto worst = std::max<std::size_t>(
      1, static_cast<std::size_t>(std::lround(share * static_cast<double>(values.size()))));
  std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(worst) - 1,
                           std::ranges::greater{});
  return std::accumulate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(worst), 0.0) /
         static_cast<double>(worst);
}

Interval share_interval(std::size_t successes, std::size_t trials, double confidence) {
  CITERNE_EXPECT(trials > 0 && successes <= trials);
  const double n = static_cast<double>(trials), share = static_cast<double>(successes) / n;
  const double z = boost::math::quantile(boost::math::normal{}, 0.5 + confidence / 2.0);
  const double centre = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
  const double half = z / (1.0 + z * z / n) * std::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n));
  return {share, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

template <class Real>
Real quantile(std::span<Real> values, double p) {
  CITERNE_EXPECT(!values.empty());
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(rank(p, values.size()));
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}
template float quantile(std::span<float>, double);
template double quantile(std::span<double>, double);

std::optional<double> censored_quantile(std::span<double> seen, std::size_t all, double p) {
  CITERNE_EXPECT(all >= seen.size() && all > 0);
  const std::size_t nth = rank(p, all);
  if (nth >= seen.size()) return std::nullopt;
  std::nth_element(seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(nth), seen.end());
  return seen[nth];
}

}  // namespace citerne::analysis
