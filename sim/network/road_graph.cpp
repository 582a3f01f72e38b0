#include "citerne/network/road_graph.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>

namespace citerne {
namespace {

/// Groups arcs by the place at their one end, each group by (other end, arc).
template <class End, class OtherEnd>
std::pair<std::vector<std::uint32_t>, std::vector<Hop>> by_place(std::size_t places,
                                                                 const std::vector<ArcId>& arcs, End end,
                                                                 OtherEnd other_end) {
  std::vector<std::uint32_t> begin(places + 1, 0);
  std::vector<Hop> hops;
  for (const ArcId a : arcs) {
    ++begin[end(a).index() + 1];
    hops.push_back({a, other_end(a)});
  }
  std::ranges::sort(hops, {}, [&](const Hop& hop) { return std::tuple{end(hop.arc), hop.place, hop.arc}; });
  for (std::size_t p = 0; p < places; ++p) begin[p + 1] += begin[p];
  return {std::move(begin), std::move(hops)};
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
  const auto head_of = [&](ArcId a) { return head(a); };
  const auto tail_of = [&](ArcId a) { return tail(a); };
  std::tie(out_begin_, out_) = by_place(places, usable, tail_of, head_of);
  std::tie(in_begin_, in_) = by_place(places, usable, head_of, tail_of);
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
