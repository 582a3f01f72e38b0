#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "citerne/network/road_graph.hpp"

namespace citerne {

/// Cost of a road in the routing's generalised seconds; at least 1.
using Cost = std::int64_t;
constexpr Cost kUnreachable = std::numeric_limits<Cost>::max();

/// Cheapest open ways from every place to one destination. Built once, then repaired in place where a
/// change reaches (Ramalingam and Reps, 1996): a tree thrown away at every change costs more than no tree.
/// A value: a copy is a checkpoint.
class RoutingTree {
 public:
  /// Dijkstra (Boost.Graph) over the arcs with open[arc] != 0. `cost` and `open` have one entry per arc.
  RoutingTree(const RoadGraph& graph, PlaceId destination, std::span<const Cost> cost,
              std::vector<std::uint8_t> open);

  PlaceId destination() const { return destination_; }
  bool is_open(ArcId a) const { return open_[a.index()] != 0; }
  /// Cost to the destination, or kUnreachable.
  Cost cost_from(PlaceId p) const { return cost_from_[p.index()]; }
  bool reaches(PlaceId p) const { return cost_from_[p.index()] != kUnreachable; }
  /// The road to take from `p`; none at the destination and where no open way exists. Of equal ways the
  /// one to the lower place id, then the lower arc.
  ArcId next(const RoadGraph& graph, std::span<const Cost> cost, PlaceId p) const;

  struct Change {
    ArcId arc;
    bool open;
  };
  /// Working space that keeps its memory.
  struct Scratch {
    std::vector<std::uint8_t> affected;
    std::vector<PlaceId> places;
    std::vector<std::pair<Cost, PlaceId>> heap;
  };
  /// Opens and closes arcs and mends the costs they reach.
  void change(const RoadGraph& graph, std::span<const Cost> cost, std::span<const Change> changes,
              Scratch& scratch);

 private:
  void cut_subtree(const RoadGraph& graph, std::span<const Cost> cost, Scratch& scratch);
  void settle(const RoadGraph& graph, std::span<const Cost> cost, Scratch& scratch);
  Cost best_of(const RoadGraph& graph, std::span<const Cost> cost, PlaceId p) const;
  void lower(PlaceId p, Cost cost, Scratch& scratch);
  void reach(PlaceId p, Cost cost, Scratch& scratch);

  PlaceId destination_;
  std::vector<Cost> cost_from_;
  std::vector<std::uint8_t> open_;
};

}  // namespace citerne
