#include <algorithm>

#include "control.hpp"
#include "divide.hpp"

namespace citerne::engine {
namespace {

/// From now on each plans for itself; refused by a filter, it takes filtered roads for closed.
template <class Goal>
void plan_anew(Turn& t, ConvoyId id, ControlId c, Goal retreats_to) {
  for (TankerId k = t.world.convoys[id].tankers.first; !k.is_none(); k = t.world.tankers[k].next) {
    Tanker& tanker = t.world.tankers[k];
    tanker.retreats_to = retreats_to(tanker);
    tanker.refused = tanker.refused || share_now(t, c) > Share{};
    tanker.route = RouteId::none();
  }
}

void hold(Turn& t, ConvoyId id, ControlId c) {
  Convoy& convoy = t.world.convoys[id];
  convoy.state = ConvoyState::held_at_place;
  convoy.held_by = c;
  begin_wait(t, convoy.tankers, blame(t, c));
  t.world.held_at[convoy.place.index()] += static_cast<std::int32_t>(convoy.tankers.count);
  log_convoy(t, LogKind::held, id, c);
}

/// The last terminal, site or assembly place that a tanker came by on its habit; where it left, without one.
PlaceId place_to_turn_to(const Turn& t, const Tanker& tanker, PlaceId at) {
  const auto useful = [&](PlaceId p) {
    const auto here = [&](const auto& thing) { return thing.place == p; };
    return std::ranges::any_of(t.plan.scenario.terminals, here) ||
           std::ranges::any_of(t.plan.scenario.sites, here) ||
           std::ranges::any_of(t.plan.scenario.assemblies, here);
  };
  if (useful(at)) return at;
  if (!tanker.route.is_none()) {
    const auto& arcs = t.plan.routes[tanker.route].arcs;
    for (std::size_t i = tanker.leg; i > 0; --i)
      if (const PlaceId p = t.plan.graph.tail(arcs[i - 1]); useful(p)) return p;
  }
  if (!loaded(tanker)) return t.plan.fleets[tanker.fleet].base;
  return t.plan.sources[t.plan.lines[t.world.loads[tanker.load].line].source].place;
}

/// Parts those whose next road, as far as they know, would turn them away at once.
Parts part_turned_away(Turn& t, ConvoyId id) {
  const PlaceId here = t.world.convoys[id].place;
  return divide(t, id, [&](TankerId k) { return turned_away(t, k, next_road(t, t.world.tankers[k], here)); });
}

void turn_back(Turn& t, ConvoyId id, ControlId c) {
  const PlaceId here = t.world.convoys[id].place;
  plan_anew(t, id, c, [&](const Tanker& tanker) {
    const PlaceId to = place_to_turn_to(t, tanker, here);
    return to == here ? PlaceId::none() : to;
  });
  const Parts parts = part_turned_away(t, id);
  if (!parts.chosen.is_none()) {
    // Already where they would turn to and no other road known, or no way back there: they stay.
    plan_anew(t, parts.chosen, c, [](const Tanker&) { return PlaceId::none(); });
    hold(t, parts.chosen, c);
  }
  if (parts.rest.is_none()) return;
  log_convoy(t, LogKind::turned_back, parts.rest, c);
  proceed(t, parts.rest);
}

void go_round(Turn& t, ConvoyId id, ControlId c) {
  plan_anew(t, id, c, [](const Tanker& tanker) { return tanker.retreats_to; });
  const Parts parts = part_turned_away(t, id);
  // The news is not out yet, or there is no way round.
  if (!parts.chosen.is_none()) hold(t, parts.chosen, c);
  if (parts.rest.is_none()) return;
  log_convoy(t, LogKind::rerouted, parts.rest, c);
  proceed(t, parts.rest);
}

/// The loads will not come; their fuel goes back with the tankers, which are bound for home from now on.
void give_up_loads(Turn& t, ConvoyId id, ControlId c) {
  log_convoy(t, LogKind::abandoned, id, c);
  for (TankerId k = t.world.convoys[id].tankers.first; !k.is_none(); k = t.world.tankers[k].next) {
    Tanker& tanker = t.world.tankers[k];
    tanker.gives_back_to = t.plan.lines[t.world.loads[tanker.load].line].source;
    lose_load(t, k, t.plan.controls[c].event, Duration{});
    leave_escort(t, k, t.world.convoys[id]);
    head_for_home(t, k);
  }
}

/// A convoy is all loaded or all empty; an empty one has nothing to give up.
bool may_give_up(const Turn& t, ConvoyId id) {
  return loaded(t.world.tankers[t.world.convoys[id].tankers.first]);
}

void abandon(Turn& t, ConvoyId id, ControlId c) {
  if (!may_give_up(t, id)) return hold(t, id, c);
  give_up_loads(t, id, c);
  stop_over(t, id);
}

/// A part of a convoy that moves goes on moving.
void drive_on(Turn& t, ConvoyId id) {
  Convoy& convoy = t.world.convoys[id];
  convoy.left_to_drive = t.plan.window.between(t.now(), convoy.arrives);
  t.world.moving_on[segment_of(convoy.arc).index()] -= static_cast<std::int32_t>(convoy.tankers.count);
  move_on(t, id);
}

/// The closing instant for those on the road: they stand, or drive back as long as they have driven.
void stop_on_road(Turn& t, ConvoyId id, ControlId c) {
  const Parts parts = divide(t, id, [&](TankerId k) { return means(t, k, c); });
  if (parts.chosen.is_none()) return;
  if (!parts.rest.is_none()) drive_on(t, parts.rest);  // those it does not mean
  const ClosurePolicy policy = t.plan.controls[c].policy;
  if (policy == ClosurePolicy::hold) return stand_on_road(t, parts.chosen, c);
  if (policy == ClosurePolicy::abandon && may_give_up(t, parts.chosen)) give_up_loads(t, parts.chosen, c);
  Convoy& stopped = t.world.convoys[parts.chosen];
  ++stopped.stamp;
  const Duration driven = stopped.needs - t.plan.window.between(t.now(), stopped.arrives);
  stopped.state = ConvoyState::moving_back;
  stopped.going_back = true;
  stopped.arrives = t.plan.window.after(t.now(), driven);
  t.world.calendar.schedule(stopped.arrives, ConvoyReaches{parts.chosen, stopped.stamp});
  log_convoy(t, LogKind::turned_back, parts.chosen, c);
}

/// The closing instant, when those on the road may finish it.
void let_finish(Turn& t, ConvoyId id, ControlId c) {
  TankerId k = t.world.convoys[id].tankers.first;
  while (!k.is_none() && !means(t, k, c)) k = t.world.tankers[k].next;
  if (!k.is_none()) log_convoy(t, LogKind::proceeded, id, c);
}

/// Parts those on a road by the control that keeps them standing there, or none.
template <class Act>
void part_by_stopping_control(Turn& t, ConvoyId id, Act act) {
  while (!id.is_none()) {
    const ArcId arc = t.world.convoys[id].arc;
    const auto stops = [&](TankerId k) { return stopping_control(t, k, arc); };
    const ControlId by = stops(t.world.convoys[id].tankers.first);
    const Parts same = divide(t, id, [&](TankerId k) { return stops(k) == by; });
    act(same.chosen, by);
    id = same.rest;
  }
}

}  // namespace

CauseId blame(const Turn& t, ControlId c) {
  return c.is_none() ? cause(Cause::road) : t.plan.cause_of(t.plan.controls[c].event);
}

bool looks_for_ways(const Turn& t, ControlId c) {
  const ClosurePolicy policy = t.plan.controls[c].policy;
  return policy == ClosurePolicy::turn_back || policy == ClosurePolicy::reroute;
}

void refuse(Turn& t, ConvoyId id, ControlId c) {
  switch (t.plan.controls[c].policy) {
    case ClosurePolicy::hold:
    case ClosurePolicy::proceed:
      return hold(t, id, c);
    case ClosurePolicy::turn_back:
      return turn_back(t, id, c);
    case ClosurePolicy::reroute:
      return go_round(t, id, c);
    case ClosurePolicy::abandon:
      return abandon(t, id, c);
  }
}

void release(Turn& t, ConvoyId id) {
  Convoy& convoy = t.world.convoys[id];
  const ControlId by = convoy.held_by;
  end_wait(t, convoy.tankers);
  t.world.held_at[convoy.place.index()] -= static_cast<std::int32_t>(convoy.tankers.count);
  log_convoy(t, LogKind::released, id, by);
  convoy.held_by = ControlId::none();
  proceed(t, id);
}

void strand(Turn& t, ConvoyId id) {
  Convoy& convoy = t.world.convoys[id];
  convoy.state = ConvoyState::stranded;
  convoy.held_by = known_barrier(t, t.world.tankers[convoy.tankers.first], convoy.place);
  begin_wait(t, convoy.tankers, blame(t, convoy.held_by));
  t.world.held_at[convoy.place.index()] += static_cast<std::int32_t>(convoy.tankers.count);
  log_convoy(t, LogKind::stranded, id, convoy.held_by);
}

void stop_traffic(Turn& t, ControlId c) {
  const std::vector<ConvoyId> on_target = in_order_of_coming(t, [&](const Convoy& convoy) {
    return convoy.state == ConvoyState::moving && std::ranges::count(t.plan.controls[c].arcs, convoy.arc) > 0;
  });
  for (const ConvoyId id : on_target)
    if (t.plan.controls[c].policy == ClosurePolicy::proceed)
      let_finish(t, id, c);
    else
      stop_on_road(t, id, c);
}

void free_on_road(Turn& t, ControlId c) {
  const std::vector<ConvoyId> held = in_order_of_coming(t, [&](const Convoy& convoy) {
    return convoy.state == ConvoyState::held_on_road && convoy.held_by == c;
  });
  for (const ConvoyId standing : held)
    part_by_stopping_control(t, standing, [&](ConvoyId id, ControlId other) {
      Convoy& convoy = t.world.convoys[id];
      end_wait(t, convoy.tankers);
      convoy.held_by = other;
      if (!other.is_none()) {  // closed for longer by another: they go on standing, at that one's account
        begin_wait(t, convoy.tankers, blame(t, other));
        return;
      }
      t.world.held_on[segment_of(convoy.arc).index()] -= static_cast<std::int32_t>(convoy.tankers.count);
      log_convoy(t, LogKind::released, id, c);
      move_on(t, id);
    });
}

void stand_on_road(Turn& t, ConvoyId id, ControlId c) {
  Convoy& convoy = t.world.convoys[id];
  ++convoy.stamp;
  convoy.left_to_drive = t.plan.window.between(t.now(), convoy.arrives);
  convoy.state = ConvoyState::held_on_road;
  convoy.held_by = c;
  begin_wait(t, convoy.tankers, blame(t, c));
  t.world.moving_on[segment_of(convoy.arc).index()] -= static_cast<std::int32_t>(convoy.tankers.count);
  t.world.held_on[segment_of(convoy.arc).index()] += static_cast<std::int32_t>(convoy.tankers.count);
  log_convoy(t, LogKind::held, id, c);
}

void stand_where_closed(Turn& t, ConvoyId moving) {
  part_by_stopping_control(t, moving, [&](ConvoyId id, ControlId by) {
    if (!by.is_none())
      stand_on_road(t, id, by);
    else if (id != moving)
      drive_on(t, id);
  });
}

}  // namespace citerne::engine
