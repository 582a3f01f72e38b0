#pragma once
#include <concepts>
#include <cstddef>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

#include "citerne/analysis/statistics.hpp"
#include "citerne/base/contract.hpp"
#include "citerne/base/random.hpp"

namespace citerne::analysis {

/// Enough for an interval of one figure or a few.
inline constexpr std::size_t kResamples = 2'000;

/// Figures of a sample of n with their 95 % intervals by the percentile bootstrap (Efron, 1979), always with
/// the same luck. `figures(positions)` gives them, always as many, of the members at these positions, or
/// nothing; resamples without figures are left out. Nothing when the sample itself has none.
template <std::invocable<std::span<const std::size_t>> Figures>
std::optional<std::vector<Interval>> bootstrap(std::size_t n, std::size_t resamples, Figures figures) {
  CITERNE_EXPECT(n > 0);
  std::vector<std::size_t> positions(n);
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  const std::optional<std::vector<double>> whole = figures(positions);
  if (!whole) return std::nullopt;

  std::vector<std::vector<double>> spread(whole->size());
  Stream draw{{.purpose = Purpose::bootstrap}};
  for (std::size_t i = 0; i < resamples; ++i) {
    for (std::size_t& position : positions)
      position = static_cast<std::size_t>(uniform01(draw) * static_cast<double>(n));
    if (const std::optional<std::vector<double>> again = figures(positions))
      for (std::size_t f = 0; f < spread.size(); ++f) spread[f].push_back((*again)[f]);
  }

  std::vector<Interval> intervals;
  for (std::size_t f = 0; f < spread.size(); ++f)
    intervals.push_back(
        {(*whole)[f], quantile(std::span{spread[f]}, 0.025), quantile(std::span{spread[f]}, 0.975)});
  return intervals;
}

}  // namespace citerne::analysis
