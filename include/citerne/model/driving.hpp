#pragma once
#include "citerne/base/units.hpp"

namespace citerne {

/// The hours of a day (UTC) in which tankers drive; only its seconds count. 0 <= from < until <= 24 h.
class DrivingWindow {
 public:
  constexpr DrivingWindow() = default;
  DrivingWindow(Duration from, Duration until);
  Duration length() const { return until_ - from_; }

  /// When `driving` seconds (>= 0) behind a start at `t` are done; `t` itself for 0.
  Instant after(Instant t, Duration driving) const;

  /// Driving seconds in [a, b), a <= b.
  Duration between(Instant a, Instant b) const;

  /// Mean time on the road of `driving` seconds, nights included: the usual time in a plan.
  Duration usual(Duration driving) const;

 private:
  Duration counted_before(Instant t) const;
  Duration from_;
  Duration until_ = days(1);
};

/// Factor on driving time: 1 + cv x sqrt(3) x (2 u - 1), uniform with mean 1. u in [0, 1).
double travel_noise(Share cv, double u);

/// Driving seconds x factor, to the nearest whole second, at least 1.
Duration noisy(Duration driving, double factor);

}  // namespace citerne
