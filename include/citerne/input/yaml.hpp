#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/input/diagnostics.hpp"

namespace citerne::input {

struct Entry;

/// One value of a YAML file, with the place where it begins. Never changed after reading.
struct Node {
  enum class Form { text, null, list, map };
  Form form = Form::null;
  std::string text;            ///< Of `text`.
  bool quoted = false;         ///< Quoted text is never a number, a date or true.
  bool empty = false;          ///< A null that nobody wrote: nothing stands behind the name.
  bool told = false;           ///< Its fault is told already: whoever reads it passes over it.
  std::vector<Node> items;     ///< Of a list.
  std::vector<Entry> entries;  ///< Of a map, in the order of the file; no name twice.
  Mark mark;

  /// The value of a name, or nullptr.
  const Node* find(std::string_view name) const;
};

struct Entry {
  std::string name;
  Mark mark;  ///< Of the name.
  Node value;
};

/// The limits of a scenario file; kLargestFile bounds its bytes.
inline constexpr int kDeepest = 32;
inline constexpr std::size_t kMostValues = 200'000;
inline constexpr std::size_t kLongestName = 64;

/// Parses one YAML file into our own tree. Anchors, aliases, merge keys, tags, repeated names, a second
/// document and whatever breaks the limits are refused, each with its place. There is a tree in spite of
/// faults where the rest of the file can still be read. `from` is the place of the first character.
std::optional<Node> read_yaml(std::string_view text, Diagnostics& faults, Mark from = {});

/// A file of ours says `citerne: 1`, the version of its format.
void check_version(const Node& root, std::uint32_t file, Diagnostics& faults);

}  // namespace citerne::input
