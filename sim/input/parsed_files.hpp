#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "citerne/input/csv.hpp"
#include "citerne/input/scenario_files.hpp"
#include "citerne/network/network.hpp"
#include "citerne/network/road_graph.hpp"
#include "names.hpp"

namespace citerne::input {

/// What reading the files once gives; const from then on.
struct ParsedFiles {
  FileSet files;
  Diagnostics faults;
  Node root;  ///< Merged, with `--set` applied.
  bool incomplete =
      false;  ///< A file of the `extends` chain could not be read: what is missing may be there.

  std::map<std::string, std::optional<CsvTable>, std::less<>> tables;  ///< By field: `demand.table`.

  Network network;
  bool has_network = false;
  std::set<std::string, std::less<>> broken;  ///< Paths of the network that could not be read.
  std::vector<CsvTable::Row> place_rows;      ///< By PlaceId, for the marks.
  std::vector<CsvTable::Row> segment_rows;    ///< By SegmentId.
  std::vector<Cell> road_header;
  Names names;                         ///< Of the network.
  std::optional<RoadGraph> all_roads;  ///< Every road both ways, closed ones too.
};

}  // namespace citerne::input
