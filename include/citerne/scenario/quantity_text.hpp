#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "citerne/base/units.hpp"

/// Quantities as people write them: `46000 L`, `12 h`, `65.5 %`. Exact: no floating point on the way.
namespace citerne {

/// A symbol and how many base units one of it is.
struct Unit {
  std::string_view symbol;
  std::int64_t base_units;
};

/// What a kind of quantity is called and how it is written. The first unit is the smallest and a power of
/// ten of the base unit, so that every value can be written exactly.
template <class Q>
struct Units;
template <>
struct Units<Volume> {
  static constexpr std::string_view name = "a volume", base = "ml";
  static constexpr std::array units{Unit{"ml", 1}, Unit{"L", 1'000}, Unit{"m3", 1'000'000},
                                    Unit{"ML", 1'000'000'000}};
};
template <>
struct Units<Duration> {
  static constexpr std::string_view name = "a duration", base = "s";
  static constexpr std::array units{Unit{"s", 1}, Unit{"min", 60}, Unit{"h", 3'600}, Unit{"d", 86'400}};
};
template <>
struct Units<Length> {
  static constexpr std::string_view name = "a length", base = "m";
  static constexpr std::array units{Unit{"m", 1}, Unit{"km", 1'000}};
};
template <>
struct Units<Speed> {
  static constexpr std::string_view name = "a speed", base = "m/h";
  static constexpr std::array units{Unit{"km/h", 1'000}};
};
template <>
struct Units<Share> {
  static constexpr std::string_view name = "a share", base = "ppm";
  static constexpr std::array units{Unit{"%", 10'000}};
};
template <>
struct Units<DailyVolume> {
  static constexpr std::string_view name = "a volume a day", base = "ml/day";
  static constexpr std::array units{Unit{"L/day", 1'000}, Unit{"m3/day", 1'000'000},
                                    Unit{"ML/day", 1'000'000'000}};
};
template <>
struct Units<TankerRate> {
  static constexpr std::string_view name = "a number of tankers a day", base = "tankers/1000 days";
  static constexpr std::array units{Unit{"tankers/day", 1'000}};
};
template <>
struct Units<ThreatRate> {
  static constexpr std::string_view name = "a rate of threats", base = "threats/1000000 weeks";
  static constexpr std::array units{Unit{"threats/week", 1'000'000}, Unit{"threats/day", 7'000'000}};
};
template <>
struct Units<Money> {
  static constexpr std::string_view name = "an amount of money", base = "XOF";
  static constexpr std::array units{Unit{"XOF", 1}};
};

/// A decimal number as it was written: digits / 10^decimals.
struct Decimal {
  std::int64_t digits = 0;
  int decimals = 0;
};

/// Reads `12`, `-3`, `0.25`: whole text, a point, at most 18 digits. Nothing for `010`, `+5`, `.5`, `1e3`,
/// `nan` and the like.
std::optional<Decimal> parse_decimal(std::string_view text);

/// number x factor as a whole number, halves rounded away from zero; nothing on overflow.
std::optional<std::int64_t> scaled(const Decimal& number, std::int64_t factor);

struct QuantityText {
  enum class Fault { none, no_number, no_unit, unknown_unit, too_large };
  Fault fault = Fault::none;
  std::int64_t base_units = 0;
  bool is_exact = true;  ///< Not rounded to base units.
  std::string unit;      ///< What stood behind the number.
};

/// A number, at most one space and a unit.
QuantityText parse_quantity(std::string_view text, std::span<const Unit> units);

/// `46 m3`, `36 h`, `65.5 %`: in the largest unit that gives a whole number, else with decimals in the
/// smallest.
std::string format_quantity(std::int64_t base_units, std::span<const Unit> units);

template <class Q>
std::string format_quantity(Q value) {
  return format_quantity(value.count(), Units<Q>::units);
}

}  // namespace citerne
