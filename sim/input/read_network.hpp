#pragma once
#include <string>

#include "parsed_files.hpp"

namespace citerne::input {

/// The files of a network that could be read; null where one could not.
struct NetworkFiles {
  const CsvTable* places = nullptr;
  const CsvTable* roads = nullptr;
  const Node* corridors = nullptr;
};

/// Builds parsed.network and all that belongs to it. Places, roads and corridors come in the order of
/// their names, whatever the order of the rows.
void read_network(const NetworkFiles& files, ParsedFiles& parsed);

}  // namespace citerne::input
