#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

/// Ambushes and controls that wait for a condition, and events that come by chance.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// An event that does nothing, to wait for.
void signal_at(Scenario& sc, const char* date) {
  sc.events.push_back({"first", DemandShift{.factor = percent(100), .from = at(date)}, {}});
}
const Criterion kAfterTheSignal{.after = EventId{0}};

/// Takes the head of the next convoy of loaded tankers, and spares the rest.
Ambush ambush_on(const Where& where, Duration window) {
  Ambush a{.where = where, .window = window, .pattern = Pattern::counted, .lost_tankers = 1};
  a.strikes.empty = false;
  a.trapped.recovered = percent(100);
  a.road_cleared_after = hours(2);
  return a;
}

TEST(AmbushWithoutDate, OpensItsWindowWhenItBegins) {
  Scenario sc = fresh_chain();
  signal_at(sc, "2025-01-20");
  sc.events.push_back({"strike", ambush_on(stretch(sc, 1, 3), days(10)),
                       Trigger{.when = kAfterTheSignal, .decision_takes = hours(7)}});
  Stage stage{sc};
  stage.to_the_end();
  const std::vector<Instant> struck = logged_at(stage.record, LogKind::ambush, 1);
  ASSERT_EQ(struck.size(), 1u);
  Instant next = Instant::never();  // the first that is on the stretch, or enters it, from 07:00 on
  for (const Crossing& c : stage.crossings)
    if (c.loaded && c.at >= at("2025-01-20T07:00") && (c.arc == forward_arc(SegmentId{1})))
      next = std::min(next, c.at);
  EXPECT_GE(struck[0], at("2025-01-20T07:00"));
  EXPECT_LE(struck[0], next);
}

/// The window is half open, and over when its time is.
TEST(AmbushWithoutDate, StrikesNobodyBehindItsWindow) {
  Scenario sc = fresh_chain();
  closed(sc, "gate", stretch(sc, 0, 1), "2025-01-01", "2025-01-20");
  sc.events.push_back(
      {"strike", ambush_on(stretch(sc, 1, 3), days(15)), Trigger{.when = Criterion{.after = EventId{0}}}});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.logged(LogKind::decided), 1u);
  EXPECT_EQ(stage.logged(LogKind::ambush), 0u);
}

TEST(AmbushWithoutDate, OpensAnewEachTimeOnceTheRoadIsCleared) {
  for (const Duration cleared : {hours(2), days(40)}) {
    Scenario sc = fresh_chain();
    Ambush ambush = ambush_on(stretch(sc, 1, 3), days(30));
    ambush.road_cleared_after = cleared;
    ambush.stopped_convoys = ClosurePolicy::proceed;
    sc.events.push_back({"strike", ambush, Trigger{.when = cover_below(days(4))}});
    Stage stage{sc};
    stage.to_the_end();
    const std::vector<Instant> struck = logged_at(stage.record, LogKind::ambush, 0);
    if (cleared == hours(2))
      EXPECT_GT(struck.size(), 3u);
    else
      EXPECT_EQ(struck.size(), 2u) << "59 days hold two wrecks of 40";
    for (std::size_t i = 1; i < struck.size(); ++i) EXPECT_GE(struck[i] - struck[i - 1], cleared);
    EXPECT_EQ(stage.logged(LogKind::decided), struck.size());
  }
}

/// A strike ends the window, also one that harms nobody and leaves no wreck.
TEST(AmbushWithoutDate, IsOverWithAStrikeThatHarmsNobody) {
  Scenario sc = fresh_chain();
  signal_at(sc, "2025-01-20");
  Ambush ambush = ambush_on(stretch(sc, 1, 3), days(30));
  ambush.pattern = Pattern::each;
  ambush.lost_tankers = 0;
  ambush.lost_each = Share{1};
  sc.events.push_back({"strike", ambush, Trigger{.when = kAfterTheSignal}});
  Stage stage{sc};
  stage.to_the_end();
  const std::vector<Instant> struck = logged_at(stage.record, LogKind::ambush, 1);
  ASSERT_EQ(struck.size(), 1u);
  EXPECT_EQ(stage.logged(LogKind::wreck_cleared), 0u);
  EXPECT_EQ(stage.world.spells[EventId{1}].until, struck[0]);
}

using Change = std::pair<Instant, std::int64_t>;  ///< When, and the share from then on in percent.
std::vector<Change> changes_of(const Stage& stage, std::size_t event) {
  std::vector<Change> found;
  for (const LogEntry& e : stage.record.log)
    if (e.kind == LogKind::control_changes && e.event == event)
      found.emplace_back(Instant{e.instant}, e.share_ppm / 10'000);
  return found;
}

/// Closed for two days, then half open.
citerne::Control gate_of_two_phases(const Scenario& sc) {
  citerne::Control gate{.where = stretch(sc, 1, 3)};
  gate.phases = {{.id = "shut"}, {.id = "half", .lets_through = percent(50), .after = days(2)}};
  return gate;
}

TEST(ControlWithoutDates, TakesItsPhasesFromItsBeginning) {
  Scenario sc = fresh_chain();
  signal_at(sc, "2025-01-05");
  sc.events.push_back({"gate", gate_of_two_phases(sc),
                       Trigger{.when = kAfterTheSignal, .decision_takes = hours(5), .lasts = days(6)}});
  last_control(sc).news_after = hours(3);
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_THAT(changes_of(stage, 1),
              testing::ElementsAre(Change{at("2025-01-05T05:00"), 0}, Change{at("2025-01-07T05:00"), 50},
                                   Change{at("2025-01-11T05:00"), 100}));
  EXPECT_THAT(logged_at(stage.record, LogKind::news, 1),
              testing::ElementsAre(at("2025-01-05T08:00"), at("2025-01-07T08:00"), at("2025-01-11T08:00")));
}

TEST(ControlWithoutDates, DropsThePhasesBehindItsEnd) {
  Scenario sc = fresh_chain();
  signal_at(sc, "2025-01-05");
  sc.events.push_back({"gate", gate_of_two_phases(sc), Trigger{.when = kAfterTheSignal, .lasts = days(1)}});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_THAT(changes_of(stage, 1),
              testing::ElementsAre(Change{at("2025-01-05"), 0}, Change{at("2025-01-06"), 100}));
}

/// It may end in any phase; what comes back is counted from the one that it ends in.
TEST(ControlWithoutDates, RecoversFromThePhaseInWhichItEnds) {
  for (const Duration lasts : {days(1), days(3)}) {
    Scenario sc = fresh_chain();
    signal_at(sc, "2025-01-05");
    sc.events.push_back({"gate", gate_of_two_phases(sc), Trigger{.when = kAfterTheSignal, .lasts = lasts}});
    last_control(sc).recovery = {.shape = RecoveryShape::linear, .over = days(2)};
    sc.events.push_back(
        {"then", DemandShift{.factor = percent(50)}, Trigger{.when = Criterion{.after_end_of = EventId{1}}}});
    Stage stage{sc};
    stage.to_the_end();
    std::vector<Change> expected{{at("2025-01-05"), 0}};
    if (lasts == days(1))
      expected.insert(expected.end(), {{at("2025-01-07"), 50}, {at("2025-01-08"), 100}});
    else
      expected.insert(expected.end(),
                      {{at("2025-01-07"), 50}, {at("2025-01-09"), 75}, {at("2025-01-10"), 100}});
    EXPECT_EQ(changes_of(stage, 1), expected);
    EXPECT_THAT(logged_at(stage.record, LogKind::decided, 2), testing::ElementsAre(expected.back().first))
        << "it is over when it is open";
  }
}

TEST(ControlWithoutDates, BeginsAnewWhateverIsStillToComeBack) {
  Scenario sc = fresh_chain();
  citerne::Control gate{.where = stretch(sc, 1, 3)};
  gate.phases = {{.id = "only", .lets_through = percent(40)}};
  gate.recovery = {.shape = RecoveryShape::linear, .over = days(30)};
  sc.events.push_back({"gate", gate, Trigger{.when = cover_below(days(4)), .lasts = hours(5)}});
  Stage stage{sc};
  stage.to_the_end();
  const std::vector<Instant> begun = logged_at(stage.record, LogKind::decided, 0);
  std::size_t steps = 0;
  for (const auto& [when, share] : changes_of(stage, 0)) {
    const Instant last = *std::prev(std::ranges::upper_bound(begun, when));
    if (when == last) {
      EXPECT_EQ(share, 40);
      continue;
    }
    const Duration since = when - (last + hours(5));
    EXPECT_EQ(since.count() % days(1).count(), 0) << "a step of an earlier recovery";
    const std::int64_t back = since.count() * 1'000'000 / days(30).count();
    EXPECT_EQ(share, (400'000 + 600'000 * back / 1'000'000) / 10'000);
    ++steps;
  }
  EXPECT_GT(begun.size(), 3u);
  EXPECT_GT(steps, 3u);
}

TEST(SlowdownWithoutDates, ComesBackFromItsEnd) {
  Scenario sc = fresh_chain();
  signal_at(sc, "2025-01-05");
  sc.events.push_back({"mud",
                       Slowdown{.where = stretch(sc, 1, 2),
                                .speed = percent(50),
                                .recovery = {.shape = RecoveryShape::linear, .over = days(10)}},
                       Trigger{.when = kAfterTheSignal, .lasts = days(5)}});
  Stage stage{sc};
  stage.to_the_end();
  std::size_t seen = 0;
  for (const Crossing& c : stage.crossings) {
    if (c.arc != forward_arc(SegmentId{1}) || c.at < at("2025-01-10") || c.at >= at("2025-01-20")) continue;
    const std::int64_t back = (c.at - at("2025-01-10")).count() * 1'000'000 / days(10).count();
    EXPECT_EQ(c.needs.count(), 3'600 * 1'000'000LL / (500'000 + 500'000 * back / 1'000'000));
    ++seen;
  }
  EXPECT_GT(seen, 3u);
}

/// A closed road that comes with a probability, on its date.
Scenario perhaps_closed(Share chance) {
  Scenario sc = fresh_chain();
  closed(sc, "gate", stretch(sc, 1, 3), "2025-01-05", "2025-01-11");
  sc.events[EventId{0}].chance = chance;
  return sc;
}
/// In which of 400 replications it comes.
std::vector<bool> comes(Share chance) {
  const auto plan = make_plan(perhaps_closed(chance));
  std::vector<bool> found;
  for (std::uint32_t r = 0; r < 400; ++r) {
    const RunRecord record = run(*plan, make_world(*plan, 7, r), {false, true});
    found.push_back(std::ranges::count(record.log, LogKind::control_changes, &LogEntry::kind) > 0);
  }
  return found;
}

TEST(Chance, OfADatedEventIsDrawnOnceForEachReplication) {
  const std::vector<bool> few = comes(percent(30)), many = comes(percent(60));
  EXPECT_NEAR(static_cast<double>(std::ranges::count(few, true)), 120,
              4 * 9.2);  // binomial: sqrt(400 x 0.3 x 0.7) = 9.2
  EXPECT_NEAR(static_cast<double>(std::ranges::count(many, true)), 240,
              4 * 9.8);  // sqrt(400 x 0.6 x 0.4) = 9.8
  for (std::size_t r = 0; r < few.size(); ++r)
    EXPECT_TRUE(!few[r] || many[r]) << "the larger chance includes the smaller";
}

/// Where it comes all is as if it were certain, and where it does not as if it were not written.
TEST(Chance, OfADatedEventShiftsNothingElse) {
  Scenario without = fresh_chain(), certain = perhaps_closed(percent(100));
  Scenario perhaps = perhaps_closed(percent(50));
  const std::vector<bool> there = comes(percent(50));
  const auto of = [](const Scenario& sc, std::uint32_t r) {
    const auto plan = make_plan(sc);
    return run(*plan, make_world(*plan, 7, r), {true, false});
  };
  for (std::uint32_t r = 0; r < 8; ++r) {
    const RunRecord a = of(perhaps, r), b = of(there[r] ? certain : without, r);
    EXPECT_EQ(a.fingerprint, b.fingerprint);
    EXPECT_EQ(a.series.stock_ml, b.series.stock_ml);
  }
  EXPECT_THAT(std::vector<bool>(there.begin(), there.begin() + 8),
              testing::AllOf(testing::Contains(true), testing::Contains(false)));
}

TEST(Chance, OfEveryKindOfDatedEvent) {
  Scenario sc = fresh_chain();
  const Where road = stretch(sc, 1, 3);
  Ambush ambush = ambush_on(road, days(30));
  ambush.at = at("2025-01-02");
  sc.events.push_back({"a", ambush, {}});
  sc.events.push_back({"b", Outage{.terminal = TerminalId{0}, .from = at("2025-01-02")}, {}});
  sc.events.push_back({"c", DemandShift{.factor = percent(300), .from = at("2025-01-02")}, {}});
  sc.events.push_back({"d", Slowdown{.where = road, .speed = percent(1), .from = at("2025-01-02")}, {}});
  sc.events.push_back(
      {"e",
       Precedence{.supplier = {.terminal = TerminalId{0}}, .first = {SiteId{0}}, .from = at("2025-01-02")},
       {}});
  for (citerne::Event& e : sc.events) e.chance = Share{};
  EXPECT_EQ(run_once(sc).fingerprint, run_once(fresh_chain()).fingerprint);
}

}  // namespace
}  // namespace citerne::engine
