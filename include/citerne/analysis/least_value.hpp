#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "citerne/analysis/statistics.hpp"

/// The first of many values, in the order in which they are wanted, whose runs meet a condition. Values are
/// numbered 0, 1, ...; a condition that hangs on them in one sense gets no worse with the number.
namespace citerne::analysis {

/// Runs of one value, by replication, paired over values (the same luck in each).
struct Trial {
  std::vector<std::uint8_t> met;    ///< 1 where the run alone meets the condition; else 0.
  std::vector<double> figures;      ///< Of the condition; finite.
  std::vector<double> unserved_m3;  ///< Where the condition looks.
};

/// What decides: the share of runs that meet, or the mean of their figures.
struct Goal {
  std::optional<double> share;  ///< At least so many of the runs, in (0, 1); none: the mean decides.
  bool above = false;           ///< The side of the bound on which the mean must lie.
  double bound = 0.0;
  bool or_equal = false;  ///< Whether a mean that is the bound, without any doubt, will do.
};

enum class Decision : std::uint8_t { met, not_met, undecided };

struct Tried {
  std::size_t value = 0;
  std::size_t runs = 0;
  Interval interval;  ///< Of the share of runs that meet (Wilson, 1927), or of the mean (Student).
  double figure = 0.0, unserved_m3 = 0.0;  ///< Means.
  Decision decision = Decision::undecided;
};

/// Two values that go against the sense that the search relies on.
struct Breach {
  std::size_t first = 0, later = 0;
  std::size_t worse = 0, better = 0;  ///< Runs that meet at the first alone; at the later alone.
  double p = 1.0;                     ///< One-sided, by the sign test or the paired t test, after Holm.
};

/// From a value on no later one makes a difference.
struct Plateau {
  std::size_t from = 0;
  bool is_exact = false;  ///< Each run is the same as at the last value; else none that the runs could tell.
};

struct SearchEffort {
  std::size_t runs = 100;          ///< Of each value, and
  std::size_t most_runs = 1'000;   ///< of a value that cannot be decided, doubled up to these.
  std::size_t most_scanned = 100;  ///< Where the sense is not kept, of the values at most so many, evenly.
};

/// The least `most_runs` with which a value of which every run meets is shown to meet, when `runs` are looked
/// at first: what an effort must have for the goal to be decidable.
std::size_t fewest_runs(const Goal& goal, std::size_t runs);

struct Search {
  enum class Way : std::uint8_t { bisected, scanned, scanned_in_part };
  Way way = Way::bisected;
  std::vector<Tried> tried;  ///< By value.
  std::optional<std::size_t> found;
  std::optional<Breach> breach;    ///< The strongest, where there is one.
  std::size_t reversals = 0;       ///< Replications that met at some value and not at a later one,
  std::size_t compared = 0;        ///< of so many that all tried values have.
  std::optional<Plateau> plateau;  ///< Looked for where nothing was found and no breach.
  double confidence = 0.95;        ///< Of each interval.
  bool stopped = false;            ///< A trial was not given; nothing is found then.
};

/// Gives replications [from, until) of a value; nothing: the search is to stop.
using Try = std::function<std::optional<Trial>(std::size_t value, std::size_t from, std::size_t until)>;

/// Tries both ends and the quarters between, then bisects. A value meets the condition when its interval lies
/// on the right side, and fails when it lies on the wrong one; one that stays undecided does not count as
/// met. As intervals are looked at anew after each doubling, each has 1 - 5 % / looks, so that a decision is
/// wrong in 5 % of cases at most. Whether the sense is kept is tested on all pairs of values that were tried
/// (5 % for all together); where it is not, values are tried in order until one meets. A dip between
/// neighbours that were tried is not seen. At least one value.
Search least_value(std::size_t values, const Goal& goal, const SearchEffort& effort, const Try& attempt);

}  // namespace citerne::analysis
