#pragma once
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "citerne/engine/run.hpp"
#include "small_world.hpp"

/// A run on a stage: it goes on as far as a test says, and the test looks at the World.
namespace citerne::engine {

inline RunRecord run_once(const Scenario& scenario, std::uint32_t replication = 0,
                          Recording recording = {true, true}) {
  const auto plan = make_plan(scenario);
  return run(*plan, make_world(*plan, 7, replication), recording);
}

/// Nobody drives: threats and closures alone.
inline Scenario empty_roads() {
  Scenario sc = testing_world::fresh_chain();
  sc.fleets[FleetId{0}].tankers = 0;
  return sc;
}

/// The cover of the town that burns what eight hours' tankers bring: it comes true again and again.
inline Criterion cover_below(Duration level, Duration held_for = {}) {
  Criterion c{.place = PlaceId{4}, .product = ProductId{0}};
  c.below = level;
  c.held_for = held_for;
  return c;
}

/// Instants at which it was logged, of all events or of that number.
inline std::vector<Instant> logged_at(const RunRecord& record, LogKind kind,
                                      std::optional<std::size_t> event = {}) {
  std::vector<Instant> found;
  for (const LogEntry& e : record.log)
    if (e.kind == kind && (!event || e.event == *event)) found.push_back(Instant{e.instant});
  return found;
}

/// A convoy that enters a road.
struct Crossing {
  Instant at;
  ArcId arc;
  std::size_t tankers = 0;
  bool loaded = false;
  Duration needs;
};

struct Stage {
  explicit Stage(const Scenario& scenario, std::uint32_t replication = 0)
      : plan{make_plan(scenario)}, world{make_world(*plan, 7, replication)} {
    record.what = {true, true};
  }

  /// To this second, with everything that happens in it; notes who enters which road.
  void through(Instant t) {
    now = std::max(now, t);
    while (world.calendar.next() <= t && world.calendar.next() < plan->end) {
      const Instant second = world.calendar.next();
      const std::uint64_t before = world.comings;
      run_until(*plan, world, record, second + seconds(1));
      for (const Convoy& c : world.convoys)
        if (c.state == ConvoyState::moving && c.entered == second && c.came > before)
          crossings.push_back(
              {second, c.arc, c.tankers.count, !world.tankers[c.tankers.first].load.is_none(), c.needs});
    }
  }
  void through(const char* date) { through(testing_world::at(date)); }
  void to_the_end() {
    through(plan->end);
    run_until(*plan, world, record, plan->end);
    finish(*plan, world, record);
  }

  /// At the last second asked for.
  Volume stock(std::size_t tank = 0) const {
    const TankId id{tank};
    const TankPlan& p = plan->tanks[id];
    return world.fuel[p.product].balance(world.tanks[id].stock) -
           taken(std::span{world.draws}.subspan(p.first_draw, p.draws), plan->profiles, now);
  }
  /// Loaded tankers that have entered the road in its forward direction, from `since` on.
  std::size_t entered(std::size_t segment, Instant since = {}) const {
    std::size_t sum = 0;
    for (const Crossing& c : crossings)
      if (c.arc == forward_arc(SegmentId{segment}) && c.loaded && c.at >= since) sum += c.tankers;
    return sum;
  }
  /// Tankers in convoys of one state.
  std::size_t tankers(ConvoyState state) const {
    std::size_t sum = 0;
    for (const Convoy& c : world.convoys)
      if (c.state == state) sum += c.tankers.count;
    return sum;
  }
  std::size_t logged(LogKind kind) const {
    return static_cast<std::size_t>(std::ranges::count(record.log, kind, &LogEntry::kind));
  }
  std::int64_t delay(Cause c, std::size_t pair = 0) const {
    return world.delay_by_cause[pair * plan->causes.size() + cause(c).index()];
  }
  std::int64_t delay_by_event(std::size_t event, std::size_t pair = 0) const {
    return world.delay_by_cause[pair * plan->causes.size() + plan->cause_of(EventId{event}).index()];
  }
  Volume deficit(CauseId c, std::size_t pair = 0) const {
    return world.deficit_by_cause[pair * plan->causes.size() + c.index()];
  }
  Volume account_of(Account a, std::size_t product = 0) const {
    return world.fuel[ProductId{product}].balance(account(a));
  }

  std::shared_ptr<const Plan> plan;
  World world;
  RunRecord record;
  std::vector<Crossing> crossings;
  Instant now;
};

}  // namespace citerne::engine
