#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "stage.hpp"

/// **Causes**: seconds of delay add up to arrival less due; unserved litres add up to the deficit.
namespace citerne::engine {
namespace {

using namespace testing_world;

TEST(Causes, AFreeRoadDelaysNobody) {
  Stage stage{fresh_chain()};
  stage.to_the_end();
  for (const std::int64_t s : stage.record.delay_s) EXPECT_EQ(s, 0);
}

/// Two loads ordered at once and one bay: the second waits an hour.
TEST(Causes, ABusyBayIsLoading) {
  Scenario sc = fresh_chain();
  sc.terminals[TerminalId{0}].bays = 1;
  Stage stage{sc};
  stage.to_the_end();
  ASSERT_GT(stage.record.loads[0], 10);
  EXPECT_EQ(stage.delay(Cause::loading), stage.record.loads[0] / 2 * hours(1).count());
  EXPECT_EQ(std::accumulate(stage.record.delay_s.begin(), stage.record.delay_s.end(), std::int64_t{0}),
            stage.delay(Cause::loading));
}

/// With one tanker the second load of an order waits for its return: ten hours.
TEST(Causes, AMissingTankerIsNoTanker) {
  Scenario sc = fresh_chain();
  sc.fleets[FleetId{0}].tankers = 1;
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.delay(Cause::no_tanker), stage.record.loads[0] / 2 * hours(10).count());
}

/// Whatever happens on the way, delays by cause add up to arrival less due.
TEST(Causes, DelaysAddUpToArrivalLessDue) {
  Scenario sc = chain();
  sc.driving.noise_cv = percent(30);
  sc.driving.from = hours(6);
  sc.driving.until = hours(18);
  sc.terminals[TerminalId{0}].bays = 1;
  sc.posts.push_back(
      {.id = "border", .kind = PostKind::border, .place = PlaceId{1}, .lanes = 1, .service_takes = hours(2)});
  sc.assemblies = {{.place = PlaceId{2}, .tankers = 3, .wait_at_most = hours(30)}};
  closed(sc, "filter", stretch(sc, 2, 4), "2025-01-10", "2025-01-20", ClosurePolicy::hold, percent(50));
  closed(sc, "blockade", stretch(sc, 1, 2), "2025-02-11T12:00", "2025-02-20", ClosurePolicy::turn_back);
  last_control(sc).news_after = days(2);
  closed(sc, "riot", stretch(sc, 2, 3), "2025-01-28", "2025-02-04", ClosurePolicy::abandon);
  last_control(sc).news_after = days(6);
  Stage stage{sc};
  std::int64_t late = 0;
  std::vector<std::pair<LoadId, std::uint32_t>> seen;
  while (stage.world.calendar.next() < stage.plan->end) {
    // Which loads are at the hose, and will they be in within this second?
    const Instant now = stage.world.calendar.next();
    std::vector<std::pair<LoadId, Load>> unloading;
    for (const LoadId id : ids_of(stage.world.loads)) {
      const Load& load = stage.world.loads[id];
      if (load.state == LoadState::at_tank) unloading.emplace_back(id, load);
    }
    const bool counts = stage.world.counting;
    stage.through(now);
    for (const auto& [id, load] : unloading)
      if (counts && stage.world.loads[id].stamp != load.stamp) late += (now - load.due).count();
  }
  stage.to_the_end();
  EXPECT_EQ(std::accumulate(stage.record.delay_s.begin(), stage.record.delay_s.end(), std::int64_t{0}), late);
  EXPECT_GT(stage.delay_by_event(0), 0);
  EXPECT_GT(stage.logged(LogKind::abandoned), 0u);
  EXPECT_GT(stage.delay(Cause::border), 0);
  EXPECT_GT(stage.delay(Cause::assembly), 0);
}

/// The only disturbance is to blame for the whole shortage, from the second on that loads were due.
TEST(Causes, TheBlamedEventIsTheEvent) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 1, 3), "2025-01-10", "2025-02-01");
  Stage stage{sc};
  stage.to_the_end();
  const Volume missing = millilitres(stage.record.demand_ml[0] - stage.record.served_ml[0]);
  ASSERT_GT(missing, Volume{});
  // Known at once, so nobody orders: the control that shuts the way answers for that. At its end the loads
  // that are ordered then are not due yet.
  const CauseId blockade = stage.plan->cause_of(EventId{0});
  EXPECT_EQ(stage.deficit(blockade) + stage.deficit(cause(Cause::stock_policy)), missing);
  EXPECT_LE(stage.deficit(cause(Cause::stock_policy)), millilitres(10'000'001));  // six hours
}

/// Nobody knows, everybody orders: the loads that stand before the barrier answer, and it for them.
TEST(Causes, TheBlamedEventIsTheEventForThoseWhoWait) {
  Scenario sc = fresh_chain();
  sc.ordering.overdue_after = percent(200);
  closed(sc, "blockade", stretch(sc, 1, 3), "2025-01-10", "2025-02-01");
  last_control(sc).news_after = days(60);
  Stage stage{sc};
  stage.to_the_end();
  const Volume missing = millilitres(stage.record.demand_ml[0] - stage.record.served_ml[0]);
  ASSERT_GT(missing, Volume{});
  Volume sum;
  for (std::size_t c = 0; c < stage.plan->causes.size(); ++c) sum += stage.deficit(CauseId{c});
  EXPECT_EQ(sum, missing);
  EXPECT_GT(stage.deficit(stage.plan->cause_of(EventId{0})).count(), missing.count() * 9 / 10);
  for (const Cause c :
       {Cause::border, Cause::customs, Cause::assembly, Cause::supplier_dry, Cause::demand_shift})
    EXPECT_EQ(stage.deficit(cause(c)), Volume{});
}

/// Two lines shut by two events answer by their shares.
TEST(Causes, EveryShutLineAnswersForItsShare) {
  Scenario sc = two_ways();
  sc.sites[SiteId{0}].tanks[0].lines[0].share = percent(30);
  sc.sites[SiteId{0}].tanks[0].lines[1].share = percent(70);
  closed(sc, "north", road_of(sc, "s1"), "2025-01-01", "2025-03-01");
  closed(sc, "south", road_of(sc, "b1"), "2025-01-01", "2025-03-01");
  Stage stage{sc};
  stage.to_the_end();
  const double missing = static_cast<double>(stage.record.demand_ml[0] - stage.record.served_ml[0]);
  EXPECT_NEAR(static_cast<double>(stage.deficit(stage.plan->cause_of(EventId{0})).count()), 0.3 * missing,
              100);
  EXPECT_NEAR(static_cast<double>(stage.deficit(stage.plan->cause_of(EventId{1})).count()), 0.7 * missing,
              100);
}

/// What is missing before a load is due is not that load's fault.
TEST(Causes, ALoadExplainsNothingBeforeItIsDue) {
  Scenario sc = fresh_chain();
  sc.sites[SiteId{0}].tanks[0].opening = hours(1);
  closed(sc, "blockade", stretch(sc, 0, 1), "2025-01-01", "2025-01-02");
  Stage stage{sc};
  // Ordered at 00:00, due at 06:00 (loading, four hours, unloading); dry from 01:00.
  stage.through("2025-01-01T06:00");
  const Volume per_hour = millilitres(cubic_metres(40).count() / 24);
  EXPECT_EQ(stage.deficit(stage.plan->cause_of(EventId{0})), Volume{});
  EXPECT_NEAR(static_cast<double>(stage.deficit(cause(Cause::stock_policy)).count()),
              static_cast<double>((per_hour * 5).count()), 2e3);
  stage.through("2025-01-02");
  EXPECT_NEAR(static_cast<double>(stage.deficit(stage.plan->cause_of(EventId{0})).count()),
              static_cast<double>((per_hour * 18).count()), 2e3);
}

TEST(Causes, MoreDemandThanNormalIsADemandShift) {
  Scenario sc = fresh_chain();
  sc.fleets[FleetId{0}].tankers = 20;
  sc.terminals[TerminalId{0}].rate_limit = TankerRate{1'200};  // 48 m3 a day: enough for 40, not for 80
  sc.events.push_back(
      {"harvest", DemandShift{.factor = percent(200), .from = at("2025-01-11"), .until = at("2025-01-31")}});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_GT(stage.record.demand_ml[0], stage.record.served_ml[0]);
  EXPECT_GT(stage.deficit(cause(Cause::demand_shift)) + stage.deficit(cause(Cause::loading)), Volume{});
}

/// What a shift has made is exact over the run, however often the tank is settled: 3/13 of demand.
TEST(Causes, WhatADemandShiftMakesDoesNotDependOnWhenItIsSettled) {
  Scenario sc = fresh_chain();
  sc.calendar.end = at("2025-01-08");
  sc.service_tables[ServiceTableId{0}].rows[0].share[ClassId{0}] = percent(10);  // nothing need be ordered
  sc.sites[SiteId{0}].tanks[0].demands[0].normal = DailyVolume{40'000'003};
  sc.events.push_back({"harvest", DemandShift{.factor = percent(130), .from = at("2025-01-01")}});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.record.demand_ml[0], 7 * 52'000'003);
  EXPECT_EQ(stage.deficit(cause(Cause::demand_shift)), Volume{7LL * 52'000'003 * 3 / 13});
}

/// A terminal that is known to be out of work answers for what nobody could order there.
TEST(Causes, AnOutageAnswersForWhatCouldNotBeOrdered) {
  Scenario sc = fresh_chain();
  sc.events.push_back({"strike", Outage{TerminalId{0}, at("2025-01-01"), at("2025-03-01")}});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.deficit(stage.plan->cause_of(EventId{0})).count(),
            stage.record.demand_ml[0] - stage.record.served_ml[0]);
}

/// A lost load is to blame from its due date until its replacement is due, and leaves the position with the
/// news.
TEST(Causes, ALostLoadIsToBlameUntilItsReplacementIsDue) {
  Scenario sc = fresh_chain();
  citerne::Tank& tank = sc.sites[SiteId{0}].tanks[0];
  tank.opening = hours(1);
  tank.reorder_at = hours(6);
  tank.order_up_to = hours(30);  // one load at a time
  Ambush ambush{.where = stretch(sc, 1, 2), .at = at("2025-01-01"), .window = days(1)};
  ambush.trapped.recovered = percent(100);
  ambush.news_after = hours(12);
  sc.events.push_back({"rn24", ambush});
  Stage stage{sc};
  // Struck at 02:00, due at 06:00, known at 14:00, and its replacement in at 20:00.
  stage.through("2025-01-01T13:59:59");
  EXPECT_EQ(stage.world.tanks[TankId{0}].on_order, cubic_metres(40));
  stage.through("2025-01-01T20:00");
  const double per_hour = 40e6 / 24;
  EXPECT_NEAR(static_cast<double>(stage.deficit(stage.plan->cause_of(EventId{0})).count()), 14 * per_hour,
              2e3);
  EXPECT_NEAR(static_cast<double>(stage.deficit(cause(Cause::stock_policy)).count()), 5 * per_hour, 2e3);
  stage.through("2025-01-01T20:01");
  EXPECT_GT(stage.stock(), Volume{});
}

/// Late at a border that nobody else crosses: what is late is not due to the border, while it serves or
/// after.
TEST(Causes, TheServiceOfAPostIsNoDelay) {
  Scenario sc = fresh_chain();
  citerne::Tank& tank = sc.sites[SiteId{0}].tanks[0];
  tank.opening = hours(1);
  tank.reorder_at = hours(6);
  tank.order_up_to = hours(30);  // one load at a time
  sc.posts.push_back({.id = "border",
                      .kind = PostKind::border,
                      .place = PlaceId{1},
                      .lanes = 5,
                      .service_takes = hours(10)});
  closed(sc, "riot", stretch(sc, 0, 1), "2025-01-01", "2025-01-01T15:00");
  Stage stage{sc};
  // Served from 16:00, when it is due, to 02:00; at midnight deficits are booked.
  stage.through("2025-01-02T00:00");
  EXPECT_GT(stage.deficit(stage.plan->cause_of(EventId{0})), Volume{});
  EXPECT_EQ(stage.deficit(cause(Cause::border)), Volume{});
  EXPECT_EQ(stage.deficit(cause(Cause::road)), Volume{});
}

/// What a station lacks while its depot's load is late is booked before that load comes and is forgotten.
TEST(Causes, AFedTankBlamesTheLoadsOfItsDepot) {
  Scenario sc = fresh_chain();
  Site& depot = sc.sites[SiteId{0}];
  depot.kind = SiteKind::depot;
  citerne::Tank tank = depot.tanks[0];
  depot.tanks[0].demands.clear();
  depot.tanks[0].opening = Duration{};
  tank.order_up_to = hours(24);
  tank.reorder_at = hours(12);
  tank.lines = {{.site = SiteId{0}, .share = percent(100)}};
  tank.opening = Duration{};
  sc.sites.push_back(
      {.place = depot.place, .kind = SiteKind::stations, .service = ServiceTableId{0}, .tanks = {tank}});
  closed(sc, "blockade", stretch(sc, 0, 1), "2025-01-01", "2025-01-01T18:00");
  Stage stage{sc};
  stage.through("2025-01-02");
  // Dry until the loads come at 23:00; due at 06:00. The 17 hours between are the blockade's.
  const double per_hour = 40e6 / 24;
  EXPECT_NEAR(static_cast<double>(stage.deficit(stage.plan->cause_of(EventId{0})).count()), 17 * per_hour,
              2e3);
}

}  // namespace
}  // namespace citerne::engine
