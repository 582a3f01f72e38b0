#include "number_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "citerne/scenario/quantity_text.hpp"

namespace citerne::sweep {

std::optional<NumberText> number_of(const std::string& text) {
  const std::size_t end = std::min(text.find_first_not_of("-0123456789."), text.size());
  const auto decimal = parse_decimal(std::string_view{text}.substr(0, end));
  if (!decimal) return std::nullopt;
  NumberText number{static_cast<double>(decimal->digits), decimal->decimals, text.substr(end)};
  for (int i = 0; i < decimal->decimals; ++i) number.value /= 10.0;
  if (number.unit.starts_with(' ')) number.unit.erase(0, 1);
  return number;
}

std::string written(double value, int decimals, const std::string& unit) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (decimals > 0) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  if (text == "-0") text = "0";
  return unit.empty() ? text : text + " " + unit;
}

}  // namespace citerne::sweep
