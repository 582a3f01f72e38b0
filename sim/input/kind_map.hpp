#pragma once
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "kind.hpp"
#include "kind_list.hpp"

namespace citerne::input {

/// A map of the tree while its fields are taken out of it; what nobody took is an unknown name.
class Fields {
 public:
  /// `name_mark` is where the map is named: a missing field is told there.
  Fields(const Node& node, std::string path, Mark name_mark, Reader& reader);

  Reader& reader() const { return reader_; }
  const std::string& path() const { return path_; }
  const Mark& mark() const { return name_mark_; }

  /// The value of a name, or nullptr; the name is known from now on.
  const Node* take(std::string_view name);
  /// The map in which the last part of a dotted name lies.
  Fields& holder_of(std::string_view& name);
  /// Tells that a field is missing, unless it may lie in a file that could not be read.
  void missing(std::string_view name);
  void expect(std::string_view name) {
    if (take(name) == nullptr) missing(name);
  }
  At at(const Node& node, std::string_view name) const { return {node, join(path_, name)}; }
  const Node& node() const { return node_; }

  /// Reads every field of a section into `object`.
  template <Sectioned T>
  void read(T& object) {
    each_field<T>([&](const auto& f) { read_field(f, object); });
  }
  template <class T, class V, class How>
  void read_field(const Field<T, V, How>& f, T& object) {
    read_into<V, How>(f, object, object.*(f.member));
  }
  template <class T, class V>
  void read_field(const Setting<T, V>& f, T& object) {
    read_into<V, AsUsual>(f, object, V{});
  }
  template <class Row, class T>
  void read_field(const TableFile<Row>& f, T&) {
    std::string_view name = f.name;
    Fields& in = holder_of(name);
    if (in.take(name) == nullptr && f.presence == must) in.missing(name);
  }
  template <class Inner, class T>
  void read_field(const Also<Inner>&, T&) {}

  /// Tells the names that nobody took, here and in the maps inside.
  void done();

 private:
  template <class V, class How, class F, class T>
  void read_into(const F& f, T& object, V value) {
    std::string_view name = f.name;
    Fields& in = holder_of(name);
    if constexpr (Sectioned<V>) {
      if (in.take(name) == nullptr) {
        if (f.presence == must) in.missing(name);
        return;
      }
      Fields& inner = in.child(name);
      inner.read(value);
      finish(value, inner);
      f.put(object, std::move(value));
    } else if (const Node* node = in.take(name)) {
      if (Kind<V, How>::read(value, {*node, join(in.path_, name)}, f.limits, reader_))
        f.put(object, std::move(value));
    } else if (f.presence == must) {
      in.missing(name);
    }
  }
  Fields& child(std::string_view name);

  const Node& node_;
  std::string path_;
  Mark name_mark_;
  Reader& reader_;
  std::vector<std::string> known_;
  std::map<std::string, std::unique_ptr<Fields>, std::less<>> children_;
};

/// What a section needs beyond its table; found by overloading.
template <class T>
void finish(T&, Fields&) {}
void finish(Control& control, Fields& fields);
void finish(Threats& threats, Fields& fields);
void finish(Recovery& recovery, Fields& fields);
void finish(ServiceRow& row, Fields& fields);
void finish(ServiceTable& table, Fields& fields);

/// Whether a chosen name is fit to be one: it becomes part of dotted paths and of stream addresses.
bool expect_name(const std::string& name, const std::string& path, const Mark& mark, Reader& reader);

/// A map of the tree, or the fault that it is none.
bool expect_map(const At& at, Reader& reader);

/// One thing of a map by name.
template <Sectioned T>
T read_named(const Entry& entry, const std::string& path, Reader& reader) {
  T thing = standard<T>();
  if constexpr (requires { thing.id; }) thing.id = entry.name;
  Fields fields{entry.value, path, entry.mark, reader};
  fields.read(thing);
  finish(thing, fields);
  fields.done();
  return thing;
}

/// Things by name, in the order of their names: the order in which they are written means nothing.
template <class T>
bool read_by_name(std::vector<T>& into, const At& at, Reader& reader) {
  if (!expect_map(at, reader)) return false;
  std::map<std::string_view, const Entry*> sorted;
  for (const Entry& entry : at.node.entries) sorted.emplace(entry.name, &entry);
  for (const auto& [name, entry] : sorted) {
    const std::string path = join(at.path, name);
    if (!expect_name(entry->name, path, entry->mark, reader)) continue;
    if (entry->value.told)
      reader.pass_over({entry->value, path});
    else
      into.push_back(read_named<T>(*entry, path, reader));
  }
  return true;
}

template <Sectioned T>
Shape section_shape();

template <class T>
Shape by_name_shape() {
  Shape shape;
  shape.form = Shape::Form::by_name;
  shape.inner = {section_shape<T>()};
  shape.words = "a map by name, each a " + shape.inner[0].title;
  return shape;
}

template <Sectioned T>
struct Kind<std::vector<T>> {
  static Shape shape(const Limits<std::vector<T>>&) { return by_name_shape<T>(); }
  static bool read(std::vector<T>& into, const At& at, const Limits<std::vector<T>>&, Reader& reader) {
    return read_by_name(into, at, reader);
  }
  static std::string show(const std::vector<T>&) { return {}; }
};

template <class IdType, class T>
struct Kind<Table<IdType, T>> {
  using V = Table<IdType, T>;
  static Shape shape(const Limits<V>&) { return by_name_shape<T>(); }
  static bool read(V& into, const At& at, const Limits<V>&, Reader& reader) {
    std::vector<T> things;
    if (!read_by_name(things, at, reader)) return false;
    for (T& thing : things) into.push_back(std::move(thing));
    return true;
  }
  static std::string show(const V&) { return {}; }
};

/// Events: `kind` chooses the section.
template <>
struct Kind<Table<EventId, Event>> {
  using V = Table<EventId, Event>;
  static Shape shape(const Limits<V>&);
  static bool read(V& into, const At& at, const Limits<V>&, Reader& reader);
  static std::string show(const V&) { return {}; }
};

}  // namespace citerne::input
