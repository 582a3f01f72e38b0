#include <algorithm>
#include <array>
#include <map>

#include <fmt/ranges.h>

#include "geojson_layer.hpp"

namespace citerne::input {
namespace {

constexpr std::array kRoadKinds{"road", "corridor", "group"};

/// Columns of a table, in its order.
template <class Row>
std::vector<std::string> columns_of() {
  std::vector<std::string> names;
  each_field<Row>([&](const auto& column) { names.emplace_back(column.name); });
  return names;
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (!line.empty() || &cell != &cells.front()) line += ',';
    if (cell.find_first_of(",\"") == std::string::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) line += c == '"' ? std::string{"\"\""} : std::string{c};
    line += '"';
  }
  return line + "\n";
}

/// Plain where a name is plain; else in double quotes, whose escapes YAML has from JSON.
std::string yaml_name(const std::string& name) {
  constexpr const char* kPlain = "abcdefghijklmnopqrstuvwxyz0123456789-";
  const bool plain = !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
                     name.find_first_not_of(kPlain) == std::string::npos && name != "null" &&
                     name != "true" && name != "false";
  return plain ? name : Geojson(name).dump();
}

/// A file that is being made; knows from what each of its lines comes.
struct Made {
  struct Origin {
    std::size_t feature = 0;  ///< 0: none.
    std::string property;     ///< Empty: a whole row.
  };
  std::string text;
  std::vector<Origin> lines;  ///< By line less 1.
  void add(const std::string& line, std::size_t feature, std::string property = {}) {
    text += line;
    lines.push_back({feature, std::move(property)});
  }
};

Made places_csv(GeojsonLayer& layer) {
  const std::vector<std::string> columns = columns_of<Place>();
  Made made;
  made.add(csv_line(columns), 0);
  std::map<std::string, std::size_t> met;
  for (std::size_t n = 1; n <= layer.size(); ++n) {
    const Geojson* const properties = layer.properties(n);
    if (properties == nullptr) continue;
    const std::string id = properties->value("id", Geojson()).is_string() ? (*properties)["id"] : Geojson("");
    layer.call(n, id);
    const auto [earlier, is_new] = met.emplace(id, n);
    if (!is_new && !id.empty())
      layer.fail(n, "id", fmt::format("place '{}' is already feature {}", id, earlier->second));
    layer.expect_known(n, *properties, columns);
    const PositionCells at = layer.position(n);
    std::vector<std::string> cells;
    each_field<Place>([&]<class V, class How>(const Column<Place, V, How>& column) {
      const std::string name{column.name};
      cells.push_back(name == "latitude"    ? at.latitude
                      : name == "longitude" ? at.longitude
                                            : layer.cell(n, *properties, name, json_form_of<V>()));
    });
    made.add(csv_line(cells), n);
  }
  return made;
}

std::string yaml_list(const std::string& words) {
  std::string out;
  for (std::size_t from = 0; from < words.size();) {
    const std::size_t begin = words.find_first_not_of(", ", from);
    if (begin == std::string::npos) break;
    const std::size_t end = std::min(words.find_first_of(", ", begin), words.size());
    out += (out.empty() ? "" : ", ") + yaml_name(words.substr(begin, end - begin));
    from = end;
  }
  return "[" + out + "]";
}

/// Entries of corridors.yaml in the order of their features.
void add_entries(GeojsonLayer& layer, const std::vector<std::size_t>& features, const char* list,
                 Made& made) {
  for (const std::size_t n : features) {
    const Geojson& properties = *layer.properties(n);
    const std::string id = layer.cell(n, properties, "id", JsonForm::text),
                      name = layer.cell(n, properties, "name", JsonForm::text);
    layer.call(n, id);
    if (id.empty() && !layer.is_told(n, "id")) layer.fail(n, "id", "it is missing");
    if (name.empty() && !layer.is_told(n, "name")) layer.fail(n, "name", "it is missing");
    layer.expect_known(n, properties, {"kind", "id", "name", list});
    made.add("  " + yaml_name(id) + ":\n", n, "id");
    made.add("    name: " + Geojson(name).dump() + "\n", n, "name");
    made.add(fmt::format("    {}: {}\n", list, yaml_list(layer.cell(n, properties, list, JsonForm::text))), n,
             list);
  }
}

struct RoadFiles {
  Made roads, corridors;
};

RoadFiles road_files(GeojsonLayer& layer) {
  std::vector<std::string> columns = columns_of<Segment>();
  RoadFiles made;
  made.roads.add(csv_line(columns), 0);
  columns.emplace_back("kind");
  std::vector<std::size_t> corridors, groups;
  for (std::size_t n = 1; n <= layer.size(); ++n) {
    const Geojson* const properties = layer.properties(n);
    if (properties == nullptr) continue;
    const std::string kind = layer.cell(n, *properties, "kind", JsonForm::text);
    if (kind == "corridor") corridors.push_back(n);
    if (kind == "group") groups.push_back(n);
    if (kind == "corridor" || kind == "group") continue;
    const auto end = [&](const char* name) {
      const Geojson place = properties->value(name, Geojson());
      return place.is_string() ? place.get<std::string>() : "?";
    };
    layer.call(n, end("from") + " to " + end("to"));
    if (kind != "road" && !layer.is_told(n, "kind"))
      layer.fail(n, "kind", "road, corridor or group is expected");
    layer.expect_known(n, *properties, columns);
    std::vector<std::string> cells;
    each_field<Segment>([&]<class V, class How>(const Column<Segment, V, How>& column) {
      cells.push_back(layer.cell(n, *properties, std::string{column.name}, json_form_of<V>()));
    });
    made.roads.add(csv_line(cells), n);
  }
  made.corridors.add("citerne: 1\n", 0);
  made.corridors.add(corridors.empty() ? "corridors: {}\n" : "corridors:\n", 0);
  add_entries(layer, corridors, "through", made.corridors);
  if (!groups.empty()) made.corridors.add("groups:\n", 0);
  add_entries(layer, groups, "corridors", made.corridors);
  return made;
}

/// The column of a table in which a diagnostic lies; empty for a row as a whole, which begins where its first
/// cell does.
std::string column_of(const std::string& text, const Diagnostic& d) {
  const bool of_row = d.column == 1 && (d.code.starts_with("network-") || d.code.starts_with("place-") ||
                                        d.code.ends_with("-spelling") || d.code == "hash-collision");
  Diagnostics ignored;
  const auto table = read_csv(text, ignored);
  if (!table) return {};
  for (const CsvTable::Row& row : table->rows)
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      if (row.mark.line == d.line && row.cells[i].mark.column == d.column && !of_row)
        return table->header[i].text;
  return {};
}

void tell(const Diagnostic& d, const Made& made, GeojsonLayer& layer) {
  if (d.code == "repeated-row") return;  // it names a line of a file that nobody sees; places_csv() tells it
  const Made::Origin from = d.line <= made.lines.size() ? made.lines[d.line - 1] : Made::Origin{};
  const std::string property = d.file.ends_with(".csv") ? column_of(made.text, d) : from.property;
  if (!layer.is_told(from.feature, property)) layer.add(from.feature, property, d.text, d.severity);
}

/// Whether each file is of its kind. If not, that is told once and not at every feature.
bool expect_kinds(GeojsonLayer& places, GeojsonLayer& roads, const std::string& places_name,
                  const std::string& roads_name) {
  const auto has_roads = [](const GeojsonLayer& layer) {
    return std::ranges::any_of(kRoadKinds,
                               [&](const char* kind) { return layer.any_has_property("kind", kind); });
  };
  const bool no_places = places.size() > 0 && !places.any_has_geometry("Point");
  const bool no_roads = roads.size() > 0 && !has_roads(roads);
  if (no_places && no_roads && has_roads(places) && roads.any_has_geometry("Point")) {
    places.fail(0, "",
                fmt::format("it holds the roads, and {} the places; write the places first: {} {}",
                            roads_name, roads_name, places_name));
    return false;
  }
  constexpr const char* kWanted = "write the {}.geojson of `citerne network export` here";
  if (no_places) places.fail(0, "", "no feature is a Point; " + fmt::format(kWanted, "places"));
  if (no_roads)
    roads.fail(0, "",
               fmt::format("no feature has the kind {}; ", fmt::join(kRoadKinds, " or ")) +
                   fmt::format(kWanted, "roads"));
  return !no_places && !no_roads;
}

}  // namespace

GeojsonReading from_geojson(const NamedGeojson& places, const NamedGeojson& roads) {
  GeojsonReading out;
  GeojsonLayer place_layer{places, out.faults}, road_layer{roads, out.faults};
  if (!place_layer.readable() || !road_layer.readable()) return out;
  if (!expect_kinds(place_layer, road_layer, places.name, roads.name)) return out;
  const Made place_rows = places_csv(place_layer);
  const RoadFiles made = road_files(road_layer);
  const NetworkReading reading = read_network(FileSet{.files = {{"places.csv", place_rows.text},
                                                                {"roads.csv", made.roads.text},
                                                                {"corridors.yaml", made.corridors.text}}});
  for (const Diagnostic& d : reading.diagnostics) {
    if (d.file == "places.csv") tell(d, place_rows, place_layer);
    if (d.file == "roads.csv") tell(d, made.roads, road_layer);
    if (d.file == "corridors.yaml") tell(d, made.corridors, road_layer);
  }
  std::ranges::stable_sort(out.faults, {}, [&](const GeojsonFault& f) {
    return std::pair{f.file != places.name, f.feature};
  });
  const bool wrong =
      std::ranges::any_of(out.faults, [](const auto& f) { return f.severity == Severity::error; });
  if (!wrong) out.files = reading.files.files;
  return out;
}

}  // namespace citerne::input
