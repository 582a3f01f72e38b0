#include "citerne/network/road_graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne {
namespace {

using testing::ElementsAre;

/// 0 - 2 (twice), 0 -> 1 one-way, 1 - 2 closed in a normal year.
Network small() {
  Network network;
  for (std::size_t i = 0; i < 3; ++i) network.places.push_back(Place{.id = std::to_string(i)});
  const auto road = [&](std::size_t a, std::size_t b) {
    return network.segments.push_back({.from = PlaceId{a}, .to = PlaceId{b}, .length = kilometres(1)});
  };
  road(0, 2);
  network.segments[road(0, 1)].two_way = false;
  road(2, 0);
  network.segments[road(1, 2)].state = BaselineState::closed;
  return network;
}

TEST(Arcs, RunBothWaysOfASegment) {
  const Network network = small();
  const ArcId there = forward_arc(SegmentId{2}), back = backward_arc(SegmentId{2});
  EXPECT_EQ(network.tail(there), PlaceId{2});
  EXPECT_EQ(network.head(there), PlaceId{0});
  EXPECT_EQ(network.tail(back), PlaceId{0});
  EXPECT_EQ(opposite(there), back);
  EXPECT_EQ(segment_of(back), SegmentId{2});
  EXPECT_TRUE(is_forward(there) && !is_forward(back));
}

TEST(RoadGraph, ListsUsableArcsByHeadThenArc) {
  const RoadGraph graph{small()};
  EXPECT_EQ(graph.place_count(), 3u);
  EXPECT_EQ(graph.arc_count(), 8u);
  EXPECT_THAT(graph.leaving(PlaceId{0}), ElementsAre(Hop{forward_arc(SegmentId{1}), PlaceId{1}},
                                                     Hop{forward_arc(SegmentId{0}), PlaceId{2}},
                                                     Hop{backward_arc(SegmentId{2}), PlaceId{2}}));
  EXPECT_THAT(graph.leaving(PlaceId{1}), ElementsAre());
  EXPECT_THAT(graph.entering(PlaceId{1}), ElementsAre(Hop{forward_arc(SegmentId{1}), PlaceId{0}}));
  EXPECT_THAT(graph.entering(PlaceId{2}), ElementsAre(Hop{forward_arc(SegmentId{0}), PlaceId{0}},
                                                      Hop{backward_arc(SegmentId{2}), PlaceId{0}}));
}

TEST(RoadGraph, KnowsWhatNobodyMayUse) {
  const RoadGraph graph{small()};
  EXPECT_TRUE(graph.usable(forward_arc(SegmentId{1})));
  EXPECT_FALSE(graph.usable(backward_arc(SegmentId{1})));
  EXPECT_FALSE(graph.usable(forward_arc(SegmentId{3})));
}

}  // namespace
}  // namespace citerne
