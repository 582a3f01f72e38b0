#include "citerne/sweep/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "cells.hpp"
#include "citerne/base/text.hpp"
#include "number_text.hpp"

namespace citerne::sweep {
namespace {

using analysis::Interval;

/// Values of one metric, by cell, then replication; cells without all their runs are left out.
struct Outcomes {
  std::vector<std::size_t> cells;
  std::vector<double> values, means;
  std::size_t left_out = 0;    ///< Cells.
  std::size_t unfinished = 0;  ///< Of these, cells of which a task has still to be done; the others failed.
};

std::size_t position_of(const Sweep& sweep, const analysis::Metric& metric) {
  const auto found = std::ranges::find(sweep.metrics, metric);
  if (found != sweep.metrics.end()) return static_cast<std::size_t>(found - sweep.metrics.begin());
  std::vector<std::string> words;
  for (const analysis::Metric& m : sweep.metrics) words.push_back(analysis::word(m));
  throw analysis::BadMetric{
      fmt::format("the study does not keep '{}'; it keeps {}", analysis::word(metric), name_list(words))};
}

Outcomes outcomes_of(const Folder& folder, std::size_t metric) {
  const Sweep& sweep = folder.sweep();
  const std::size_t width = sweep.metrics.size();
  Outcomes out;
  std::vector<double> of_cell(sweep.replications);
  for (std::size_t c = 0; c < sweep.cells.size(); ++c) {
    bool whole = true, unfinished = false;
    for (std::size_t b = 0; b < sweep.blocks(); ++b) {
      const Task t = task(sweep, c * sweep.blocks() + b);
      const Folder::State state = folder.state(t);
      whole = whole && state == Folder::State::done;
      unfinished = unfinished || state == Folder::State::absent;
      if (!whole) continue;
      const Shard shard = folder.read(t);
      for (std::uint32_t r = 0; r < t.count; ++r) {
        const double value = shard.values[r * width + metric];
        of_cell[t.first + r] = std::isfinite(value) ? value : shard.length_d;
      }
    }
    if (!whole) {
      ++out.left_out;
      out.unfinished += unfinished ? 1 : 0;
      continue;
    }
    out.cells.push_back(c);
    out.values.insert(out.values.end(), of_cell.begin(), of_cell.end());
    double sum = 0.0;
    for (const double v : of_cell) sum += v;
    out.means.push_back(sum / static_cast<double>(of_cell.size()));
  }
  return out;
}

/// A factor's values as numbers; of words their place among the levels.
std::vector<double> column(const Sweep& sweep, std::size_t factor, const std::vector<std::size_t>& cells,
                           bool& are_numbers) {
  std::vector<double> values;
  std::string unit;
  are_numbers = true;
  for (const std::size_t c : cells) {
    const auto number = number_of(sweep.cells[c][factor]);
    are_numbers = are_numbers && number && (values.empty() || number->unit == unit);
    if (!are_numbers) break;
    unit = number->unit;
    values.push_back(number->value);
  }
  if (are_numbers) return values;
  values.clear();
  const auto& levels = sweep.factors[factor].levels;
  for (const std::size_t c : cells)
    values.push_back(static_cast<double>(std::ranges::find(levels, sweep.cells[c][factor]) - levels.begin()));
  return values;
}

/// n times their covariance.
double product_sum(const std::vector<double>& x, const std::vector<double>& y) {
  double mean_x = 0.0, mean_y = 0.0, sum = 0.0;
  const auto n = static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    mean_x += x[i] / n;
    mean_y += y[i] / n;
  }
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mean_x) * (y[i] - mean_y);
  return sum;
}

class Search {
 public:
  Search(const Sweep& sweep, const Outcomes& outcomes, Sensitivity& out)
      : sweep_{sweep}, outcomes_{outcomes}, out_{out} {}

  void look() {
    out_.left_out = outcomes_.left_out;
    out_.method = method_of(sweep_.design);
    if (outcomes_.unfinished > 0 && out_.method != Method::regression)
      throw std::runtime_error{fmt::format(
          "{} of {} cells have not all their runs, and the design {} needs every cell; end the sweep first",
          outcomes_.unfinished, sweep_.cells.size(), word(sweep_.design))};
    if (outcomes_.left_out > 0) out_.method = Method::regression;  // those that failed will never be there
    for (const Factor& factor : sweep_.factors) out_.factors.push_back({.factor = factor.name});
    directions();
    switch (out_.method) {
      case Method::grid_variance:
        by_grid();
        break;
      case Method::sobol_indices:
        by_indices(analysis::sobol_indices(sweep_.points, sweep_.factors.size(), outcomes_.means));
        break;
      case Method::elementary_effects:
        by_effects();
        break;
      case Method::regression:
        by_regression();
        break;
    }
    const bool by_effect = out_.method == Method::elementary_effects;
    std::ranges::stable_sort(out_.factors, [by_effect](const Influence& a, const Influence& b) {
      const auto weight = [by_effect](const Influence& i) {
        return by_effect ? i.effect.mid : std::max(i.alone.mid, i.together.mid);
      };
      return weight(a) > weight(b);
    });
    compare_cells();
  }

 private:
  static Method method_of(Design design) {
    switch (design) {
      case Design::grid:
        return Method::grid_variance;
      case Design::saltelli:
        return Method::sobol_indices;
      case Design::morris:
        return Method::elementary_effects;
      default:
        return Method::regression;
    }
  }

  void directions() {
    for (std::size_t i = 0; i < sweep_.factors.size() && !outcomes_.cells.empty(); ++i) {
      bool are_numbers = false;
      const std::vector<double> x = column(sweep_, i, outcomes_.cells, are_numbers);
      const double slope = are_numbers ? product_sum(x, outcomes_.means) : 0.0;
      out_.factors[i].direction = slope > 0.0 ? 1 : slope < 0.0 ? -1 : 0;
      out_.factors[i].moves = std::ranges::any_of(x, [&](double v) { return v != x[0]; });
    }
  }

  void by_grid() {
    std::vector<std::size_t> levels;
    for (const Factor& factor : sweep_.factors) levels.push_back(factor.levels.size());
    by_indices(analysis::grid_indices(levels, outcomes_.values));
  }

  void by_indices(const std::optional<std::vector<analysis::SobolIndex>>& indices) {
    out_.varies = indices.has_value();
    for (std::size_t i = 0; out_.varies && i < indices->size(); ++i) {
      out_.factors[i].alone = (*indices)[i].first;
      out_.factors[i].together = (*indices)[i].total;
    }
  }

  void by_effects() {
    out_.varies = std::ranges::any_of(outcomes_.means, [&](double m) { return m != outcomes_.means[0]; });
    out_.enough = sweep_.points >= 2;
    if (!out_.enough) return;
    const auto effects = analysis::morris_effects(sweep_.points, sweep_.factors.size(),
                                                  points_of(sweep_).coordinates, outcomes_.means);
    for (std::size_t i = 0; i < effects.size(); ++i) {
      out_.factors[i].effect = effects[i].mu_star;
      out_.factors[i].spread = effects[i].sigma;
    }
  }

  void by_regression() {
    const std::size_t factors = sweep_.factors.size(), cells = outcomes_.cells.size();
    std::vector<double> points(cells * factors);
    for (std::size_t i = 0; i < factors; ++i) {
      bool are_numbers = false;
      const std::vector<double> x = column(sweep_, i, outcomes_.cells, are_numbers);
      for (std::size_t c = 0; c < cells; ++c) points[c * factors + i] = x[c];
    }
    out_.varies = std::ranges::any_of(outcomes_.means, [&](double m) { return m != outcomes_.means[0]; });
    const auto fit = analysis::regression(factors, points, outcomes_.means);
    out_.enough = fit.has_value() || !out_.varies;
    if (!fit) return;
    out_.r_squared = fit->r_squared;
    out_.separable = fit->separable;
    for (std::size_t i = 0; i < factors; ++i) {
      out_.factors[i].moves = fit->factors[i].moves;
      out_.factors[i].alone = fit->factors[i].share;
    }
  }

  /// Of designs whose cells a planner has chosen; not of points that are drawn.
  void compare_cells() {
    const std::size_t cells = outcomes_.cells.size();
    if (draws(sweep_.design) || cells == 0 || cells > analysis::kMostCells || sweep_.replications < 2) return;
    out_.compared = true;
    for (std::vector<std::size_t>& group : analysis::indistinguishable(cells, outcomes_.values)) {
      if (group.size() < 2) continue;
      for (std::size_t& member : group) member = outcomes_.cells[member];
      out_.alike.push_back(std::move(group));
    }
  }

  const Sweep& sweep_;
  const Outcomes& outcomes_;
  Sensitivity& out_;
};

}  // namespace

Sensitivity sensitivity_of(const Folder& folder, const analysis::Metric& metric) {
  Sensitivity out;
  out.metric = metric;
  const Outcomes outcomes = outcomes_of(folder, position_of(folder.sweep(), metric));
  if (outcomes.cells.empty())
    throw std::runtime_error{"no cell of the study has all its runs; end the sweep first"};
  Search{folder.sweep(), outcomes, out}.look();
  return out;
}

}  // namespace citerne::sweep
