#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/analysis/metric.hpp"
#include "citerne/analysis/statistics.hpp"
#include "citerne/record/result.hpp"

/// Two results of the same luck, replication by replication.
namespace citerne::analysis {

/// Two results that cannot be paired; says why.
class NotComparable : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Of first less second: same when all differences are exactly zero.
enum class Verdict : std::uint8_t { same, better, worse, unclear };
std::string word(Verdict);

/// A figure of one place and product, of a place, or of the whole country.
struct Compared {
  Measure measure = Measure::unserved;
  std::string place_id, place;       ///< Empty: the whole country.
  std::string product;               ///< Empty: all.
  double first = 0.0, second = 0.0;  ///< Means.
  /// Medians (order statistics); none where half of the runs are censored.
  std::optional<double> first_median, second_median;
  std::size_t first_censored = 0, second_censored = 0;  ///< Runs without the event by the end.
  Interval difference;                                  ///< Second less first, paired, 95 %.
  double p = 1.0;  ///< Two-sided, of the paired t test, after Holm's correction over the rows of its measure.
  /// (variance of first + variance of second) / variance of the difference: as many times more runs would be
  /// needed without pairing. None when a variance is zero.
  std::optional<double> pairing_gain;
  Verdict verdict = Verdict::unclear;
  double demand_m3 = 0.0;  ///< Of the first, mean: the weight of the row.
};

/// The mean of the worst 5 % of runs, by unserved fuel of the whole country.
struct WorstRuns {
  double first_m3 = 0.0, second_m3 = 0.0;
  Interval difference;   ///< Of 95 %, by the bootstrap over pairs of runs (Efron, 1979).
  bool too_few = false;  ///< Below 100 runs the worst 5 % are less than five.
};

struct Comparison {
  std::string first_title, second_title;
  std::int64_t start_unix = 0;
  std::int64_t seed = 0;
  std::size_t replications = 0;          ///< Pairs.
  std::size_t left_out = 0;              ///< Replications that only one of the two has.
  std::vector<std::string> only_in_one;  ///< Places that only one of the two has.
  std::vector<Compared> rows;  ///< By measure: whole country, places, their products, by falling demand.
  WorstRuns worst;
};

/// All arrays that compare() looks at.
inline constexpr std::array<std::string_view, 13> kArraysCompared{
    "replication", "place",  "place_name", "product",     "shortage_days",     "first_shortage", "unserved",
    "demand",      "served", "dry_time",   "least_cover", "person_days_short", "tankers_lost"};

/// Compares the second result with the first. Throws NotComparable when seed, results version, dates or the
/// shortage rule differ or no replication is in both; std::runtime_error when one is not the result of a run.
Comparison compare(const Result& first, const Result& second);

}  // namespace citerne::analysis
