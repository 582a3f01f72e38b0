#pragma once
#include <nlohmann/json.hpp>

#include "citerne/scenario/table_fields.hpp"
#include "kind.hpp"

/// Cells of a network's tables as JSON.
namespace citerne::input {

enum class JsonForm { text, number, boolean };

template <class V>
constexpr JsonForm json_form_of() {
  if constexpr (std::is_same_v<V, bool>)
    return JsonForm::boolean;
  else if constexpr (std::is_arithmetic_v<V> || std::is_same_v<V, std::optional<std::int64_t>> ||
                     requires(V v) { v.count(); })
    return JsonForm::number;
  else
    return JsonForm::text;
}

inline nlohmann::ordered_json json_number(std::int64_t count, std::int64_t per_unit) {
  if (count % per_unit == 0) return count / per_unit;
  return static_cast<double>(count) / static_cast<double>(per_unit);
}

/// Text that is empty is null: nothing is written there.
template <class Row, class V, class How>
nlohmann::ordered_json json_of(const Row& row, const Column<Row, V, How>& column, const Network& network) {
  const V& value = row.*(column.member);
  if constexpr (requires { value.count(); }) {
    return json_number(value.count(), column.unit.base_units);
  } else if constexpr (std::is_same_v<V, std::optional<std::int64_t>>) {
    return value ? nlohmann::ordered_json(*value) : nullptr;
  } else if constexpr (std::is_same_v<V, PlaceId>) {
    return network.places[value].id;
  } else if constexpr (Enumeration<V>) {
    return std::string{word(value)};
  } else if constexpr (std::is_same_v<V, std::string>) {
    return value.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(value);
  } else {
    return value;
  }
}

/// Where a place lies is told by its point, not by properties.
inline bool is_position(std::string_view column) { return column == "latitude" || column == "longitude"; }

}  // namespace citerne::input
