#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>

#include "citerne/base/random.hpp"
#include "citerne/network/routing_tree.hpp"
#include "reference/network.hpp"
#include "reference/routing.hpp"
#include "reference/xoshiro.hpp"
#include "shipped.hpp"

/// Keeping shortest ways right while roads close and open: one road changes at a time, up to 8 are closed,
/// and every destination is asked for after each change. Time is per change and destination.
namespace citerne::bench {
namespace {

struct Roads {
  Network network;
  std::vector<Cost> cost;  ///< By arc.
  std::vector<PlaceId> destinations;
};

Roads shipped_roads() {
  const auto plan = shipped_plan("western-blockade");
  Roads roads{plan->scenario.network, plan->cost, {}};
  for (const RoutingTree& tree : plan->trees) roads.destinations.push_back(tree.destination());
  return roads;
}

Roads corridor150() {
  const reference::Network from{CITERNE_SOURCE_DIR "/tests/bench/reference/corridor150.txt"};
  Roads roads;
  for (std::size_t i = 0; i < from.size(); ++i)
    roads.network.places.push_back(Place{.id = std::to_string(i)});
  for (const reference::Edge& e : from.edges) {
    roads.network.segments.push_back(Segment{.from = PlaceId{e.u}, .to = PlaceId{e.v}});
    roads.cost.insert(roads.cost.end(), 2, static_cast<Cost>(std::lround(e.hours * 3'600.0)));
  }
  for (const reference::Number depot : from.depots) roads.destinations.emplace_back(depot);
  return roads;
}

/// Which road changes next.
class Changes {
 public:
  explicit Changes(std::size_t segments) : segments_{segments}, open_(2 * segments, 1) {}

  std::vector<RoutingTree::Change> next() {
    if (closed_.size() == 8) {
      const SegmentId oldest = closed_.front();
      closed_.pop_front();
      return set(oldest, true);
    }
    SegmentId s{draw_() % segments_};
    while (open_[forward_arc(s).index()] == 0) s = SegmentId{draw_() % segments_};
    closed_.push_back(s);
    return set(s, false);
  }
  const std::vector<std::uint8_t>& open() const { return open_; }

 private:
  std::vector<RoutingTree::Change> set(SegmentId s, bool open) {
    open_[forward_arc(s).index()] = open_[backward_arc(s).index()] = open ? 1 : 0;
    return {{forward_arc(s), open}, {backward_arc(s), open}};
  }

  std::size_t segments_;
  std::vector<std::uint8_t> open_;
  std::deque<SegmentId> closed_;
  Stream draw_{{.seed = 150, .purpose = Purpose::property_test}};
};

void per_change(benchmark::State& state, std::size_t destinations) {
  state.counters["per_change"] =
      benchmark::Counter{static_cast<double>(state.iterations()) * static_cast<double>(destinations),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert};
}

void repaired_in_place(benchmark::State& state, const std::function<Roads()>& make) {
  const Roads roads = make();
  const RoadGraph graph{roads.network};
  Changes changes{roads.network.segments.size()};
  std::vector<RoutingTree> trees;
  for (const PlaceId d : roads.destinations) trees.emplace_back(graph, d, roads.cost, changes.open());
  RoutingTree::Scratch scratch;
  for (auto _ : state) {
    const auto change = changes.next();
    for (RoutingTree& tree : trees) tree.change(graph, roads.cost, change, scratch);
  }
  per_change(state, trees.size());
}

void built_anew(benchmark::State& state, const std::function<Roads()>& make) {
  const Roads roads = make();
  const RoadGraph graph{roads.network};
  Changes changes{roads.network.segments.size()};
  for (auto _ : state) {
    changes.next();
    for (const PlaceId d : roads.destinations) {
      const RoutingTree tree{graph, d, roads.cost, changes.open()};
      benchmark::DoNotOptimize(tree.cost_from(PlaceId{0}));
    }
  }
  per_change(state, roads.destinations.size());
}

/// The library's Dijkstra on a graph that is built once; a closed road costs more than any way.
void dijkstra_of_boost(benchmark::State& state, const std::function<Roads()>& make) {
  constexpr Cost kClosed = Cost{1} << 40;
  const Roads roads = make();
  const RoadGraph graph{roads.network};
  Changes changes{roads.network.segments.size()};
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  std::vector<Cost> weights;
  std::vector<ArcId> arcs;
  for (std::size_t p = 0; p < graph.place_count(); ++p)
    for (const auto [a, from] : graph.entering(PlaceId{p})) {
      edges.emplace_back(p, from.index());
      weights.push_back(roads.cost[a.index()]);
      arcs.push_back(a);
    }
  using Reversed = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Cost>;
  Reversed reversed{boost::edges_are_sorted, edges.begin(), edges.end(), weights.begin(),
                    graph.place_count()};
  const auto index = boost::get(boost::vertex_index, reversed);
  std::vector<Cost> cost(graph.place_count());
  std::vector<std::size_t> before(graph.place_count());
  for (auto _ : state) {
    changes.next();
    const auto range = boost::edges(reversed);
    std::size_t i = 0;
    for (auto e = range.first; e != range.second; ++e, ++i)
      reversed[*e] = changes.open()[arcs[i].index()] != 0 ? weights[i] : kClosed;
    for (const PlaceId d : roads.destinations) {
      boost::dijkstra_shortest_paths_no_color_map(
          reversed, d.index(), boost::make_iterator_property_map(before.begin(), index),
          boost::make_iterator_property_map(cost.begin(), index), boost::get(boost::edge_bundle, reversed),
          index, std::less<Cost>{}, std::plus<Cost>{}, kUnreachable / 2, Cost{0},
          boost::default_dijkstra_visitor{});
      benchmark::DoNotOptimize(cost.data());
    }
  }
  per_change(state, roads.destinations.size());
}

/// The roads of corridor150 that close and open in one year, in order, and what convoys ask in between: some
/// 45 000 times which road is next.
struct YearOfFlips {
  static constexpr std::size_t kAsks = 18;  ///< After each change.
  struct Ask {
    reference::Number at, depot;
  };
  reference::Network network{CITERNE_SOURCE_DIR "/tests/bench/reference/corridor150.txt"};
  std::vector<reference::Number> flips;  ///< Edges: each closes, opens, closes ...
  std::vector<Ask> asks;

  YearOfFlips() {
    reference::Xoshiro draw{150};
    std::vector<std::pair<double, reference::Number>> dated;
    for (reference::Number e = 0; e < network.edges.size(); ++e) {
      const double means[] = {network.edges[e].open_hours, network.edges[e].blocked_hours};
      double hours = 0.0;
      for (std::size_t i = 0; (hours += means[i % 2] * reference::exponential(draw)) < 365 * 24.0; ++i)
        dated.emplace_back(hours, e);
    }
    std::sort(dated.begin(), dated.end());
    for (const auto& [hours, edge] : dated) flips.push_back(edge);
    for (std::size_t i = 0; i < flips.size() * kAsks; ++i)
      asks.push_back({static_cast<reference::Number>(draw() % network.size()),
                      network.depots[draw() % network.depots.size()]});
  }
};

void year_of_flips(benchmark::State& state) {
  const YearOfFlips year;
  const Roads roads = corridor150();
  const RoadGraph graph{roads.network};
  std::vector<std::size_t> tree_of(year.network.size());
  std::vector<RoutingTree> open;
  const auto add_tree = [&](reference::Number node) {
    tree_of[node] = open.size();
    open.emplace_back(graph, PlaceId{node}, roads.cost, std::vector<std::uint8_t>(graph.arc_count(), 1));
  };
  for (const reference::Number depot : year.network.depots) add_tree(depot);
  for (reference::Number n = 0; n < year.network.size(); ++n)
    if (year.network.source[n] != 0) add_tree(n);  // empty tankers go home
  RoutingTree::Scratch scratch;
  for (auto _ : state) {
    std::vector<RoutingTree> trees = open;
    std::size_t ask = 0;
    for (const reference::Number edge : year.flips) {
      const SegmentId s{edge};
      const bool opens = !trees.front().is_open(forward_arc(s));
      const RoutingTree::Change change[] = {{forward_arc(s), opens}, {backward_arc(s), opens}};
      for (RoutingTree& tree : trees) tree.change(graph, roads.cost, change, scratch);
      for (std::size_t i = 0; i < YearOfFlips::kAsks; ++i, ++ask)
        benchmark::DoNotOptimize(
            trees[tree_of[year.asks[ask].depot]].next(graph, roads.cost, PlaceId{year.asks[ask].at}));
    }
  }
  state.counters["flips"] = static_cast<double>(year.flips.size());
}
BENCHMARK(year_of_flips)->Name("year_of_flips/citerne")->Unit(benchmark::kMillisecond);

void year_of_flips_bare(benchmark::State& state) {
  const YearOfFlips year;
  reference::Routing open{year.network};
  for (const reference::Number depot : year.network.depots) {
    open.hop(depot, depot);
    open.nearest_source(depot);
  }
  for (auto _ : state) {
    reference::Routing routing = open;
    std::size_t ask = 0;
    for (const reference::Number edge : year.flips) {
      routing.set_open(edge, !routing.is_open(edge));
      for (std::size_t i = 0; i < YearOfFlips::kAsks; ++i, ++ask)
        benchmark::DoNotOptimize(routing.hop(year.asks[ask].at, year.asks[ask].depot));
    }
  }
}
BENCHMARK(year_of_flips_bare)->Name("year_of_flips/bare")->Unit(benchmark::kMillisecond);

const bool kRouterRegistered = [] {
  using Way = void (*)(benchmark::State&, const std::function<Roads()>&);
  const std::vector<std::pair<std::string, Way>> ways{
      {"repaired", repaired_in_place}, {"built_anew", built_anew}, {"boost_dijkstra", dijkstra_of_boost}};
  const std::vector<std::pair<std::string, std::function<Roads()>>> networks{{"shipped", shipped_roads},
                                                                             {"corridor150", corridor150}};
  for (const auto& [network, make] : networks)
    for (const auto& [name, way] : ways)
      benchmark::RegisterBenchmark(("router/" + network + "/" + name).c_str(), way, make);
  return true;
}();

}  // namespace
}  // namespace citerne::bench
