#pragma once
#include <tuple>

#include "citerne/scenario/event_fields.hpp"
#include "citerne/scenario/fields.hpp"
#include "citerne/scenario/scenario.hpp"
#include "citerne/scenario/table_fields.hpp"

/// What may be written in a scenario file. The fields of a section are read in this order, and a name
/// must be known before it is used.
namespace citerne {

template <>
struct Section<Calendar> {
  static constexpr std::string_view title = "calendar";
  static constexpr std::string_view about = "The time that is simulated.";
  static constexpr auto fields =
      std::tuple{field("start", &Calendar::start, must, "First day, from 00:00 UTC."),
                 field("end", &Calendar::end, must, "The day after the last."),
                 field("sample_every", &Calendar::sample_every, {minutes(1), days(366)}, may,
                       "Distance of the points of the written series. Changes no result."),
                 field("warm_up", &Calendar::warm_up, {days(0), days(730)}, may,
                       "Runs before the start, without events and metrics, so that the roads are full of "
                       "tankers on the first day.")};
};

template <>
struct Section<ShortageRule> {
  static constexpr std::string_view title = "shortage";
  static constexpr std::string_view about = "What is called a shortage.";
  static constexpr auto fields = std::tuple{
      field("served_below", &ShortageRule::served_below, {percent(0), percent(100)}, may,
            "A day is short when less than this share of the demand of a place and product is served."),
      field("days", &ShortageRule::days, {1, 366}, may,
            "A shortage is a run of at least so many short days.")};
};

template <>
struct Section<Product> {
  static constexpr std::string_view title = "product";
  static constexpr std::string_view about = "A fuel; each balances on its own.";
  static constexpr auto fields =
      std::tuple{field("name", &Product::name, must, "The name as people read it.")};
};

template <>
struct Section<Profile> {
  static constexpr std::string_view title = "profile";
  static constexpr std::string_view about = "How demand moves in time. A list that is left out is flat.";
  static constexpr Profile standard() {
    Profile flat;
    for (std::size_t h = 0; h < 24; ++h) flat.hourly[h] = Share{h < 16 ? 41'667 : 41'666};  // sum: 1'000'000
    flat.weekly.fill(percent(100));
    flat.monthly.fill(percent(100));
    return flat;
  }
  static constexpr auto fields =
      std::tuple{field<AsWeights>("hourly", &Profile::hourly, may,
                                  "24 weights, from 00:00 on, scaled to sum to one day."),
                 field("weekly", &Profile::weekly, {percent(0), percent(1'000)}, may,
                       "7 shares of a normal day, Monday first."),
                 field("monthly", &Profile::monthly, {percent(0), percent(1'000)}, may,
                       "12 shares of a normal day, January first.")};
};

template <>
struct Section<ConsumerClass> {
  static constexpr std::string_view title = "class";
  static constexpr std::string_view about = "Who burns fuel.";
  static constexpr auto fields = std::tuple{
      field("name", &ConsumerClass::name, must, "The name as people read it."),
      field("profile", &ConsumerClass::profile, must, "How its demand moves in time."),
      setting(
          "short_below", +[](ConsumerClass& c, const Share& bar) { c.short_below = bar; },
          {percent(0), percent(100)}, may,
          "Its hours of shortage count while it is served less than this; left out: "
          "`shortage.served_below`."),
      field("in_lots_of", &ConsumerClass::lot, {litres(1), litres(10'000'000)}, may,
            "It asks for this much at once, at random instants, by the same demand in the mean; left "
            "out: it draws steadily.")};
};

template <>
struct Section<ServiceRow> {
  static constexpr std::string_view title = "service_row";
  static constexpr std::string_view about =
      "From a level of cover upward, the share of demand that is served, class by class: `transport: 35 %`. "
      "A class "
      "that is left out is served in full.";
  static constexpr auto fields = std::tuple{
      field("from_cover", &ServiceRow::from_cover, {days(0), days(1'000)}, must,
            "Stock over the normal demand of the next days. One row has `0 d`."),
      setting(
          "serves", +[](ServiceRow& row, const Share& share) { row.serves = share; },
          {percent(0), percent(100)}, may,
          "In place of shares by class: the share of the whole normal demand, shared out between the "
          "classes by the rule of the table.")};
};

template <>
struct Section<ServiceTable> {
  static constexpr std::string_view title = "service_table";
  static constexpr std::string_view about = "Who is served how much while stocks fall.";
  static constexpr auto fields = std::tuple{
      field("regain", &ServiceTable::regain, {minutes(1), days(30)}, may,
            "A row that was left downward is taken again only when cover is this much above it."),
      field("by", &ServiceTable::by, may,
            "How rows with `serves` are shared out: `proportional`, the same share for all; `strict`, one "
            "class after the other, in `order`; `max_min`, the same volume for all, less only for those who "
            "ask for less."),
      field("order", &ServiceTable::order, may, "Of `strict`: the classes, those who come first first."),
      field("rows", &ServiceTable::rows, must,
            "Rows by name; the order does not matter, `from_cover` does.")};
};

template <>
struct Section<Terminal> {
  static constexpr std::string_view title = "terminal";
  static constexpr std::string_view about = "Where fuel enters.";
  static constexpr auto fields = std::tuple{
      field("place", &Terminal::place, must, "Its place."),
      field("bays", &Terminal::bays, {1, 10'000}, may, "Tankers that load side by side."),
      field("loading_takes", &Terminal::loading_takes, {minutes(1), days(30)}, may, "One tanker at one bay."),
      field("rate_limit", &Terminal::rate_limit, {TankerRate{0}, tankers_per_day(100'000)}, may,
            "At most so many tankers begin to load a day; 0: no limit but the bays.")};
};

template <>
struct Section<Post> {
  static constexpr std::string_view title = "post";
  static constexpr std::string_view about = "Where loaded tankers queue for formalities.";
  static constexpr auto fields = std::tuple{
      field("kind", &Post::kind, must,
            "`border`: once per crossing; `customs`: once per trip, of those that clear there."),
      field("place", &Post::place, must, "Its place."),
      field("lanes", &Post::lanes, {1, 100'000}, may, "Tankers that are served side by side."),
      field("service_takes", &Post::service_takes, {seconds(0), days(365)}, must, "One tanker in one lane.")};
};

template <>
struct Section<Fleet> {
  static constexpr std::string_view title = "fleet";
  static constexpr std::string_view about = "Tankers of one base.";
  static constexpr auto fields = std::tuple{
      field("base", &Fleet::base, must, "Where empty tankers come home to."),
      field("tankers", &Fleet::tankers, {0, 100'000, "tankers"}, must, "How many there are."),
      field("load", &Fleet::load, {litres(1'000), litres(100'000)}, must,
            "The load of one: always full or empty."),
      field("replaced_after", &Fleet::replaced_after, {seconds(0), days(3'650)}, may,
            "So long after a tanker is lost another one stands at the base; `0 d`: none is replaced."),
      setting(
          "serves",
          +[](Fleet& fleet, const std::vector<SupplierRef>& served) {
            for (const SupplierRef& s : served)
              if (s.site.is_none())
                fleet.serves_terminals.push_back(s.terminal);
              else
                fleet.serves_sites.push_back(s.site);
          },
          must, "The terminals and sites (`place/kind`) at its base whose loads it carries.")};
};

template <>
struct Section<Assembly> {
  static constexpr std::string_view title = "assembly";
  static constexpr std::string_view about = "Where loaded tankers wait for others to leave as one convoy.";
  static constexpr auto fields = std::tuple{
      field("place", &Assembly::place, must, "The place."),
      field("tankers", &Assembly::tankers, {1, 10'000, "tankers"}, must, "They leave when so many wait,"),
      field("wait_at_most", &Assembly::wait_at_most, {seconds(0), days(30)}, must,
            "or when the first has waited so long.")};
};

template <>
struct Section<Driving> {
  static constexpr std::string_view title = "driving";
  static constexpr std::string_view about = "When and how fast tankers drive.";
  static constexpr Limits<Speed> kSpeeds{kmh(1), kmh(120)};
  static constexpr auto fields = std::tuple{
      field<AsClock>("from", &Driving::from, may, "Only the seconds of a daily window count, of UTC: from"),
      field<AsClock>("until", &Driving::until, may, "to, not included."),
      field("speeds.paved_good", &Driving::paved_good, kSpeeds, may, "On a paved road in good condition."),
      field("speeds.paved_fair", &Driving::paved_fair, kSpeeds, may, "Fair condition."),
      field("speeds.paved_poor", &Driving::paved_poor, kSpeeds, may, "Poor condition."),
      field("speeds.gravel", &Driving::gravel, kSpeeds, may, "On gravel."),
      field("speeds.earth", &Driving::earth, kSpeeds, may, "On earth."),
      field("rainy_months", &Driving::rainy_months, {1, 12}, may,
            "Months, 1 to 12, in which `rainy_season_factor` of the roads counts."),
      field("noise_cv", &Driving::noise_cv, {percent(0), percent(50)}, may,
            "Coefficient of variation of the travel time of a road on a day; `0 %` switches the noise off."),
      field("ferry_takes", &Driving::ferry_takes, {seconds(0), days(30)}, may,
            "Added on a road with the state `ferry`.")};
};

template <>
struct Section<Routing> {
  static constexpr std::string_view title = "routing";
  static constexpr std::string_view about =
      "What a road costs those who choose it: time, money and perceived risk.";
  static constexpr auto fields =
      std::tuple{field("fuel_cost_per_km", &Routing::fuel_cost_per_km, {Money{0}, Money{1'000'000}}, may,
                       "Of one tanker."),
                 field("money_per_hour", &Routing::money_per_hour, {Money{1}, Money{100'000'000}}, may,
                       "What an hour is worth."),
                 field("risk_aversion", &Routing::risk_aversion, {seconds(0), days(365)}, may,
                       "Time that one unit of perceived risk is worth.")};
};

template <>
struct Section<Ordering> {
  static constexpr std::string_view title = "orders";
  static constexpr std::string_view about = "How sites order.";
  static constexpr auto fields = std::tuple{
      field("switch_after", &Ordering::switch_after, {seconds(0), days(365)}, may,
            "A supplier to whom no open road is known for so long is left."),
      field("overdue_after", &Ordering::overdue_after, {percent(100), percent(10'000)}, may,
            "Of the usual lead time; a load later than that is no longer counted on."),
      field("backlog_limit", &Ordering::backlog_limit, {seconds(0), days(365)}, may,
            "A terminal with more waiting loads than it loads in this time takes no diverted share."),
      field("lot", &Ordering::lot, {litres(100), cubic_metres(10'000)}, may,
            "Feeding inside a place moves whole lots,"),
      field("feeding_rate", &Ordering::feeding_rate, {litres_per_day(1'000), litres_per_day(1'000'000'000)},
            may, "to one site at most at this rate.")};
};

template <>
struct Section<PerceivedRisk> {
  static constexpr std::string_view title = "perceived_risk";
  static constexpr std::string_view about =
      "A danger as hauliers see it. Only their choice of road knows of it.";
  static constexpr auto fields =
      std::tuple{field("where", &PerceivedRisk::where, must, "The roads."),
                 field("per_100_km", &PerceivedRisk::per_100_km, {percent(0), percent(100'000)}, must,
                       "Units of risk for 100 km; `100 %` is one unit.")};
};

/// The top of a scenario file. `citerne` and `extends` are dealt with before it is read.
template <>
struct Section<Scenario> {
  static constexpr std::string_view title = "scenario";
  static constexpr std::string_view about = "A scenario file.";
  static constexpr auto fields = std::tuple{
      field("name", &Scenario::name, must, "One line that says what is played."),
      TableFile<Network>{
          "network", must,
          "The folder with places.csv, roads.csv and corridors.yaml, relative to the file that names it."},
      field("calendar", &Scenario::calendar, must, "The time that is simulated."),
      field("shortage", &Scenario::shortage, may, "What is called a shortage."),
      field("products", &Scenario::products, must, "Products by name."),
      field("profiles", &Scenario::profiles, must, "Profiles by name."),
      field("classes", &Scenario::classes, must, "Classes of consumers by name."),
      field("service_tables", &Scenario::service_tables, must, "Service tables by name."),
      field("posts", &Scenario::posts, may, "Border and customs posts by name."),
      field("terminals", &Scenario::terminals, must, "Terminals by name."),
      TableFile<SiteRow>{"sites", must, "The table of stocks."},
      field("demand.total", &Scenario::normal_demand, {litres_per_day(0), litres_per_day(1'000'000'000)},
            must, "Normal demand of all sites together."),
      field("demand.levels_for", &Scenario::levels_for, {litres_per_day(0), litres_per_day(1'000'000'000)},
            may,
            "The total at which the days in the table of stocks count: with another demand.total the levels "
            "stay the same litres. 0: at demand.total."),
      TableFile<DemandRow>{"demand.table", must, "The table that shares it out."},
      TableFile<SupplierRow>{"suppliers", must, "The table of supply lines."},
      field("fleets", &Scenario::fleets, must, "Fleets by name."),
      field("assemblies", &Scenario::assemblies, may, "Assembly places by name."),
      field("driving", &Scenario::driving, may, "When and how fast tankers drive."),
      field("routing", &Scenario::routing, may, "What a road costs."),
      field("orders", &Scenario::ordering, may, "How sites order."),
      field("perceived_risks", &Scenario::perceived_risks, may, "Dangers as hauliers see them, by name."),
      field("escorts", &Scenario::escorts, may, "Escort units and their stretches, by name."),
      field("escort_allocation", &Scenario::escort_allocation, may,
            "Where an escort unit goes that has nobody to lead."),
      field("events", &Scenario::events, may, "What happens, by name.")};
};

}  // namespace citerne
