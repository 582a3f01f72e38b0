#include "citerne/analysis/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Dense>

#include "bootstrap.hpp"
#include "citerne/base/contract.hpp"

namespace citerne::analysis {
namespace {

constexpr std::size_t kResamplesOfIndices = 1'000;
constexpr std::size_t kResamplesOfFit = 400;

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Map<const Rows> by_row(std::span<const double> values, std::size_t columns) {
  return {values.data(), static_cast<Eigen::Index>(values.size() / columns),
          static_cast<Eigen::Index>(columns)};
}

bool all_finite(std::span<const double> values) {
  return std::ranges::all_of(values, [](double v) { return std::isfinite(v); });
}

/// Of the base points at `positions`: first order of each factor, then totals. A row of `f` is A, B, A with
/// factor 1 of B and so on.
std::optional<std::vector<double>> indices(const Rows& f, std::span<const std::size_t> positions) {
  const Rows chosen = f(positions, Eigen::all);
  const auto a_and_b = chosen.leftCols<2>().array();
  if (a_and_b.minCoeff() == a_and_b.maxCoeff()) return std::nullopt;
  const double mean = a_and_b.mean(), variance = (a_and_b - mean).square().mean();
  const auto a = chosen.col(0).array(), b = chosen.col(1).array();
  std::vector<double> first, total;
  for (Eigen::Index i = 2; i < chosen.cols(); ++i) {
    const auto mixed = chosen.col(i).array();
    first.push_back(((b - mean) * (mixed - a)).mean() / variance);
    total.push_back((a - mixed).square().mean() / 2.0 / variance);
  }
  first.insert(first.end(), total.begin(), total.end());
  return first;
}

double variance(const Eigen::ArrayXd& values) { return (values - values.mean()).square().mean(); }

/// First order of each factor, then totals, of the means of all cells of a grid.
std::optional<std::vector<double>> indices_of_grid(std::span<const std::size_t> levels,
                                                   const Eigen::ArrayXd& cells) {
  if (cells.minCoeff() == cells.maxCoeff()) return std::nullopt;
  const double all = variance(cells);
  std::vector<double> first, total;
  Eigen::Index stride = cells.size();  // cells from one level of the factor to the next
  for (const std::size_t count : levels) {
    const auto n = static_cast<Eigen::Index>(count);
    const double weight = static_cast<double>(n) / static_cast<double>(cells.size());
    stride /= n;
    Eigen::ArrayXd of_level = Eigen::ArrayXd::Zero(n);
    double within = 0.0;
    for (Eigen::Index cell = 0; cell < cells.size(); ++cell) {
      const Eigen::Index level = cell / stride % n;
      of_level[level] += weight * cells[cell];
      if (level > 0) continue;
      within += weight * variance(Eigen::Map<const Eigen::ArrayXd, 0, Eigen::InnerStride<>>(
                             cells.data() + cell, n, Eigen::InnerStride<>(stride)));
    }
    first.push_back(variance(of_level) / all);
    total.push_back(within / all);
  }
  first.insert(first.end(), total.begin(), total.end());
  return first;
}

/// By trajectory, then factor: change of the outcome over change of the factor.
Rows elementary_effects(const Eigen::Map<const Rows>& points, std::span<const double> outcome) {
  const Eigen::Index factors = points.cols(), trajectories = points.rows() / (factors + 1);
  Rows effects = Rows::Zero(trajectories, factors);
  for (Eigen::Index t = 0; t < trajectories; ++t)
    for (Eigen::Index i = 1; i <= factors; ++i) {
      const Eigen::Index row = t * (factors + 1) + i;
      const Eigen::RowVectorXd step = points.row(row) - points.row(row - 1);
      Eigen::Index moved = 0;
      step.cwiseAbs().maxCoeff(&moved);
      CITERNE_EXPECT(step[moved] != 0.0 && (step.array() != 0.0).count() == 1);
      const auto at = static_cast<std::size_t>(row);
      effects(t, moved) = (outcome[at] - outcome[at - 1]) / step[moved];
    }
  return effects;
}

/// Mean 0 and length 1; false when it stays the same.
bool standardise(Eigen::Ref<Eigen::VectorXd> column) {
  if (column.minCoeff() == column.maxCoeff()) return false;
  column.array() -= column.mean();
  column.normalize();
  return true;
}

struct Fit {
  Eigen::VectorXd coefficient, correlation;  ///< 0 for a factor that stays the same.
  std::vector<bool> moves;
  bool separable = true;
};

/// Nothing when the outcome or every factor stays the same.
std::optional<Fit> fit(Eigen::MatrixXd x, Eigen::VectorXd y) {
  if (!standardise(y)) return std::nullopt;
  Fit found;
  for (Eigen::Index k = 0; k < x.cols(); ++k) {
    found.moves.push_back(standardise(x.col(k)));
    if (!found.moves.back()) x.col(k).setZero();
  }
  const Eigen::Index moving = std::ranges::count(found.moves, true);
  if (moving == 0) return std::nullopt;
  // Column-pivoting QR; of the coefficients that fit equally well, the shortest.
  Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> qr;
  qr.setThreshold(1e-9);
  qr.compute(x);
  found.coefficient = qr.solve(y);
  found.correlation = x.transpose() * y;
  found.separable = qr.rank() == moving;
  return found;
}

using Relation = Eigen::Matrix<bool, Eigen::Dynamic, Eigen::Dynamic>;

/// Which rows of `cells` do not differ; a cell is like itself.
Relation alike_pairs(const Rows& cells) {
  const Eigen::Index n = cells.rows();
  std::vector<double> p, difference(static_cast<std::size_t>(cells.cols()));
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = i + 1; j < n; ++j) {
      Eigen::RowVectorXd::Map(difference.data(), cells.cols()) = cells.row(j) - cells.row(i);
      p.push_back(paired_p(difference));
    }
  const std::vector<double> together = holm(p);
  Relation alike = Relation::Constant(n, n, true);
  auto next = together.begin();
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = i + 1; j < n; ++j) alike(i, j) = alike(j, i) = *next++ >= kUnsure;
  return alike;
}

/// Greatest groups of which all members are alike, such that any two that are alike share one: each pair that
/// shares none yet founds one, and whoever is like all its members joins, first those that come after, since
/// those before have groups of their own. (All such groups could be more than can be counted.)
std::vector<std::vector<Eigen::Index>> groups_of(const Relation& alike) {
  const Eigen::Index n = alike.rows();
  Relation shared = Relation::Constant(n, n, false);
  std::vector<std::vector<Eigen::Index>> groups;
  for (Eigen::Index i = 0; i < n; ++i) {
    const bool alone = alike.row(i).count() == 1;
    for (Eigen::Index j = alone ? i : i + 1; j < n; ++j) {
      if (!alike(i, j) || shared(i, j)) continue;
      std::vector<Eigen::Index> group{i};
      if (!alone) group.push_back(j);
      for (Eigen::Index k = 1; k < n; ++k) {
        const Eigen::Index other = (i + k) % n;
        if (other != j && std::ranges::all_of(group, [&](Eigen::Index g) { return alike(g, other); }))
          group.push_back(other);
      }
      for (const Eigen::Index g : group)
        for (const Eigen::Index h : group) shared(g, h) = true;
      std::ranges::sort(group);
      groups.push_back(std::move(group));
    }
  }
  std::ranges::sort(groups);
  return groups;
}

}  // namespace

std::optional<std::vector<SobolIndex>> sobol_indices(std::size_t base, std::size_t dimensions,
                                                     std::span<const double> outcome) {
  CITERNE_EXPECT(base >= 2 && dimensions > 0 && outcome.size() == base * (dimensions + 2));
  CITERNE_EXPECT(all_finite(outcome));
  const Rows f = by_row(outcome, dimensions + 2);
  const auto figures = bootstrap(base, kResamplesOfIndices,
                                 [&](std::span<const std::size_t> some) { return indices(f, some); });
  if (!figures) return std::nullopt;
  std::vector<SobolIndex> of_factors;
  for (std::size_t k = 0; k < dimensions; ++k)
    of_factors.push_back({.first = (*figures)[k], .total = (*figures)[dimensions + k]});
  return of_factors;
}

std::optional<std::vector<SobolIndex>> grid_indices(std::span<const std::size_t> levels,
                                                    std::span<const double> outcome) {
  std::size_t cells = 1;
  for (const std::size_t count : levels) cells *= count;
  CITERNE_EXPECT(cells > 0 && !outcome.empty() && outcome.size() % cells == 0 && all_finite(outcome));
  const Eigen::MatrixXd by_cell = by_row(outcome, outcome.size() / cells);
  const auto found =
      bootstrap(outcome.size() / cells, kResamplesOfIndices, [&](std::span<const std::size_t> replications) {
        Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(by_cell.rows());
        for (const std::size_t r : replications) sum += by_cell.col(static_cast<Eigen::Index>(r)).array();
        return indices_of_grid(levels, sum);
      });
  if (!found) return std::nullopt;
  std::vector<SobolIndex> indices;
  for (std::size_t i = 0; i < levels.size(); ++i)
    indices.push_back({(*found)[i], (*found)[levels.size() + i]});
  return indices;
}

std::vector<MorrisEffect> morris_effects(std::size_t trajectories, std::size_t dimensions,
                                         std::span<const double> points, std::span<const double> outcome) {
  CITERNE_EXPECT(trajectories >= 2 && dimensions > 0 && outcome.size() == trajectories * (dimensions + 1));
  CITERNE_EXPECT(points.size() == outcome.size() * dimensions && all_finite(outcome));
  const Rows effects = elementary_effects(by_row(points, dimensions), outcome);
  const auto figures = bootstrap(trajectories, kResamplesOfIndices, [&](std::span<const std::size_t> some) {
    const Rows chosen = effects(some, Eigen::all);
    const auto n = static_cast<double>(chosen.rows());
    std::vector<double> of_factors;
    for (Eigen::Index k = 0; k < chosen.cols(); ++k) {
      const auto effect = chosen.col(k).array();
      const double mu = effect.mean(), squares = (effect - mu).square().sum();
      of_factors.insert(of_factors.end(), {mu, effect.abs().mean(), std::sqrt(squares / (n - 1.0))});
    }
    return std::optional{of_factors};
  });
  std::vector<MorrisEffect> of_factors;
  for (std::size_t k = 0; k < dimensions; ++k)
    of_factors.push_back({(*figures)[3 * k], (*figures)[3 * k + 1], (*figures)[3 * k + 2]});
  return of_factors;
}

std::optional<Regression> regression(std::size_t dimensions, std::span<const double> points,
                                     std::span<const double> outcome) {
  CITERNE_EXPECT(dimensions > 0 && points.size() == outcome.size() * dimensions);
  CITERNE_EXPECT(all_finite(points) && all_finite(outcome));
  if (outcome.empty()) return std::nullopt;
  const Eigen::MatrixXd x = by_row(points, dimensions);
  const Eigen::VectorXd y = by_row(outcome, 1);
  const std::optional<Fit> whole = fit(x, y);
  if (!whole || y.size() < std::ranges::count(whole->moves, true) + 2) return std::nullopt;

  const auto figures = bootstrap(outcome.size(), kResamplesOfFit, [&](std::span<const std::size_t> some) {
    const std::optional<Fit> of_some = fit(x(some, Eigen::all), y(some));
    if (!of_some) return std::optional<std::vector<double>>{};
    std::vector<double> both(of_some->coefficient.begin(), of_some->coefficient.end());
    for (Eigen::Index k = 0; k < of_some->coefficient.size(); ++k)
      both.push_back(of_some->coefficient[k] * of_some->correlation[k]);
    return std::optional{both};
  });
  Regression found{.separable = whole->separable};
  for (std::size_t k = 0; k < dimensions; ++k) {
    const Interval share = (*figures)[dimensions + k];
    found.factors.push_back(
        {whole->moves[k], (*figures)[k], whole->correlation[static_cast<Eigen::Index>(k)], share});
    found.r_squared += share.mid;
  }
  found.r_squared = std::clamp(found.r_squared, 0.0, 1.0);
  return found;
}

std::vector<std::vector<std::size_t>> indistinguishable(std::size_t cells, std::span<const double> outcome) {
  CITERNE_EXPECT(cells > 0 && cells <= kMostCells && !outcome.empty() && outcome.size() % cells == 0);
  CITERNE_EXPECT(all_finite(outcome));
  const auto by_cell = by_row(outcome, outcome.size() / cells);
  std::vector<Eigen::Index> order(cells);  // by rising mean
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::ranges::stable_sort(order, {}, [&](Eigen::Index cell) { return by_cell.row(cell).mean(); });
  std::vector<std::vector<std::size_t>> groups;
  for (const std::vector<Eigen::Index>& cover : groups_of(alike_pairs(by_cell(order, Eigen::all)))) {
    groups.emplace_back();
    for (const Eigen::Index position : cover)
      groups.back().push_back(static_cast<std::size_t>(order[static_cast<std::size_t>(position)]));
  }
  return groups;
}

}  // namespace citerne::analysis
