#pragma once
#include <string>
#include <string_view>

#include "citerne/input/diagnostics.hpp"
#include "citerne/input/yaml.hpp"
#include "shape.hpp"

namespace citerne::input {

/// `over` laid on `base`: maps are merged by name, any other value replaces whole, `null` takes the
/// inherited entry away. A target and a number with low and high, or a distribution, are values. Taking
/// away what is not there is a fault, unless the base is `incomplete`.
struct Merge {
  Diagnostics& faults;
  bool incomplete = false;

  Node operator()(const Node& base, const Node& over, const Shape& shape) const {
    return merged(base, over, &shape);
  }

 private:
  Node merged(const Node& base, const Node& over, const Shape* shape) const;
  Node alone(const Node& over) const;
  void add(Node& map, const Entry& entry) const;
};

/// A setting `a.b.c=value` as the maps a, b and c around the value. Faults point into the setting, which is
/// line `number` of kSettings. A null node when it could not be read.
Node setting_as_tree(std::string_view setting, std::uint32_t number, const Node& root, bool incomplete,
                     Diagnostics& faults);

/// The same for a path that is written at `at` with its value: `events.rn24.at: 2025-10-28` of a response.
Node change_as_tree(std::string_view path, const Mark& at, const Node& value, const Node& root,
                    bool incomplete, Diagnostics& faults);

}  // namespace citerne::input
