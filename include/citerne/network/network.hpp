#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "citerne/base/ids.hpp"
#include "citerne/base/units.hpp"

namespace citerne {

using PlaceId = Id<struct PlaceTag>;
using SegmentId = Id<struct SegmentTag>;
using ArcId = Id<struct ArcTag>;
using CorridorId = Id<struct CorridorTag>;

enum class PlaceKind : std::uint8_t { port, border_post, depot_city, town, junction };
enum class Surface : std::uint8_t { paved, gravel, earth };
enum class Condition : std::uint8_t { good, fair, poor };
/// The state of a road in a normal year. `closed` bars all traffic; `levied` and `uncertain` are passable
/// and shown to the reader of the map; `ferry` costs the crossing time of the routing settings.
enum class BaselineState : std::uint8_t { open, closed, levied, ferry, uncertain };

/// A vertex of the road graph.
struct Place {
  std::string id;       ///< Stable and plain: `segou`. Streams and files are addressed by it.
  std::string name;     ///< As it is written: `Ségou`.
  std::string country;  ///< ISO 3166 code: `ML`.
  std::string region;   ///< Empty outside Mali.
  PlaceKind kind = PlaceKind::town;
  double latitude = 0.0;   ///< Degrees north.
  double longitude = 0.0;  ///< Degrees east.
  std::optional<std::int64_t> population;
  std::string source;
  std::string confidence;  ///< `high`, `medium` or `low`.
};

/// One road between two places.
struct Segment {
  std::string id;  ///< `kati:neguela`, as in the table; a parallel road has `:2` behind it.
  PlaceId from;
  PlaceId to;
  std::string road;  ///< Road numbers, ` / ` between them: `RN3 / RR9`.
  Length length;
  Surface surface = Surface::paved;
  Condition condition = Condition::fair;
  int lanes = 2;
  Share rainy_season_factor = percent(100);  ///< Of the speed of the dry season.
  bool two_way = true;
  BaselineState state = BaselineState::open;
  std::int64_t capacity_tankers_per_day = 0;  ///< Estimate, each way; used by bounds, not by the engine.
  std::string source;
  std::string confidence;
};

/// One direction of a segment: arc 2 k runs from `from` to `to` of segment k, arc 2 k + 1 back.
constexpr ArcId forward_arc(SegmentId s) { return ArcId{2 * s.index()}; }
constexpr ArcId backward_arc(SegmentId s) { return ArcId{2 * s.index() + 1}; }
constexpr SegmentId segment_of(ArcId a) { return SegmentId{a.index() / 2}; }
constexpr bool is_forward(ArcId a) { return a.index() % 2 == 0; }
constexpr ArcId opposite(ArcId a) { return ArcId{a.index() ^ 1u}; }

/// A named, ordered chain of segments, from the far end (a terminal) to the near one.
struct Corridor {
  std::string id;    ///< `dakar-south`.
  std::string name;  ///< `Dakar by Kéniéba and Kita (RN24)`.
  std::vector<PlaceId> places;
  std::vector<ArcId> arcs;  ///< places.size() - 1 of them, in order.
};

/// A named set of corridors: `west`.
struct CorridorGroup {
  std::string id;
  std::string name;
  std::vector<CorridorId> corridors;
};

struct Network {
  Table<PlaceId, Place> places;
  Table<SegmentId, Segment> segments;
  Table<CorridorId, Corridor> corridors;
  std::vector<CorridorGroup> groups;

  std::size_t arc_count() const { return 2 * segments.size(); }
  PlaceId tail(ArcId a) const {
    const Segment& s = segments[segment_of(a)];
    return is_forward(a) ? s.from : s.to;
  }
  PlaceId head(ArcId a) const {
    const Segment& s = segments[segment_of(a)];
    return is_forward(a) ? s.to : s.from;
  }
  /// False for the way back of a one-way road and for both ways of a road closed in a normal year.
  bool usable(ArcId a) const {
    const Segment& s = segments[segment_of(a)];
    return s.state != BaselineState::closed && (s.two_way || is_forward(a));
  }
};

}  // namespace citerne
