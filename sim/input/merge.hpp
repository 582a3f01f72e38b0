#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/input/diagnostics.hpp"
#include "citerne/input/yaml.hpp"
#include "shape.hpp"

namespace citerne::input {

/// What `kind` says in the map of an event; empty where it is left out.
std::string_view kind_of(const Node& map);

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

struct PathPart {
  std::string name;
  Mark mark;
};
/// One value of a scenario by its dotted path, with what it is to be.
struct Change {
  std::vector<PathPart> path;  ///< At least one.
  Node value;
};

/// A path that is written at `at` with its value: `events.rn24.at: 2025-10-28` of a response.
Change change_of(std::string_view path, const Mark& at, const Node& value);

/// A setting `a.b.c=value`. Faults point into the setting, which is line `number` of kSettings. Nothing when
/// it could not be read.
std::optional<Change> read_setting(std::string_view setting, std::uint32_t number, Diagnostics& faults);

/// The change as maps around its value. A null node, and told, when the path leads nowhere.
Node as_tree(const Change& change, const Node& root, bool incomplete, Diagnostics& faults);

}  // namespace citerne::input
