#include <algorithm>
#include <variant>

#include "chance.hpp"
#include "citerne/engine/run.hpp"
#include "citerne/engine/world.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

void fill_tanks(const Plan& plan, World& world) {
  for (std::size_t p = 0; p < plan.scenario.products.size(); ++p) {
    Ledger book;
    for (std::size_t a = 0; a < static_cast<std::size_t>(Account::count); ++a) book.open();
    world.fuel.push_back(std::move(book));
  }
  for (const TankPlan& plan_tank : plan.tanks) {
    Tank tank;
    tank.stock = world.fuel[plan_tank.product].open(plan_tank.order_up_to);
    world.tanks.push_back(tank);
  }
  for (const Ledger& book : world.fuel) world.fuel_at_start.push_back(book.total());
}

/// Draws stand at the beginning; shares and levels follow at the first midnight, which is now.
void set_draws(const Plan& plan, World& world) {
  world.lots.assign(plan.lots.size(), Lots{});
  for (const DrawPlan& d : plan.draws) {
    const ProfileId profile = plan.scenario.classes[d.consumer].profile;
    Draw draw;
    draw.full = d.normal.count();
    draw.profile = static_cast<std::uint32_t>(profile.index());
    draw.settled_at = plan.profiles[profile.index()].at(plan.begin);
    if (!d.lots.is_none()) {
      set_lots(plan, world, d.lots, draw, plan.begin);
      draw.full = 0;
    }
    world.draws.push_back(draw);
  }
  world.shift.assign(plan.draws.size(), percent(100));
  world.shift_carry.assign(plan.draws.size(), 0);
  std::size_t levels = 0;
  for (const TankPlan& t : plan.tanks) levels += plan.scenario.service_tables[t.service].rows.size();
  world.levels.assign(levels, Volume{});
  world.regain.assign(plan.tanks.size(), Volume{});
  world.week.assign(plan.tanks.size(), Volume{});
}

void park_tankers(const Plan& plan, World& world) {
  world.idle.assign(plan.fleets.size(), TankerList{});
  for (const FleetId f : ids_of(plan.fleets))
    for (std::int64_t i = 0; i < plan.fleets[f].tankers; ++i) {
      Tanker tanker;
      tanker.fleet = f;
      tanker.bound_for = plan.fleets[f].base;
      const TankerId id = world.tankers.push_back(tanker);
      TankerList& idle = world.idle[f];
      if (idle.count++ == 0)
        idle.first = id;
      else
        world.tankers[idle.last].next = id;
      idle.last = id;
    }
  world.verdicts.assign(world.tankers.size() * plan.controls.size(), Verdict::none);
}

void set_meters(const Plan& plan, World& world) {
  const std::size_t pairs = plan.pairs.size(), causes = plan.causes.size();
  const std::size_t segments = plan.scenario.network.segments.size(), events = plan.scenario.events.size();
  world.pair_meters.assign(pairs, PairMeter{});
  world.last_days.assign(pairs * static_cast<std::size_t>(plan.scenario.shortage.days), DayTotal{});
  world.draw_meters.assign(plan.draws.size(), DrawMeter{});
  world.deficit_by_cause.assign(pairs * causes, Volume{});
  world.delay_by_cause.assign(pairs * causes, 0);
  world.traffic.assign(plan.lines.size(), Traffic{});
  world.loaded.assign(plan.sources.size(), 0);
  world.left_under.assign(plan.watched.size() * plan.lines.size(), 0);
  world.cycles.assign(plan.fleets.size(), 0);
  world.cycle_time.assign(plan.fleets.size(), Duration{});
  world.lost_tankers.assign(plan.fleets.size(), 0);
  world.convoys_assembled.assign(plan.scenario.assemblies.size(), 0);
  world.assembled.assign(plan.scenario.assemblies.size(), 0);
  world.assembly_wait.assign(plan.scenario.assemblies.size(), Duration{});
  world.crossed.assign(plan.scenario.posts.size(), 0);
  world.post_wait.assign(plan.scenario.posts.size(), Duration{});
  for (auto* by_event : {&world.threats_came, &world.struck, &world.beaten_off, &world.struck_lost,
                         &world.struck_trapped, &world.abducted, &world.levied})
    by_event->assign(events, 0);
  world.moving_on.assign(segments, 0);
  world.held_on.assign(segments, 0);
  world.trapped_on.assign(segments, 0);
  world.entered_on.assign(segments, 0);
  world.held_at.assign(plan.scenario.network.places.size(), 0);
}

/// Does the event come by its dates, in this replication?
bool is_dated(const World& world, const citerne::Event& event) {
  return !event.trigger && has_luck(world, event, event.chance, 0);
}

/// A control's changes of grade. Of one instant the tightest comes first: a road that one control leaves to
/// the next is not open between them.
void schedule_controls(const Plan& plan, World& world) {
  struct Change {
    ControlId control;
    std::uint32_t grade;
    Instant from;
  };
  std::vector<Change> changes;
  for (const ControlId id : ids_of(plan.controls)) {
    const ControlPlan& c = plan.controls[id];
    if (!c.wreck_of.is_none() || c.by_chance || !is_dated(world, plan.scenario.events[c.event]) ||
        c.opens <= plan.start)
      continue;
    for (std::uint32_t g = 1; g < c.grades.size(); ++g) {
      const Instant to = g + 1 < c.grades.size() ? c.grades[g + 1].from : c.opens;
      if (to > std::max(c.grades[g].from, plan.start)) changes.push_back({id, g, c.grades[g].from});
    }
    changes.push_back({id, 0, c.opens});
  }
  std::ranges::stable_sort(
      changes, {}, [&](const Change& c) { return plan.controls[c.control].grades[c.grade].lets_through; });
  for (const auto& [control, grade, from] : changes) {
    world.calendar.schedule(std::max(from, plan.start), ControlTurns{control, grade});
    const Instant known = from + plan.controls[control].news_after;
    world.calendar.schedule(std::max(known, plan.start), ControlNews{control, grade});
  }
}

/// When an event with plain dates is in force; controls have their grades, an ambush its windows.
Spell dates_of(const World& world, const citerne::Event& event) {
  return std::visit(
      [&]<class What>(const What& what) {
        if constexpr (std::is_same_v<What, Threats>)
          return is_dated(world, event) ? Spell{.from = what.phases.front().from, .until = what.until}
                                        : Spell{};
        else if constexpr (requires {
                             what.from;
                             what.until;
                           })
          return is_dated(world, event) ? Spell{.from = what.from, .until = what.until} : Spell{};
        else
          return Spell{};
      },
      event.what);
}

/// What is dated in the scenario. What began before `start` stands from `start` on; its news may be out.
void schedule_events(const Plan& plan, World& world) {
  Calendar<Event>& calendar = world.calendar;
  for (const citerne::Event& event : plan.scenario.events) world.spells.push_back(dates_of(world, event));
  schedule_controls(plan, world);
  for (const ThreatId id : ids_of(plan.threats)) {
    const ThreatPlan& threat = plan.threats[id];
    if (is_dated(world, plan.scenario.events[threat.event]) && threat.opens_at >= plan.start)
      calendar.schedule(threat.opens_at, ThreatOpens{id});
  }
  if (!plan.hazards.empty()) calendar.schedule(plan.start, ThreatDay{});
  /// Calls with each turn: its instant, and 1 for the beginning or 0 for the end.
  const auto turns = [&](EventId event, auto schedule) {
    const Spell& spell = world.spells[event];
    if (spell.until <= plan.start || spell.until <= spell.from) return;
    schedule(spell.from, 1u);
    schedule(spell.until, 0u);
  };
  const auto not_before_start = [&](Instant t) { return std::max(t, plan.start); };
  for (const ControlId id : ids_of(plan.controls))
    if (plan.controls[id].by_chance)
      turns(plan.controls[id].event, [&](Instant at, std::uint32_t begins) {
        calendar.schedule(not_before_start(at), ControlTurns{id, begins == 1 ? kBegins : kEnds});
      });
  for (const OutageId id : ids_of(plan.outages))
    turns(plan.outages[id], [&](Instant at, std::uint32_t begins) {
      const auto& o = std::get<Outage>(plan.scenario.events[plan.outages[id]].what);
      calendar.schedule(not_before_start(at), OutageTurns{id, begins});
      calendar.schedule(not_before_start(at + o.news_after), OutageNews{id, begins});
    });
  for (const ShiftId id : ids_of(plan.shifts))
    turns(plan.shifts[id], [&](Instant at, std::uint32_t begins) {
      calendar.schedule(not_before_start(at), DemandTurns{id, begins});
    });
  for (const SlowdownId id : ids_of(plan.slowdowns))
    turns(plan.slowdowns[id], [&](Instant at, std::uint32_t begins) {
      calendar.schedule(not_before_start(at), SlowdownTurns{id, begins});
    });
  for (const ThreatShiftId id : ids_of(plan.threat_shifts))
    turns(plan.threat_shifts[id], [&](Instant at, std::uint32_t begins) {
      calendar.schedule(not_before_start(at), ThreatShiftTurns{id, begins});
    });
  for (const EscortEventId id : ids_of(plan.escort_events))
    turns(plan.escort_events[id], [&](Instant at, std::uint32_t begins) {
      calendar.schedule(not_before_start(at), EscortTurns{id, begins});
    });
  for (const PrecedenceId id : ids_of(plan.precedences))
    turns(plan.precedences[id].event, [&](Instant at, std::uint32_t begins) {
      calendar.schedule(not_before_start(at), PrecedenceTurns{id, begins});
    });
}

}  // namespace

World make_world(const Plan& plan, std::uint64_t seed, std::uint32_t replication) {
  World world;
  world.seed = seed;
  world.replication = replication;
  world.calendar = Calendar<Event>{plan.begin, plan.end};
  fill_tanks(plan, world);
  set_draws(plan, world);
  park_tankers(plan, world);
  set_meters(plan, world);
  world.sources.assign(plan.sources.size(), Source{});
  world.lines.assign(plan.lines.size(), Line{});
  for (const citerne::Post& post : plan.scenario.posts) {
    Post desk;
    desk.free_lanes = post.lanes;
    world.posts.push_back(std::move(desk));
  }
  world.pools.assign(plan.pools.size(), Pool{});
  world.controls.assign(plan.controls.size(), Control{});
  for (const EscortId e : ids_of(plan.escorts))
    for (std::int64_t i = 0; i < plan.scenario.escorts[e].units; ++i)
      world.units.push_back({.escort = e, .side = plan.escorts[e].base, .since = plan.begin});
  world.escort_ends.assign(plan.escorts.size() * 2, EscortEnd{});
  world.escort_rules.assign(plan.escorts.size(), 0);
  world.escort_meters.assign(plan.escorts.size(), EscortMeter{});
  world.unit_time.assign(plan.escorts.size() * static_cast<std::size_t>(UnitState::count), 0);
  world.threats.assign(plan.threats.size(), Threat{});
  world.threat_factor.assign(plan.hazards.size(), percent(100));
  world.entered_then.assign(plan.remembers_days == 0 ? 0
                                                     : static_cast<std::size_t>(plan.remembers_days + 1) *
                                                           plan.scenario.network.segments.size(),
                            0);
  world.outage_known.assign(plan.outages.size(), 0);
  world.triggers.assign(plan.triggers.size(), Triggered{});
  world.given.assign(plan.precedences.size() * plan.sources.size(), 0);
  grow_trees(plan, world);
  schedule_events(plan, world);
  world.calendar.schedule(plan.begin, DayCloses{});
  world.calendar.schedule(plan.start, CountingBegins{});
  world.calendar.schedule(plan.start, SampleDue{});
  return world;
}

}  // namespace citerne::engine
