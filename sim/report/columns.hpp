#pragma once
#include <algorithm>
#include <string>
#include <string_view>

#include "citerne/base/text.hpp"

namespace citerne::report {

/// Pads by characters, not bytes.
inline std::string left(std::string_view text, std::size_t width) {
  const std::size_t have = character_count(text);
  return std::string{text} + std::string(width - std::min(have, width), ' ');
}

}  // namespace citerne::report
