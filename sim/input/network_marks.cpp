#include "network_marks.hpp"

namespace citerne::input {

Mark cell_mark(const std::vector<Cell>& header, const CsvTable::Row& row, std::string_view column) {
  for (std::size_t i = 0; i < header.size(); ++i)
    if (header[i].text == column) return row.cells[i].mark;
  return row.mark;
}

std::optional<Mark> mark_in_network(const ParsedFiles& files, std::string_view path) {
  for (const PlaceId p : ids_of(files.network.places))
    if (path == "network.places." + files.network.places[p].id) return files.place_rows[p.index()].mark;
  for (const SegmentId s : ids_of(files.network.segments)) {
    const std::string road = "network.roads." + files.network.segments[s].id;
    if (path == road) return files.segment_rows[s.index()].mark;
    if (path.starts_with(road + "."))
      return cell_mark(files.road_header, files.segment_rows[s.index()], path.substr(road.size() + 1));
  }
  return std::nullopt;
}

}  // namespace citerne::input
