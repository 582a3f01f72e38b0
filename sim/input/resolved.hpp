#pragma once
#include <string>
#include <vector>

#include "citerne/scenario/scenario.hpp"
#include "json.hpp"

/// What the parts of the typed scenario as JSON share. Keys end with the small unit of their number: `_ml`,
/// `_s`, `_ppm`; instants are seconds since 1970 and end with `_unix`. Structs are taken apart by structured
/// bindings, so that a field that is forgotten here does not compile.
namespace citerne::input {

/// Null where it never comes.
inline Json instant(Instant t) { return t < Instant::never() ? Json(t.unix_seconds()) : Json(); }

template <class Quantities>
Json counts(const Quantities& quantities) {
  Json list = Json::array();
  for (const auto& quantity : quantities) list.push_back(quantity.count());
  return list;
}

/// The name of one row of a table; null for none.
template <class IdType, class Row>
Json name_in(const Table<IdType, Row>& table, IdType id) {
  return id.is_none() ? Json() : Json(table[id].id);
}
template <class IdType, class Row>
Json names_in(const Table<IdType, Row>& table, const std::vector<IdType>& ids) {
  Json list = Json::array();
  for (const IdType id : ids) list.push_back(table[id].id);
  return list;
}

/// A list with the JSON of each item.
template <class Items, class Write>
Json list_of(const Items& items, Write write) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(write(item));
  return list;
}

// The parts, each in a file of its own.
Json network_json(const Network& network);  // resolved_network.cpp
Json arcs_json(const Network& network, const std::vector<ArcId>& arcs);
Json where_json(const Network& network, const Where& where);
Json event_json(const Scenario& scenario, const Event& event);  // resolved_events.cpp

}  // namespace citerne::input
