#pragma once
#include <compare>
#include <cstdint>

/// Quantities with their unit in the type. All are whole numbers of a small unit, so that sums are
/// exact in any order. Ranges are checked where input is read.
namespace citerne {

/// A whole number of one unit; Tag tells quantities apart. Sums, differences and multiples stay
/// within the quantity.
template <class Tag>
class Quantity {
 public:
  constexpr Quantity() = default;
  explicit constexpr Quantity(std::int64_t count) : count_{count} {}
  constexpr std::int64_t count() const { return count_; }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity{a.count_ + b.count_}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity{a.count_ - b.count_}; }
  friend constexpr Quantity operator*(Quantity a, std::int64_t n) { return Quantity{a.count_ * n}; }
  constexpr Quantity& operator+=(Quantity b) {
    count_ += b.count_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity b) {
    count_ -= b.count_;
    return *this;
  }

 private:
  std::int64_t count_ = 0;
};

using Volume = Quantity<struct VolumeTag>;      ///< Millilitres.
using Duration = Quantity<struct DurationTag>;  ///< Seconds.
using Length = Quantity<struct LengthTag>;      ///< Metres.
using Speed = Quantity<struct SpeedTag>;        ///< Metres per hour.
using Share = Quantity<struct ShareTag>;        ///< Parts per million; 100 % is 1'000'000.
using DailyVolume = Quantity<struct DailyTag>;  ///< Millilitres per day.
using TankerRate = Quantity<struct RateTag>;    ///< Thousandths of a tanker per day.
using ThreatRate = Quantity<struct ThreatTag>;  ///< Millionths of a threat per week.
using Money = Quantity<struct MoneyTag>;        ///< CFA francs (XOF).

constexpr Volume millilitres(std::int64_t n) { return Volume{n}; }
constexpr Volume litres(std::int64_t n) { return Volume{n * 1'000}; }
constexpr Volume cubic_metres(std::int64_t n) { return Volume{n * 1'000'000}; }
constexpr Duration seconds(std::int64_t n) { return Duration{n}; }
constexpr Duration minutes(std::int64_t n) { return Duration{n * 60}; }
constexpr Duration hours(std::int64_t n) { return Duration{n * 3'600}; }
constexpr Duration days(std::int64_t n) { return Duration{n * 86'400}; }
constexpr Length kilometres(std::int64_t n) { return Length{n * 1'000}; }
constexpr Speed kmh(std::int64_t n) { return Speed{n * 1'000}; }
constexpr Share percent(std::int64_t n) { return Share{n * 10'000}; }
constexpr DailyVolume litres_per_day(std::int64_t n) { return DailyVolume{n * 1'000}; }
constexpr TankerRate tankers_per_day(std::int64_t n) { return TankerRate{n * 1'000}; }
constexpr ThreatRate threats_per_week(std::int64_t n) { return ThreatRate{n * 1'000'000}; }
constexpr ThreatRate threats_per_day(std::int64_t n) { return ThreatRate{n * 7'000'000}; }

/// A second of UTC, counted from 1970-01-01T00:00:00Z. Mali keeps UTC all year.
class Instant {
 public:
  constexpr Instant() = default;
  explicit constexpr Instant(std::int64_t unix_seconds) : s_{unix_seconds} {}
  constexpr std::int64_t unix_seconds() const { return s_; }
  friend constexpr auto operator<=>(Instant, Instant) = default;
  friend constexpr Instant operator+(Instant t, Duration d) { return Instant{t.s_ + d.count()}; }
  friend constexpr Instant operator-(Instant t, Duration d) { return Instant{t.s_ - d.count()}; }
  friend constexpr Duration operator-(Instant a, Instant b) { return Duration{a.s_ - b.s_}; }
  /// Later than every instant a run can reach (year 5138).
  static constexpr Instant never() { return Instant{100'000'000'000}; }

 private:
  std::int64_t s_ = 0;
};

}  // namespace citerne
