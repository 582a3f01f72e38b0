#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/input/network_folder.hpp"

/// Networks for programs that draw maps (RFC 7946, WGS 84). Every property is a text, a number, true or
/// false; a property that is null or left out is an empty cell.
namespace citerne::input {

/// A text and what it is called in messages.
struct NamedGeojson {
  std::string name, text;
};

/// `places.geojson`: a point for each place. `roads.geojson`: lines by their `kind`. `road` has the columns
/// of roads.csv; `corridor` has id, name and through; `group` is no line and has id, name and corridors.
/// `reading` holds a network.
std::vector<NamedGeojson> to_geojson(const NetworkReading& reading);

/// What is wrong with a feature; the first is 1, and 0 stands for the whole file.
struct GeojsonFault {
  std::string file;
  std::size_t feature = 0;
  std::string name;      ///< Of the feature, as far as it has one: `kati` or `kati to neguela`.
  std::string property;  ///< Empty: the feature itself.
  std::string text;
  Severity severity = Severity::error;
};

/// `roads.geojson: feature 3 (kati to neguela), length_km: error: ...`
std::string format(const GeojsonFault& fault);

struct GeojsonReading {
  std::vector<SourceFile> files;  ///< places.csv, roads.csv, corridors.yaml; only without errors.
  std::vector<GeojsonFault> faults;
};

/// Makes the files of a network again: a place lies where its point is, to 7 decimals; of a road the
/// properties count, not the line. What read_network() says of the files is told by feature and property.
GeojsonReading from_geojson(const NamedGeojson& places, const NamedGeojson& roads);

}  // namespace citerne::input
