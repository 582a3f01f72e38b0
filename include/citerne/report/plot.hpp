#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "citerne/analysis/plot_data.hpp"

/// Pictures of a result: characters for a terminal (UTF-8), or SVG that needs no script, font or other file.
namespace citerne::report {

/// When an event of the scenario is in force, to be drawn beside what it did.
struct EventPeriod {
  std::string name;
  std::int64_t from_unix = 0;
  std::int64_t until_unix = 0;  ///< Not later than `from`: an instant.
};
using EventPeriods = std::vector<EventPeriod>;

struct Terminal {
  std::size_t columns = 80;  ///< At least 40 are used.
  bool colour = false;       ///< 256 colours; what is told by colour is told by characters too.
};

/// A row for each town, a cell for each day or for several: how much of the demand was served.
std::string plot_text(const analysis::ServedDays& served, const EventPeriods& events, const Terminal& on);
std::string plot_svg(const analysis::ServedDays& served, const EventPeriods& events);

/// Stock or cover of one place over time: the median and the range of 5 to 95 % of replications.
std::string plot_text(const analysis::LevelBands& bands, const EventPeriods& events, const Terminal& on);
std::string plot_svg(const analysis::LevelBands& bands, const EventPeriods& events);

/// What came along each corridor over time; of a result without series, as bars of the whole run.
std::string plot_text(const analysis::Arrivals& arrivals, const EventPeriods& events, const Terminal& on);
std::string plot_svg(const analysis::Arrivals& arrivals, const EventPeriods& events);

}  // namespace citerne::report
