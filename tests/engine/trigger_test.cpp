#include <gtest/gtest.h>

#include "stage.hpp"

// The town burns 40 m3 a day, evenly, from 240 m3 on; its week is 280 m3: a cover of 6 d, and of 3 d at 120
// m3.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// Nothing comes, and demand doubles when the condition comes true.
Scenario besieged(const Trigger& trigger) {
  Scenario sc = fresh_chain();
  closed(sc, "siege", stretch(sc, 0, 4), "2025-01-01", "2026-01-01");
  sc.events.push_back({"buying", DemandShift{.factor = percent(200)}, trigger});
  return sc;
}

TEST(Trigger, FiresInTheSecondInWhichTheCoverFallsBelow) {
  Stage stage{besieged({.when = cover_below(days(3))})};
  stage.to_the_end();
  // 240 m3 at 40 m3 a day reach 120 m3 after 3 d; below it is a millilitre, 3 s, later.
  const std::vector<Instant> at_what = logged_at(stage.record, LogKind::decided);
  ASSERT_EQ(at_what.size(), 1u);
  EXPECT_GT(at_what[0], at("2025-01-04"));
  EXPECT_LE(at_what[0], at("2025-01-04") + seconds(3));
  EXPECT_EQ(logged_at(stage.record, LogKind::demand_shifts), at_what);
  // From then on it burns twice as much: the 120 m3 last 1.5 d.
  const std::vector<Instant> dry = logged_at(stage.record, LogKind::stock_out);
  ASSERT_FALSE(dry.empty());
  EXPECT_NEAR(static_cast<double>((dry[0] - at_what[0]).count()), 1.5 * 86'400, 3.0);
}

TEST(Trigger, WaitsForTheConditionToLastAndForTheDecision) {
  Stage stage{besieged({.when = cover_below(days(3), hours(12)), .decision_takes = hours(6)})};
  stage.to_the_end();
  const std::vector<Instant> decided = logged_at(stage.record, LogKind::decided);
  const std::vector<Instant> begun = logged_at(stage.record, LogKind::demand_shifts);
  ASSERT_EQ(decided.size(), 1u);
  ASSERT_EQ(begun.size(), 1u);
  EXPECT_NEAR(static_cast<double>((decided[0] - at("2025-01-04T12:00")).count()), 1.5, 1.5);
  EXPECT_EQ(begun[0] - decided[0], hours(6));
}

TEST(Trigger, LastsAsLongAsItSays) {
  Stage stage{besieged({.when = cover_below(days(3)), .lasts = hours(10)})};
  stage.to_the_end();
  const std::vector<Instant> turns = logged_at(stage.record, LogKind::demand_shifts);
  ASSERT_EQ(turns.size(), 2u);
  EXPECT_EQ(turns[1] - turns[0], hours(10));
  EXPECT_EQ(logged_at(stage.record, LogKind::decided).size(), 1u)
      << "once: the cover has been below ever since";
}

/// Stops above and begins again below, as often as the stock swings.
TEST(Trigger, BeginsAgainWhenTheConditionComesTrueAgain) {
  Scenario sc = fresh_chain();
  Trigger trigger{.when = cover_below(days(4))};
  trigger.stops_when = Criterion{.place = PlaceId{4}, .product = ProductId{0}, .above = days(4) + hours(6)};
  sc.events.push_back({"less", DemandShift{.factor = percent(100)}, trigger});
  Stage stage{sc};
  stage.to_the_end();
  const std::size_t turns = stage.logged(LogKind::demand_shifts), decided = stage.logged(LogKind::decided);
  EXPECT_GT(decided, 5u);
  EXPECT_LE(turns, 2 * decided);
  EXPECT_GE(turns + 1, 2 * decided);
}

TEST(Trigger, ByAnotherEventFollowsItsBeginningOrItsEnd) {
  Scenario sc = fresh_chain();
  closed(sc, "gate", stretch(sc, 1, 3), "2025-01-05", "2025-01-11");
  const EventId gate{0};
  sc.events.push_back({"after", DemandShift{.factor = percent(50)},
                       Trigger{.when = Criterion{.after = gate}, .decision_takes = days(2)}});
  sc.events.push_back({"later", Outage{.terminal = TerminalId{0}},
                       Trigger{.when = Criterion{.after_end_of = gate}, .lasts = days(1)}});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(logged_at(stage.record, LogKind::demand_shifts), std::vector{at("2025-01-07")});
  EXPECT_EQ(logged_at(stage.record, LogKind::outage_begins), std::vector{at("2025-01-11")});
  EXPECT_EQ(logged_at(stage.record, LogKind::outage_ends), std::vector{at("2025-01-12")});
}

TEST(Trigger, OfAControlBarsTheRoadAndOpensItAgain) {
  Scenario sc = fresh_chain();
  citerne::Control gate{.where = stretch(sc, 1, 3)};
  gate.phases.push_back({.id = "only", .lets_through = Share{}});
  sc.events.push_back({"first", DemandShift{.factor = percent(100), .from = at("2025-01-05")}, {}});
  sc.events.push_back({"gate", gate, Trigger{.when = Criterion{.after = EventId{0}}, .lasts = days(3)}});
  Stage stage{sc};
  stage.to_the_end();
  std::size_t between = 0;
  for (const Crossing& c : stage.crossings)
    if (c.arc == forward_arc(SegmentId{1}) && c.at >= at("2025-01-05") && c.at < at("2025-01-08")) ++between;
  EXPECT_EQ(between, 0u);
  EXPECT_GT(stage.logged(LogKind::held), 0u);
  EXPECT_EQ(stage.tankers(ConvoyState::held_at_place), 0u);
}

/// Drawn anew in each replication, by the event's name.
TEST(Trigger, IsDecidedByChance) {
  const auto plan = make_plan(besieged({.when = cover_below(days(3)), .chance = percent(30)}));
  int decided = 0;
  for (std::uint32_t r = 0; r < 400; ++r)
    decided +=
        logged_at(run(*plan, make_world(*plan, 7, r), {false, true}), LogKind::decided).empty() ? 0 : 1;
  EXPECT_NEAR(decided, 120, 4 * 9.2);  // binomial: sqrt(400 x 0.3 x 0.7) = 9.2
}

/// A watcher that changes nothing leaves every figure as it is.
TEST(Trigger, ThatNeverActsChangesNothing) {
  Scenario sc = fresh_chain();
  closed(sc, "gate", stretch(sc, 1, 3), "2025-01-05", "2025-01-20");
  Scenario watched = sc;
  watched.events.push_back({"watch", DemandShift{.factor = percent(300)},
                            Trigger{.when = cover_below(days(5), hours(1)), .chance = Share{}}});
  const RunRecord a = run_once(sc), b = run_once(watched);
  EXPECT_EQ(a.series.stock_ml, b.series.stock_ml);
  EXPECT_EQ(a.served_ml, b.served_ml);
  EXPECT_EQ(a.delivered_ml, b.delivered_ml);
}

}  // namespace
}  // namespace citerne::engine
