#include <algorithm>

#include "citerne/base/contract.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

/// Does the control bar this traveller, bound for there, as far as is known?
bool known_barred(const Turn& t, const TreePlan& tree, ControlId c) {
  const Share share = known_share(t, c);
  if (share == percent(100)) return false;
  if (share > Share{} && !tree.traveller.refused) return false;
  const bool is_loaded = tree.traveller.kind > 0;
  return t.plan.applies(t.plan.controls[c], is_loaded, t.plan.product_of_kind[tree.traveller.kind],
                        tree.destination);
}

/// Is some road still ahead of a tanker on its habit known to be closed by a control that says: go round?
bool habit_known_shut(Turn& t, const Tanker& tanker) {
  const auto& arcs = t.plan.routes[tanker.route].arcs;
  for (std::size_t i = tanker.leg; i < arcs.size(); ++i)
    for (const ControlId c : t.plan.controls_on[arcs[i].index()])
      if (t.plan.controls[c].policy == ClosurePolicy::reroute && known_share(t, c).count() == 0 &&
          t.plan.applies(t.plan.controls[c], true, ProductId{tanker.product}, tanker.bound_for))
        return true;
  return false;
}

/// Opens and closes the roads of which there is news. What has closed and opened since costs nothing.
void mend(Turn& t, std::size_t tree) {
  std::vector<RoutingTree::Change>& changes = t.scratch.changes;
  changes.clear();
  const auto look_at = [&](ArcId arc) {
    const bool open = known_open(t, t.world.tree_plans[tree], arc);
    if (open != t.world.trees[tree].is_open(arc)) changes.push_back({arc, open});
  };
  std::uint32_t& heard = t.world.tree_heard[tree];
  if (t.world.news - heard > kNewsKept)
    for (std::size_t a = 0; a < t.plan.graph.arc_count(); ++a) look_at(ArcId{a});
  else
    for (; heard != t.world.news; ++heard)
      std::ranges::for_each(t.plan.controls[t.world.latest_news[heard % kNewsKept]].arcs, look_at);
  heard = t.world.news;
  if (!changes.empty()) t.world.trees[tree].change(t.plan.graph, t.plan.cost, changes, t.scratch.tree);
}

/// Which tree it is; it may have news to hear yet.
std::size_t find_tree(Turn& t, PlaceId destination, Traveller traveller) {
  World& w = t.world;
  const std::size_t at = (destination.index() * t.plan.product_of_kind.size() + traveller.kind) * 2 +
                         (traveller.refused ? 1 : 0);
  if (w.tree_index[at] < 0) {
    const TreePlan wanted{destination, traveller};
    std::vector<std::uint8_t> open(t.plan.graph.arc_count());
    for (std::size_t a = 0; a < open.size(); ++a) open[a] = known_open(t, wanted, ArcId{a}) ? 1 : 0;
    w.tree_index[at] = static_cast<std::int32_t>(w.trees.size());
    w.trees.emplace_back(t.plan.graph, destination, t.plan.cost, std::move(open));
    w.tree_plans.push_back(wanted);
    w.tree_heard.push_back(w.news);
  }
  return static_cast<std::size_t>(w.tree_index[at]);
}

/// Is the way that the tree knew when it was last asked still open?
bool holds_way(const Turn& t, std::size_t tree, PlaceId from) {
  const TreePlan& plan = t.world.tree_plans[tree];
  while (from != plan.destination) {
    const ArcId road = t.world.trees[tree].next(t.plan.graph, t.plan.cost, from);
    if (road.is_none() || !known_open(t, plan, road)) return false;
    from = t.plan.graph.head(road);
  }
  return true;
}

}  // namespace

Share share_now(const Turn& t, ControlId c) {
  return t.plan.controls[c].grades[t.world.controls[c].grade].lets_through;
}

Share known_share(const Turn& t, ControlId c) {
  return t.plan.controls[c].grades[t.world.controls[c].known_grade].lets_through;
}

bool known_open(const Turn& t, const TreePlan& tree, ArcId arc) {
  return std::ranges::none_of(t.plan.controls_on[arc.index()],
                              [&](ControlId c) { return known_barred(t, tree, c); });
}

ControlId known_barrier(const Turn& t, const Tanker& tanker, PlaceId at) {
  const PlaceId goal = tanker.retreats_to.is_none() ? tanker.bound_for : tanker.retreats_to;
  const TreePlan as_known{goal, traveller_of(t.plan, tanker)};
  const RoutingTree* normal = nullptr;
  for (std::size_t i = 0; i < t.plan.trees.size(); ++i)
    if (t.plan.tree_plans[i].destination == goal) normal = &t.plan.trees[i];
  if (normal == nullptr || !normal->reaches(at)) return ControlId::none();
  for (PlaceId p = at; p != goal;) {
    const ArcId road = normal->next(t.plan.graph, t.plan.cost, p);
    for (const ControlId c : t.plan.controls_on[road.index()])
      if (known_barred(t, as_known, c)) return c;
    p = t.plan.graph.head(road);
  }
  return ControlId::none();
}

Traveller traveller_of(const Plan& plan, const Tanker& tanker) {
  return {loaded(tanker) ? plan.kind_of_product[tanker.product] : std::uint8_t{0}, tanker.refused};
}

const RoutingTree& tree_to(Turn& t, PlaceId destination, Traveller traveller) {
  const std::size_t tree = find_tree(t, destination, traveller);
  if (t.world.tree_heard[tree] != t.world.news) mend(t, tree);
  return t.world.trees[tree];
}

bool has_way(Turn& t, PlaceId from, PlaceId to, Traveller traveller) {
  // Most news is of roads elsewhere, and to go along a way costs less than to mend a tree.
  if (holds_way(t, find_tree(t, to, traveller), from)) return true;
  return tree_to(t, to, traveller).reaches(from);
}

void tell_trees(World& w, ControlId control) { w.latest_news[w.news++ % kNewsKept] = control; }

void grow_trees(const Plan& plan, World& world) {
  const std::size_t kinds = plan.product_of_kind.size();
  world.trees = plan.trees;
  world.tree_plans = plan.tree_plans;
  world.tree_index.assign(plan.scenario.network.places.size() * kinds * 2, -1);
  for (std::size_t i = 0; i < world.tree_plans.size(); ++i) {
    const TreePlan& tree = world.tree_plans[i];
    world.tree_index[(tree.destination.index() * kinds + tree.traveller.kind) * 2] =
        static_cast<std::int32_t>(i);
  }
  world.latest_news.fill(ControlId::none());
  // As if they had missed all news.
  world.tree_heard.assign(world.trees.size(), world.news - std::uint32_t{kNewsKept} - 1);
}

ArcId next_road(Turn& t, const Tanker& tanker, PlaceId at) {
  const PlaceId goal = tanker.retreats_to.is_none() ? tanker.bound_for : tanker.retreats_to;
  if (!tanker.route.is_none()) {
    const auto& arcs = t.plan.routes[tanker.route].arcs;
    CITERNE_ENSURE(tanker.leg < arcs.size());
    return arcs[tanker.leg];
  }
  return tree_to(t, goal, traveller_of(t.plan, tanker)).next(t.plan.graph, t.plan.cost, at);
}

/// Leaves a habit that is known to be shut where the closure says: go round.
void forget_shut_habit(Turn& t, Tanker& tanker) {
  if (tanker.heard == t.world.news || tanker.route.is_none()) return;
  tanker.heard = t.world.news;  // what lies ahead only gets less until there is other news
  if (loaded(tanker) && habit_known_shut(t, tanker)) tanker.route = RouteId::none();
}

}  // namespace citerne::engine
