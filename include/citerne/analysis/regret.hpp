#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "citerne/analysis/statistics.hpp"

/// Choosing among responses when nobody knows which of several scenarios will come.
namespace citerne::analysis {

/// The regret of a response in a scenario is by how much its mean outcome is worse than that of the response
/// that is best there (Savage, 1951). Intervals are of 95 %, by the percentile bootstrap over replications,
/// the same ones in every cell. Where responses are near each other, chance makes regrets greater, not less.
struct Regrets {
  std::size_t scenarios = 0, responses = 0;
  std::vector<Interval> outcome, regret;  ///< By scenario, then response; outcomes as given.
  std::vector<std::size_t> best;          ///< Response by scenario; of equals the first.
  std::vector<Interval> greatest, mean;   ///< Regret over scenarios, by response.
  std::vector<std::size_t> worst_in;      ///< By response: the scenario of its greatest regret.
  std::size_t least_greatest = 0;  ///< The response whose greatest regret is least; of equals the first.
  std::size_t least_mean = 0;      ///< The same of the mean regret.
  /// By response: whether the figure cannot be told from that of the choice, as the interval of the
  /// difference (95 % for all responses together, by Bonferroni) holds 0. True of the choice itself.
  std::vector<bool> greatest_alike, mean_alike;

  const Interval& regret_of(std::size_t scenario, std::size_t response) const {
    return regret[scenario * responses + response];
  }
};

/// `outcome` is by scenario, then response, then replication, all finite; replications are paired (the same
/// luck in each cell), two at least. `weights` of the scenarios in the mean are not negative, and not all 0.
Regrets regrets(std::size_t scenarios, std::size_t responses, std::span<const double> outcome,
                std::span<const double> weights, bool more_is_better);

}  // namespace citerne::analysis
