#include "citerne/network/max_flow.hpp"

#include <limits>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>

namespace citerne {

std::int64_t max_flow(const Network& network, std::span<const std::int64_t> capacity,
                      std::span<const PlaceId> sources, PlaceId sink) {
  using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
  using Edge = Traits::edge_descriptor;
  using Graph =
      boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                            boost::property<boost::edge_capacity_t, std::int64_t,
                                            boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                                            boost::property<boost::edge_reverse_t, Edge>>>>;
  const std::size_t origin = network.places.size();  // joins all sources
  Graph graph{origin + 1};
  const auto add = [&](std::size_t from, std::size_t to, std::int64_t most) {
    const Edge there = boost::add_edge(from, to, graph).first, back = boost::add_edge(to, from, graph).first;
    boost::put(boost::edge_capacity, graph, there, most);
    boost::put(boost::edge_capacity, graph, back, std::int64_t{0});
    boost::put(boost::edge_reverse, graph, there, back);
    boost::put(boost::edge_reverse, graph, back, there);
  };
  std::int64_t all = 0;
  for (std::size_t a = 0; a < network.arc_count(); ++a)
    if (capacity[a] > 0) {
      add(network.tail(ArcId{a}).index(), network.head(ArcId{a}).index(), capacity[a]);
      all += capacity[a];
    }
  for (const PlaceId source : sources)
    if (source != sink) add(origin, source.index(), all);
  return boost::push_relabel_max_flow(graph, origin, sink.index());
}

}  // namespace citerne
