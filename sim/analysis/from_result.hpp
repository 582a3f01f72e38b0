#pragma once
#include <stdexcept>
#include <string>
#include <vector>

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

inline std::size_t length(const Result& result, const std::string& axis) {
  const auto found = result.axes.find(axis);
  return found == result.axes.end() ? 0 : found->second;
}

}  // namespace citerne::analysis
