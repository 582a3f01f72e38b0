#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "citerne/engine/run.hpp"

/// What must hold in a World between any two events, told from scratch: nothing here uses the engine's sums.
namespace citerne::engine {

/// Every tanker is in one place, and every list holds those whose state says so.
inline void inspect_tankers(const World& w) {
  std::vector<int> seen(w.tankers.size(), 0);
  const auto walk = [&](const TankerList& list, TankerState state) {
    std::uint32_t count = 0;
    TankerId last;
    for (TankerId k = list.first; !k.is_none() && count <= w.tankers.size(); k = w.tankers[k].next) {
      ++seen[k.index()];
      ++count;
      last = k;
      EXPECT_EQ(static_cast<int>(w.tankers[k].state), static_cast<int>(state)) << "tanker " << k.index();
    }
    EXPECT_EQ(count, list.count);
    EXPECT_TRUE(list.count == 0 || last == list.last);
  };
  for (const TankerList& idle : w.idle) walk(idle, TankerState::idle);
  for (const Source& s : w.sources) walk(s.at_bay, TankerState::at_bay);
  for (const Pool& p : w.pools) walk(p.tankers, TankerState::pooled);
  for (const EscortEnd& e : w.escort_ends) walk(e.waiting, TankerState::awaits_escort);
  for (const Tank& t : w.tanks) walk(t.waiting, TankerState::at_tank);
  for (const Convoy& c : w.convoys) {
    EXPECT_EQ(c.state == ConvoyState::free, c.tankers.count == 0);
    walk(c.tankers, TankerState::in_convoy);
    for (TankerId k = c.tankers.first; !k.is_none(); k = w.tankers[k].next)
      EXPECT_EQ(w.tankers[k].load.is_none(), w.tankers[c.tankers.first].load.is_none()) << "a mixed convoy";
  }
  for (const TankerId k : ids_of(w.tankers)) {
    const TankerState s = w.tankers[k].state;
    const bool unlisted = s == TankerState::loading || s == TankerState::unloading || s == TankerState::lost;
    EXPECT_EQ(seen[k.index()], unlisted ? 0 : 1) << "tanker " << k.index();
  }
}

/// Tankers by segment and place, counted again.
inline void inspect_counts(const Plan& plan, const World& w) {
  const std::size_t segments = plan.scenario.network.segments.size();
  std::vector<std::int32_t> moving(segments, 0), held(segments, 0), trapped(segments, 0);
  std::vector<std::int32_t> at_place(plan.scenario.network.places.size(), 0);
  for (const Convoy& c : w.convoys) {
    const auto tankers = static_cast<std::int32_t>(c.tankers.count);
    if (c.state == ConvoyState::free) continue;
    if (c.arc.is_none()) {
      const bool waits = c.state == ConvoyState::held_at_place || c.state == ConvoyState::at_levy ||
                         c.state == ConvoyState::stranded;
      if (waits) at_place[c.place.index()] += tankers;
      continue;
    }
    const std::size_t s = segment_of(c.arc).index();
    if (c.state == ConvoyState::moving || c.state == ConvoyState::moving_back) moving[s] += tankers;
    if (c.state == ConvoyState::held_on_road) held[s] += tankers;
    if (c.state == ConvoyState::trapped) trapped[s] += tankers;
  }
  EXPECT_EQ(moving, w.moving_on);
  EXPECT_EQ(held, w.held_on);
  EXPECT_EQ(trapped, w.trapped_on);
  EXPECT_EQ(at_place, w.held_at);
}

/// Every account holds what the things in the world say it holds.
inline void inspect_fuel(const Plan& plan, const World& w) {
  const std::size_t products = w.fuel.size();
  std::vector<Volume> loading(products), carried(products), trapped(products);
  std::vector<bool> is_trapped(w.tankers.size());
  for (const Convoy& c : w.convoys)
    for (TankerId k = c.tankers.first; c.state == ConvoyState::trapped && !k.is_none(); k = w.tankers[k].next)
      is_trapped[k.index()] = true;
  for (const TankerId k : ids_of(w.tankers)) {
    const Tanker& tanker = w.tankers[k];
    const Volume fuel = plan.fleets[tanker.fleet].load;
    if (tanker.state == TankerState::loading) loading[tanker.product] += fuel;
    const bool on_its_way = tanker.state == TankerState::pooled ||
                            tanker.state == TankerState::awaits_escort ||
                            tanker.state == TankerState::in_convoy || tanker.state == TankerState::at_tank ||
                            tanker.state == TankerState::unloading;
    if (!on_its_way) continue;
    const bool carries = !tanker.load.is_none() || !tanker.gives_back_to.is_none();
    if (tanker.carried || (carries && is_trapped[k.index()]))
      trapped[tanker.product] += fuel;
    else if (carries)
      carried[tanker.product] += fuel;
  }
  for (const ProductId p : ids_of(w.fuel)) {
    EXPECT_EQ(w.fuel[p].total(), w.fuel_at_start[p.index()]);
    EXPECT_EQ(w.fuel[p].balance(account(Account::waiting_to_load)), loading[p.index()]);
    EXPECT_EQ(w.fuel[p].balance(account(Account::in_tankers)), carried[p.index()]);
    EXPECT_EQ(w.fuel[p].balance(account(Account::trapped)), trapped[p.index()]);
  }
  for (const TankId id : ids_of(w.tanks)) {
    const TankPlan& tank = plan.tanks[id];
    EXPECT_GE(w.fuel[tank.product].balance(w.tanks[id].stock), Volume{});
    EXPECT_LE(w.fuel[tank.product].balance(w.tanks[id].stock) + w.tanks[id].unloading, tank.capacity);
    Volume position;
    for (LoadId l = w.tanks[id].first_outstanding; !l.is_none(); l = w.loads[l].later)
      if (w.loads[l].in_position) position += w.loads[l].volume;
    EXPECT_EQ(w.tanks[id].on_order, position);
  }
}

/// Sums and lists that the engine keeps about loads, made again from the loads.
inline void inspect_loads(const World& w) {
  for (const TankId id : ids_of(w.tanks)) {
    const Tank& tank = w.tanks[id];
    Volume without_tanker;
    std::size_t late = 0, listed = 0;
    LoadId before;
    for (LoadId l = tank.first_outstanding; !l.is_none(); l = w.loads[l].later) {
      const Load& load = w.loads[l];
      EXPECT_EQ(load.tank, id);
      EXPECT_EQ(load.earlier, before);
      before = l;
      if (load.state == LoadState::waiting) without_tanker += load.explains;
      late += load.late ? 1 : 0;
      EXPECT_TRUE(!load.late || load.due <= w.calendar.now());
      EXPECT_EQ(load.tanker.is_none(), load.state == LoadState::waiting || load.state == LoadState::gone);
      EXPECT_TRUE(load.tanker.is_none() || w.tankers[load.tanker].load == l);
    }
    EXPECT_EQ(tank.last_outstanding, before);
    for (LoadId l = tank.first_late; !l.is_none(); l = w.loads[l].late_after) {
      EXPECT_TRUE(w.loads[l].late);
      EXPECT_TRUE(w.loads[l].late_before.is_none() || w.loads[w.loads[l].late_before].due <= w.loads[l].due);
      ++listed;
    }
    EXPECT_EQ(listed, late);
    EXPECT_EQ(tank.without_tanker, without_tanker);
  }
}

/// Nobody drives on into a road that is closed to him now, unless he was on it and may finish it.
inline void inspect_closures(const Plan& plan, const World& w) {
  for (const Convoy& c : w.convoys) {
    if (c.state != ConvoyState::moving) continue;
    for (const ControlId control : plan.controls_on[c.arc.index()]) {
      const ControlPlan& p = plan.controls[control];
      const Grade& grade = p.grades[w.controls[control].grade];
      if (grade.lets_through.count() > 0) continue;
      Instant since = grade.from;
      if (!p.steps.empty()) {  // it waited for a condition, and is in the phase of that number
        const auto& phases = std::get<citerne::Control>(plan.scenario.events[p.event].what).phases;
        since = w.spells[p.event].from + phases[w.controls[control].grade - 1].after;
      }
      since = std::max(since, plan.start);
      const bool was_on_it = !p.wreck_of.is_none() || p.by_chance || c.entered < since;
      if (p.policy == ClosurePolicy::proceed && was_on_it) continue;
      for (TankerId k = c.tankers.first; !k.is_none(); k = w.tankers[k].next) {
        const Tanker& tanker = w.tankers[k];
        const bool exempt = w.verdicts[k.index() * plan.controls.size() + control.index()] == Verdict::exempt;
        EXPECT_TRUE(exempt ||
                    !plan.applies(p, !tanker.load.is_none(), ProductId{tanker.product}, tanker.bound_for))
            << "tanker " << k.index() << " drives on a road closed by " << plan.scenario.events[p.event].id;
      }
    }
  }
}

/// Whoever stands because of a control stands before one that is not open, and on a road before a closed one.
inline void inspect_holds(const Plan& plan, const World& w) {
  for (const Convoy& c : w.convoys) {
    if (c.state != ConvoyState::held_at_place && c.state != ConvoyState::held_on_road) continue;
    ASSERT_FALSE(c.held_by.is_none());
    const Share passes = plan.controls[c.held_by].grades[w.controls[c.held_by].grade].lets_through;
    EXPECT_LT(passes, c.state == ConvoyState::held_on_road ? Share{1} : percent(100));
  }
}

/// Convoys on a stretch of several roads are on the list of its threat, once, and no other is.
inline void inspect_stretches(const Plan& plan, const World& w) {
  for (const ThreatId id : ids_of(plan.threats)) {
    const ThreatPlan& threat = plan.threats[id];
    if (threat.is_road) {
      EXPECT_TRUE(w.threats[id].on.empty());
      continue;
    }
    for (const ConvoyId c : ids_of(w.convoys)) {
      const Convoy& convoy = w.convoys[c];
      const auto listed = std::ranges::count(w.threats[id].on, c, &OnStretch::convoy);
      if (convoy.state == ConvoyState::free) {
        EXPECT_EQ(listed, 0);
        continue;
      }
      const bool on_road = !convoy.arc.is_none() && threat.position[convoy.arc.index()] >= 0;
      EXPECT_LE(listed, 1);
      const bool away = !convoy.arc.is_none() || !threat.between[convoy.place.index()];
      EXPECT_TRUE(!on_road || listed == 1)
          << "convoy " << c.index() << " in state " << static_cast<int>(convoy.state);
      EXPECT_TRUE(on_road || !away || listed == 0);
    }
  }
}

/// The trees, once they have been told what they have not, are the trees that one would build now.
inline void inspect_trees(const Plan& plan, const World& w) {
  for (std::size_t i = 0; i < w.trees.size(); ++i) {
    const TreePlan& tree = w.tree_plans[i];
    std::vector<std::uint8_t> open(plan.graph.arc_count(), 1);
    for (std::size_t a = 0; a < open.size(); ++a)
      for (const ControlId c : plan.controls_on[a]) {
        const ControlPlan& control = plan.controls[c];
        const Share known = control.grades[w.controls[c].known_grade].lets_through;
        const bool barred = known.count() == 0 || (known < percent(100) && tree.traveller.refused);
        if (barred && plan.applies(control, tree.traveller.kind > 0,
                                   plan.product_of_kind[tree.traveller.kind], tree.destination))
          open[a] = 0;
      }
    RoutingTree told = w.trees[i];
    std::vector<RoutingTree::Change> news;
    const std::uint32_t missed = w.news - w.tree_heard[i];
    for (std::uint32_t n = w.tree_heard[i]; missed <= kNewsKept && n != w.news; ++n)
      for (const ArcId a : plan.controls[w.latest_news[n % kNewsKept]].arcs)
        news.push_back({a, open[a.index()] != 0});
    for (std::size_t a = 0; missed > kNewsKept && a < open.size(); ++a)
      news.push_back({ArcId{a}, open[a] != 0});
    RoutingTree::Scratch scratch;
    told.change(plan.graph, plan.cost, news, scratch);
    for (std::size_t a = 0; a < open.size(); ++a)
      EXPECT_EQ(told.is_open(ArcId{a}), open[a] != 0) << "arc " << a;
    const RoutingTree fresh{plan.graph, tree.destination, plan.cost, open};
    for (const PlaceId p : ids_of(plan.scenario.network.places))
      EXPECT_EQ(told.cost_from(p), fresh.cost_from(p));
    for (const LineId l : ids_of(plan.lines)) {
      const TankPlan& tank = plan.tanks[plan.lines[l].tank];
      const Traveller loaded{plan.kind_of_product[tank.product.index()], false};
      if (tank.place != tree.destination || loaded.kind != tree.traveller.kind || tree.traveller.refused)
        continue;
      const SourceId source = plan.lines[l].source;
      EXPECT_EQ(w.lines[l].unreachable,
                w.sources[source].known_closed || !fresh.reaches(plan.sources[source].place))
          << plan.lines[l].name;
    }
  }
}

inline void inspect(const Plan& plan, const World& w) {
  inspect_tankers(w);
  inspect_counts(plan, w);
  inspect_fuel(plan, w);
  inspect_loads(w);
  inspect_closures(plan, w);
  inspect_holds(plan, w);
  inspect_stretches(plan, w);
  inspect_trees(plan, w);
}

}  // namespace citerne::engine
