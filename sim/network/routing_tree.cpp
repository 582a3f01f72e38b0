#include "citerne/network/routing_tree.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>

#include "citerne/base/contract.hpp"

namespace citerne {
namespace {

/// Cost along an arc onto what lies behind it; kUnreachable stays so.
Cost onto(Cost arc, Cost rest) { return rest == kUnreachable ? kUnreachable : arc + rest; }

/// The order of the heap. Which of equally near places comes first changes no cost.
constexpr auto kFarther = [](const std::pair<Cost, PlaceId>& a, const std::pair<Cost, PlaceId>& b) {
  return a.first > b.first;
};

}  // namespace

RoutingTree::RoutingTree(const RoadGraph& graph, PlaceId destination, std::span<const Cost> cost,
                         std::vector<std::uint8_t> open)
    : destination_{destination}, cost_from_(graph.place_count(), kUnreachable), open_{std::move(open)} {
  CITERNE_EXPECT(cost.size() == graph.arc_count() && open_.size() == graph.arc_count());
  // Boost searches from a source along edges, so it is handed the open roads the other way round.
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  std::vector<Cost> weights;
  for (std::size_t p = 0; p < graph.place_count(); ++p)
    for (const auto [a, from] : graph.entering(PlaceId{p})) {
      if (!is_open(a)) continue;
      edges.emplace_back(p, from.index());
      weights.push_back(cost[a.index()]);
    }
  using Reversed = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Cost>;
  const Reversed reversed{boost::edges_are_sorted, edges.begin(), edges.end(), weights.begin(),
                          graph.place_count()};
  const auto index = boost::get(boost::vertex_index, reversed);
  const auto distance = boost::make_iterator_property_map(cost_from_.begin(), index);
  std::vector<std::size_t> before(graph.place_count());
  boost::dijkstra_shortest_paths_no_color_map(
      reversed, destination.index(), boost::make_iterator_property_map(before.begin(), index), distance,
      boost::get(boost::edge_bundle, reversed), index, std::less<Cost>{}, onto, kUnreachable, Cost{0},
      boost::default_dijkstra_visitor{});
}

ArcId RoutingTree::next(const RoadGraph& graph, std::span<const Cost> cost, PlaceId p) const {
  const Cost here = cost_from_[p.index()];
  if (here == kUnreachable || p == destination_) return ArcId::none();
  for (const auto [a, to] : graph.leaving(p))
    if (is_open(a) && onto(cost[a.index()], cost_from_[to.index()]) == here) return a;
  CITERNE_ENSURE(false && "a reachable place has a next road");
  return ArcId::none();
}

void RoutingTree::lower(PlaceId p, Cost cost, Scratch& scratch) {
  if (cost < cost_from_[p.index()]) reach(p, cost, scratch);
}

void RoutingTree::reach(PlaceId p, Cost cost, Scratch& scratch) {
  cost_from_[p.index()] = cost;
  scratch.heap.emplace_back(cost, p);
  std::push_heap(scratch.heap.begin(), scratch.heap.end(), kFarther);
}

void RoutingTree::change(const RoadGraph& graph, std::span<const Cost> cost, std::span<const Change> changes,
                         Scratch& scratch) {
  scratch.affected.resize(graph.place_count(), 0);
  scratch.places.clear();
  scratch.heap.clear();
  for (const Change& c : changes) {
    if (is_open(c.arc) == c.open) continue;
    open_[c.arc.index()] = c.open ? 1 : 0;
    const Cost by_arc = onto(cost[c.arc.index()], cost_from_[graph.head(c.arc).index()]);
    if (!c.open && by_arc == cost_from_[graph.tail(c.arc).index()])
      scratch.places.push_back(graph.tail(c.arc));
  }
  cut_subtree(graph, cost, scratch);
  for (const Change& c : changes)
    if (is_open(c.arc) && graph.usable(c.arc))
      lower(graph.tail(c.arc), onto(cost[c.arc.index()], cost_from_[graph.head(c.arc).index()]), scratch);
  settle(graph, cost, scratch);
}

/// Takes away the cost of every place that no longer has a tight open road (one that explains its cost),
/// then gives each its best way round through the places that kept theirs.
void RoutingTree::cut_subtree(const RoadGraph& graph, std::span<const Cost> cost, Scratch& scratch) {
  std::vector<PlaceId>& doubtful = scratch.places;
  std::size_t cut = 0;  // doubtful[0, cut) are affected
  for (std::size_t i = 0; i < doubtful.size(); ++i) {
    const PlaceId p = doubtful[i];
    const Cost here = cost_from_[p.index()];
    if (p == destination_ || here == kUnreachable || scratch.affected[p.index()]) continue;
    const bool tight = std::ranges::any_of(graph.leaving(p), [&](const Hop& hop) {
      return is_open(hop.arc) && !scratch.affected[hop.place.index()] &&
             onto(cost[hop.arc.index()], cost_from_[hop.place.index()]) == here;
    });
    if (tight) continue;
    scratch.affected[p.index()] = 1;
    for (const auto [a, from] : graph.entering(p))
      if (is_open(a) && onto(cost[a.index()], here) == cost_from_[from.index()]) doubtful.push_back(from);
    doubtful[cut++] = p;
  }
  doubtful.resize(cut);
  for (const PlaceId p : doubtful) cost_from_[p.index()] = kUnreachable;
  for (const PlaceId p : doubtful) scratch.affected[p.index()] = 0;
  for (const PlaceId p : doubtful) lower(p, best_of(graph, cost, p), scratch);
}

Cost RoutingTree::best_of(const RoadGraph& graph, std::span<const Cost> cost, PlaceId p) const {
  Cost best = kUnreachable;
  for (const auto [a, to] : graph.leaving(p))
    if (is_open(a)) best = std::min(best, onto(cost[a.index()], cost_from_[to.index()]));
  return best;
}

void RoutingTree::settle(const RoadGraph& graph, std::span<const Cost> cost, Scratch& scratch) {
  while (!scratch.heap.empty()) {
    std::pop_heap(scratch.heap.begin(), scratch.heap.end(), kFarther);
    const auto [here, p] = scratch.heap.back();
    scratch.heap.pop_back();
    if (here > cost_from_[p.index()]) continue;
    for (const auto [a, from] : graph.entering(p))
      if (is_open(a)) lower(from, cost[a.index()] + here, scratch);
  }
}

}  // namespace citerne
