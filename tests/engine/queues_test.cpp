#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

/// Queues at bays, borders and customs; terminals that stop.
namespace citerne::engine {
namespace {

using namespace testing_world;

citerne::Post post(PostKind kind, std::size_t place, std::int64_t lanes, Duration service) {
  return {.id = "post", .kind = kind, .place = PlaceId{place}, .lanes = lanes, .service_takes = service};
}

/// Two tankers a time, one lane, two hours each: the second waits two hours. They leave alone.
TEST(Border, OneLaneServesOneAfterTheOther) {
  Scenario sc = fresh_chain();
  sc.posts.push_back(post(PostKind::border, 1, 1, hours(2)));
  Stage stage{sc};
  stage.through("2025-01-03T12:00");
  // Loaded at one, at the post at two; served at four and six; two more roads... and an hour at the hose.
  EXPECT_EQ(stage.delay(Cause::border), hours(2).count());
  EXPECT_EQ(stage.world.crossed[PostId{0}], 2);
  EXPECT_EQ(stage.world.post_wait[PostId{0}], hours(2));
  EXPECT_EQ(stage.stock(), millilitres(160'000'000 + 80'000'000 - 20'000'000));
}

TEST(Border, TwoLanesServeTwoAtOnce) {
  Scenario sc = fresh_chain();
  sc.posts.push_back(post(PostKind::border, 1, 2, hours(2)));
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.delay(Cause::border), 0);
  EXPECT_EQ(stage.record.post_wait_s[0], 0);
  EXPECT_EQ(stage.record.crossed[0], stage.record.loads[0]);
}

/// A convoy goes on when the last of it has been served: three tankers, one lane, an hour each.
TEST(Border, AConvoyWaitsForItsLast) {
  Scenario sc = fresh_chain();
  sc.sites[SiteId{0}].tanks[0].order_up_to = days(7);  // three loads a time
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 3, .wait_at_most = days(2)}};
  sc.posts.push_back(post(PostKind::border, 1, 1, hours(1)));
  Stage stage{sc};
  stage.to_the_end();
  for (const Crossing& c : stage.crossings)
    if (c.loaded) {
      EXPECT_EQ(c.tankers, 3u);
    }
  EXPECT_EQ(stage.delay(Cause::border), stage.record.loads[0] * hours(2).count());
}

/// Regular arrivals at a post that works faster than they come never wait; slower, the k-th waits (k-1)(b-a).
TEST(Border, AQueueGrowsByTheDifferenceOfServiceAndArrival) {
  Scenario sc = fresh_chain();
  sc.terminals[TerminalId{0}].rate_limit = tankers_per_day(12);  // one every two hours
  sc.sites[SiteId{0}].tanks[0].order_up_to = days(14);           // ten loads a time
  sc.posts.push_back(post(PostKind::border, 1, 1, hours(3)));
  Stage stage{sc};
  stage.through("2025-01-17");  // ten days' fall from 560 to 160 m3 ends on the eleventh
  ASSERT_EQ(stage.world.traffic[LineId{0}].loads, 10);
  EXPECT_EQ(stage.delay(Cause::border), (hours(1) * (9 * 10 / 2)).count());
  EXPECT_EQ(stage.delay(Cause::loading), (hours(2) * (9 * 10 / 2)).count());
}

TEST(Border, ServesOncePerCrossingAndNoEmptyTanker) {
  Scenario sc = fresh_chain();
  sc.posts.push_back(post(PostKind::border, 1, 5, hours(1)));
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.record.crossed[0], stage.record.loads[0]);
  EXPECT_EQ(stage.record.cycle_s[0], stage.record.cycles[0] * hours(11).count());
}

TEST(Customs, ClearsWhereItsSiteClears) {
  Scenario sc = fresh_chain();
  sc.posts.push_back(post(PostKind::customs, 2, 5, hours(3)));
  sc.posts.push_back(post(PostKind::customs, 3, 5, hours(5)));
  sc.sites[SiteId{0}].clears_at = PostId{0};
  Stage stage{sc};
  EXPECT_EQ(stage.plan->lines[LineId{0}].usual, hours(9));
  stage.to_the_end();
  EXPECT_EQ(stage.record.crossed[0], stage.record.loads[0]);
  EXPECT_EQ(stage.record.crossed[1], 0);
  EXPECT_EQ(stage.delay(Cause::customs), 0);
}

/// Border and customs at the town itself come before the hose.
TEST(Customs, AtTheDestinationComesBeforeUnloading) {
  Scenario sc = fresh_chain();
  sc.posts.push_back(post(PostKind::border, 4, 5, hours(1)));
  sc.posts.push_back(post(PostKind::customs, 4, 5, hours(2)));
  sc.sites[SiteId{0}].clears_at = PostId{1};
  Stage stage{sc};
  EXPECT_EQ(stage.plan->lines[LineId{0}].usual, hours(9));
  stage.to_the_end();
  EXPECT_EQ(stage.record.cycle_s[0], stage.record.cycles[0] * hours(13).count());
  for (const std::int64_t s : stage.record.delay_s) EXPECT_EQ(s, 0);
}

/// Little's law: tankers at the post are arrivals times the time there.
TEST(Border, KeepsLittlesLaw) {
  Scenario sc = fresh_chain();
  sc.posts.push_back(post(PostKind::border, 1, 1, hours(5)));
  sc.calendar.sample_every = minutes(5);
  const RunRecord record = run_once(sc);
  std::int64_t at_post = 0;
  for (const std::int32_t n : record.series.at_post) at_post += n;
  const std::int64_t there = record.post_wait_s[0] + record.crossed[0] * hours(5).count();
  EXPECT_NEAR(static_cast<double>(at_post) * 300, static_cast<double>(there),
              0.02 * static_cast<double>(there));
}

TEST(Terminal, StartsAreSpacedByTheRateLimit) {
  Scenario sc = fresh_chain();
  sc.terminals[TerminalId{0}].rate_limit = tankers_per_day(8);  // three hours apart
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.delay(Cause::loading), stage.record.loads[0] / 2 * hours(3).count());
}

/// **Terminal outage**: nothing starts; who is at the bay is loaded; the wait is the outage's.
TEST(Outage, StopsLoadingUntilItEnds) {
  Scenario sc = fresh_chain();
  sc.events.push_back(
      {"strike", Outage{TerminalId{0}, at("2025-01-03T00:30"), at("2025-01-05T12:00"), days(30)}});
  Stage stage{sc};
  stage.through("2025-01-05");
  EXPECT_EQ(stage.entered(0), 2u);  // those that had begun to load
  stage.through("2025-01-05T11:59");
  EXPECT_EQ(stage.world.sources[SourceId{0}].at_bay.count, 2u);  // ordered on the fifth at 00:00
  stage.through("2025-01-05T13:00");
  EXPECT_EQ(stage.entered(0), 4u);
  stage.through("2025-01-06");
  EXPECT_EQ(stage.delay_by_event(0), (hours(12) * 2).count());
  EXPECT_EQ(stage.delay(Cause::loading), 0);
}

/// Two strikes in a row, overlapping: the terminal works again when the last ends, and each is blamed for its
/// own.
TEST(Outage, OverlappingOnesEndWithTheLastAndAreBlamedInTurn) {
  Scenario sc = fresh_chain();
  sc.events.push_back({"first", Outage{TerminalId{0}, at("2025-01-02"), at("2025-01-03T06:00"), days(30)}});
  sc.events.push_back(
      {"second", Outage{TerminalId{0}, at("2025-01-03T03:00"), at("2025-01-03T10:00"), days(30)}});
  Stage stage{sc};
  stage.through("2025-01-03T09:59");
  EXPECT_EQ(stage.entered(0), 0u);
  stage.through("2025-01-04");
  EXPECT_EQ(stage.entered(0), 2u);
  EXPECT_EQ(stage.delay_by_event(0), (hours(6) * 2).count());
  EXPECT_EQ(stage.delay_by_event(1), (hours(4) * 2).count());
  EXPECT_EQ(stage.delay(Cause::loading), 0);
}

/// An outage that began before the start stands from the start on, and its old news are known.
TEST(Outage, FromBeforeTheStartIsKnownAtTheStart) {
  Scenario sc = chain();
  sc.events.push_back({"strike", Outage{TerminalId{0}, at("2024-11-01"), at("2025-01-20"), days(10)}});
  Stage stage{sc};
  stage.through("2025-01-01");
  EXPECT_TRUE(stage.world.sources[SourceId{0}].closed);
  EXPECT_TRUE(stage.world.sources[SourceId{0}].known_closed);
}

/// **Demand shift**: overlapping ones multiply; at their ends demand is as before.
TEST(DemandShift, MultiplyAndEnd) {
  Scenario sc = fresh_chain();
  sc.events.push_back(
      {"harvest", DemandShift{.factor = percent(150), .from = at("2025-01-11"), .until = at("2025-01-21")}});
  sc.events.push_back(
      {"feast",
       DemandShift{.factor = percent(120), .from = at("2025-01-16"), .until = at("2025-01-26T12:00")}});
  sc.events.push_back(
      {"elsewhere", DemandShift{.places = {PlaceId{2}}, .factor = percent(500), .from = at("2025-01-11")}});
  Stage stage{sc};
  stage.to_the_end();
  // 10 days of 40; 5 of 60; 5 of 72; 5.5 of 48; the rest of 40
  const double expected = 10 * 40 + 5 * 60 + 5 * 72 + 5.5 * 48 + 33.5 * 40;
  EXPECT_NEAR(static_cast<double>(stage.record.demand_ml[0]) / 1e6, expected, 1e-5);
  EXPECT_EQ(stage.world.shift[0], percent(100));
}

TEST(DemandShift, MovesTheCoverOfNow) {
  Scenario sc = fresh_chain();
  sc.events.push_back(
      {"harvest", DemandShift{.factor = percent(200), .from = at("2025-01-11"), .until = at("2025-01-21")}});
  Stage stage{sc};
  stage.through("2025-01-10T23:00");
  EXPECT_EQ(stage.world.week[0], cubic_metres(280));
  stage.through("2025-01-11");
  EXPECT_EQ(stage.world.week[0], cubic_metres(560));
  stage.through("2025-01-21");
  EXPECT_EQ(stage.world.week[0], cubic_metres(280));
}

/// A depot that has nothing to give delays those it supplies; that is a dry supplier.
TEST(Supplier, ADryDepotIsSupplierDry) {
  Scenario sc = fresh_chain();
  const PlaceId mine_place = sc.network.places.push_back({.id = "mine", .name = "mine", .country = "ML"});
  sc.network.segments.push_back(
      {.id = "track", .from = PlaceId{4}, .to = mine_place, .road = "", .length = kilometres(60)});
  Site& depot = sc.sites[SiteId{0}];
  depot.kind = SiteKind::depot;
  citerne::Tank tank = depot.tanks[0];
  depot.tanks[0].demands.clear();
  tank.lines = {{.site = SiteId{0}, .share = percent(100)}};
  sc.sites.push_back(
      {.place = mine_place, .kind = SiteKind::mine, .service = ServiceTableId{0}, .tanks = {tank}});
  sc.fleets.push_back({.id = "local",
                       .base = PlaceId{4},
                       .tankers = 20,
                       .load = cubic_metres(40),
                       .serves_sites = {SiteId{0}}});
  closed(sc, "blockade", stretch(sc, 0, 4), "2025-01-02", "2025-01-20");
  Stage stage{sc};
  stage.to_the_end();
  const std::size_t mine = 1;
  EXPECT_GT(stage.delay(Cause::supplier_dry, mine), 0);
  EXPECT_EQ(stage.delay(Cause::no_tanker, mine), 0);
  EXPECT_GT(stage.deficit(cause(Cause::supplier_dry), mine), Volume{});
  EXPECT_EQ(stage.record.residual_ml[0], 0);
}

/// A site beside the terminal is served without a road.
TEST(Supplier, ATerminalInTheSamePlaceNeedsNoRoad) {
  Scenario sc = fresh_chain();
  sc.sites[SiteId{0}].place = PlaceId{0};
  sc.sites[SiteId{0}].tanks[0].lines[0].corridor = CorridorId::none();
  const RunRecord record = run_once(sc);
  EXPECT_EQ(record.served_ml, record.demand_ml);
  EXPECT_EQ(record.cycle_s[0], record.cycles[0] * hours(2).count());
}

}  // namespace
}  // namespace citerne::engine
