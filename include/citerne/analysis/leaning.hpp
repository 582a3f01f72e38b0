#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "citerne/analysis/statistics.hpp"
#include "citerne/record/result.hpp"

namespace citerne::analysis {

/// How far an outcome leans on one number that is drawn once per replication.
struct Leaning {
  std::string path;    ///< Its dotted path in the scenario.
  Interval share;      ///< Of the variance of the outcome over replications, 0 to 1; 95 % by bootstrap.
  bool rises = false;  ///< A greater number, a greater outcome.
};

struct Leanings {
  double explained = 0.0;        ///< R squared of the straight-line fit: what shares add up to.
  std::vector<Leaning> numbers;  ///< By falling share.
};

/// Which drawn numbers an outcome leans on most: least squares on standardised columns; the share of a number
/// is its coefficient times its correlation with the outcome (Pratt, 1987), so that shares add up to R
/// squared. A cheap first look: it sees straight lines only. `drawn` is by replication, then number. Nothing
/// with fewer than 20 replications or 5 for each number, or when the outcome or every number stays the same.
std::optional<Leanings> leanings(const std::vector<std::string>& paths, std::span<const double> drawn,
                                 std::span<const double> outcome);

/// Of the unserved fuel of a run, all places and products together.
std::optional<Leanings> leanings_of_unserved(const Result& result);

}  // namespace citerne::analysis
