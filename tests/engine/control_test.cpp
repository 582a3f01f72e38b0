#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "citerne/base/random.hpp"
#include "stage.hpp"

/// **Control**, **Overlap** and **Filter**: who may enter.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// Two loaded tankers a time leave the port at 01:00 every second day, from January 3rd on; each road is an
/// hour.
TEST(Control, ClosedBarsEntryFromItsFirstSecondToItsEnd) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 1, 2), "2025-01-03T02:00", "2025-01-03T20:00");
  last_control(sc).news_after = days(30);
  Stage stage{sc};
  stage.through(at("2025-01-03T20:00") - seconds(1));
  EXPECT_EQ(stage.entered(0), 2u);
  EXPECT_EQ(stage.entered(1), 0u);  // they came at two, the second it closed
  EXPECT_EQ(stage.world.held_at[1], 2);
  stage.through("2025-01-03T20:00");
  EXPECT_EQ(stage.entered(1), 2u);
  EXPECT_EQ(stage.world.held_at[1], 0);
}

TEST(Control, MeansOnlyItsDirection) {
  for (const Direction way : {Direction::forward, Direction::backward}) {
    Scenario sc = fresh_chain();
    closed(sc, "blockade", stretch(sc, 1, 3), "2025-01-02", "2025-03-01");
    last_control(sc).applies_to.direction = way;
    Stage stage{sc};
    stage.through("2025-01-10");
    EXPECT_EQ(stage.entered(1) > 0, way == Direction::backward);
    // Closed homeward, the empty ones stand in the town; closed outward, nobody has left.
    EXPECT_EQ(stage.world.idle[FleetId{0}].count == 20, way == Direction::forward);
  }
}

/// Two chains lead along the road, one each way: each way is forward of the one and backward of the other.
TEST(Control, OfTwoChainsAgainstEachOtherMeansBothWays) {
  for (const Direction way : {Direction::forward, Direction::backward}) {
    Scenario sc = fresh_chain();
    Where both_ways = stretch(sc, 1, 2);
    both_ways.forward.push_back(backward_arc(SegmentId{1}));
    closed(sc, "blockade", both_ways, "2025-01-02", "2025-03-01");
    last_control(sc).applies_to.direction = way;
    Stage stage{sc};
    stage.through("2025-01-10");
    EXPECT_EQ(stage.entered(1), 0u);
  }
}

/// **One-way closure**: closed outward, the empty ones still come home.
TEST(Control, OutwardOnlyLetsEmptyTankersHome) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 1, 3), "2025-01-03T05:30", "2025-03-01");
  last_control(sc).applies_to.direction = Direction::forward;
  Stage stage{sc};
  stage.through("2025-01-03T12:00");  // two were past it, and are back by now
  EXPECT_EQ(stage.world.idle[FleetId{0}].count, 20u);
}

TEST(Control, OfLoadedTankersLetsEmptyOnesPass) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 1, 3), "2025-01-03T05:30", "2025-03-01");
  last_control(sc).applies_to.empty = false;
  Stage stage{sc};
  stage.through("2025-01-03T12:00");
  EXPECT_EQ(stage.world.idle[FleetId{0}].count, 20u);
  stage.through("2025-02-20");
  EXPECT_EQ(stage.entered(1), 2u);
}

TEST(Control, OfEmptyTankersLetsLoadedOnesPass) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 1, 3), "2025-01-03T05:30", "2025-03-01");
  last_control(sc).applies_to.loaded = false;
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.world.idle[FleetId{0}].count, 0u);  // one after the other they are caught in the town
  EXPECT_EQ(stage.record.cycles[0], 0);
}

TEST(Control, OfOneProductLetsTheOtherPass) {
  Scenario sc = fresh_chain();
  sc.products.push_back({"diesel", "Diesel"});
  sc.sites[SiteId{0}].tanks.push_back(sc.sites[SiteId{0}].tanks[0]);
  sc.sites[SiteId{0}].tanks[1].product = ProductId{1};
  closed(sc, "blockade", stretch(sc, 1, 3), "2025-01-02", "2025-03-01");
  last_control(sc).applies_to.products = {ProductId{0}};
  const RunRecord record = run_once(sc);
  EXPECT_EQ(record.loads[0], 0);
  EXPECT_EQ(record.served_ml[1], record.demand_ml[1]);
}

void levied(Scenario& sc, const std::string& id, Where where, Duration delay, Money cost) {
  closed(sc, id, std::move(where), "2025-01-02", "2025-03-01", ClosurePolicy::hold, percent(100));
  ControlPhase& phase = last_control(sc).phases[0];
  phase.levied = true;
  phase.delay = delay;
  phase.cost = cost;
}

/// Where it enters the target, not on each of its roads; full ones pay, full and empty ones wait.
TEST(Levy, IsPaidOncePerTankerAndTrip) {
  Scenario sc = fresh_chain();
  levied(sc, "levy", stretch(sc, 1, 3), hours(3), Money{5'000});
  Stage stage{sc};
  stage.through("2025-01-03T02:00");
  EXPECT_EQ(stage.tankers(ConvoyState::at_levy), 2u);
  EXPECT_EQ(stage.world.held_at[1], 2);
  EXPECT_EQ(stage.world.levied[0], 10'000);
  EXPECT_EQ(stage.logged(LogKind::levied), 2u);
  stage.through(at("2025-01-03T05:00") - seconds(1));
  EXPECT_EQ(stage.entered(1), 0u);
  stage.through("2025-01-03T05:00");
  EXPECT_EQ(stage.entered(1), 2u);
  EXPECT_EQ(stage.world.held_at[1], 0);
  stage.through("2025-01-03T06:00");
  EXPECT_EQ(stage.entered(2), 2u);
  stage.through("2025-01-03T09:00");
  EXPECT_EQ(stage.delay_by_event(0), (hours(3) * 2).count());
  EXPECT_EQ(stage.delay(Cause::road), 0);
  stage.through("2025-01-03T10:00");  // on their way home, empty
  EXPECT_EQ(stage.tankers(ConvoyState::at_levy), 2u);
  EXPECT_EQ(stage.world.levied[0], 10'000);
}

TEST(Levy, OfOverlappingControlsAddsUp) {
  Scenario sc = fresh_chain();
  levied(sc, "north", stretch(sc, 1, 3), hours(3), Money{5'000});
  levied(sc, "south", stretch(sc, 1, 2), hours(2), Money{700});
  levied(sc, "toll", stretch(sc, 1, 2), Duration{}, Money{30});
  Stage stage{sc};
  stage.through(at("2025-01-03T07:00") - seconds(1));
  EXPECT_EQ(stage.entered(1), 0u);
  stage.through("2025-01-03T07:00");
  EXPECT_EQ(stage.entered(1), 2u);
  stage.through("2025-01-03T11:00");
  EXPECT_EQ(stage.delay_by_event(0), (hours(3) * 2).count());
  EXPECT_EQ(stage.delay_by_event(1), (hours(2) * 2).count());
  EXPECT_EQ(stage.delay_by_event(2), 0);
  EXPECT_EQ(stage.world.levied, (std::vector<std::int64_t>{10'000, 1'400, 60}));
}

/// Those whom it does not mean go on; what closes during the wait bars those who wait.
TEST(Levy, MeansItsTrafficAndKeepsNoRoadOpen) {
  Scenario sc = fresh_chain();
  levied(sc, "levy", stretch(sc, 1, 2), hours(3), Money{5'000});
  last_control(sc).applies_to.empty = false;
  closed(sc, "blockade", stretch(sc, 1, 2), "2025-01-03T04:00", "2025-01-03T12:00");
  Stage stage{sc};
  stage.through("2025-01-03T05:00");
  EXPECT_EQ(stage.entered(1), 0u);
  EXPECT_EQ(stage.tankers(ConvoyState::held_at_place), 2u);
  stage.through("2025-01-03T12:00");  // paid is paid
  EXPECT_EQ(stage.entered(1), 2u);
  stage.through("2025-01-03T20:00");  // home without a levy
  EXPECT_EQ(stage.world.idle[FleetId{0}].count, 20u);
  EXPECT_EQ(stage.delay_by_event(0), (hours(3) * 2).count());
  EXPECT_EQ(stage.delay_by_event(1), (hours(7) * 2).count());
  EXPECT_EQ(stage.world.levied, (std::vector<std::int64_t>{10'000, 0}));
}

/// A second site strictly inside the target, at p2 of p1 - p2 - p3.
Scenario with_a_town_inside() {
  Scenario sc = fresh_chain();
  sc.sites.push_back(sc.sites[SiteId{0}]);
  sc.sites[SiteId{1}].place = PlaceId{2};
  closed(sc, "blockade", stretch(sc, 1, 3), "2025-01-02", "2025-03-01");
  return sc;
}

TEST(Control, BoundForBeyondStopsThroughTrafficOnly) {
  Scenario sc = with_a_town_inside();
  last_control(sc).applies_to.bound_for = BoundFor::beyond;
  last_control(sc).applies_to.empty = false;
  Stage stage{sc};
  stage.to_the_end();
  const std::size_t inside = 0, beyond = 1;  // pairs are by place
  ASSERT_EQ(stage.plan->pairs[PairId{inside}].place, PlaceId{2});
  EXPECT_EQ(stage.record.served_ml[inside], stage.record.demand_ml[inside]);
  EXPECT_LT(stage.record.served_ml[beyond], stage.record.demand_ml[beyond] / 5);
}

TEST(Control, BoundForInsideStopsTheOtherOnly) {
  Scenario sc = with_a_town_inside();
  last_control(sc).applies_to.bound_for = BoundFor::inside;
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_LT(stage.record.served_ml[0], stage.record.demand_ml[0] / 5);
  EXPECT_EQ(stage.record.served_ml[1], stage.record.demand_ml[1]);
}

/// A destination at the end of the target counts as beyond it.
TEST(Control, ADestinationAtItsEndIsBeyond) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 1, 4), "2025-01-02", "2025-03-01");
  last_control(sc).applies_to.bound_for = BoundFor::inside;
  EXPECT_EQ(run_once(sc).served_ml, run_once(fresh_chain()).served_ml);
}

/// **Filter**: exactly floor(n p) of the first n pass; it is asked once, not at each of its three roads.
TEST(Filter, LetsExactlyItsShareOfTankersThroughAndAsksOnce) {
  Scenario sc = fresh_chain();
  sc.ordering.overdue_after = percent(200);  // they go on ordering
  closed(sc, "filter", stretch(sc, 1, 4), "2025-01-02", "2025-03-01", ClosurePolicy::hold, percent(60));
  last_control(sc).applies_to.empty = false;
  Stage stage{sc};
  std::size_t asked = 0;
  for (Instant t = at("2025-01-02"); t < at("2025-02-27"); t = t + hours(6)) {
    stage.through(t);
    asked = static_cast<std::size_t>(stage.world.controls[ControlId{0}].asked[0]);
    ASSERT_EQ(stage.entered(1), asked * 6 / 10);
  }
  EXPECT_GT(asked, 20u);
  EXPECT_LE(asked, stage.entered(0));
  EXPECT_EQ(stage.world.held_at[1], static_cast<std::int32_t>(asked - stage.entered(1)));
}

/// Each direction counts for itself.
TEST(Filter, CountsEachDirectionForItself) {
  Scenario sc = fresh_chain();
  closed(sc, "filter", stretch(sc, 1, 4), "2025-01-02", "2025-03-01", ClosurePolicy::hold, percent(50));
  Stage stage{sc};
  stage.to_the_end();
  const auto& asked = stage.world.controls[ControlId{0}].asked;
  EXPECT_GT(asked[0], 0);
  EXPECT_GT(asked[1], 0);
  EXPECT_EQ(stage.entered(1), static_cast<std::size_t>(asked[0] / 2));
}

/// Counted in convoys, a convoy passes whole or not at all.
TEST(Filter, CountedInConvoysLetsWholeConvoysThrough) {
  Scenario sc = fresh_chain();
  sc.ordering.overdue_after = percent(200);  // they go on ordering
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 2, .wait_at_most = days(5)}};
  closed(sc, "filter", stretch(sc, 1, 4), "2025-01-02", "2025-03-01", ClosurePolicy::hold, percent(50));
  last_control(sc).applies_to.empty = false;
  last_control(sc).phases[0].counted_in = CountedIn::convoys;
  Stage stage{sc};
  stage.to_the_end();
  const auto convoys = static_cast<std::size_t>(stage.world.controls[ControlId{0}].asked[0]);
  EXPECT_GT(convoys, 5u);
  EXPECT_EQ(stage.entered(0), 2 * convoys);
  EXPECT_EQ(stage.entered(1), convoys / 2 * 2);
  for (const Crossing& c : stage.crossings) EXPECT_TRUE(!c.loaded || c.tankers == 2u);
}

/// Counted in tankers, a convoy is divided.
TEST(Filter, CountedInTankersDividesAConvoy) {
  Scenario sc = fresh_chain();
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 2, .wait_at_most = days(5)}};
  closed(sc, "filter", stretch(sc, 1, 4), "2025-01-02", "2025-03-01", ClosurePolicy::hold, percent(50));
  last_control(sc).applies_to.empty = false;
  Stage stage{sc};
  stage.through("2025-01-03T03:00");
  EXPECT_EQ(stage.entered(1), 1u);
  EXPECT_EQ(stage.world.held_at[1], 1);
}

/// Who was refused asks again when the grade changes, and the count begins again.
TEST(Filter, AsksAgainWhenTheGradeChanges) {
  Scenario sc = fresh_chain();
  closed(sc, "filter", stretch(sc, 1, 4), "2025-01-02", "2025-03-01", ClosurePolicy::hold, percent(1));
  last_control(sc).applies_to.empty = false;
  last_control(sc).phases.push_back({"looser", at("2025-01-08"), percent(50)});
  Stage stage{sc};
  stage.through(at("2025-01-08") - seconds(1));
  EXPECT_EQ(stage.entered(1), 0u);
  const std::int32_t held = stage.world.held_at[1];
  EXPECT_GE(held, 4);
  stage.through("2025-01-08");
  EXPECT_EQ(stage.world.controls[ControlId{0}].asked[0], held);
  EXPECT_EQ(stage.entered(1), static_cast<std::size_t>(held / 2));
}

/// Refused by a filter whose policy is to go round, and no way round: it stands, and asks the next grade.
TEST(Filter, ThatEasesLetsThoseAskWhoLookedForAWayRound) {
  for (const ClosurePolicy policy : {ClosurePolicy::reroute, ClosurePolicy::turn_back}) {
    Scenario sc = fresh_chain();
    closed(sc, "filter", stretch(sc, 1, 4), "2025-01-02", "2025-03-01", policy, percent(1));
    last_control(sc).applies_to.empty = false;
    last_control(sc).phases.push_back({"looser", at("2025-01-08"), percent(99)});
    Stage stage{sc};
    stage.through("2025-01-10");
    EXPECT_GE(stage.entered(1), 3u);
    stage.to_the_end();
    EXPECT_EQ(stage.record.residual_ml[0], 0);
  }
}

/// A turned back convoy that knows no news, or no other road, does not turn for ever.
TEST(Filter, WithTurnBackAndOldNewsComesToAnEnd) {
  Scenario sc = fresh_chain();
  closed(sc, "filter", stretch(sc, 0, 4), "2025-01-02", "2025-03-01", ClosurePolicy::turn_back, percent(30));
  last_control(sc).news_after = days(20);
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_LT(stage.record.events, 20'000);
}

/// **Overlap**: of two filters over one road only the smaller is asked; let through there is let through.
TEST(Overlap, OnlyTheSmallestShareIsAsked) {
  Scenario sc = fresh_chain();
  sc.ordering.overdue_after = percent(200);  // they go on ordering
  closed(sc, "wide", stretch(sc, 1, 4), "2025-01-02", "2025-03-01", ClosurePolicy::hold, percent(60));
  last_control(sc).applies_to.empty = false;
  closed(sc, "narrow", stretch(sc, 1, 4), "2025-01-02", "2025-03-01", ClosurePolicy::hold, percent(20));
  last_control(sc).applies_to.empty = false;
  Stage stage{sc};
  stage.through("2025-02-20");
  EXPECT_EQ(stage.world.controls[ControlId{0}].asked[0], 0);
  const auto asked = static_cast<std::size_t>(stage.world.controls[ControlId{1}].asked[0]);
  EXPECT_GT(asked, 10u);
  EXPECT_EQ(stage.entered(3), asked / 5);
}

TEST(Overlap, ClosedBeatsAllAndEndsWithTheLast) {
  Scenario sc = fresh_chain();
  closed(sc, "open", stretch(sc, 1, 2), "2025-01-01", "2025-03-01", ClosurePolicy::hold, percent(100));
  closed(sc, "first", stretch(sc, 1, 2), "2025-01-02", "2025-01-10");
  closed(sc, "second", stretch(sc, 1, 3), "2025-01-08", "2025-01-15");
  closed(sc, "filter", stretch(sc, 0, 4), "2025-01-01", "2025-02-01", ClosurePolicy::hold, percent(99));
  for (citerne::Event& e : sc.events) std::get<citerne::Control>(e.what).news_after = days(60);
  Stage stage{sc};
  stage.through(at("2025-01-15") - seconds(1));
  EXPECT_EQ(stage.entered(1), 0u);
  stage.through("2025-01-15");
  EXPECT_GT(stage.entered(1), 0u);
}

/// One control ends in the second in which the next begins: nobody slips through.
TEST(Overlap, NobodySlipsThroughBetweenTwoControls) {
  Scenario sc = fresh_chain();
  closed(sc, "first", stretch(sc, 1, 2), "2025-01-02", "2025-01-10");
  closed(sc, "second", stretch(sc, 1, 2), "2025-01-10", "2025-01-15");
  Stage stage{sc};
  stage.through(at("2025-01-15") - seconds(1));
  EXPECT_EQ(stage.entered(1), 0u);
  EXPECT_EQ(stage.tankers(ConvoyState::held_on_road), 0u);
}

/// Random overlaps on one road against a plain account of who is in force.
TEST(Overlap, HoldsForRandomOverlaps) {
  for (std::uint32_t trial = 0; trial < 200; ++trial) {
    SCOPED_TRACE(testing::Message() << "trial " << trial);
    Stream draw{{2026, trial, Purpose::property_test}};
    Scenario sc = fresh_chain();
    sc.calendar.end = at("2025-02-01");
    const Instant start = sc.calendar.start;
    struct Given {
      Instant from, until;
      std::int64_t share;
    };
    std::vector<Given> given;
    for (std::uint32_t n = 1 + draw() % 4, i = 0; i < n; ++i) {
      const Instant from = start + hours(draw() % 600), until = from + hours(1 + draw() % 200);
      const std::int64_t share = draw() % 2 == 0 ? 0 : 100'000 * (1 + draw() % 9);
      given.push_back({from, until, share});
      closed(sc, "event" + std::to_string(i), stretch(sc, 1, 2), "2025-01-01", "2025-01-02",
             ClosurePolicy::hold, Share{share});
      last_control(sc).phases[0].from = from;
      last_control(sc).until = until;
      last_control(sc).applies_to.empty = false;
    }
    const auto least_share = [&](Instant t) {
      std::int64_t share = 1'000'000;
      for (const Given& g : given)
        if (g.from <= t && t < g.until) share = std::min(share, g.share);
      return share;
    };
    Stage stage{sc};
    std::size_t seen = 0;
    for (Instant t = start; t < sc.calendar.end; t = t + hours(1)) {
      stage.through(t);
      for (; seen < stage.crossings.size(); ++seen) {
        const Crossing& c = stage.crossings[seen];
        if (c.loaded && c.arc == forward_arc(SegmentId{1})) {
          ASSERT_GT(least_share(c.at), 0) << format_instant(c.at);
        }
      }
      if (least_share(t) == 1'000'000) {
        ASSERT_EQ(stage.world.held_at[1], 0) << format_instant(t);
      }
    }
  }
}

/// A control from before the start stands from the start, in its phase of that day, and its old news are
/// known.
TEST(Control, FromBeforeTheStartStandsInItsLastPhase) {
  Scenario sc = chain();
  closed(sc, "blockade", stretch(sc, 1, 3), "2024-10-01", "2025-02-01", ClosurePolicy::hold, percent(10));
  last_control(sc).phases.push_back({"tight", at("2024-12-01"), Share{}});
  last_control(sc).news_after = days(5);
  Stage stage{sc};
  stage.through(at("2025-01-01") - seconds(1));
  EXPECT_GT(stage.entered(1), 0u);  // the warm-up knows no events
  stage.through("2025-01-01");
  EXPECT_EQ(stage.world.controls[ControlId{0}].grade, 2u);
  EXPECT_EQ(stage.world.controls[ControlId{0}].known_grade, 2u);
  EXPECT_EQ(stage.logged(LogKind::control_changes), 1u);
}

TEST(Control, OverBeforeTheStartIsNoEvent) {
  Scenario sc = chain();
  closed(sc, "blockade", stretch(sc, 1, 3), "2024-10-01", "2024-12-31");
  EXPECT_EQ(run_once(sc).served_ml, run_once(chain()).served_ml);
}

}  // namespace
}  // namespace citerne::engine
