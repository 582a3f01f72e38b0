#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "axes.hpp"
#include "citerne/report/plot.hpp"
#include "day_axis.hpp"
#include "svg.hpp"

namespace citerne::report {
namespace {

using analysis::LevelBands;
using analysis::ServedDays;

constexpr double kWidth = 960, kLeft = 150, kRight = 24, kTop = 84;
constexpr std::size_t kLongestName = 18;

/// Light to dark, so that it reads in grey too: ColorBrewer's YlOrBr, and for a day without stock a hatched
/// violet.
constexpr std::array kFills{"#f7f5ef", "#fee391", "#fe9929", "#cc4c02", "#662506", "url(#dry)"};
constexpr const char* kDry =
    "<pattern id=\"dry\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
    "<rect width=\"6\" height=\"6\" fill=\"#2d004b\"/><path d=\"M0,6 L6,0\" stroke=\"#ffffff\" "
    "stroke-width=\"1.2\"/></pattern>";

double served_legend(const ServedDays& served, Svg& svg, double y) {
  std::vector<std::string> words = ServedClasses{served.frame.bar}.words();
  words.push_back(kDryWords);
  double x = 20;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].empty()) continue;
    if (i + 1 == words.size()) x = 20, y += 22;
    svg.rect(x, y - 11, 16, 14, i == 0 ? kGrid : kFills[i]);
    if (i == 0) svg.rect(x + 1, y - 10, 14, 12, kFills[i]);
    svg.text(x + 22, y, words[i], Anchor::start);
    x += 60 + 7.0 * static_cast<double>(words[i].size());
  }
  if (served.rows.size() < served.places)
    svg.text(
        kWidth - kRight, y,
        fmt::format("{} of the {} places that burn {}", served.rows.size(), served.places, served.product),
        Anchor::end);
  return y;
}

void served_row(const ServedDays& served, const ServedDays::Row& row, const DayAxis& axis, Svg& svg, double y,
                double height) {
  const ServedClasses classes{served.frame.bar};
  const auto kind = [&](std::size_t d) { return row.dry[d] ? kDryClass : classes.of(row.served[d]); };
  svg.begin_group(row.place);
  svg.text(kLeft - 10, y + height - 5, shortened(row.place, kLongestName), Anchor::end);
  for (std::size_t from = 0, until = 0; from < served.frame.days; from = until) {
    while (until < served.frame.days && kind(until) == kind(from)) ++until;
    const double left = axis.x(static_cast<double>(from));
    svg.rect(left, y, axis.x(static_cast<double>(until)) - left, height - 2,
             kFills[static_cast<std::size_t>(kind(from))]);
  }
  svg.end_group();
}

/// `M..L..`, with a break where there is nothing.
std::string path_of(const std::vector<float>& values, const DayAxis& axis, auto y) {
  std::string path;
  bool pen_down = false;
  for (std::size_t d = 0; d < values.size(); ++d) {
    const bool known = !std::isnan(values[d]);
    if (known)
      path += fmt::format("{}{},{} ", pen_down ? 'L' : 'M', px(axis.x(static_cast<double>(d))),
                          px(y(static_cast<double>(values[d]))));
    pen_down = known;
  }
  return path;
}

/// Areas between the quantiles, one for each run of days that have them.
std::vector<std::string> band_paths(const LevelBands& bands, const DayAxis& axis, auto y) {
  std::vector<std::string> paths;
  for (std::size_t from = 0, until = 0; from < bands.frame.days; from = until + 1) {
    until = from;
    while (until < bands.frame.days && !std::isnan(bands.q50[until])) ++until;
    std::string path;
    const auto point = [&](std::size_t d, float value) {
      path += fmt::format("{}{},{} ", path.empty() ? 'M' : 'L', px(axis.x(static_cast<double>(d))),
                          px(y(static_cast<double>(value))));
    };
    for (std::size_t d = from; d < until; ++d) point(d, bands.q95[d]);
    for (std::size_t d = until; d-- > from;) point(d, bands.q05[d]);
    if (!path.empty()) paths.push_back(path + "z");
  }
  return paths;
}

}  // namespace

std::string plot_svg(const ServedDays& served, const EventPeriods& events) {
  constexpr double kRow = 20;
  const std::vector<Span> shown = spans(served.frame, events, kMostEvents);
  const double rows = kTop + kEventRow * static_cast<double>(shown.size()) + (shown.empty() ? 0 : 6),
               bottom = rows + kRow * static_cast<double>(served.rows.size());
  const std::string what = fmt::format("Served share of the demand for {}, by day", served.product);
  Svg svg{
      kWidth, bottom + 100, served.frame.title + ": " + what,
      fmt::format("{}. One row for each town, from the greatest demand down; one cell for each day. Short "
                  "is a day on which less than {:g} % of the demand was served, as the mean over runs.",
                  run_words(served.frame), served.frame.bar * 100)};
  svg.define(kDry);
  svg.heading(served.frame.title, what, run_words(served.frame));
  const DayAxis axis{served.frame, svg, kLeft, kWidth - kRight};
  axis.dates(kTop - 4, bottom);
  axis.events(shown, kTop);
  double y = rows;
  for (const ServedDays::Row& row : served.rows) {
    served_row(served, row, axis, svg, y, kRow);
    y += kRow;
  }
  served_legend(served, svg, bottom + 62);
  return std::move(svg).finished();
}

std::string plot_svg(const LevelBands& bands, const EventPeriods& events) {
  constexpr double kHeight = 300;
  const std::vector<Span> shown = spans(bands.frame, events, kMostEvents);
  const bool cover = bands.level == analysis::Level::cover, many = bands.frame.replications > 1;
  const double top = kTop + kEventRow * static_cast<double>(shown.size()) + 10, bottom = top + kHeight;
  const std::string what = fmt::format("{}, {}: {} at the start of the day", bands.place, bands.product,
                                       cover ? "cover, in days of full demand," : "stock");
  const std::string short_words =
      fmt::format("under {:g} % of the demand served, in half of the runs or more", bands.frame.bar * 100);
  Svg svg{kWidth, bottom + 90, bands.frame.title + ": " + what,
          fmt::format("{}. {} Marked below the curve: days with {}.", run_words(bands.frame),
                      many ? "The line is the median, the band holds 5 to 95 % of the runs." : "One run.",
                      short_words)};
  svg.heading(bands.frame.title, what, run_words(bands.frame));
  double greatest = 0.0;
  for (const float v : bands.q95)
    if (!std::isnan(v)) greatest = std::max(greatest, static_cast<double>(v));
  const double step = round_step(greatest, 6), most = std::max(1.0, std::ceil(greatest / step)) * step;
  const auto y = [&](double value) { return bottom - kHeight * value / most; };
  const DayAxis axis{bands.frame, svg, kLeft, kWidth - kRight};
  axis.dates(kTop - 4, bottom);
  for (const double tick : steps_to(most, step)) {
    svg.line(kLeft, y(tick), kWidth - kRight, y(tick), kGrid);
    svg.text(kLeft - 10, y(tick) + 4, tick_number(tick, step) + (cover ? " days" : " m3"), Anchor::end);
  }
  axis.events(shown, kTop);
  for (const Span& s : shown)
    for (const double day : {s.from, s.until}) svg.line(axis.x(day), top, axis.x(day), bottom, kOrange, true);
  if (many)
    for (const std::string& path : band_paths(bands, axis, y)) svg.area(path, kLightBlue);
  svg.curve(path_of(bands.q50, axis, y), kBlue, 2);
  svg.line(kLeft, bottom, kWidth - kRight, bottom, kInk);
  for (std::size_t from = 0, until = 0; from < bands.frame.days; from = until) {
    while (until < bands.frame.days && bands.short_day[until] == bands.short_day[from]) ++until;
    const double left = axis.x(static_cast<double>(from));
    if (bands.short_day[from])
      svg.rect(left, bottom - 5, axis.x(static_cast<double>(until)) - left, 5, kVermilion);
  }
  double x = 20;
  const double line = bottom + 66;
  svg.rect(x, line - 6, 18, 3, kBlue);
  svg.text(x + 24, line, many ? "median" : "the only run", Anchor::start);
  x += many ? 100 : 140;
  if (many) {
    svg.rect(x, line - 11, 18, 14, kLightBlue);
    svg.text(x + 24, line, "5 to 95 % of runs", Anchor::start);
    x += 170;
  }
  svg.rect(x, line - 7, 18, 5, kVermilion);
  svg.text(x + 24, line, short_words, Anchor::start);
  return std::move(svg).finished();
}

}  // namespace citerne::report
