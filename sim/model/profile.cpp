#include "citerne/model/profile.hpp"

#include <algorithm>

#include "citerne/base/contract.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/model/shares.hpp"

namespace citerne {
namespace {

/// Rates of the 24 hours of one day, in thousandths, that sum exactly to the day's share of 24'000.
std::vector<std::int64_t> hourly_rates(const ProfileShape& shape, Instant day) {
  const std::int64_t week = shape.weekly[static_cast<std::size_t>(weekday_of(day))].count();
  const std::int64_t month = shape.monthly[static_cast<std::size_t>(month_of(day) - 1)].count();
  const std::int64_t whole = (24'000 * week / 1'000 * month / 1'000 + 500'000) / 1'000'000;
  std::vector<std::int64_t> weights, rates;
  for (const Share s : shape.hourly) weights.push_back(s.count());
  split_exactly(whole, weights, rates);
  return rates;
}

}  // namespace

CumulativeProfile::CumulativeProfile(const ProfileShape& shape, Instant from, Instant until)
    : origin_{start_of_day(from)} {
  std::int64_t heap = 0;
  for (Instant day = origin_; day < until + days(9); day = day + days(1))
    for (const std::int64_t rate : hourly_rates(shape, day)) {
      heap_.push_back(heap);
      rate_.push_back(static_cast<std::int32_t>(rate));
      heap += rate * 3'600;
    }
  heap_.push_back(heap);
  rate_.push_back(0);
}

std::int64_t CumulativeProfile::greatest_rate() const { return *std::ranges::max_element(rate_); }

Instant CumulativeProfile::first_reaching(std::int64_t amount, Instant from) const {
  if (at(from) >= amount) return from;
  const std::int64_t last = std::ssize(rate_) - 2;
  std::int64_t hour = (from - origin_).count() / 3'600;
  const auto by_end_of = [&](std::int64_t h) { return heap_[static_cast<std::size_t>(h) + 1]; };
  // Most are reached within hours or a few days: strides that double find the stretch to search.
  std::int64_t stride = 1;
  for (; hour < last && by_end_of(hour) < amount; stride *= 2) hour = std::min(hour + stride, last);
  if (hour > last || by_end_of(hour) < amount) return Instant::never();
  if (stride > 2) {
    const auto begin = heap_.begin() + 1;  // of by_end_of
    hour = std::lower_bound(begin + (hour - stride / 2) + 1, begin + hour, amount) - begin;
  }
  const std::int64_t rate = rate_[static_cast<std::size_t>(hour)];
  const std::int64_t left = amount - heap_[static_cast<std::size_t>(hour)];
  return origin_ + hours(hour) + seconds((left + rate - 1) / rate);
}

}  // namespace citerne
