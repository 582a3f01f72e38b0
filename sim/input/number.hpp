#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "citerne/scenario/quantity_text.hpp"
#include "reader.hpp"
#include "shape.hpp"

namespace citerne::input {

/// What a number may be, whatever its type.
struct NumberRules {
  std::string_view name;        ///< `a volume`
  std::string_view base;        ///< Unit of the whole numbers it becomes: `ml`.
  std::span<const Unit> units;  ///< Empty: bare.
  std::int64_t least = 0, most = 0;

  std::string show(std::int64_t value) const;
  std::string words() const;  ///< `a volume from 1 m3 to 60 m3`
};

/// Reads a plain number, one with its range and source, or a distribution.
bool read_number(std::int64_t& into, const At& at, const NumberRules& rules, Reader& reader);

inline bool is_text(const At& at) {
  return at.node.form == Node::Form::text && !at.node.text.empty() && !at.node.told;
}
/// Tells that a value is not the text it should be. Always false.
bool refuse_non_text(const At& at, const std::string& words, Reader& reader);

Shape number_shape(const NumberRules& rules);

/// Whether a map is a number with low and high, or a distribution, and not a section.
bool is_number_map(const Node& node);

/// The keys of such a map.
inline constexpr std::string_view kNumberKeys[] = {"value", "uniform", "triangular", "choice",
                                                   "low",   "high",    "source",     "confidence"};

/// Checks the optional `confidence` of a figure.
inline bool is_confidence(std::string_view word) {
  return word == "high" || word == "medium" || word == "low";
}

}  // namespace citerne::input
