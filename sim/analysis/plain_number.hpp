#pragma once
#include <array>
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

/// The shortest decimal that is read as this number, without an exponent.
inline std::string number_text(double value) {
  std::array<char, 400> room{};
  const auto end = std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::fixed).ptr;
  return {room.data(), end};
}

}  // namespace citerne::analysis
