#include "citerne/scenario/quantity_text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "citerne/base/wide.hpp"

namespace citerne {
namespace {

constexpr std::size_t kMostDigits = 18;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

/// Is number x factor whole as it is?
bool is_whole(const Decimal& number, std::int64_t factor) {
  return Wide{number.digits} * factor % power_of_ten(number.decimals) == 0;
}

/// Length of the longest front part that looks like a number.
std::size_t number_length(std::string_view text) {
  const std::size_t end = text.find_first_not_of("+-.0123456789_eE");
  std::size_t length = std::min(end, text.size());
  while (length > 0 && !is_digit(text[length - 1]) && text[length - 1] != '.') --length;
  return length;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && part.empty())) return std::nullopt;
  if (whole.size() > 1 && whole.front() == '0') return std::nullopt;
  if (whole.size() + part.size() > kMostDigits) return std::nullopt;
  std::string digits{whole};
  digits += part;
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  Decimal number;
  std::from_chars(digits.data(), digits.data() + digits.size(), number.digits);
  number.decimals = static_cast<int>(part.size());
  if (negative) number.digits = -number.digits;
  return number;
}

std::optional<std::int64_t> scaled(const Decimal& number, std::int64_t factor) {
  const Wide product = Wide{number.digits} * factor;
  const Wide divisor = power_of_ten(number.decimals);
  const Wide size = product < 0 ? -product : product;
  const Wide rounded = (2 * size + divisor) / (2 * divisor);
  if (rounded > std::numeric_limits<std::int64_t>::max() / 4) return std::nullopt;  // room for sums
  return static_cast<std::int64_t>(product < 0 ? -rounded : rounded);
}

QuantityText parse_quantity(std::string_view text, std::span<const Unit> units) {
  QuantityText result;
  const std::size_t length = number_length(text);
  const std::optional<Decimal> number = parse_decimal(text.substr(0, length));
  std::string_view unit = text.substr(length);
  if (unit.starts_with(' ')) unit.remove_prefix(1);
  result.unit = unit;
  const auto known =
      std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.symbol == unit; });
  if (!number)
    result.fault = QuantityText::Fault::no_number;
  else if (unit.empty())
    result.fault = QuantityText::Fault::no_unit;
  else if (known == units.end())
    result.fault = QuantityText::Fault::unknown_unit;
  else if (const auto value = scaled(*number, known->base_units))
    result.base_units = *value, result.is_exact = is_whole(*number, known->base_units);
  else
    result.fault = QuantityText::Fault::too_large;
  return result;
}

std::string format_quantity(std::int64_t base_units, std::span<const Unit> units) {
  if (base_units == 0) return fmt::format("0 {}", units[0].symbol);
  for (std::size_t i = units.size(); i-- > 0;)
    if (base_units % units[i].base_units == 0)
      return fmt::format("{} {}", base_units / units[i].base_units, units[i].symbol);
  const std::int64_t factor = units[0].base_units;
  const std::int64_t size = base_units < 0 ? -base_units : base_units;
  std::string part = fmt::format("{}", size % factor);
  part.insert(0, fmt::format("{}", factor).size() - 1 - part.size(), '0');
  part.erase(part.find_last_not_of('0') + 1);
  return fmt::format("{}{}.{} {}", base_units < 0 ? "-" : "", size / factor, part, units[0].symbol);
}

}  // namespace citerne
