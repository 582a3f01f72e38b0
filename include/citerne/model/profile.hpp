#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "citerne/base/units.hpp"

namespace citerne {

/// Shares of normal demand: by hour of the day (the 24 sum to 100 %), day of the week (Monday first)
/// and month (January first).
struct ProfileShape {
  std::array<Share, 24> hourly;
  std::array<Share, 7> weekly;
  std::array<Share, 12> monthly;
};

/// Demand heaped up since an origin, in thousandths of a second of normal-day demand: a whole day of a
/// profile whose weekly and monthly shares are 100 % adds exactly 86'400'000. Whole numbers throughout,
/// linear within an hour.
class CumulativeProfile {
 public:
  /// Covers [midnight of `from`, `until`] and the eight days behind it.
  CumulativeProfile(const ProfileShape& shape, Instant from, Instant until);

  /// Non-decreasing in t. `t` within the covered time.
  std::int64_t at(Instant t) const {
    const std::int64_t s = (t - origin_).count();
    const auto hour = static_cast<std::size_t>(s / 3'600);
    return heap_[hour] + rate_[hour] * (s % 3'600);
  }
  /// How fast it grows at t, in thousandths of normal demand.
  std::int64_t rate_at(Instant t) const {
    return rate_[static_cast<std::size_t>((t - origin_).count() / 3'600)];
  }
  std::int64_t greatest_rate() const;
  /// The least second from `from` on at which at(t) >= amount; never() when the covered time does not reach
  /// it.
  Instant first_reaching(std::int64_t amount, Instant from) const;

 private:
  Instant origin_;
  std::vector<std::int64_t> heap_;  ///< At the start of each hour, and at the end of the last.
  std::vector<std::int32_t> rate_;  ///< In each hour, thousandths of normal demand.
};

}  // namespace citerne
