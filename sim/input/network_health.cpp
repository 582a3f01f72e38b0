#include "network_health.hpp"

#include <algorithm>
#include <map>

#include "citerne/base/text.hpp"
#include "citerne/input/distance.hpp"
#include "network_marks.hpp"

namespace citerne::input {
namespace {

/// A sphere is wrong by up to 0.6 %, which the check allows for.
constexpr double kSphere = 0.99;
constexpr double kFarLonger = 3.0;

bool has_position(const Place& place) { return place.latitude != 0.0 || place.longitude != 0.0; }

void check_positions(const ParsedFiles& parsed, Diagnostics& faults) {
  std::map<std::pair<double, double>, const Place*> met;
  for (const PlaceId p : ids_of(parsed.network.places)) {
    const Place& place = parsed.network.places[p];
    const Mark& mark = parsed.place_rows[p.index()].mark;
    if (!has_position(place)) {
      faults.error(mark, "place-without-position", "{} lies at latitude 0 and longitude 0: write where it is",
                   place.id);
      continue;
    }
    const auto [earlier, is_new] = met.emplace(std::pair{place.latitude, place.longitude}, &place);
    if (!is_new)
      faults.warning(mark, "place-same-position", "{} and {} lie at one point", place.id,
                     earlier->second->id);
  }
}

void check_lengths(const ParsedFiles& parsed, Diagnostics& faults) {
  const Network& network = parsed.network;
  for (const SegmentId s : ids_of(network.segments)) {
    const Segment& road = network.segments[s];
    const Place &from = network.places[road.from], &to = network.places[road.to];
    if (road.from == road.to || road.length.count() == 0 || !has_position(from) || !has_position(to))
      continue;  // told already
    const double straight = static_cast<double>(great_circle(from, to).count()) / 1e3,
                 length = static_cast<double>(road.length.count()) / 1e3;
    const Mark mark = cell_mark(parsed.road_header, parsed.segment_rows[s.index()], "length_km");
    // Lengths are often whole kilometres: half of one may be rounding.
    if (length + 0.5 < kSphere * straight)
      faults.error(mark, "road-too-short",
                   "{} km from {} to {}, which are {:.1f} km apart in a straight line", length, from.id,
                   to.id, straight);
    else if (length > kFarLonger * straight + 1.0)
      faults.warning(mark, "road-far-longer",
                     "{} km from {} to {}, which are only {:.1f} km apart in a straight line", length,
                     from.id, to.id, straight);
  }
}

/// Finds words that are one but for accents, case, spaces or hyphens.
class Spellings {
 public:
  Spellings(const char* code, Diagnostics& faults) : code_{code}, faults_{faults} {}
  /// `same_is_one`: a word that is written alike twice means one thing, as a region does.
  void add(const std::string& word, const Mark& mark, bool same_is_one) {
    if (word.empty()) return;
    const auto [earlier, is_new] = met_.emplace(folded(word), word);
    if (is_new || (same_is_one && earlier->second == word)) return;
    if (earlier->second == word)
      faults_.warning(mark, code_, "'{}' is there twice", word);
    else
      faults_.warning(mark, code_, "'{}' and '{}' differ in spelling only", word, earlier->second);
  }

 private:
  const char* code_;
  Diagnostics& faults_;
  std::map<std::string, std::string> met_;
};

void check_spelling(const ParsedFiles& parsed, Diagnostics& faults) {
  Spellings ids{"place-spelling", faults}, names{"place-spelling", faults},
      regions{"region-spelling", faults}, roads{"road-spelling", faults};
  for (const PlaceId p : ids_of(parsed.network.places)) {
    const Place& place = parsed.network.places[p];
    const Mark& mark = parsed.place_rows[p.index()].mark;
    ids.add(place.id, mark, false);
    names.add(place.name, mark, false);
    regions.add(place.region, mark, true);
  }
  for (const SegmentId s : ids_of(parsed.network.segments))
    roads.add(parsed.network.segments[s].road,
              cell_mark(parsed.road_header, parsed.segment_rows[s.index()], "road"), true);
}

void check_corridors(const ParsedFiles& parsed, const Node& file, Diagnostics& faults) {
  const Network& network = parsed.network;
  const Node* const all = file.find("corridors");
  for (const Corridor& corridor : network.corridors) {
    const Node* const entry = all == nullptr ? nullptr : all->find(corridor.id);
    const Node* const through = entry == nullptr ? nullptr : entry->find("through");
    for (std::size_t i = 0; through != nullptr && i < corridor.arcs.size(); ++i)
      if (const ArcId arc = corridor.arcs[i]; !network.usable(arc))
        faults.warning(through->items[i + 1].mark, "corridor-barred",
                       "in a normal year no road may be driven from {} to {}",
                       network.places[network.tail(arc)].id, network.places[network.head(arc)].id);
  }
}

}  // namespace

void check_health(const ParsedFiles& parsed, const Node& corridors, Diagnostics& faults) {
  check_positions(parsed, faults);
  check_lengths(parsed, faults);
  check_spelling(parsed, faults);
  check_corridors(parsed, corridors, faults);
}

}  // namespace citerne::input
