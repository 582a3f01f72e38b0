#pragma once
#include <string>

#include "axes.hpp"

/// Dates and events under a picture in characters, which begins `gutter` columns from the left.
namespace citerne::report {

struct TextAxis {
  std::size_t gutter = 0;
  std::size_t columns = 80;  ///< Of the terminal.
  std::size_t cells = 0;     ///< Columns of the picture.
  std::size_t days_per_cell = 1;
};

/// The names of months or days, each over the column where it begins.
std::string date_line(const analysis::PlotFrame& frame, const TextAxis& axis);

/// A row for each event: `rn24  ◆` on its day, `blockade  ├────┤` from day to day, `►` where it goes on.
std::string event_rows(const analysis::PlotFrame& frame, const EventPeriods& events, const TextAxis& axis);

/// So many days that all of them fit into `room` columns.
TextAxis text_axis(const analysis::PlotFrame& frame, std::size_t gutter, std::size_t columns);

/// Cut and padded, so that it ends with a space.
std::string fitted(const std::string& text, std::size_t width);

}  // namespace citerne::report
