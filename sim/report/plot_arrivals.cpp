#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "axes_text.hpp"
#include "citerne/base/text.hpp"
#include "citerne/report/plot.hpp"
#include "day_axis.hpp"
#include "svg.hpp"

namespace citerne::report {
namespace {

using analysis::Arrivals;

std::string heading(const Arrivals& a) {
  return fmt::format(
      "{} that came {}", a.product.empty() ? "Fuel" : a.product,
      a.place.empty() ? "along each corridor, to all places" : "to " + a.place + ", by supplier");
}

/// What a reader must know to take the picture for what it is.
std::vector<std::string> remarks(const Arrivals& a, std::size_t days_together, const char* totals) {
  std::vector<std::string> out;
  const bool many = a.frame.replications > 1;
  if (a.by_day())
    out.push_back(fmt::format("One scale for all rows: m3 a day{}{}. {}: the whole run.",
                              days_together > 1 ? fmt::format(", over {} days", days_together) : "",
                              many ? ", mean of runs" : "", totals));
  else
    out.push_back(fmt::format("Bars: {}. By day where the scenario is run with --record bands.",
                              many ? "mean of the whole run; lines: 5 to 95 % of runs" : "the whole run"));
  out.push_back("A corridor is that of the habit; loads that went round count to it too.");
  if (a.without_corridor > 0.0)
    out.push_back(fmt::format("Not drawn: {} m3 that came without a habit, mostly from depots inside.",
                              tick_number(a.without_corridor)));
  return out;
}

std::string figures(const Arrivals::Row& row) {
  return fmt::format("{} m3, {} loads", tick_number(row.m3), tick_number(row.loads));
}

double greatest(const Arrivals& a) {
  double most = 0.0;
  for (const Arrivals::Row& row : a.rows) most = std::max({most, row.m3, row.q95});
  return most;
}

/// m3 a day over so many days together; the last may be fewer.
std::vector<double> together(const std::vector<double>& by_day, std::size_t days) {
  std::vector<double> means;
  for (std::size_t from = 0; from < by_day.size(); from += days) {
    const std::size_t until = std::min(from + days, by_day.size());
    double sum = 0.0;
    for (std::size_t d = from; d < until; ++d) sum += by_day[d];
    means.push_back(sum / static_cast<double>(until - from));
  }
  return means;
}

double greatest_mean(const Arrivals& a, std::size_t days) {
  double most = 0.0;
  for (const Arrivals::Row& row : a.rows)
    for (const double m3 : together(row.by_day, days)) most = std::max(most, m3);
  return most;
}

std::string bars_text(const Arrivals& a, const Terminal& on, std::size_t names, std::size_t words) {
  const std::size_t columns = std::max<std::size_t>(on.columns, 40),
                    room = std::max<std::size_t>(
                        8, columns > names + words + 2 ? columns - names - words - 2 : 0);
  const double most = greatest(a);
  const auto column = [&](double m3) {
    return most > 0.0 ? static_cast<std::size_t>(std::lround(m3 / most * static_cast<double>(room))) : 0;
  };
  std::string out;
  for (const Arrivals::Row& row : a.rows) {
    std::string line;
    for (std::size_t c = 0; c < room; ++c) line += c < column(row.m3) ? "█" : c < column(row.q95) ? "─" : " ";
    out += fitted(row.name, names) + line + "  " + figures(row) + "\n";
  }
  return out + "\n";
}

/// Two lines of characters for each row, eight heights each.
std::string curves_text(const Arrivals& a, const EventPeriods& events, const TextAxis& axis) {
  constexpr std::array kHeights{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const double most = greatest_mean(a, axis.days_per_cell);
  std::string out = date_line(a.frame, axis);
  for (const Arrivals::Row& row : a.rows) {
    std::string upper, lower;
    for (const double m3 : together(row.by_day, axis.days_per_cell)) {
      long height = most > 0.0 ? std::lround(m3 / most * 16) : 0;
      if (m3 > 0.0) height = std::max(1l, height);  // little is not nothing
      lower += kHeights[static_cast<std::size_t>(std::min(8l, height))];
      upper += kHeights[static_cast<std::size_t>(std::max(0l, height - 8))];
    }
    upper.erase(upper.find_last_not_of(' ') + 1);
    out += upper.empty() ? "" : std::string(axis.gutter, ' ') + upper + "\n";
    out += fitted(row.name, axis.gutter) + lower + "  " + figures(row) + "\n";
  }
  return out + event_rows(a.frame, events, axis) +
         fmt::format("\nA full row, two characters high, is {} m3 a day.\n", tick_number(most));
}

Svg picture(const Arrivals& a, double width, double height, const std::vector<std::string>& notes) {
  Svg svg{width, height + 18 * static_cast<double>(notes.size()), a.frame.title + ": " + heading(a),
          run_words(a.frame) + ". " + fmt::format("{}", fmt::join(notes, " "))};
  svg.heading(a.frame.title, heading(a), run_words(a.frame));
  double line = height;
  for (const std::string& note : notes) {
    svg.text(20, line, note, Anchor::start);
    line += 18;
  }
  return svg;
}

std::string bars_svg(const Arrivals& a) {
  constexpr double kWidth = 900, kLeft = 230, kRight = 190, kRow = 30, kTop = 92;
  const double bottom = kTop + kRow * static_cast<double>(std::max<std::size_t>(1, a.rows.size()));
  Svg svg = picture(a, kWidth, bottom + 60, remarks(a, 1, ""));
  const double most = greatest(a), step = round_step(most, 5),
               top = std::max(1.0, std::ceil(most / step)) * step;
  const auto x = [&](double m3) { return kLeft + (kWidth - kLeft - kRight) * m3 / top; };
  for (const double tick : steps_to(top, step)) {
    svg.line(x(tick), tick == 0.0 ? kTop - 6 : bottom - 4, x(tick), bottom, kInk);
    svg.text(x(tick), bottom + 16, tick_number(tick, step), Anchor::middle);
  }
  svg.line(x(0.0), bottom, x(top), bottom, kInk);
  svg.text((x(0.0) + x(top)) / 2, bottom + 36, "m3 over the run", Anchor::middle);
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    const Arrivals::Row& row = a.rows[i];
    const double middle = kTop + kRow * (static_cast<double>(i) + 0.5);
    svg.text(kLeft - 10, middle + 4, shortened(row.name, 30), Anchor::end);
    svg.rect(kLeft, middle - 9, std::max(0.5, x(row.m3) - kLeft), 18, kBlue);
    if (a.frame.replications > 1) {
      svg.line(x(row.q05), middle, x(row.q95), middle, kInk);
      svg.line(x(row.q05), middle - 5, x(row.q05), middle + 5, kInk);
      svg.line(x(row.q95), middle - 5, x(row.q95), middle + 5, kInk);
    }
    svg.text(std::max(x(row.m3), x(row.q95)) + 8, middle + 4, figures(row), Anchor::start);
  }
  if (a.rows.empty()) svg.text(kLeft + 10, kTop + 18, "nothing", Anchor::start);
  return std::move(svg).finished();
}

/// The outline of steps, one for each run of days together.
std::string steps_path(const std::vector<double>& means, std::size_t days, std::size_t all_days,
                       const DayAxis& axis, auto y) {
  std::string path = fmt::format("M{},{} ", px(axis.x(0.0)), px(y(0.0)));
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double from = axis.x(static_cast<double>(i * days)),
                 until = axis.x(static_cast<double>(std::min((i + 1) * days, all_days)));
    path += fmt::format("L{0},{2} L{1},{2} ", px(from), px(until), px(y(means[i])));
  }
  return path + fmt::format("L{},{} z", px(axis.x(static_cast<double>(all_days))), px(y(0.0)));
}

std::string curves_svg(const Arrivals& a, const EventPeriods& events) {
  constexpr double kWidth = 960, kLeft = 230, kRight = 120, kTop = 84, kRow = 56, kCurve = 46;
  const std::size_t days = a.frame.days >= 56 ? 7 : 1;  // single days of many are a hedge
  const std::vector<Span> shown = spans(a.frame, events, kMostEvents);
  const double rows = kTop + kEventRow * static_cast<double>(shown.size()) + (shown.empty() ? 0 : 8),
               bottom = rows + kRow * static_cast<double>(a.rows.size());
  Svg svg = picture(a, kWidth, bottom + 64, remarks(a, days, "Under the names"));
  const double most = greatest_mean(a, days), step = round_step(most, 3),
               top = std::max(1.0, std::ceil(most / step)) * step;
  const DayAxis axis{a.frame, svg, kLeft, kWidth - kRight};
  axis.dates(kTop - 4, bottom);
  axis.events(shown, kTop);
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    const Arrivals::Row& row = a.rows[i];
    const double base = rows + kRow * static_cast<double>(i + 1);
    const auto y = [&](double m3) { return base - kCurve * m3 / top; };
    svg.begin_group(row.name + ": " + figures(row));
    for (const double tick : steps_to(top, step)) {
      svg.line(kLeft, y(tick), kWidth - kRight, y(tick), tick == 0.0 ? kInk : kGrid);
      if (i == 0 && tick > 0.0)
        svg.text(kWidth - kRight + 6, y(tick) + 4, tick_number(tick, step) + (tick == top ? " m3 a day" : ""),
                 Anchor::start);
    }
    svg.area(steps_path(together(row.by_day, days), days, a.frame.days, axis, y), kBlue);
    svg.text(kLeft - 10, base - 20, shortened(row.name, 30), Anchor::end);
    svg.text(kLeft - 10, base - 4, tick_number(row.m3) + " m3", Anchor::end);
    svg.end_group();
  }
  for (const Span& s : shown)
    for (const double day : {s.from, s.until})
      svg.line(axis.x(day), rows, axis.x(day), bottom, kOrange, true);
  return std::move(svg).finished();
}

}  // namespace

std::string plot_text(const Arrivals& a, const EventPeriods& events, const Terminal& on) {
  std::string out = fmt::format("{}\n{}\n{}\n\n", a.frame.title, run_words(a.frame), heading(a));
  std::size_t names = 12, words = 0;
  for (const Arrivals::Row& row : a.rows) {
    names = std::max(names, std::min<std::size_t>(character_count(row.name) + 2, 30));
    words = std::max(words, figures(row).size());
  }
  std::size_t days_together = 1;
  if (a.by_day()) {
    const std::size_t columns = std::max<std::size_t>(on.columns, 40);
    const TextAxis axis = text_axis(a.frame, names, columns - std::min(columns - 40, words + 2));
    days_together = axis.days_per_cell;
    out += curves_text(a, events, axis);
  } else {
    out += a.rows.empty() ? "  nothing\n\n" : bars_text(a, on, names, words);
  }
  for (const std::string& remark : remarks(a, days_together, "Behind the rows")) out += remark + "\n";
  return out;
}

std::string plot_svg(const Arrivals& a, const EventPeriods& events) {
  return a.by_day() ? curves_svg(a, events) : bars_svg(a);
}

}  // namespace citerne::report
