#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "citerne/base/units.hpp"
#include "citerne/scenario/quantity_text.hpp"

/// The parts that tables of fields are made of. One table per section, Section<T>::fields, is the only
/// place that knows what may be written there; reader, JSON Schema and reference page walk it.
namespace citerne {

/// `must` be written, or `may` be left out: then the section's standard() holds, else the struct's own
/// default.
enum class Presence : std::uint8_t { must, may };
inline constexpr Presence must = Presence::must;
inline constexpr Presence may = Presence::may;

/// The range of a value; both ends are allowed. Empty for what has none.
template <class V>
struct Limits {};
template <class Tag>
struct Limits<Quantity<Tag>> {
  Quantity<Tag> least, most;
};
/// A count. With a unit (`tankers`) the unit is written; `bays: 12` and the like are bare.
template <>
struct Limits<std::int64_t> {
  std::int64_t least = 0, most = 0;
  std::string_view unit = {};
};
template <>
struct Limits<double> {
  double least = 0.0, most = 0.0;
};
template <>
struct Limits<int> {
  int least = 0, most = 0;
};
template <>
struct Limits<std::vector<int>> {
  int least = 0, most = 0;
};
template <class V>
struct Limits<std::optional<V>> : Limits<V> {};
template <class V, std::size_t N>
struct Limits<std::array<V, N>> : Limits<V> {};

/// How a value is written where its type does not say it.
struct AsUsual {};
struct AsClock {};       ///< A duration since midnight: `06:00`.
struct AsWeights {};     ///< Shares as bare numbers, scaled to 100 %.
struct AsConfidence {};  ///< `high`, `medium` or `low`.

/// A value of a YAML section. A dot in the name leads into a map: `speeds.gravel`.
template <class Owner, class V, class How = AsUsual>
struct Field {
  using Value = V;
  using Written = How;
  std::string_view name;
  V Owner::*member;
  Limits<V> limits;
  Presence presence;
  std::string_view sentence;
  void put(Owner& owner, V value) const { owner.*member = std::move(value); }
};

/// A value that is kept in another form than it is written in: `put` turns it.
template <class Owner, class V>
struct Setting {
  using Value = V;
  using Written = AsUsual;
  std::string_view name;
  void (*store)(Owner&, const V&);
  Limits<V> limits;
  Presence presence;
  std::string_view sentence;
  void put(Owner& owner, V value) const { store(owner, value); }
};

/// The path of a table, whose rows have the columns of Section<Row>.
template <class Row>
struct TableFile {
  std::string_view name;
  Presence presence;
  std::string_view sentence;
};

/// Marks that the fields of `Inner` may be written here too.
template <class Inner>
struct Also {};

/// A column of a planner's table. Cells hold bare numbers; `unit` says of what.
template <class Owner, class V, class How = AsUsual>
struct Column {
  using Value = V;
  using Written = How;
  std::string_view name;
  V Owner::*member;
  Limits<V> limits;
  Unit unit;
  Presence presence;  ///< `may`: the cell, or the whole column, may be empty.
  std::string_view sentence;
};

template <class How = AsUsual, class Owner, class V>
constexpr auto field(std::string_view name, V Owner::*member, Limits<V> limits, Presence presence,
                     std::string_view sentence) {
  return Field<Owner, V, How>{name, member, limits, presence, sentence};
}
template <class How = AsUsual, class Owner, class V>
constexpr auto field(std::string_view name, V Owner::*member, Presence presence, std::string_view sentence) {
  return Field<Owner, V, How>{name, member, {}, presence, sentence};
}
template <class Owner, class V>
constexpr auto setting(std::string_view name, void (*store)(Owner&, const V&), Presence presence,
                       std::string_view sentence) {
  return Setting<Owner, V>{name, store, {}, presence, sentence};
}
template <class Owner, class V>
constexpr auto setting(std::string_view name, void (*store)(Owner&, const V&), Limits<V> limits,
                       Presence presence, std::string_view sentence) {
  return Setting<Owner, V>{name, store, limits, presence, sentence};
}
template <class How = AsUsual, class Owner, class V>
constexpr auto column(std::string_view name, V Owner::*member, Limits<V> limits, Unit unit, Presence presence,
                      std::string_view sentence) {
  return Column<Owner, V, How>{name, member, limits, unit, presence, sentence};
}
template <class How = AsUsual, class Owner, class V>
constexpr auto column(std::string_view name, V Owner::*member, Presence presence, std::string_view sentence) {
  return Column<Owner, V, How>{name, member, {}, {"", 1}, presence, sentence};
}

/// Specialised for every struct that is written as a map or as a row: `title`, `about` and `fields`.
template <class T>
struct Section;

template <class T>
concept Sectioned = requires {
  Section<T>::fields;
};

/// Calls `visit` with each field of a section, in the order in which they are read.
template <class T, class Visit>
constexpr void each_field(Visit&& visit) {
  std::apply([&](const auto&... fields) { (visit(fields), ...); }, Section<T>::fields);
}

/// What holds where nothing is written.
template <Sectioned T>
T standard() {
  if constexpr (requires { Section<T>::standard(); })
    return Section<T>::standard();
  else
    return T{};
}

}  // namespace citerne
