#pragma once
#include <tuple>

#include "citerne/scenario/fields.hpp"
#include "citerne/scenario/scenario.hpp"

/// The columns of the tables that planners edit in a spreadsheet, and the maps of corridors.yaml.
namespace citerne {

template <>
struct Section<Place> {
  static constexpr std::string_view title = "places.csv";
  static constexpr std::string_view about = "The places of a network: one row each.";
  static constexpr auto fields = std::tuple{
      column("id", &Place::id, must, "Short name by which all other files call the place: `segou`."),
      column("name", &Place::name, must, "The name as it is written: `Ségou`."),
      column("country", &Place::country, must, "Two letters of ISO 3166: `ML`."),
      column("region", &Place::region, may, "Region, in Mali."),
      column("kind", &Place::kind, must, "What the place is on the map."),
      column("latitude", &Place::latitude, {-90.0, 90.0}, {"degrees", 1}, must, "Degrees north."),
      column("longitude", &Place::longitude, {-180.0, 180.0}, {"degrees", 1}, must, "Degrees east."),
      column("population", &Place::population, {0, 100'000'000}, {"people", 1}, may,
             "People; empty when not known."),
      column("source", &Place::source, may, "Where the figures come from."),
      column<AsConfidence>("confidence", &Place::confidence, may, "How sure they are.")};
};

template <>
struct Section<Segment> {
  static constexpr std::string_view title = "roads.csv";
  static constexpr std::string_view about =
      "The roads of a network: one row for each road between two places, for both ways.";
  static constexpr auto fields = std::tuple{
      column("from", &Segment::from, must, "A place."),
      column("to", &Segment::to, must, "The next place."),
      column("road", &Segment::road, may, "Road numbers, ` / ` between them: `RN3 / RR9`."),
      column("length_km", &Segment::length, {Length{0}, kilometres(5'000)}, {"km", 1'000}, must,
             "Length by road."),
      column("surface", &Segment::surface, must, "What the road is made of."),
      column("condition", &Segment::condition, must, "How well it is kept."),
      column("lanes", &Segment::lanes, {1, 8}, {"lanes", 1}, may, "Lanes, both ways together."),
      column("rainy_season_factor", &Segment::rainy_season_factor, {percent(1), percent(100)},
             {"", 1'000'000}, may, "Speed in the rainy months, as a part of that of the dry season: 0.75."),
      column("two_way", &Segment::two_way, may,
             "`yes`, or `no` for a road that leads only from `from` to `to`."),
      column("state", &Segment::state, may, "State in a normal year."),
      column("capacity_tankers_per_day", &Segment::capacity_tankers_per_day, {0, 1'000'000},
             {"tankers a day", 1}, may, "Estimate, each way. Used by bounds only, not by a run."),
      column("source", &Segment::source, may, "Where the figures come from."),
      column<AsConfidence>("confidence", &Segment::confidence, may, "How sure they are.")};
};

template <>
struct Section<Corridor> {
  static constexpr std::string_view title = "corridor";
  static constexpr std::string_view about = "A named chain of roads.";
  static constexpr auto fields = std::tuple{
      field("name", &Corridor::name, must, "The name as people read it."),
      field("through", &Corridor::places, must,
            "The places in order, from the far end (where fuel is loaded) to the near one; a road must "
            "join each to the next.")};
};

template <>
struct Section<CorridorGroup> {
  static constexpr std::string_view title = "group";
  static constexpr std::string_view about = "A named set of corridors.";
  static constexpr auto fields =
      std::tuple{field("name", &CorridorGroup::name, must, "The name as people read it."),
                 field("corridors", &CorridorGroup::corridors, must, "The corridors of the group.")};
};

/// What corridors.yaml holds.
struct CorridorFile {
  std::int64_t citerne = 1;
  Table<CorridorId, Corridor> corridors;
  std::vector<CorridorGroup> groups;
};
template <>
struct Section<CorridorFile> {
  static constexpr std::string_view title = "corridors.yaml";
  static constexpr std::string_view about = "The corridors of a network.";
  static constexpr auto fields =
      std::tuple{field("citerne", &CorridorFile::citerne, {1, 1}, must, "Version of the format: 1."),
                 field("corridors", &CorridorFile::corridors, must, "Corridors by name."),
                 field("groups", &CorridorFile::groups, may, "Groups of corridors by name.")};
};

/// One stock: the tank of one product at a site.
struct SiteRow {
  PlaceId place;
  SiteKind kind = SiteKind::stations;
  ProductId product;
  Volume capacity;
  Duration reorder_at, order_up_to;
  std::optional<Duration> opening;
  ServiceTableId service;
  PostId clears_at;
  Duration unloading_takes = hours(1);
  Duration gives_above;
};
template <>
struct Section<SiteRow> {
  static constexpr std::string_view title = "sites.csv";
  static constexpr std::string_view about =
      "The stocks: one row for each product of a site. Rows of one site agree in service, clears_at, "
      "unloading_hours and gives_above_days.";
  static constexpr auto fields = std::tuple{
      column("place", &SiteRow::place, must, "The place."),
      column("kind", &SiteRow::kind, must, "What the site is; at most one of a kind at a place."),
      column("product", &SiteRow::product, must, "The product."),
      column("tank_m3", &SiteRow::capacity, {cubic_metres(1), cubic_metres(10'000'000)}, {"m3", 1'000'000},
             must, "Size of the tank."),
      column("reorder_days", &SiteRow::reorder_at, {days(0), days(1'000)}, {"days", 86'400}, must,
             "Orders go out when stock and orders together fall to so many days of normal demand (of a "
             "depot: of what "
             "it feeds)."),
      column("up_to_days", &SiteRow::order_up_to, {days(0), days(1'000)}, {"days", 86'400}, must,
             "and fill up to so many."),
      column("opening_days", &SiteRow::opening, {days(0), days(1'000)}, {"days", 86'400}, may,
             "Stock at the start of the calendar; empty: what the warm-up leaves."),
      column("service", &SiteRow::service, must, "The service table that says who is served at which cover."),
      column("clears_at", &SiteRow::clears_at, may,
             "The customs post where its loads are cleared; empty: none."),
      column("unloading_hours", &SiteRow::unloading_takes, {minutes(1), days(30)}, {"hours", 3'600}, may,
             "Unloading of one tanker."),
      column("gives_above_days", &SiteRow::gives_above, {days(0), days(1'000)}, {"days", 86'400}, may,
             "Loads tankers for other places only while its stock is above this many days of what it gives "
             "away in all; the sites "
             "of its own place are not bound by it.")};
};

struct SupplierRow {
  PlaceId place;
  SiteKind kind = SiteKind::stations;
  std::optional<ProductId> product;  ///< None: `*`.
  SupplierRef supplier;
  CorridorId corridor;
  Share share;
};
template <>
struct Section<SupplierRow> {
  static constexpr std::string_view title = "suppliers.csv";
  static constexpr std::string_view about =
      "Who supplies a site, and along which corridor in a normal year. Rows that name a product replace the "
      "rows "
      "with `*` for that product. The shares of one product at one site sum to 100.";
  static constexpr auto fields = std::tuple{
      column("place", &SupplierRow::place, must, "The place of the site that is supplied."),
      column("kind", &SupplierRow::kind, must, "Its kind."),
      column("product", &SupplierRow::product, must, "The product; `*`: all products of the site."),
      column("supplier", &SupplierRow::supplier, must, "A terminal, or a site as `place/kind`."),
      column("corridor", &SupplierRow::corridor, may,
             "The corridor that its loads take by habit; empty: the cheapest."),
      column("share_percent", &SupplierRow::share, {percent(0), percent(100)}, {"%", 10'000}, must,
             "Share of the loads in a normal year.")};
};

struct DemandRow {
  PlaceId place;
  SiteKind kind = SiteKind::stations;
  ClassId consumer;
  ProductId product;
  Share share;
};
template <>
struct Section<DemandRow> {
  static constexpr std::string_view title = "demand.csv";
  static constexpr std::string_view about =
      "Who burns what in a normal year, as shares of demand.total. All rows together sum to 100, or to less "
      "where a "
      "part of the demand lies outside the network.";
  static constexpr auto fields =
      std::tuple{column("place", &DemandRow::place, must, "The place of the site that serves it."),
                 column("kind", &DemandRow::kind, must, "Its kind."),
                 column("class", &DemandRow::consumer, must, "Who burns it."),
                 column("product", &DemandRow::product, must, "The product."),
                 column("share", &DemandRow::share, {Share{0}, percent(100)}, {"%", 10'000}, must,
                        "Share of demand.total.")};
};

/// What one tank was found to hold: a row of what `citerne update` reads.
struct ObservedRow {
  PlaceId place;
  SiteKind kind = SiteKind::stations;
  ProductId product;
  Volume stock;
};
template <>
struct Section<ObservedRow> {
  static constexpr std::string_view title = "observed stocks";
  static constexpr std::string_view about = "What tanks were found to hold on a day: one row each.";
  static constexpr auto fields =
      std::tuple{column("place", &ObservedRow::place, must, "The place of the site."),
                 column("kind", &ObservedRow::kind, must, "Its kind."),
                 column("product", &ObservedRow::product, must, "The product."),
                 column("stock_m3", &ObservedRow::stock, {cubic_metres(0), cubic_metres(10'000'000)},
                        {"m3", 1'000'000}, must, "What the tank holds.")};
};

}  // namespace citerne
