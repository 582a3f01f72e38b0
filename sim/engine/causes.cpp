#include <algorithm>
#include <tuple>

#include "citerne/model/shares.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

/// Adds the wait that a load is in now to its delays so far; `weights` has one entry per cause.
void add_wait_so_far(const Turn& t, const Load& load, std::vector<std::int64_t>& weights) {
  const auto add = [&](CauseId by, Duration d) {
    weights[by.index()] += std::max<std::int64_t>(0, d.count());
  };
  const SourceId source = t.plan.lines[load.line].source;
  if (load.tanker.is_none()) {
    const bool from_tank = !t.plan.sources[source].tank.is_none();
    const Duration dry = from_tank ? blocked_clock(t, source) - load.source_blocked : Duration{};
    add(cause(Cause::supplier_dry), dry);
    add(cause(Cause::no_tanker), t.now() - load.queued_at - dry);
    return;
  }
  const Tanker& tanker = t.world.tankers[load.tanker];
  if (tanker.waits_for.is_none()) return;
  Duration waited = t.now() - tanker.since;
  if (tanker.state == TankerState::at_bay) {
    const Duration shut = blocked_clock(t, source) - load.source_blocked;
    if (shut > Duration{}) add(t.world.sources[source].blocked_by, shut);
    waited -= shut;
  }
  add(tanker.waits_for, waited);
}

/// Splits `volume` over the causes of one overdue load, by its delays so far.
void book_to_load(Turn& t, PairId pair, LoadId id, Volume volume) {
  const Load& load = t.world.loads[id];
  const std::size_t causes = t.plan.causes.size();
  Volume* const account = &t.world.deficit_by_cause[pair.index() * causes];
  if (load.state == LoadState::gone) {
    account[load.gone_by.index()] += volume;
    return;
  }
  std::vector<std::int64_t>& weights = t.scratch.weights;
  weights.assign(causes, 0);
  std::int64_t explained = 0;
  for (std::size_t c = 0; c < causes; ++c) weights[c] = std::max(0, t.world.delays[id.index() * causes + c]);
  add_wait_so_far(t, load, weights);
  for (const std::int64_t w : weights) explained += w;
  weights[cause(Cause::road).index()] +=
      std::max<std::int64_t>(explained == 0 ? 1 : 0, (t.now() - load.due).count() - explained);
  std::vector<std::int64_t> parts;
  split_exactly(volume.count(), weights, parts);
  for (std::size_t c = 0; c < causes; ++c) account[c] += Volume{parts[c]};
}

/// Books what overdue loads of `tank` explain of a shortfall at `pair`; returns the rest.
Volume book_to_overdue(Turn& t, PairId pair, TankId tank, Volume volume) {
  std::vector<LoadId>& overdue = t.scratch.loads;
  overdue.clear();
  for (LoadId id = t.world.tanks[tank].first_outstanding; !id.is_none(); id = t.world.loads[id].later) {
    const Load& load = t.world.loads[id];
    // All that was missing up to a due time has been booked then: what is new came behind it.
    if (load.due < t.now() && load.explains > Volume{}) overdue.push_back(id);
  }
  std::ranges::sort(overdue, {}, [&](LoadId id) {
    return std::tuple{t.world.loads[id].due, t.world.loads[id].ordered_at, id};
  });
  for (const LoadId id : overdue) {
    if (volume == Volume{}) break;
    const Volume part = std::min(volume, t.world.loads[id].explains);
    t.world.loads[id].explains -= part;
    book_to_load(t, pair, id, part);
    volume -= part;
  }
  return volume;
}

/// What no overdue load explains, in the order of docs/model.md.
void book_rest(Turn& t, PairId pair, TankId tank, Volume volume, Volume from_shift) {
  Volume* const account = &t.world.deficit_by_cause[pair.index() * t.plan.causes.size()];
  const auto book = [&](Cause c, Volume part) {
    account[cause(c).index()] += part;
    volume -= part;
  };
  book(Cause::demand_shift, std::min(volume, from_shift));
  if (t.world.tanks[tank].cannot_order) return book(Cause::not_ordered, volume);
  Volume without_tanker;
  for (LoadId id = t.world.tanks[tank].first_outstanding; !id.is_none(); id = t.world.loads[id].later)
    if (t.world.loads[id].state == LoadState::waiting) without_tanker += t.world.loads[id].explains;
  book(Cause::no_tanker, std::min(volume, without_tanker));
  book(Cause::stock_policy, volume);
}

}  // namespace

void book_deficit(Turn& t, TankId id) {
  Tank& tank = t.world.tanks[id];
  if (tank.unbooked == Volume{}) return;
  const Volume volume = tank.unbooked, from_shift = tank.unbooked_shift;
  tank.unbooked = tank.unbooked_shift = Volume{};
  if (!t.world.counting) return;
  const TankPlan& plan = t.plan.tanks[id];
  // A tank that is fed inside its place waits for the loads of the tank that feeds it.
  const TankId waits_at = plan.fed_by.is_none() ? id : plan.fed_by;
  const Volume rest = book_to_overdue(t, plan.pair, waits_at, volume);
  if (rest > Volume{}) book_rest(t, plan.pair, waits_at, rest, from_shift);
}

void book_what_waits_for(Turn& t, TankId id) {
  touch(t, id);
  book_deficit(t, id);
  for (const TankId fed : t.plan.tanks[id].feeds) {
    touch(t, fed);
    book_deficit(t, fed);
  }
}

}  // namespace citerne::engine
