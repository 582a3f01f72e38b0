#include "citerne/network/routing_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "citerne/base/random.hpp"

namespace citerne {
namespace {

/// Places 0 .. n-1 and two-way roads between the pairs given.
Network roads(std::size_t places, const std::vector<std::pair<std::size_t, std::size_t>>& pairs) {
  Network network;
  for (std::size_t i = 0; i < places; ++i) network.places.push_back(Place{.id = std::to_string(i)});
  for (const auto& [a, b] : pairs)
    network.segments.push_back(Segment{.from = PlaceId{a}, .to = PlaceId{b}, .length = kilometres(1)});
  return network;
}

TEST(RoutingTree, TakesTheCheaperOfTwoParallelRoads) {
  const Network network = roads(2, {{0, 1}, {0, 1}});
  const RoadGraph graph{network};
  const std::vector<Cost> cost{10, 10, 4, 4};
  const RoutingTree tree{graph, PlaceId{1}, cost, std::vector<std::uint8_t>(4, 1)};
  EXPECT_EQ(tree.cost_from(PlaceId{0}), 4);
  EXPECT_EQ(tree.next(graph, cost, PlaceId{0}), forward_arc(SegmentId{1}));
}

TEST(RoutingTree, BreaksTiesByPlaceThenArc) {
  const Network network = roads(4, {{0, 2}, {0, 1}, {1, 3}, {2, 3}});
  const RoadGraph graph{network};
  const std::vector<Cost> cost(8, 5);
  const RoutingTree tree{graph, PlaceId{3}, cost, std::vector<std::uint8_t>(8, 1)};
  EXPECT_EQ(graph.head(tree.next(graph, cost, PlaceId{0})), PlaceId{1});
}

TEST(RoutingTree, SaysThatNoWayExists) {
  Network network = roads(2, {{0, 1}});
  network.segments[SegmentId{0}].two_way = false;
  const RoadGraph graph{network};
  const std::vector<Cost> cost(2, 5);
  const RoutingTree tree{graph, PlaceId{0}, cost, std::vector<std::uint8_t>(2, 1)};
  EXPECT_FALSE(tree.reaches(PlaceId{1}));
  EXPECT_TRUE(tree.next(graph, cost, PlaceId{1}).is_none());
}

/// A repaired tree equals one built afresh, after any sequence of openings and closings.
TEST(RoutingTree, RepairEqualsRebuild) {
  for (std::uint32_t trial = 0; trial < 200; ++trial) {
    SCOPED_TRACE(testing::Message() << "replay with trial = " << trial);
    Stream draw{{2026, trial, Purpose::property_test}};
    const std::size_t places = 3 + draw() % 25;
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 1; i < places; ++i) pairs.emplace_back(i, draw() % i);
    for (std::size_t i = 0; i < places; ++i)
      if (const std::size_t a = draw() % places, b = draw() % places; a != b) pairs.emplace_back(a, b);
    Network network = roads(places, pairs);
    for (Segment& road : network.segments) {
      road.two_way = draw() % 4 != 0;
      if (draw() % 10 == 0) road.state = BaselineState::closed;
    }
    const RoadGraph graph{network};
    std::vector<Cost> cost(graph.arc_count());
    for (Cost& c : cost) c = 1 + draw() % 6;  // small: many ties
    RoutingTree tree{graph, PlaceId{draw() % places}, cost, std::vector<std::uint8_t>(graph.arc_count(), 1)};
    std::vector<std::uint8_t> open(graph.arc_count(), 1);
    RoutingTree::Scratch scratch;
    for (int step = 0; step < 30; ++step) {
      std::vector<RoutingTree::Change> changes;
      for (std::uint32_t k = 0; k <= draw() % 3; ++k) {
        const ArcId a{draw() % graph.arc_count()};
        open[a.index()] ^= 1;
        changes.push_back({a, open[a.index()] != 0});
      }
      tree.change(graph, cost, changes, scratch);
      const RoutingTree fresh{graph, tree.destination(), cost, open};
      for (std::size_t p = 0; p < places; ++p)
        ASSERT_EQ(tree.cost_from(PlaceId{p}), fresh.cost_from(PlaceId{p}))
            << "step " << step << " place " << p;
    }
  }
}

/// Opened by a change, the wrong way of a one-way road is still no way.
TEST(RoutingTree, AChangeDoesNotOpenWhatNobodyMayUse) {
  Network network = roads(3, {{0, 1}, {1, 2}});
  network.segments[SegmentId{0}].two_way = false;
  const RoadGraph graph{network};
  const std::vector<Cost> cost(4, 5);
  RoutingTree tree{graph, PlaceId{0}, cost, std::vector<std::uint8_t>(4, 1)};
  RoutingTree::Scratch scratch;
  const ArcId wrong_way = backward_arc(SegmentId{0});
  tree.change(graph, cost, std::vector<RoutingTree::Change>{{wrong_way, false}}, scratch);
  tree.change(graph, cost, std::vector<RoutingTree::Change>{{wrong_way, true}}, scratch);
  EXPECT_FALSE(tree.reaches(PlaceId{1}));
  EXPECT_FALSE(tree.reaches(PlaceId{2}));
}

TEST(RoutingTree, ClosesAndOpensInOneChange) {
  const Network network = roads(4, {{0, 1}, {1, 3}, {0, 2}, {2, 3}});
  const RoadGraph graph{network};
  const std::vector<Cost> cost{1, 1, 1, 1, 2, 2, 2, 2};
  RoutingTree tree{graph, PlaceId{3}, cost, std::vector<std::uint8_t>(8, 1)};
  RoutingTree::Scratch scratch;
  const ArcId north = forward_arc(SegmentId{1}), south = forward_arc(SegmentId{3});
  tree.change(graph, cost, std::vector<RoutingTree::Change>{{north, false}}, scratch);
  EXPECT_EQ(tree.cost_from(PlaceId{0}), 4);
  EXPECT_EQ(tree.cost_from(PlaceId{1}), 5);  // back by 0
  tree.change(graph, cost, std::vector<RoutingTree::Change>{{north, true}, {south, false}}, scratch);
  EXPECT_EQ(tree.cost_from(PlaceId{0}), 2);
  EXPECT_EQ(tree.cost_from(PlaceId{2}), 4);
  tree.change(graph, cost, std::vector<RoutingTree::Change>{{north, false}}, scratch);
  EXPECT_FALSE(tree.reaches(PlaceId{0}));
  EXPECT_EQ(tree.cost_from(PlaceId{3}), 0);
}

TEST(CutOffPlaces, FindsOneWayTrapsAndIslands) {
  Network network = roads(5, {{0, 1}, {1, 2}, {2, 3}});
  network.segments[SegmentId{2}].two_way = false;  // nobody returns from 3; nothing leads to 4
  EXPECT_THAT(cut_off_places(network), testing::ElementsAre(PlaceId{3}, PlaceId{4}));
}

}  // namespace
}  // namespace citerne
