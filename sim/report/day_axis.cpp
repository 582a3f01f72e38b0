#include "day_axis.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace citerne::report {

double DayAxis::x(double day) const {
  return left_ + (right_ - left_) * day / static_cast<double>(std::max<std::size_t>(1, frame_.days));
}

void DayAxis::dates(double top, double y) const {
  const auto apart = static_cast<std::size_t>(std::ceil(62.0 / (x(1.0) - x(0.0))));
  for (const Tick& tick : date_ticks(frame_, apart, true)) {
    const double at = x(static_cast<double>(tick.day));
    svg_.line(at, top, at, y + 5, kGrid);
    if (at + 6 < right_) svg_.text(at, y + 18, tick.label, Anchor::middle);
  }
  svg_.text((left_ + right_) / 2, y + 36, "date (UTC)", Anchor::middle);
}

void DayAxis::events(const std::vector<Span>& all, double y) const {
  constexpr std::size_t kLongestName = 18;
  for (const Span& s : all) {
    svg_.text(left_ - 10, y + 12, shortened(s.name, kLongestName), Anchor::end);
    if (s.until - s.from < 1.0) {
      const double at = x(s.from);
      svg_.area(fmt::format("M{},{} l5,6 l-5,6 l-5,-6 z", px(at), px(y + 2)), kVermilion);
    } else {
      svg_.rect(x(s.from), y + 3, x(s.until) - x(s.from), 10, kOrange);
    }
    y += kEventRow;
  }
}

}  // namespace citerne::report
