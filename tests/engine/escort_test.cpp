#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "citerne/model/escort_policy.hpp"
#include "stage.hpp"

/// **Escort**: units on a stretch, those who wait for them, rules and lending.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// The chain, of roads of an hour, with an escort from p1 to p3 and a tanker that leaves the port each day at
/// about the same hour.
Scenario escorted_chain(std::int64_t units = 1) {
  Scenario sc = fresh_chain();
  Escort escort{.id = "main",
                .corridor = CorridorId{0},
                .between = {PlaceId{1}, PlaceId{3}},
                .base = PlaceId{1},
                .units = units};
  sc.escorts.push_back(escort);
  return sc;
}

Escort& escort_of(Scenario& sc, std::size_t i = 0) { return sc.escorts[EscortId{i}]; }

void rule(Scenario& sc, const char* from = "2025-01-01", const char* until = "2025-03-01") {
  sc.events.push_back({"rule", EscortOnly{.escorts = {EscortId{0}}, .from = at(from), .until = at(until)}});
}

/// Many tankers a day.
void busy(Scenario& sc, std::int64_t tankers_a_day = 12) {
  citerne::Tank& tank = sc.sites[SiteId{0}].tanks[0];
  tank.demands[0].normal = tank.throughput = litres_per_day(40'000 * tankers_a_day);
  tank.capacity = cubic_metres(40 * 20 * tankers_a_day);
  sc.fleets[FleetId{0}].tankers = 40 * tankers_a_day;
  sc.terminals[TerminalId{0}].bays = 1'000;
}

std::vector<Instant> entries(const Stage& stage, std::size_t road) {
  std::vector<Instant> list;
  for (const Crossing& c : stage.crossings)
    if (c.arc == forward_arc(SegmentId{road}) && c.loaded) list.push_back(c.at);
  return list;
}

/// One unit, one tanker at a time: two hours there, two hours back, then the next.
TEST(Escort, LeadsTheFirstWhoWaitsAndReturnsEmptyForTheNext) {
  Scenario sc = escorted_chain();
  busy(sc);
  escort_of(sc).at_most = 1;
  rule(sc);
  Stage stage{sc};
  stage.through("2025-01-06");
  const std::vector<Instant> left = entries(stage, 1), before = entries(stage, 0);
  ASSERT_GT(left.size(), 10u);
  for (std::size_t i = 1; i < left.size(); ++i)
    EXPECT_EQ(left[i], std::max(left[i - 1] + hours(4), before[i] + hours(1))) << i;
  stage.to_the_end();
  EXPECT_EQ(stage.record.convoys_led[0], stage.record.escort_tankers[0]);
}

TEST(Escort, AWaitForItIsADelayOfItsOwn) {
  Scenario sc = escorted_chain();
  busy(sc, 3);
  escort_of(sc).assembly_takes = hours(5);
  rule(sc);
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_GT(stage.record.escort_wait_s[0], 0);
  // All loads delivered but those still under way at the end.
  EXPECT_NEAR(static_cast<double>(stage.delay(Cause::escort)),
              static_cast<double>(stage.record.escort_wait_s[0]), 20 * 86'400.0);
  EXPECT_EQ(stage.record.residual_ml[0], 0);
  std::int64_t all = 0;
  for (std::size_t c = 0; c < stage.plan->causes.size(); ++c) all += stage.world.delay_by_cause[c];
  EXPECT_GT(stage.delay(Cause::escort), 0);
  EXPECT_LE(stage.delay(Cause::escort), all + 86'400);
}

TEST(Escort, TakesSoManyAndNoMore) {
  Scenario sc = escorted_chain();
  busy(sc);
  escort_of(sc).leaves_with = 4;
  escort_of(sc).at_most = 6;
  escort_of(sc).longest_wait = days(100);
  rule(sc);
  Stage stage{sc};
  stage.to_the_end();
  std::size_t convoys = 0;
  for (const LogEntry& e : stage.record.log) {
    if (e.kind != LogKind::escort_leaves) continue;
    EXPECT_GE(e.tankers, 4);
    EXPECT_LE(e.tankers, 6);
    ++convoys;
  }
  EXPECT_GT(convoys, 50u);
  EXPECT_EQ(static_cast<std::int64_t>(convoys), stage.record.convoys_led[0]);
}

TEST(Escort, TakesFewerWhenTheFirstHasWaitedLongEnough) {
  Scenario sc = escorted_chain();
  escort_of(sc).leaves_with = escort_of(sc).at_most = 50;
  escort_of(sc).longest_wait = days(3);
  rule(sc);
  Stage stage{sc};
  stage.to_the_end();
  const std::vector<Instant> before = entries(stage, 0), left = entries(stage, 1);
  ASSERT_GT(left.size(), 5u);
  EXPECT_EQ(left[0], before[0] + hours(1) + days(3));
}

TEST(Escort, LeavesAtItsDistancesOnly) {
  Scenario sc = escorted_chain();
  busy(sc, 4);
  escort_of(sc).every = days(2);
  rule(sc);
  Stage stage{sc};
  stage.to_the_end();
  const std::vector<Instant> left = entries(stage, 1);
  ASSERT_GT(left.size(), 20u);
  for (const Instant t : left) EXPECT_EQ((t - sc.calendar.start).count() % (2 * 86'400), 0);
}

TEST(Escort, WithoutARuleTankersWaitAsLongAsTheyWouldAndGoAlone) {
  Scenario sc = escorted_chain(0);
  escort_of(sc).waits_unasked = hours(7);
  Stage stage{sc};
  stage.to_the_end();
  const std::vector<Instant> before = entries(stage, 0), left = entries(stage, 1);
  ASSERT_GT(left.size(), 20u);
  for (std::size_t i = 0; i < left.size(); ++i) EXPECT_EQ(left[i], before[i] + hours(8));
  EXPECT_EQ(stage.logged(LogKind::goes_alone), static_cast<std::size_t>(stage.record.escort_tankers[0]));
  EXPECT_EQ(stage.record.convoys_led[0], 0);
}

TEST(Escort, NobodyPassesWithoutUnitsUntilTheRuleEnds) {
  Scenario sc = escorted_chain(0);
  rule(sc, "2025-01-01", "2025-02-01");
  Stage stage{sc};
  stage.through(at("2025-02-01") - seconds(1));
  EXPECT_TRUE(entries(stage, 1).empty());
  EXPECT_EQ(stage.world.escort_ends[EscortEndId{0}].waiting.count, entries(stage, 0).size());
  stage.through("2025-02-01");
  EXPECT_GT(entries(stage, 1).size(), 3u);
  EXPECT_EQ(stage.world.escort_ends[EscortEndId{0}].waiting.count, 0u);
}

/// A site between the ends: its tankers ride along and leave the convoy there.
TEST(Escort, ThoseWhoLeaveTheConvoyOnTheWayFreeTheUnit) {
  Scenario sc = escorted_chain();
  sc.sites[SiteId{0}].place = PlaceId{2};
  rule(sc);
  Stage stage{sc};
  stage.through("2025-01-20");
  EXPECT_GT(entries(stage, 1).size(), 3u);
  const Instant left = entries(stage, 1).front();
  Stage again{sc};
  again.through(left + hours(1) - seconds(1));
  EXPECT_EQ(static_cast<int>(again.world.units[UnitId{0}].state), static_cast<int>(UnitState::leads));
  again.through(left + hours(1));
  EXPECT_EQ(static_cast<int>(again.world.units[UnitId{0}].state), static_cast<int>(UnitState::drives));
  again.through(left + hours(3) - seconds(1));
  EXPECT_EQ(static_cast<int>(again.world.units[UnitId{0}].state), static_cast<int>(UnitState::drives));
  again.through(left + hours(3));  // back at its base, where the next wait
  EXPECT_NE(static_cast<int>(again.world.units[UnitId{0}].state), static_cast<int>(UnitState::drives));
}

std::int64_t hours_of(const RunRecord& record, std::size_t escort) {
  const auto states = static_cast<std::size_t>(UnitState::count);
  std::int64_t sum = 0;
  for (std::size_t s = 0; s < states; ++s) sum += record.unit_time_s[escort * states + s];
  return sum / 3'600;
}

Scenario two_escorts() {
  Scenario sc = escorted_chain(3);
  busy(sc);
  Escort other = escort_of(sc);
  other.id = "rest";
  other.between = {PlaceId{3}, PlaceId{4}};
  other.base = PlaceId{3};
  other.units = 1;
  sc.escorts.push_back(other);
  sc.events.push_back({"rule", EscortOnly{.escorts = {EscortId{0}, EscortId{1}},
                                          .from = at("2025-01-01"),
                                          .until = at("2025-03-01")}});
  return sc;
}

TEST(Escort, UnitHoursBalance) {
  Scenario sc = two_escorts();
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(hours_of(stage.record, 0), 3 * 59 * 24);
  EXPECT_EQ(hours_of(stage.record, 1), 1 * 59 * 24);
}

/// Lending moves hours from one stretch to the other; their sum stays.
TEST(Escort, UnitsThatAreLentChangeBothStretchesAndNotTheSum) {
  Scenario sc = two_escorts();
  sc.events.push_back({"loan", EscortMove{.units = 2,
                                          .from_escort = EscortId{0},
                                          .to_escort = EscortId{1},
                                          .from = at("2025-01-11"),
                                          .until = at("2025-01-31")}});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(hours_of(stage.record, 0) + hours_of(stage.record, 1), 4 * 59 * 24);
  EXPECT_NEAR(static_cast<double>(hours_of(stage.record, 1)), (59 + 2 * 20) * 24.0, 24.0);
  EXPECT_EQ(stage.logged(LogKind::unit_moves), 4u);
  EXPECT_TRUE(stage.world.to_lend.empty());
}

/// All units belong to the first stretch; only a policy that looks beyond it sends one where others wait.
TEST(Escort, APolicySendsAUnitWhereItIsWanted) {
  for (const EscortPolicy policy : {EscortPolicy::fixed, EscortPolicy::longest_queue,
                                    EscortPolicy::most_litres, EscortPolicy::most_needed}) {
    Scenario sc = two_escorts();
    escort_of(sc, 1).units = 0;
    sc.escort_allocation = {policy, hours(6)};
    Stage stage{sc};
    stage.to_the_end();
    if (policy == EscortPolicy::fixed)
      EXPECT_EQ(stage.entered(3), 0u);
    else
      EXPECT_GT(stage.entered(3), 100u) << static_cast<int>(policy);
    EXPECT_EQ(hours_of(stage.record, 0) + hours_of(stage.record, 1), 3 * 59 * 24);
  }
}

TEST(EscortPolicy, ChoosesAsItsNameSays) {
  const std::vector<EscortQueue> queues{{0, true, 2, cubic_metres(100), hours(3), days(5)},
                                        {0, true, 1, cubic_metres(20), hours(9), days(9)},
                                        {1, false, 7, cubic_metres(140), hours(1), days(4)},
                                        {2, false, 5, cubic_metres(200), hours(2), days(1)}};
  EXPECT_EQ(serve_own(queues), 1u);
  EXPECT_EQ(serve_longest(queues), 2u);
  EXPECT_EQ(serve_most_fuel(queues), 3u);
  EXPECT_EQ(serve_most_needed(queues), 3u);
  EXPECT_EQ(serve_own(std::span{queues}.subspan(2)), std::nullopt);
  EXPECT_EQ(serve_longest({}), std::nullopt);
}

/// An escorted convoy meets the row for escorted ones, an unescorted one the other.
TEST(Escort, ChangesWhatAStrikeDoes) {
  Scenario sc = escorted_chain();
  busy(sc, 4);
  rule(sc, "2025-01-01", "2025-01-31");
  Threats t{.where = stretch(sc, 1, 3), .window = hours(6)};
  t.phases = {{"only", at("2025-01-01"), threats_per_day(3)}};
  t.strikes.empty = false;
  t.outcomes = {{.id = "alone", .pattern = Pattern::counted, .lost_tankers = 1},
                {.id = "led", .escorted = true, .beaten_off = percent(100)}};
  t.trapped = {percent(100), Share{}, Share{}, days(1), Duration{}};
  sc.events.push_back({"raids", t});
  Stage stage{sc};
  stage.through(at("2025-01-31") - seconds(1));
  EXPECT_EQ(stage.world.struck[1], 0);
  EXPECT_GT(stage.world.beaten_off[1], 10);
  stage.to_the_end();
  EXPECT_GT(stage.world.struck[1], 3);
}

/// A unit whose convoy is lost goes back to its base.
TEST(Escort, OfAConvoyThatIsLostReturns) {
  Scenario sc = escorted_chain();
  busy(sc, 4);
  rule(sc);
  Threats t{.where = stretch(sc, 2, 3), .window = days(1)};
  t.phases = {{"only", at("2025-01-01"), threats_per_day(4)}};
  t.strikes.empty = false;
  t.outcomes = {{.id = "all", .pattern = Pattern::counted, .lost_tankers = 1'000}};
  t.trapped = {percent(100), Share{}, Share{}, days(1), Duration{}};
  t.road_cleared_after = hours(1);
  sc.events.push_back({"raids", t});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_GT(stage.world.struck[1], 10);
  EXPECT_GT(stage.record.convoys_led[0], 15);
  EXPECT_EQ(hours_of(stage.record, 0), 59 * 24);
  EXPECT_EQ(stage.record.residual_ml[0], 0);
}

}  // namespace
}  // namespace citerne::engine
