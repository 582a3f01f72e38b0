#pragma once
#include <array>
#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "citerne/record/result.hpp"

/// One number of each replication, called as a planner writes it: `unserved_share:bamako:petrol`.
namespace citerne::analysis {

/// What a planner wrote is no metric, or none of a result; says why, with the nearest word.
class BadMetric : public std::invalid_argument {
  using std::invalid_argument::invalid_argument;
};

/// Of a place, all its products together; of the whole country, all places. Only products that a place burns
/// count. `docs/metrics.md` has the formula of each.
enum class Measure : std::uint8_t {
  first_shortage,     ///< d since the start, the earliest; infinite in a run without one.
  shortage_days,      ///< d in shortages, of the product and place that is short longest.
  unserved,           ///< m3 asked for and not handed out, sum.
  unserved_share,     ///< % of what was asked for, sum over sum; 0 where nothing was.
  served,             ///< m3 handed out, sum.
  dry_time,           ///< d without stock, sum over sites.
  least_cover,        ///< d, least days of autonomy of all midnights, the least; infinite where never known.
  person_days_short,  ///< d times inhabitants, sum; places of unknown population count as none.
  tankers_lost        ///< Tankers; of the whole country only.
};
inline constexpr std::array kMeasures{
    Measure::first_shortage, Measure::shortage_days, Measure::unserved,    Measure::unserved_share,
    Measure::served,         Measure::dry_time,      Measure::least_cover, Measure::person_days_short,
    Measure::tankers_lost};

/// As it is written: `shortage_days`; its unit: `d`, `m3`, `%`, `tankers`; and whether more of it is good.
std::string word(Measure);
std::string unit(Measure);
bool more_is_better(Measure);
/// Throws BadMetric.
Measure parse_measure(const std::string& text);

struct Metric {
  Measure measure = Measure::unserved;
  std::string place, product;  ///< Ids. Empty: the whole country; all products.
  friend bool operator==(const Metric&, const Metric&) = default;
};
/// `MEASURE[:PLACE[:PRODUCT]]`, and back. Throws BadMetric.
Metric parse_metric(const std::string& text);
std::string word(const Metric&);

/// Ids of a place and a product that is burnt there.
using Burnt = std::set<std::pair<std::string, std::string>>;
/// All of a result. Throws std::runtime_error when it is not of a run.
Burnt burnt_in(const Result& result);

/// By replication of the result, in its order, in unit(measure); with `among`, of those products only. Throws
/// BadMetric when the result has no such place or product or the place does not burn it, std::runtime_error
/// when it is not of a run.
std::vector<double> values_of(const Result& result, const Metric& metric);
std::vector<double> values_of(const Result& result, const Metric& metric, const Burnt& among);

/// Length of the run in days: what a run without the event counts with, where a mean is asked for.
double length_in_days(const Result& result);

}  // namespace citerne::analysis
