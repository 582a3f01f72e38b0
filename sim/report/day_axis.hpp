#pragma once
#include <cstddef>
#include <vector>

#include "axes.hpp"
#include "svg.hpp"

/// Days from left to right in an SVG picture, with dates below and a row for each event.
namespace citerne::report {

inline constexpr double kEventRow = 18;
inline constexpr std::size_t kMostEvents = 10;

class DayAxis {
 public:
  DayAxis(const analysis::PlotFrame& frame, Svg& svg, double left, double right)
      : frame_{frame}, svg_{svg}, left_{left}, right_{right} {}

  double x(double day) const;
  /// Ticks at `y`, their dates below; grid lines up to `top`.
  void dates(double top, double y) const;
  /// A row for each event from `y` downward, its name to the left.
  void events(const std::vector<Span>& all, double y) const;

 private:
  const analysis::PlotFrame& frame_;
  Svg& svg_;
  double left_, right_;
};

}  // namespace citerne::report
