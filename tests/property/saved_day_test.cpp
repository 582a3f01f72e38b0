#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "citerne/base/dates.hpp"
#include "citerne/engine/run.hpp"
#include "citerne/engine/saved_day.hpp"
#include "citerne/scenario/past.hpp"
#include "random_scenario.hpp"

/// A replication that stands still on a day, in many small random worlds: read again from its bytes it goes
/// on as if it never had; on another future it goes on as if that had been the scenario from the beginning.
namespace citerne::engine {
namespace {

using random_world::Dice;
using random_world::EventBuilder;
using random_world::random_scenario;
using random_world::trials;

#ifdef _GLIBCXX_ASSERTIONS  // with the sanitizers, which take their time
constexpr std::uint32_t kSavedWorlds = 25;
#else
constexpr std::uint32_t kSavedWorlds = 150;
#endif
constexpr int kInstants = 2;  // of each world

/// Events of two scenarios by name; what refers to others does so by name.
struct Named {
  explicit Named(const Scenario& sc) {
    for (const citerne::Event& e : sc.events) {
      by_name.emplace(e.id, e);
      if (!e.trigger) continue;
      for (const auto* c : {&e.trigger->when, e.trigger->stops_when ? &*e.trigger->stops_when : nullptr})
        for (const EventId other : {c ? c->after : EventId::none(), c ? c->after_end_of : EventId::none()})
          if (!other.is_none()) referred[other] = sc.events[other].id;
    }
  }
  bool is_referred(const std::string& name) const {
    return std::ranges::any_of(referred, [&](const auto& r) { return r.second == name; });
  }
  /// The events in the order of their names, as a reader numbers them.
  void put_into(Scenario& sc) const {
    sc.events = {};
    std::map<std::string, EventId> number;
    for (const auto& [name, event] : by_name) number[name] = sc.events.push_back(event);
    for (citerne::Event& e : sc.events) {
      const auto follow = [&](EventId& id) {
        if (!id.is_none()) id = number.at(referred.at(id));
      };
      if (!e.trigger) continue;
      follow(e.trigger->when.after);
      follow(e.trigger->when.after_end_of);
      if (!e.trigger->stops_when) continue;
      follow(e.trigger->stops_when->after);
      follow(e.trigger->stops_when->after_end_of);
    }
  }
  std::map<std::string, citerne::Event> by_name;
  std::map<EventId, std::string> referred;  ///< By the old number.
};

/// Its events in the order of their names.
Scenario world_of(std::uint32_t trial) {
  Scenario sc = random_scenario(trial);
  Named{sc}.put_into(sc);
  return sc;
}

/// An event that begins at `at` or behind it.
citerne::Event random_future(Dice& dice, const Scenario& sc, const std::string& id, Instant at) {
  for (int tries = 0; tries < 100; ++tries)
    if (citerne::Event event = EventBuilder{dice, sc}.random_event(id); !begins_before(event, at))
      return event;
  return {id, Outage{.terminal = TerminalId{0}, .from = at}, {}};
}

/// The same past, another future.
Scenario another_future(const Scenario& sc, Dice& dice, Instant at) {
  Named named{sc};
  for (const citerne::Event& e : sc.events) {
    if (!begins_before(e, at)) {
      if (dice.chance(30) && !named.is_referred(e.id))
        named.by_name.erase(e.id);
      else if (dice.chance(40))
        named.by_name.at(e.id) = random_future(dice, sc, e.id, at);
      continue;
    }
    if (e.trigger) continue;
    std::visit(
        [&](auto& what) {
          if constexpr (requires { what.until; })
            if (what.until >= at && dice.chance(60)) {
              if constexpr (requires { what.phases; }) {
                std::erase_if(what.phases, [&](const auto& phase) { return phase.from >= at; });
                what.until = std::max(at, what.phases.back().from + seconds(1));
              } else {
                what.until = std::max(at, what.from + seconds(1));
              }
              what.until = what.until + hours(dice.between(0, 100));
            }
        },
        named.by_name.at(e.id).what);
  }
  for (const char* name : {"a_new", "event3_new", "z_new"})
    if (dice.chance(60)) named.by_name.emplace(name, random_future(dice, sc, name, at));
  Scenario other = sc;
  named.put_into(other);
  return other;
}

struct Halt {
  Underway run;
  Instant at;
};

/// Stands on an instant of [start, end): often a midnight, once in a while the start itself.
Halt stand_still(const Plan& plan, std::uint32_t trial, Dice& dice) {
  Halt halt{{make_world(plan, 11, trial), {}},
            plan.start + seconds(dice.between(0, (plan.end - plan.start).count() - 1))};
  if (dice.chance(40)) halt.at = std::max(plan.start, start_of_day(halt.at));
  if (dice.chance(5)) halt.at = plan.start;
  halt.run.record.what = {true, true};
  run_until(plan, halt.run.world, halt.run.record, halt.at);
  return halt;
}

std::vector<std::byte> record_at_end(const Plan& plan, Underway run) {
  run_until(plan, run.world, run.record, plan.end);
  finish(plan, run.world, run.record);
  return to_bytes({World{}, std::move(run.record)});
}

TEST(SavedDay, GoesOnFromItsBytesAsIfItHadNeverStoodStill) {
  std::size_t bytes_of_all = 0, instants = 0;
  for (const std::uint32_t trial : trials(kSavedWorlds)) {
    SCOPED_TRACE(testing::Message() << "replay with CITERNE_TRIAL=" << trial);
    const auto plan = make_plan(world_of(trial));
    const auto straight = record_at_end(*plan, {make_world(*plan, 11, trial), {.what = {true, true}}});
    Dice dice{trial};
    for (int i = 0; i < kInstants; ++i) {
      const Halt halt = stand_still(*plan, trial, dice);
      const std::vector<std::byte> bytes = to_bytes(halt.run);
      const Underway again = from_bytes(bytes, *plan);
      ASSERT_EQ(to_bytes(again), bytes);
      ASSERT_EQ(record_at_end(*plan, again), straight) << "from " << format_instant(halt.at);
      bytes_of_all += bytes.size();
      ++instants;
    }
  }
  fmt::print(
      "reliability: saved days: {} instants of random worlds, {} bytes each in the mean, the same record\n",
      instants, bytes_of_all / instants);
}

TEST(SavedDay, BranchesLikeTheOtherScenarioFromTheBeginning) {
  std::size_t branched = 0, replayed = 0, differ = 0;
  for (const std::uint32_t trial : trials(kSavedWorlds)) {
    SCOPED_TRACE(testing::Message() << "replay with CITERNE_TRIAL=" << trial);
    const Scenario sc = world_of(trial);
    const auto plan = make_plan(sc);
    Dice dice{trial};
    for (int i = 0; i < kInstants; ++i) {
      const Halt halt = stand_still(*plan, trial, dice);
      const auto other = make_plan(another_future(sc, dice, halt.at));
      const auto straight = record_at_end(*other, {make_world(*other, 11, trial), {.what = {true, true}}});
      const auto run = branch(from_bytes(to_bytes(halt.run), *plan), *plan, *other, halt.at);
      if (!run) {
        ++replayed;
        continue;
      }
      ASSERT_EQ(record_at_end(*other, *run), straight) << "from " << format_instant(halt.at);
      ++branched;
      differ += record_at_end(*plan, halt.run) != straight ? 1 : 0;
    }
  }
  if (trials(kSavedWorlds).size() > 1) {
    EXPECT_GT(branched, 3 * replayed);
    EXPECT_GT(2 * differ, branched) << "most other futures should be others";
  }
  fmt::print(
      "reliability: branches: {} of random worlds, {} of them on another way, {} must be played anew\n",
      branched, differ, replayed);
}

/// The bytes of a day of one scenario are refused by another, and so is every cut.
TEST(SavedDay, RefusesBytesThatAreNotItsOwn) {
  const auto plan = make_plan(world_of(1)), other = make_plan(world_of(2));
  Dice dice{1};
  std::vector<std::byte> bytes = to_bytes(stand_still(*plan, 1, dice).run);
  EXPECT_THROW(from_bytes(bytes, *other), BadState);
  for (int i = 0; i < 300; ++i)
    EXPECT_THROW(from_bytes(std::span{bytes}.first(dice.below(bytes.size())), *plan), BadState);
  bytes.push_back(std::byte{0});
  EXPECT_THROW(from_bytes(bytes, *plan), BadState);
}

/// Stocks that are set to what they are change nothing that can be seen; others move the difference.
TEST(SavedDay, SetsStocksByMovesAgainstTheOutside) {
  for (const std::uint32_t trial : trials(20)) {
    SCOPED_TRACE(testing::Message() << "replay with CITERNE_TRIAL=" << trial);
    Scenario sc = world_of(trial);
    for (citerne::Fleet& fleet : sc.fleets) fleet.tankers = 0;  // who would load what is found missing
    const auto plan = make_plan(sc);
    Dice dice{trial};
    Halt halt = stand_still(*plan, trial, dice);
    if (halt.at == plan->start) continue;
    std::vector<Observed> observed;
    for (const TankId id : ids_of(plan->tanks))
      if (dice.chance(50))
        observed.push_back({id, Volume{dice.between(0, plan->tanks[id].capacity.count())}});
    const auto outside = [&] {
      Volume sum;
      for (const Ledger& book : halt.run.world.fuel) sum += book.balance(account(Account::outside));
      return sum;
    };
    const Volume before = outside();
    const std::vector<Volume> held = set_stocks(*plan, halt.run, observed, halt.at);
    ASSERT_EQ(held.size(), observed.size());
    Volume change;
    for (std::size_t i = 0; i < held.size(); ++i) change += observed[i].stock - held[i];
    EXPECT_EQ(before - outside(), change);
    record_at_end(*plan, from_bytes(to_bytes(halt.run), *plan));  // its ledger is checked at each sample
  }
}

}  // namespace
}  // namespace citerne::engine
