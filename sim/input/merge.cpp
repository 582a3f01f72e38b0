#include "merge.hpp"

#include <map>
#include <vector>

#include "citerne/base/text.hpp"
#include "number.hpp"

namespace citerne::input {
namespace {

bool is_removal(const Node& node) { return node.form == Node::Form::null && !node.empty && !node.told; }

/// Whether two maps are merged name by name, and not replaced whole.
bool merges(const Node& base, const Node& over, const Shape* shape) {
  if (base.form != Node::Form::map || over.form != Node::Form::map) return false;
  if (shape != nullptr && (shape->form == Shape::Form::where || shape->form == Shape::Form::value))
    return false;
  return !is_number_map(base) && !is_number_map(over);
}

}  // namespace

std::string_view kind_of(const Node& map) {
  const Node* kind = map.find("kind");
  return kind == nullptr ? std::string_view{} : std::string_view{kind->text};
}

Node Merge::merged(const Node& base, const Node& over, const Shape* shape) const {
  if (!merges(base, over, shape)) return alone(over);
  Node out = base;
  out.mark = over.mark;
  const std::string_view kind = kind_of(over).empty() ? kind_of(base) : kind_of(over);
  std::map<std::string_view, std::size_t> inherited;
  for (std::size_t i = 0; i < base.entries.size(); ++i) inherited.emplace(base.entries[i].name, i);
  std::vector<bool> taken_away(base.entries.size(), false);
  for (const Entry& entry : over.entries) {
    const auto found = inherited.find(entry.name);
    if (found == inherited.end()) {
      add(out, entry);
    } else if (is_removal(entry.value)) {
      taken_away[found->second] = true;
    } else {
      const Shape* inner = shape == nullptr ? nullptr : child_shape(*shape, entry.name, kind);
      Entry& changed = out.entries[found->second];
      changed = {entry.name, entry.mark, merged(base.entries[found->second].value, entry.value, inner)};
    }
  }
  std::size_t i = 0;
  std::erase_if(out.entries, [&](const Entry&) { return i++ < taken_away.size() && taken_away[i - 1]; });
  return out;
}

/// A value with nothing below it to inherit from.
Node Merge::alone(const Node& over) const {
  if (over.form != Node::Form::map) return over;
  Node out = over;
  out.entries.clear();
  for (const Entry& entry : over.entries) add(out, entry);
  return out;
}

/// An entry that nothing is inherited for.
void Merge::add(Node& map, const Entry& entry) const {
  if (!is_removal(entry.value))
    map.entries.push_back({entry.name, entry.mark, alone(entry.value)});
  else if (!incomplete)
    faults.error(entry.mark, "remove-nothing", "there is no '{}' to take away", entry.name);
}

namespace {

std::vector<std::string> keys_in(const Node* node, const Shape* shape) {
  std::vector<std::string> names;
  if (node != nullptr)
    for (const Entry& entry : node->entries) names.push_back(entry.name);
  if (shape == nullptr) return names;
  for (const FieldShape& field : shape->fields) names.push_back(field.name);
  if (shape->form == Shape::Form::event && node != nullptr)
    for (const Shape& alternative : shape->inner)
      if (alternative.kind == kind_of(*node))
        for (const FieldShape& field : alternative.fields) names.push_back(field.name);
  return names;
}

/// Where another section has a thing of this name: `posts.zegoua` for `zegoua`.
std::string in_a_section(const std::string& name, const Node& root) {
  for (const Entry& section : root.entries)
    if (section.value.find(name) != nullptr) return section.name + "." + name;
  return {};
}

/// Follows a path down the tree: what is there, or what a section could hold. Named things must be there.
bool check_path(const std::vector<PathPart>& parts, const Node& root, Diagnostics& faults) {
  const Node* node = &root;
  const Shape* shape = &scenario_shape();
  for (const PathPart& part : parts) {
    const Node* next = node == nullptr ? nullptr : node->find(part.name);
    const Shape* inner =
        shape == nullptr || node == nullptr ? nullptr : child_shape(*shape, part.name, kind_of(*node));
    const bool chosen_name = shape != nullptr && shape->form == Shape::Form::by_name;
    if (next == nullptr && (inner == nullptr || chosen_name)) {
      std::string near = nearest_word(part.name, keys_in(node, shape));
      if (near.empty() && node == &root) near = in_a_section(part.name, root);
      faults.error(part.mark, "set-unknown-path", "no '{}' here{}", part.name, did_you_mean(near));
      return false;
    }
    static const Node kUnwritten = [] {
      Node map;
      map.form = Node::Form::map;
      return map;
    }();
    node = next == nullptr ? &kUnwritten : next;
    shape = inner;
  }
  return true;
}

}  // namespace

Change change_of(std::string_view path, const Mark& at, const Node& value) {
  Change change{{}, value};
  Mark mark = at;
  while (true) {
    const std::size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    change.path.push_back({std::string{name}, mark});
    if (dot == std::string_view::npos) return change;
    mark.column += static_cast<std::uint32_t>(character_count(name)) + 1;
    path.remove_prefix(dot + 1);
  }
}

std::optional<Change> read_setting(std::string_view setting, std::uint32_t number, Diagnostics& faults) {
  const Mark begin{kSettings, number, 1};
  const std::size_t equals = setting.find('=');
  if (equals == std::string_view::npos || equals == 0 || setting.find('\n') != std::string_view::npos) {
    faults.error(begin, "set-syntax", "'{}' is not of the form events.rn24.at=2025-10-28", setting);
    return std::nullopt;
  }
  const std::string_view path = setting.substr(0, equals);
  const auto column = static_cast<std::uint32_t>(character_count(path)) + 2;
  std::optional<Node> value = read_yaml(setting.substr(equals + 1), faults, {kSettings, number, column});
  if (!value) return std::nullopt;
  return change_of(path, begin, *value);
}

Node as_tree(const Change& change, const Node& root, bool incomplete, Diagnostics& faults) {
  const std::vector<PathPart>& parts = change.path;
  for (const char* const fixed : {"extends", "citerne", "responses"})
    if (parts[0].name == fixed) {
      faults.error(parts[0].mark, "set-unknown-path", "'{}' cannot be set", fixed);
      return {};
    }
  if (!incomplete && !check_path(parts, root, faults)) return {};
  Node node = change.value;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    Node map;
    map.form = Node::Form::map;
    map.mark = part->mark;
    map.entries.push_back({part->name, part->mark, std::move(node)});
    node = std::move(map);
  }
  return node;
}

}  // namespace citerne::input
