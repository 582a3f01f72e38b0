#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/engine/event.hpp"
#include "citerne/model/driving.hpp"
#include "citerne/model/profile.hpp"
#include "citerne/network/routing_tree.hpp"
#include "citerne/record/line_name.hpp"
#include "citerne/scenario/scenario.hpp"

/// What is given: everything about a scenario that no replication changes, in the shape the engine wants it.
/// Made once, const, shared by all threads.
namespace citerne::engine {

using RouteId = Id<struct RouteTag>;
using TreeId = Id<struct TreeTag>;
using PairId = Id<struct PairTag>;  ///< A place and a product that is stocked there: what results speak of.
using CauseId = Id<struct CauseTag>;

/// Causes that every scenario has; one per event follows.
enum class Cause : std::uint8_t {
  no_tanker,
  loading,
  assembly,
  road,
  border,
  customs,
  tank_full,
  supplier_dry,
  demand_shift,
  not_ordered,
  stock_policy,
  escort,
  count
};
inline constexpr std::array<std::string_view, static_cast<std::size_t>(Cause::count)> kCauseNames{
    "no tanker", "loading",      "assembly",     "road",        "border",       "customs",
    "tank full", "supplier dry", "demand shift", "not ordered", "stock policy", "escort"};
static_assert(!kCauseNames.back().empty());
constexpr CauseId cause(Cause c) { return CauseId{static_cast<std::size_t>(c)}; }

/// A place and a product.
struct PairPlan {
  PlaceId place;
  ProductId product;
  std::vector<TankId> tanks;
  std::vector<TriggerId> watched_by;  ///< Events that wait for its cover.
};

struct DrawPlan {
  ClassId consumer;
  DailyVolume normal;
  Share short_below;  ///< Of its demand.
  LotsId lots;        ///< None: it draws steadily.
};

/// Demand that comes in lots: a Poisson process.
struct LotsPlan {
  Volume lot;
  std::uint32_t name = 0;  ///< name_hash of place, kind, product and class: the address of its luck.
};

struct TankPlan {
  SiteId site;
  PlaceId place;
  ProductId product;
  PairId pair;
  Volume capacity, reorder_at, order_up_to, gives_above;
  std::optional<Volume> opening;
  Duration unloading_takes;
  PostId clears_at;
  ServiceTableId service;
  std::uint32_t first_draw = 0, draws = 0;  ///< Into Plan::draws.
  bool takes_lots = false;                  ///< Some of its draws do,
  bool draws_steadily = false;              ///< and some do not.
  std::uint32_t first_line = 0, lines = 0;  ///< Into Plan::lines.
  std::uint32_t first_level = 0;            ///< Into World::levels, one per row of its service table.
  std::uint32_t first_share = 0;            ///< Into Plan::shares: row by row, one per draw.
  TankId fed_by;                            ///< A tank of this place that feeds it in lots; else none.
  SourceId source;                          ///< Its number as a supplier of others; else none.
  std::vector<TankId> feeds;                ///< Tanks of this place that it feeds in lots.
  Volume largest_load;                      ///< Of the tankers that may serve it.
};

/// One way of supplying a tank by tanker.
struct LinePlan {
  TankId tank;
  SourceId source;
  CorridorId corridor;
  Share share;
  RouteId route;
  Duration usual;  ///< Lead time when nothing is in the way: loading, free drive, border and customs service,
                   ///< unloading.
  std::vector<ControlId> shut_by;  ///< Those that may stop its loads on the route.
  std::string name;                ///< Its way: `dakar by dakar-north`.
};

/// Roads of a trip in order.
struct Route {
  std::vector<ArcId> arcs;
};

struct SourcePlan {
  std::string name;  ///< `dakar` or `bamako/depot`
  PlaceId place;
  TerminalId terminal;    ///< None for a tank.
  TankId tank;            ///< None for a terminal.
  std::int64_t bays = 0;  ///< 0: as many as come.
  Duration loading_takes;
  Duration spacing;                ///< Between two starts, by the rate limit.
  std::int64_t backlog_limit = 0;  ///< Waiting loads from which it takes no diverted share.
  std::vector<FleetId> fleets;
  std::vector<LineId> lines;
  std::vector<PrecedenceId> precedences;
};

struct FleetPlan {
  PlaceId base;
  std::int64_t tankers = 0;
  Volume load;
  Duration replaced_after;  ///< 0: never.
  std::vector<SourceId> sources;
};

struct PoolPlan {
  PlaceId place;
  ArcId arc;
  std::int64_t tankers = 1;
  Duration wait_at_most;
  std::size_t assembly = 0;  ///< Number of its place among Scenario::assemblies.
};

/// A change of grade: what it lets through from then on.
struct Grade {
  Instant from;
  Share lets_through = percent(100);
  CountedIn counted_in = CountedIn::tankers;
  Duration delay;  ///< A levy: what a convoy waits, and a loaded tanker pays, where it enters.
  Money cost;
};

/// A step of a control that waits for a condition: so long after its beginning, or its end, this grade.
struct GradeStep {
  Duration after;
  std::uint32_t grade = 0;
};

/// A road that closes and opens by chance: grades 0 and 1 in turn.
struct Alternation {
  Duration open_for, closed_for;
  std::uint32_t name = 0;  ///< name_hash of `event@segment`: the address of its luck.
};

/// A control of the scenario, or the wreck that an ambush leaves behind. Its grades are: 0 open, the phases,
/// and behind the end what its recovery lets through day by day.
struct ControlPlan {
  EventId event;
  ThreatId wreck_of;  ///< None of a control of the scenario.
  std::optional<Alternation> by_chance;
  TrafficFilter applies_to;
  std::vector<std::uint8_t> forward;  ///< By arc: 1 in the forward sense of the target.
  std::vector<std::uint8_t> inside;   ///< By place: strictly inside.
  std::vector<ArcId> arcs;            ///< Barred arcs, by `direction` already.
  std::vector<Grade> grades;  ///< Of a wreck [1] is the one grade; it and those after a trigger have no date.
  /// After a trigger: [0] from the beginning, [g] from an end while grade g is in force.
  std::vector<std::vector<GradeStep>> steps;
  Instant opens = Instant::never();  ///< From when on grade 0 holds again.
  ClosurePolicy policy = ClosurePolicy::hold;
  Duration news_after;
};

/// Whom an ambush strikes, and what becomes of them.
struct StrikeRules {
  Duration window;
  TrafficFilter strikes;
  std::int64_t at_least = 1;
  bool every_convoy = false;
  std::vector<StrikeOutcome> outcomes;  ///< Escorted ones last, then by rising size.
  Trapped trapped;
  Duration crews_back_after, road_cleared_after, news_after;
};

/// A stretch on which instants open a window: that of a dated ambush, or one road of threats by chance.
struct ThreatPlan {
  EventId event;
  Instant opens_at = Instant::never();  ///< Of a dated one.
  bool is_road = false;                 ///< One road of threats by chance.
  StrikeRules rules;
  ControlId wreck;
  std::vector<std::int32_t> position;  ///< By arc: rank along the stretch in its direction, -1 off it.
  std::vector<std::uint8_t> between;   ///< By place: 1 between two roads of the stretch.
};

/// Threats by chance on the roads of one event.
struct HazardPlan {
  EventId event;
  std::uint32_t name = 0;                             ///< name_hash of the event: the address of its luck.
  ThreatId first_road;                                ///< The others follow, as the segments of its target.
  std::vector<std::uint32_t> road_name;               ///< By road: name_hash of `event@segment`.
  std::vector<double> weight;                         ///< By road: its length in m, or 1.
  std::vector<std::vector<std::uint32_t>> corridors;  ///< Roads that lie on one corridor, as numbers here.
  double most_a_day = 0.0;  ///< The greatest rate that it can reach: what needs more never counts.
  double most_follow_ups = 0.0;
};

struct EscortPlan {
  std::vector<ArcId> arcs;  ///< From its first end to the second, along the corridor.
  std::array<PlaceId, 2> ends;
  std::array<ArcId, 2> first;    ///< The road by which one leaves each end.
  std::uint8_t base = 0;         ///< Side.
  std::vector<std::uint8_t> on;  ///< By segment: 1 on the stretch.
};

struct PrecedencePlan {
  EventId event;
  std::vector<std::uint8_t> first;  ///< By tank: 1 where it comes first.
};

/// Who asks a road: empty tankers, or loaded ones by product where a control tells products apart. A refused
/// traveller takes filtered roads for closed.
struct Traveller {
  std::uint8_t kind = 0;  ///< 0 empty; else Plan::kind_of_product.
  bool refused = false;
};

struct TreePlan {
  PlaceId destination;
  Traveller traveller;
};

struct Plan {
  Scenario scenario;
  RoadGraph graph;
  Instant begin;  ///< Of the warm-up.
  Instant start;  ///< Of counting.
  Instant end;
  DrivingWindow window;
  std::vector<Duration> driving_dry, driving_wet;  ///< By arc, without noise.
  std::vector<std::uint8_t> wet_day;               ///< By day since `begin`'s.
  std::vector<std::uint32_t> road_name;            ///< name_hash by segment: the address of its luck.
  std::vector<Cost> cost;                          ///< By arc.
  std::vector<CumulativeProfile> profiles;

  Table<PairId, PairPlan> pairs;
  Table<TankId, TankPlan> tanks;
  std::vector<DrawPlan> draws;
  Table<LotsId, LotsPlan> lots;
  std::vector<Share> shares;  ///< What the rows of service tables give to draws.
  Table<LineId, LinePlan> lines;
  Table<RouteId, Route> routes;
  Table<SourceId, SourcePlan> sources;
  Table<FleetId, FleetPlan> fleets;
  Table<PoolId, PoolPlan> pools;
  std::vector<PoolId> pool_of_arc;
  std::vector<std::uint8_t> assembles;  ///< By place.
  std::vector<std::uint8_t> may_stop;   ///< By place: loaded tankers that come by find a post, an assembly or
                                        ///< an escort.
  std::vector<PostId> border_at, customs_at;  ///< By place.
  Table<ControlId, ControlPlan> controls;
  std::vector<std::uint8_t> shuts;  ///< By control and line: 1 where it is in LinePlan::shut_by.
  /// All but those of random closures and wrecks of threats by chance: they stand last.
  std::vector<ControlId> watched;
  Table<ThreatId, ThreatPlan> threats;
  Table<EscortId, EscortPlan> escorts;
  std::vector<std::uint8_t> has_escort_end;    ///< By place.
  std::vector<std::uint8_t> leaves_escort;     ///< By arc: 1 where it turns off a stretch.
  std::vector<EscortEndId> escort_end_of_arc;  ///< By arc: whose stretch begins with it; else none.
  Table<EscortEventId, EventId> escort_events;
  Table<HazardId, HazardPlan> hazards;
  Table<ThreatShiftId, EventId> threat_shifts;
  std::int64_t remembers_days = 0;  ///< The most that some hazard looks back on the use of roads.
  Table<OutageId, EventId> outages;
  Table<ShiftId, EventId> shifts;
  Table<SlowdownId, EventId> slowdowns;
  Table<PrecedenceId, PrecedencePlan> precedences;
  Table<TriggerId, EventId> triggers;
  /// By event: those that wait for its beginning or end.
  std::vector<std::vector<TriggerId>> triggers_after;
  std::vector<std::vector<SlowdownId>> slowdowns_on;  ///< By segment.
  std::vector<std::vector<ControlId>> controls_on;    ///< By arc.
  std::vector<std::vector<ThreatId>> threats_on;      ///< By arc.
  std::vector<std::uint8_t> kind_of_product;          ///< Traveller kind by product, from 1.
  std::vector<ProductId> product_of_kind;             ///< One product that stands for the kind.
  std::vector<RoutingTree> trees;                     ///< Towards every destination in use, all roads open.
  std::vector<TreePlan> tree_plans;
  std::vector<std::string> causes;  ///< Names, Cause first, then events.

  std::size_t tanker_count() const;
  CauseId cause_of(EventId e) const { return CauseId{static_cast<std::size_t>(Cause::count) + e.index()}; }
  const Trigger& trigger(TriggerId t) const { return *scenario.events[triggers[t]].trigger; }
  std::span<const DrawPlan> draws_of(TankId t) const {
    return std::span{draws}.subspan(tanks[t].first_draw, tanks[t].draws);
  }
  /// Does the control mean this traffic? `destination` is where the tanker is bound for.
  bool applies(const ControlPlan& control, bool loaded, ProductId product, PlaceId destination) const {
    return means(control.applies_to, control.inside, loaded, product, destination);
  }
  /// Does a filter on a target with these places inside mean this traffic? Its direction is not looked at.
  static bool means(const TrafficFilter& filter, const std::vector<std::uint8_t>& inside, bool loaded,
                    ProductId product, PlaceId destination);
};

LineName line_name(const Plan& plan, const LinePlan& line);

/// `scenario` has passed every check of the reader.
std::shared_ptr<const Plan> make_plan(Scenario scenario);

/// A guess of what a replication will cost, before running it; to the right order of magnitude.
struct PlanSize {
  std::int64_t events = 0;  ///< Of one replication.
  std::int64_t bytes = 0;   ///< Of one World.
};
PlanSize size_of(const Plan& plan);

}  // namespace citerne::engine
