#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "citerne/analysis/statistics.hpp"

/// Which factors of an experimental design an outcome hangs on. Outcomes are finite and by point, in the
/// order of the design; points are by point, then factor. Intervals are of 95 %, by the percentile bootstrap
/// (Efron, 1979), always with the same luck; resamples in which nothing moves are left out.
///
/// An outcome may be the mean of a cell over replications. What chance leaves in it counts as one more factor
/// that meddles with all others; replications that are paired over cells (the same luck in each) make it
/// smaller, for what luck does to all cells alike is a shift and tells in no figure here.
namespace citerne::analysis {

/// Of the variance of the outcome, what one factor makes.
struct SobolIndex {
  Interval first;  ///< Alone. Chance pulls it to 0.
  Interval total;  ///< Alone and together with others; at least the first. Chance pulls it to 1.
};

/// Sobol' indices by factor, from `base` times `dimensions` + 2 outcomes of Saltelli's design: A, B, A with
/// factor 1 of B and so on. First order: mean of f(B) (f(A with i of B) - f(A)) over the variance, f less its
/// mean (Saltelli et al., 2010); total: half the mean square of f(A) - f(A with i of B) over the variance
/// (Jansen, 1999). Estimates, not clamped: may lie a little outside of 0 to 1. The bootstrap draws base
/// points as if they were independent, so intervals are wide rather than narrow for points of a scrambled
/// sequence. Nothing when the outcome is the same at all A and B. At least 2 base points; intervals mean
/// little below some 100.
std::optional<std::vector<SobolIndex>> sobol_indices(std::size_t base, std::size_t dimensions,
                                                     std::span<const double> outcome);

/// The same from all cells of a grid, where every level of a factor weighs alike: not estimated but worked
/// out, so that chance alone makes the intervals. `levels` is by factor; of the cells the last factor changes
/// first. `outcome` is by cell, then replication, paired over cells; the bootstrap draws replications.
/// Nothing when all cells have the same mean.
std::optional<std::vector<SobolIndex>> grid_indices(std::span<const std::size_t> levels,
                                                    std::span<const double> outcome);

/// What elementary effects of a factor, change of the outcome per whole range of the factor, are over
/// trajectories (Morris, 1991; Campolongo, Cariboni and Saltelli, 2007).
struct MorrisEffect {
  Interval mu;       ///< Mean.
  Interval mu_star;  ///< Mean of absolute values: how much the factor matters. Chance makes it greater.
  Interval sigma;    ///< Standard deviation: bends, or other factors matter to it. Chance makes it greater.
};

/// By factor. `points` are those of Morris' design, trajectory by trajectory, each point another than the one
/// before in one factor. At least 2 trajectories; intervals are too narrow below some 20.
std::vector<MorrisEffect> morris_effects(std::size_t trajectories, std::size_t dimensions,
                                         std::span<const double> points, std::span<const double> outcome);

/// Least squares on standardised columns.
struct Regression {
  struct Factor {
    bool moves = false;        ///< Else it is the same at all points, and all below is 0.
    Interval coefficient;      ///< Standard deviations of the outcome per standard deviation of the factor.
    double correlation = 0.0;  ///< With the outcome.
    Interval share;            ///< Of the variance: coefficient times correlation (Pratt, 1987).
  };
  double r_squared = 0.0;       ///< What shares add up to.
  bool separable = true;        ///< Else some factors move in step, and share evenly what they do together.
  std::vector<Factor> factors;  ///< In their order.
};

/// Of any design with at least two points more than factors that move. A share may be a little below 0 where
/// factors are correlated. Sees straight lines only: R squared says how much that is. Nothing with fewer
/// points, or when the outcome or every factor stays the same.
std::optional<Regression> regression(std::size_t dimensions, std::span<const double> points,
                                     std::span<const double> outcome);

/// The most cells that are set against each other, all pairs of them.
inline constexpr std::size_t kMostCells = 500;

/// Groups of cells that cannot be told apart: no two cells of a group differ at 5 % by the paired t test with
/// Holm's correction over all pairs of cells, two cells that do not differ share a group, and no cell could
/// be added to a group. Cells may be in several groups (a compact letter display: Piepho, 2004). Groups and
/// cells within are by rising mean. `outcome` is by cell, then replication: number k met the same luck in
/// each; a single one tells nothing. The correction is severe: n cells make n (n - 1) / 2 pairs. 1 to
/// kMostCells cells.
std::vector<std::vector<std::size_t>> indistinguishable(std::size_t cells, std::span<const double> outcome);

}  // namespace citerne::analysis
