#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "citerne/base/text.hpp"

namespace citerne::report {

/// Pads by characters, not bytes.
inline std::string left(std::string_view text, std::size_t width) {
  const std::size_t have = character_count(text);
  return std::string{text} + std::string(width - std::min(have, width), ' ');
}

inline std::string right(std::string_view text, std::size_t width) {
  const std::size_t have = character_count(text);
  return std::string(width - std::min(have, width), ' ') + std::string{text};
}

/// Three digits or more: `0.42`, `12.3`, `4321`; infinite: an event that does not come.
inline std::string number(double value) {
  if (!std::isfinite(value)) return "never";
  const double size = std::abs(value);
  return fmt::format("{:.{}f}", value, size >= 1'000.0 ? 0 : size >= 10.0 ? 1 : 2);
}

}  // namespace citerne::report
