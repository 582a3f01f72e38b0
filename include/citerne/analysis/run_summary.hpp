#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "citerne/analysis/bypass.hpp"
#include "citerne/analysis/leaning.hpp"
#include "citerne/analysis/statistics.hpp"
#include "citerne/record/result.hpp"

namespace citerne::analysis {

/// A place and a product that was short in some replication.
struct ShortPair {
  std::string place;  ///< As it is written: `Ségou`.
  std::string place_id, product;
  Interval chance;                    ///< Share of replications with a shortage (Wilson).
  std::optional<double> first_day;    ///< Median first day since the start; none: half are never short.
  std::optional<double> early, late;  ///< 5 % and 95 % of the first day; none: not by the end.
  Interval days;                      ///< Days in shortages, mean over all replications.
  bool ever_short_at_end = false;
  double demand_m3 = 0.0;  ///< Of the run, mean.
};

struct ClassTotal {
  std::string consumer;
  Interval unserved_m3;
  double demand_m3 = 0.0;  ///< Mean.
};

/// An ambush, or threats by chance.
struct StruckEvent {
  std::string event;
  Interval lost, trapped;
  Interval threats;  ///< Instants by chance; all 0 of a dated one.
  Interval convoys;  ///< Struck.
  Interval beaten_off, crews;
};

/// A stretch with escort units.
struct EscortFigures {
  std::string escort;
  Interval convoys;       ///< Led.
  Interval tankers;       ///< That have waited for a unit.
  Interval hours_waited;  ///< By each of them, mean of the runs in which some did.
  double leading = 0.0;   ///< Share of the units' time.
};

/// Share of demand that was not served, by week, over all products of a place.
struct PlaceWeeks {
  std::string place;
  double demand_m3 = 0.0;        ///< Of the run.
  std::vector<double> unserved;  ///< 0 to 1 by week.
};

struct Levy {
  std::string event;
  Interval paid_xof;
};

struct RunSummary {
  std::string title;
  std::int64_t start_unix = 0, end_unix = 0;
  std::size_t replications = 0;
  std::int64_t seed = 0;
  double shortage_bar_percent = 0.0;
  std::int64_t shortage_days = 0;
  std::vector<ShortPair> short_pairs;  ///< By first day, then place.
  std::vector<ClassTotal> classes;
  std::vector<StruckEvent> struck;
  std::vector<EscortFigures> escorts;
  std::optional<Leanings> leanings;  ///< Of unserved fuel on numbers that were drawn.
  std::vector<Levy> levies;
  std::vector<Bypass> bypasses;
  std::vector<PlaceWeeks> weeks;  ///< By falling demand; empty when the result holds no series.
};

/// Sums up a result. One that lacks the arrays of a run is refused by std::runtime_error.
RunSummary summarise(const Result& result);

}  // namespace citerne::analysis
