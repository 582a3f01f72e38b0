#pragma once
#include <string>
#include <utility>
#include <vector>

#include "citerne/base/dates.hpp"
#include "citerne/scenario/scenario.hpp"

/// Small scenarios for tests, built by hand: a chain of places joined by roads of whole driving hours.
namespace citerne::testing_world {

inline Instant at(const char* date) { return *parse_instant(date); }

/// A chain port - p1 - ... - town of roads 60 km long at 60 km/h (one driving hour each), one terminal at
/// the port, one site at the town that burns one product, one fleet at the port. No noise, no posts, no
/// assembly, tankers drive day and night; tests switch on what they are about.
inline Scenario chain(std::size_t roads = 4) {
  Scenario sc;
  sc.name = "chain";
  sc.calendar = {
      .start = at("2025-01-01"), .end = at("2025-03-01"), .sample_every = hours(6), .warm_up = days(20)};
  for (std::size_t i = 0; i <= roads; ++i) {
    const std::string id = i == 0 ? "port" : i == roads ? "town" : "p" + std::to_string(i);
    sc.network.places.push_back(
        {.id = id, .name = id, .country = i == 0 ? "SN" : "ML", .region = i == 0 ? "" : "Here"});
  }
  Corridor corridor{.id = "main", .name = "Main road"};
  for (std::size_t i = 0; i < roads; ++i) {
    const SegmentId s = sc.network.segments.push_back({.id = "s" + std::to_string(i),
                                                       .from = PlaceId{i},
                                                       .to = PlaceId{i + 1},
                                                       .road = "RN1",
                                                       .length = kilometres(60)});
    corridor.places.push_back(PlaceId{i});
    corridor.arcs.push_back(forward_arc(s));
  }
  corridor.places.push_back(PlaceId{roads});
  sc.network.corridors.push_back(corridor);
  sc.driving = {.from = Duration{},
                .until = days(1),
                .paved_good = kmh(60),
                .paved_fair = kmh(60),
                .paved_poor = kmh(60),
                .gravel = kmh(60),
                .earth = kmh(60),
                .rainy_months = {},
                .noise_cv = Share{}};
  sc.products.push_back({"petrol", "Petrol"});
  Profile flat{.id = "flat"};
  for (std::size_t h = 0; h < 24; ++h) flat.hourly[h] = Share{41'666 + (h < 16 ? 1 : 0)};
  flat.weekly.fill(percent(100));
  flat.monthly.fill(percent(100));
  sc.profiles.push_back(flat);
  sc.classes.push_back({"transport", "Transport", ProfileId{0}});
  ServiceTable all{.id = "all"};
  all.rows.push_back({"full", Duration{}, Table<ClassId, Share>(1, percent(100))});
  sc.service_tables.push_back(all);
  sc.terminals.push_back(
      {.id = "port", .place = PlaceId{0}, .bays = 10, .loading_takes = hours(1), .rate_limit = {}});
  const DailyVolume burnt = litres_per_day(40'000);
  citerne::Tank tank{
      .product = ProductId{0}, .capacity = cubic_metres(600), .reorder_at = days(4), .order_up_to = days(6)};
  tank.demands = {{ClassId{0}, burnt}};
  tank.throughput = burnt;
  tank.lines = {{.terminal = TerminalId{0}, .corridor = CorridorId{0}, .share = percent(100)}};
  sc.sites.push_back(
      {.place = PlaceId{roads}, .service = ServiceTableId{0}, .unloading_takes = hours(1), .tanks = {tank}});
  sc.fleets.push_back({.id = "fleet",
                       .base = PlaceId{0},
                       .tankers = 20,
                       .load = cubic_metres(40),
                       .serves_terminals = {TerminalId{0}}});
  return sc;
}

/// The whole stretch between two places of the chain.
inline Where stretch(const Scenario& sc, std::size_t from, std::size_t to) {
  Where where{.text = "the stretch"};
  for (std::size_t i = from; i < to; ++i) {
    where.segments.emplace_back(i);
    where.forward.push_back(forward_arc(SegmentId{i}));
    if (i > from) where.inside.emplace_back(i);
  }
  (void)sc;
  return where;
}

inline void closed(Scenario& sc, const std::string& id, Where where, const char* from, const char* until,
                   ClosurePolicy policy = ClosurePolicy::hold, Share lets_through = {}) {
  citerne::Control control{.where = std::move(where), .stopped_convoys = policy};
  control.phases.push_back({"only", at(from), lets_through});
  control.until = at(until);
  sc.events.push_back({id, control});
}

/// The chain without a warm-up: the world begins on 2025-01-01 at the order-up-to level, all tankers at home.
/// Nobody orders again what is late.
inline Scenario fresh_chain(std::size_t roads = 4) {
  Scenario sc = chain(roads);
  sc.calendar.warm_up = Duration{};
  sc.ordering.overdue_after = percent(1'000'000);
  return sc;
}

/// Two ways from the port to the town: north by `a` (two roads of an hour), south by `b` (an hour and 70
/// minutes). The habit is half and half.
inline Scenario two_ways() {
  Scenario sc = fresh_chain(2);
  sc.network.places[PlaceId{1}].id = "a";
  sc.network.places.push_back({.id = "b", .name = "b", .country = "ML", .region = "Here"});
  const PlaceId port{0}, town{2}, b{3};
  const auto road = [&](const char* id, PlaceId from, PlaceId to, std::int64_t km) {
    return sc.network.segments.push_back(
        {.id = id, .from = from, .to = to, .road = "RN2", .length = kilometres(km)});
  };
  const SegmentId first = road("b0", port, b, 60), second = road("b1", b, town, 70);
  sc.network.corridors[CorridorId{0}].id = "north";
  sc.network.corridors.push_back({.id = "south",
                                  .name = "South",
                                  .places = {port, b, town},
                                  .arcs = {forward_arc(first), forward_arc(second)}});
  sc.sites[SiteId{0}].tanks[0].lines = {
      {.terminal = TerminalId{0}, .corridor = CorridorId{0}, .share = percent(50)},
      {.terminal = TerminalId{0}, .corridor = CorridorId{1}, .share = percent(50)}};
  return sc;
}

/// One road as a target.
inline Where road_of(const Scenario& sc, const std::string& id) {
  Where where{.text = id};
  for (const SegmentId s : ids_of(sc.network.segments))
    if (sc.network.segments[s].id == id) {
      where.segments = {s};
      where.forward = {forward_arc(s)};
    }
  return where;
}

/// The last event as a control, to be made more special.
inline citerne::Control& last_control(Scenario& sc) {
  return std::get<citerne::Control>(sc.events[EventId{sc.events.size() - 1}].what);
}

}  // namespace citerne::testing_world
