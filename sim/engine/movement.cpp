#include <algorithm>

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

}  // namespace

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
  convoy.state = ConvoyState::held_at_place;  // until it moves
  return id;
}

ConvoyId convoy_of(Turn& t, TankerId id, PlaceId place) {
  t.world.tankers[id].state = TankerState::in_convoy;
  const ConvoyId alone = new_convoy(t, place);
  append(t, t.world.convoys[alone].tankers, id);
  note_coming(t, alone);
  return alone;
}

void note_coming(Turn& t, ConvoyId id) {
  Convoy& convoy = t.world.convoys[id];
  convoy.came = t.world.comings + 1;
  for (TankerId k = convoy.tankers.first; !k.is_none(); k = t.world.tankers[k].next)
    t.world.tankers[k].came = ++t.world.comings;
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

void proceed(Turn& t, ConvoyId id) {
  id = wait_for_escort(t, id);
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

const std::vector<Duration>& driving_today(const Turn& t) {
  const auto day = static_cast<std::size_t>((t.now() - start_of_day(t.plan.begin)).count() / 86'400);
  return t.plan.wet_day[day] ? t.plan.driving_wet : t.plan.driving_dry;
}

void cross(Turn& t, ConvoyId id, ArcId arc) {
  leave_stretches(t, id, arc);
  leave_escorts(t, id, arc);
  Convoy& convoy = t.world.convoys[id];
  const Instant now = t.now();
  Duration needs = driving_today(t)[arc.index()];
  if (!t.plan.slowdowns_on[segment_of(arc).index()].empty())
    needs = seconds(needs.count() * 1'000'000 / speed_now(t, segment_of(arc)).count());
  if (t.plan.scenario.driving.noise_cv.count() > 0) needs = noisy(needs, luck_of(t, segment_of(arc)));
  convoy.state = ConvoyState::moving;
  convoy.going_back = false;
  convoy.held_by = ControlId::none();
  note_coming(t, id);
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
  note_coming(t, e.subject);
  convoy.state = ConvoyState::held_at_place;  // until it moves
  leave_stretches_at(t, e.subject);
  leave_escorts(t, e.subject, ArcId::none());  // a unit may lead others away: convoys may move in memory
  bool stops = false;
  for (TankerId k = t.world.convoys[e.subject].tankers.first; !k.is_none(); k = t.world.tankers[k].next) {
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

}  // namespace citerne::engine
