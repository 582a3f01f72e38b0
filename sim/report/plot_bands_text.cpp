#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "axes_text.hpp"
#include "citerne/report/plot.hpp"

namespace citerne::report {
namespace {

using analysis::LevelBands;

constexpr std::size_t kBandRows = 14, kGutter = 18;

/// The range of one column: over its days the least low, the mean median, the greatest high.
struct Column {
  double low = 0.0, mid = 0.0, high = 0.0;
  bool is_short = false;
  bool known = false;
};

std::vector<Column> columns_of(const LevelBands& bands, const TextAxis& axis) {
  std::vector<Column> columns(axis.cells);
  for (std::size_t c = 0; c < axis.cells; ++c) {
    Column& column = columns[c];
    int count = 0;
    for (std::size_t d = c * axis.days_per_cell; d < std::min((c + 1) * axis.days_per_cell, bands.frame.days);
         ++d) {
      if (std::isnan(bands.q50[d])) continue;
      const auto low = static_cast<double>(bands.q05[d]), high = static_cast<double>(bands.q95[d]);
      column.low = column.known ? std::min(column.low, low) : low;
      column.high = column.known ? std::max(column.high, high) : high;
      column.mid += static_cast<double>(bands.q50[d]);
      column.is_short = column.is_short || bands.short_day[d];
      column.known = true;
      ++count;
    }
    if (count > 0) column.mid /= count;
  }
  return columns;
}

}  // namespace

std::string plot_text(const LevelBands& bands, const EventPeriods& events, const Terminal& on) {
  const TextAxis axis = text_axis(bands.frame, kGutter, on.columns);
  const std::vector<Column> columns = columns_of(bands, axis);
  double greatest = 0.0;
  for (const Column& c : columns) greatest = std::max(greatest, c.high);
  const double step = round_step(greatest, 4);
  const double top = std::max(1.0, std::ceil(greatest / step)) * step,
               of_row = top / static_cast<double>(kBandRows);
  const bool cover = bands.level == analysis::Level::cover;
  std::string out = fmt::format("{}\n{}\n{}, {}: {} at the start of the day, in {}\n\n", bands.frame.title,
                                run_words(bands.frame), bands.place, bands.product, cover ? "cover" : "stock",
                                cover ? "days of full demand" : "m3");
  const auto row_of = [&](double value) {
    return std::min<std::size_t>(kBandRows, static_cast<std::size_t>(std::lround(value / of_row)));
  };
  const auto paint = [&](const char* code, const char* mark) {
    return on.colour ? fmt::format("\x1b[38;5;{}m{}\x1b[0m", code, mark) : std::string{mark};
  };
  for (std::size_t r = kBandRows + 1; r-- > 0;) {
    std::string label;
    for (const double tick : steps_to(top, step))
      if (row_of(tick) == r) label = tick_number(tick, step);
    out += fmt::format("{:>{}} {}", label, kGutter - 2, r == 0 ? "┴" : label.empty() ? "│" : "┤");
    std::string line;
    for (const Column& c : columns) {
      if (c.known && row_of(c.mid) == r)
        line += paint("33", "█");
      else if (c.known && row_of(c.low) <= r && r <= row_of(c.high) && bands.frame.replications > 1)
        line += paint("75", "░");
      else
        line += r == 0 ? "─" : " ";
    }
    if (!on.colour) line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  out += date_line(bands.frame, axis);
  if (std::ranges::any_of(columns, &Column::is_short)) {
    out += fitted("short", axis.gutter);
    std::string line;
    for (const Column& c : columns) line += c.is_short ? "▓" : " ";
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  out += event_rows(bands.frame, events, axis) + "\n";
  out += bands.frame.replications > 1 ? "█ median   ░ 5 to 95 % of runs" : "█ the only run";
  if (std::ranges::any_of(columns, &Column::is_short))
    out += fmt::format("   ▓ under {:g} % of the demand served, in half of the runs or more",
                       bands.frame.bar * 100);
  return out + "\n";
}

}  // namespace citerne::report
