#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "citerne/analysis/metric.hpp"
#include "citerne/analysis/statistics.hpp"

/// Means that make use of what is known of luck: a study in which more threats came than the mean of all luck
/// has more shortages too, and the mean is moved back by what a straight line makes of that.
namespace citerne::analysis {

/// What luck brought in each replication, less its mean over all luck.
struct Control {
  std::string name;
  std::vector<double> excess;  ///< By replication. Its true mean is 0.
};

struct ControlledMean {
  Interval mean;
  /// Squared standard error of the plain mean over that of this one: the plain mean would need so many times
  /// as many runs. Below 1 where the controls do not pay for their coefficients.
  double gain = 1.0;
};

/// The intercept of least squares of the values on the controls, with its interval by Student's t (Lavenberg
/// and Welch, 1981). Without bias, and the interval exact, where values and controls are jointly normal; else
/// the bias is of order 1 / n, since the same runs tell the coefficients, and small beside the interval. All
/// controls are used, none is chosen by how well it fits; those that never differ are left out, and those
/// that move in step count once. Nothing without a control that moves, with fewer than 20 values or fewer
/// than 10 for each control, or when all values are the same. Values are finite.
std::optional<ControlledMean> controlled_mean(std::span<const double> values,
                                              const std::vector<Control>& controls);

/// Below this gain a controlled mean is not worth telling.
inline constexpr double kPays = 1.1;

struct ControlledFigure {
  Metric metric;
  Interval plain;
  ControlledMean controlled;
};
/// Of a metric of the result, a run without the event counting with its length; nothing where it does not
/// pay. Throws as values_of.
std::optional<ControlledFigure> controlled_figure(const Result& result, const Metric& metric,
                                                  const std::vector<Control>& controls);

}  // namespace citerne::analysis
