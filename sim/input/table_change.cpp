#include "table_change.hpp"

#include <algorithm>
#include <array>

#include "citerne/base/text.hpp"
#include "reader.hpp"

namespace citerne::input {
namespace {

const std::array<TableKey, 5>& keys() {
  static const std::array<TableKey, 5> all{{
      {"sites", {"place/kind", "product"}, "sites.bamako/depot.petrol.tank_m3"},
      {"suppliers",
       {"place/kind", "product", "supplier"},
       "suppliers.bamako/depot.petrol.abidjan.share_percent"},
      {"demand.table",
       {"place/kind", "class", "product"},
       "demand.table.bamako/stations.transport.petrol.share"},
      {"network.places", {"id"}, "network.places.bamako.population"},
      {"network.roads", {"from:to"}, "network.roads.segou:bamako.condition"},
  }};
  return all;
}

std::size_t length_of(std::string_view dotted) {
  return static_cast<std::size_t>(std::count(dotted.begin(), dotted.end(), '.')) + 1;
}

std::optional<std::size_t> column_of(const CsvTable& table, std::string_view name) {
  const auto found = std::find_if(table.header.begin(), table.header.end(),
                                  [&](const Cell& cell) { return cell.text == name; });
  if (found == table.header.end()) return std::nullopt;
  return static_cast<std::size_t>(found - table.header.begin());
}

/// What a name of the path says of a row: `bamako/depot`. Empty where the table lacks a column.
std::string text_of(const CsvTable& table, const CsvTable::Row& row, std::string_view columns,
                    bool backwards) {
  const std::size_t mark = columns.find_first_of("/:");
  const auto first = column_of(table, columns.substr(0, mark));
  if (!first) return {};
  if (mark == std::string_view::npos) return row.cells[*first].text;
  const auto second = column_of(table, columns.substr(mark + 1));
  if (!second) return {};
  const std::string &a = row.cells[*first].text, &b = row.cells[*second].text;
  return backwards ? b + columns[mark] + a : a + columns[mark] + b;
}

/// The one row that the path names; nullptr, and told, when there is none.
CsvTable::Row* find_row(const Change& change, const TableKey& key, CsvTable& table, Diagnostics& faults) {
  std::vector<CsvTable::Row*> rows;
  for (CsvTable::Row& row : table.rows) rows.push_back(&row);
  const std::size_t first = length_of(key.table);
  for (std::size_t i = 0; i < key.names.size(); ++i) {
    const PathPart& part = change.path[first + i];
    const auto is_it = [&](const CsvTable::Row* row) {
      return text_of(table, *row, key.names[i], false) == part.name ||
             (key.names[i] == "from:to" && text_of(table, *row, key.names[i], true) == part.name);
    };
    std::vector<std::string> there;
    for (const CsvTable::Row* row : rows) there.push_back(text_of(table, *row, key.names[i], false));
    std::erase_if(rows, [&](const CsvTable::Row* row) { return !is_it(row); });
    if (rows.empty()) {
      faults.error(part.mark, "set-unknown-path", "no '{}' here{}", part.name,
                   did_you_mean(nearest_word(part.name, there)));
      return nullptr;
    }
  }
  if (rows.size() == 1) return rows[0];
  faults.error(change.path.back().mark, "set-several-rows",
               "lines {} and {} of the table are both called so: change them in the table",
               rows[0]->mark.line, rows[1]->mark.line);
  return nullptr;
}

}  // namespace

const TableKey* table_key_of(const Change& change) {
  for (const TableKey& key : keys()) {
    const std::size_t length = length_of(key.table);
    if (change.path.size() <= length) continue;
    std::string begins = change.path[0].name;
    for (std::size_t i = 1; i < length; ++i) begins += "." + change.path[i].name;
    if (begins == key.table) return &key;
  }
  return nullptr;
}

void apply(const Change& change, const TableKey& key, CsvTable& table, bool only_look, Diagnostics& faults) {
  if (change.path.size() != length_of(key.table) + key.names.size() + 1)
    return faults.error(change.path[0].mark, "set-unknown-path",
                        "a value of this table is called by {} and the column, as {}",
                        fmt::join(key.names, ", "), key.example);
  const PathPart& name = change.path.back();
  CsvTable::Row* const row = find_row(change, key, table, faults);
  if (row == nullptr) return;
  const auto column = column_of(table, name.name);
  const bool tells_the_row = std::any_of(key.names.begin(), key.names.end(), [&](std::string_view columns) {
    const std::size_t mark = columns.find_first_of("/:");
    return columns.substr(0, mark) == name.name ||
           (mark != std::string_view::npos && columns.substr(mark + 1) == name.name);
  });
  if (tells_the_row)
    return faults.error(name.mark, "set-unknown-path", "'{}' is part of the row's name and cannot be set",
                        name.name);
  if (!column) {
    std::vector<std::string> there;
    for (const Cell& cell : table.header) there.push_back(cell.text);
    return faults.error(name.mark, "set-unknown-path", "the table has no column '{}', only {}", name.name,
                        name_list(there));
  }
  if (change.value.form != Node::Form::text && change.value.form != Node::Form::null)
    return faults.error(change.value.mark, "type", "a cell of a table takes one value");
  if (!only_look) row->cells[*column] = {change.value.text, change.value.mark};
}

}  // namespace citerne::input
