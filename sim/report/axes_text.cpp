#include "axes_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "columns.hpp"

namespace citerne::report {

TextAxis text_axis(const analysis::PlotFrame& frame, std::size_t gutter, std::size_t columns) {
  TextAxis axis{.gutter = gutter, .columns = std::max<std::size_t>(columns, 40)};
  const std::size_t room = axis.columns - gutter - 1;
  axis.days_per_cell = std::max<std::size_t>(1, (frame.days + room - 1) / room);
  axis.cells = (frame.days + axis.days_per_cell - 1) / axis.days_per_cell;
  return axis;
}

std::string date_line(const analysis::PlotFrame& frame, const TextAxis& axis) {
  std::string line(axis.gutter, ' ');
  for (const Tick& tick : date_ticks(frame, 7 * axis.days_per_cell, false)) {
    const std::size_t column = axis.gutter + tick.day / axis.days_per_cell;
    if (column < line.size() || column + tick.label.size() > axis.columns) continue;
    line += std::string(column - line.size(), ' ') + tick.label + " ";
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string event_rows(const analysis::PlotFrame& frame, const EventPeriods& events, const TextAxis& axis) {
  std::string out;
  const auto column = [&](double day) {
    const auto cell = static_cast<std::size_t>(std::max(0.0, day)) / axis.days_per_cell;
    return std::min(cell, axis.cells == 0 ? 0 : axis.cells - 1);
  };
  const std::size_t most = 8;
  for (const Span& s : spans(frame, events, most)) {
    const std::size_t from = column(s.from), until = std::max(from, column(s.until - 1e-6));
    out += fitted(s.name, axis.gutter) + std::string(from, ' ');
    if (until == from) {
      out += "◆\n";
      continue;
    }
    out += "├";
    for (std::size_t c = from + 1; c < until; ++c) out += "─";
    out += s.goes_on ? "►\n" : "┤\n";
  }
  const std::size_t all = spans(frame, events, events.size()).size();
  if (all > most) out += fmt::format("({} more events)\n", all - most);
  return out;
}

std::string fitted(const std::string& text, std::size_t width) {
  return left(shortened(text, width - 1), width);
}

}  // namespace citerne::report
