#include "citerne/network/max_flow.hpp"

#include <gtest/gtest.h>

namespace citerne {
namespace {

/// s - a - t and s - b - t, and a road from a to b.
Network diamond() {
  Network n;
  for (const char* id : {"s", "a", "b", "t"}) n.places.push_back({.id = id});
  for (const auto& [from, to] : {std::pair{0, 1}, {0, 2}, {1, 3}, {2, 3}, {1, 2}})
    n.segments.push_back(
        {.from = PlaceId{static_cast<std::size_t>(from)}, .to = PlaceId{static_cast<std::size_t>(to)}});
  return n;
}

/// Capacities by segment, forward only.
std::vector<std::int64_t> forward(std::initializer_list<std::int64_t> capacity) {
  std::vector<std::int64_t> by_arc;
  for (const std::int64_t c : capacity) by_arc.insert(by_arc.end(), {c, 0});
  return by_arc;
}

TEST(MaxFlow, IsTheLeastCut) {
  const Network n = diamond();
  const std::vector<PlaceId> source{PlaceId{0}};
  // Ford and Fulkerson's cut: out of s come 10 + 4; into t go 5 + 9; a can pass 5 on to b.
  EXPECT_EQ(max_flow(n, forward({10, 4, 5, 9, 5}), source, PlaceId{3}), 14);
  EXPECT_EQ(max_flow(n, forward({10, 4, 5, 9, 2}), source, PlaceId{3}), 11);  // the road from a to b binds
  EXPECT_EQ(max_flow(n, forward({10, 4, 5, 0, 5}), source, PlaceId{3}), 5);
  EXPECT_EQ(max_flow(n, forward({0, 0, 5, 9, 5}), source, PlaceId{3}), 0);
}

TEST(MaxFlow, JoinsItsSources) {
  const Network n = diamond();
  EXPECT_EQ(max_flow(n, forward({10, 4, 5, 9, 0}), std::vector{PlaceId{1}, PlaceId{2}}, PlaceId{3}), 14);
  EXPECT_EQ(max_flow(n, forward({10, 4, 5, 9, 0}), std::vector{PlaceId{3}}, PlaceId{3}), 0);
}

}  // namespace
}  // namespace citerne
