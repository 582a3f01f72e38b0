#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/ranges.h>

#include "citerne/base/dates.hpp"
#include "citerne/scenario/fields.hpp"
#include "citerne/scenario/scenario_fields.hpp"
#include "citerne/scenario/words.hpp"
#include "number.hpp"
#include "reader.hpp"
#include "shape.hpp"

/// Kind<V, How> knows how one type of value is written: shape(limits), read(into, at, limits, reader),
/// which tells what is wrong and returns false, and show(value) for the defaults of the reference page.
namespace citerne::input {

template <class V, class How = AsUsual>
struct Kind;

template <class Tag>
struct Kind<Quantity<Tag>> {
  using V = Quantity<Tag>;
  static NumberRules rules(const Limits<V>& limits) {
    return {Units<V>::name, Units<V>::base, Units<V>::units, limits.least.count(), limits.most.count()};
  }
  static Shape shape(const Limits<V>& limits) { return number_shape(rules(limits)); }
  static bool read(V& into, const At& at, const Limits<V>& limits, Reader& reader) {
    std::int64_t count = 0;
    if (!read_number(count, at, rules(limits), reader)) return false;
    into = V{count};
    return true;
  }
  static std::string show(const V& value) { return format_quantity(value); }
};

template <>
struct Kind<std::int64_t> {
  using V = std::int64_t;
  static constexpr Unit kTankers[] = {{"tankers", 1}};
  static NumberRules rules(const Limits<V>& limits) {
    if (limits.unit.empty()) return {"a whole number", "1", {}, limits.least, limits.most};
    return {"a number of tankers", "tankers", kTankers, limits.least, limits.most};
  }
  static Shape shape(const Limits<V>& limits) { return number_shape(rules(limits)); }
  static bool read(V& into, const At& at, const Limits<V>& limits, Reader& reader) {
    return read_number(into, at, rules(limits), reader);
  }
  static std::string show(V value) { return std::to_string(value); }
};

bool read_text(std::string& into, const At& at, Reader& reader);
bool read_bool(bool& into, const At& at, Reader& reader);
bool read_instant(Instant& into, const At& at, bool or_never, Reader& reader);
bool read_clock(Duration& into, const At& at, Reader& reader);
bool read_supplier(SupplierRef& into, const At& at, Reader& reader);
bool read_region(RegionPlaces& into, const At& at, Reader& reader);
bool read_where(Where& into, const At& at, Reader& reader);
Shape text_shape(std::string words, std::string pattern = {});

template <>
struct Kind<std::string> {
  static Shape shape(const Limits<std::string>&) { return text_shape("text"); }
  static bool read(std::string& into, const At& at, const Limits<std::string>&, Reader& reader) {
    return read_text(into, at, reader);
  }
  static std::string show(const std::string& value) { return value; }
};

template <>
struct Kind<bool> {
  static Shape shape(const Limits<bool>&) {
    Shape shape = text_shape("`true` or `false`");
    shape.json = Shape::Json::boolean;
    return shape;
  }
  static bool read(bool& into, const At& at, const Limits<bool>&, Reader& reader) {
    return read_bool(into, at, reader);
  }
  static std::string show(bool value) { return value ? "true" : "false"; }
};

template <>
struct Kind<Instant> {
  static Shape shape(const Limits<Instant>&) {
    return text_shape("a date or time of UTC: `2025-10-28` or `2025-10-28T10:00`",
                      R"(^([0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z?)?|never)$)");
  }
  static bool read(Instant& into, const At& at, const Limits<Instant>&, Reader& reader) {
    return read_instant(into, at, into == Instant::never(), reader);
  }
  static std::string show(Instant value) {
    if (value == Instant{}) return {};  // no default: it is written, or another word stands for it
    return value == Instant::never() ? "never" : format_instant(value);
  }
};

template <>
struct Kind<Duration, AsClock> {
  static Shape shape(const Limits<Duration>&) {
    return text_shape("a time of day: `06:00`", R"(^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$)");
  }
  static bool read(Duration& into, const At& at, const Limits<Duration>&, Reader& reader) {
    return read_clock(into, at, reader);
  }
  static std::string show(Duration value) {
    return fmt::format("{:02}:{:02}", value.count() / 3'600, value.count() / 60 % 60);
  }
};

template <class E>
concept Enumeration = requires {
  Words<E>::list;
};

template <Enumeration E>
struct Kind<E> {
  static std::vector<std::string> choices() {
    std::vector<std::string> words;
    for (const auto& [value, text] : Words<E>::list) words.emplace_back(text);
    return words;
  }
  static Shape shape(const Limits<E>&) {
    Shape shape = text_shape(fmt::format("one of `{}`", fmt::join(choices(), "`, `")));
    shape.choices = choices();
    return shape;
  }
  static bool read(E& into, const At& at, const Limits<E>&, Reader& reader) {
    const auto value = is_text(at) ? from_word<E>(at.node.text) : std::nullopt;
    if (value) {
      into = *value;
      return true;
    }
    const std::vector<std::string> words = choices();
    if (!is_text(at)) return refuse_non_text(at, fmt::format("one of {}", fmt::join(words, ", ")), reader);
    return reader.fail(at, "unknown-word", "{} is '{}' ({}){}", at.name(), at.node.text,
                       fmt::join(words, ", "), did_you_mean(nearest_word(at.node.text, words)));
  }
  static std::string show(E value) { return std::string{word(value)}; }
};

template <class Tag>
struct Kind<Id<Tag>> {
  static Shape shape(const Limits<Id<Tag>>&) {
    return text_shape(fmt::format("the name of a {}", Names{}.of<Id<Tag>>().what()));
  }
  static bool read(Id<Tag>& into, const At& at, const Limits<Id<Tag>>&, Reader& reader) {
    const auto& list = reader.names.of<Id<Tag>>();
    if (!is_text(at)) return refuse_non_text(at, fmt::format("the name of a {}", list.what()), reader);
    const auto id = resolve(at.node.text, list, at.path, at.node.mark, reader);
    if (id) into = *id;
    return id.has_value();
  }
  static std::string show(Id<Tag>) { return {}; }
};

template <>
struct Kind<SupplierRef> {
  static Shape shape(const Limits<SupplierRef>&) {
    return text_shape("a terminal, or a site as `place/kind`");
  }
  static bool read(SupplierRef& into, const At& at, const Limits<SupplierRef>&, Reader& reader) {
    return read_supplier(into, at, reader);
  }
  static std::string show(const SupplierRef&) { return {}; }
};

template <>
struct Kind<RegionPlaces> {
  static Shape shape(const Limits<RegionPlaces>&) { return text_shape("the name of a region"); }
  static bool read(RegionPlaces& into, const At& at, const Limits<RegionPlaces>&, Reader& reader) {
    return read_region(into, at, reader);
  }
};

template <>
struct Kind<Where> {
  static Shape shape(const Limits<Where>&) {
    Shape shape;
    shape.form = Shape::Form::where;
    shape.inner = {Kind<Length>::shape({Length{}, kilometres(5'000)})};
    shape.words =
        "roads: `{ segment: [a, b] }`, `{ road: RN24, between: [a, b] }` or `{ corridors: [x, y] }`, each "
        "with `country: ML` for its part in that country; or `{ around: a, within: 50 km }`, "
        "`{ border: post }`, `{ terminal: t }`, `{ country: ML }`";
    return shape;
  }
  static bool read(Where& into, const At& at, const Limits<Where>&, Reader& reader) {
    return read_where(into, at, reader);
  }
  static std::string show(const Where&) { return {}; }
};

}  // namespace citerne::input
