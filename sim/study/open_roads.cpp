#include "citerne/study/open_roads.hpp"

#include <algorithm>

#include "citerne/network/max_flow.hpp"

namespace citerne::study {
namespace {

/// Does the control mean all loaded tankers bound for the place? One that means some products only leaves the
/// way open for the others.
bool means_all(const engine::Plan& plan, const engine::ControlPlan& control, PlaceId place) {
  for (const ProductId product : ids_of(plan.scenario.products))
    if (!plan.applies(control, true, product, place)) return false;
  return true;
}

/// What each road lets through to loaded tankers bound for a place; of several controls the smallest share.
std::vector<Share> open_shares(const engine::Plan& plan, const std::vector<Share>& of_control,
                               PlaceId place) {
  std::vector<Share> shares(plan.scenario.network.arc_count());
  for (std::size_t a = 0; a < shares.size(); ++a)
    if (plan.scenario.network.usable(ArcId{a})) shares[a] = percent(100);
  for (const engine::ControlId c : ids_of(plan.controls)) {
    const engine::ControlPlan& control = plan.controls[c];
    if (of_control[c.index()] == percent(100) || !means_all(plan, control, place)) continue;
    for (const ArcId a : control.arcs) shares[a.index()] = std::min(shares[a.index()], of_control[c.index()]);
  }
  return shares;
}

std::int64_t inflow(const Network& network, const std::vector<Share>& open,
                    const std::vector<PlaceId>& terminals, PlaceId place) {
  std::vector<std::int64_t> capacity(open.size());
  for (std::size_t a = 0; a < open.size(); ++a)
    capacity[a] = network.segments[segment_of(ArcId{a})].capacity_tankers_per_day * open[a].count() / 1'000;
  return max_flow(network, capacity, terminals, place);
}

Duration nearest_terminal(const engine::Plan& common, const std::vector<Cost>& driving,
                          const std::vector<Share>& open, const std::vector<PlaceId>& terminals,
                          PlaceId place) {
  std::vector<std::uint8_t> is_open(open.size());
  for (std::size_t a = 0; a < open.size(); ++a) is_open[a] = open[a] > Share{} ? 1 : 0;
  const RoutingTree tree{common.graph, place, driving, std::move(is_open)};
  Cost least = kUnreachable;
  for (const PlaceId terminal : terminals) least = std::min(least, tree.cost_from(terminal));
  return seconds(least == kUnreachable ? -1 : least);
}

/// `shares`: by control of `plan`.
OpenRoads work_out(const engine::Plan& common, const engine::Plan& plan, const std::vector<Share>& shares) {
  std::vector<PlaceId> terminals;
  for (const Terminal& t : common.scenario.terminals) terminals.push_back(t.place);
  std::vector<Cost> driving;
  for (const Duration d : common.driving_dry) driving.push_back(d.count());
  OpenRoads roads;
  for (const PlaceId place : places_with_sites(common)) {
    const std::vector<Share> open = open_shares(plan, shares, place);
    roads.inflow.push_back(inflow(common.scenario.network, open, terminals, place));
    roads.nearest.push_back(nearest_terminal(common, driving, open, terminals, place));
  }
  return roads;
}

}  // namespace

std::vector<PlaceId> places_with_sites(const engine::Plan& plan) {
  std::vector<PlaceId> places;
  for (const engine::PairPlan& pair : plan.pairs)
    if (places.empty() || places.back() != pair.place) places.push_back(pair.place);
  return places;
}

OpenRoads roads_of_normal_year(const engine::Plan& plan) {
  return work_out(plan, plan, std::vector<Share>(plan.controls.size(), percent(100)));
}

std::shared_ptr<const OpenRoads> OpenRoadsFinder::find(const engine::Plan& plan,
                                                       const std::vector<Share>& shares) {
  State state;
  for (const engine::ControlId c : ids_of(plan.controls)) {
    if (shares[c.index()] == percent(100)) continue;
    const engine::ControlPlan& control = plan.controls[c];
    state.insert(state.end(), {-1, static_cast<std::int64_t>(c.index()), shares[c.index()].count()});
    for (const ArcId a : control.arcs) state.push_back(static_cast<std::int64_t>(a.index()));
    for (std::size_t p = 0; p < control.inside.size(); ++p)
      if (control.inside[p] != 0) state.push_back(-2 - static_cast<std::int64_t>(p));
  }
  {
    const std::lock_guard hold{lock_};
    if (const auto found = known_.find(state); found != known_.end()) return found->second;
  }
  OpenRoads roads = work_out(common_, plan, shares);
  const std::lock_guard hold{lock_};
  for (const auto& [other, as_open] : known_)  // a control that bars nobody, or another thread's work
    if (*as_open == roads) return known_.emplace(std::move(state), as_open).first->second;
  return known_.emplace(std::move(state), std::make_shared<const OpenRoads>(std::move(roads))).first->second;
}

std::vector<RoadPeriod> OpenRoadsFinder::periods(const engine::Plan& plan,
                                                 const std::vector<GradeChange>& grades) {
  std::vector<Share> shares(plan.controls.size(), percent(100));
  std::vector<RoadPeriod> periods;
  const auto add = [&](Instant from) {
    auto roads = find(plan, shares);
    if (periods.empty() || periods.back().roads != roads) periods.push_back({from, std::move(roads)});
  };
  if (grades.empty() || grades.front().instant > plan.start.unix_seconds()) add(plan.start);
  for (std::size_t i = 0; i < grades.size(); ++i) {
    shares[grades[i].control] = Share{grades[i].share_ppm};
    const bool last_of_second = i + 1 == grades.size() || grades[i + 1].instant > grades[i].instant;
    if (last_of_second) add(Instant{grades[i].instant});
  }
  return periods;
}

}  // namespace citerne::study
