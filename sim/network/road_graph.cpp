#include "citerne/network/road_graph.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>

namespace citerne {
namespace {

/// Groups `arcs` by the place that `end` gives, each group in the order of `before`.
template <class End, class Before>
std::pair<std::vector<std::uint32_t>, std::vector<ArcId>> by_place(std::size_t places,
                                                                   std::vector<ArcId> arcs, End end,
                                                                   Before before) {
  std::sort(arcs.begin(), arcs.end(),
            [&](ArcId a, ArcId b) { return end(a) != end(b) ? end(a) < end(b) : before(a, b); });
  std::vector<std::uint32_t> begin(places + 1, 0);
  for (const ArcId a : arcs) ++begin[end(a).index() + 1];
  for (std::size_t p = 0; p < places; ++p) begin[p + 1] += begin[p];
  return {std::move(begin), std::move(arcs)};
}

}  // namespace

RoadGraph::RoadGraph(const Network& network) {
  std::vector<ArcId> usable;
  for (std::size_t i = 0; i < network.arc_count(); ++i) {
    const ArcId a{i};
    head_.push_back(network.head(a));
    tail_.push_back(network.tail(a));
    usable_.push_back(network.usable(a) ? 1 : 0);
    if (network.usable(a)) usable.push_back(a);
  }
  const std::size_t places = network.places.size();
  std::tie(out_begin_, out_) = by_place(
      places, usable, [&](ArcId a) { return tail(a); },
      [&](ArcId a, ArcId b) {
        return std::pair{head(a), a} < std::pair{head(b), b};
      });
  std::tie(in_begin_, in_) = by_place(
      places, usable, [&](ArcId a) { return head(a); },
      [&](ArcId a, ArcId b) {
        return std::pair{tail(a), a} < std::pair{tail(b), b};
      });
}

std::vector<PlaceId> cut_off_places(const Network& network) {
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (std::size_t i = 0; i < network.arc_count(); ++i)
    if (const ArcId a{i}; network.usable(a))
      edges.emplace_back(network.tail(a).index(), network.head(a).index());
  using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
  const std::size_t places = network.places.size();
  const Graph graph{boost::edges_are_unsorted_multi_pass, edges.begin(), edges.end(), places};

  std::vector<std::size_t> part(places);
  const auto index = boost::get(boost::vertex_index, graph);
  const std::size_t parts =
      boost::strong_components(graph, boost::make_iterator_property_map(part.begin(), index));
  std::vector<std::size_t> size(parts, 0);
  for (const std::size_t k : part) ++size[k];
  std::vector<PlaceId> cut_off;
  if (parts <= 1) return cut_off;
  const auto largest = static_cast<std::size_t>(std::max_element(size.begin(), size.end()) - size.begin());
  for (std::size_t p = 0; p < places; ++p)
    if (part[p] != largest) cut_off.emplace_back(p);
  return cut_off;
}

}  // namespace citerne
