#include "citerne/analysis/regret.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "bootstrap.hpp"
#include "citerne/base/contract.hpp"

namespace citerne::analysis {
namespace {

struct Problem {
  std::size_t scenarios, responses, replications;
  std::span<const double> outcome;
  std::vector<double> weights;  // Their sum is 1.
  bool more_is_better;
};

/// What the replications at these positions say.
struct RegretFigures {
  std::vector<double> outcome, regret;  // By scenario, then response.
  std::vector<double> greatest, mean;   // By response.
};

RegretFigures figures_of(const Problem& p, std::span<const std::size_t> positions) {
  RegretFigures f;
  f.greatest.assign(p.responses, 0.0);
  f.mean.assign(p.responses, 0.0);
  for (std::size_t s = 0; s < p.scenarios; ++s) {
    for (std::size_t r = 0; r < p.responses; ++r) {
      const auto cell = p.outcome.subspan((s * p.responses + r) * p.replications, p.replications);
      double sum = 0.0;
      for (const std::size_t position : positions) sum += cell[position];
      f.outcome.push_back(sum / static_cast<double>(positions.size()));
    }
    const auto here = std::span{f.outcome}.subspan(s * p.responses, p.responses);
    const double best = p.more_is_better ? *std::ranges::max_element(here) : *std::ranges::min_element(here);
    for (std::size_t r = 0; r < p.responses; ++r) {
      const double regret = std::abs(here[r] - best);
      f.regret.push_back(regret);
      f.greatest[r] = std::max(f.greatest[r], regret);
      f.mean[r] += p.weights[s] * regret;
    }
  }
  return f;
}

std::size_t least_of(std::span<const double> values) {
  return static_cast<std::size_t>(std::ranges::min_element(values) - values.begin());
}

/// Whether the middle of the differences from the choice's figure holds 0. `resampled` is by resample, then
/// response.
std::vector<bool> alike(const std::vector<std::vector<double>>& resampled, std::size_t choice) {
  const std::size_t responses = resampled.front().size();
  const double tail = 0.025 / static_cast<double>(std::max<std::size_t>(responses - 1, 1));
  std::vector<bool> result;
  for (std::size_t r = 0; r < responses; ++r) {
    std::vector<double> difference;
    for (const std::vector<double>& one : resampled) difference.push_back(one[r] - one[choice]);
    const double low = quantile(std::span{difference}, tail);
    const double high = quantile(std::span{difference}, 1.0 - tail);
    result.push_back(low <= 0.0 && high >= 0.0);
  }
  return result;
}

}  // namespace

Regrets regrets(std::size_t scenarios, std::size_t responses, std::span<const double> outcome,
                std::span<const double> weights, bool more_is_better) {
  const std::size_t cells = scenarios * responses;
  CITERNE_EXPECT(cells > 0 && outcome.size() % cells == 0 && outcome.size() / cells >= 2);
  CITERNE_EXPECT(std::ranges::all_of(outcome, [](double x) { return std::isfinite(x); }));
  const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
  CITERNE_EXPECT(weights.size() == scenarios && all > 0.0 && std::ranges::min(weights) >= 0.0);
  Problem problem{scenarios, responses, outcome.size() / cells, outcome, {}, more_is_better};
  for (const double weight : weights) problem.weights.push_back(weight / all);

  std::vector<std::vector<double>> greatest, mean;  // By resample, then response; the whole sample first.
  const auto intervals =
      *bootstrap(problem.replications, kResamples, [&](std::span<const std::size_t> positions) {
        RegretFigures f = figures_of(problem, positions);
        std::vector<double> figures = f.outcome;
        for (const auto* more : {&f.regret, &f.greatest, &f.mean})
          figures.insert(figures.end(), more->begin(), more->end());
        greatest.push_back(std::move(f.greatest));
        mean.push_back(std::move(f.mean));
        return std::optional{std::move(figures)};
      });

  Regrets found{.scenarios = scenarios, .responses = responses};
  auto part = [&, next = intervals.begin()](std::size_t count) mutable {
    const auto from = next;
    next += static_cast<std::ptrdiff_t>(count);
    return std::vector<Interval>(from, next);
  };
  found.outcome = part(cells);
  found.regret = part(cells);
  found.greatest = part(responses);
  found.mean = part(responses);
  for (std::size_t s = 0; s < scenarios; ++s) {
    std::size_t best = 0;
    while (found.regret_of(s, best).mid > 0.0) ++best;
    found.best.push_back(best);
  }
  for (std::size_t r = 0; r < responses; ++r) {
    std::size_t worst = 0;
    for (std::size_t s = 1; s < scenarios; ++s)
      if (found.regret_of(s, r).mid > found.regret_of(worst, r).mid) worst = s;
    found.worst_in.push_back(worst);
  }
  found.least_greatest = least_of(greatest.front());
  found.least_mean = least_of(mean.front());
  found.greatest_alike = alike(greatest, found.least_greatest);
  found.mean_alike = alike(mean, found.least_mean);
  return found;
}

}  // namespace citerne::analysis
