#include <algorithm>

#include "divide.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

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

}  // namespace

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

void leave_post(Turn& t, ConvoyId id) {
  Convoy& convoy = t.world.convoys[id];
  Post& post = t.world.posts[convoy.post];
  post.tankers -= static_cast<std::int32_t>(convoy.tankers.count);
  std::erase(post.queue, id);
  convoy.to_serve = convoy.in_service = 0;
  convoy.post = PostId::none();
  ++convoy.stamp;
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

}  // namespace citerne::engine
