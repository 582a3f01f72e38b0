#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

/// **Threat**, **Outcome** and **the wreck**.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// A convoy of 42 leaves the port at 01:00 on January 3rd and every other day; each road is an hour.
Scenario convoy_of_42() {
  Scenario sc = fresh_chain();
  citerne::Tank& tank = sc.sites[SiteId{0}].tanks[0];
  tank.demands[0].normal = tank.throughput = litres_per_day(840'000);
  tank.capacity = cubic_metres(10'000);
  sc.fleets[FleetId{0}].tankers = 200;
  sc.terminals[TerminalId{0}].bays = 100;
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 42, .wait_at_most = days(1)}};
  return sc;
}

Ambush ambush_on(const Scenario& sc, std::size_t from, std::size_t to, const char* when, Duration window) {
  Ambush a{.where = stretch(sc, from, to), .at = at(when), .window = window};
  a.strikes.empty = false;
  a.at_least = 20;
  a.trapped = {percent(50), percent(50), Share{}, days(3), days(4)};
  a.road_cleared_after = hours(36);
  return a;
}

/// The case of 28 October 2025: 42 tankers, 2 lost, 40 trapped; half go on after three days, half are
/// diverted.
TEST(Outcome, OfFortyTwoTankersTwoAreLostAndFortyTrapped) {
  Scenario sc = convoy_of_42();
  sc.events.push_back({"rn24", ambush_on(sc, 1, 3, "2025-01-02T12:00", hours(48))});
  Stage stage{sc};
  stage.through(at("2025-01-03T02:00") - seconds(1));
  EXPECT_EQ(stage.logged(LogKind::ambush), 0u);
  stage.through("2025-01-03T02:00");  // they enter the stretch
  EXPECT_EQ(stage.world.struck_lost[0], 2);
  EXPECT_EQ(stage.world.struck_trapped[0], 40);
  EXPECT_EQ(stage.world.trapped_on[1], 40);
  EXPECT_EQ(stage.account_of(Account::lost), cubic_metres(80));
  EXPECT_EQ(stage.account_of(Account::trapped), cubic_metres(1'600));
  EXPECT_EQ(stage.account_of(Account::in_tankers), Volume{});
  stage.through("2025-01-06T02:00");  // three days: 20 go on
  EXPECT_EQ(stage.account_of(Account::trapped), cubic_metres(800));
  EXPECT_EQ(stage.world.moving_on[1], 20);
  stage.through("2025-01-07T02:00");  // four: the loads of the others are gone, the tankers come home
  EXPECT_EQ(stage.account_of(Account::trapped), Volume{});
  EXPECT_EQ(stage.account_of(Account::diverted), cubic_metres(800));
  EXPECT_EQ(stage.logged(LogKind::recovered), 1u);
  EXPECT_EQ(stage.logged(LogKind::diverted), 1u);
  stage.to_the_end();
  EXPECT_EQ(stage.record.lost_tankers[0], 2);
  EXPECT_EQ(stage.record.residual_ml[0], 0);
  EXPECT_EQ(stage.record.struck_trapped[0], 40);
}

/// The same, stopped on the way: of 42 loads 20 are trapped and will go on, 22 are gone, diverted or lost.
TEST(Outcome, OfAnAmbushIsToldOfWhatWasDispatched) {
  Scenario sc = convoy_of_42();
  sc.events.push_back({"rn24", ambush_on(sc, 1, 3, "2025-01-02T12:00", hours(48))});
  const auto until = [&](const char* end) {
    sc.calendar.end = at(end);
    return run_once(sc);
  };
  RunRecord r = until("2025-01-03T12:00");
  EXPECT_EQ(r.dispatched_ml[0], cubic_metres(42 * 40).count());
  EXPECT_EQ(r.trapped_ml[0], cubic_metres(800).count());
  EXPECT_EQ(r.under_way_ml[0], 0);
  EXPECT_EQ(r.made_it_ml[0], 0);
  r = until("2025-01-06T02:30");
  EXPECT_EQ(r.trapped_ml[0], 0);
  ASSERT_EQ(r.grades.size(), 2u) << "the wreck closes its road, and is cleared";
  EXPECT_EQ(r.grades[1].instant - r.grades[0].instant, hours(36).count());
}

/// Recovered loads stay in the position, lost and diverted ones leave it with the news.
TEST(Outcome, LostAndDivertedLoadsLeaveThePositionWithTheNews) {
  Scenario sc = convoy_of_42();
  sc.ordering.overdue_after = percent(10'000);
  sc.events.push_back({"rn24", ambush_on(sc, 1, 3, "2025-01-02T12:00", hours(48))});
  std::get<Ambush>(sc.events[EventId{0}].what).news_after = hours(5);
  Stage stage{sc};
  stage.through(at("2025-01-03T07:00") - seconds(1));
  EXPECT_EQ(stage.world.tanks[TankId{0}].on_order, cubic_metres(1'680));
  stage.through("2025-01-03T07:00");
  Volume trapped_and_coming;
  for (const Load& load : stage.world.loads)
    if (load.in_position && load.state == LoadState::trapped) trapped_and_coming += load.volume;
  EXPECT_EQ(trapped_and_coming, cubic_metres(800));
  EXPECT_NE(stage.world.tanks[TankId{0}].on_order, cubic_metres(1'680));
}

TEST(Outcome, OfTheCountedPatternSparesTheTail) {
  Scenario sc = convoy_of_42();
  Ambush a = ambush_on(sc, 1, 3, "2025-01-02T12:00", hours(48));
  a.pattern = Pattern::counted;
  a.lost_tankers = 3;
  a.trapped_tankers = 9;
  a.stopped_convoys = ClosurePolicy::hold;
  sc.events.push_back({"rn24", a});
  Stage stage{sc};
  stage.through("2025-01-03T02:00");
  EXPECT_EQ(stage.world.struck_lost[0], 3);
  EXPECT_EQ(stage.world.trapped_on[1], 9);
  EXPECT_EQ(stage.world.held_on[1], 30);  // behind the wreck
  stage.through("2025-01-04T14:00");      // cleared after 36 hours
  EXPECT_EQ(stage.world.held_on[1], 0);
  EXPECT_EQ(stage.world.moving_on[1], 30);
  stage.to_the_end();
  EXPECT_EQ(stage.record.residual_ml[0], 0);
}

TEST(Threat, StrikesOnlyConvoysThatFit) {
  for (const std::int64_t at_least : {42, 43}) {
    Scenario sc = convoy_of_42();
    Ambush a = ambush_on(sc, 1, 3, "2025-01-02T12:00", hours(48));
    a.at_least = at_least;
    sc.events.push_back({"rn24", a});
    EXPECT_EQ(run_once(sc).struck_lost[0], at_least == 42 ? 2 : 0);
  }
}

/// The window is half open: the convoy enters at 02:00.
TEST(Threat, IsOpenForItsWindowAndNoSecondMore) {
  const auto struck = [](const char* when, Duration window) {
    Scenario sc = convoy_of_42();
    sc.calendar.end = at("2025-01-04");
    sc.events.push_back({"rn24", ambush_on(sc, 1, 3, when, window)});
    return run_once(sc).struck_lost[0] > 0;
  };
  EXPECT_TRUE(struck("2025-01-03T00:00", hours(2) + seconds(1)));
  EXPECT_FALSE(struck("2025-01-03T00:00", hours(2)));
  EXPECT_TRUE(struck("2025-01-03T02:00", seconds(1)));  // opens in the second they enter
  EXPECT_FALSE(struck("2025-01-03T02:00", Duration{}));
  EXPECT_TRUE(struck("2025-01-03T02:00:01", Duration{}));  // whoever is on the stretch
  EXPECT_TRUE(struck("2025-01-03T03:59:59", Duration{}));
  EXPECT_FALSE(struck("2025-01-03T04:00", Duration{}));  // they leave it this second
}

/// A stop inside the stretch is a stay on it; the places at its ends are off it.
TEST(Threat, AStopInsideTheStretchIsOnIt) {
  const auto struck = [](std::size_t held_before, const char* when) {
    Scenario sc = convoy_of_42();
    sc.calendar.end = at("2025-01-06");
    closed(sc, "blockade", stretch(sc, held_before, held_before + 1), "2025-01-02", "2025-01-05");
    last_control(sc).news_after = days(60);
    sc.events.push_back({"rn24", ambush_on(sc, 1, 3, when, Duration{})});
    return run_once(sc).struck_lost[1] > 0;
  };
  EXPECT_TRUE(struck(2, "2025-01-03T12:00"));   // held at p2, between p1 and p3
  EXPECT_FALSE(struck(1, "2025-01-03T12:00"));  // held at p1, where it begins
  EXPECT_FALSE(struck(3, "2025-01-03T12:00"));  // held at p3, where it ends
}

/// Held at a place inside and struck there: the wait before is the blockade's, and nothing is counted twice.
TEST(Threat, AConvoyStruckAtAPlaceIsHeldThereNoMore) {
  Scenario sc = convoy_of_42();
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-02", "2025-01-05");
  last_control(sc).news_after = days(60);
  sc.events.push_back({"rn24", ambush_on(sc, 1, 3, "2025-01-03T12:00", Duration{})});
  Stage stage{sc};
  stage.through("2025-01-03T12:00");
  EXPECT_EQ(stage.world.held_at[2], 0);
  EXPECT_EQ(stage.tankers(ConvoyState::trapped), 40u);
  stage.to_the_end();
  EXPECT_EQ(stage.record.residual_ml[0], 0);
  EXPECT_EQ(stage.world.held_at[2], 0);
}

/// In the queue of a border post inside the stretch: the desk goes on with others, and the survivors come
/// back to it.
TEST(Threat, AConvoyStruckInAQueueLeavesIt) {
  Scenario sc = convoy_of_42();
  sc.posts.push_back({.id = "border",
                      .kind = PostKind::border,
                      .place = PlaceId{2},
                      .lanes = 2,
                      .service_takes = minutes(20)});
  Ambush a = ambush_on(sc, 1, 3, "2025-01-03T05:05", Duration{});
  a.trapped = {percent(100), Share{}, Share{}, hours(10), {}};
  sc.events.push_back({"rn24", a});
  Stage stage{sc};
  stage.through("2025-01-03T05:05");
  EXPECT_EQ(stage.tankers(ConvoyState::trapped), 40u);
  EXPECT_TRUE(stage.world.posts[PostId{0}].queue.empty());
  stage.through("2025-01-03T06:00");
  EXPECT_EQ(stage.world.posts[PostId{0}].free_lanes, 2);
  stage.through("2025-01-03T15:05");  // recovered: still to be served
  EXPECT_EQ(stage.tankers(ConvoyState::at_post), 40u);
  stage.to_the_end();
  EXPECT_EQ(stage.record.residual_ml[0], 0);
  EXPECT_EQ(stage.world.posts[PostId{0}].free_lanes, 2);
}

/// Two convoys on the stretch: the one that entered first is struck; one strike uses the threat up.
TEST(Threat, StrikesTheConvoyThatEnteredFirstAndOnce) {
  Scenario sc = convoy_of_42();
  sc.assemblies[0].tankers = 21;
  sc.assemblies[0].wait_at_most = hours(1);
  sc.terminals[TerminalId{0}].bays = 21;  // the second half leaves an hour later
  Ambush a = ambush_on(sc, 0, 4, "2025-01-03T03:30", hours(48));
  sc.events.push_back({"rn24", a});
  Stage stage{sc};
  stage.through("2025-01-03T03:30");
  EXPECT_EQ(stage.logged(LogKind::ambush), 1u);
  EXPECT_EQ(stage.world.trapped_on[2], 19);  // on its third road
  EXPECT_EQ(stage.world.held_on[1], 21);     // behind, on its second
  stage.to_the_end();
  EXPECT_EQ(stage.logged(LogKind::ambush), 1u);
  EXPECT_EQ(stage.record.struck_lost[0], 2);
}

/// **The wreck** closes its stretch both ways: those ahead go on, those behind and opposing stop.
TEST(Wreck, LetsThoseAheadGoOnAndStopsTheOthers) {
  Scenario sc = convoy_of_42();
  sc.assemblies[0].tankers = 14;
  sc.assemblies[0].wait_at_most = hours(1);
  sc.terminals[TerminalId{0}].bays = 14;  // three convoys of 14, an hour apart
  sc.sites.push_back(sc.sites[SiteId{0}]);
  Ambush a = ambush_on(sc, 0, 4, "2025-01-03T04:30", Duration{});
  a.strikes.products = {};
  a.at_least = 1;
  sc.events.push_back({"rn24", a});
  sc.sites[SiteId{1}] = sc.sites[SiteId{0}];
  sc.sites[SiteId{1}].kind = SiteKind::mine;
  sc.sites[SiteId{1}].tanks[0].demands[0].normal = litres_per_day(1);
  sc.sites[SiteId{1}].tanks[0].throughput = litres_per_day(1);
  // The first convoy is on its fourth road, the second on its third, the last on its second.
  Stage stage{sc};
  stage.through("2025-01-03T04:30");
  EXPECT_EQ(stage.world.trapped_on[3], 12);
  EXPECT_EQ(stage.world.held_on[2], 14);
  EXPECT_EQ(stage.world.held_on[1], 14);
}

TEST(Wreck, SparesThoseAheadInTheSameDirection) {
  Scenario sc = convoy_of_42();
  sc.assemblies[0].tankers = 14;
  sc.assemblies[0].wait_at_most = hours(1);
  sc.terminals[TerminalId{0}].bays = 14;
  Ambush a = ambush_on(sc, 0, 4, "2025-01-03T01:30", days(1));
  a.at_least = 1;
  a.strikes.direction = Direction::forward;
  sc.events.push_back({"early", a});  // strikes the first of the three
  Stage stage{sc};
  stage.through("2025-01-03T01:30");
  EXPECT_EQ(stage.world.trapped_on[0], 12);
  stage.through("2025-01-03T02:00");
  EXPECT_EQ(stage.world.held_at[0], 14);  // the next finds the road closed
  // Now one that strikes the second convoy, with the first an hour ahead.
  Scenario later = sc;
  Ambush b = ambush_on(later, 1, 2, "2025-01-03T02:30", Duration{});
  later.events = {};
  later.events.push_back({"one", b});
  std::get<Ambush>(later.events[EventId{0}].what).at_least = 1;
  std::get<Ambush>(later.events[EventId{0}].what).at = at("2025-01-03T03:30");
  Stage second{later};
  second.through("2025-01-03T03:30");
  EXPECT_EQ(second.world.trapped_on[1], 12);
  EXPECT_EQ(second.world.moving_on[2], 14);  // ahead, off the stretch
  second.through("2025-01-03T04:00");
  EXPECT_EQ(second.world.held_at[1], 14);  // behind
}

/// Two convoys on one stretch of several roads, the second is struck: the first, ahead of it, goes on inside.
TEST(Wreck, ThoseAheadOnTheStretchGoOn) {
  Scenario sc = convoy_of_42();
  sc.assemblies[0].tankers = 14;
  sc.assemblies[0].wait_at_most = hours(1);
  sc.terminals[TerminalId{0}].bays = 14;
  sc.sites[SiteId{0}].tanks[0].order_up_to = days(6);
  Ambush a = ambush_on(sc, 0, 4, "2025-01-03T03:30", Duration{});
  a.at_least = 1;
  a.strikes.bound_for = BoundFor::any;
  sc.events.push_back({"rn24", a});
  // Only the diesel convoy, the second, is meant.
  sc.products.push_back({"diesel", "Diesel"});
  citerne::Tank diesel = sc.sites[SiteId{0}].tanks[0];
  diesel.product = ProductId{1};
  sc.sites[SiteId{0}].tanks.push_back(diesel);
  for (citerne::Tank& tank : sc.sites[SiteId{0}].tanks) {
    tank.demands[0].normal = tank.throughput = litres_per_day(280'000);  // 14 tankers each
  }
  std::get<Ambush>(sc.events[EventId{0}].what).strikes.products = {ProductId{1}};
  Stage stage{sc};
  stage.through("2025-01-03T03:30");
  EXPECT_EQ(stage.world.trapped_on[1], 12);
  EXPECT_EQ(stage.world.moving_on[2], 14);
  stage.through("2025-01-03T04:00");
  EXPECT_EQ(stage.world.moving_on[3], 14);  // entered its next road on the closed stretch
  stage.through("2025-01-03T05:00");
  EXPECT_EQ(stage.world.tanks[TankId{0}].unloading, cubic_metres(14 * 40));
}

/// Ahead and standing at a post inside the stretch: they go on too.
TEST(Wreck, ThoseAheadAtAPostInsideTheStretchGoOn) {
  Scenario sc = convoy_of_42();
  sc.assemblies[0].tankers = 14;
  sc.assemblies[0].wait_at_most = hours(1);
  sc.terminals[TerminalId{0}].bays = 14;
  sc.posts.push_back({.id = "border",
                      .kind = PostKind::border,
                      .place = PlaceId{2},
                      .lanes = 14,
                      .service_takes = hours(1)});
  sc.products.push_back({"diesel", "Diesel"});
  citerne::Tank diesel = sc.sites[SiteId{0}].tanks[0];
  diesel.product = ProductId{1};
  sc.sites[SiteId{0}].tanks.push_back(diesel);
  for (citerne::Tank& tank : sc.sites[SiteId{0}].tanks)
    tank.demands[0].normal = tank.throughput = litres_per_day(280'000);
  Ambush a = ambush_on(sc, 0, 4, "2025-01-03T03:30", Duration{});
  a.at_least = 1;
  a.strikes.products = {ProductId{1}};
  sc.events.push_back({"rn24", a});
  Stage stage{sc};
  stage.through("2025-01-03T03:30");  // the first is at the post since three, the second an hour behind
  EXPECT_EQ(stage.world.trapped_on[1], 12);
  EXPECT_EQ(stage.tankers(ConvoyState::at_post), 14u);
  stage.through("2025-01-03T04:00");
  EXPECT_EQ(stage.world.moving_on[2], 14);
}

/// An empty tanker that comes towards the wreck stands too, and goes home when it is cleared.
TEST(Wreck, StopsTheOpposingTrafficUntilItIsCleared) {
  Scenario sc = convoy_of_42();
  Ambush a = ambush_on(sc, 1, 3, "2025-01-05T02:30", hours(1));
  sc.events.push_back({"rn24", a});
  sc.fleets[FleetId{0}].tankers = 200;
  sc.sites[SiteId{0}].unloading_takes = hours(46);  // the first 42 start home on the fifth at 03:00
  Stage stage{sc};
  stage.through("2025-01-05T02:30");
  EXPECT_EQ(stage.world.trapped_on[1], 40);
  stage.through("2025-01-05T05:00");
  EXPECT_EQ(stage.tankers(ConvoyState::held_at_place) + stage.tankers(ConvoyState::stranded), 42u);
  stage.through("2025-01-06T18:00");
  EXPECT_EQ(stage.tankers(ConvoyState::held_at_place) + stage.tankers(ConvoyState::stranded), 0u);
  EXPECT_EQ(stage.logged(LogKind::wreck_cleared), 1u);
}

/// A convoy that a wreck holds is not struck again there.
TEST(Wreck, AConvoyThatItHoldsIsNotStruckAgain) {
  Scenario sc = convoy_of_42();
  sc.assemblies[0].tankers = 21;
  sc.assemblies[0].wait_at_most = hours(1);
  sc.terminals[TerminalId{0}].bays = 21;
  sc.events.push_back({"first", ambush_on(sc, 0, 4, "2025-01-03T03:30", Duration{})});
  sc.events.push_back({"again", ambush_on(sc, 0, 4, "2025-01-03T05:00", Duration{})});
  Stage stage{sc};
  stage.through("2025-01-03T12:00");
  EXPECT_EQ(stage.logged(LogKind::ambush), 1u);
  EXPECT_EQ(stage.world.held_on[1], 21);
}

/// Struck while it drives back: what is recovered goes on driving back.
TEST(Threat, AConvoyStruckOnItsWayBackGoesOnBack) {
  Scenario sc = convoy_of_42();
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T03:40", "2025-01-20", ClosurePolicy::turn_back);
  Ambush a = ambush_on(sc, 1, 4, "2025-01-03T04:00", Duration{});
  a.trapped = {percent(100), Share{}, Share{}, hours(48), {}};
  sc.events.push_back({"rn24", a});
  Stage stage{sc};
  stage.through("2025-01-03T04:00");  // turned at 03:40, twenty minutes from p2
  EXPECT_EQ(stage.world.trapped_on[2], 40);
  stage.through("2025-01-05T04:00");
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 40u);
  stage.through(at("2025-01-05T04:20") - seconds(1));
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 40u);
  stage.through("2025-01-05T04:20");
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 0u);
  EXPECT_EQ(stage.world.moving_on[3], 0);
}

/// A threat's luck is its own: dated, it strikes at its date whatever else there is.
TEST(Threat, IsNotMovedByOtherThings) {
  Scenario sc = convoy_of_42();
  sc.events.push_back({"rn24", ambush_on(sc, 1, 3, "2025-01-02T12:00", hours(48))});
  const RunRecord alone = run_once(sc);
  sc.fleets[FleetId{0}].tankers += 50;
  sc.events.push_back({"elsewhere", DemandShift{.factor = percent(100), .from = at("2025-01-05")}});
  const RunRecord with = run_once(sc);
  const auto first_strike = [](const RunRecord& r) {
    return std::ranges::find(r.log, LogKind::ambush, &LogEntry::kind)->instant;
  };
  EXPECT_EQ(first_strike(alone), first_strike(with));
}

}  // namespace
}  // namespace citerne::engine
