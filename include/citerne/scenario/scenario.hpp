#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "citerne/scenario/events.hpp"

/// The typed scenario: everything a planner wrote, with names resolved to ids and units to quantities.
/// Plain data; fields.hpp says what each may hold, check.hpp what must hold between them.
namespace citerne {

struct Calendar {
  Instant start;
  Instant end;  ///< Not included.
  Duration sample_every = hours(6);
  Duration warm_up = days(45);  ///< Run before start, without events and metrics.

  /// Samples before `until`: the first at the start.
  constexpr std::size_t samples_before(Instant until) const { return parts_of(until - start, sample_every); }
  constexpr std::size_t sample_count() const { return samples_before(end); }
  /// The last one may be cut off by the end.
  constexpr std::size_t day_count() const { return parts_of(end - start, days(1)); }

 private:
  static constexpr std::size_t parts_of(Duration time, Duration each) {
    return static_cast<std::size_t>((time.count() + each.count() - 1) / each.count());
  }
};

/// A shortage is a run of at least `days` UTC days whose served share is below the bar.
struct ShortageRule {
  Share served_below = percent(65);
  std::int64_t days = 2;
};

/// A World counts products and rows of service tables in 8 bits.
inline constexpr std::size_t kMostProducts = 200, kMostServiceRows = 200;

struct Product {
  std::string id;    ///< `petrol`
  std::string name;  ///< `Petrol`
};

/// How demand moves in time, relative to a normal day.
struct Profile {
  std::string id;
  std::array<Share, 24> hourly;   ///< Share of a day's demand; the 24 sum to 100 %.
  std::array<Share, 7> weekly;    ///< Of a normal day, Monday first.
  std::array<Share, 12> monthly;  ///< Of a normal day, January first.
};

/// Who burns fuel.
struct ConsumerClass {
  std::string id;  ///< `essential`
  std::string name;
  ProfileId profile;
  std::optional<Share>
      short_below;  ///< Its hours of shortage count below this share; none: the shortage rule's.
  Volume lot;       ///< It asks for so much at once, at random instants; 0: steadily.
};

/// Where fuel enters the model.
struct Terminal {
  std::string id;  ///< `dakar`
  PlaceId place;
  std::int64_t bays = 1;
  Duration loading_takes = hours(1);  ///< One tanker at one bay.
  TankerRate rate_limit;              ///< At most so many tankers start loading a day; 0 for no limit.
};

enum class SiteKind : std::uint8_t { depot, stations, power_plant, mine, airport };

/// The share of demand that a site serves from a level of cover upward: by class, or of all classes together.
struct ServiceRow {
  std::string id;
  Duration from_cover;
  Table<ClassId, Share> share;  ///< One per class of the scenario.
  std::optional<Share> serves;  ///< Of the whole normal demand, shared out by the rule of the table.
};
struct ServiceTable {
  std::string id;
  Duration regain = hours(6);  ///< A step left downward is taken again only this much above it.
  Rationing by = Rationing::proportional;
  std::vector<ClassId> order;    ///< Of `strict`: who comes first; all classes once.
  std::vector<ServiceRow> rows;  ///< Falling from_cover; the last is 0.
};

/// One way of supplying a tank: by whom, and along which habit.
struct SupplyLine {
  TerminalId terminal;  ///< Either a terminal
  SiteId site;          ///< or a site.
  CorridorId corridor;  ///< None: the cheapest known-open road.
  Share share;          ///< Of the tank's loads in a normal year; the lines of a tank sum to 100 %.
};

/// Normal demand of one class, before profile and demand shifts.
struct Demand {
  ClassId consumer;
  DailyVolume normal;
};

/// The stock of one product at a site.
struct Tank {
  ProductId product;
  Volume capacity;
  Duration reorder_at;              ///< s, in days of normal demand (for a depot: of what it feeds).
  Duration order_up_to;             ///< S.
  std::optional<Duration> opening;  ///< Stock at `calendar.start`; else what the warm-up leaves.
  std::vector<Demand> demands;      ///< In class order.
  std::vector<SupplyLine> lines;
  DailyVolume throughput;  ///< Normal own demand plus that of the tanks it feeds, by their shares; at
                           ///< Scenario::levels_for.
};

struct Site {
  PlaceId place;
  SiteKind kind = SiteKind::stations;
  ServiceTableId service;
  Duration unloading_takes = hours(1);
  PostId clears_at;      ///< Customs post on the way; none for sites of the second tier.
  Duration gives_above;  ///< Loads tankers for other places only while its stock is above this; its own place
                         ///< is not bound by it.
  std::vector<Tank> tanks;  ///< In product order.
};

struct Fleet {
  std::string id;
  PlaceId base;  ///< Empty tankers come home here.
  std::int64_t tankers = 0;
  Volume load;
  Duration replaced_after;  ///< A lost tanker's successor stands at the base; 0: none ever does.
  std::vector<TerminalId> serves_terminals;  ///< At the base.
  std::vector<SiteId> serves_sites;          ///< At the base.
};

enum class PostKind : std::uint8_t { border, customs };
/// Where loaded tankers queue for formalities: border service once per crossing, customs once per trip.
struct Post {
  std::string id;
  PostKind kind = PostKind::border;
  PlaceId place;
  std::int64_t lanes = 1;
  Duration service_takes;  ///< One tanker in one lane.
};

/// Loaded tankers leave a place together: when `tankers` wait, or when the first has waited long enough.
struct Assembly {
  PlaceId place;
  std::int64_t tankers = 1;
  Duration wait_at_most;
};

struct Driving {
  Duration from = hours(6);  ///< The daily window, of UTC; only its seconds count.
  Duration until = hours(12) + minutes(30);
  Speed paved_good = kmh(50), paved_fair = kmh(40), paved_poor = kmh(25), gravel = kmh(25), earth = kmh(15);
  std::vector<int> rainy_months;    ///< 1 to 12.
  Share noise_cv = percent(15);     ///< Coefficient of variation of travel time by (segment, day).
  Duration ferry_takes = hours(2);  ///< Driving time added on a `ferry` road.
};

/// Generalised cost of a road, in seconds: driving time + money / money_per_hour + aversion x risk.
struct Routing {
  Money fuel_cost_per_km;                ///< XOF per km and tanker.
  Money money_per_hour = Money{10'000};  ///< XOF that an hour is worth.
  Duration risk_aversion;                ///< Time that one unit of perceived risk is worth.
};

struct Ordering {
  Duration switch_after = days(3);     ///< Decision delay of a supplier switch.
  Share overdue_after = percent(200);  ///< Of the usual lead time.
  Duration backlog_limit =
      days(5);  ///< A terminal with more waiting loads than it loads in this time takes no diverted share.
  Volume lot = cubic_metres(10);                          ///< Feeding inside a place moves whole lots.
  DailyVolume feeding_rate = DailyVolume{5'000'000'000};  ///< Of one site, at most.
};

/// A perceived danger on a stretch, as hauliers see it: only routing knows of it.
struct PerceivedRisk {
  std::string id;
  Where where;
  Share per_100_km;  ///< Units of risk per 100 km; 100 % is one unit.
};

struct Scenario {
  std::string name;
  Calendar calendar;
  ShortageRule shortage;
  Network network;
  Table<ProductId, Product> products;
  Table<ClassId, ConsumerClass> classes;
  Table<ProfileId, Profile> profiles;
  Table<ServiceTableId, ServiceTable> service_tables;
  Table<TerminalId, Terminal> terminals;
  Table<SiteId, Site> sites;
  DailyVolume normal_demand;  ///< Of all sites together: `demand.total`.
  DailyVolume levels_for;     ///< The total at which the days of order levels count; 0: normal_demand.
  Table<FleetId, Fleet> fleets;
  Table<PostId, Post> posts;
  std::vector<Assembly> assemblies;
  Driving driving;
  Routing routing;
  Ordering ordering;
  std::vector<PerceivedRisk> perceived_risks;
  Table<EscortId, Escort> escorts;
  EscortAllocation escort_allocation;
  Table<EventId, Event> events;  ///< By name.
};

}  // namespace citerne
