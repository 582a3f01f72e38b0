#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>

#include "stage.hpp"

/// **Threats by chance**: when, where, whom, and what luck they have.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// Threats on some roads of the chain, from January 1st on; a struck convoy gets through unharmed.
Threats threats_on(Where where, ThreatRate rate, Duration window = hours(12)) {
  Threats t{.where = std::move(where), .window = window};
  t.phases = {{"only", at("2025-01-01"), rate}};
  t.outcomes = {{.id = "all", .beaten_off = percent(100)}};
  t.trapped = {percent(100), Share{}, Share{}, days(1), Duration{}};
  t.road_cleared_after = hours(12);
  return t;
}

Threats& last_threats(Scenario& sc) {
  return std::get<Threats>(sc.events[EventId{sc.events.size() - 1}].what);
}

using Came = std::vector<std::pair<std::int64_t, std::uint32_t>>;  // instant, road
Came came(const RunRecord& record) {
  Came list;
  for (const LogEntry& e : record.log)
    if (e.kind == LogKind::threat) list.emplace_back(e.instant, e.segment);
  return list;
}
/// Those that got through unharmed, sorted.
Came met(const RunRecord& record) {
  Came list;
  for (const LogEntry& e : record.log)
    if (e.kind == LogKind::beaten_off) list.emplace_back(e.instant, e.segment);
  std::ranges::sort(list);
  return list;
}
std::vector<std::int64_t> instants(const RunRecord& record) {
  std::vector<std::int64_t> list;
  for (const auto& [instant, road] : came(record)) list.push_back(instant);
  return list;
}

struct Sample {
  double mean, variance;
  std::size_t n;
};
Sample counts_of(const Scenario& sc, std::uint32_t replications) {
  const auto plan = make_plan(sc);
  std::vector<double> counts;
  for (std::uint32_t r = 0; r < replications; ++r)
    counts.push_back(
        static_cast<double>(run(*plan, make_world(*plan, 7, r), {false, false}).threats_came.front()));
  Sample s{std::accumulate(counts.begin(), counts.end(), 0.0) / replications, 0.0, counts.size()};
  for (const double c : counts) s.variance += (c - s.mean) * (c - s.mean) / (replications - 1);
  return s;
}

/// Of a Poisson process mean and variance of the count are the integral of the rate: 19 days at one a day, 40
/// at two, in daylight alone, a month of it at a half.
TEST(Threats, CountsHaveTheIntegralOfTheRateAsMeanAndVariance) {
  Scenario sc = empty_roads();
  Profile daylight = sc.profiles[ProfileId{0}];
  daylight.id = "daylight";
  for (std::size_t h = 0; h < 24; ++h) daylight.hourly[h] = h >= 6 && h < 16 ? percent(10) : Share{};
  daylight.monthly[1] = percent(50);
  Threats t = threats_on(stretch(sc, 0, 4), {});
  t.profile = sc.profiles.push_back(daylight);
  t.phases = {{"first", at("2025-01-01"), threats_per_day(1)},
              {"tight", at("2025-01-20"), threats_per_day(2)}};
  sc.events.push_back({"raids", t});
  const double integral = 19 * 1.0 + 12 * 2.0 + 28 * 2.0 * 0.5;
  const Sample s = counts_of(sc, 1'000);
  const double n = static_cast<double>(s.n);
  EXPECT_NEAR(s.mean, integral, 4.0 * std::sqrt(integral / n));
  EXPECT_NEAR(s.variance / integral, 1.0, 4.0 * std::sqrt(2.0 / n + 1.0 / (integral * n)));
}

/// By hour of the profile; on the roads by their length.
TEST(Threats, FallOnRoadsByLengthAndInTheHoursOfTheProfile) {
  Scenario sc = empty_roads();
  sc.network.segments[SegmentId{1}].length = kilometres(180);
  Profile night = sc.profiles[ProfileId{0}];
  night.id = "night";
  for (std::size_t h = 0; h < 24; ++h) night.hourly[h] = h < 4 ? percent(25) : Share{};
  Threats t = threats_on(stretch(sc, 0, 2), threats_per_day(2));
  t.profile = sc.profiles.push_back(night);
  sc.events.push_back({"raids", t});
  double all = 0.0, on_long = 0.0;
  for (std::uint32_t r = 0; r < 60; ++r)
    for (const auto& [instant, road] : came(run_once(sc, r))) {
      ++all;
      on_long += road == 1 ? 1.0 : 0.0;
      EXPECT_LT(instant % 86'400, 4 * 3'600);
    }
  EXPECT_NEAR(on_long / all, 0.75, 4.0 * std::sqrt(0.75 * 0.25 / all));
}

/// Thinning: a truce takes threats away and moves none; a greater rate adds some.
TEST(Threats, OfATruceAreThoseWithoutItLessSome) {
  Scenario sc = empty_roads();
  sc.events.push_back({"raids", threats_on(stretch(sc, 0, 4), threats_per_day(1))});
  Scenario truce = sc, worse = sc;
  truce.events.push_back(
      {"truce", ThreatShift{.factor = percent(40), .from = at("2025-01-10"), .until = at("2025-02-10")}});
  std::get<Threats>(worse.events[EventId{0}].what).phases[0].rate = threats_per_day(3);
  std::size_t left_out = 0, added = 0;
  for (std::uint32_t r = 0; r < 20; ++r) {
    const Came without = came(run_once(sc, r)), with = came(run_once(truce, r)),
               more = came(run_once(worse, r));
    EXPECT_TRUE(std::ranges::includes(without, with));
    EXPECT_TRUE(std::ranges::includes(more, without));
    const auto inside = [](const auto& threat) {
      return threat.first >= at("2025-01-10").unix_seconds() &&
             threat.first < at("2025-02-10").unix_seconds();
    };
    EXPECT_EQ(std::ranges::count_if(without, std::not_fn(inside)),
              std::ranges::count_if(with, std::not_fn(inside)));
    left_out += without.size() - with.size();
    added += more.size() - without.size();
  }
  EXPECT_NEAR(static_cast<double>(left_out), 20 * 31 * 0.6, 4.0 * std::sqrt(20 * 31 * 0.6));
  EXPECT_NEAR(static_cast<double>(added), 20 * 59 * 2.0, 4.0 * std::sqrt(20 * 59 * 2.0));
}

/// A branching process: with the ratio r, delays of mean tau and the base rate b the mean rate at t is
/// b (1 + r / (1 - r) (1 - e^(-(1 - r) t / tau))); far from the start b / (1 - r).
TEST(Threats, ProvokeFollowUpsAsABranchingProcess) {
  Scenario sc = empty_roads();
  Threats t = threats_on(stretch(sc, 0, 4), ThreatRate{threats_per_day(1).count() / 2});
  t.follow_ups = percent(60);
  t.follow_up_after = days(2);
  sc.events.push_back({"raids", t});
  const double b = 0.5, r = 0.6, tau = 2.0, days = 59.0, k = (1 - r) / tau;
  const double expected = b * (days / (1 - r) - r / (1 - r) * (1 - std::exp(-k * days)) / k);
  const Sample s = counts_of(sc, 1'000);
  EXPECT_NEAR(s.mean, expected, 4.0 * std::sqrt(s.variance / static_cast<double>(s.n)));
  EXPECT_GT(s.variance, 2.5 * s.mean);  // clusters; of a long run 1 / (1 - r)^2 = 6.25 times the mean
}

/// A convoy on the road during [a, a + d) is struck iff an instant lies in (a - W, a + d) and none before
/// took it.
TEST(Threats, StrikeExactlyWhomTheirWindowMeets) {
  Scenario sc = fresh_chain();
  const Duration window = hours(30);
  sc.events.push_back({"raids", threats_on(stretch(sc, 1, 3), ThreatRate{5'000'000}, window)});
  last_threats(sc).strikes.empty = false;
  std::size_t strikes = 0;
  for (std::uint32_t r = 0; r < 40; ++r) {
    SCOPED_TRACE(r);
    Stage stage{sc, r};
    stage.to_the_end();
    Came expected;
    for (const std::uint32_t road : {1u, 2u}) {
      std::vector<std::int64_t> unused;
      for (const auto& [instant, on] : came(stage.record))
        if (on == road) unused.push_back(instant);
      for (const Crossing& c : stage.crossings) {
        if (segment_of(c.arc).index() != road || !c.loaded) continue;
        const std::int64_t a = c.at.unix_seconds(), leaves = a + c.needs.count();
        for (;;) {  // a strike uses up what came before it; another may come while it is still there
          const auto meets = std::ranges::find_if(
              unused, [&](std::int64_t i) { return i > a - window.count() && i < leaves; });
          if (meets == unused.end()) break;
          const std::int64_t struck = std::max(a, *meets);
          expected.emplace_back(struck, road);
          std::erase_if(unused, [&](std::int64_t i) { return i <= struck; });
        }
      }
    }
    std::ranges::sort(expected);
    EXPECT_EQ(met(stage.record), expected);
    strikes += expected.size();
  }
  EXPECT_GT(strikes, 200u);
}

/// Each convoy on its road when one comes, and each that enters it while its window is open.
TEST(Threats, ThatStrikeEveryConvoyAreNotUsedUp) {
  Scenario sc = fresh_chain();
  const Duration window = hours(30);
  sc.events.push_back({"raids", threats_on(stretch(sc, 1, 3), ThreatRate{5'000'000}, window)});
  last_threats(sc).strikes.empty = false;
  last_threats(sc).every_convoy = true;
  std::size_t strikes = 0;
  for (std::uint32_t r = 0; r < 20; ++r) {
    SCOPED_TRACE(r);
    Stage stage{sc, r};
    stage.to_the_end();
    Came expected;
    const Came threats = came(stage.record);
    for (const Crossing& c : stage.crossings) {
      const auto road = static_cast<std::uint32_t>(segment_of(c.arc).index());
      if ((road != 1 && road != 2) || !c.loaded) continue;
      const std::int64_t a = c.at.unix_seconds(), leaves = a + c.needs.count();
      const auto is_open = [&](const auto& threat) {
        return threat.second == road && threat.first > a - window.count() && threat.first <= a;
      };
      if (std::ranges::any_of(threats, is_open)) expected.emplace_back(a, road);
      for (const auto& [instant, on] : threats)
        if (on == road && instant > a && instant < leaves) expected.emplace_back(instant, road);
    }
    std::ranges::sort(expected);
    EXPECT_EQ(met(stage.record), expected);
    strikes += expected.size();
  }
  EXPECT_GT(strikes, 400u);
}

/// Of two convoys that one threat strikes the first has the luck that it would have alone.
TEST(Threats, GiveEachFurtherConvoyLuckOfItsOwn) {
  Scenario sc = fresh_chain();
  Threats t = threats_on(stretch(sc, 1, 2), threats_per_day(1), days(20));
  t.strikes.empty = false;
  t.outcomes = {{.id = "all", .beaten_off = percent(50), .pattern = Pattern::each, .lost_each = percent(1)}};
  t.road_cleared_after = Duration{};
  t.every_convoy = true;
  sc.events.push_back({"raids", t});
  std::int64_t struck = 0, beaten_off = 0;
  for (std::uint32_t r = 0; r < 20; ++r) {
    const RunRecord record = run_once(sc, r);
    struck += record.struck[0];
    beaten_off += record.beaten_off[0];
  }
  const double n = static_cast<double>(struck + beaten_off);
  EXPECT_GT(n, 400.0);
  EXPECT_NEAR(static_cast<double>(beaten_off) / n, 0.5, 4.0 * std::sqrt(0.25 / n));
}

/// A road of three times the length of the other has half of them all the same.
TEST(Threats, FallEvenlyOnRoadsWhereToldSo) {
  Scenario sc = empty_roads();
  sc.network.segments[SegmentId{1}].length = kilometres(180);
  sc.events.push_back({"raids", threats_on(stretch(sc, 0, 2), threats_per_day(2))});
  last_threats(sc).falls_on = FallsOn::evenly;
  double all = 0.0, on_long = 0.0;
  for (std::uint32_t r = 0; r < 60; ++r)
    for (const auto& [instant, road] : came(run_once(sc, r))) {
      ++all;
      on_long += road == 1 ? 1.0 : 0.0;
    }
  EXPECT_NEAR(on_long / all, 0.5, 4.0 * std::sqrt(0.25 / all));
}

/// Nobody is stopped, and those who wait for the end of the event need not wait.
TEST(Wreck, ThatIsClearedAtOnceClosesNothing) {
  Scenario sc = fresh_chain();
  Threats t = threats_on(stretch(sc, 1, 2), threats_per_day(4), hours(30));
  t.strikes.empty = false;
  t.outcomes = {{.id = "all",
                 .pattern = Pattern::each,
                 .lost_each = percent(1),
                 .lost_at_least = 1,
                 .rest = Rest::trapped}};
  t.stopped_convoys = ClosurePolicy::turn_back;
  t.road_cleared_after = Duration{};
  sc.events.push_back({"raids", t});
  sc.events.push_back(
      {"harvest", DemandShift{.factor = percent(90)}, Trigger{.when = {.after_end_of = EventId{0}}}});
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_GT(stage.record.struck[0], 5);
  EXPECT_EQ(stage.logged(LogKind::control_changes), 0u);
  EXPECT_EQ(stage.logged(LogKind::wreck_cleared), 0u);
  EXPECT_EQ(stage.logged(LogKind::turned_back), 0u);
  EXPECT_EQ(stage.logged(LogKind::decided), 1u);
  EXPECT_TRUE(stage.record.grades.empty());
}

/// Survival of a crossing is exp(- integral of the rate from a - W to a + d).
TEST(Threats, SpareACrossingWithTheProbabilityOfNoInstant) {
  Scenario sc = fresh_chain();
  sc.events.push_back({"raids", threats_on(stretch(sc, 2, 3), ThreatRate{5'000'000}, hours(20))});
  last_threats(sc).strikes.empty = false;
  sc.calendar.end = at("2025-01-08");
  int spared = 0;
  constexpr int kRuns = 2'000;
  const auto plan = make_plan(sc);
  Instant enters;
  for (int r = 0; r < kRuns; ++r) {
    World world = make_world(*plan, 7, static_cast<std::uint32_t>(r));
    RunRecord record;
    record.what = {false, true};
    run_until(*plan, world, record, plan->end);
    if (r == 0) {
      Stage stage{sc};
      stage.to_the_end();
      enters = std::ranges::find_if(stage.crossings, [](const Crossing& c) {
                 return c.arc == forward_arc(SegmentId{2}) && c.loaded;
               })->at;
    }
    const auto met = [&](const LogEntry& e) {
      return e.kind == LogKind::beaten_off && e.instant < (enters + hours(1)).unix_seconds();
    };
    spared += std::ranges::none_of(record.log, met) ? 1 : 0;
  }
  ASSERT_GE(enters, at("2025-01-02"));  // the window lies within the run
  const double p = std::exp(-5.0 / 7.0 * 21.0 / 24.0);
  EXPECT_NEAR(spared / double{kRuns}, p, 4.0 * std::sqrt(p * (1 - p) / kRuns));
}

/// The luck of a threat is its own.
TEST(Threats, AreNotMovedByTankersSitesPoliciesRoadsOrSamples) {
  Scenario sc = fresh_chain();
  sc.calendar.end = at("2025-01-20");
  Threats t = threats_on(stretch(sc, 1, 3), threats_per_day(1));
  t.outcomes = {{.id = "all", .pattern = Pattern::each, .lost_each = percent(30)}};
  t.follow_ups = percent(40);
  t.follow_up_after = days(1);
  sc.events.push_back({"raids", t});
  Scenario other = sc;
  other.fleets[FleetId{0}].tankers += 1;
  other.calendar.sample_every = hours(1);
  std::get<Threats>(other.events[EventId{0}].what).stopped_convoys = ClosurePolicy::turn_back;
  const PlaceId end =
      other.network.places.push_back({.id = "village", .name = "village", .country = "ML", .region = "Here"});
  other.network.segments.push_back(
      {.id = "x", .from = PlaceId{2}, .to = end, .road = "RN9", .length = kilometres(60)});
  citerne::Site site = other.sites[SiteId{0}];
  site.place = end;
  site.tanks[0].lines[0].corridor = CorridorId::none();
  other.sites.push_back(site);
  closed(other, "shut", road_of(other, "x"), "2025-01-05", "2025-01-09");
  other.events.push_back({"elsewhere", threats_on(road_of(other, "x"), threats_per_day(1))});
  const auto plan = make_plan(sc), with = make_plan(other);
  for (std::uint32_t r = 0; r < 1'000; ++r) {
    const RunRecord a = run(*plan, make_world(*plan, 7, r), {false, true});
    const RunRecord b = run(*with, make_world(*with, 7, r), {false, true});
    Came of_b;
    for (const LogEntry& e : b.log)
      if (e.kind == LogKind::threat && e.event == 0) of_b.emplace_back(e.instant, e.segment);
    ASSERT_EQ(came(a), of_b) << "replication " << r;
  }
}

/// A road more in the target takes threats to itself and moves none between the others.
TEST(Threats, OfANewRoadComeFromTheOthersAndMoveNoneBetweenThem) {
  Scenario sc = empty_roads();
  sc.events.push_back({"raids", threats_on(stretch(sc, 0, 3), threats_per_day(2))});
  Scenario wider = sc;
  std::get<Threats>(wider.events[EventId{0}].what).where = stretch(sc, 0, 4);
  const Came narrow = came(run_once(sc)), wide = came(run_once(wider));
  ASSERT_EQ(narrow.size(), wide.size());
  std::size_t moved = 0;
  for (std::size_t i = 0; i < narrow.size(); ++i) {
    EXPECT_EQ(narrow[i].first, wide[i].first);
    if (narrow[i].second == wide[i].second) continue;
    EXPECT_EQ(wide[i].second, 3u);
    ++moved;
  }
  EXPECT_GT(moved, 10u);
}

/// With full lean, only where tankers go; the instants stay as they are.
TEST(Threats, LeanToTheCorridorInUseAndMoveNoInstant) {
  Scenario sc = two_ways();
  sc.sites[SiteId{0}].tanks[0].lines[0].share = percent(100);
  sc.sites[SiteId{0}].tanks[0].lines[1].share = Share{};
  Where all{.text = "both ways"};
  for (const SegmentId s : ids_of(sc.network.segments)) {
    all.segments.push_back(s);
    all.forward.push_back(forward_arc(s));
  }
  sc.events.push_back({"raids", threats_on(all, threats_per_day(2))});
  Scenario leaning = sc;
  std::get<Threats>(leaning.events[EventId{0}].what).leans_to_use = percent(100);
  std::get<Threats>(leaning.events[EventId{0}].what).use_of_last = days(7);
  const RunRecord plain = run_once(sc), leans = run_once(leaning);
  EXPECT_EQ(instants(plain), instants(leans));
  const auto in_the_south = [](const RunRecord& record) {
    return std::ranges::count_if(came(record), [](const auto& threat) {
      return threat.first > at("2025-01-20").unix_seconds() && threat.second >= 2;
    });
  };
  EXPECT_GT(in_the_south(plain), 20);
  EXPECT_EQ(in_the_south(leans), 0);
}

/// The row of the greatest size that fits; who is not hit goes on, and the road stays open.
TEST(Threats, HaveOutcomesBySize) {
  Scenario sc = fresh_chain();
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 6, .wait_at_most = days(30)}};
  Threats t = threats_on(stretch(sc, 1, 2), threats_per_day(12), days(2));
  t.strikes.empty = false;
  t.outcomes = {{.id = "small", .from_tankers = 1, .pattern = Pattern::counted, .lost_tankers = 1},
                {.id = "large",
                 .from_tankers = 6,
                 .pattern = Pattern::counted,
                 .lost_tankers = 2,
                 .trapped_tankers = 1,
                 .crews_abducted = 2}};
  t.crews_back_after = days(3);
  sc.events.push_back({"raids", t});
  Stage stage{sc};
  while (stage.world.struck[0] == 0) stage.through(stage.now + hours(1));
  EXPECT_EQ(stage.world.struck_lost[0], 2);
  EXPECT_EQ(stage.world.struck_trapped[0], 1);
  EXPECT_EQ(stage.world.abducted[0], 2);
  EXPECT_EQ(stage.account_of(Account::trapped), cubic_metres(3 * 40));
  const Instant struck = stage.now;
  stage.through(struck + days(1) + hours(1));  // the trapped one is recovered after a day
  EXPECT_EQ(stage.account_of(Account::trapped), cubic_metres(2 * 40));
  stage.through(struck + days(3) + hours(1));
  EXPECT_EQ(stage.account_of(Account::trapped), Volume{});
}

/// A second strike on the same road puts off its clearing.
TEST(Threats, OnOneRoadPutOffItsClearing) {
  Scenario sc = fresh_chain();
  Threats t = threats_on(stretch(sc, 1, 2), threats_per_day(12), hours(1));
  t.outcomes = {{.id = "all", .pattern = Pattern::counted, .lost_tankers = 1}};
  t.stopped_convoys = ClosurePolicy::proceed;  // those on the road drive on and may be struck
  t.road_cleared_after = hours(10);
  sc.events.push_back({"raids", t});
  Stage stage{sc};
  stage.to_the_end();
  std::vector<std::int64_t> strikes, cleared;
  for (const LogEntry& e : stage.record.log) {
    if (e.kind == LogKind::ambush) strikes.push_back(e.instant);
    if (e.kind == LogKind::wreck_cleared) cleared.push_back(e.instant);
  }
  ASSERT_GT(strikes.size(), 3u);
  for (const std::int64_t at : cleared) {
    EXPECT_NE(std::ranges::find(strikes, at - 36'000), strikes.end());
    EXPECT_TRUE(std::ranges::none_of(strikes, [&](std::int64_t s) { return s > at - 36'000 && s < at; }));
  }
}

}  // namespace
}  // namespace citerne::engine
