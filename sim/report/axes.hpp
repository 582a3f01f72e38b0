#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/analysis/plot_data.hpp"
#include "citerne/report/plot.hpp"

/// What the axes of all pictures have in common.
namespace citerne::report {

/// `Jan` of 1 to `Dec` of 12.
std::string_view month_name(int month);

/// A date on an axis of days.
struct Tick {
  std::size_t day = 0;
  std::string label;
};

/// The first days of months, of weeks, or days: the closest that are `apart` days or more from one another.
/// Months as `Aug 2025`, or without the year as `Aug`; days as `4 Aug`. At least one tick.
std::vector<Tick> date_ticks(const analysis::PlotFrame& frame, std::size_t apart, bool years);

/// A round number (1, 2 or 5 times a power of ten) that divides 0 to `greatest` in at most `parts` parts.
double round_step(double greatest, int parts);

/// 0, one step, two steps ... up to `top`, a whole number of steps.
std::vector<double> steps_to(double top, double step);

/// `12,345`, `0.5`: with the digits that a step needs.
std::string tick_number(double value, double step = 1.0);

/// At most `most` characters, the last of them `…` where some are missing.
std::string shortened(const std::string& text, std::size_t most);

/// `2025-08-01 to 2026-01-01, 40 replications`.
std::string run_words(const analysis::PlotFrame& frame);

/// An event within the run, in days since its start.
struct Span {
  std::string name;
  double from = 0.0, until = 0.0;  ///< The same: an instant.
  bool goes_on = false;            ///< Beyond the end of the run.
};

/// Events that have a part in the run, by their beginning; at most `most`.
std::vector<Span> spans(const analysis::PlotFrame& frame, const EventPeriods& events, std::size_t most);

/// Classes of a served share; `none` below all of them is a day without stock.
struct ServedClasses {
  double full, slight, bar, half;  ///< Falling.
  explicit ServedClasses(double bar_of_run);
  /// 0: full .. 4: less than half of the bar; 3 and 4 are short.
  int of(double share) const;
  /// `98 % and more`, `short: under 65 %`, in the order of of(); empty where a class holds nothing.
  std::vector<std::string> words() const;
};
inline constexpr int kDryClass = 5;
inline const std::string kDryWords = "no stock at the start of the day, in half of the runs or more";

}  // namespace citerne::report
