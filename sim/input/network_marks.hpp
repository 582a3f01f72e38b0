#pragma once
#include <optional>
#include <string_view>

#include "parsed_files.hpp"

namespace citerne::input {

/// The cell of a row, or the row itself where there is no such column.
Mark cell_mark(const std::vector<Cell>& header, const CsvTable::Row& row, std::string_view column);

/// Where `network.places.kati` or `network.roads.kati:neguela.length_km` stands; nothing for another path.
std::optional<Mark> mark_in_network(const ParsedFiles& files, std::string_view path);

}  // namespace citerne::input
