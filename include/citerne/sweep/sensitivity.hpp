#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "citerne/analysis/sensitivity.hpp"
#include "citerne/sweep/study_file.hpp"

/// Which factors of a study its outcome hangs on.
namespace citerne::sweep {

/// By the design: `grid` of all its cells, `saltelli`, `morris`; the others by regression, which sees
/// straight lines only. So are these where a cell has failed.
enum class Method : std::uint8_t { grid_variance, sobol_indices, elementary_effects, regression };

struct Influence {
  std::string factor;
  bool moves = true;  ///< Else it has one value only.
  analysis::Interval
      alone;  ///< Share of the variance over cells, 0 to 1; of regression a share of R squared.
  analysis::Interval together;  ///< Alone and with others; not of regression.
  /// Of `elementary_effects`, in the unit of the metric over the whole range: mean of absolute values, and
  /// spread.
  analysis::Interval effect, spread;
  int direction = 0;  ///< 1: a greater number, a greater outcome; -1: a lesser; 0: neither, or no number.
};

struct Sensitivity {
  analysis::Metric metric;
  Method method = Method::regression;
  bool varies = true;              ///< Else the outcome is the same in all cells, and nothing is known.
  bool enough = true;              ///< Else there are too few cells for the factors.
  double r_squared = 1.0;          ///< Of regression.
  bool separable = true;           ///< Else some factors move in step.
  std::vector<Influence> factors;  ///< The most important first.
  std::size_t left_out = 0;        ///< Cells without all their runs.
  bool compared = false;  ///< Whether cells were set against each other: at most analysis::kMostCells.
  std::vector<std::vector<std::size_t>>
      alike;  ///< Groups of cells that cannot be told apart, of two and more.
};

/// The mean over replications is the outcome of a cell; a run without the event counts with its whole length.
/// Throws std::runtime_error where cells are missing that the method needs, analysis::BadMetric for a
/// metric that the study does not keep.
Sensitivity sensitivity_of(const Folder& folder, const analysis::Metric& metric);

}  // namespace citerne::sweep
