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
#include "making.hpp"
#include "provenance.hpp"

namespace citerne::study {
namespace {

template <class Names>
std::vector<std::string> texts(const Names& names) {
  return {names.begin(), names.end()};
}

std::vector<std::string> assemblies(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const Assembly& a : scenario.assemblies) names.push_back(scenario.network.places[a.place].id);
  return names;
}

Grid make_grid(const engine::Plan& plan) {
  Grid grid;
  grid.products = plan.scenario.products.size();
  grid.places = places_with_sites(plan);
  for (const engine::PairPlan& pair : plan.pairs) {
    const auto row =
        static_cast<std::size_t>(std::ranges::lower_bound(grid.places, pair.place) - grid.places.begin());
    grid.cell.push_back(row * grid.products + pair.product.index());
  }
  return grid;
}

void file_attributes(Making& m) {
  Attributes& a = m.make.attributes();
  a["Conventions"] = std::string{"CF-1.8"};
  const std::string& response = m.plans.files().files().response;
  a["title"] = m.plan.scenario.name + (response.empty() ? "" : ": " + response);
  a["start"] = format_instant(m.plan.start);
  a["end"] = format_instant(m.plan.end);
  a["shortage_served_below_percent"] =
      static_cast<double>(m.plan.scenario.shortage.served_below.count()) / 1e4;
  a["shortage_days"] = m.plan.scenario.shortage.days;
}

void time_axis(Making& m, const std::string& name, std::size_t length, std::int64_t step, const char* unit,
               const char* words) {
  std::vector<std::int64_t> values;
  for (std::size_t i = 0; i < length; ++i) values.push_back(static_cast<std::int64_t>(i) * step);
  const std::string since = format_instant(m.plan.start).substr(0, 10);
  m.make.scale(name, std::move(values),
               {fmt::format("{} since {} 00:00:00", unit, since),
                words,
                {{"calendar", std::string{"proleptic_gregorian"}}, {"standard_name", std::string{"time"}}}},
               length);
}

void scales(Making& m) {
  const Scenario& sc = m.plan.scenario;
  std::vector<std::int64_t> numbers{m.outcome.replications.begin(), m.outcome.replications.end()};
  m.make.scale("replication", std::move(numbers), {"1", "number of the replication"}, m.runs());
  if (m.options.keep != Keep::summary) {
    time_axis(m, "time", m.samples(), sc.calendar.sample_every.count(), "seconds",
              "time of the sample (UTC)");
    time_axis(m, "day", m.day_count(), 1, "days", "day (UTC)");
  }
  std::vector<std::string> places, sources, causes = m.plan.causes, lines, events;
  for (const PlaceId p : m.grid.places) places.push_back(sc.network.places[p].id);
  for (const engine::LinePlan& line : m.plan.lines) lines.push_back(engine::line_name(m.plan, line).text());
  m.named_axis("place", std::move(places), "place that holds a site");
  m.named_axis("product", ids(sc.products), "product");
  m.named_axis("class", ids(sc.classes), "class of consumers");
  m.named_axis("cause", std::move(causes),
               "cause of a shortfall or a delay: kinds, then events of the scenario");
  m.named_axis("segment", ids(sc.network.segments), "road between two places");
  m.named_axis("corridor", ids(sc.network.corridors), "named chain of segments");
  m.named_axis("fleet", ids(sc.fleets), "fleet of tankers");
  m.named_axis("post", ids(sc.posts), "border or customs post");
  m.named_axis("line", std::move(lines), "way of supply: site and product, supplier, corridor");
  m.named_axis("terminal", ids(sc.terminals), "where fuel enters");
  if (!sc.assemblies.empty()) m.named_axis("assembly", assemblies(sc), "place where tankers assemble");
  if (!sc.escorts.empty()) {
    m.named_axis("escort", ids(sc.escorts), "stretch with escort units");
    m.named_axis("unit_state", texts(engine::kUnitStateNames), "what an escort unit does");
  }
  m.named_axis("event", ids(sc.events), "event of the scenario");
  std::vector<std::string> accounts = texts(engine::kAccountNames);
  accounts.emplace_back("in_tanks");  // all of them together
  m.named_axis("account", std::move(accounts), "kind of account of the fuel ledger");
  m.named_axis("network_place", ids(sc.network.places), "place of the road network");
}

void place_coordinates(Making& m) {
  const Network& network = m.plan.scenario.network;
  std::vector<std::string> names, regions, kinds;
  std::vector<double> latitude, longitude, people;
  for (const PlaceId p : m.grid.places) {
    const Place& place = network.places[p];
    names.push_back(place.name);
    regions.push_back(place.region);
    latitude.push_back(place.latitude);
    longitude.push_back(place.longitude);
    people.push_back(place.population ? static_cast<double>(*place.population) : kNone);
  }
  m.make.put("", "place_name", {"place"}, std::move(names), {"1", "name of the place"});
  m.make.put("", "region", {"place"}, std::move(regions), {"1", "region of the place"});
  m.make.put("", "lat", {"place"}, std::move(latitude),
             {"degrees_north", "latitude", {{"standard_name", std::string{"latitude"}}}});
  m.make.put("", "lon", {"place"}, std::move(longitude),
             {"degrees_east", "longitude", {{"standard_name", std::string{"longitude"}}}});
  m.make.put("", "population", {"place"}, std::move(people), {"1", "inhabitants, where known"});
}

/// What a map of the roads needs.
void road_geometry(Making& m) {
  const Network& network = m.plan.scenario.network;
  std::vector<std::string> names, from, to, roads;
  std::vector<double> latitude, longitude, length;
  for (const Place& place : network.places) {
    names.push_back(place.name);
    latitude.push_back(place.latitude);
    longitude.push_back(place.longitude);
  }
  for (const Segment& s : network.segments) {
    from.push_back(network.places[s.from].id);
    to.push_back(network.places[s.to].id);
    roads.push_back(s.road);
    length.push_back(static_cast<double>(s.length.count()) / 1e3);
  }
  m.make.put("", "network_place_name", {"network_place"}, std::move(names), {"1", "name of the place"});
  m.make.put("", "network_lat", {"network_place"}, std::move(latitude), {"degrees_north", "latitude"});
  m.make.put("", "network_lon", {"network_place"}, std::move(longitude), {"degrees_east", "longitude"});
  m.make.put("", "segment_from", {"segment"}, std::move(from), {"1", "network_place where the road begins"});
  m.make.put("", "segment_to", {"segment"}, std::move(to), {"1", "network_place where it ends"});
  m.make.put("", "segment_road", {"segment"}, std::move(roads), {"1", "number of the road"});
  m.make.put("", "segment_length", {"segment"}, std::move(length), {"km", "length of the road"});
}

void drawn_values(Making& m) {
  if (m.outcome.drawn.empty() || m.outcome.drawn.front().empty()) return;
  std::vector<std::string> paths, distributions, units;
  std::vector<double> values;
  for (const input::DrawnValue& d : m.outcome.drawn.front()) {
    paths.push_back(d.path);
    distributions.push_back(d.distribution);
    units.push_back(d.unit);
  }
  for (const auto& run : m.outcome.drawn)
    for (const input::DrawnValue& d : run) values.push_back(d.value);
  m.named_axis("drawn", std::move(paths), "path of a value that is drawn once per replication");
  m.make.put("provenance", "drawn_distribution", {"drawn"}, std::move(distributions), {"1", "distribution"});
  m.make.put("provenance", "drawn_unit", {"drawn"}, std::move(units), {"1", "unit of the values drawn"});
  m.make.put("provenance", "drawn_value", {"replication", "drawn"}, std::move(values),
             {"1", "value drawn, in drawn_unit"});
}

}  // namespace

Result make_result(const Plans& plans, const Options& options, const Outcome& outcome) {
  const engine::Plan& plan = plans.common();
  Making m{plans, plan, options, outcome, make_grid(plan)};
  file_attributes(m);
  scales(m);
  place_coordinates(m);
  road_geometry(m);
  put_figures(m);
  put_roads(m);
  if (options.keep != Keep::summary && m.runs() > 0) {
    put_mean_series(m);
    put_bands(m);
  }
  if (options.keep == Keep::full) put_every_series(m);
  drawn_values(m);
  put_log(m);
  put_provenance(m.make, plans, options);
  return m.make.take();
}

std::uint64_t predicted_bytes(const engine::Plan& plan, const Options& options) {
  const Scenario& sc = plan.scenario;
  const Grid grid = make_grid(plan);
  const std::map<std::string, std::size_t> axes{
      {"replication", options.replications},
      {"time", sc.calendar.sample_count()},
      {"day", sc.calendar.day_count()},
      {"cell", grid.cells()},
      {"road", sc.network.segments.size() + sc.network.corridors.size()},
      {"place", sc.network.places.size() + sc.fleets.size() + sc.posts.size() + sc.events.size() +
                    sc.assemblies.size() + sc.escorts.size()},
      {"detail", 3 * sc.classes.size() + 2 * plan.causes.size() + 21},
      {"way", plan.lines.size()},
      {"line", (7 + sc.events.size()) * plan.lines.size() + sc.network.segments.size() +
                   4 * sc.events.size() + 2 * sc.assemblies.size() + 8 * sc.escorts.size() + 100}};
  std::vector<store::ArrayShape> arrays{{{"replication", "cell", "detail"}, 8}, {{"replication", "line"}, 8}};
  if (options.keep != Keep::summary) {
    for (int i = 0; i < 5; ++i) arrays.push_back({{"time", "cell"}, 4});
    for (int i = 0; i < 3; ++i) arrays.push_back({{"time", "road"}, 4});
    for (int i = 0; i < 15; ++i) arrays.push_back({{"day", "cell"}, 4});
    arrays.push_back({{"day", "way"}, 4});
    arrays.push_back({{"time", "place"}, 4});
  }
  if (options.keep == Keep::full)
    for (int i = 0; i < 4; ++i) arrays.push_back({{"replication", "time", "cell"}, 4});
  return store::predicted_size(axes, arrays);
}

}  // namespace citerne::study
