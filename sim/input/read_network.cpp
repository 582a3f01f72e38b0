#include "read_network.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "citerne/base/random.hpp"
#include "kind_map.hpp"
#include "read_table.hpp"

namespace citerne::input {
namespace {

void read_places(const CsvTable& table, Reader& reader, ParsedFiles& parsed) {
  TableReader columns{table, reader};
  auto rows = columns.read<Place>();
  std::map<std::string, const ReadRow<Place>*> by_id;
  for (const ReadRow<Place>& read : rows) {
    const std::string& id = read.row.id;
    const Mark mark = columns.mark(*read.source, "id");
    if (id.empty() || !expect_name(id, "places", mark, reader)) continue;
    const auto [earlier, is_new] = by_id.emplace(id, &read);
    if (!is_new)
      reader.fail("places", mark, "repeated-row", "place '{}' is already in line {}", id,
                  earlier->second->source->mark.line);
  }
  reader.names.places.incomplete = !columns.readable();
  for (const auto& [id, read] : by_id) {
    reader.names.places.add(id, parsed.network.places.push_back(read->row), read->row.name);
    parsed.place_rows.push_back(*read->source);
  }
}

/// Roads in the order of their names; parallel ones are told apart by number, then length.
void read_roads(const CsvTable& table, Reader& reader, ParsedFiles& parsed) {
  TableReader columns{table, reader};
  auto rows = columns.read<Segment>();
  parsed.road_header = table.header;
  std::erase_if(rows, [](const auto& read) { return read.row.from.is_none() || read.row.to.is_none(); });
  const auto& places = parsed.network.places;
  const auto key = [&](const ReadRow<Segment>& read) {
    return std::tie(places[read.row.from].id, places[read.row.to].id, read.row.road, read.row.length);
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  std::map<std::string, int> met;
  for (ReadRow<Segment>& read : rows) {
    const std::string joined = places[read.row.from].id + ":" + places[read.row.to].id;
    const int number = ++met[joined];
    read.row.id = number == 1 ? joined : fmt::format("{}:{}", joined, number);
    parsed.network.segments.push_back(read.row);
    if (!read.whole) parsed.broken.insert("network.roads." + read.row.id);
    parsed.segment_rows.push_back(*read.source);
  }
}

/// The shortest usable road from a to b, ties by name; none when there is none.
ArcId shortest_arc(const Network& network, PlaceId a, PlaceId b) {
  ArcId best;
  for (std::size_t i = 0; i < network.arc_count(); ++i) {
    const ArcId arc{i};
    if (network.tail(arc) != a || network.head(arc) != b) continue;
    const auto rank = [&](ArcId x) {
      return std::pair{!network.usable(x), network.segments[segment_of(x)].length};
    };
    if (best.is_none() || rank(arc) < rank(best)) best = arc;
  }
  return best;
}

/// The roads between the places of a corridor; a gap is told at the place behind it.
void join_places(Corridor& corridor, const Node& node, Reader& reader, const Network& network) {
  const Node* through = node.find("through");
  const std::string path = join(join("corridors", corridor.id), "through");
  if (through == nullptr || reader.broken.contains(path)) return;
  if (corridor.places.size() < 2) {
    reader.fail({*through, path}, "list-length", "a corridor leads through two places at least");
    return;
  }
  for (std::size_t i = 0; i + 1 < corridor.places.size(); ++i) {
    const PlaceId a = corridor.places[i], b = corridor.places[i + 1];
    const ArcId arc = shortest_arc(network, a, b);
    if (arc.is_none())
      reader.fail(path, through->items[i + 1].mark, "corridor-gap", "no road joins {} and {} directly",
                  network.places[a].id, network.places[b].id);
    corridor.arcs.push_back(arc);
  }
  if (std::any_of(corridor.arcs.begin(), corridor.arcs.end(), [](ArcId a) { return a.is_none(); }))
    corridor.arcs.clear();
}

void read_corridors(const Node& root, Reader& reader, ParsedFiles& parsed) {
  CorridorFile file;
  Fields fields{root, "", root.mark, reader};
  const auto entry_of = [&](std::string_view map, const std::string& id) -> const Entry* {
    const Node* node = root.find(map);
    if (node == nullptr) return nullptr;
    const auto found = std::find_if(node->entries.begin(), node->entries.end(),
                                    [&](const Entry& e) { return e.name == id; });
    return found == node->entries.end() ? nullptr : &*found;
  };
  each_field<CorridorFile>([&](const auto& f) {
    fields.read_field(f, file);
    if (f.name != "corridors") return;
    for (Corridor& corridor : file.corridors) {
      const Entry& entry = *entry_of("corridors", corridor.id);
      join_places(corridor, entry.value, reader, parsed.network);
      const std::string name = corridor.name;
      reader.names.corridors.add(corridor.id, parsed.network.corridors.push_back(corridor), name);
    }
  });
  fields.done();
  for (const CorridorGroup& group : file.groups)
    if (reader.names.corridors.find(group.id))
      reader.fail(join("groups", group.id), entry_of("groups", group.id)->mark, "repeated-name",
                  "'{}' is the name of a corridor already", group.id);
  parsed.network.groups = std::move(file.groups);
}

/// Streams of luck are addressed by the hash of a name: two names of one hash would share their luck.
template <class Names, class MarkOf>
void check_hashes(const Names& names, std::string_view what, MarkOf&& mark_of, Reader& reader) {
  std::map<std::uint32_t, std::string> met;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto [earlier, is_new] = met.emplace(name_hash(names[i]), names[i]);
    if (!is_new)
      reader.fail(std::string{what}, mark_of(i), "hash-collision",
                  "'{}' and '{}' have one hash and would share their luck: change one of the names", names[i],
                  earlier->second);
  }
}

}  // namespace

void read_network(const NetworkFiles& files, ParsedFiles& parsed) {
  Reader reader{parsed};
  reader.names.places.incomplete = files.places == nullptr;
  if (files.places != nullptr) read_places(*files.places, reader, parsed);
  const std::size_t before = reader.faults.size();
  if (files.roads != nullptr) read_roads(*files.roads, reader, parsed);
  if (reader.faults.size() != before) parsed.broken.insert("network.roads.some");
  std::vector<std::string> segments;
  for (const Segment& segment : parsed.network.segments) segments.push_back(segment.id);
  check_hashes(
      segments, "roads", [&](std::size_t i) { return parsed.segment_rows[i].mark; }, reader);
  reader.names.corridors.incomplete =
      files.corridors == nullptr || files.places == nullptr || files.roads == nullptr;
  if (files.corridors != nullptr && files.roads != nullptr && files.places != nullptr)
    read_corridors(*files.corridors, reader, parsed);
  Network joined = parsed.network;
  for (Segment& segment : joined.segments) {
    segment.state = BaselineState::open;
    segment.two_way = true;
  }
  parsed.all_roads.emplace(joined);
  parsed.has_network = files.places != nullptr && files.roads != nullptr && files.corridors != nullptr &&
                       parsed.network.places.size() > 0;
  parsed.faults.add(reader.faults);
  parsed.names = std::move(reader.names);
}

}  // namespace citerne::input
