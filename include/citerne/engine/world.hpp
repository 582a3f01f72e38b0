#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "citerne/engine/calendar.hpp"
#include "citerne/engine/event.hpp"
#include "citerne/engine/plan.hpp"
#include "citerne/model/depletion.hpp"
#include "citerne/model/ledger.hpp"

/// What changes: one value per replication. A copy is a checkpoint; nothing outside it is state.
namespace citerne::engine {

/// Tankers in order, linked through Tanker::next.
struct TankerList {
  TankerId first, last;
  std::uint32_t count = 0;
};
/// Loads in order, linked through Load::next.
struct LoadList {
  LoadId first, last;
  std::uint32_t count = 0;
};

enum class TankerState : std::uint8_t {
  idle,
  at_bay,
  loading,
  pooled,
  in_convoy,
  at_tank,
  unloading,
  lost,
  awaits_escort
};
enum class Verdict : std::uint8_t { none, passed, refused, exempt };

struct Tanker {
  FleetId fleet;
  LoadId load;             ///< None when empty.
  SourceId gives_back_to;  ///< Comes home with the fuel of a load that was given up; else none.
  TankerId next;
  PlaceId bound_for;    ///< The tank's place, or the base.
  PlaceId retreats_to;  ///< Turned back: where it plans again; else none.
  RouteId route;        ///< None: it takes the cheapest known-open road.
  std::uint32_t leg = 0;
  std::uint32_t heard = 0;   ///< World::news when it last looked whether its habit is shut.
  std::uint8_t product = 0;  ///< Of its load.
  TankerState state = TankerState::idle;
  bool border_done = false;
  bool customs_done = false;
  bool refused = false;     ///< By a control whose policy is to go round: takes filtered roads for closed.
  bool goes_alone = false;  ///< Has waited for an escort as long as it would.
  bool carried = false;     ///< Trapped with fuel that will be diverted.
  UnitId escort;            ///< That leads it; else none.
  Instant since;            ///< Start of the wait or the work it is in.
  CauseId waits_for;        ///< What the wait it is in will be booked to; none while it moves or works.
  Instant assigned_at;      ///< Start of its cycle.
  std::uint64_t came = 0;   ///< Its number in the order of comings, to a place or onto a road.
};

enum class LoadState : std::uint8_t { waiting, assigned, on_road, at_tank, trapped, gone };

/// One tanker load of an order.
struct Load {
  TankId tank;
  LineId line;
  TankerId tanker;
  LoadId next;                     ///< In a source's queue.
  LoadId earlier, later;           ///< Outstanding loads of the tank, by order time.
  LoadId late_before, late_after;  ///< Those past their due date that may still explain, by due date.
  Volume volume;
  Instant ordered_at, due;
  Instant queued_at;        ///< At its source; ordered_at, until it is ordered anew elsewhere.
  Duration source_blocked;  ///< The source's clock when it was queued: what has been added since was a dry
                            ///< supplier.
  Instant left_at;          ///< Left the supplier; trip time counts from here.
  LoadState state = LoadState::waiting;
  bool in_position = true;
  bool late = false;
  CauseId gone_by;  ///< Lost or diverted: the event.
  Volume explains;  ///< Unserved litres that may still be booked to it: its volume at first.
  std::uint32_t stamp = 0;
};

enum class ConvoyState : std::uint8_t {
  free,
  moving,
  moving_back,
  held_at_place,
  held_on_road,
  at_post,
  at_levy,
  stranded,
  trapped
};
enum class Fate : std::uint8_t { none, recovered, diverted };

struct Convoy {
  TankerList tankers;
  PlaceId place;  ///< Where it stands, or the place it left.
  ArcId arc;      ///< The road it is on; none at a place.
  ControlId held_by;
  Instant since;    ///< Of the state.
  Instant entered;  ///< The road.
  Instant arrives;
  Duration left_to_drive;
  std::uint32_t stamp = 0;
  std::uint32_t to_serve = 0, in_service = 0;
  std::uint32_t stretches = 0;  ///< Threats whose stretch it is on.
  PostId post;
  Duration needs;  ///< Driving time of the whole road it is on.
  std::uint64_t came =
      0;  ///< Of its first tanker: parts of one convoy stay in the order that they had in it.
  Fate fate = Fate::none;
  ConvoyState state = ConvoyState::free;
  bool going_back = false;  ///< On its road, to where it came from.
};

struct Tank {
  AccountId stock;
  Volume on_order;     ///< Loads that count in the position.
  Volume unloading;    ///< Space taken by tankers at the hose.
  TankerList waiting;  ///< For space.
  LoadId first_outstanding, last_outstanding;
  LoadId first_late, last_late;
  Volume without_tanker;  ///< What the outstanding loads without a tanker may still explain.
  Instant next_feed;
  Volume unbooked;        ///< Deficit not yet booked to causes
  Volume unbooked_shift;  ///< and the part of it that the demand shift alone makes.
  Instant dry_since;
  Instant settled_at;
  Instant looks_at = Instant::never();  ///< Of its pending TankCrosses.
  std::uint32_t stamp = 0;
  std::uint8_t row = 0;  ///< Of the service table.
  bool dry = false;
  bool serves_all = false;    ///< No class gets less than it asks for.
  bool cannot_order = false;  ///< No known-open way when it wanted to.
  bool wants_feed = false;    ///< Its feeder was short.
  bool feed_set = false;      ///< FeedingResumes is on its way.
};

/// Where demand in lots stands: the next one comes where what would be drawn steadily has grown by `to_go`.
struct LotsMark {
  Draw steady;
  Volume to_go;
  std::uint32_t number = 0;  ///< Of the next lot.
  Instant at;                ///< At which `steady` is settled.
};
inline constexpr std::size_t kLotsAhead = 16;  ///< Whose instants are worked out together.
struct Lots {
  std::uint32_t next = 0;                  ///< The first of `coming` that has not come.
  std::array<Instant, kLotsAhead> coming;  ///< Ascending; never() behind the end.
  LotsMark behind, ahead;                  ///< Before the first and behind the last of `coming`.
};

struct Source {
  LoadList waiting;   ///< Loads without a tanker.
  TankerList at_bay;  ///< Tankers that wait for a bay.
  std::int64_t busy = 0;
  Instant next_start;
  Instant blocked_since;  ///< A dry tank or a closed terminal.
  Duration blocked;       ///< Clock of the time it was blocked.
  CauseId blocked_by;
  bool is_blocked = false;
  Volume short_of;  ///< Of a tank that is: the load that it could not give when it was last asked.
  bool closed = false;
  bool known_closed = false;
  bool resume_set = false;
};

struct Line {
  std::int64_t credit = 0;
  Share passes = percent(100);  ///< By what is known.
  bool by_tree = false;         ///< Its habit is shut: takes the cheapest known-open road.
  bool unreachable = false;     ///< No known-open road at all.
  std::uint32_t stamp = 0;
};

/// Tankers of one convoy in service together; the convoy's stamp tells whether it is still there.
struct AtDesk {
  ConvoyId convoy;
  std::uint32_t stamp = 0;
  std::uint32_t tankers = 0;
};
struct Post {
  std::vector<ConvoyId> queue;
  std::vector<AtDesk> at_desk;  ///< By begin of service, which all take as long: the first is done first.
  std::int64_t free_lanes = 0;
  std::int32_t tankers = 0;  ///< Of convoys in the queue or at the desks.
};

struct Pool {
  TankerList tankers;
  std::uint32_t stamp = 0;
};

struct Control {
  std::uint32_t grade = 0;  ///< Index into ControlPlan::grades.
  std::uint32_t known_grade = 0;
  std::array<std::int64_t, 2> asked{};  ///< Since the grade changed, by direction.
  std::uint32_t course = 0;             ///< After a trigger: which of ControlPlan::steps it takes,
  std::uint32_t step = 0;               ///< which is the next; by chance: the number of its stay;
  std::uint32_t stamp = 0;              ///< and that of their events; of a wreck: how often it has turned.
};

/// When an event is in force: [from, until).
struct Spell {
  Instant from = Instant::never(), until = Instant::never();
  bool has_begun = false,
       is_over = false;  ///< For events that wait for it; an ambush begins when it strikes.
  bool holds(Instant t) const { return from <= t && t < until; }
};

/// An event that waits for a condition: for `when`, then for the decision, then for its end, then again.
struct Triggered {
  enum class Phase : std::uint8_t { waits, decided, in_force };
  Phase phase = Phase::waits;
  bool holds = false;     ///< The condition, since `since`.
  bool is_spent = false;  ///< It has begun by a condition that has not ceased to hold since.
  Instant since;
  Instant begins;                       ///< Once decided.
  Instant ends = Instant::never();      ///< `lasts` is over.
  Instant looks_at = Instant::never();  ///< Of its pending TriggerLooks.
  std::uint32_t stamp = 0;
  std::uint32_t decisions = 0;  ///< The occasion of its luck.
};

enum class UnitState : std::uint8_t { stands, gathers, leads, drives, moves, count };
inline constexpr std::array<std::string_view, static_cast<std::size_t>(UnitState::count)> kUnitStateNames{
    "stands", "gathers", "leads", "drives_empty", "moves"};
static_assert(!kUnitStateNames.back().empty());
/// An escort unit. It leads whoever left with it and is still on the stretch.
struct Unit {
  EscortId escort;
  std::uint8_t side = 0;  ///< Where it stands or gathers, which it left, or to which it is on its way.
  UnitState state = UnitState::stands;
  std::uint32_t tankers = 0;  ///< That it leads.
  std::uint32_t stamp = 0;
  Instant since;  ///< Of the state.
};
struct EscortEnd {
  TankerList waiting;
  Instant looks_at = Instant::never();  ///< Of its pending EscortLooks.
  std::uint32_t stamp = 0;
};
struct Lending {
  EscortId from, to;
};
struct EscortMeter {
  std::int64_t convoys = 0, tankers = 0;  ///< Led; tankers that have waited, led or not.
  Duration waited;                        ///< Sum over tankers.
};

struct OnStretch {
  ConvoyId convoy;
  Instant entered;
  std::uint64_t order;  ///< Convoy::came when it entered.
};
struct Threat {
  Instant open_until;
  std::uint32_t number = 0;    ///< Of the instant that opened it last: the address of what a strike does.
  std::uint32_t openings = 0;  ///< Of an ambush: how often it has opened.
  std::uint32_t strikes = 0;   ///< Since it opened last.
  Instant cleared_at;          ///< Its wreck, the last of several.
  std::vector<OnStretch> on;   ///< Of a stretch of several roads.
};

/// Exact figures of one pair, fed at each change since counting began.
struct PairMeter {
  Volume day_demand, day_served;  ///< Totals of its tanks at the last midnight.
  std::int64_t run = 0;           ///< Short days up to yesterday, without a break.
  std::int64_t short_days = 0;    ///< In shortages.
  std::int64_t shortages = 0;
  Instant first_shortage = Instant::never();
  Instant first_dry = Instant::never();
  Duration dry;  ///< Tank-seconds without stock.
  Instant last_short_day = Instant::never();
  std::int64_t days = 0;           ///< Closed, with demand.
  std::int64_t served_days = 0;    ///< Sum of their served shares, ppm.
  Share worst_day = percent(100);  ///< Least of these shares, and the first such day.
  Instant worst_at = Instant::never();
  Duration least_cover{-1};              ///< Of all midnights; -1 s: none yet.
  Instant last_full = Instant::never();  ///< The last day on which all was served.
  // Of the worst day: what came before it and what came then.
  Instant drop_from = Instant::never(), back_from = Instant::never(), back_until = Instant::never();
  Share worst_window = percent(100);  ///< Of `shortage.days` days in a row, and the first of them.
  Instant worst_window_at = Instant::never();
};

/// What was asked for and handed out on one day.
struct DayTotal {
  Volume demand, served;
};

/// Totals of one draw (a class at a tank).
struct DrawMeter {
  Volume demand, served;
  Duration short_for;   ///< Time for which it got less than its class calls short,
  Instant short_since;  ///< while that goes on.
  bool is_short = false;
};

struct Traffic {
  Volume dispatched;  ///< Has left the supplier.
  std::int64_t loads = 0;
  Volume delivered;
  Volume made_it;  ///< The part of it that was dispatched since counting began.
  Duration trip;   ///< Sum over loads, from leaving the supplier to the tank.
};

/// A tree that has missed more news of the roads than these looks at all of them.
inline constexpr std::size_t kNewsKept = 128;

struct World {
  std::uint64_t seed = 0;
  std::uint32_t replication = 0;
  Calendar<Event> calendar;
  bool counting = false;

  Table<ProductId, Ledger> fuel;
  std::vector<Volume> fuel_at_start;  ///< Sum of each ledger.
  Table<TankId, Tank> tanks;
  std::vector<Draw> draws;  ///< Of those that take lots nothing is drawn steadily: `full` is 0.
  Table<LotsId, Lots> lots;
  std::vector<Volume> levels;  ///< Of service rows, from TankPlan::first_level.
  std::vector<Volume> regain;  ///< By tank: stock above a level at which it is taken again.
  std::vector<Volume> week;    ///< By tank: full demand of the 7 days from today's midnight.
  std::vector<Share> shift;    ///< By draw: product of the demand shifts in force.
  /// By draw: what is left of a millilitre of demand that shifts have made, so that the instants at which a
  /// tank is settled change no sum.
  std::vector<std::int64_t> shift_carry;
  Table<SourceId, Source> sources;
  Table<LineId, Line> lines;
  Table<TankerId, Tanker> tankers;
  Table<FleetId, TankerList> idle;
  Table<LoadId, Load> loads;
  std::vector<LoadId> free_loads;
  std::vector<std::int32_t> delays;  ///< Seconds by load and cause.
  Table<ConvoyId, Convoy> convoys;
  std::vector<ConvoyId> free_convoys;
  Table<PostId, Post> posts;
  Table<PoolId, Pool> pools;
  Table<ControlId, Control> controls;
  std::vector<Verdict> verdicts;  ///< By tanker and control.
  Table<ThreatId, Threat> threats;
  Table<UnitId, Unit> units;
  Table<EscortEndId, EscortEnd> escort_ends;
  Table<EscortId, std::int32_t> escort_rules;  ///< Rules in force.
  std::vector<Lending> to_lend;                ///< Units that go as soon as one stands.
  Table<EscortId, EscortMeter> escort_meters;
  std::vector<std::int64_t> unit_time;     ///< Seconds, by escort and UnitState, of states that are over.
  Table<HazardId, Share> threat_factor;    ///< Product of the threat shifts in force.
  std::vector<std::int64_t> entered_then;  ///< By midnight, round and round, and segment: entered_on.
  Table<EventId, Spell> spells;
  Table<OutageId, std::uint8_t> outage_known;  ///< 1: everyone knows of it.
  Table<TriggerId, Triggered> triggers;
  std::vector<std::int64_t> given;  ///< By precedence and source: loads while the first and others waited.
  std::uint64_t comings = 0;        ///< Of tankers to places and onto roads: the order within one second.
  std::vector<RoutingTree> trees;
  std::vector<TreePlan> tree_plans;
  std::vector<std::uint32_t> tree_heard;         ///< By tree: `news` when it was last asked.
  std::array<ControlId, kNewsKept> latest_news;  ///< By its number mod their count.
  std::vector<std::int32_t> tree_index;  ///< By destination, kind and refused; -1 until it is asked for.
  std::uint32_t news = 0;                ///< How often what is known of the roads has changed.

  Table<PairId, PairMeter> pair_meters;
  std::vector<DayTotal>
      last_days;  ///< The last `shortage.days` days, by pair and number of the day mod them.
  std::vector<DrawMeter> draw_meters;
  std::vector<Volume> deficit_by_cause;      ///< By pair and cause.
  std::vector<std::int64_t> delay_by_cause;  ///< Seconds of delivered loads, by pair and cause.
  Table<LineId, Traffic> traffic;
  Table<SourceId, std::int64_t> loaded;  ///< Tankers that began to load.
  std::vector<std::int64_t> left_under;  ///< Tankers that left their supplier, by control in force and line.
  Table<FleetId, std::int64_t> cycles;
  Table<FleetId, Duration> cycle_time;
  Table<FleetId, std::int64_t> lost_tankers;
  std::vector<std::int64_t> convoys_assembled;  ///< That have left, by assembly place;
  std::vector<std::int64_t> assembled;          ///< their tankers,
  std::vector<Duration> assembly_wait;          ///< and the sum of what those have waited.
  Table<PostId, std::int64_t> crossed;          ///< Loaded tankers served.
  Table<PostId, Duration> post_wait;
  std::vector<std::int64_t> threats_came;                 ///< Instants, by event.
  std::vector<std::int64_t> struck, beaten_off;           ///< Convoys, by event; beaten off are not struck.
  std::vector<std::int64_t> struck_lost, struck_trapped;  ///< Tankers, by event.
  std::vector<std::int64_t> abducted;                     ///< Crews, by event.
  std::vector<std::int64_t> levied;                       ///< XOF, by event.
  std::vector<std::int32_t> moving_on, held_on, trapped_on;  ///< Tankers by segment, now.
  std::vector<std::int32_t> held_at;                         ///< Tankers held at places, by place.
  std::vector<std::int64_t> entered_on;                      ///< Tankers that entered, by segment.
};

/// The world at the beginning of the warm-up: stocks at their order-up-to levels, tankers at home, roads
/// open.
World make_world(const Plan& plan, std::uint64_t seed, std::uint32_t replication);

}  // namespace citerne::engine
