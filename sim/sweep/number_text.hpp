#pragma once
#include <optional>
#include <string>

/// Numbers of factors as they are written.
namespace citerne::sweep {

/// A number and what stands behind it: `46000 L`.
struct NumberText {
  double value = 0.0;
  int decimals = 0;
  std::string unit;
};
/// Nothing for a date, a word, `1e3` and the like.
std::optional<NumberText> number_of(const std::string& text);

/// `0.25 h`: so many decimals at most, without zeros behind the last.
std::string written(double value, int decimals, const std::string& unit);

}  // namespace citerne::sweep
