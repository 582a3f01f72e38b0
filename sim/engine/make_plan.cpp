#include <algorithm>
#include <map>
#include <utility>

#include "citerne/base/contract.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/base/random.hpp"
#include "citerne/engine/plan.hpp"
#include "citerne/scenario/escort_stretch.hpp"
#include "citerne/scenario/supply.hpp"
#include "citerne/scenario/words.hpp"
#include "plan_events.hpp"

namespace citerne::engine {
namespace {

Speed speed_on(const Segment& s, const Driving& driving) {
  if (s.surface == Surface::gravel) return driving.gravel;
  if (s.surface == Surface::earth) return driving.earth;
  switch (s.condition) {
    case Condition::good:
      return driving.paved_good;
    case Condition::fair:
      return driving.paved_fair;
    case Condition::poor:
      return driving.paved_poor;
  }
  return driving.paved_fair;
}

Duration driving_time(const Segment& s, const Driving& driving, Share of_speed) {
  const std::int64_t metres_per_hour =
      std::max<std::int64_t>(1, speed_on(s, driving).count() * of_speed.count() / 1'000'000);
  const std::int64_t moving =
      std::max<std::int64_t>(1, (s.length.count() * 3'600 + metres_per_hour / 2) / metres_per_hour);
  return seconds(moving) + (s.state == BaselineState::ferry ? driving.ferry_takes : Duration{});
}

/// Driving times, costs and the wet days.
void lay_roads(Plan& plan) {
  const Scenario& sc = plan.scenario;
  const Driving& driving = sc.driving;
  std::vector<double> risk(sc.network.segments.size(), 0.0);
  for (const PerceivedRisk& r : sc.perceived_risks)
    for (const SegmentId s : r.where.segments)
      risk[s.index()] += static_cast<double>(r.per_100_km.count()) / 1e6 *
                         static_cast<double>(sc.network.segments[s].length.count()) / 1e5;
  for (const SegmentId id : ids_of(sc.network.segments)) {
    const Segment& s = sc.network.segments[id];
    const Duration dry = driving_time(s, driving, percent(100));
    const Duration wet = driving_time(s, driving, s.rainy_season_factor);
    const double money_s = static_cast<double>(s.length.count()) / 1e3 *
                           static_cast<double>(sc.routing.fuel_cost_per_km.count()) /
                           static_cast<double>(sc.routing.money_per_hour.count()) * 3'600.0;
    const double risk_s = static_cast<double>(sc.routing.risk_aversion.count()) * risk[id.index()];
    const Cost cost = std::max<Cost>(1, dry.count() + static_cast<Cost>(money_s + risk_s + 0.5));
    for (int way = 0; way < 2; ++way) {
      plan.driving_dry.push_back(dry);
      plan.driving_wet.push_back(wet);
      plan.cost.push_back(cost);
    }
    plan.road_name.push_back(name_hash(s.id));
  }
  for (Instant day = start_of_day(plan.begin); day <= plan.end; day = day + days(1))
    plan.wet_day.push_back(std::ranges::count(driving.rainy_months, month_of(day)) > 0 ? 1 : 0);
}

/// What each row of the service table gives to each class at the tank.
void share_out(Plan& plan, TankId id) {
  const ServiceTable& table = plan.scenario.service_tables[plan.tanks[id].service];
  plan.tanks[id].first_share = static_cast<std::uint32_t>(plan.shares.size());
  const std::span<const DrawPlan> draws = plan.draws_of(id);
  std::vector<DailyVolume> demand;
  std::vector<std::size_t> rank;
  for (const DrawPlan& d : draws) demand.push_back(d.normal);
  for (const ClassId c : table.order)
    for (std::size_t i = 0; i < draws.size(); ++i)
      if (draws[i].consumer == c) rank.push_back(i);
  for (const ServiceRow& row : table.rows) {
    if (row.serves)
      for (const Share share : ration(table.by, demand, rank, *row.serves)) plan.shares.push_back(share);
    else
      for (const DrawPlan& d : draws) plan.shares.push_back(row.share[d.consumer]);
  }
}

/// Numbers the tanks by site, and the pairs by place and product.
void number_tanks(Plan& plan) {
  const Scenario& sc = plan.scenario;
  std::map<std::pair<PlaceId, ProductId>, std::vector<TankId>> by_pair;
  for (const SiteId site_id : ids_of(sc.sites)) {
    const Site& site = sc.sites[site_id];
    for (const citerne::Tank& t : site.tanks) {
      TankPlan tank{.site = site_id,
                    .place = site.place,
                    .product = t.product,
                    .capacity = t.capacity,
                    .reorder_at = volume_in(t.throughput, t.reorder_at),
                    .order_up_to = volume_in(t.throughput, t.order_up_to),
                    .gives_above = volume_in(t.throughput, site.gives_above),
                    .unloading_takes = site.unloading_takes,
                    .clears_at = site.clears_at,
                    .service = site.service};
      if (t.opening) tank.opening = volume_in(t.throughput, *t.opening);
      tank.first_draw = static_cast<std::uint32_t>(plan.draws.size());
      tank.draws = static_cast<std::uint32_t>(t.demands.size());
      for (const Demand& d : t.demands) {
        const ConsumerClass& consumer = sc.classes[d.consumer];
        plan.draws.push_back(
            {d.consumer, d.normal, consumer.short_below.value_or(sc.shortage.served_below), LotsId::none()});
        (consumer.lot == Volume{} ? tank.draws_steadily : tank.takes_lots) = true;
        if (consumer.lot == Volume{}) continue;
        plan.draws.back().lots =
            plan.lots.push_back({consumer.lot, name_hash(lots_name(sc, site_id, t.product, d.consumer))});
      }
      by_pair[{site.place, t.product}].push_back(plan.tanks.push_back(std::move(tank)));
    }
  }
  for (auto& [key, tanks] : by_pair) {
    const PairId pair = plan.pairs.push_back({key.first, key.second, tanks});
    for (const TankId t : tanks) plan.tanks[t].pair = pair;
  }
  std::uint32_t level = 0;
  for (TankPlan& tank : plan.tanks) {
    tank.first_level = level;
    level += static_cast<std::uint32_t>(sc.service_tables[tank.service].rows.size());
  }
  for (const TankId id : ids_of(plan.tanks)) share_out(plan, id);
}

TankId tank_of(const Plan& plan, SiteId site, ProductId product) {
  for (const TankId t : ids_of(plan.tanks))
    if (plan.tanks[t].site == site && plan.tanks[t].product == product) return t;
  return TankId::none();
}

/// The source that a supply line draws on, made when it is first named.
SourceId source_of(Plan& plan, const SupplyLine& line, ProductId product) {
  const Scenario& sc = plan.scenario;
  const TankId tank = line.terminal.is_none() ? tank_of(plan, line.site, product) : TankId::none();
  CITERNE_EXPECT(!line.terminal.is_none() || !tank.is_none());
  for (const SourceId s : ids_of(plan.sources))
    if (plan.sources[s].terminal == line.terminal && plan.sources[s].tank == tank) return s;
  SourcePlan source;
  source.terminal = line.terminal;
  source.tank = tank;
  if (tank.is_none()) {
    const Terminal& t = sc.terminals[line.terminal];
    source.name = t.id;
    source.place = t.place;
    source.bays = t.bays;
    source.loading_takes = t.loading_takes;
    if (t.rate_limit.count() > 0)
      source.spacing = seconds((86'400'000 + t.rate_limit.count() - 1) / t.rate_limit.count());
    const std::int64_t gap =
        std::max<std::int64_t>({1, source.spacing.count(), t.loading_takes.count() / t.bays});
    source.backlog_limit = sc.ordering.backlog_limit.count() / gap;
  } else {
    source.name = site_name(sc, line.site) + "/" + sc.products[product].id;
    source.place = sc.sites[line.site].place;
    source.loading_takes = sc.sites[line.site].unloading_takes;
    source.backlog_limit = INT64_MAX;
  }
  const SourceId id = plan.sources.push_back(std::move(source));
  if (!tank.is_none()) plan.tanks[tank].source = id;
  return id;
}

/// Roads from `from` to the destination of a tree with every road open.
void follow(const Plan& plan, const RoutingTree& tree, PlaceId from, std::vector<ArcId>& arcs) {
  for (PlaceId at = from; at != tree.destination();) {
    const ArcId next = tree.next(plan.graph, plan.cost, at);
    CITERNE_EXPECT(!next.is_none());
    arcs.push_back(next);
    at = plan.graph.head(next);
  }
}

RoutingTree open_tree(const Plan& plan, PlaceId destination) {
  return {plan.graph, destination, plan.cost, std::vector<std::uint8_t>(plan.graph.arc_count(), 1)};
}

/// By the habit of a corridor: onto it by the cheapest road, along it as long as that brings the tanker
/// nearer, off it by the cheapest road. Without one, the cheapest road.
Route lay_route(const Plan& plan, PlaceId from, PlaceId to, CorridorId corridor) {
  Route route;
  const RoutingTree home = open_tree(plan, to);
  if (corridor.is_none()) {
    follow(plan, home, from, route.arcs);
    return route;
  }
  const Corridor& chain = plan.scenario.network.corridors[corridor];
  std::size_t on = 0;
  Cost cheapest = kUnreachable;
  for (std::size_t i = 0; i < chain.places.size(); ++i)
    if (const Cost c = open_tree(plan, chain.places[i]).cost_from(from); c < cheapest) {
      cheapest = c;
      on = i;
    }
  std::size_t off = on;
  for (std::size_t i = on; i < chain.places.size(); ++i)
    if (home.cost_from(chain.places[i]) < home.cost_from(chain.places[off])) off = i;
  follow(plan, open_tree(plan, chain.places[on]), from, route.arcs);
  for (std::size_t i = on; i < off; ++i) route.arcs.push_back(chain.arcs[i]);
  follow(plan, home, chain.places[off], route.arcs);
  return route;
}

Duration usual_lead(const Plan& plan, const LinePlan& line) {
  const SourcePlan& source = plan.sources[line.source];
  Duration driving;
  PostId border, customs;  // the formalities that a load from abroad meets on its way, once each
  for (const ArcId a : plan.routes[line.route].arcs) {
    driving += plan.driving_dry[a.index()];
    const std::size_t place = plan.graph.head(a).index();
    if (border.is_none()) border = plan.border_at[place];
    if (plan.customs_at[place] == plan.tanks[line.tank].clears_at) customs = plan.customs_at[place];
  }
  Duration lead = source.loading_takes + plan.window.usual(driving) + plan.tanks[line.tank].unloading_takes;
  if (source.terminal.is_none()) return lead;
  for (const PostId post : {border, customs})
    if (!post.is_none()) lead += plan.scenario.posts[post].service_takes;
  return lead;
}

void lay_lines(Plan& plan) {
  const Scenario& sc = plan.scenario;
  std::map<std::tuple<PlaceId, PlaceId, CorridorId>, RouteId> routes;
  for (const TankId id : ids_of(plan.tanks)) {
    const TankPlan& tank = plan.tanks[id];
    const auto& tanks = sc.sites[tank.site].tanks;
    const auto& given = *std::ranges::find(tanks, tank.product, &citerne::Tank::product);
    std::vector<LinePlan> mine;
    for (const SupplyLine& line : given.lines) {
      const SourceId source = source_of(plan, line, tank.product);
      if (plan.sources[source].place == tank.place && !plan.sources[source].tank.is_none()) {
        plan.tanks[id].fed_by = plan.sources[source].tank;
        plan.tanks[plan.sources[source].tank].feeds.push_back(id);
        continue;
      }
      LinePlan laid{.tank = id, .source = source, .corridor = line.corridor, .share = line.share};
      laid.name = line_name(plan, laid).way();
      const auto key = std::tuple{plan.sources[source].place, tank.place, line.corridor};
      if (const auto found = routes.find(key); found != routes.end())
        laid.route = found->second;
      else
        laid.route = routes[key] =
            plan.routes.push_back(lay_route(plan, plan.sources[source].place, tank.place, line.corridor));
      laid.usual = usual_lead(plan, laid);
      mine.push_back(std::move(laid));
    }
    std::ranges::sort(mine, {}, &LinePlan::name);
    plan.tanks[id].first_line = static_cast<std::uint32_t>(plan.lines.size());
    plan.tanks[id].lines = static_cast<std::uint32_t>(mine.size());
    for (LinePlan& line : mine) {
      const SourceId source = line.source;
      plan.sources[source].lines.push_back(plan.lines.push_back(std::move(line)));
    }
  }
}

void man_fleets(Plan& plan) {
  const Scenario& sc = plan.scenario;
  for (const FleetId id : ids_of(sc.fleets)) {
    const Fleet& f = sc.fleets[id];
    FleetPlan fleet{.base = f.base, .tankers = f.tankers, .load = f.load, .replaced_after = f.replaced_after};
    for (const SourceId s : ids_of(plan.sources)) {
      SourcePlan& source = plan.sources[s];
      const bool serves = source.tank.is_none()
                              ? std::ranges::count(f.serves_terminals, source.terminal) > 0
                              : std::ranges::count(f.serves_sites, plan.tanks[source.tank].site) > 0;
      if (!serves) continue;
      fleet.sources.push_back(s);
      source.fleets.push_back(id);
    }
    plan.fleets.push_back(std::move(fleet));
  }
  for (const TankId t : ids_of(plan.tanks)) {
    TankPlan& tank = plan.tanks[t];
    for (std::uint32_t i = 0; i < tank.lines; ++i)
      for (const FleetId f : plan.sources[plan.lines[LineId{tank.first_line + i}].source].fleets)
        tank.largest_load = std::max(tank.largest_load, plan.fleets[f].load);
  }
}

void set_posts_and_pools(Plan& plan) {
  const Scenario& sc = plan.scenario;
  plan.border_at.assign(sc.network.places.size(), PostId::none());
  plan.customs_at.assign(sc.network.places.size(), PostId::none());
  for (const PostId id : ids_of(sc.posts)) {
    const citerne::Post& post = sc.posts[id];
    (post.kind == PostKind::border ? plan.border_at : plan.customs_at)[post.place.index()] = id;
  }
  plan.may_stop.assign(sc.network.places.size(), 0);
  for (const citerne::Post& post : sc.posts) plan.may_stop[post.place.index()] = 1;
  for (const Assembly& a : sc.assemblies) plan.may_stop[a.place.index()] = 1;
  plan.pool_of_arc.assign(sc.network.arc_count(), PoolId::none());
  plan.assembles.assign(sc.network.places.size(), 0);
  for (const Assembly& a : sc.assemblies) plan.assembles[a.place.index()] = 1;
  for (std::size_t i = 0; i < sc.assemblies.size(); ++i)
    for (const Assembly& a = sc.assemblies[i]; const Hop& hop : plan.graph.leaving(a.place))
      plan.pool_of_arc[hop.arc.index()] =
          plan.pools.push_back({a.place, hop.arc, a.tankers, a.wait_at_most, i});
}

void lay_escorts(Plan& plan) {
  const Network& network = plan.scenario.network;
  plan.has_escort_end.assign(network.places.size(), 0);
  plan.escort_end_of_arc.assign(network.arc_count(), EscortEndId::none());
  plan.leaves_escort.assign(network.arc_count(), 0);
  for (const EscortId id : ids_of(plan.scenario.escorts)) {
    const Escort& escort = plan.scenario.escorts[id];
    EscortPlan laid{.arcs = stretch_of(network, escort)};
    laid.ends = {plan.graph.tail(laid.arcs.front()), plan.graph.head(laid.arcs.back())};
    laid.first = {laid.arcs.front(), opposite(laid.arcs.back())};
    laid.base = escort.base == laid.ends[0] ? 0 : 1;
    laid.on.assign(network.segments.size(), 0);
    for (const ArcId arc : laid.arcs) laid.on[segment_of(arc).index()] = 1;
    for (const ArcId arc : laid.arcs)
      for (const PlaceId place : {plan.graph.tail(arc), plan.graph.head(arc)})
        for (const Hop& hop : plan.graph.leaving(place))
          if (laid.on[segment_of(hop.arc).index()] == 0) plan.leaves_escort[hop.arc.index()] = 1;
    for (const std::size_t side : {0u, 1u}) {
      plan.has_escort_end[laid.ends[side].index()] = plan.may_stop[laid.ends[side].index()] = 1;
      plan.escort_end_of_arc[laid.first[side].index()] = EscortEndId{id.index() * 2 + side};
    }
    plan.escorts.push_back(std::move(laid));
  }
}

/// Products share a traveller kind unless some control tells them apart.
void kind_travellers(Plan& plan) {
  std::map<std::vector<bool>, std::uint8_t> kinds;
  plan.product_of_kind.push_back(ProductId::none());
  for (const ProductId p : ids_of(plan.scenario.products)) {
    std::vector<bool> named;
    for (const ControlPlan& c : plan.controls)
      named.push_back(c.applies_to.products.empty() || std::ranges::count(c.applies_to.products, p) > 0);
    const auto [at, fresh] = kinds.emplace(named, static_cast<std::uint8_t>(kinds.size() + 1));
    if (fresh) plan.product_of_kind.push_back(p);
    plan.kind_of_product.push_back(at->second);
  }
}

void plant_trees(Plan& plan) {
  const auto plant = [&](PlaceId destination, std::uint8_t kind) {
    for (const TreePlan& t : plan.tree_plans)
      if (t.destination == destination && t.traveller.kind == kind) return;
    plan.tree_plans.push_back({destination, {kind, false}});
    plan.trees.push_back(open_tree(plan, destination));
  };
  for (const FleetPlan& f : plan.fleets) plant(f.base, 0);
  for (const LinePlan& l : plan.lines)
    plant(plan.tanks[l.tank].place, plan.kind_of_product[plan.tanks[l.tank].product.index()]);
}

}  // namespace

std::size_t Plan::tanker_count() const {
  std::size_t sum = 0;
  for (const FleetPlan& f : fleets) sum += static_cast<std::size_t>(f.tankers);
  return sum;
}

bool Plan::means(const TrafficFilter& f, const std::vector<std::uint8_t>& inside, bool loaded,
                 ProductId product, PlaceId destination) {
  if (loaded ? !f.loaded : !f.empty) return false;
  // An empty tanker is of no product.
  if (!f.products.empty() && (!loaded || std::ranges::count(f.products, product) == 0)) return false;
  if (f.bound_for == BoundFor::any) return true;
  return (f.bound_for == BoundFor::inside) == (inside[destination.index()] != 0);
}

std::shared_ptr<const Plan> make_plan(Scenario scenario) {
  RoadGraph graph{scenario.network};
  auto plan = std::make_shared<Plan>(Plan{.scenario = std::move(scenario), .graph = std::move(graph)});
  const Scenario& sc = plan->scenario;
  plan->begin = sc.calendar.start - sc.calendar.warm_up;
  plan->start = sc.calendar.start;
  plan->end = sc.calendar.end;
  plan->window = DrivingWindow{sc.driving.from, sc.driving.until};
  for (const Profile& p : sc.profiles)
    plan->profiles.emplace_back(ProfileShape{p.hourly, p.weekly, p.monthly}, plan->begin, plan->end);
  lay_roads(*plan);
  set_posts_and_pools(*plan);
  lay_escorts(*plan);
  number_tanks(*plan);
  lay_lines(*plan);
  man_fleets(*plan);
  set_events(*plan);
  kind_travellers(*plan);
  plant_trees(*plan);
  return plan;
}

LineName line_name(const Plan& plan, const LinePlan& line) {
  const Network& network = plan.scenario.network;
  const TankPlan& tank = plan.tanks[line.tank];
  return {network.places[tank.place].id, plan.scenario.products[tank.product].id,
          plan.sources[line.source].name, line.corridor.is_none() ? "" : network.corridors[line.corridor].id};
}

PlanSize size_of(const Plan& plan) {
  PlanSize size;
  const std::int64_t run_days = (plan.end - plan.begin).count() / 86'400 + 1;
  for (const LinePlan& line : plan.lines) {
    const TankPlan& tank = plan.tanks[line.tank];
    if (tank.largest_load.count() == 0) continue;
    const auto& tanks = plan.scenario.sites[tank.site].tanks;
    const auto& given = *std::ranges::find(tanks, tank.product, &citerne::Tank::product);
    const double loads = static_cast<double>(given.throughput.count()) /
                         static_cast<double>(tank.largest_load.count()) *
                         static_cast<double>(line.share.count()) / 1e6 * static_cast<double>(run_days);
    size.events +=
        static_cast<std::int64_t>(loads * static_cast<double>(2 * plan.routes[line.route].arcs.size() + 10));
  }
  for (const TankId id : ids_of(plan.tanks)) {
    std::int64_t daily = 0;
    for (const DrawPlan& d : plan.draws_of(id)) {
      daily += d.normal.count();
      if (!d.lots.is_none()) size.events += d.normal.count() / plan.lots[d.lots].lot.count() * run_days;
    }
    if (!plan.tanks[id].fed_by.is_none())
      size.events += daily / std::max<std::int64_t>(1, plan.scenario.ordering.lot.count()) * run_days;
  }
  for (const ControlPlan& control : plan.controls)
    if (const auto& road = control.by_chance)  // it closes and opens, and both become known
      size.events += 4 * ((plan.end - plan.start).count() / (road->open_for + road->closed_for).count());
  size.events += static_cast<std::int64_t>(plan.scenario.calendar.sample_count()) + run_days;
  size.bytes = static_cast<std::int64_t>(plan.tanker_count() * (sizeof(void*) * 14 + plan.controls.size()) +
                                         plan.trees.size() * plan.graph.place_count() * 10);
  return size;
}

}  // namespace citerne::engine
