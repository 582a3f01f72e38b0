#pragma once
#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "citerne/base/dates.hpp"
#include "citerne/network/road_graph.hpp"
#include "citerne/network/routing_tree.hpp"
#include "citerne/scenario/scenario.hpp"
#include "dice.hpp"
#include "random_events.hpp"

/// Small random worlds that a reader would accept, each from a number: the same number, the same world.
namespace citerne::random_world {

/// What a world may hold; laws that speak of less switch the rest off.
struct Ingredients {
  bool events = true;
  bool threats = true;  ///< By chance: their luck belongs to dates.
  bool noise = true;
  bool seasons = true;  ///< Rainy months and monthly profiles.
};

class Builder {
 public:
  Builder(std::uint32_t trial, const Ingredients& with) : dice_{trial}, with_{with} {}

  Scenario build() {
    sc_.name = "random";
    sc_.calendar.start = *parse_instant("2025-06-02");
    sc_.calendar.end = sc_.calendar.start + days(dice_.between(20, 45));
    sc_.calendar.sample_every = hours(dice_.between(1, 48));
    sc_.calendar.warm_up = days(dice_.between(0, 12));
    lay_roads();
    name_goods();
    set_posts();
    build_terminals();
    build_sites();
    man_fleets();
    set_driving();
    if (dice_.chance(40)) man_escorts();
    if (with_.events)
      for (std::int64_t n = dice_.between(3, 10), i = 0; i < n; ++i)
        sc_.events.push_back(
            EventBuilder{dice_, sc_, with_.threats}.random_event("event" + std::to_string(i)));
    return std::move(sc_);
  }

 private:
  void lay_roads() {
    const std::size_t places = 4 + dice_.below(6);
    for (std::size_t p = 0; p < places; ++p)
      sc_.network.places.push_back(
          {.id = "place" + std::to_string(p), .name = "Place", .country = p < 2 ? "SN" : "ML"});
    for (std::size_t p = 1; p < places; ++p) add_road(dice_.below(p), p, true);  // a tree: all are reached
    for (std::size_t n = dice_.below(places), i = 0; i < n; ++i) {
      const std::size_t a = dice_.below(places), b = dice_.below(places);
      if (a != b) add_road(a, b, dice_.chance(70));  // parallel roads and one-way ones among them
    }
    for (std::size_t n = 1 + dice_.below(3), i = 0; i < n; ++i) add_corridor(i);
  }

  void add_road(std::size_t a, std::size_t b, bool two_way) {
    Segment s{
        .from = PlaceId{a}, .to = PlaceId{b}, .road = "RN1", .length = Length{dice_.between(5'000, 150'000)}};
    s.id = "road" + std::to_string(sc_.network.segments.size());
    s.surface = dice_.one_of<Surface>({Surface::paved, Surface::gravel, Surface::earth});
    s.condition = dice_.one_of<Condition>({Condition::good, Condition::fair, Condition::poor});
    s.rainy_season_factor = percent(dice_.between(40, 100));
    s.two_way = two_way;
    if (dice_.chance(10)) s.state = BaselineState::ferry;
    sc_.network.segments.push_back(s);
  }

  /// A walk that comes by no place twice.
  void add_corridor(std::size_t number) {
    const RoadGraph graph{sc_.network};
    Corridor corridor{.id = "corridor" + std::to_string(number), .name = "Corridor"};
    PlaceId at{dice_.below(2)};
    corridor.places.push_back(at);
    for (std::size_t n = 1 + dice_.below(5), i = 0; i < n; ++i) {
      std::vector<Hop> onward;
      for (const Hop& hop : graph.leaving(at))
        if (std::ranges::count(corridor.places, hop.place) == 0) onward.push_back(hop);
      if (onward.empty()) break;
      const Hop& hop = dice_.one_of(onward);
      corridor.arcs.push_back(hop.arc);
      at = hop.place;
      corridor.places.push_back(at);
    }
    if (!corridor.arcs.empty()) sc_.network.corridors.push_back(corridor);
  }

  void name_goods() {
    for (std::int64_t n = dice_.between(1, 3), i = 0; i < n; ++i)
      sc_.products.push_back({"product" + std::to_string(i), "Product"});
    for (std::int64_t n = dice_.between(1, 2), i = 0; i < n; ++i) sc_.profiles.push_back(random_profile(i));
    for (std::int64_t n = dice_.between(1, 3), i = 0; i < n; ++i)
      sc_.classes.push_back({.id = "class" + std::to_string(i),
                             .name = "Class",
                             .profile = ProfileId{dice_.below(sc_.profiles.size())},
                             .lot = dice_.chance(20) ? cubic_metres(dice_.between(1, 10)) : Volume{}});
    for (std::int64_t n = dice_.between(1, 2), i = 0; i < n; ++i)
      sc_.service_tables.push_back(random_service(i));
  }

  Profile random_profile(std::int64_t number) {
    Profile p{.id = "profile" + std::to_string(number)};
    p.weekly.fill(percent(100));
    p.monthly.fill(percent(100));
    std::int64_t left = 1'000'000;
    for (std::size_t h = 0; h < 24; ++h) {
      const std::int64_t mine = h == 23            ? left
                                : dice_.chance(20) ? 0
                                                   : std::min(left, dice_.between(0, 90'000));
      p.hourly[h] = Share{mine};
      left -= mine;
    }
    if (dice_.chance(50))
      for (Share& s : p.weekly) s = percent(dice_.between(0, 150));
    if (with_.seasons && dice_.chance(50))
      for (Share& s : p.monthly) s = percent(dice_.between(50, 150));
    return p;
  }

  ServiceTable random_service(std::int64_t number) {
    ServiceTable table{.id = "service" + std::to_string(number), .regain = hours(dice_.between(0, 12))};
    table.by = dice_.one_of<Rationing>({Rationing::proportional, Rationing::strict, Rationing::max_min});
    if (table.by == Rationing::strict) {
      for (const ClassId c : ids_of(sc_.classes)) table.order.push_back(c);
      // Not std::ranges::rotate: clang 14 cannot compile libstdc++'s.
      const auto first = static_cast<std::ptrdiff_t>(dice_.below(table.order.size()));
      std::rotate(table.order.begin(), table.order.begin() + first, table.order.end());
    }
    std::int64_t share = 100;
    Duration from = hours(dice_.between(24, 96));
    const std::int64_t rows = dice_.between(1, 4);
    for (std::int64_t r = 0; r < rows; ++r) {
      ServiceRow row{.id = "row" + std::to_string(r), .from_cover = r + 1 == rows ? Duration{} : from};
      for (std::size_t c = 0; c < sc_.classes.size(); ++c)
        row.share.push_back(dice_.chance(30) ? percent(100) : percent(share));
      if (dice_.chance(40)) row.serves = percent(share);
      table.rows.push_back(row);
      share = dice_.between(0, share);
      from = seconds(dice_.between(1, std::max<std::int64_t>(1, from.count() - 1)));
    }
    return table;
  }

  void set_posts() {
    const std::size_t places = sc_.network.places.size();
    for (const PostKind kind : {PostKind::border, PostKind::customs})
      for (std::size_t p = 0; p < places; ++p)
        if (dice_.chance(15))
          sc_.posts.push_back({.id = "post" + std::to_string(sc_.posts.size()),
                               .kind = kind,
                               .place = PlaceId{p},
                               .lanes = dice_.between(1, 3),
                               .service_takes = minutes(dice_.between(0, 240))});
    for (std::size_t p = 0; p < places; ++p)
      if (dice_.chance(40))
        sc_.assemblies.push_back({.place = PlaceId{p},
                                  .tankers = dice_.between(1, 8),
                                  .wait_at_most = hours(dice_.between(0, 48))});
  }

  void build_terminals() {
    for (std::size_t n = 1 + dice_.below(2), i = 0; i < n; ++i)
      sc_.terminals.push_back(
          {.id = "terminal" + std::to_string(i),
           .place = PlaceId{i},
           .bays = dice_.between(1, 4),
           .loading_takes = minutes(dice_.between(10, 120)),
           .rate_limit = TankerRate{dice_.chance(50) ? 0 : dice_.between(3'000, 40'000)}});
  }

  static constexpr std::int64_t kLot = 10'000'000;

  /// Depots first, on terminals; then sites that depots supply: by tanker, or in lots at the same place.
  void build_sites() {
    sc_.ordering.switch_after = hours(dice_.between(0, 96));
    sc_.ordering.overdue_after = percent(dice_.between(100, 400));
    sc_.ordering.backlog_limit = hours(dice_.between(1, 120));
    load_ = cubic_metres(dice_.between(15, 45));
    const std::size_t places = sc_.network.places.size();
    for (std::size_t n = 1 + dice_.below(3), i = 0; i < n; ++i)
      add_site(PlaceId{1 + dice_.below(places - 1)}, SiteKind::depot, SiteId::none());
    const std::size_t depots = sc_.sites.size();
    for (std::size_t n = dice_.below(4), i = 0; i < n; ++i) {
      const SiteId depot{dice_.below(depots)};
      const PlaceId place = dice_.chance(50) ? sc_.sites[depot].place : PlaceId{dice_.below(places)};
      add_site(place, dice_.one_of<SiteKind>({SiteKind::stations, SiteKind::mine, SiteKind::power_plant}),
               depot);
    }
    for (const SiteId s : ids_of(sc_.sites)) size_tanks(s);
  }

  void add_site(PlaceId place, SiteKind kind, SiteId depot) {
    for (const Site& other : sc_.sites)
      if (other.place == place && other.kind == kind) return;  // at most one of each kind at a place
    Site site{.place = place,
              .kind = kind,
              .service = ServiceTableId{dice_.below(sc_.service_tables.size())},
              .unloading_takes = minutes(dice_.between(0, 90))};
    if (depot.is_none() && dice_.chance(50))
      for (const PostId post : ids_of(sc_.posts))
        if (sc_.posts[post].kind == PostKind::customs) site.clears_at = post;
    if (dice_.chance(30)) site.gives_above = hours(dice_.between(0, 48));
    for (const ProductId p : ids_of(sc_.products))
      if (can_hold(depot, p) && (dice_.chance(70) || (depot.is_none() && site.tanks.empty())))
        site.tanks.push_back(random_tank(p, depot, site));
    if (!site.tanks.empty()) sc_.sites.push_back(site);
  }

  bool can_hold(SiteId depot, ProductId p) const {
    return depot.is_none() ||
           std::ranges::any_of(sc_.sites[depot].tanks, [&](const Tank& t) { return t.product == p; });
  }

  Tank random_tank(ProductId product, SiteId depot, const Site& site) {
    Tank tank{.product = product};
    for (std::size_t c = 0; c < sc_.classes.size(); ++c)
      if (!depot.is_none() || dice_.chance(60))
        tank.demands.push_back(
            {ClassId{c}, DailyVolume{dice_.between(0, dice_.chance(20) ? 1'000 : 60'000'000)}});
    if (!depot.is_none()) {
      tank.lines = {{.site = depot, .share = percent(100)}};
    } else {
      std::int64_t left = 1'000'000;
      for (std::size_t n = 1 + dice_.below(3), i = 0; i < n; ++i) {
        const std::int64_t share = i + 1 == n ? left : dice_.between(0, left);
        left -= share;
        const TerminalId terminal{dice_.below(sc_.terminals.size())};
        SupplyLine line{.terminal = terminal, .share = Share{share}};
        if (dice_.chance(60) && !sc_.network.corridors.empty())
          line.corridor = CorridorId{dice_.below(sc_.network.corridors.size())};
        const bool twice = std::ranges::any_of(tank.lines, [&](const SupplyLine& l) {
          return l.terminal == line.terminal && l.corridor == line.corridor;
        });
        if (twice)
          tank.lines.back().share += line.share;
        else
          tank.lines.push_back(line);
      }
    }
    if (dice_.chance(20)) tank.opening = hours(dice_.between(0, 60));
    (void)site;
    return tank;
  }

  /// Throughput, reorder levels and tanks that hold together.
  void size_tanks(SiteId id) {
    for (Tank& tank : sc_.sites[id].tanks) {
      for (const Demand& d : tank.demands) tank.throughput = tank.throughput + d.normal;
      for (const Site& other : sc_.sites)
        for (const Tank& fed : other.tanks)
          if (fed.product == tank.product && fed.lines.front().site == id)
            for (const Demand& d : fed.demands) tank.throughput = tank.throughput + d.normal;
      tank.throughput = std::max(tank.throughput, DailyVolume{1'000'000});
      const auto of = [&](Duration d) { return (tank.throughput.count() / 86'400 + 1) * d.count(); };
      const auto lasting = [&](std::int64_t ml) {
        return seconds(ml * 86'400 / tank.throughput.count() + 86'400);
      };
      tank.reorder_at = hours(dice_.between(6, 120));
      tank.order_up_to =
          tank.reorder_at + lasting(std::max(load_.count(), kLot)) + hours(dice_.between(0, 96));
      tank.capacity =
          Volume{of(tank.order_up_to)} + cubic_metres(dice_.between(1, 60)) + litres(dice_.between(0, 999));
      if (tank.opening) tank.opening = std::min(*tank.opening, tank.order_up_to);
    }
  }

  void man_fleets() {
    for (const TerminalId t : ids_of(sc_.terminals))
      sc_.fleets.push_back({.id = "fleet" + std::to_string(sc_.fleets.size()),
                            .base = sc_.terminals[t].place,
                            .tankers = dice_.between(1, 25),
                            .load = load_,
                            .replaced_after = dice_.chance(30) ? days(dice_.between(1, 9)) : Duration{},
                            .serves_terminals = {t}});
    if (dice_.chance(40)) {
      const TerminalId t{dice_.below(sc_.terminals.size())};
      sc_.fleets.push_back({.id = "more",
                            .base = sc_.terminals[t].place,
                            .tankers = dice_.between(1, 25),
                            .load = load_ - cubic_metres(dice_.between(0, 5)),
                            .serves_terminals = {t}});
    }
    for (const SiteId s : ids_of(sc_.sites))
      if (std::ranges::any_of(sc_.sites, [&](const Site& other) {
            return std::ranges::any_of(other.tanks, [&](const Tank& t) { return t.lines.front().site == s; });
          }))
        sc_.fleets.push_back({.id = "fleet" + std::to_string(sc_.fleets.size()),
                              .base = sc_.sites[s].place,
                              .tankers = dice_.between(1, 8),
                              .load = load_,
                              .serves_sites = {s}});
  }

  /// One or two on a corridor, the second from where the first ends.
  void man_escorts() {
    if (sc_.network.corridors.empty()) return;
    const CorridorId on{dice_.below(sc_.network.corridors.size())};
    const auto& places = sc_.network.corridors[on].places;
    for (std::size_t from = 0, n = 0; from + 1 < places.size() && n < 2; ++n) {
      const std::size_t to = from + 1 + dice_.below(places.size() - from - 1);
      Escort escort{
          .id = "escort" + std::to_string(n), .corridor = on, .between = {places[from], places[to]}};
      escort.base = escort.between[dice_.below(2)];
      escort.units = dice_.between(0, 3);
      escort.leaves_with = dice_.between(1, 4);
      escort.longest_wait = hours(dice_.between(0, 100));
      escort.at_most = dice_.between(4, 9);
      escort.every = dice_.chance(30) ? hours(dice_.between(1, 60)) : Duration{};
      escort.assembly_takes = dice_.chance(50) ? hours(dice_.between(1, 20)) : Duration{};
      escort.returns_after = hours(dice_.between(0, 30));
      escort.waits_unasked = dice_.chance(50) ? hours(dice_.between(1, 60)) : Duration{};
      sc_.escorts.push_back(escort);
      from = to;
    }
    sc_.escort_allocation.policy =
        dice_.one_of<EscortPolicy>({EscortPolicy::fixed, EscortPolicy::longest_queue,
                                    EscortPolicy::most_litres, EscortPolicy::most_needed});
    sc_.escort_allocation.move_takes = hours(dice_.between(0, 40));
  }

  void set_driving() {
    Driving& d = sc_.driving;
    d.from = dice_.chance(30) ? Duration{} : hours(dice_.between(0, 9));
    d.until = dice_.chance(30) ? days(1) : hours(dice_.between(10, 24));
    d.noise_cv = with_.noise && dice_.chance(70) ? percent(dice_.between(0, 50)) : Share{};
    if (with_.seasons) d.rainy_months = {6, 7};
    sc_.routing.fuel_cost_per_km = Money{dice_.between(0, 500)};
    sc_.routing.risk_aversion = hours(dice_.between(0, 10));
    if (dice_.chance(50))
      sc_.perceived_risks.push_back(
          {"risk", EventBuilder{dice_, sc_}.random_where(), percent(dice_.between(0, 300))});
  }

  Dice dice_;
  Ingredients with_;
  Scenario sc_;
  Volume load_;
};

inline Scenario random_scenario(std::uint32_t trial, const Ingredients& with = {}) {
  return Builder{trial, with}.build();
}

/// Numbers of the worlds to try: `count`, or as many as CITERNE_WORLDS says, or the one that CITERNE_TRIAL
/// names, to replay it.
inline std::vector<std::uint32_t> trials(std::uint32_t count) {
  if (const char* one = std::getenv("CITERNE_TRIAL")) return {static_cast<std::uint32_t>(std::atoi(one))};
  if (const char* worlds = std::getenv("CITERNE_WORLDS"))
    count = static_cast<std::uint32_t>(std::atoi(worlds));
  std::vector<std::uint32_t> all(count);
  for (std::uint32_t i = 0; i < count; ++i) all[i] = i;
  return all;
}

}  // namespace citerne::random_world
