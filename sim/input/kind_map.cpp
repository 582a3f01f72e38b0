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

bool expect_name(const std::string& name, const std::string& path, const Mark& mark, Reader& reader) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (!name.empty() && name.size() <= kLongestName && std::all_of(name.begin(), name.end(), plain))
    return true;
  return reader.fail(path, mark, "bad-name", "'{}' is no name: up to {} letters, digits, '_' and '-'", name,
                     kLongestName);
}

/// A control of one phase may be written without `phases`.
void finish(Control& control, Fields& fields) {
  Reader& reader = fields.reader();
  const bool several = fields.node().find("phases") != nullptr;
  if (several) {
    for (const char* const name : {"from", "lets_through", "grade", "counted_in", "delay", "cost"})
      if (const Node* node = fields.take(name))
        reader.fail(fields.at(*node, name), "phases-twice", "'{}' belongs into the phases here", name);
  } else {
    ControlPhase phase;
    phase.id = "only";
    fields.read(phase);
    control.phases.push_back(phase);
  }
  const auto check_grade = [&](const Node& map, const std::string& path, const Mark& mark) {
    const bool share = map.find("lets_through") != nullptr, grade = map.find("grade") != nullptr;
    if (share && grade)
      reader.fail(path, mark, "grade-twice", "both 'grade' and 'lets_through': one of them says it");
    if (!share && !grade && !reader.files.incomplete && map.form == Node::Form::map && !map.entries.empty())
      reader.fail(path, mark, "missing-key", "'grade' or 'lets_through' is missing in {}", path);
  };
  if (!several) return check_grade(fields.node(), fields.path(), fields.mark());
  for (const Entry& entry : fields.node().find("phases")->entries)
    check_grade(entry.value, join(join(fields.path(), "phases"), entry.name), entry.mark);
  std::stable_sort(control.phases.begin(), control.phases.end(),
                   [](const ControlPhase& a, const ControlPhase& b) { return a.from < b.from; });
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
  if (!classes.incomplete) return;
  for (const Entry& entry : fields.node().entries) fields.take(entry.name);
}

void finish(ServiceTable& table, Fields&) {
  std::stable_sort(table.rows.begin(), table.rows.end(),
                   [](const ServiceRow& a, const ServiceRow& b) { return a.from_cover > b.from_cover; });
}

namespace {

constexpr std::size_t kEventKinds = std::variant_size_v<decltype(Event::what)>;

template <std::size_t... I>
std::vector<std::string> event_kinds(std::index_sequence<I...>) {
  return {std::string{Section<std::variant_alternative_t<I, decltype(Event::what)>>::kind}...};
}

/// Reads the section of `kind` number I if it is the one that is asked for.
template <std::size_t... I>
void read_alternative(Event& event, std::size_t kind, Fields& fields, std::index_sequence<I...>) {
  const auto read = [&]<std::size_t K>() {
    if (K != kind) return;
    std::variant_alternative_t<K, decltype(Event::what)> what;
    fields.read(what);
    finish(what, fields);
    event.what = std::move(what);
  };
  (read.template operator()<I>(), ...);
}

}  // namespace

bool Kind<Table<EventId, Event>>::read(V& into, const At& at, const Limits<V>&, Reader& reader) {
  if (!expect_map(at, reader)) return false;
  static const std::vector<std::string> kKinds = event_kinds(std::make_index_sequence<kEventKinds>{});
  std::map<std::string_view, const Entry*> sorted;
  for (const Entry& entry : at.node.entries) sorted.emplace(entry.name, &entry);
  for (const auto& [name, entry] : sorted) {
    const std::string path = join(at.path, name);
    if (!expect_name(entry->name, path, entry->mark, reader)) continue;
    Fields fields{entry->value, path, entry->mark, reader};
    const Node* kind = fields.take("kind");
    if (kind == nullptr) {
      fields.missing("kind");
      continue;
    }
    const auto known = std::find(kKinds.begin(), kKinds.end(), kind->text);
    if (known == kKinds.end()) {
      reader.fail(fields.at(*kind, "kind"), "unknown-word", "kind is '{}' ({}){}", kind->text,
                  fmt::join(kKinds, ", "), did_you_mean(nearest_word(kind->text, kKinds)));
      continue;
    }
    Event event;
    event.id = entry->name;
    read_alternative(event, static_cast<std::size_t>(known - kKinds.begin()), fields,
                     std::make_index_sequence<kEventKinds>{});
    fields.done();
    into.push_back(std::move(event));
  }
  return true;
}

}  // namespace citerne::input
