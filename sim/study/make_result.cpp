#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "citerne/analysis/statistics.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/engine/run.hpp"
#include "citerne/store/result_file.hpp"
#include "citerne/study/study.hpp"
#include "result_maker.hpp"

namespace citerne::study {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr float kNoneF = std::numeric_limits<float>::quiet_NaN();

/// Names of the accounts a ledger is told by: engine::Account, then all tanks together.
const std::vector<std::string> kAccounts{"outside",  "waiting_to_load", "in_tankers", "trapped",
                                         "diverted", "consumed",        "lost",       "in_tanks"};

/// Pairs lie on a grid of the places that hold a site and all products.
struct Grid {
  std::vector<PlaceId> places;
  std::size_t products = 0;
  std::vector<std::size_t> cell;  ///< By pair.
  std::size_t cells() const { return places.size() * products; }
};

Grid make_grid(const engine::Plan& plan) {
  Grid grid;
  grid.products = plan.scenario.products.size();
  for (const engine::PairPlan& pair : plan.pairs)
    if (grid.places.empty() || grid.places.back() != pair.place) grid.places.push_back(pair.place);
  for (const engine::PairPlan& pair : plan.pairs) {
    const auto row =
        static_cast<std::size_t>(std::ranges::lower_bound(grid.places, pair.place) - grid.places.begin());
    grid.cell.push_back(row * grid.products + pair.product.index());
  }
  return grid;
}

class Writer {
 public:
  Writer(const Plans& plans, const Options& options, const Outcome& outcome)
      : plans_{plans}, plan_{plans.common()}, options_{options}, outcome_{outcome}, grid_{make_grid(plan_)} {}

  Result make() {
    file_attributes();
    scales();
    place_coordinates();
    metrics();
    accounts();
    traffic();
    if (options_.keep != Keep::summary && runs() > 0) {
      series();
      bands();
    }
    if (options_.keep == Keep::full) every_series();
    drawn_values();
    event_log();
    provenance();
    return make_.take();
  }

 private:
  std::size_t runs() const { return outcome_.records.size(); }
  std::size_t samples() const {
    const Calendar& c = plan_.scenario.calendar;
    return static_cast<std::size_t>(((c.end - c.start).count() + c.sample_every.count() - 1) /
                                    c.sample_every.count());
  }
  std::size_t day_count() const {
    return static_cast<std::size_t>(((plan_.end - plan_.start).count() + 86'399) / 86'400);
  }

  template <class Table>
  static std::vector<std::string> ids(const Table& table) {
    std::vector<std::string> names;
    for (const auto& row : table) names.push_back(row.id);
    return names;
  }
  void named_axis(const std::string& name, std::vector<std::string> names, const std::string& long_name) {
    const std::size_t length = names.size();
    make_.scale(name, std::move(names), {"1", long_name}, length);
  }

  void file_attributes() {
    Attributes& a = make_.attributes();
    a["Conventions"] = std::string{"CF-1.8"};
    a["title"] = plan_.scenario.name;
    a["source"] = fmt::format("citerne {}", CITERNE_VERSION);
    a["format_version"] = std::int64_t{1};
    a["results_version"] = std::int64_t{engine::kResultsVersion};
    a["seed"] = static_cast<std::int64_t>(options_.seed);
    a["record"] = word(options_.keep);
    a["replications_logged"] = static_cast<std::int64_t>(options_.logged);
    a["start"] = format_instant(plan_.start);
    a["end"] = format_instant(plan_.end);
    a["shortage_served_below_percent"] =
        static_cast<double>(plan_.scenario.shortage.served_below.count()) / 1e4;
    a["shortage_days"] = plan_.scenario.shortage.days;
  }

  void time_axis(const std::string& name, std::size_t length, std::int64_t step, const char* unit,
                 const char* words) {
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i < length; ++i) values.push_back(static_cast<std::int64_t>(i) * step);
    const std::string since = format_instant(plan_.start).substr(0, 10);
    make_.scale(name, std::move(values),
                {fmt::format("{} since {} 00:00:00", unit, since),
                 words,
                 {{"calendar", std::string{"proleptic_gregorian"}}, {"standard_name", std::string{"time"}}}},
                length);
  }

  void scales() {
    const Scenario& sc = plan_.scenario;
    std::vector<std::int64_t> numbers{outcome_.replications.begin(), outcome_.replications.end()};
    make_.scale("replication", std::move(numbers), {"1", "number of the replication"}, runs());
    if (options_.keep != Keep::summary) {
      time_axis("time", samples(), sc.calendar.sample_every.count(), "seconds", "time of the sample (UTC)");
      time_axis("day", day_count(), 1, "days", "day (UTC)");
    }
    std::vector<std::string> places, sources, causes = plan_.causes, lines, events;
    for (const PlaceId p : grid_.places) places.push_back(sc.network.places[p].id);
    for (const engine::LinePlan& line : plan_.lines)
      lines.push_back(fmt::format("{}: {} from {}", sc.network.places[plan_.tanks[line.tank].place].id,
                                  sc.products[plan_.tanks[line.tank].product].id, line.name));
    named_axis("place", std::move(places), "place that holds a site");
    named_axis("product", ids(sc.products), "product");
    named_axis("class", ids(sc.classes), "class of consumers");
    named_axis("cause", std::move(causes),
               "cause of a shortfall or a delay: kinds, then events of the scenario");
    named_axis("segment", ids(sc.network.segments), "road between two places");
    named_axis("corridor", ids(sc.network.corridors), "named chain of segments");
    named_axis("fleet", ids(sc.fleets), "fleet of tankers");
    named_axis("post", ids(sc.posts), "border or customs post");
    named_axis("line", std::move(lines), "way of supply: site and product, supplier, corridor");
    named_axis("event", ids(sc.events), "event of the scenario");
    named_axis("account", kAccounts, "kind of account of the fuel ledger");
    named_axis("network_place", ids(sc.network.places), "place of the road network");
  }

  void place_coordinates() {
    const Network& network = plan_.scenario.network;
    std::vector<std::string> names, regions, kinds;
    std::vector<double> latitude, longitude, people;
    for (const PlaceId p : grid_.places) {
      const Place& place = network.places[p];
      names.push_back(place.name);
      regions.push_back(place.region);
      latitude.push_back(place.latitude);
      longitude.push_back(place.longitude);
      people.push_back(place.population ? static_cast<double>(*place.population) : kNone);
    }
    make_.put("", "place_name", {"place"}, std::move(names), {"1", "name of the place"});
    make_.put("", "region", {"place"}, std::move(regions), {"1", "region of the place"});
    make_.put("", "lat", {"place"}, std::move(latitude),
              {"degrees_north", "latitude", {{"standard_name", std::string{"latitude"}}}});
    make_.put("", "lon", {"place"}, std::move(longitude),
              {"degrees_east", "longitude", {{"standard_name", std::string{"longitude"}}}});
    make_.put("", "population", {"place"}, std::move(people), {"1", "inhabitants, where known"});
  }

  /// One value per replication and pair, NaN where the pair stocks nothing.
  template <class Value>
  void metric(const char* name, Meaning meaning, Value value) {
    std::vector<double> values(runs() * grid_.cells(), kNone);
    for (std::size_t r = 0; r < runs(); ++r)
      for (std::size_t p = 0; p < grid_.cell.size(); ++p)
        values[r * grid_.cells() + grid_.cell[p]] = value(outcome_.records[r], p);
    make_.put("", name, {"replication", "place", "product"}, std::move(values), std::move(meaning));
  }

  bool burns(std::size_t pair) const {
    const auto& tanks = plan_.pairs[engine::PairId{pair}].tanks;
    return std::ranges::any_of(tanks, [&](engine::TankId t) { return plan_.tanks[t].draws > 0; });
  }

  void metrics() {
    const std::size_t classes = plan_.scenario.classes.size();
    const auto over_classes = [classes](const std::vector<std::int64_t>& volumes, std::size_t p) {
      std::int64_t sum = 0;
      for (std::size_t c = 0; c < classes; ++c) sum += volumes[p * classes + c];
      return static_cast<double>(sum) / 1e6;
    };
    const double start = static_cast<double>(plan_.start.unix_seconds());
    const auto since_start = [start](std::int64_t t) {
      return t < 0 ? kNone : (static_cast<double>(t) - start) / 86'400.0;
    };
    metric("demand", {"m3", "fuel asked for, rationing apart"},
           [&](const RunRecord& r, std::size_t p) { return over_classes(r.demand_ml, p); });
    metric("served", {"m3", "fuel handed out"},
           [&](const RunRecord& r, std::size_t p) { return over_classes(r.served_ml, p); });
    metric("unserved", {"m3", "fuel asked for and not handed out"}, [&](const RunRecord& r, std::size_t p) {
      return over_classes(r.demand_ml, p) - over_classes(r.served_ml, p);
    });
    const auto if_burnt = [this](auto value) {
      return
          [this, value](const RunRecord& r, std::size_t p) { return burns(p) ? value(r.pairs[p]) : kNone; };
    };
    const Attributes censored{{"missing_means", std::string{"not by the end of the run"}}};
    metric("shortage_days", {"d", "days in shortages"},
           if_burnt([](const PairOutcome& o) { return static_cast<double>(o.short_days); }));
    metric("shortages", {"1", "number of shortages"},
           if_burnt([](const PairOutcome& o) { return static_cast<double>(o.shortages); }));
    metric("first_shortage", {"d", "first day of the first shortage, since the start", censored},
           if_burnt([=](const PairOutcome& o) { return since_start(o.first_shortage); }));
    metric("first_stock_out", {"d", "instant of the first stock-out of a site, since the start", censored},
           if_burnt([=](const PairOutcome& o) { return since_start(o.first_dry); }));
    metric("dry_time", {"d", "time without stock, summed over the sites"},
           if_burnt([](const PairOutcome& o) { return static_cast<double>(o.dry_s) / 86'400.0; }));
    metric("short_at_end", {"1", "1 when the last shortage was not over by the end"},
           if_burnt([](const PairOutcome& o) { return o.short_at_end ? 1.0 : 0.0; }));
  }

  /// By replication, pair and one more axis.
  void pair_by(const char* name, const char* axis, std::size_t width, double per_unit, Meaning meaning,
               std::vector<std::int64_t> RunRecord::*of) {
    std::vector<double> values(runs() * grid_.cells() * width, kNone);
    for (std::size_t r = 0; r < runs(); ++r)
      for (std::size_t p = 0; p < grid_.cell.size(); ++p)
        for (std::size_t k = 0; k < width; ++k)
          values[(r * grid_.cells() + grid_.cell[p]) * width + k] =
              static_cast<double>((outcome_.records[r].*of)[p * width + k]) / per_unit;
    make_.put("", name, {"replication", "place", "product", axis}, std::move(values), std::move(meaning));
  }

  void accounts() {
    const std::size_t classes = plan_.scenario.classes.size(), causes = plan_.causes.size();
    pair_by("demand_by_class", "class", classes, 1e6, {"m3", "fuel asked for, by class"},
            &RunRecord::demand_ml);
    pair_by("served_by_class", "class", classes, 1e6, {"m3", "fuel handed out, by class"},
            &RunRecord::served_ml);
    pair_by("unserved_by_cause", "cause", causes, 1e6, {"m3", "unserved fuel by cause; sums to unserved"},
            &RunRecord::deficit_ml);
    pair_by("delay_by_cause", "cause", causes, 3'600.0,
            {"h", "delay of the loads delivered, by cause; sums to arrival minus due"}, &RunRecord::delay_s);
    by_run("ledger", {"product", "account"}, 1e6, {"m3", "balance of the fuel ledger at the end"},
           &RunRecord::ledger_ml, "ledger");
    by_run("residual", {"product"}, 1.0, {"mL", "change of the ledger's sum over the run: always 0"},
           &RunRecord::residual_ml, "ledger");
  }

  void by_run(const char* name, std::vector<std::string> axes, double per_unit, Meaning meaning,
              std::vector<std::int64_t> RunRecord::*of, const char* group = "") {
    std::vector<double> values;
    for (const RunRecord& r : outcome_.records)
      for (const std::int64_t v : r.*of) values.push_back(static_cast<double>(v) / per_unit);
    axes.insert(axes.begin(), "replication");
    make_.put(group, name, std::move(axes), std::move(values), std::move(meaning));
  }

  void traffic() {
    by_run("loads_delivered", {"line"}, 1.0, {"1", "tanker loads delivered"}, &RunRecord::loads);
    by_run("volume_delivered", {"line"}, 1e6, {"m3", "fuel delivered"}, &RunRecord::delivered_ml);
    by_run("trip_time", {"line"}, 86'400.0, {"d", "time from the supplier to the tank, summed over loads"},
           &RunRecord::trip_s);
    by_run("cycles", {"fleet"}, 1.0, {"1", "cycles of tankers that ended at home"}, &RunRecord::cycles);
    by_run("cycle_time", {"fleet"}, 86'400.0, {"d", "time of these cycles, summed"}, &RunRecord::cycle_s);
    by_run("tankers_lost", {"fleet"}, 1.0, {"1", "tankers lost"}, &RunRecord::lost_tankers);
    by_run("tankers_crossed", {"post"}, 1.0, {"1", "loaded tankers served at the post"}, &RunRecord::crossed);
    by_run("post_wait", {"post"}, 3'600.0,
           {"h", "time waited at the post beyond the service, summed over tankers"}, &RunRecord::post_wait_s);
    by_run("tankers_entered", {"segment"}, 1.0, {"1", "tankers that entered the road, both ways"},
           &RunRecord::entered);
    by_run("struck_lost", {"event"}, 1.0, {"1", "tankers lost to the event"}, &RunRecord::struck_lost);
    by_run("struck_trapped", {"event"}, 1.0, {"1", "tankers trapped by the event"},
           &RunRecord::struck_trapped);
    by_run("levied", {"event"}, 1.0, {"1", "what loaded tankers paid to the event, in XOF"},
           &RunRecord::levied);
    std::vector<std::int64_t> events;
    std::vector<std::string> fingerprints;
    for (const RunRecord& r : outcome_.records) {
      events.push_back(r.events);
      fingerprints.push_back(fmt::format("{:016x}", r.fingerprint));
    }
    make_.put("provenance", "events_handled", {"replication"}, std::move(events),
              {"1", "events that the engine handled"});
    make_.put("provenance", "fingerprint", {"replication"}, std::move(fingerprints),
              {"1", "hash of these events, in order"});
  }

  /// No amount is below zero; a series says so where there is none: the cover of who burns nothing.
  static float amount(double value) { return value < 0.0 ? kNoneF : static_cast<float>(value); }

  /// Mean over replications of a sum by sample and pair.
  void mean_of_pairs(const char* name, const char* method, const std::vector<std::int64_t>& sum,
                     double per_unit, Meaning meaning) {
    const std::size_t pairs = grid_.cell.size();
    std::vector<float> values(samples() * grid_.cells(), kNoneF);
    for (std::size_t k = 0; k < samples(); ++k)
      for (std::size_t p = 0; p < pairs; ++p)
        values[k * grid_.cells() + grid_.cell[p]] =
            amount(static_cast<double>(sum[k * pairs + p]) / static_cast<double>(runs()) / per_unit);
    meaning.more["cell_methods"] = fmt::format("time: {} replication: mean", method);
    make_.put("", name, {"time", "place", "product"}, std::move(values), std::move(meaning));
  }

  void mean_of(const char* name, const char* axis, const std::vector<std::int64_t>& sum, double per_unit,
               Meaning meaning) {
    std::vector<float> values;
    for (const std::int64_t v : sum)
      values.push_back(static_cast<float>(static_cast<double>(v) / static_cast<double>(runs()) / per_unit));
    meaning.more["cell_methods"] = std::string{"time: point replication: mean"};
    make_.put("", name, {"time", axis}, std::move(values), std::move(meaning));
  }

  /// Sums over the segments of each corridor.
  std::vector<std::int64_t> by_corridor(const std::vector<std::int64_t>& by_segment) const {
    const std::size_t segments = plan_.scenario.network.segments.size();
    std::vector<std::int64_t> sums;
    for (std::size_t k = 0; k < samples(); ++k)
      for (const Corridor& c : plan_.scenario.network.corridors) {
        std::int64_t sum = 0;
        for (const ArcId a : c.arcs) sum += by_segment[k * segments + segment_of(a).index()];
        sums.push_back(sum);
      }
    return sums;
  }

  /// Share that each event lets through: of controls; 1 for the rest.
  std::vector<std::int64_t> by_event(const std::vector<std::int64_t>& by_control) const {
    const std::size_t controls = plan_.controls.size(), events = plan_.scenario.events.size();
    std::vector<std::int64_t> shares(samples() * events, static_cast<std::int64_t>(runs()) * 1'000'000);
    for (std::size_t k = 0; k < samples(); ++k)
      for (const engine::ControlId c : ids_of(plan_.controls))
        shares[k * events + plan_.controls[c].event.index()] = by_control[k * controls + c.index()];
    return shares;
  }

  void series() {
    const Pooled& p = outcome_.pooled;
    std::vector<std::int64_t> unserved(p.sum.demand_ml);
    for (std::size_t i = 0; i < unserved.size(); ++i) unserved[i] -= p.sum.served_ml[i];
    mean_of_pairs("stock", "point", p.sum.stock_ml, 1e6, {"m3", "stock"});
    mean_of_pairs("cover", "point", p.sum.cover_s, 86'400.0,
                  {"d", "stock over the full demand of the next 7 days; none where nothing is burnt"});
    mean_of_pairs("demand_flow", "sum", p.sum.demand_ml, 1e6,
                  {"m3", "demand of the interval behind the sample"});
    mean_of_pairs("served_flow", "sum", p.sum.served_ml, 1e6,
                  {"m3", "served in the interval behind the sample"});
    mean_of_pairs("unserved_flow", "sum", unserved, 1e6,
                  {"m3", "unserved in the interval behind the sample"});
    mean_of("tankers_moving", "segment", p.moving, 1.0, {"1", "tankers moving on the road"});
    mean_of("tankers_held", "segment", p.held, 1.0, {"1", "tankers held on the road"});
    mean_of("tankers_trapped", "segment", p.trapped, 1.0, {"1", "tankers trapped on the road"});
    mean_of("corridor_moving", "corridor", by_corridor(p.moving), 1.0,
            {"1", "tankers moving on the corridor"});
    mean_of("corridor_held", "corridor", by_corridor(p.held), 1.0,
            {"1", "tankers held on the corridor's roads"});
    mean_of("tankers_waiting", "network_place", p.waiting, 1.0, {"1", "tankers held at the place"});
    mean_of("tankers_idle", "fleet", p.idle, 1.0, {"1", "tankers at home"});
    mean_of("tankers_at_post", "post", p.at_post, 1.0, {"1", "tankers in the queue or at the desk"});
    mean_of("lets_through", "event", by_event(p.passes_ppm), 1e6,
            {"1", "share that the control lets through; 1 when open"});
  }

  void band(const char* name, const std::vector<std::vector<float>>& daily, Meaning meaning) {
    const std::size_t pairs = grid_.cell.size();
    std::vector<float> values(day_count() * grid_.cells(), kNoneF);
    for (const auto& [suffix, share] :
         {std::pair{"q05", 0.05}, std::pair{"q50", 0.50}, std::pair{"q95", 0.95}}) {
      std::vector<float> of_runs(runs());
      for (std::size_t d = 0; d < day_count(); ++d)
        for (std::size_t p = 0; p < pairs; ++p) {
          for (std::size_t r = 0; r < runs(); ++r) of_runs[r] = daily[r][d * pairs + p];
          if (std::isnan(of_runs.front())) continue;  // no sample on this day, in any replication
          values[d * grid_.cells() + grid_.cell[p]] = amount(analysis::quantile(std::span{of_runs}, share));
        }
      Meaning told = meaning;
      told.long_name = fmt::format("{}: {:.0f} % quantile over replications (order statistic)",
                                   meaning.long_name, share * 100);
      make_.put("", fmt::format("{}_{}", name, suffix), {"day", "place", "product"}, values, std::move(told));
    }
  }

  void bands() {
    const Pooled& p = outcome_.pooled;
    band("stock", p.daily_stock_m3, {"m3", "stock at the start of the day"});
    band("cover", p.daily_cover_d, {"d", "cover at the start of the day"});
    band("served", p.daily_served_m3, {"m3", "served of the day"});
    band("unserved", p.daily_unserved_m3, {"m3", "unserved of the day"});
  }

  void every(const char* name, double per_unit, Meaning meaning, std::vector<std::int64_t> Series::*of) {
    const std::size_t pairs = grid_.cell.size();
    std::vector<float> values(runs() * samples() * grid_.cells(), kNoneF);
    for (std::size_t r = 0; r < runs(); ++r)
      for (std::size_t k = 0; k < samples(); ++k)
        for (std::size_t p = 0; p < pairs; ++p)
          values[(r * samples() + k) * grid_.cells() + grid_.cell[p]] =
              amount(static_cast<double>((outcome_.records[r].series.*of)[k * pairs + p]) / per_unit);
    make_.put("", name, {"replication", "time", "place", "product"}, std::move(values), std::move(meaning));
  }

  void every_series() {
    every("stock_of_each", 1e6, {"m3", "stock, of each replication"}, &Series::stock_ml);
    every("cover_of_each", 86'400.0, {"d", "cover, of each replication"}, &Series::cover_s);
    every("demand_of_each", 1e6, {"m3", "demand of the interval, of each replication"}, &Series::demand_ml);
    every("served_of_each", 1e6, {"m3", "served in the interval, of each replication"}, &Series::served_ml);
  }

  void drawn_values() {
    if (outcome_.drawn.empty() || outcome_.drawn.front().empty()) return;
    std::vector<std::string> paths, distributions, units;
    std::vector<double> values;
    for (const input::DrawnValue& d : outcome_.drawn.front()) {
      paths.push_back(d.path);
      distributions.push_back(d.distribution);
      units.push_back(d.unit);
    }
    for (const auto& run : outcome_.drawn)
      for (const input::DrawnValue& d : run) values.push_back(d.value);
    named_axis("drawn", std::move(paths), "path of a value that is drawn once per replication");
    make_.put("provenance", "drawn_distribution", {"drawn"}, std::move(distributions), {"1", "distribution"});
    make_.put("provenance", "drawn_unit", {"drawn"}, std::move(units), {"1", "unit of the values drawn"});
    make_.put("provenance", "drawn_value", {"replication", "drawn"}, std::move(values),
              {"1", "value drawn, in drawn_unit"});
  }

  void event_log() {
    static const std::vector<std::string> kKinds{
        "control_changes", "news",        "ambush",          "held",          "released",
        "turned_back",     "rerouted",    "stranded",        "refused",       "wreck_cleared",
        "outage_begins",   "outage_ends", "demand_shifts",   "stock_out",     "stock_back",
        "supplier_switch", "recovered",   "diverted",        "lost",          "abandoned",
        "proceeded",       "levied",      "slowdown_begins", "slowdown_ends", "precedence_begins",
        "precedence_ends", "decided",     "not_decided",     "replaced"};
    static_assert(static_cast<int>(LogKind::replaced) == 28, "a name for each kind");
    const Scenario& sc = plan_.scenario;
    std::vector<std::int64_t> replication, instant, tankers;
    std::vector<std::string> kind, event, place, segment, product;
    std::vector<double> share;
    const auto name = [](std::uint32_t i, const auto& table, auto id_of) {
      return i == LogEntry::kNone ? std::string{} : table[id_of(i)].id;
    };
    for (std::size_t r = 0; r < runs(); ++r)
      for (const LogEntry& e : outcome_.records[r].log) {
        replication.push_back(outcome_.replications[r]);
        instant.push_back(e.instant - plan_.start.unix_seconds());
        kind.push_back(kKinds[static_cast<std::size_t>(e.kind)]);
        event.push_back(name(e.event, sc.events, [](std::size_t i) { return EventId{i}; }));
        place.push_back(name(e.place, sc.network.places, [](std::size_t i) { return PlaceId{i}; }));
        segment.push_back(name(e.segment, sc.network.segments, [](std::size_t i) { return SegmentId{i}; }));
        product.push_back(name(e.product, sc.products, [](std::size_t i) { return ProductId{i}; }));
        tankers.push_back(e.tankers);
        share.push_back(e.share_ppm < 0 ? kNone : static_cast<double>(e.share_ppm) / 1e6);
      }
    std::vector<std::int64_t> numbers;
    for (std::size_t i = 0; i < instant.size(); ++i) numbers.push_back(static_cast<std::int64_t>(i));
    make_.scale("entry", numbers, {"1", "number of the log entry"}, numbers.size());
    const std::string since =
        fmt::format("seconds since {} 00:00:00", format_instant(plan_.start).substr(0, 10));
    make_.put("events", "replication_of_entry", {"entry"}, std::move(replication), {"1", "replication"});
    make_.put("events", "instant", {"entry"}, std::move(instant),
              {since, "instant (UTC)", {{"calendar", std::string{"proleptic_gregorian"}}}});
    make_.put("events", "kind", {"entry"}, std::move(kind), {"1", "what happened"});
    make_.put("events", "event_of_entry", {"entry"}, std::move(event),
              {"1", "event of the scenario that is the cause"});
    make_.put("events", "place_of_entry", {"entry"}, std::move(place), {"1", "place"});
    make_.put("events", "segment_of_entry", {"entry"}, std::move(segment), {"1", "road"});
    make_.put("events", "product_of_entry", {"entry"}, std::move(product), {"1", "product"});
    make_.put("events", "tankers", {"entry"}, std::move(tankers), {"1", "tankers concerned"});
    make_.put("events", "share", {"entry"}, std::move(share),
              {"1", "share let through, or factor, from then on"});
  }

  void provenance() {
    const input::FileSet& set = plans_.files().files();
    std::vector<std::string> paths, texts;
    for (const input::SourceFile& f : set.files) {
      paths.push_back(f.path);
      texts.push_back(f.text);
    }
    const std::size_t count = paths.size();
    make_.scale("source_file", std::move(paths), {"1", "file that the run was read from"}, count);
    make_.put("provenance", "source_text", {"source_file"}, std::move(texts), {"1", "its text"});
    if (set.settings.empty()) return;
    make_.scale("setting", set.settings, {"1", "value set on the command line"}, set.settings.size());
  }

  const Plans& plans_;
  const engine::Plan& plan_;
  const Options& options_;
  const Outcome& outcome_;
  Grid grid_;
  ResultMaker make_;
};

}  // namespace

Result make_result(const Plans& plans, const Options& options, const Outcome& outcome) {
  return Writer{plans, options, outcome}.make();
}

std::uint64_t predicted_bytes(const engine::Plan& plan, const Options& options) {
  const Scenario& sc = plan.scenario;
  const Grid grid = make_grid(plan);
  const Calendar& c = sc.calendar;
  const std::map<std::string, std::size_t> axes{
      {"replication", options.replications},
      {"time", static_cast<std::size_t>((c.end - c.start).count() / c.sample_every.count() + 1)},
      {"day", static_cast<std::size_t>((c.end - c.start).count() / 86'400 + 1)},
      {"cell", grid.cells()},
      {"road", sc.network.segments.size() + sc.network.corridors.size()},
      {"place", sc.network.places.size() + sc.fleets.size() + sc.posts.size() + sc.events.size()},
      {"detail", 2 * sc.classes.size() + 2 * plan.causes.size() + 9},
      {"line", 3 * plan.lines.size() + sc.network.segments.size() + 100}};
  std::vector<store::ArrayShape> arrays{{{"replication", "cell", "detail"}, 8}, {{"replication", "line"}, 8}};
  if (options.keep != Keep::summary) {
    for (int i = 0; i < 5; ++i) arrays.push_back({{"time", "cell"}, 4});
    for (int i = 0; i < 3; ++i) arrays.push_back({{"time", "road"}, 4});
    for (int i = 0; i < 12; ++i) arrays.push_back({{"day", "cell"}, 4});
    arrays.push_back({{"time", "place"}, 4});
  }
  if (options.keep == Keep::full)
    for (int i = 0; i < 4; ++i) arrays.push_back({{"replication", "time", "cell"}, 4});
  return store::predicted_size(axes, arrays);
}

}  // namespace citerne::study
