#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/input/diagnostics.hpp"

namespace citerne::input {

struct Cell {
  std::string text;  ///< Without quotes and outer spaces.
  Mark mark;
};

/// A planner's table: rows of as many cells as the header has. Separated by commas or by semicolons, as
/// spreadsheets save them; the header decides.
struct CsvTable {
  struct Row {
    Mark mark;
    std::vector<Cell> cells;
  };
  Mark mark;
  char separator = ',';
  std::vector<Cell> header;
  std::vector<Row> rows;
};

/// Takes a byte order mark, line ends of both kinds, quotes and empty rows. A table whose separator or rows
/// can be read in two ways is refused.
std::optional<CsvTable> read_csv(std::string_view text, Diagnostics& faults, Mark from = {});

}  // namespace citerne::input
