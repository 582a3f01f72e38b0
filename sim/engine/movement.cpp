#include <algorithm>
#include <utility>

#include "citerne/base/dates.hpp"
#include "citerne/base/random.hpp"
#include "divide.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

void count_on_road(Turn& t, const Convoy& convoy, int sign) {
  t.world.moving_on[segment_of(convoy.arc).index()] += sign * static_cast<std::int32_t>(convoy.tankers.count);
}

/// The luck of a road belongs to the road and the date: whoever enters it that day meets the same.
double luck_of(Turn& t, SegmentId segment) {
  const std::int64_t day = t.now().unix_seconds() / 86'400;
  if (t.scratch.luck.empty()) t.scratch.luck.resize(t.plan.road_name.size());
  Luck& luck = t.scratch.luck[segment.index()];
  if (luck.day != day) {
    Stream draw{{t.world.seed, t.world.replication, Purpose::travel_time, t.plan.road_name[segment.index()],
                 static_cast<std::uint32_t>(day)}};
    luck = {day, travel_noise(t.plan.scenario.driving.noise_cv, uniform01(draw))};
  }
  return luck.factor;
}

/// Has it still formalities here? Border service once per crossing, for what comes from abroad; customs at
/// the place where its site clears.
PostId formality(const Turn& t, TankerId id, PlaceId place) {
  const Tanker& tanker = t.world.tankers[id];
  if (!loaded(tanker) || !tanker.retreats_to.is_none()) return PostId::none();
  const Load& load = t.world.loads[tanker.load];
  if (t.plan.sources[t.plan.lines[load.line].source].terminal.is_none()) return PostId::none();
  if (const PostId border = t.plan.border_at[place.index()]; !border.is_none() && !tanker.border_done)
    return border;
  const PostId customs = t.plan.customs_at[place.index()];
  if (!customs.is_none() && !tanker.customs_done && t.plan.tanks[load.tank].clears_at == customs)
    return customs;
  return PostId::none();
}

void serve_post(Turn& t, PostId id) {
  Post& post = t.world.posts[id];
  std::size_t done = 0;
  for (const ConvoyId c : post.queue) {
    if (post.free_lanes == 0) break;
    Convoy& convoy = t.world.convoys[c];
    const auto served = static_cast<std::uint32_t>(std::min<std::int64_t>(post.free_lanes, convoy.to_serve));
    post.free_lanes -= served;
    convoy.to_serve -= served;
    convoy.in_service += served;
    post.at_desk.push_back({c, convoy.stamp, served});
    t.world.calendar.schedule(t.now() + t.plan.scenario.posts[id].service_takes, PostServed{id});
    if (convoy.to_serve == 0) ++done;
  }
  post.queue.erase(post.queue.begin(), post.queue.begin() + static_cast<std::ptrdiff_t>(done));
}

/// The last of the convoy has been served: all go on.
void leave_served(Turn& t, PostId id, ConvoyId convoy_id) {
  Convoy& convoy = t.world.convoys[convoy_id];
  const citerne::Post& plan = t.plan.scenario.posts[id];
  t.world.posts[id].tankers -= static_cast<std::int32_t>(convoy.tankers.count);
  const Duration waited = t.now() - convoy.since - plan.service_takes;
  end_wait(t, convoy.tankers);
  if (t.world.counting) t.world.post_wait[id] += seconds(waited.count() * convoy.tankers.count);
  for (TankerId k = convoy.tankers.first; !k.is_none(); k = t.world.tankers[k].next)
    (plan.kind == PostKind::border ? t.world.tankers[k].border_done : t.world.tankers[k].customs_done) = true;
  convoy.state = ConvoyState::held_at_place;
  convoy.post = PostId::none();
  stop_over(t, convoy_id);
}

void queue_at_post(Turn& t, ConvoyId id, PostId post) {
  Convoy& convoy = t.world.convoys[id];
  convoy.state = ConvoyState::at_post;
  convoy.post = post;
  convoy.since = t.now();
  begin_wait(t, convoy.tankers,
             cause(t.plan.scenario.posts[post].kind == PostKind::border ? Cause::border : Cause::customs),
             t.plan.scenario.posts[post].service_takes);
  convoy.to_serve = convoy.tankers.count;
  t.world.posts[post].tankers += static_cast<std::int32_t>(convoy.tankers.count);
  t.world.posts[post].queue.push_back(id);
  serve_post(t, post);
}

/// The fuel of a load that was given up, back to its supplier. What finds no room in a tank is sold
/// elsewhere.
void give_back(Turn& t, const Tanker& tanker, SourceId to) {
  const TankId tank = t.plan.sources[to].tank;
  const Volume volume = t.plan.fleets[tanker.fleet].load;
  AccountId account_of_supplier = account(Account::outside);
  if (!tank.is_none()) {
    touch(t, tank);
    const bool fits =
        stock_of(t, tank) + t.world.tanks[tank].unloading + volume <= t.plan.tanks[tank].capacity;
    account_of_supplier = fits ? t.world.tanks[tank].stock : account(Account::diverted);
  }
  fuel(t, ProductId{tanker.product}).move(account(Account::in_tankers), account_of_supplier, volume);
}

void end_cycle(Turn& t, TankerId id) {
  Tanker& tanker = t.world.tankers[id];
  if (t.world.counting) {
    ++t.world.cycles[tanker.fleet];
    t.world.cycle_time[tanker.fleet] += t.now() - tanker.assigned_at;
  }
  const SourceId supplier = std::exchange(tanker.gives_back_to, SourceId::none());
  if (!supplier.is_none()) give_back(t, tanker, supplier);
  park(t, id);
  if (!supplier.is_none() && !t.plan.sources[supplier].tank.is_none())
    stock_rose(t, t.plan.sources[supplier].tank);
}

/// Tankers that are where they were bound for leave the convoy.
void deliver(Turn& t, ConvoyId id) {
  Convoy& convoy = t.world.convoys[id];
  while (convoy.tankers.count > 0) {
    const TankerId tanker_id = pop_front(t, convoy.tankers);
    Tanker& tanker = t.world.tankers[tanker_id];
    if (!loaded(tanker)) {
      end_cycle(t, tanker_id);
      continue;
    }
    const TankId tank = t.world.loads[tanker.load].tank;
    t.world.loads[tanker.load].state = LoadState::at_tank;
    tanker.state = TankerState::at_tank;
    tanker.since = t.now();
    tanker.waits_for = cause(Cause::tank_full);
    append(t, t.world.tanks[tank].waiting, tanker_id);
    touch(t, tank);
    tanker_came(t, tank);
  }
  dissolve(t, id);
}

void leave_pool(Turn& t, PoolId id) {
  Pool& pool = t.world.pools[id];
  const ConvoyId convoy = new_convoy(t, t.plan.pools[id].place);
  end_wait(t, pool.tankers);
  for (TankerId k = pool.tankers.first; !k.is_none(); k = t.world.tankers[k].next)
    t.world.tankers[k].state = TankerState::in_convoy;
  t.world.convoys[convoy].tankers = pool.tankers;
  pool.tankers = TankerList{};
  ++pool.stamp;
  proceed(t, convoy);
}

void join_pool(Turn& t, PoolId id, TankerId tanker_id) {
  Tanker& tanker = t.world.tankers[tanker_id];
  Pool& pool = t.world.pools[id];
  tanker.state = TankerState::pooled;
  tanker.since = t.now();
  tanker.waits_for = cause(Cause::assembly);
  append(t, pool.tankers, tanker_id);
  if (pool.tankers.count >= t.plan.pools[id].tankers)
    leave_pool(t, id);
  else if (pool.tankers.count == 1)
    t.world.calendar.schedule(t.now() + t.plan.pools[id].wait_at_most, PoolLeaves{id, pool.stamp});
}

/// At an assembly place loaded tankers wait for company on their next road; elsewhere the convoy goes on.
void gather_or_proceed(Turn& t, ConvoyId id) {
  const PlaceId place = t.world.convoys[id].place;
  const auto pool_for = [&](TankerId k) {
    Tanker& tanker = t.world.tankers[k];
    forget_shut_habit(t, tanker);
    const bool waits = loaded(tanker) && tanker.retreats_to.is_none();
    const ArcId road = waits ? next_road(t, tanker, place) : ArcId::none();
    return road.is_none() ? PoolId::none() : t.plan.pool_of_arc[road.index()];
  };
  if (!t.plan.assembles[place.index()]) return proceed(t, id);
  const Parts parts = divide(t, id, [&](TankerId k) { return pool_for(k).is_none(); });
  if (!parts.rest.is_none()) {
    TankerList arrived = std::exchange(t.world.convoys[parts.rest].tankers, {});
    dissolve(t, parts.rest);
    while (arrived.count > 0) {
      const TankerId k = pop_front(t, arrived);
      join_pool(t, pool_for(k), k);
    }
  }
  if (!parts.chosen.is_none()) proceed(t, parts.chosen);
}

}  // namespace

void stop_over(Turn& t, ConvoyId id) {
  const PlaceId place = t.world.convoys[id].place;
  while (!id.is_none()) {  // post by post
    const PostId post = formality(t, t.world.convoys[id].tankers.first, place);
    const Parts same = divide(t, id, [&](TankerId k) { return formality(t, k, place) == post; });
    if (!post.is_none()) {
      queue_at_post(t, same.chosen, post);
    } else {
      const Parts at_goal = divide(t, same.chosen, [&](TankerId k) {
        return t.world.tankers[k].bound_for == place && t.world.tankers[k].retreats_to.is_none();
      });
      if (!at_goal.chosen.is_none()) deliver(t, at_goal.chosen);
      if (!at_goal.rest.is_none()) gather_or_proceed(t, at_goal.rest);
    }
    id = same.rest;
  }
}

/// Out of the queue; those at the desk are served for nothing.
void leave_post(Turn& t, ConvoyId id) {
  Convoy& convoy = t.world.convoys[id];
  Post& post = t.world.posts[convoy.post];
  post.tankers -= static_cast<std::int32_t>(convoy.tankers.count);
  std::erase(post.queue, id);
  convoy.to_serve = convoy.in_service = 0;
  convoy.post = PostId::none();
  ++convoy.stamp;
}

void forget_verdicts(Turn& t, TankerId tanker) {
  const std::size_t controls = t.plan.controls.size();
  std::fill_n(t.world.verdicts.begin() + static_cast<std::ptrdiff_t>(tanker.index() * controls), controls,
              Verdict::none);
  t.world.tankers[tanker].refused = false;
}

ConvoyId new_convoy(Turn& t, PlaceId place) {
  ConvoyId id;
  if (t.world.free_convoys.empty()) {
    id = t.world.convoys.push_back(Convoy{});
  } else {
    id = t.world.free_convoys.back();
    t.world.free_convoys.pop_back();
  }
  Convoy& convoy = t.world.convoys[id];
  const std::uint32_t stamp = convoy.stamp;
  convoy = Convoy{};
  convoy.stamp = stamp;
  convoy.place = place;
  convoy.came = ++t.world.comings;
  convoy.state = ConvoyState::held_at_place;  // until it moves
  return id;
}

void dissolve(Turn& t, ConvoyId id) {
  leave_stretches(t, id, ArcId::none());
  Convoy& convoy = t.world.convoys[id];
  convoy.state = ConvoyState::free;
  ++convoy.stamp;
  t.world.free_convoys.push_back(id);
}

void append(Turn& t, TankerList& list, TankerId id) {
  t.world.tankers[id].next = TankerId::none();
  if (list.count++ == 0)
    list.first = id;
  else
    t.world.tankers[list.last].next = id;
  list.last = id;
}

TankerId pop_front(Turn& t, TankerList& list) {
  const TankerId id = list.first;
  list.first = t.world.tankers[id].next;
  if (--list.count == 0) list = TankerList{};
  t.world.tankers[id].next = TankerId::none();
  return id;
}

void begin_wait(Turn& t, const TankerList& list, CauseId by, Duration usual) {
  for (TankerId k = list.first; !k.is_none(); k = t.world.tankers[k].next) {
    t.world.tankers[k].since = t.now() + usual;
    t.world.tankers[k].waits_for = by;
  }
}

void end_wait(Turn& t, const TankerList& list) {
  for (TankerId k = list.first; !k.is_none(); k = t.world.tankers[k].next) {
    Tanker& tanker = t.world.tankers[k];
    if (loaded(tanker) && !tanker.waits_for.is_none())
      delay(t, tanker.load, tanker.waits_for, std::max(Duration{}, t.now() - tanker.since));
    tanker.waits_for = CauseId::none();
  }
}

void leave_supplier(Turn& t, TankerId id) {
  Tanker& tanker = t.world.tankers[id];
  const Load& load = t.world.loads[tanker.load];
  const LinePlan& line = t.plan.lines[load.line];
  const PlaceId place = t.plan.sources[line.source].place;
  tanker.bound_for = t.plan.tanks[load.tank].place;
  tanker.retreats_to = PlaceId::none();
  tanker.route = t.world.lines[load.line].by_tree ? RouteId::none() : line.route;
  tanker.leg = 0;
  tanker.heard = 0;
  tanker.border_done = tanker.customs_done = false;
  tanker.since = t.now();
  forget_verdicts(t, id);
  tanker.state = TankerState::in_convoy;
  const ConvoyId alone = new_convoy(t, place);
  append(t, t.world.convoys[alone].tankers, id);
  if (tanker.bound_for == place)
    deliver(t, alone);
  else
    gather_or_proceed(t, alone);
}

void head_for_home(Turn& t, TankerId id) {
  Tanker& tanker = t.world.tankers[id];
  tanker.bound_for = t.plan.fleets[tanker.fleet].base;
  tanker.retreats_to = PlaceId::none();
  tanker.route = RouteId::none();
  forget_verdicts(t, id);
}

void go_home(Turn& t, TankerId id, PlaceId from) {
  Tanker& tanker = t.world.tankers[id];
  head_for_home(t, id);
  if (tanker.bound_for == from) {
    end_cycle(t, id);
    return;
  }
  tanker.state = TankerState::in_convoy;
  const ConvoyId alone = new_convoy(t, from);
  append(t, t.world.convoys[alone].tankers, id);
  proceed(t, alone);
}

void park(Turn& t, TankerId id) {
  Tanker& tanker = t.world.tankers[id];
  tanker.state = TankerState::idle;
  tanker.bound_for = t.plan.fleets[tanker.fleet].base;
  append(t, t.world.idle[tanker.fleet], id);
  dispatch_fleet(t, tanker.fleet);
}

void proceed(Turn& t, ConvoyId id) {
  while (!id.is_none()) {
    const PlaceId place = t.world.convoys[id].place;
    for (TankerId k = t.world.convoys[id].tankers.first; !k.is_none(); k = t.world.tankers[k].next)
      forget_shut_habit(t, t.world.tankers[k]);
    const ArcId road = next_road(t, t.world.tankers[t.world.convoys[id].tankers.first], place);
    ConvoyId rest;
    if (t.world.convoys[id].tankers.count > 1) {  // where ways part the convoy splits
      const Parts parts =
          divide(t, id, [&](TankerId k) { return next_road(t, t.world.tankers[k], place) == road; });
      rest = parts.rest;
    }
    if (road.is_none())
      strand(t, id);
    else
      enter(t, id, road);
    id = rest;
  }
}

void cross(Turn& t, ConvoyId id, ArcId arc) {
  leave_stretches(t, id, arc);
  Convoy& convoy = t.world.convoys[id];
  const Instant now = t.now();
  const auto day = static_cast<std::size_t>((now - start_of_day(t.plan.begin)).count() / 86'400);
  const std::vector<Duration>& driving = t.plan.wet_day[day] ? t.plan.driving_wet : t.plan.driving_dry;
  Duration needs = driving[arc.index()];
  if (!t.plan.slowdowns_on[segment_of(arc).index()].empty())
    needs = seconds(needs.count() * 1'000'000 / speed_now(t, segment_of(arc)).count());
  if (t.plan.scenario.driving.noise_cv.count() > 0) needs = noisy(needs, luck_of(t, segment_of(arc)));
  convoy.state = ConvoyState::moving;
  convoy.going_back = false;
  convoy.held_by = ControlId::none();
  convoy.came = ++t.world.comings;
  convoy.arc = arc;
  convoy.entered = now;
  convoy.needs = needs;
  convoy.arrives = t.plan.window.after(now, needs);
  ++convoy.stamp;
  t.world.calendar.schedule(convoy.arrives, ConvoyReaches{id, convoy.stamp});
  count_on_road(t, convoy, 1);
  if (t.world.counting) t.world.entered_on[segment_of(arc).index()] += convoy.tankers.count;
  if (!t.plan.threats_on[arc.index()].empty()) note_entry(t, id, arc);
}

void move_on(Turn& t, ConvoyId id) {
  Convoy& convoy = t.world.convoys[id];
  convoy.state = convoy.going_back ? ConvoyState::moving_back : ConvoyState::moving;
  convoy.arrives = t.plan.window.after(t.now(), convoy.left_to_drive);
  ++convoy.stamp;
  count_on_road(t, convoy, 1);
  t.world.calendar.schedule(convoy.arrives, ConvoyReaches{id, convoy.stamp});
}

void apply(const ConvoyReaches& e, Turn& t) {
  Convoy& convoy = t.world.convoys[e.subject];
  if (convoy.stamp != e.stamp) return;
  if (convoy.state == ConvoyState::at_levy) return leave_levy(t, e.subject);
  count_on_road(t, convoy, -1);
  const bool forward = !convoy.going_back;
  const PlaceId place = forward ? t.plan.graph.head(convoy.arc) : t.plan.graph.tail(convoy.arc);
  convoy.place = place;
  convoy.arc = ArcId::none();
  convoy.going_back = false;
  convoy.came = ++t.world.comings;
  convoy.state = ConvoyState::held_at_place;  // until it moves
  leave_stretches_at(t, e.subject);
  bool stops = false;
  for (TankerId k = convoy.tankers.first; !k.is_none(); k = t.world.tankers[k].next) {
    Tanker& tanker = t.world.tankers[k];
    stops = stops || tanker.bound_for == place || (loaded(tanker) && t.plan.may_stop[place.index()] != 0);
    if (forward && !tanker.route.is_none()) ++tanker.leg;
    if (!forward) tanker.route = RouteId::none();  // turned back: it plans anew
    if (tanker.retreats_to == place) tanker.retreats_to = PlaceId::none();
  }
  if (stops)
    stop_over(t, e.subject);
  else
    proceed(t, e.subject);
}

void apply(const PostServed& e, Turn& t) {
  Post& post = t.world.posts[e.subject];
  const AtDesk done = post.at_desk.front();
  post.at_desk.erase(post.at_desk.begin());
  post.free_lanes += done.tankers;
  Convoy& convoy = t.world.convoys[done.convoy];
  if (convoy.stamp == done.stamp) {
    if (t.world.counting) t.world.crossed[e.subject] += done.tankers;
    convoy.in_service -= done.tankers;
    if (convoy.to_serve == 0 && convoy.in_service == 0) leave_served(t, e.subject, done.convoy);
  }
  serve_post(t, e.subject);
}

void apply(const PoolLeaves& e, Turn& t) {
  if (t.world.pools[e.subject].stamp == e.stamp) leave_pool(t, e.subject);
}

}  // namespace citerne::engine
