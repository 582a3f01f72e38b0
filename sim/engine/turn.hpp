#pragma once
#include <vector>

#include "citerne/engine/plan.hpp"
#include "citerne/engine/run.hpp"
#include "citerne/engine/world.hpp"
#include "citerne/model/habit.hpp"

/// What the handlers share. A handler is the only code that changes the World; each file here owns the
/// handlers of one matter and the few functions others call.
namespace citerne::engine {

/// Driving times depend on the road's luck of a day: drawn once, not for each convoy.
struct Luck {
  std::int64_t day = -1;  ///< Since 1970.
  double factor = 1.0;
};

/// A convoy that a threat strikes, in the order in which they come to it.
struct Meant {
  Instant entered;
  std::uint64_t order, came;  ///< Convoy::came as it entered, and now.
  ConvoyId convoy;
  auto operator<=>(const Meant&) const = default;
};

/// Working space that keeps its memory between events; holds no state.
struct Scratch {
  std::vector<Luck> luck;  ///< By segment.
  std::vector<Way> ways;
  std::vector<std::int64_t> weights, credit, profiles;
  std::vector<OnStretch> on;
  std::vector<Meant> meant;
  std::vector<double> weights_of_roads;
  std::vector<LoadId> loads;
  std::vector<Draw> draws;
  std::vector<Volume> before_dry;  ///< By class of one tank.
  RoutingTree::Scratch tree;
  std::vector<RoutingTree::Change> changes;
};

struct Turn {
  const Plan& plan;
  World& world;
  RunRecord& record;
  Scratch& scratch;
  Instant now() const { return world.calendar.now(); }
};

// stocks.cpp: what a tank holds, gives and serves.
void touch(Turn&, TankId);        ///< Settles the tank to now.
void look_after(Turn&, TankId);   ///< Settled: acts on every level that has been reached, schedules the next.
void tanker_came(Turn&, TankId);  ///< Settled: to the hose, or it waits for space.
void stock_rose(Turn&, TankId);   ///< The same, and gives to whoever waits for its fuel.
void set_levels(Turn&, TankId);   ///< Levels of cover in volume, after demand or the day has changed.
void apply_shares(Turn&, TankId);
/// What a place holds of a product, and what it burns in a week.
struct Reserve {
  Volume stock, week;
};
Reserve reserve_of(const Turn&, const PairPlan&);  ///< Now, without touching it.

// lots.cpp: demand that comes in lots.
/// The first lots, of what is drawn steadily at first.
void set_lots(const Plan&, World&, LotsId, Draw steady, Instant now);
void change_lots(Turn&, LotsId, std::int64_t full);  ///< The tank is settled: from now on of this demand.
Volume lots_come(Turn&, LotsId, Instant by);         ///< Those up to `by` that have not been handed out:
Volume lots_due(const Turn&, LotsId, Instant by);    ///< the same, left where they are.
Instant lot_to_look_at(const Turn&, TankId, Volume level);  ///< The first that may matter; never() without.
const Draw& demand_of(const Turn&, std::size_t draw);       ///< The draw itself, or what its lots follow.

// orders.cpp: positions, loads, suppliers.
void review(Turn&, TankId);  ///< Orders when the position is at the reorder level.
void remove_from_position(Turn&, LoadId);
void close_load(Turn&, LoadId, bool delivered);
void lose_load(Turn&, TankerId, EventId by, Duration known_after);  ///< Its load will not come.
/// News of a control, or of a source: none. It may open ways that were closed to some, close some that were
/// open.
struct News {
  ControlId control;
  bool opens = true, closes = true;
};
void weigh_lines(Turn&, const News&);

// loading.cpp: tankers at their supplier.
void dispatch(Turn&, SourceId);
void dispatch_fleet(Turn&, FleetId);
void start_loading(Turn&, SourceId);
void set_blocked(Turn&, SourceId, bool blocked, CauseId by);
Duration blocked_clock(const Turn&, SourceId);
struct QueueTime {
  Duration dry, without_tanker;  ///< The supplier was dry; it was not.
};
QueueTime queue_time(const Turn&, const Load&);  ///< Of one that has no tanker yet, so far.
void book_queue_time(Turn&, LoadId);

// trips.cpp: where a tanker's trips begin and end.
void leave_supplier(Turn&, TankerId);
void deliver(Turn&, ConvoyId);  ///< Its tankers are where they were bound for, and leave it.
void go_home(Turn&, TankerId, PlaceId from);
void head_for_home(Turn&, TankerId);    ///< By what is known, from where it is.
void park(Turn&, TankerId);             ///< Free again at its base.
void forget_verdicts(Turn&, TankerId);  ///< Of controls, on the trip that is over.

// posts.cpp: formalities.
/// Has it still formalities here? Border service once per crossing, for what comes from abroad; customs at
/// the place where its site clears.
PostId formality(const Turn&, TankerId, PlaceId);
void queue_at_post(Turn&, ConvoyId, PostId);
void leave_post(Turn&, ConvoyId);  ///< Out of the queue; those at the desk are served for nothing.

// assembly.cpp: company on the next road.
/// At an assembly place loaded tankers wait for company on their next road; elsewhere the convoy goes on.
void gather_or_proceed(Turn&, ConvoyId);

// escorts.cpp: units, and tankers that wait for them.
ConvoyId wait_for_escort(Turn&, ConvoyId);  ///< Who waits leaves the convoy; what goes on, or none.
bool is_escorted(const Turn&, ConvoyId);
void leave_escort(Turn&, TankerId, const Convoy&);  ///< It is led no more, where that convoy is.
void leave_escorts(Turn&, ConvoyId, ArcId next);    ///< Whose stretch is over: at its place, or by this road.
void count_unit_time(World&, Unit&, Instant now);

// movement.cpp: convoys at places and on roads.
ConvoyId new_convoy(Turn&, PlaceId);
ConvoyId convoy_of(Turn&, TankerId, PlaceId);  ///< The tanker alone, come to the place now.
void note_coming(Turn&, ConvoyId);  ///< To where it is now: after all others, its tankers in their order.
void append(Turn&, TankerList&, TankerId);
TankerId pop_front(Turn&, TankerList&);
void stop_over(Turn&, ConvoyId);  ///< Does what is to be done at a place, then goes on.
void proceed(Turn&, ConvoyId);
void cross(Turn&, ConvoyId, ArcId);  ///< Enters the road: nothing bars it.
void dissolve(Turn&, ConvoyId);
void move_on(Turn&, ConvoyId);                            ///< On its road again, with left_to_drive.
const std::vector<Duration>& driving_today(const Turn&);  ///< By arc: dry or wet, without noise.
struct Parts {
  ConvoyId chosen, rest;  ///< None where empty.
};
template <class Choose>
Parts divide(Turn&, ConvoyId, Choose choose);  ///< Two convoys at one spot, each in its old order.
/// From now on they wait for that; what they spend there at best, `usual`, is no wait.
void begin_wait(Turn&, const TankerList&, CauseId, Duration usual = {});
void end_wait(Turn&, const TankerList&);  ///< Books the wait.

// roads.cpp: where a tanker goes next.
ArcId next_road(Turn&, const Tanker&, PlaceId at);
void forget_shut_habit(Turn&, Tanker&);  ///< Before it plans its next road.
const RoutingTree& tree_to(Turn&, PlaceId destination, Traveller);
bool has_way(Turn&, PlaceId from, PlaceId to, Traveller);  ///< By what is known.
Traveller traveller_of(const Plan&, const Tanker&);
bool known_open(const Turn&, const TreePlan&, ArcId);
/// Why no way is known: on its way of a normal year.
ControlId known_barrier(const Turn&, const Tanker&, PlaceId at);
void tell_trees(World&, ControlId);    ///< After its known grade has changed: mended when they are asked.
void grow_trees(const Plan&, World&);  ///< Anew, by what is known: they follow from it.
Share known_share(const Turn&, ControlId);
Share share_now(const Turn&, ControlId);

// control.cpp: who may enter.
void enter(Turn&, ConvoyId, ArcId);
void leave_levy(Turn&, ConvoyId);
void turn_control(Turn&, ControlId, std::uint32_t grade);
/// Of ControlPlan::steps, in place of the course that it was on.
void set_off(Turn&, ControlId, std::uint32_t course);
void retry_after_news(Turn&);
ControlId closing_control(const Turn&, TankerId, ArcId);
ControlId stopping_control(const Turn&, TankerId, ArcId);  ///< Closes it under those on it, too.

// random_closure.cpp
void alternate(const ControlTurns&, Turn&);  ///< Of a road that closes and opens by chance.

// closure.cpp: what those do that are stopped.
void strand(Turn&, ConvoyId);
void stand_on_road(Turn&, ConvoyId, ControlId);  ///< Where it is, until the control lets it go on.
void stand_where_closed(Turn&, ConvoyId);        ///< Of those who move on a road, whom it is closed to.

// ambush.cpp: threats on a stretch.
void note_entry(Turn&, ConvoyId, ArcId);  ///< May strike the convoy.
void leave_stretches(Turn&, ConvoyId, ArcId next);
void leave_stretches_at(Turn&, ConvoyId);  ///< Those that end at the place it has reached.
void share_stretches(Turn&, ConvoyId from, ConvoyId to);
void open_threat(Turn&, ThreatId, std::uint32_t number);  ///< Strikes who is on the stretch, or waits.

// threats.cpp: when and where threats come.
struct Candidate {
  Instant at;
  std::uint32_t number;
};
/// Of one day: gaps between them are exponential from 00:00 on. Those before `from`, or that can never count,
/// are left out.
std::vector<Candidate> candidates(const Plan&, const World&, HazardId, Instant midnight, Instant from);
void set_threat_factors(const Plan&, World&, Instant at);  ///< By the shifts that are in force at `at`.

// triggers.cpp: events that wait for a condition, or slow a road.
void happened(Turn&, EventId, bool begins);  ///< An event has begun or is over: others may wait for it.
void look_again(Turn&, TriggerId);           ///< Whether its condition holds, once this second is settled.
Share speed_now(const Turn&, SegmentId);     ///< Of the usual speed, by the slowdowns on the road.

// causes.cpp: who is to blame for a shortfall.
void book_deficit(Turn&, TankId);
void book_what_could_not_be_ordered(Turn&);  ///< Before what is known changes.
void becomes_late(Turn&, LoadId);            ///< At its due date, in the order of due dates.
void no_longer_late(Turn&, LoadId);          ///< Gone from the list, or all explained.
/// Of the tank and of those that it feeds: before its loads change.
void book_what_waits_for(Turn&, TankId);

// saved_day.cpp
bool fits(const Plan&, const World&);  ///< Do its lists have the lengths that a World of this plan has?

// log.cpp
void log(Turn&, LogEntry);
void note_grade(Turn&, ControlId);  ///< What it lets through from now on.
void check_ledger(const World&);

// samples.cpp
/// Room for every sample and day of the run, so that taking one allocates nothing.
void reserve_series(Turn&);
/// What the tanks of a pair hold, and have been asked for and given, at one instant.
struct Reading {
  Volume stock, demand, served, week;
};
const std::vector<std::int64_t>& profiles_now(Turn&);  ///< What each profile has added up to.
Reading read_pair(const Turn&, const PairPlan&, const std::vector<std::int64_t>& profiles_now);

// days.cpp
void close_day(Turn&);  ///< The day behind, of every pair; its tanks are settled.

/// As a log writes it.
inline std::uint32_t index32(auto id) {
  return id.is_none() ? LogEntry::kNone : static_cast<std::uint32_t>(id.index());
}
inline Verdict& verdict(Turn& t, TankerId tanker, ControlId control) {
  return t.world.verdicts[tanker.index() * t.plan.controls.size() + control.index()];
}
inline Verdict verdict(const Turn& t, TankerId tanker, ControlId control) {
  return t.world.verdicts[tanker.index() * t.plan.controls.size() + control.index()];
}
inline Ledger& fuel(Turn& t, ProductId product) { return t.world.fuel[product]; }
inline Volume stock_of(const Turn& t, TankId id) {
  return t.world.fuel[t.plan.tanks[id].product].balance(t.world.tanks[id].stock);
}
inline std::span<Draw> draws_of(Turn& t, TankId id) {
  return std::span{t.world.draws}.subspan(t.plan.tanks[id].first_draw, t.plan.tanks[id].draws);
}
inline bool loaded(const Tanker& tanker) { return !tanker.load.is_none(); }
/// Also with fuel of no load: it was given up.
inline bool carries_fuel(const Tanker& tanker) { return loaded(tanker) || !tanker.gives_back_to.is_none(); }
inline void delay(Turn& t, LoadId load, CauseId by, Duration d) {
  t.world.delays[load.index() * t.plan.causes.size() + by.index()] += static_cast<std::int32_t>(d.count());
}

void apply(const CountingBegins&, Turn&);
void apply(const ControlTurns&, Turn&);
void apply(const OutageTurns&, Turn&);
void apply(const ThreatShiftTurns&, Turn&);
void apply(const EscortTurns&, Turn&);
void apply(const UnitReady&, Turn&);
void apply(const EscortLooks&, Turn&);
void apply(const ThreatDay&, Turn&);
void apply(const ThreatComes&, Turn&);
void apply(const DemandTurns&, Turn&);
void apply(const TriggerLooks&, Turn&);
void apply(const TankerReplaced&, Turn&);
void apply(const PrecedenceTurns&, Turn&);
void apply(const SlowdownTurns&, Turn&);
void apply(const ControlNews&, Turn&);
void apply(const OutageNews&, Turn&);
void apply(const LossNews&, Turn&);
void apply(const ThreatOpens&, Turn&);
void apply(const FateComes&, Turn&);
void apply(const ConvoyReaches&, Turn&);
void apply(const PostServed&, Turn&);
void apply(const TankerLoaded&, Turn&);
void apply(const LoadingResumes&, Turn&);
void apply(const PoolLeaves&, Turn&);
void apply(const TankerUnloaded&, Turn&);
void apply(const TankCrosses&, Turn&);
void apply(const FeedingResumes&, Turn&);
void apply(const LoadIsLate&, Turn&);
void apply(const SwitchIsDue&, Turn&);
void apply(const DayCloses&, Turn&);
void apply(const SampleDue&, Turn&);

}  // namespace citerne::engine
