#pragma once
#include <string>
#include <vector>

#include "citerne/input/csv.hpp"
#include "citerne/input/yaml.hpp"
#include "merge.hpp"

namespace citerne::input {

/// The tables whose cells have dotted paths: `sites.bamako/depot.petrol.tank_m3`.
struct TableKey {
  std::string_view table;  ///< The field that names it, or the network's file.
  /// The columns that tell a row, one name of the path each: `place/kind` joins two of them.
  std::vector<std::string_view> names;
  std::string_view example;
};

/// Of the table that the path leads into; nullptr when it leads elsewhere.
const TableKey* table_key_of(const Change& change);

/// Puts the value into the cell. Told: a row or column that is not there, two rows of one name, no single
/// value. With `only_look` the table stays as it is.
void apply(const Change& change, const TableKey& key, CsvTable& table, bool only_look, Diagnostics& faults);

}  // namespace citerne::input
