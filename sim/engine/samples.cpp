#include <algorithm>

#include "citerne/model/service.hpp"
#include "turn.hpp"

/// State at each sample.
namespace citerne::engine {
namespace {

void sample_pairs(Turn& t) {
  Series& series = t.record.series;
  const std::vector<std::int64_t>& profiles = profiles_now(t);
  for (const PairPlan& pair : t.plan.pairs) {
    const Reading now = read_pair(t, pair, profiles);
    series.stock_ml.push_back(now.stock.count());
    series.demand_ml.push_back(now.demand.count());  // heaped up; differences are taken at the end
    series.served_ml.push_back(now.served.count());
    series.cover_s.push_back(now.week == Volume{} ? -1 : cover_of(now.stock, now.week).count());
  }
}

void sample_roads(Turn& t) {
  Series& series = t.record.series;
  const World& w = t.world;
  series.moving.insert(series.moving.end(), w.moving_on.begin(), w.moving_on.end());
  series.held.insert(series.held.end(), w.held_on.begin(), w.held_on.end());
  series.trapped.insert(series.trapped.end(), w.trapped_on.begin(), w.trapped_on.end());
  series.waiting.insert(series.waiting.end(), w.held_at.begin(), w.held_at.end());
  for (const TankerList& idle : w.idle) series.idle.push_back(static_cast<std::int32_t>(idle.count));
  for (const ControlId c : t.plan.watched)
    series.passes_ppm.push_back(static_cast<std::int32_t>(share_now(t, c).count()));
  for (const Post& post : w.posts) series.at_post.push_back(post.tankers);
  for (std::size_t end = 0; end < w.escort_ends.size(); end += 2)
    series.awaiting_escort.push_back(static_cast<std::int32_t>(
        w.escort_ends[EscortEndId{end}].waiting.count + w.escort_ends[EscortEndId{end + 1}].waiting.count));
  const std::size_t first = series.assembling.size();
  series.assembling.resize(first + t.plan.scenario.assemblies.size(), 0);
  for (const PoolId p : ids_of(w.pools))
    series.assembling[first + t.plan.pools[p].assembly] +=
        static_cast<std::int32_t>(w.pools[p].tankers.count);
}

}  // namespace

Reading read_pair(const Turn& t, const PairPlan& pair, const std::vector<std::int64_t>& profiles_now) {
  Reading sum;
  for (const TankId id : pair.tanks) {
    const TankPlan& plan = t.plan.tanks[id];
    Volume left = stock_of(t, id);
    for (std::uint32_t i = plan.first_draw; i < plan.first_draw + plan.draws; ++i) {
      const Draw& draw = t.world.draws[i];
      Drawn d;
      if (const LotsId lots = t.plan.draws[i].lots; lots.is_none())
        d = drawn(draw, profiles_now[draw.profile]);
      else
        d.demand = d.served = lots_due(t, lots, t.now());  // a tank that does not serve all is settled
      const Volume served = std::min(d.served, left);
      left -= served;
      sum.demand += t.world.draw_meters[i].demand + d.demand;
      sum.served += t.world.draw_meters[i].served + served;
    }
    sum.stock += left;
    sum.week += t.world.week[id.index()];
  }
  return sum;
}

const std::vector<std::int64_t>& profiles_now(Turn& t) {
  std::vector<std::int64_t>& heaped = t.scratch.profiles;
  heaped.clear();
  for (const CumulativeProfile& profile : t.plan.profiles) heaped.push_back(profile.at(t.now()));
  return heaped;
}

void reserve_series(Turn& t) {
  if (!t.record.what.series) return;
  const Plan& plan = t.plan;
  Series& s = t.record.series;
  const std::size_t samples = plan.scenario.calendar.sample_count(),
                    days = plan.scenario.calendar.day_count();
  for (auto* of_pairs : {&s.stock_ml, &s.demand_ml, &s.served_ml, &s.cover_s})
    of_pairs->reserve(samples * plan.pairs.size());
  for (auto* of_segments : {&s.moving, &s.held, &s.trapped})
    of_segments->reserve(samples * t.world.moving_on.size());
  s.waiting.reserve(samples * t.world.held_at.size());
  s.idle.reserve(samples * plan.fleets.size());
  s.passes_ppm.reserve(samples * plan.watched.size());
  s.at_post.reserve(samples * t.world.posts.size());
  s.delivered_ml.reserve(days * plan.lines.size());
  s.dry.reserve(days * plan.pairs.size());
  s.awaiting_escort.reserve(samples * plan.escorts.size());
  s.assembling.reserve(samples * plan.scenario.assemblies.size());
}

void apply(const SampleDue&, Turn& t) {
  check_ledger(t.world);
  if (t.record.what.series) {
    sample_pairs(t);
    sample_roads(t);
  }
  const Instant next = t.now() + t.plan.scenario.calendar.sample_every;
  if (next < t.plan.end) t.world.calendar.schedule(next, SampleDue{});
}

}  // namespace citerne::engine
