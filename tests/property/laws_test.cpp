#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "inspect.hpp"
#include "random_scenario.hpp"

/// Laws that hold in every world, tried on many small random ones.
namespace citerne::engine {
namespace {

using random_world::Dice;
using random_world::Ingredients;
using random_world::random_scenario;
using random_world::trials;

#ifdef _GLIBCXX_ASSERTIONS  // with the sanitizers, which take their time
constexpr std::uint32_t kWorlds = 60;
#else
constexpr std::uint32_t kWorlds = 500;
#endif

RunRecord run_once(const Scenario& scenario, std::uint32_t replication,
                   const Recording& what = {true, true}) {
  const auto plan = make_plan(scenario);
  return run(*plan, make_world(*plan, 11, replication), what);
}

/// Tries one law on every world; a failure says how to replay its world.
template <class Law>
void in_every_world(Law law) {
  for (const std::uint32_t trial : trials(kWorlds)) {
    SCOPED_TRACE(testing::Message() << "replay with CITERNE_TRIAL=" << trial);
    law(trial);
    if (testing::Test::HasFatalFailure() || testing::Test::HasNonfatalFailure()) return;
  }
}

/// What a run says about fuel and roads, in no way by event: deficits of causes every scenario has, and sums.
void expect_same_results(const RunRecord& a, const RunRecord& b) {
  EXPECT_EQ(a.served_ml, b.served_ml);
  EXPECT_EQ(a.demand_ml, b.demand_ml);
  EXPECT_EQ(a.loads, b.loads);
  EXPECT_EQ(a.delivered_ml, b.delivered_ml);
  EXPECT_EQ(a.trip_s, b.trip_s);
  EXPECT_EQ(a.cycles, b.cycles);
  EXPECT_EQ(a.cycle_s, b.cycle_s);
  EXPECT_EQ(a.lost_tankers, b.lost_tankers);
  EXPECT_EQ(a.crossed, b.crossed);
  EXPECT_EQ(a.post_wait_s, b.post_wait_s);
  EXPECT_EQ(a.entered, b.entered);
  EXPECT_EQ(a.ledger_ml, b.ledger_ml);
  ASSERT_EQ(a.pairs.size(), b.pairs.size());
  for (std::size_t p = 0; p < a.pairs.size(); ++p) {
    EXPECT_EQ(a.pairs[p].short_days, b.pairs[p].short_days);
    EXPECT_EQ(a.pairs[p].shortages, b.pairs[p].shortages);
    EXPECT_EQ(a.pairs[p].first_shortage, b.pairs[p].first_shortage);
    EXPECT_EQ(a.pairs[p].first_dry, b.pairs[p].first_dry);
    EXPECT_EQ(a.pairs[p].dry_s, b.pairs[p].dry_s);
    EXPECT_EQ(a.pairs[p].short_at_end, b.pairs[p].short_at_end);
  }
}

/// Figures by pair and cause, of the causes that `a` has too; `b` may have more behind them, all 0.
void expect_same_causes(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b,
                        std::size_t pairs) {
  const std::size_t few = a.size() / pairs, many = b.size() / pairs;
  ASSERT_LE(few, many);
  for (std::size_t p = 0; p < pairs; ++p)
    for (std::size_t c = 0; c < many; ++c)
      EXPECT_EQ(c < few ? a[p * few + c] : 0, b[p * many + c]) << "pair " << p << " cause " << c;
}

/// Between any two events the world is in order, and the run comes to an end.
TEST(Law, TheWorldIsInOrderAtEveryLook) {
  in_every_world([](std::uint32_t trial) {
    const auto plan = make_plan(random_scenario(trial));
    World world = make_world(*plan, 11, trial);
    RunRecord record;
    record.what = {true, true};
    Dice dice{trial + 1'000'000};
    for (Instant t = plan->begin; t < plan->end; t = t + minutes(dice.between(1, 2'000))) {
      run_until(*plan, world, record, t);
      inspect(*plan, world);
      ASSERT_LT(record.events, 1'000'000);
      if (testing::Test::HasFailure()) FAIL() << "at " << format_instant(t);
    }
  });
}

/// The worlds are worth trying: everything that can happen happens in some of them.
TEST(Law, TheWorldsAreEventful) {
  std::map<LogKind, int> worlds_with;
  const std::vector<std::uint32_t> worlds = trials(500);
  for (const std::uint32_t trial : worlds) {
    std::set<LogKind> kinds;
    for (const LogEntry& entry : run_once(random_scenario(trial), trial).log) kinds.insert(entry.kind);
    for (const LogKind kind : kinds) ++worlds_with[kind];
  }
  if (worlds.size() < 500) return;
  for (const LogKind kind : {LogKind::control_changes,
                             LogKind::news,
                             LogKind::ambush,
                             LogKind::held,
                             LogKind::released,
                             LogKind::turned_back,
                             LogKind::rerouted,
                             LogKind::stranded,
                             LogKind::wreck_cleared,
                             LogKind::outage_begins,
                             LogKind::demand_shifts,
                             LogKind::stock_out,
                             LogKind::stock_back,
                             LogKind::supplier_switch,
                             LogKind::recovered,
                             LogKind::diverted,
                             LogKind::abandoned,
                             LogKind::proceeded,
                             LogKind::levied,
                             LogKind::slowdown_begins,
                             LogKind::slowdown_ends,
                             LogKind::precedence_begins,
                             LogKind::precedence_ends,
                             LogKind::decided,
                             LogKind::not_decided,
                             LogKind::replaced,
                             LogKind::threat,
                             LogKind::beaten_off,
                             LogKind::threat_shifts,
                             LogKind::escort_leaves,
                             LogKind::goes_alone,
                             LogKind::unit_moves,
                             LogKind::escort_rule_begins})
    EXPECT_GT(worlds_with[kind], 3) << "kind " << static_cast<int>(kind);
}

TEST(Law, FuelIsConservedAndDeficitsAreExplained) {
  in_every_world([](std::uint32_t trial) {
    const auto plan = make_plan(random_scenario(trial));
    const RunRecord record = run(*plan, make_world(*plan, 11, trial), {true, false});
    for (const std::int64_t v : record.residual_ml) EXPECT_EQ(v, 0);
    const std::size_t classes = plan->scenario.classes.size(), causes = plan->causes.size();
    for (const PairId pair : ids_of(plan->pairs)) {
      std::int64_t missing = 0, explained = 0;
      for (std::size_t c = 0; c < classes; ++c) {
        const std::size_t at = pair.index() * classes + c;
        EXPECT_GE(record.served_ml[at], 0);
        EXPECT_LE(record.served_ml[at], record.demand_ml[at]);
        missing += record.demand_ml[at] - record.served_ml[at];
      }
      for (std::size_t c = 0; c < causes; ++c) {
        EXPECT_GE(record.deficit_ml[pair.index() * causes + c], 0);
        explained += record.deficit_ml[pair.index() * causes + c];
      }
      EXPECT_EQ(explained, missing);
    }
  });
}

/// Flows of the series add up to the totals, and the stock never falls below 0.
TEST(Law, SeriesAddUpToTheTotals) {
  in_every_world([](std::uint32_t trial) {
    const RunRecord record = run_once(random_scenario(trial), trial);
    const auto sum = [](const auto& list) {
      return std::accumulate(list.begin(), list.end(), std::int64_t{0});
    };
    EXPECT_EQ(sum(record.series.demand_ml), sum(record.demand_ml));
    EXPECT_EQ(sum(record.series.served_ml), sum(record.served_ml));
    for (const std::int64_t v : record.series.stock_ml) EXPECT_GE(v, 0);
    for (const std::int64_t v : record.series.served_ml) EXPECT_GE(v, 0);
  });
}

TEST(Law, SamplingIsAnObserver) {
  in_every_world([](std::uint32_t trial) {
    Scenario often = random_scenario(trial), seldom = often;
    often.calendar.sample_every = minutes(31);
    seldom.calendar.sample_every = days(7);
    const RunRecord a = run_once(often, trial), b = run_once(seldom, trial);
    expect_same_results(a, b);
    EXPECT_EQ(a.deficit_ml, b.deficit_ml);
    EXPECT_EQ(a.delay_s, b.delay_s);
  });
}

TEST(Law, TheSameRunTwiceIsTheSame) {
  in_every_world([](std::uint32_t trial) {
    const Scenario scenario = random_scenario(trial);
    const RunRecord a = run_once(scenario, trial), b = run_once(scenario, trial);
    EXPECT_EQ(a.fingerprint, b.fingerprint);
    EXPECT_EQ(a.deficit_ml, b.deficit_ml);
    expect_same_results(a, b);
  });
}

/// A copy of the world at any instant runs on to the same end.
TEST(Law, ACopyContinuesLikeTheOriginal) {
  in_every_world([](std::uint32_t trial) {
    const auto plan = make_plan(random_scenario(trial));
    const RunRecord straight = run(*plan, make_world(*plan, 11, trial), {true, true});
    Dice dice{trial};
    World world = make_world(*plan, 11, trial);
    RunRecord record;
    record.what = {true, true};
    for (int copies = 0; copies < 3; ++copies) {
      const std::int64_t left = (plan->end - world.calendar.now()).count();
      run_until(*plan, world, record, world.calendar.now() + seconds(dice.between(0, left)));
      World copy = world;
      world = make_world(*plan, 12, 0);  // nothing of the original may be needed
      world = std::move(copy);
    }
    run_until(*plan, world, record, plan->end);
    finish(*plan, world, record);
    EXPECT_EQ(record.fingerprint, straight.fingerprint);
    EXPECT_EQ(record.events, straight.events);
    EXPECT_EQ(record.log.size(), straight.log.size());
    EXPECT_EQ(record.series.stock_ml, straight.series.stock_ml);
    EXPECT_EQ(record.deficit_ml, straight.deficit_ml);
    expect_same_results(record, straight);
  });
}

/// Events without an effect, added behind the others, leave the run as it is.
TEST(Law, AZeroDisturbanceIsNone) {
  in_every_world([](std::uint32_t trial) {
    const Scenario without = random_scenario(trial);
    Dice dice{trial};
    Where where{.text = "everywhere"};
    for (const SegmentId s : ids_of(without.network.segments)) {
      where.segments.push_back(s);
      where.forward.push_back(forward_arc(s));
    }
    const Instant from = without.calendar.start + hours(dice.between(0, 300));
    const auto with = [&](const auto& what) {
      Scenario sc = without;
      sc.events.push_back({"nothing", what, {}});
      return sc;
    };
    citerne::Control open{.where = where, .stopped_convoys = ClosurePolicy::reroute};
    open.phases = {{"only", from, percent(100)}};
    citerne::Control moment{.where = where, .stopped_convoys = ClosurePolicy::turn_back};
    moment.phases = {{"only", from, Share{}}};
    moment.until = from;
    Ambush nobody{.where = where, .at = from, .window = hours(48), .at_least = 10'000};
    nobody.trapped.recovered = percent(100);
    const RunRecord a = run_once(without, trial);
    for (const Scenario& sc :
         {with(open), with(moment), with(nobody), with(Outage{TerminalId{0}, from, from}),
          with(DemandShift{.factor = percent(100), .from = from}),
          with(DemandShift{.factor = {}, .from = from, .until = from}),
          with(Slowdown{.where = where, .speed = percent(100), .from = from}),
          with(Slowdown{.where = where, .speed = percent(1), .from = from, .until = from})}) {
      const RunRecord b = run_once(sc, trial);
      SCOPED_TRACE(
          fmt::format("an event of the kind {}", sc.events[EventId{sc.events.size() - 1}].what.index()));
      expect_same_results(a, b);
      expect_same_causes(a.deficit_ml, b.deficit_ml, a.pairs.size());
      expect_same_causes(a.delay_s, b.delay_s, a.pairs.size());
      EXPECT_EQ(a.series.stock_ml, b.series.stock_ml);
    }
  });
}

/// Driving times of all crossings, by road, direction and date.
using Crossings = std::map<std::tuple<std::size_t, std::int64_t>, std::int64_t>;
Crossings crossings_of(const Scenario& scenario, std::uint32_t replication) {
  const auto plan = make_plan(scenario);
  World world = make_world(*plan, 11, replication);
  RunRecord record;
  Crossings found;
  for (Instant t = plan->begin; t < plan->end; t = t + hours(1)) {
    run_until(*plan, world, record, t);
    for (const Convoy& c : world.convoys)
      if (c.state == ConvoyState::moving) {
        const auto key = std::tuple{c.arc.index(), start_of_day(c.entered).unix_seconds()};
        const auto [at, fresh] = found.emplace(key, c.needs.count());
        EXPECT_EQ(at->second, c.needs.count()) << "two speeds on one road and date";
      }
  }
  return found;
}

/// **Common random numbers**: a road's luck of a day is its own; more tankers meet the same.
TEST(Law, MoreTankersMeetTheSameRoads) {
  in_every_world([](std::uint32_t trial) {
    Scenario few = random_scenario(trial);
    for (citerne::Event& e : few.events)  // a speed that comes back differs from hour to hour
      if (auto* slowdown = std::get_if<Slowdown>(&e.what)) slowdown->speed = percent(100);
    Scenario more = few;
    few.driving.noise_cv = more.driving.noise_cv = percent(30);
    for (Fleet& f : more.fleets) f.tankers += 3;
    const Crossings a = crossings_of(few, trial), b = crossings_of(more, trial);
    for (const auto& [key, needs] : a)
      if (const auto same = b.find(key); same != b.end()) {
        EXPECT_EQ(needs, same->second);
      }
  });
}

/// Places and roads in another order: the same results under the same names.
Scenario relabelled(const Scenario& given, Dice& dice) {
  Scenario sc = given;
  const auto shuffled = [&](std::size_t n) {
    std::vector<std::size_t> to(n);
    std::iota(to.begin(), to.end(), std::size_t{0});
    for (std::size_t i = n; i > 1; --i) std::swap(to[i - 1], to[dice.below(i)]);
    return to;
  };
  const std::vector<std::size_t> place_to = shuffled(sc.network.places.size());
  const std::vector<std::size_t> road_to = shuffled(sc.network.segments.size());
  const auto move_place = [&](PlaceId& p) { p = PlaceId{place_to[p.index()]}; };
  const auto move_arc = [&](ArcId& a) {
    const SegmentId s{road_to[segment_of(a).index()]};
    a = is_forward(a) ? forward_arc(s) : backward_arc(s);
  };
  const auto move_where = [&](Where& w) {
    for (SegmentId& s : w.segments) s = SegmentId{road_to[s.index()]};
    std::ranges::sort(w.segments);
    std::ranges::for_each(w.forward, move_arc);
    std::ranges::for_each(w.inside, move_place);
  };
  for (std::size_t i = 0; i < place_to.size(); ++i)
    sc.network.places[PlaceId{place_to[i]}] = given.network.places[PlaceId{i}];
  for (std::size_t i = 0; i < road_to.size(); ++i) {
    Segment road = given.network.segments[SegmentId{i}];
    move_place(road.from);
    move_place(road.to);
    sc.network.segments[SegmentId{road_to[i]}] = road;
  }
  for (Corridor& c : sc.network.corridors) {
    std::ranges::for_each(c.places, move_place);
    std::ranges::for_each(c.arcs, move_arc);
  }
  for (Terminal& t : sc.terminals) move_place(t.place);
  for (Site& s : sc.sites) move_place(s.place);
  for (Fleet& f : sc.fleets) move_place(f.base);
  for (citerne::Post& p : sc.posts) move_place(p.place);
  for (Assembly& a : sc.assemblies) move_place(a.place);
  for (PerceivedRisk& r : sc.perceived_risks) move_where(r.where);
  for (Escort& e : sc.escorts) {
    std::ranges::for_each(e.between, move_place);
    move_place(e.base);
  }
  for (citerne::Event& e : sc.events) {
    if (auto* control = std::get_if<citerne::Control>(&e.what)) move_where(control->where);
    if (auto* ambush = std::get_if<Ambush>(&e.what)) move_where(ambush->where);
    if (auto* shift = std::get_if<DemandShift>(&e.what)) std::ranges::for_each(shift->places, move_place);
    if (auto* slowdown = std::get_if<Slowdown>(&e.what)) move_where(slowdown->where);
    if (auto* threats = std::get_if<Threats>(&e.what)) move_where(threats->where);
    if (auto* closure = std::get_if<RandomClosure>(&e.what)) move_where(closure->where);
    if (!e.trigger) continue;
    for (Criterion* c : {&e.trigger->when, e.trigger->stops_when ? &*e.trigger->stops_when : nullptr})
      if (c != nullptr && !c->place.is_none()) move_place(c->place);
  }
  return sc;
}

using ByName = std::map<std::tuple<std::string, std::string, std::size_t>, std::int64_t>;
ByName by_name(const Plan& plan, const std::vector<std::int64_t>& values) {
  ByName named;
  const std::size_t each = values.size() / plan.pairs.size();
  for (const PairId p : ids_of(plan.pairs))
    for (std::size_t i = 0; i < each; ++i)
      named[{plan.scenario.network.places[plan.pairs[p].place].id,
             plan.scenario.products[plan.pairs[p].product].id, i}] = values[p.index() * each + i];
  return named;
}

TEST(Law, OtherNumbersForPlacesAndRoadsChangeNothing) {
  in_every_world([](std::uint32_t trial) {
    Dice dice{trial};
    const Scenario given = random_scenario(trial);
    const auto plan_a = make_plan(given), plan_b = make_plan(relabelled(given, dice));
    const RunRecord a = run(*plan_a, make_world(*plan_a, 11, trial), {false, false});
    const RunRecord b = run(*plan_b, make_world(*plan_b, 11, trial), {false, false});
    EXPECT_EQ(by_name(*plan_a, a.served_ml), by_name(*plan_b, b.served_ml));
    EXPECT_EQ(by_name(*plan_a, a.deficit_ml), by_name(*plan_b, b.deficit_ml));
    EXPECT_EQ(by_name(*plan_a, a.delay_s), by_name(*plan_b, b.delay_s));
    EXPECT_EQ(a.loads, b.loads);
    EXPECT_EQ(a.cycle_s, b.cycle_s);
    EXPECT_EQ(a.ledger_ml, b.ledger_ml);
  });
}

/// Four weeks later, all else equal, the same happens four weeks later.
TEST(Law, AShiftOfTheCalendarShiftsTheResults) {
  in_every_world([](std::uint32_t trial) {
    const Scenario now = random_scenario(trial, {.threats = false, .noise = false, .seasons = false});
    Scenario later = now;
    const Duration by = days(28);
    const auto move = [&](Instant& t) { t = t == Instant::never() ? t : t + by; };
    move(later.calendar.start);
    move(later.calendar.end);
    for (citerne::Event& e : later.events) {
      if (e.trigger) continue;  // without dates
      if (auto* c = std::get_if<citerne::Control>(&e.what)) {
        for (ControlPhase& p : c->phases) move(p.from);
        move(c->until);
      }
      if (auto* a = std::get_if<Ambush>(&e.what)) move(a->at);
      if (auto* o = std::get_if<Outage>(&e.what)) move(o->from), move(o->until);
      if (auto* s = std::get_if<DemandShift>(&e.what)) move(s->from), move(s->until);
      if (auto* s = std::get_if<Slowdown>(&e.what)) move(s->from), move(s->until);
      if (auto* p = std::get_if<Precedence>(&e.what)) move(p->from), move(p->until);
      if (auto* s = std::get_if<ThreatShift>(&e.what)) move(s->from), move(s->until);
      if (auto* r = std::get_if<EscortOnly>(&e.what)) move(r->from), move(r->until);
      if (auto* m = std::get_if<EscortMove>(&e.what)) move(m->from), move(m->until);
    }
    const RunRecord a = run_once(now, trial);
    RunRecord b = run_once(later, trial);
    for (PairOutcome& p : b.pairs) {
      if (p.first_dry >= 0) p.first_dry -= by.count();
      if (p.first_shortage >= 0) p.first_shortage -= by.count();
    }
    expect_same_results(a, b);
    EXPECT_EQ(a.deficit_ml, b.deficit_ml);
    EXPECT_EQ(a.series.stock_ml, b.series.stock_ml);
    EXPECT_EQ(a.fingerprint, b.fingerprint);
  });
}

/// What happens behind a date does not reach before it.
TEST(Law, ALongerHorizonHasTheSameBeginning) {
  in_every_world([](std::uint32_t trial) {
    const Scenario brief = random_scenario(trial);
    Scenario longer = brief;
    longer.calendar.end = longer.calendar.end + days(10);
    const RunRecord a = run_once(brief, trial), b = run_once(longer, trial);
    ASSERT_LE(a.series.stock_ml.size(), b.series.stock_ml.size());
    EXPECT_TRUE(std::equal(a.series.stock_ml.begin(), a.series.stock_ml.end(), b.series.stock_ml.begin()));
    EXPECT_TRUE(std::equal(a.series.moving.begin(), a.series.moving.end(), b.series.moving.begin()));
  });
}

}  // namespace
}  // namespace citerne::engine
