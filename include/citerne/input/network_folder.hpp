#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "citerne/input/diagnostics.hpp"
#include "citerne/network/network.hpp"

namespace citerne::input {

/// A network without a scenario, or why there is none.
struct NetworkReading {
  FileSet files;                        ///< `places.csv`, `roads.csv` and `corridors.yaml`.
  std::optional<Network> network;       ///< Only when no diagnostic is an error.
  std::vector<PlaceId> place_rows;      ///< In the order of the rows of places.csv.
  std::vector<SegmentId> road_rows;     ///< In the order of the rows of roads.csv.
  std::vector<Diagnostic> diagnostics;  ///< Every fault, and every remark on what is likely wrong.
};

/// Reads a folder with these three files, or the network that a scenario names. Checks what a scenario's
/// network is checked for, and what is likely a slip: a road that is shorter than the straight line (an
/// error) or more than three times as long, places at one point or without one, names that differ in
/// spelling only, corridors over roads that are no way through. Throws std::system_error when there is no
/// such path, std::runtime_error when it leads to no network.
NetworkReading read_network(const std::filesystem::path& folder_or_scenario);

/// The same from the three texts.
NetworkReading read_network(FileSet files);

}  // namespace citerne::input
