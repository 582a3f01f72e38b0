#include "citerne/model/driving.hpp"

#include <algorithm>
#include <cmath>

#include "citerne/base/contract.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/base/wide.hpp"

namespace citerne {

DrivingWindow::DrivingWindow(Duration from, Duration until) : from_{from}, until_{until} {
  CITERNE_EXPECT(Duration{} <= from && from < until && until <= days(1));
}

Instant DrivingWindow::after(Instant t, Duration driving) const {
  if (driving <= Duration{}) return t;
  const Instant day = start_of_day(t);
  const std::int64_t begun = std::clamp((t - day).count(), from_.count(), until_.count()) - from_.count();
  const std::int64_t sum = begun + driving.count();  // counted seconds from this day's opening
  const std::int64_t a_day = length().count();
  const std::int64_t whole_days = (sum - 1) / a_day;
  return day + days(whole_days) + from_ + seconds(sum - whole_days * a_day);
}

/// Counted seconds from 1970 to `t`.
Duration DrivingWindow::counted_before(Instant t) const {
  const Instant day = start_of_day(t);
  const std::int64_t today = std::clamp((t - day).count(), from_.count(), until_.count()) - from_.count();
  return seconds(day.unix_seconds() / 86'400 * length().count() + today);
}

Duration DrivingWindow::between(Instant a, Instant b) const { return counted_before(b) - counted_before(a); }

Duration DrivingWindow::usual(Duration driving) const {
  return seconds(product_over(driving.count(), 86'400, 0, length().count()).whole);
}

double travel_noise(Share cv, double u) {
  return 1.0 + static_cast<double>(cv.count()) / 1e6 * std::sqrt(3.0) * (2.0 * u - 1.0);
}

Duration noisy(Duration driving, double factor) {
  const auto s = static_cast<std::int64_t>(static_cast<double>(driving.count()) * factor + 0.5);
  return seconds(std::max<std::int64_t>(s, 1));
}

}  // namespace citerne
