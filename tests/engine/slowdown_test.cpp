#include <gtest/gtest.h>

#include "stage.hpp"

// One driving hour a road, day and night, no noise: what a slowdown makes of it.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// Driving time of the first loaded crossing of road s1 at or after `since`.
Duration needs_after(const Stage& stage, const char* since) {
  for (const Crossing& c : stage.crossings)
    if (c.arc == forward_arc(SegmentId{1}) && c.at >= at(since)) return c.needs;
  return {};
}

Scenario slow(Recovery recovery = {}) {
  Scenario sc = fresh_chain();
  Slowdown mud{
      .where = stretch(sc, 1, 2), .speed = percent(25), .from = at("2025-01-10"), .until = at("2025-01-20")};
  mud.recovery = std::move(recovery);
  sc.events.push_back({"mud", mud, {}});
  return sc;
}

TEST(Slowdown, MakesTheRoadTakeLongerFromBeginToEnd) {
  Stage stage{slow()};
  stage.through("2025-02-01");
  EXPECT_EQ(needs_after(stage, "2025-01-02"), hours(1));
  EXPECT_EQ(needs_after(stage, "2025-01-10"), hours(4));
  EXPECT_EQ(needs_after(stage, "2025-01-20"), hours(1));
  EXPECT_EQ(stage.logged(LogKind::slowdown_begins), 1u);
  EXPECT_EQ(stage.logged(LogKind::slowdown_ends), 1u);
}

TEST(Slowdown, ComesBackInItsShape) {
  Stage stage{slow({.shape = RecoveryShape::linear, .over = days(10)})};
  stage.through("2025-02-01");
  for (const Crossing& c : stage.crossings) {
    if (c.arc != forward_arc(SegmentId{1}) || c.at < at("2025-01-20") || c.at >= at("2025-01-30")) continue;
    const std::int64_t back = (c.at - at("2025-01-20")).count() * 1'000'000 / days(10).count();
    const std::int64_t speed = 250'000 + 750'000 * back / 1'000'000;
    EXPECT_EQ(c.needs.count(), 3'600 * 1'000'000LL / speed);
  }
  EXPECT_EQ(needs_after(stage, "2025-01-30"), hours(1));
}

TEST(Slowdown, OfSeveralTheSlowestCounts) {
  Scenario sc = slow();
  sc.events.push_back(
      {"works", Slowdown{.where = stretch(sc, 0, 3), .speed = percent(50), .from = at("2025-01-05")}, {}});
  Stage stage{sc};
  stage.through("2025-02-01");
  EXPECT_EQ(needs_after(stage, "2025-01-05"), hours(2));
  EXPECT_EQ(needs_after(stage, "2025-01-10"), hours(4));
  EXPECT_EQ(needs_after(stage, "2025-01-20"), hours(2));
}

/// The share that a control lets through comes back day by day behind its end.
TEST(ControlRecovery, OpensByFullDays) {
  Scenario sc = fresh_chain();
  closed(sc, "gate", stretch(sc, 1, 3), "2025-01-05", "2025-01-11");
  last_control(sc).recovery = {.shape = RecoveryShape::linear, .over = days(4)};
  Stage stage{sc};
  stage.to_the_end();
  std::vector<std::pair<std::int64_t, std::int64_t>> turns;  // hours since the 11th, share
  for (const LogEntry& e : stage.record.log)
    if (e.kind == LogKind::control_changes && e.instant >= at("2025-01-11").unix_seconds())
      turns.emplace_back((e.instant - at("2025-01-11").unix_seconds()) / 3'600, e.share_ppm);
  EXPECT_EQ(turns, (std::vector<std::pair<std::int64_t, std::int64_t>>{
                       {24, 250'000}, {48, 500'000}, {72, 750'000}, {96, 1'000'000}}));
}

}  // namespace
}  // namespace citerne::engine
