#pragma once
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "kind.hpp"

namespace citerne::input {

/// Whether a value is a list of so many items, at least of one where `length` is 0.
inline bool is_list(const At& at, std::size_t length) {
  return at.node.form == Node::Form::list && !at.node.told &&
         (length == 0 ? !at.node.items.empty() : at.node.items.size() == length);
}
/// Tells why it is not. Always false.
bool refuse_non_list(const At& at, std::size_t length, const std::string& of_what, Reader& reader);

bool read_weights(std::span<Share> into, const At& at, Reader& reader);

template <class V>
requires(!Sectioned<V>) struct Kind<std::vector<V>> {
  static Shape shape(const Limits<std::vector<V>>&) {
    Shape shape;
    shape.form = Shape::Form::list;
    shape.inner = {Kind<V>::shape({})};
    shape.words = "a list, each item " + shape.inner[0].words;
    return shape;
  }
  static bool read(std::vector<V>& into, const At& at, const Limits<std::vector<V>>&, Reader& reader) {
    if (!is_list(at, 0)) return refuse_non_list(at, 0, Kind<V>::shape({}).words, reader);
    std::vector<V> items;
    std::vector<std::string> seen;
    bool ok = true;
    for (std::size_t i = 0; i < at.node.items.size(); ++i) {
      const At item{at.node.items[i], join(at.path, std::to_string(i + 1))};
      V value{};
      const bool read = Kind<V>::read(value, item, {}, reader);
      if (read) items.push_back(value);
      ok = ok && read;
      if (read && std::find(seen.begin(), seen.end(), item.node.text) != seen.end())
        ok = reader.fail(item, "repeated-item", "'{}' is in the list twice", item.node.text);
      seen.push_back(item.node.text);
    }
    into = std::move(items);
    return ok || reader.pass_over(at);
  }
  static std::string show(const std::vector<V>&) { return {}; }
};

/// Months and the like: bare whole numbers.
template <>
struct Kind<std::vector<int>> {
  using V = std::vector<int>;
  static Shape shape(const Limits<V>& limits) {
    Shape shape;
    shape.form = Shape::Form::list;
    shape.inner = {Kind<std::int64_t>::shape({limits.least, limits.most, {}})};
    shape.inner[0].uncertain = false;
    shape.words = "a list, each item " + shape.inner[0].words;
    return shape;
  }
  static bool read(V& into, const At& at, const Limits<V>& limits, Reader& reader);
  static std::string show(const V&) { return {}; }
};

template <class V, std::size_t N>
struct Kind<std::array<V, N>> {
  using Array = std::array<V, N>;
  static Shape shape(const Limits<Array>& limits) {
    Shape shape;
    shape.form = Shape::Form::list;
    shape.length = N;
    shape.inner = {Kind<V>::shape(limits)};
    shape.words = fmt::format("a list of {}, each {}", N, shape.inner[0].words);
    return shape;
  }
  static bool read(Array& into, const At& at, const Limits<Array>& limits, Reader& reader) {
    if (!is_list(at, N)) return refuse_non_list(at, N, Kind<V>::shape(limits).words, reader);
    bool ok = true;
    for (std::size_t i = 0; i < N; ++i)
      ok = Kind<V>::read(into[i], {at.node.items[i], join(at.path, std::to_string(i + 1))}, limits, reader) &&
           ok;
    return ok || reader.pass_over(at);
  }
  static std::string show(const Array&) { return {}; }
};

template <std::size_t N>
struct Kind<std::array<Share, N>, AsWeights> {
  using Array = std::array<Share, N>;
  static Shape shape(const Limits<Array>&) {
    Shape shape;
    shape.form = Shape::Form::list;
    shape.length = N;
    shape.inner = {text_shape("a weight: a bare number from 0 to 1000000")};
    shape.inner[0].json = Shape::Json::number;
    shape.inner[0].most = 1e6;
    shape.words = fmt::format("a list of {}, each {}", N, shape.inner[0].words);
    return shape;
  }
  static bool read(Array& into, const At& at, const Limits<Array>&, Reader& reader) {
    return read_weights(into, at, reader);
  }
  static std::string show(const Array&) { return {}; }
};

}  // namespace citerne::input
