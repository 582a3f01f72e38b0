#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "making.hpp"

namespace citerne::study {
namespace {

constexpr double kDaySeconds = 86'400.0;

/// What the states of the roads are compared with, and the places that can be: who lies at a terminal, or has
/// no way in a normal year, cannot.
struct Normal {
  OpenRoads roads;
  std::vector<std::uint8_t> counts;
};

Normal normal_of(const Making& m) {
  Normal normal{roads_of_normal_year(m.plan), {}};
  for (std::size_t p = 0; p < m.grid.places.size(); ++p) {
    const auto here = [&](const Terminal& t) { return t.place == m.grid.places[p]; };
    normal.counts.push_back(!std::ranges::any_of(m.plan.scenario.terminals, here) &&
                            normal.roads.nearest[p] > Duration{} && normal.roads.inflow[p] > 0);
  }
  return normal;
}

double encirclement(const Normal& normal, const OpenRoads& roads, std::size_t p) {
  return 1.0 - static_cast<double>(roads.inflow[p]) / static_cast<double>(normal.roads.inflow[p]);
}
bool isolated(const OpenRoads& roads, std::size_t p) { return roads.nearest[p] < Duration{}; }
double detour(const Normal& normal, const OpenRoads& roads, std::size_t p) {
  return static_cast<double>(roads.nearest[p].count()) / static_cast<double>(normal.roads.nearest[p].count());
}

/// The states that came up, by replication and time, and when they did.
void put_states(Making& m, const Normal& normal) {
  const auto less = [](const OpenRoads* a, const OpenRoads* b) {
    return std::tie(a->inflow, a->nearest) < std::tie(b->inflow, b->nearest);
  };
  std::map<const OpenRoads*, std::int64_t, decltype(less)> number{
      less};  // by what they are, not where they lie
  std::vector<const OpenRoads*> states;
  std::vector<std::int64_t> replication, state_of, numbers, changes;
  std::vector<double> since;
  for (std::size_t r = 0; r < m.runs(); ++r)
    for (const RoadPeriod& period : m.outcome.roads[r].periods) {
      const auto [found, is_new] =
          number.emplace(period.roads.get(), static_cast<std::int64_t>(states.size()));
      if (is_new) states.push_back(period.roads.get());
      replication.push_back(m.outcome.replications[r]);
      since.push_back(static_cast<double>((period.from - m.plan.start).count()) / kDaySeconds);
      state_of.push_back(found->second);
    }
  std::vector<double> inflows, encircled, detours;
  std::vector<std::uint8_t> ways;
  for (const OpenRoads* roads : states)
    for (std::size_t p = 0; p < m.grid.places.size(); ++p) {
      const bool counts = normal.counts[p] != 0, open = counts && !isolated(*roads, p);
      inflows.push_back(counts ? static_cast<double>(roads->inflow[p]) / 1e3 : kNone);
      encircled.push_back(counts ? encirclement(normal, *roads, p) : kNone);
      detours.push_back(open ? detour(normal, *roads, p) : kNone);
      ways.push_back(!counts ? 2 : open ? 1 : 0);
    }
  numbers.resize(states.size());
  std::iota(numbers.begin(), numbers.end(), 0);
  changes.resize(since.size());
  std::iota(changes.begin(), changes.end(), 0);
  m.make.scale("road_state", std::move(numbers), {"1", "state of the roads that came up in some replication"},
               states.size());
  m.make.scale("road_change", changes, {"1", "beginning of a state of the roads in a replication"},
               changes.size());
  m.make.put("", "replication_of_change", {"road_change"}, std::move(replication), {"1", "replication"});
  m.make.put("", "time_of_change", {"road_change"}, std::move(since),
             {"d", "when it begins, since the start; it holds to the next change of the replication"});
  m.make.put("", "state_of_change", {"road_change"}, std::move(state_of), {"1", "number of the road_state"});
  m.make.put("", "open_inflow", {"road_state", "place"}, std::move(inflows),
             {"d-1", "tankers that may come in from all terminals, by road capacities"});
  m.make.put("", "encirclement", {"road_state", "place"}, std::move(encircled),
             {"1", "1 - open_inflow / that of a normal year"});
  m.make.put("", "open_way", {"road_state", "place"}, std::move(ways),
             {"1",
              "whether some way from a terminal is open",
              {{"flag_values", std::vector<std::int64_t>{0, 1, 2}},
               {"flag_meanings", std::string{"isolated open terminal_or_no_way_in_a_normal_year"}}}});
  m.make.put("", "detour_ratio", {"road_state", "place"}, std::move(detours),
             {"1",
              "driving time from the nearest terminal by open roads / that of a normal year",
              {{"missing_means", std::string{"no open way; or open_way is 2"}}}});
}

/// Over the time of one replication, by place.
struct OverTime {
  double encircled = 0.0, worst = 0.0;  ///< Mean and greatest.
  double isolated_s = 0.0;
  double longest = kNone;  ///< Greatest detour while there was a way.
  double inflow = 0.0, least = kNone;
};

OverTime over_time(const Making& m, const Normal& normal, const std::vector<RoadPeriod>& periods,
                   std::size_t p) {
  OverTime sum;
  const double whole = static_cast<double>((m.plan.end - m.plan.start).count());
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const OpenRoads& roads = *periods[i].roads;
    const Instant until = i + 1 < periods.size() ? periods[i + 1].from : m.plan.end;
    const double lasts = static_cast<double>((until - periods[i].from).count());
    const double now = encirclement(normal, roads, p), in = static_cast<double>(roads.inflow[p]) / 1e3;
    sum.encircled += now * lasts / whole;
    sum.worst = std::max(sum.worst, now);
    sum.inflow += in * lasts / whole;
    sum.least = std::fmin(sum.least, in);
    if (isolated(roads, p))
      sum.isolated_s += lasts;
    else
      sum.longest = std::fmax(sum.longest, detour(normal, roads, p));
  }
  return sum;
}

/// m3 a day that the place asks for, all products, over the run.
double demand_a_day(const Making& m, const RunRecord& record, std::size_t p) {
  const std::size_t classes = m.plan.scenario.classes.size();
  double ml = 0.0;
  for (const engine::PairId pair : ids_of(m.plan.pairs))
    if (m.plan.pairs[pair].place == m.grid.places[p])
      for (std::size_t c = 0; c < classes; ++c)
        ml += static_cast<double>(record.demand_ml[pair.index() * classes + c]);
  return ml / 1e6 / (static_cast<double>((m.plan.end - m.plan.start).count()) / kDaySeconds);
}

void put_over_time(Making& m, const Normal& normal) {
  const std::size_t places = m.grid.places.size();
  std::vector<double> mean(m.runs() * places, kNone), worst = mean, alone = mean, longest = mean,
                                                      surplus = mean, least = mean, of_all;
  for (std::size_t r = 0; r < m.runs(); ++r) {
    double sum = 0.0, count = 0.0;
    for (std::size_t p = 0; p < places; ++p) {
      if (normal.counts[p] == 0) continue;
      const std::size_t at = r * places + p;
      const OverTime run = over_time(m, normal, m.outcome.roads[r].periods, p);
      mean[at] = run.encircled;
      worst[at] = run.worst;
      alone[at] = run.isolated_s / kDaySeconds;
      longest[at] = run.longest;
      const double asked = demand_a_day(m, m.outcome.records[r], p), load = m.outcome.roads[r].load_m3;
      if (asked <= 0.0 || load <= 0.0) continue;
      surplus[at] = (run.inflow * load - asked) / asked;
      least[at] = (run.least * load - asked) / asked;
      sum += surplus[at];
      count += 1.0;
    }
    of_all.push_back(count > 0.0 ? sum / count : kNone);
  }
  const std::vector<std::string> axes{"replication", "place"};
  m.make.put("", "encirclement_mean", axes, std::move(mean), {"1", "encirclement, mean over the time"});
  m.make.put("", "encirclement_worst", axes, std::move(worst), {"1", "encirclement at its greatest"});
  m.make.put("", "isolated_time", axes, std::move(alone), {"d", "time without an open way from a terminal"});
  m.make.put(
      "", "detour_worst", axes, std::move(longest),
      {"1", "greatest detour_ratio while a way was open", {{"missing_means", std::string{"no open way"}}}});
  m.make.put("", "redundancy", axes, std::move(surplus),
             {"1", "(open inflow - demand) / demand, means over the time"});
  m.make.put("", "redundancy_least", axes, std::move(least),
             {"1", "(least open inflow - demand) / demand, demand as the mean over the time"});
  m.make.put("", "redundancy_of_network", {"replication"}, std::move(of_all),
             {"1", "redundancy, mean over places"});
}

}  // namespace

void put_roads(Making& m) {
  const Normal normal = normal_of(m);
  put_states(m, normal);
  put_over_time(m, normal);
}

}  // namespace citerne::study
