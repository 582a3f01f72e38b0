#pragma once
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "citerne/base/dates.hpp"
#include "citerne/record/line_name.hpp"
#include "citerne/record/result.hpp"

/// What a result holds, or a std::runtime_error that says what it lacks.
namespace citerne::analysis {

template <class T>
const std::vector<T>& values(const Result& result, const std::string& name) {
  const auto* found = result.values<T>("", name);
  if (found == nullptr)
    throw std::runtime_error{"the result holds no '" + name + "': is it the result of a run?"};
  return *found;
}

template <class T>
T attribute(const Result& result, const std::string& name) {
  const T* found = result.attribute<T>(name);
  if (found == nullptr) throw std::runtime_error{"the result lacks the attribute '" + name + "'"};
  return *found;
}

/// `start` and `end`.
inline Instant instant(const Result& result, const std::string& name) {
  const auto text = attribute<std::string>(result, name);
  const std::optional<Instant> found = parse_instant(text);
  if (!found) throw std::runtime_error{"the result's " + name + " '" + text + "' is no date"};
  return *found;
}

/// Of a value of `line`.
inline LineName line_name(const std::string& text) {
  std::optional<LineName> line = parse_line_name(text);
  if (!line) throw std::runtime_error{"the result's line '" + text + "' is no way of supply"};
  return std::move(*line);
}

inline std::size_t length(const Result& result, const std::string& axis) {
  const auto found = result.axes.find(axis);
  return found == result.axes.end() ? 0 : found->second;
}

}  // namespace citerne::analysis
