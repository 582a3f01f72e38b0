#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "citerne/input/network_geojson.hpp"
#include "network_columns.hpp"

namespace citerne::input {

/// Where something lies, in degrees, as cells.
struct PositionCells {
  std::string longitude, latitude;
};

/// A value of a GeoJSON text; the order of its keys says nothing.
using Geojson = nlohmann::json;

/// One GeoJSON file as it is taken apart, feature by feature; gathers what is wrong with it. Features are
/// counted from 1.
class GeojsonLayer {
 public:
  GeojsonLayer(const NamedGeojson& source, std::vector<GeojsonFault>& faults);

  bool readable() const { return features_ != nullptr; }
  std::size_t size() const { return features_ == nullptr ? 0 : features_->size(); }

  /// Whether a feature has a geometry of the type: `Point`; or a property of the value.
  bool any_has_geometry(const std::string& type) const;
  bool any_has_property(const std::string& name, const std::string& value) const;

  /// nullptr where a feature has none, which is told.
  const Geojson* properties(std::size_t number);
  /// To 7 decimals; empty where there is no point, which is told.
  PositionCells position(std::size_t number);
  /// A property as a cell; empty where it is null, left out, or of another form, which is told.
  std::string cell(std::size_t number, const Geojson& properties, const std::string& name, JsonForm form);
  /// Properties that nobody reads, each told once, at the first feature that has it.
  void expect_known(std::size_t number, const Geojson& properties, const std::vector<std::string>& known);

  /// What a feature is called in messages from now on.
  void call(std::size_t number, const std::string& name) { names_[number] = name; }
  void fail(std::size_t number, const std::string& property, std::string text);
  void add(std::size_t number, const std::string& property, std::string text, Severity severity);
  /// Whether fail() said what is wrong there: then the cell is empty and nothing more is to be said of it.
  bool is_told(std::size_t number, const std::string& property) const {
    return told_.contains({number, property});
  }

 private:
  std::string file_;
  std::vector<GeojsonFault>& faults_;
  Geojson root_;
  const Geojson* features_ = nullptr;
  std::map<std::size_t, std::string> names_;
  std::set<std::pair<std::size_t, std::string>> told_;
  std::set<std::string> unknown_;
};

}  // namespace citerne::input
