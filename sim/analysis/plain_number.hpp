#pragma once
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace citerne::analysis {

/// A finite decimal without an exponent, the whole of the text: `-0.5`; nothing for anything else. The same
/// in every locale.
inline std::optional<double> plain_number(const std::string& text) {
  double value = 0.0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (read.ec != std::errc{} || read.ptr != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace citerne::analysis
