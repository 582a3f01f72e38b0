#include "kind_map.hpp"

#include <algorithm>

namespace citerne::input {
namespace {

const Node& nothing() {
  static const Node empty = [] {
    Node node;
    node.form = Node::Form::map;
    return node;
  }();
  return empty;
}

}  // namespace

Fields::Fields(const Node& node, std::string path, Mark name_mark, Reader& reader)
    : node_{node.form == Node::Form::map ? node : nothing()},
      path_{std::move(path)},
      name_mark_{name_mark},
      reader_{reader} {
  expect_map({node, path_}, reader_);
}

const Node* Fields::take(std::string_view name) {
  if (std::find(known_.begin(), known_.end(), name) == known_.end()) known_.emplace_back(name);
  return node_.find(name);
}

Fields& Fields::child(std::string_view name) {
  const auto found = children_.find(name);
  if (found != children_.end()) return *found->second;
  const Node* node = take(name);
  const auto entry = std::find_if(node_.entries.begin(), node_.entries.end(),
                                  [&](const Entry& e) { return e.name == name; });
  const Mark mark = entry == node_.entries.end() ? name_mark_ : entry->mark;
  auto fields =
      std::make_unique<Fields>(node == nullptr ? nothing() : *node, join(path_, name), mark, reader_);
  return *children_.emplace(std::string{name}, std::move(fields)).first->second;
}

Fields& Fields::holder_of(std::string_view& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return *this;
  Fields& inner = child(name.substr(0, dot));
  name.remove_prefix(dot + 1);
  return inner.holder_of(name);
}

void Fields::missing(std::string_view name) {
  if (reader_.files.incomplete) {
    reader_.broken.insert(join(path_, name));
    return;
  }
  // A broken map is told as such; its fields are not missing, they cannot be seen.
  if (reader_.broken.contains(path_)) return;
  reader_.fail(join(path_, name), name_mark_, "missing-key", "'{}' is missing{}{}", name,
               path_.empty() ? "" : " in ", path_);
}

void Fields::done() {
  for (const Entry& entry : node_.entries) {
    if (std::find(known_.begin(), known_.end(), entry.name) != known_.end()) continue;
    reader_.fail(join(path_, entry.name), entry.mark, "unknown-key", "unknown key '{}'{}", entry.name,
                 did_you_mean(nearest_word(entry.name, known_)));
  }
  for (const auto& [name, inner] : children_) inner->done();
}

bool expect_map(const At& at, Reader& reader) {
  if (at.node.told) return reader.pass_over(at);
  if (at.node.form == Node::Form::map) return true;
  if (at.node.empty)
    return reader.fail(at, "empty-value",
                       "{} has no value; write {{}} for an empty map, `null` to take an inherited one away",
                       at.name());
  return reader.fail(at, "type", "{} must be a map: names, each with its value", at.name());
}

bool is_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  return !name.empty() && name.size() <= kLongestName && std::all_of(name.begin(), name.end(), plain);
}

bool expect_name(const std::string& name, const std::string& path, const Mark& mark, Reader& reader) {
  return is_name(name) ||
         reader.fail(path, mark, "bad-name", "'{}' is no name: up to {} letters, digits, '_' and '-'", name,
                     kLongestName);
}

void finish(Recovery& recovery, Fields&) {
  std::stable_sort(recovery.steps.begin(), recovery.steps.end(),
                   [](const RecoveryStep& a, const RecoveryStep& b) { return a.after < b.after; });
}

/// Beside `from_cover` a row has a share by class.
void finish(ServiceRow& row, Fields& fields) {
  Reader& reader = fields.reader();
  const auto& classes = reader.names.classes;
  row.share.assign(classes.size(), percent(100));
  for (const std::string& name : classes.names()) {
    const Node* node = fields.take(name);
    if (node == nullptr) continue;
    Kind<Share>::read(row.share[*classes.find(name)], fields.at(*node, name), {percent(0), percent(100)},
                      reader);
  }
  if (row.serves)
    for (const std::string& name : classes.names())
      if (const Node* node = fields.node().find(name))
        reader.fail(fields.at(*node, name), "served-twice", "'serves' speaks for all classes: leave out '{}'",
                    name);
  if (!classes.incomplete) return;
  for (const Entry& entry : fields.node().entries) fields.take(entry.name);
}

void finish(ServiceTable& table, Fields&) {
  std::stable_sort(table.rows.begin(), table.rows.end(),
                   [](const ServiceRow& a, const ServiceRow& b) { return a.from_cover > b.from_cover; });
}

}  // namespace citerne::input
