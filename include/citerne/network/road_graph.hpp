#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "citerne/network/network.hpp"

namespace citerne {

/// An arc and the place at its other end, side by side in memory.
struct Hop {
  ArcId arc;
  PlaceId place;
  friend bool operator==(const Hop&, const Hop&) = default;
};

/// Arcs by place, both ways, in flat arrays. The shape never changes; what is open lives elsewhere.
class RoadGraph {
 public:
  explicit RoadGraph(const Network& network);

  std::size_t place_count() const { return out_begin_.size() - 1; }
  std::size_t arc_count() const { return head_.size(); }
  PlaceId head(ArcId a) const { return head_[a.index()]; }
  PlaceId tail(ArcId a) const { return tail_[a.index()]; }
  bool usable(ArcId a) const { return usable_[a.index()] != 0; }
  /// Usable arcs that leave a place, by (head, arc): the order that breaks ties between equal roads.
  std::span<const Hop> leaving(PlaceId p) const { return of(p, out_, out_begin_); }
  std::span<const Hop> entering(PlaceId p) const { return of(p, in_, in_begin_); }

 private:
  static std::span<const Hop> of(PlaceId p, const std::vector<Hop>& hops,
                                 const std::vector<std::uint32_t>& begin) {
    return std::span{hops}.subspan(begin[p.index()], begin[p.index() + 1] - begin[p.index()]);
  }

  std::vector<PlaceId> head_, tail_;
  std::vector<std::uint8_t> usable_;
  std::vector<std::uint32_t> out_begin_, in_begin_;
  std::vector<Hop> out_, in_;
};

/// Places that cannot reach, or cannot be reached from, the largest strongly connected part of the
/// usable network; ascending. Empty for a healthy network.
std::vector<PlaceId> cut_off_places(const Network& network);

}  // namespace citerne
