#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

/// **Orders** and the **supplier switch**.
namespace citerne::engine {
namespace {

using namespace testing_world;

Volume on_order(const Stage& s) { return s.world.tanks[TankId{0}].on_order; }

/// Continuous review by hand: 40 m3 a day, s = 160, S = 240, loads of 40, six hours from order to tank.
TEST(Orders, FollowTheHandTable) {
  Stage stage{fresh_chain()};
  stage.through(at("2025-01-03") - seconds(1));
  EXPECT_EQ(on_order(stage), Volume{});
  stage.through("2025-01-03");  // 240 - 80 = 160
  EXPECT_EQ(stage.stock(), cubic_metres(160));
  EXPECT_EQ(on_order(stage), cubic_metres(80));
  stage.through("2025-01-03T06:00");  // both are in: 150 + 80
  EXPECT_EQ(stage.stock(), cubic_metres(230));
  EXPECT_EQ(on_order(stage), Volume{});
  stage.through(at("2025-01-05") - seconds(1));
  EXPECT_EQ(on_order(stage), Volume{});
  stage.through("2025-01-05");  // 160 again
  EXPECT_EQ(on_order(stage), cubic_metres(80));
}

/// floor((S - position) / load): 80 m3 are two loads of 30.
TEST(Orders, AreWholeTankers) {
  Scenario sc = fresh_chain();
  sc.fleets[FleetId{0}].load = cubic_metres(30);
  Stage stage{sc};
  stage.through("2025-01-03");
  EXPECT_EQ(on_order(stage), cubic_metres(60));
  stage.through("2025-01-03T12:00");
  EXPECT_EQ(on_order(stage), Volume{});
  // 160 + 60 = 220 of position: 160 again 36 hours later.
  stage.through(at("2025-01-04T12:00") - seconds(1));
  EXPECT_EQ(on_order(stage), Volume{});
  stage.through("2025-01-04T12:00");
  EXPECT_EQ(on_order(stage), cubic_metres(60));
}

/// Twice the usual six hours late, a load on the road leaves the position, and counts again when it comes.
TEST(Orders, AnOverdueLoadLeavesThePosition) {
  Scenario sc = fresh_chain();
  sc.ordering.overdue_after = percent(200);
  closed(sc, "blockade", stretch(sc, 1, 2), "2025-01-03T01:30", "2025-01-06");
  Stage stage{sc};
  stage.through(at("2025-01-03T12:00") - seconds(1));
  EXPECT_EQ(on_order(stage), cubic_metres(80));
  EXPECT_EQ(stage.world.tanks[TankId{0}].cannot_order, false);
  stage.through("2025-01-03T12:00");
  // 140 m3 in the tank, nothing in the position: it would order again, but knows no open road.
  EXPECT_EQ(on_order(stage), Volume{});
  EXPECT_TRUE(stage.world.tanks[TankId{0}].cannot_order);
  stage.through("2025-01-06");  // open: 140 m3 less two days and a half; 200 are five loads
  EXPECT_EQ(on_order(stage), cubic_metres(200));
  stage.through("2025-01-06T06:00");
  EXPECT_GT(stage.stock(), cubic_metres(160));
}

/// A load that waits for a tanker stands in the queue once, however late it is.
TEST(Orders, ALoadInTheQueueIsNotOrderedTwice) {
  Scenario sc = fresh_chain();
  sc.ordering.overdue_after = percent(200);
  sc.fleets[FleetId{0}].tankers = 1;
  closed(sc, "blockade", stretch(sc, 1, 2), "2025-01-03T01:30", "2025-02-20");
  last_control(sc).news_after = days(60);
  Stage stage{sc};
  stage.through("2025-02-19");
  // One on the road, out of the position; no more than six in the queue, however long it lasts.
  EXPECT_LE(stage.world.sources[SourceId{0}].waiting.count, 6u);
  EXPECT_LE(on_order(stage), cubic_metres(240));
  EXPECT_GT(on_order(stage), cubic_metres(160));
}

/// A load counts with 40 m3 until the small tanker takes it, at 10:00 on January 3rd: from then on with 10,
/// and the reorder level, of 160 m3, is reached at noon.
TEST(Orders, ASmallerTankerThanExpectedIsOrderedBehindAtOnce) {
  Scenario sc = fresh_chain();
  sc.fleets[FleetId{0}].tankers = 0;
  Fleet small = sc.fleets[FleetId{0}];
  small.tankers = 1;
  small.load = cubic_metres(10);
  sc.fleets.push_back(small);
  Stage stage{sc};
  stage.through("2025-01-03T11:59");
  EXPECT_EQ(on_order(stage), cubic_metres(10));
  stage.through("2025-01-03T12:01");
  EXPECT_EQ(on_order(stage), cubic_metres(90));
}

/// A depot holds 20 m3 and gives them to its small tanker, load by load; the large ones, who come first,
/// would have to wait.
TEST(Suppliers, AreNotShortForASmallerTankerOfAnotherFleet) {
  Scenario sc = fresh_chain();
  const PlaceId town{4}, mine = sc.network.places.push_back({.id = "mine", .name = "mine", .country = "ML"});
  sc.network.segments.push_back(
      {.id = "track", .from = town, .to = mine, .road = "", .length = kilometres(60)});
  citerne::Tank tank = sc.sites[SiteId{0}].tanks[0];
  tank.lines = {{.site = SiteId{0}, .share = percent(100)}};
  sc.sites.push_back({.place = mine, .kind = SiteKind::mine, .service = ServiceTableId{0}, .tanks = {tank}});
  citerne::Tank& depot = sc.sites[SiteId{0}].tanks[0];
  depot.demands.clear();
  depot.reorder_at = Duration{};
  depot.opening = hours(12);
  for (const std::int64_t load : {40, 10})
    sc.fleets.push_back({.id = "local",
                         .base = town,
                         .tankers = load == 10 ? 1 : 0,
                         .load = cubic_metres(load),
                         .serves_sites = {SiteId{0}}});
  Stage stage{sc};
  stage.through("2025-01-03T12:00");  // ordered at midnight; there and back in four hours
  EXPECT_EQ(stage.entered(4), 2u);
}

Scenario two_ports() {
  Scenario sc = two_ways();
  sc.terminals.push_back(
      {.id = "other", .place = PlaceId{3}, .bays = 10, .loading_takes = hours(1), .rate_limit = {}});
  sc.fleets.push_back({.id = "other",
                       .base = PlaceId{3},
                       .tankers = 20,
                       .load = cubic_metres(40),
                       .serves_terminals = {TerminalId{1}}});
  sc.sites[SiteId{0}].tanks[0].lines = {
      {.terminal = TerminalId{0}, .corridor = CorridorId{0}, .share = percent(50)},
      {.terminal = TerminalId{1}, .share = percent(50)}};
  return sc;
}

LineId line_from(const Stage& s, const std::string& source) {
  for (const LineId l : ids_of(s.plan->lines))
    if (s.plan->sources[s.plan->lines[l].source].name == source) return l;
  return LineId::none();
}

TEST(Orders, GoToSuppliersByShare) {
  Scenario sc = two_ports();
  sc.sites[SiteId{0}].tanks[0].lines[0].share = percent(75);
  sc.sites[SiteId{0}].tanks[0].lines[1].share = percent(25);
  Stage stage{sc};
  stage.to_the_end();
  const auto loads = [&](const char* name) { return stage.record.loads[line_from(stage, name).index()]; };
  EXPECT_NEAR(static_cast<double>(loads("port")), 0.75 * static_cast<double>(loads("port") + loads("other")),
              1.0);
}

/// **Supplier switch**: no known-open road from a supplier for three days: what it has not begun to load is
/// cancelled and ordered elsewhere.
TEST(SupplierSwitch, CancelsWhatIsNotYetLoadedAfterTheDecisionDelay) {
  Scenario sc = two_ports();
  sc.fleets[FleetId{0}].tankers = 1;
  closed(sc, "blockade", road_of(sc, "s0"), "2025-01-05T02:00", "2025-02-20");
  citerne::Control south = last_control(sc);
  south.where = road_of(sc, "b0");
  sc.events.push_back({"south too", south});
  Stage stage{sc};
  stage.through("2025-01-05T01:00");
  const SourceId port = stage.plan->lines[line_from(stage, "port")].source;
  sc.sites[SiteId{0}].tanks[0].lines[0].share = percent(90);
  sc.sites[SiteId{0}].tanks[0].lines[1].share = percent(10);
  Stage uneven{sc};
  uneven.through(at("2025-01-08T02:00") - seconds(1));
  EXPECT_EQ(uneven.logged(LogKind::supplier_switch), 0u);
  const std::uint32_t waiting = uneven.world.sources[port].waiting.count;
  EXPECT_GT(waiting, 0u);
  uneven.through("2025-01-08T02:00");
  EXPECT_EQ(uneven.logged(LogKind::supplier_switch), 1u);
  EXPECT_EQ(uneven.world.sources[port].waiting.count, 0u);
  uneven.through("2025-01-09");
  EXPECT_GT(uneven.world.lines[line_from(uneven, "other")].passes, Share{});
  EXPECT_EQ(uneven.world.lines[line_from(uneven, "port")].passes, Share{});
}

TEST(SupplierSwitch, IsCalledOffWhenARoadOpensInTime) {
  Scenario sc = two_ports();
  closed(sc, "blockade", road_of(sc, "s0"), "2025-01-05T02:00", "2025-01-08T01:59");
  citerne::Control south = last_control(sc);
  south.where = road_of(sc, "b0");
  sc.events.push_back({"south too", south});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.logged(LogKind::supplier_switch), 0u);
}

/// A terminal out of work is a supplier that cannot be reached.
TEST(SupplierSwitch, FollowsAnOutageToo) {
  Scenario sc = two_ports();
  sc.events.push_back({"strike", Outage{TerminalId{0}, at("2025-01-04"), at("2025-02-01")}});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.logged(LogKind::supplier_switch), 1u);
  EXPECT_EQ(stage.record.served_ml, stage.record.demand_ml);
}

/// A corridor that lets 60 % through keeps 60 % of its share, once that is known.
TEST(Orders, FollowWhatCorridorsLetThrough) {
  Scenario sc = two_ways();
  closed(sc, "filter", road_of(sc, "s1"), "2025-01-01", "2025-03-01", ClosurePolicy::hold, percent(60));
  Stage stage{sc};
  stage.through("2025-02-27");
  const double north = static_cast<double>(stage.entered(0)), south = static_cast<double>(stage.entered(2));
  EXPECT_NEAR(north / (north + south), 0.3, 1.0 / (north + south));
}

/// Fleets with another load: the position counts what really comes.
TEST(Orders, CountTheLoadOfTheTankerThatComes) {
  Scenario sc = fresh_chain();
  sc.fleets[FleetId{0}].tankers = 1;
  sc.fleets.push_back({.id = "small",
                       .base = PlaceId{0},
                       .tankers = 5,
                       .load = cubic_metres(25),
                       .serves_terminals = {TerminalId{0}}});
  Stage stage{sc};
  stage.through("2025-01-03");
  EXPECT_EQ(on_order(stage), cubic_metres(40 + 25));
  stage.to_the_end();
  EXPECT_EQ(stage.record.served_ml, stage.record.demand_ml);
}

}  // namespace
}  // namespace citerne::engine
