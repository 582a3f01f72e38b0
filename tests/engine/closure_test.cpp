#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

/// **Closure policy**: what convoys do that are before a road, on it, or bound for it when it closes, and
/// when it opens again.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// Two tankers enter the third road (p2 - p3) at 03:00 on January 3rd. At 03:15 it closes, for a day.
Scenario closing_under_way(ClosurePolicy policy) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T03:15", "2025-01-04T03:15", policy);
  return sc;
}

TEST(ClosurePolicy, HoldOnTheRoadNeedsTheRemainingDrivingTimeAfterwards) {
  Stage stage{closing_under_way(ClosurePolicy::hold)};
  stage.through("2025-01-03T03:15");
  EXPECT_EQ(stage.world.held_on[2], 2);
  EXPECT_EQ(stage.world.moving_on[2], 0);
  stage.through("2025-01-04T03:15");
  EXPECT_EQ(stage.world.held_on[2], 0);
  EXPECT_EQ(stage.world.moving_on[2], 2);
  stage.through(at("2025-01-04T04:00") - seconds(1));
  EXPECT_EQ(stage.entered(3), 0u);
  stage.through("2025-01-04T04:00");
  EXPECT_EQ(stage.entered(3), 2u);
  stage.through("2025-01-04T06:00");
  EXPECT_EQ(stage.delay_by_event(0), (days(1) * 2).count());
}

/// Driving counts in the window only: an hour of road, 20 minutes before the closure, 40 after the reopening.
TEST(ClosurePolicy, HoldOnTheRoadCountsDrivingHours) {
  Scenario sc = fresh_chain();
  sc.driving.from = hours(6);
  sc.driving.until = hours(8) + minutes(20);  // the third road is begun at eight
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T20:00", "2025-01-04T07:00");
  Stage stage{sc};
  stage.through("2025-01-03T20:00");
  EXPECT_EQ(stage.world.held_on[2], 2);
  stage.through(at("2025-01-04T07:40") - seconds(1));
  EXPECT_EQ(stage.entered(3), 0u);
  stage.through("2025-01-04T07:40");
  EXPECT_EQ(stage.entered(3), 2u);
}

TEST(ClosurePolicy, TurnBackOnTheRoadDrivesBackAsLongAsItHasDriven) {
  Stage stage{closing_under_way(ClosurePolicy::turn_back)};
  stage.through("2025-01-03T03:15");
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 2u);
  stage.through(at("2025-01-03T03:30") - seconds(1));
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 2u);
  stage.through("2025-01-03T03:30");
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 0u);
  EXPECT_EQ(stage.tankers(ConvoyState::held_on_road), 0u);
  EXPECT_GE(stage.logged(LogKind::turned_back), 2u);
}

/// What it stood on the road does not count as driven.
TEST(ClosurePolicy, TurnBackCountsDrivingAndNotStanding) {
  Scenario sc = fresh_chain();
  closed(sc, "accident", stretch(sc, 2, 3), "2025-01-03T03:15", "2025-01-03T09:15");  // hold
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T09:30", "2025-01-05", ClosurePolicy::turn_back);
  Stage stage{sc};
  stage.through("2025-01-03T09:30");  // 15 minutes before the accident, 15 behind it
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 2u);
  stage.through(at("2025-01-03T10:00") - seconds(1));
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 2u);
  stage.through("2025-01-03T10:00");
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 0u);
}

/// Bound for a closed road: hold goes on to the last place before it.
TEST(ClosurePolicy, HoldStandsAtTheLastPlaceBefore) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T01:30", "2025-01-04");
  Stage stage{sc};
  stage.through("2025-01-03T02:59");
  EXPECT_EQ(stage.tankers(ConvoyState::moving), 2u);
  stage.through("2025-01-03T03:00");
  EXPECT_EQ(stage.world.held_at[2], 2);
  stage.through("2025-01-04");
  EXPECT_EQ(stage.entered(2), 2u);
  stage.through("2025-01-04T03:00");
  EXPECT_EQ(stage.delay_by_event(0), (hours(21) * 2).count());
}

/// Turn back goes to the last terminal, site or assembly place, and plans again when the news change.
TEST(ClosurePolicy, TurnBackGoesToTheLastUsefulPlace) {
  Scenario sc = fresh_chain();
  sc.assemblies = {{.place = PlaceId{1}, .tankers = 1, .wait_at_most = Duration{}}};
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T01:30", "2025-01-05", ClosurePolicy::turn_back);
  Stage stage{sc};
  stage.through("2025-01-03T03:00");
  EXPECT_EQ(stage.logged(LogKind::turned_back), 2u);
  stage.through("2025-01-03T04:30");
  EXPECT_EQ(stage.world.held_at[1], 2);  // and not back at the port
  EXPECT_EQ(stage.logged(LogKind::stranded), 2u);
  stage.through("2025-01-05T02:00");
  EXPECT_EQ(stage.entered(2), 2u);
  stage.through("2025-01-05T05:00");
  EXPECT_EQ(stage.world.traffic[LineId{0}].loads, 2);
}

/// Without one on the way it is the terminal.
TEST(ClosurePolicy, TurnBackGoesToTheTerminalAtLast) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T01:30", "2025-01-05", ClosurePolicy::turn_back);
  Stage stage{sc};
  stage.through("2025-01-03T06:00");
  EXPECT_EQ(stage.world.held_at[0], 2);
}

/// A stranded tanker's wait is the event's that shut its way.
TEST(ClosurePolicy, AStrandedConvoyBlamesWhatShutItsWay) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T01:30", "2025-01-05", ClosurePolicy::turn_back);
  Stage stage{sc};
  stage.through("2025-01-06");
  // Back at the port at five; off again at 00:00 on the fifth: 43 hours each, the drive to and fro is the
  // road's.
  EXPECT_EQ(stage.delay_by_event(0), (hours(43) * 2).count());
  EXPECT_EQ(stage.delay(Cause::road), (hours(4) * 2).count());
}

TEST(ClosurePolicy, RerouteGoesRoundWhenTheNewsArrive) {
  Scenario sc = two_ways();
  sc.sites[SiteId{0}].tanks[0].lines = {
      {.terminal = TerminalId{0}, .corridor = CorridorId{0}, .share = percent(100)}};
  closed(sc, "blockade", road_of(sc, "s1"), "2025-01-03T01:30", "2025-02-01", ClosurePolicy::reroute);
  last_control(sc).news_after = minutes(10);
  Stage stage{sc};
  stage.through("2025-01-03T02:00");  // at the fork p1 they know: back by the port
  EXPECT_EQ(stage.logged(LogKind::held), 0u);
  stage.through("2025-01-03T06:30");
  EXPECT_EQ(stage.entered(3), 2u);
  stage.through("2025-01-03T08:00");
  EXPECT_EQ(stage.world.traffic[LineId{0}].loads, 2);
}

TEST(ClosurePolicy, RerouteWithoutAWayRoundStandsAndIsReported) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T01:30", "2025-01-05", ClosurePolicy::reroute);
  Stage stage{sc};
  stage.through("2025-01-04");
  EXPECT_EQ(stage.logged(LogKind::stranded) + stage.logged(LogKind::held), 2u);
  EXPECT_EQ(stage.world.held_at[1], 2);  // they heard of it at p1
  stage.through("2025-01-05T01:00");
  EXPECT_EQ(stage.entered(2), 2u);
}

TEST(ClosurePolicy, RerouteOnTheRoadTurnsAndGoesRound) {
  Scenario sc = two_ways();
  sc.sites[SiteId{0}].tanks[0].lines = {
      {.terminal = TerminalId{0}, .corridor = CorridorId{0}, .share = percent(100)}};
  closed(sc, "blockade", road_of(sc, "s1"), "2025-01-03T02:20", "2025-02-01", ClosurePolicy::reroute);
  Stage stage{sc};
  stage.through("2025-01-03T02:20");
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 2u);
  stage.through("2025-01-03T06:00");  // 02:40 at `a`, 03:40 at the port, 04:40 at `b`, 05:50 in the town
  EXPECT_EQ(stage.world.tanks[TankId{0}].unloading, cubic_metres(80));
}

/// Held convoys leave in the order in which they came, whatever control is named for the wait in between.
TEST(ClosurePolicy, HeldConvoysLeaveInOrderOfArrival) {
  Scenario sc = fresh_chain();
  sc.terminals[TerminalId{0}].bays = 1;  // they come one hour after the other
  sc.sites[SiteId{0}].tanks[0].order_up_to = days(9);
  closed(sc, "first", stretch(sc, 1, 2), "2025-01-02", "2025-01-12");
  closed(sc, "second", stretch(sc, 1, 2), "2025-01-10", "2025-01-14");
  for (citerne::Event& e : sc.events) std::get<citerne::Control>(e.what).news_after = days(60);
  Stage stage{sc};
  stage.through(at("2025-01-14") - seconds(1));
  std::vector<std::pair<std::uint64_t, ConvoyId>> waiting;
  for (const ConvoyId id : ids_of(stage.world.convoys))
    if (stage.world.convoys[id].state == ConvoyState::held_at_place)
      waiting.emplace_back(stage.world.convoys[id].came, id);
  ASSERT_GT(waiting.size(), 4u);
  std::vector<std::uint32_t> ordered;  // by when their tankers were assigned, which is when they came
  std::ranges::sort(waiting);
  std::vector<Instant> assigned;
  for (const auto& [came, id] : waiting)
    assigned.push_back(stage.world.tankers[stage.world.convoys[id].tankers.first].assigned_at);
  EXPECT_TRUE(std::ranges::is_sorted(assigned));
  stage.through("2025-01-14");
  std::vector<std::pair<std::uint64_t, Instant>> left;
  for (const Convoy& c : stage.world.convoys)
    if (c.state == ConvoyState::moving && c.arc == forward_arc(SegmentId{1}))
      left.emplace_back(c.came, stage.world.tankers[c.tankers.first].assigned_at);
  std::ranges::sort(left);
  ASSERT_EQ(left.size(), waiting.size());
  EXPECT_TRUE(std::ranges::is_sorted(left, {}, &std::pair<std::uint64_t, Instant>::second));
}

/// Those the control does not mean drive on when it closes under a convoy.
TEST(ClosurePolicy, AConvoyIsPartedOnTheRoadByWhomTheControlMeans) {
  Scenario sc = fresh_chain();
  sc.products.push_back({"diesel", "Diesel"});
  sc.sites[SiteId{0}].tanks.push_back(sc.sites[SiteId{0}].tanks[0]);
  sc.sites[SiteId{0}].tanks[1].product = ProductId{1};
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 4, .wait_at_most = days(1)}};
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T03:15", "2025-01-04T03:15");
  last_control(sc).applies_to.products = {ProductId{1}};
  Stage stage{sc};
  stage.through("2025-01-03T03:15");
  EXPECT_EQ(stage.world.held_on[2], 2);
  EXPECT_EQ(stage.world.moving_on[2], 2);
  stage.through("2025-01-03T04:00");
  EXPECT_EQ(stage.entered(3), 2u);
  stage.to_the_end();
  EXPECT_EQ(stage.record.residual_ml, (std::vector<std::int64_t>{0, 0}));
}

/// On the closed road for longer by another control: it goes on standing, at that one's account.
TEST(ClosurePolicy, AHoldOnTheRoadPassesToTheControlThatStillCloses) {
  Scenario sc = fresh_chain();
  closed(sc, "first", stretch(sc, 2, 3), "2025-01-03T03:15", "2025-01-03T10:00");
  closed(sc, "second", stretch(sc, 2, 3), "2025-01-03T08:00", "2025-01-03T15:00");
  Stage stage{sc};
  stage.through("2025-01-03T14:59");
  EXPECT_EQ(stage.world.held_on[2], 2);
  stage.through("2025-01-04");
  EXPECT_EQ(stage.delay_by_event(0), (minutes(405) * 2).count());
  EXPECT_EQ(stage.delay_by_event(1), (hours(5) * 2).count());
}

TEST(ClosurePolicy, ProceedOnTheRoadFinishesTheCrossing) {
  Stage stage{closing_under_way(ClosurePolicy::proceed)};
  stage.through("2025-01-03T03:15");
  EXPECT_EQ(stage.world.moving_on[2], 2);
  EXPECT_EQ(stage.logged(LogKind::proceeded), 2u);
  stage.through("2025-01-03T04:00");
  EXPECT_EQ(stage.entered(3), 2u);
  stage.through("2025-01-03T06:00");
  EXPECT_EQ(stage.world.traffic[LineId{0}].loads, 2);
  EXPECT_EQ(stage.delay_by_event(0), 0);
}

/// Before the road proceed is hold: up to it, whatever is known, and off again when it opens.
TEST(ClosurePolicy, ProceedStandsAtTheLastPlaceBefore) {
  Scenario sc = two_ways();
  sc.sites[SiteId{0}].tanks[0].lines = {
      {.terminal = TerminalId{0}, .corridor = CorridorId{0}, .share = percent(100)}};
  closed(sc, "blockade", road_of(sc, "s1"), "2025-01-03T01:30", "2025-01-04", ClosurePolicy::proceed);
  Stage stage{sc};
  stage.through("2025-01-03T02:00");
  EXPECT_EQ(stage.world.held_at[1], 2);
  stage.through(at("2025-01-04") - seconds(1));
  EXPECT_EQ(stage.world.held_at[1], 2);
  stage.through("2025-01-04");
  EXPECT_EQ(stage.entered(1), 2u);
  stage.through("2025-01-04T02:00");
  EXPECT_EQ(stage.delay_by_event(0), (hours(22) * 2).count());
}

/// Whoever stands on the road for another control finishes it when that one opens.
TEST(ClosurePolicy, ProceedKeepsNobodyOnTheRoad) {
  Scenario sc = fresh_chain();
  closed(sc, "accident", stretch(sc, 2, 3), "2025-01-03T03:15", "2025-01-03T10:00");  // hold
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T08:00", "2025-01-20", ClosurePolicy::proceed);
  Stage stage{sc};
  stage.through(at("2025-01-03T10:00") - seconds(1));
  EXPECT_EQ(stage.world.held_on[2], 2);
  stage.through("2025-01-03T10:45");
  EXPECT_EQ(stage.entered(3), 2u);
}

/// On the road the loads are given up at once; their fuel is back when the tankers are home.
TEST(ClosurePolicy, AbandonOnTheRoadDrivesBackAndGoesHome) {
  Stage stage{closing_under_way(ClosurePolicy::abandon)};
  stage.through(at("2025-01-03T03:15") - seconds(1));
  const Volume given = stage.account_of(Account::outside);
  EXPECT_EQ(stage.world.tanks[TankId{0}].on_order, cubic_metres(80));
  stage.through("2025-01-03T03:15");
  EXPECT_EQ(stage.tankers(ConvoyState::moving_back), 2u);
  EXPECT_EQ(stage.logged(LogKind::abandoned), 2u);
  EXPECT_EQ(stage.logged(LogKind::turned_back), 2u);
  EXPECT_EQ(stage.world.tanks[TankId{0}].on_order, Volume{});
  stage.through("2025-01-03T03:30");
  EXPECT_EQ(stage.tankers(ConvoyState::moving), 2u);
  stage.through(at("2025-01-03T05:30") - seconds(1));
  EXPECT_EQ(stage.account_of(Account::in_tankers), cubic_metres(80));
  stage.through("2025-01-03T05:30");
  EXPECT_EQ(stage.account_of(Account::in_tankers), Volume{});
  EXPECT_EQ(stage.account_of(Account::outside), given + cubic_metres(80));
  EXPECT_EQ(stage.world.idle[FleetId{0}].count, 20u);
  stage.through("2025-01-04T03:15");  // open again: ordered anew
  EXPECT_EQ(stage.world.tanks[TankId{0}].on_order, cubic_metres(120));
  stage.through("2025-01-04T09:15");
  EXPECT_EQ(stage.world.traffic[LineId{0}].loads, 3);
  EXPECT_EQ(stage.delay_by_event(0), 0);
  stage.to_the_end();
  EXPECT_EQ(stage.record.residual_ml[0], 0);
}

/// Bound for a closed road: abandon goes on to the last place before it, and gives up there.
TEST(ClosurePolicy, AbandonGivesUpAtTheLastPlaceBefore) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T01:30", "2025-01-04", ClosurePolicy::abandon);
  Stage stage{sc};
  stage.through(at("2025-01-03T03:00") - seconds(1));
  EXPECT_EQ(stage.logged(LogKind::abandoned), 0u);
  stage.through("2025-01-03T03:00");
  EXPECT_EQ(stage.logged(LogKind::abandoned), 2u);
  EXPECT_EQ(stage.world.held_at[2], 0);
  stage.through("2025-01-03T05:00");
  EXPECT_EQ(stage.world.idle[FleetId{0}].count, 20u);
  EXPECT_EQ(stage.account_of(Account::in_tankers), Volume{});
  stage.through("2025-01-04T06:00");
  EXPECT_EQ(stage.world.traffic[LineId{0}].loads, 3);
}

/// While nobody knows, they are ordered anew at once; what is lacking is the event's.
TEST(ClosurePolicy, AbandonIsOrderedAnewAndBlamesTheEvent) {
  Scenario sc = fresh_chain();
  sc.calendar.end = at("2025-01-20");
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-02", "2025-01-15", ClosurePolicy::abandon);
  last_control(sc).news_after = days(40);
  Stage stage{sc};
  stage.through("2025-01-03T03:00");
  EXPECT_EQ(stage.logged(LogKind::abandoned), 2u);
  EXPECT_EQ(stage.world.tanks[TankId{0}].on_order, cubic_metres(80));
  stage.to_the_end();
  EXPECT_EQ(stage.record.residual_ml[0], 0);
  Volume missing;
  for (std::size_t c = 0; c < stage.plan->causes.size(); ++c) missing += stage.deficit(CauseId{c});
  EXPECT_GT(missing, cubic_metres(300));
  EXPECT_EQ(stage.deficit(stage.plan->cause_of(EventId{0})), missing);
}

/// Home behind the closed road: with its load given up a tanker stands as with hold.
TEST(ClosurePolicy, AbandonStandsWhenTheWayHomeIsClosed) {
  Scenario sc = fresh_chain();
  sc.fleets[FleetId{0}].base = PlaceId{4};
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T01:30", "2025-01-04", ClosurePolicy::abandon);
  last_control(sc).news_after = days(60);
  sc.sites[SiteId{0}].tanks[0].order_up_to = days(5);  // one load at a time
  sc.fleets[FleetId{0}].tankers = 1;
  Stage stage{sc};
  stage.through("2025-01-03T03:00");
  EXPECT_EQ(stage.logged(LogKind::abandoned), 1u);
  EXPECT_EQ(stage.world.held_at[2], 1);
  stage.through("2025-01-04T02:00");
  EXPECT_EQ(stage.account_of(Account::in_tankers), Volume{});
  EXPECT_EQ(stage.logged(LogKind::abandoned), 1u);
}

/// A depot at the town supplies a mine, by a track as long as this.
Scenario with_mine(std::int64_t km) {
  Scenario sc = fresh_chain();
  const PlaceId mine = sc.network.places.push_back({.id = "mine", .name = "mine", .country = "ML"});
  sc.network.segments.push_back(
      {.id = "track", .from = PlaceId{4}, .to = mine, .road = "", .length = kilometres(km)});
  Site& depot = sc.sites[SiteId{0}];
  depot.kind = SiteKind::depot;
  citerne::Tank tank = depot.tanks[0];
  depot.tanks[0].demands.clear();
  depot.tanks[0].capacity = cubic_metres(240);
  tank.lines = {{.site = SiteId{0}, .share = percent(100)}};
  sc.sites.push_back({.place = mine, .kind = SiteKind::mine, .service = ServiceTableId{0}, .tanks = {tank}});
  sc.fleets.push_back({.id = "local",
                       .base = PlaceId{4},
                       .tankers = 20,
                       .load = cubic_metres(40),
                       .serves_sites = {SiteId{0}}});
  return sc;
}

/// Fuel from a depot goes back into it.
TEST(ClosurePolicy, AbandonGivesBackToTheDepot) {
  Scenario sc = with_mine(60);
  closed(sc, "blockade", road_of(sc, "track"), "2025-01-03T01:30", "2025-02-01", ClosurePolicy::abandon);
  Stage stage{sc};
  stage.through("2025-01-03T01:30");  // half an hour from the depot
  EXPECT_EQ(stage.stock(), cubic_metres(160));
  stage.through("2025-01-03T02:00");
  EXPECT_EQ(stage.stock(), cubic_metres(240));
}

/// What finds no room there any more is sold elsewhere.
TEST(ClosurePolicy, AbandonDivertsWhatFindsNoRoom) {
  Scenario sc = with_mine(600);
  closed(sc, "blockade", road_of(sc, "track"), "2025-01-03T10:00", "2025-02-01", ClosurePolicy::abandon);
  Stage stage{sc};
  stage.through(at("2025-01-03T19:00") - seconds(1));
  EXPECT_EQ(stage.stock(), cubic_metres(240));  // ordered anew from the port
  EXPECT_EQ(stage.account_of(Account::in_tankers), cubic_metres(80));
  stage.through("2025-01-03T19:00");
  EXPECT_EQ(stage.stock(), cubic_metres(240));
  EXPECT_EQ(stage.account_of(Account::diverted), cubic_metres(80));
  stage.to_the_end();
  EXPECT_EQ(stage.record.residual_ml[0], 0);
}

/// Struck on the way home: the fuel is lost with the tanker, the load was gone before.
TEST(ClosurePolicy, AnAbandonedLoadIsStruckLikeAnyOther) {
  Scenario sc = fresh_chain();
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 2, .wait_at_most = days(1)}};
  closed(sc, "blockade", stretch(sc, 2, 3), "2025-01-03T01:30", "2025-02-01", ClosurePolicy::abandon);
  sc.events.push_back({"strike", Ambush{.where = stretch(sc, 1, 2),
                                        .at = at("2025-01-03T03:30"),
                                        .window = hours(1),
                                        .pattern = Pattern::counted,
                                        .lost_tankers = 1,
                                        .trapped_tankers = 1,
                                        .trapped = {.diverted = percent(100), .diverted_after = hours(4)},
                                        .road_cleared_after = hours(1)}});
  Stage stage{sc};
  stage.through("2025-01-03T03:30");
  EXPECT_EQ(stage.account_of(Account::lost), cubic_metres(40));
  EXPECT_EQ(stage.account_of(Account::trapped), cubic_metres(40));
  stage.through("2025-01-03T07:30");
  EXPECT_EQ(stage.account_of(Account::diverted), cubic_metres(40));
  stage.to_the_end();
  EXPECT_EQ(stage.record.residual_ml[0], 0);
}

}  // namespace
}  // namespace citerne::engine
