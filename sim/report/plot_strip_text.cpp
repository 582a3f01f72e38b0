#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "axes_text.hpp"
#include "citerne/report/plot.hpp"

namespace citerne::report {
namespace {

using analysis::ServedDays;

/// By class of served share; the last is a day without stock.
constexpr std::array kMarks{"·", "░", "▒", "▓", "█", "×"};
/// Background and ink of the 256 colours, light to dark as ColorBrewer's YlOrBr; the first is the
/// terminal's own.
constexpr std::array<std::array<int, 2>, 6> kColours{
    {{-1, -1}, {229, 16}, {221, 16}, {208, 16}, {88, 231}, {53, 231}}};

std::string cell(int kind, std::string_view mark, bool colour) {
  const auto [paper, ink] = kColours[static_cast<std::size_t>(kind)];
  if (!colour || paper < 0) return std::string{mark};
  return fmt::format("\x1b[48;5;{}m\x1b[38;5;{}m{}\x1b[0m", paper, ink, mark);
}

/// Of the days of one cell: the mean of their shares, or no stock where one of them had none.
int kind_of(const ServedDays::Row& row, const ServedClasses& classes, std::size_t from, std::size_t until) {
  double sum = 0.0;
  for (std::size_t d = from; d < until; ++d) {
    if (row.dry[d]) return kDryClass;
    sum += row.served[d];
  }
  return classes.of(sum / static_cast<double>(until - from));
}

std::string row_text(const ServedDays& served, const ServedDays::Row& row, const TextAxis& axis,
                     bool colour) {
  const ServedClasses classes{served.frame.bar};
  std::string out = fitted(row.place, axis.gutter);
  int before = -1;
  std::string marks;
  const auto flush = [&] {
    if (before >= 0) out += cell(before, marks, colour);
    marks.clear();
  };
  for (std::size_t c = 0; c < axis.cells; ++c) {
    const std::size_t from = c * axis.days_per_cell,
                      until = std::min(from + axis.days_per_cell, served.frame.days);
    const int kind = kind_of(row, classes, from, until);
    if (kind != before) flush();
    before = kind;
    marks += kMarks[static_cast<std::size_t>(kind)];
  }
  flush();
  return out + "\n";
}

std::string legend(const ServedDays& served, bool colour) {
  std::string out;
  std::vector<std::string> words = ServedClasses{served.frame.bar}.words();
  for (std::size_t i = 0; i < words.size(); ++i)
    if (!words[i].empty())
      out += fmt::format("{}{} {}", out.empty() ? "" : "  ", cell(static_cast<int>(i), kMarks[i], colour),
                         words[i]);
  return out + fmt::format("\n{} {}\n", cell(kDryClass, kMarks[kDryClass], colour), kDryWords);
}

}  // namespace

std::string plot_text(const ServedDays& served, const EventPeriods& events, const Terminal& on) {
  const TextAxis axis = text_axis(served.frame, 18, on.columns);
  std::string out = fmt::format(
      "{}\n{}\nServed share of the demand for {} by day{}\n\n", served.frame.title, run_words(served.frame),
      served.product,
      axis.days_per_cell == 1 ? std::string{} : fmt::format(", {} days to a character", axis.days_per_cell));
  out += date_line(served.frame, axis);
  for (const ServedDays::Row& row : served.rows) out += row_text(served, row, axis, on.colour);
  out += event_rows(served.frame, events, axis) + "\n" + legend(served, on.colour);
  if (served.rows.size() < served.places)
    out += fmt::format("({} of the {} places that burn {})\n", served.rows.size(), served.places,
                       served.product);
  return out;
}

}  // namespace citerne::report
