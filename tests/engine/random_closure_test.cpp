#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "stage.hpp"

/// **Random closures**: roads that close and open again by chance.
namespace citerne::engine {
namespace {

using namespace testing_world;

RandomClosure closures_on(Where where, Duration open_for, Duration closed_for) {
  return {
      .where = std::move(where), .from = at("2025-01-01"), .open_for = open_for, .closed_for = closed_for};
}

/// When each road turned, in turn: closed, open, closed, ...
std::map<std::uint32_t, std::vector<std::int64_t>> turns_of(const RunRecord& record) {
  std::map<std::uint32_t, std::vector<std::int64_t>> turns;
  for (const LogEntry& e : record.log)
    if (e.kind == LogKind::control_changes) {
      EXPECT_EQ(e.share_ppm, turns[e.segment].size() % 2 == 0 ? 0 : 1'000'000);
      turns[e.segment].push_back(e.instant);
    }
  return turns;
}

Scenario empty_roads_until(const char* end = "2026-01-01") {
  Scenario sc = empty_roads();
  sc.calendar.end = at(end);
  return sc;
}

/// Far from the start a road is closed a share c / (o + c) of the time, in the mean.
TEST(RandomClosure, ClosesEachRoadForItsShareOfTheTime) {
  Scenario sc = empty_roads_until();
  sc.events.push_back({"mud", closures_on(stretch(sc, 0, 4), hours(60), hours(20))});
  double closed = 0.0, squares = 0.0, n = 0.0;
  for (std::uint32_t r = 0; r < 30; ++r) {
    const RunRecord record = run_once(sc, r);
    for (const auto& [road, turns] : turns_of(record)) {
      double sum = 0.0;
      for (std::size_t i = 0; i < turns.size(); i += 2)
        sum += static_cast<double>((i + 1 < turns.size() ? turns[i + 1] : sc.calendar.end.unix_seconds()) -
                                   turns[i]);
      sum /= 365 * 86'400.0;
      closed += sum;
      squares += sum * sum;
      ++n;
    }
  }
  ASSERT_EQ(n, 30 * 4);
  const double mean = closed / n, error = std::sqrt((squares / n - mean * mean) / (n - 1));
  EXPECT_NEAR(mean, 0.25, 4 * error);
  EXPECT_LT(error, 0.005);
}

/// Exponential: the mean is as told, and so is the standard deviation.
TEST(RandomClosure, StaysForExponentialTimes) {
  Scenario sc = empty_roads_until();
  sc.events.push_back({"mud", closures_on(stretch(sc, 0, 4), hours(60), hours(20))});
  double sum[2] = {}, squares[2] = {}, n[2] = {};
  for (std::uint32_t r = 0; r < 30; ++r)
    for (const auto& [road, turns] : turns_of(run_once(sc, r)))
      for (std::size_t i = 0; i < turns.size(); ++i) {
        const std::int64_t before = i == 0 ? at("2025-01-01").unix_seconds() : turns[i - 1];
        const double stay = static_cast<double>(turns[i] - before) / 3'600;
        sum[i % 2] += stay;
        squares[i % 2] += stay * stay;
        ++n[i % 2];
      }
  for (const int closed : {0, 1}) {
    const double told = closed ? 20.0 : 60.0, mean = sum[closed] / n[closed];
    EXPECT_GT(n[closed], 10'000);
    EXPECT_NEAR(mean, told, 4 * told / std::sqrt(n[closed]) + 0.002 * told);  // what the end cuts off
    EXPECT_NEAR(std::sqrt(squares[closed] / n[closed] - mean * mean), told, 0.04 * told);
  }
}

/// Of other tankers, sites, policies, other roads in the target and other events it knows nothing.
TEST(RandomClosure, IsNotMovedByOtherThings) {
  Scenario sc = fresh_chain();
  sc.events.push_back({"mud", closures_on(stretch(sc, 0, 4), days(3), hours(20))});
  Scenario other = sc;
  other.fleets[FleetId{0}].tankers = 3;
  other.events.push_back({"more", DemandShift{.factor = percent(150), .from = at("2025-01-05")}});
  auto& mud = std::get<RandomClosure>(other.events[EventId{0}].what);
  mud.stopped_convoys = ClosurePolicy::turn_back;
  mud.where = stretch(other, 1, 3);
  for (std::uint32_t r = 0; r < 5; ++r) {
    const auto turns = turns_of(run_once(sc, r)), fewer = turns_of(run_once(other, r));
    EXPECT_EQ(turns.size(), 4u);
    EXPECT_EQ(fewer.size(), 2u);
    for (const auto& [road, instants] : fewer) EXPECT_EQ(instants, turns.at(road));
  }
}

TEST(RandomClosure, OpensAllAtItsEnd) {
  Scenario sc = empty_roads_until("2025-03-01");
  RandomClosure mud = closures_on(stretch(sc, 0, 4), hours(1), days(300));
  mud.until = at("2025-02-01T12:00");
  sc.events.push_back({"mud", mud});
  for (const auto& [road, turns] : turns_of(run_once(sc))) {
    ASSERT_EQ(turns.size(), 2u);
    EXPECT_EQ(turns[1], at("2025-02-01T12:00").unix_seconds());
  }
}

/// A convoy stands on a closed road, or before it, and goes on when it opens.
TEST(RandomClosure, HoldsConvoysLikeAControl) {
  Scenario sc = fresh_chain();
  RandomClosure mud = closures_on(stretch(sc, 1, 3), days(2), days(2));
  mud.news_after = days(60);
  sc.events.push_back({"mud", mud});
  std::int64_t held = 0;
  Stage stage{sc};
  for (Instant now = at("2025-01-01"); now < sc.calendar.end; now = now + hours(2)) {
    stage.through(now);
    for (const std::size_t road : {0u, 3u}) EXPECT_EQ(stage.world.held_on[road], 0);
    held += stage.world.held_on[1] + stage.world.held_on[2] + stage.world.held_at[1];
  }
  EXPECT_GT(held, 100);
  stage.to_the_end();
  EXPECT_EQ(stage.record.residual_ml[0], 0);
  EXPECT_GT(stage.record.delay_s[static_cast<std::size_t>(Cause::count)], 0) << "its delays are the event's";
}

/// The same as controls of the dates that chance has made, under each policy; also where a road turns again
/// before the news of the last turn is out.
TEST(RandomClosure, DoesWhatControlsOfTheSameDatesDo) {
  for (const ClosurePolicy policy : {ClosurePolicy::hold, ClosurePolicy::turn_back, ClosurePolicy::reroute,
                                     ClosurePolicy::proceed, ClosurePolicy::abandon})
    for (const Duration news_after : {Duration{}, hours(30)}) {
      Scenario sc = two_ways();
      Scenario dated = sc;
      RandomClosure mud = closures_on(road_of(sc, "s1"), hours(40), hours(20));
      mud.stopped_convoys = policy;
      mud.news_after = news_after;
      sc.events.push_back({"mud", mud});
      const RunRecord record = run_once(sc);
      const auto turns = turns_of(record).at(1);
      ASSERT_GT(turns.size(), 20u);
      for (std::size_t i = 0; i < turns.size(); i += 2) {
        citerne::Control control{.where = mud.where, .stopped_convoys = policy, .news_after = news_after};
        control.phases.push_back({"only", Instant{} + seconds(turns[i]), Share{}});
        if (i + 1 < turns.size()) control.until = Instant{} + seconds(turns[i + 1]);
        dated.events.push_back({"closed" + std::to_string(100 + i), control});
      }
      const RunRecord same = run_once(dated);
      EXPECT_EQ(record.series.stock_ml, same.series.stock_ml);
      EXPECT_EQ(record.series.moving, same.series.moving);
      EXPECT_EQ(record.series.held, same.series.held);
      EXPECT_EQ(std::ranges::count(record.log, LogKind::held, &LogEntry::kind),
                std::ranges::count(same.log, LogKind::held, &LogEntry::kind));
    }
}

/// Each change becomes known so long after it, in its order, however often the road turns meanwhile.
TEST(RandomClosure, TellsEachChangeAfterItsDelay) {
  Scenario sc = empty_roads_until();
  RandomClosure mud = closures_on(stretch(sc, 0, 1), hours(5), hours(5));
  mud.news_after = days(3);
  sc.events.push_back({"mud", mud});
  std::vector<std::pair<std::int64_t, std::int64_t>> changes, news;
  for (const LogEntry& e : run_once(sc).log) {
    const std::int64_t known = e.instant + mud.news_after.count();
    if (e.kind == LogKind::control_changes && known < sc.calendar.end.unix_seconds())
      changes.emplace_back(known, e.share_ppm);
    if (e.kind == LogKind::news) news.emplace_back(e.instant, e.share_ppm);
  }
  EXPECT_GT(changes.size(), 1'000u);
  EXPECT_EQ(news, changes);
}

/// What a run will cost is told before it: two changes and their news, each time; some of these make a tank
/// look anew.
TEST(RandomClosure, CountsAmongTheEventsOfARun) {
  Scenario sc = empty_roads_until();
  const std::int64_t without = size_of(*make_plan(sc)).events;
  const auto mean_events = [](const Scenario& given) {
    std::int64_t events = 0;
    for (std::uint32_t r = 0; r < 5; ++r) events += run_once(given, r).events;
    return static_cast<double>(events) / 5;
  };
  const double happen_without = mean_events(sc);
  sc.events.push_back({"mud", closures_on(stretch(sc, 0, 4), hours(18), hours(6))});
  const std::int64_t told = size_of(*make_plan(sc)).events - without;
  EXPECT_EQ(told, 4 * 4 * 365);
  EXPECT_NEAR(mean_events(sc) - happen_without, static_cast<double>(told), 0.25 * static_cast<double>(told));
}

/// With `when` it begins each time that cover is low: with luck that it has not had, the same wait would be
/// no chance.
TEST(RandomClosure, BeginsAgainWithNewLuck) {
  Scenario sc = fresh_chain();
  sc.calendar.end = at("2025-09-01");
  for (const char* const month : {"02", "04", "06"}) {
    const std::string begins = std::string("2025-") + month + "-01",
                      ends = std::string("2025-") + month + "-28";
    closed(sc, std::string("blockade") + month, stretch(sc, 0, 4), begins.c_str(), ends.c_str());
  }
  RandomClosure mud = closures_on(stretch(sc, 1, 2), hours(10), hours(5));
  mud.from = Instant{};
  const Criterion low{.place = PlaceId{4}, .product = ProductId{0}, .below = days(1)};
  const Criterion high{.place = PlaceId{4}, .product = ProductId{0}, .above = days(1)};
  sc.events.push_back({"mud", mud, Trigger{.when = low, .stops_when = high}});
  const auto event = static_cast<std::uint32_t>(sc.events.size() - 1);
  std::vector<std::int64_t> first_stays;
  bool is_closed = false, waits = false;
  std::int64_t begun = 0;
  for (const LogEntry& e : run_once(sc).log) {
    if (e.event != event) continue;
    if (e.kind == LogKind::decided) {
      EXPECT_FALSE(is_closed) << "it ended open";
      begun = e.instant;
      waits = true;
    }
    if (e.kind != LogKind::control_changes) continue;
    if (waits) first_stays.push_back(e.instant - begun);
    waits = false;
    is_closed = e.share_ppm == 0;
  }
  ASSERT_GE(first_stays.size(), 3u);
  std::ranges::sort(first_stays);
  EXPECT_EQ(std::ranges::adjacent_find(first_stays), first_stays.end());
}

}  // namespace
}  // namespace citerne::engine
