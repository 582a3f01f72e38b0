#include "citerne/analysis/control_variates.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Dense>
#include <boost/math/distributions/students_t.hpp>

#include "citerne/base/contract.hpp"

namespace citerne::analysis {
namespace {

constexpr std::size_t kFewest = 20, kFewestEach = 10;

/// A column for each control that moves, in standard deviations; their true means stay 0.
Eigen::MatrixXd columns_of(const std::vector<Control>& controls, Eigen::Index n) {
  Eigen::MatrixXd columns(n, 0);
  for (const Control& control : controls) {
    CITERNE_EXPECT(static_cast<Eigen::Index>(control.excess.size()) == n);
    const Eigen::Map<const Eigen::VectorXd> excess{control.excess.data(), n};
    CITERNE_EXPECT(excess.allFinite());
    if (excess.minCoeff() == excess.maxCoeff()) continue;
    const double spread =
        (excess.array() - excess.mean()).matrix().norm() / std::sqrt(static_cast<double>(n));
    columns.conservativeResize(Eigen::NoChange, columns.cols() + 1);
    columns.rightCols(1) = excess / spread;
  }
  return columns;
}

}  // namespace

std::optional<ControlledMean> controlled_mean(std::span<const double> values,
                                              const std::vector<Control>& controls) {
  const auto n = static_cast<Eigen::Index>(values.size());
  const Eigen::Map<const Eigen::VectorXd> y{values.data(), n};
  CITERNE_EXPECT(y.allFinite());
  const Eigen::MatrixXd excess = columns_of(controls, n);
  const auto moving = static_cast<std::size_t>(excess.cols());
  if (moving == 0 || values.size() < std::max(kFewest, kFewestEach * moving) || y.minCoeff() == y.maxCoeff())
    return std::nullopt;

  // The line goes through the means; the intercept is its height where every control has its true mean.
  const Eigen::RowVectorXd off = excess.colwise().mean();
  const Eigen::MatrixXd x = excess.rowwise() - off;
  const Eigen::VectorXd from_mean = y.array() - y.mean();
  Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> qr;
  qr.setThreshold(1e-9);
  qr.compute(x);
  const Eigen::VectorXd slopes = qr.solve(from_mean);
  const double left = (from_mean - x * slopes).squaredNorm();
  const double freedom = static_cast<double>(n - 1 - qr.rank());
  // off (x' x)^-1 off', by the shortest solution of x' w = off'.
  Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> across;
  across.setThreshold(1e-9);
  across.compute(x.transpose());
  const double leverage = across.solve(off.transpose()).squaredNorm();
  const double count = static_cast<double>(n), error = std::sqrt(left / freedom * (1.0 / count + leverage));
  const double plain = std::sqrt(from_mean.squaredNorm() / (count - 1.0) / count);
  const double mid = y.mean() - off.dot(slopes);
  const double half = boost::math::quantile(boost::math::students_t{freedom}, 0.975) * error;
  const double gain = error > 0.0 ? plain * plain / (error * error) : std::numeric_limits<double>::infinity();
  return ControlledMean{{mid, mid - half, mid + half}, gain};
}

std::optional<ControlledFigure> controlled_figure(const Result& result, const Metric& metric,
                                                  const std::vector<Control>& controls) {
  std::vector<double> finite = values_of(result, metric);
  const double never = length_in_days(result);
  for (double& v : finite) v = std::isfinite(v) ? v : never;
  if (finite.empty()) return std::nullopt;
  const std::optional<ControlledMean> controlled = controlled_mean(finite, controls);
  if (!controlled || controlled->gain < kPays) return std::nullopt;
  return ControlledFigure{metric, mean_interval(finite), *controlled};
}

}  // namespace citerne::analysis
