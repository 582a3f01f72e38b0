#include <algorithm>
#include <variant>

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
    const QueueTime waited = queue_time(t, load);
    add(cause(Cause::supplier_dry), waited.dry);
    add(cause(Cause::no_tanker), waited.without_tanker);
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
  // All that was missing up to a due date has been booked then: what is new came behind it.
  while (volume > Volume{} && !t.world.tanks[tank].first_late.is_none()) {
    const LoadId id = t.world.tanks[tank].first_late;
    Load& load = t.world.loads[id];
    const Volume part = std::min(volume, load.explains);
    load.explains -= part;
    if (load.state == LoadState::waiting) t.world.tanks[tank].without_tanker -= part;
    book_to_load(t, pair, id, part);
    volume -= part;
    if (load.explains == Volume{}) no_longer_late(t, id);
  }
  return volume;
}

/// Nobody could order along this line: the outage or the control that is known to shut it.
CauseId what_shut(const Turn& t, const LinePlan& line) {
  const SourcePlan& source = t.plan.sources[line.source];
  if (t.world.sources[line.source].known_closed)
    for (const OutageId id : ids_of(t.plan.outages)) {
      const EventId e = t.plan.outages[id];
      const auto& outage = std::get<Outage>(t.plan.scenario.events[e].what);
      if (outage.terminal == source.terminal && t.world.outage_known[id] != 0) return t.plan.cause_of(e);
    }
  const TankPlan& tank = t.plan.tanks[line.tank];
  for (const ArcId road : t.plan.routes[line.route].arcs)
    for (const ControlId c : t.plan.controls_on[road.index()])
      if (known_share(t, c) == Share{} && t.plan.applies(t.plan.controls[c], true, tank.product, tank.place))
        return t.plan.cause_of(t.plan.controls[c].event);
  return cause(Cause::not_ordered);
}

/// No way was known: each line answers for its share.
void book_not_ordered(Turn& t, PairId pair, const TankPlan& tank, Volume volume) {
  std::vector<std::int64_t>& shares = t.scratch.weights;
  shares.clear();
  for (std::uint32_t i = 0; i < tank.lines; ++i)
    shares.push_back(t.plan.lines[LineId{tank.first_line + i}].share.count());
  std::vector<std::int64_t> parts;
  split_exactly(volume.count(), shares, parts);
  for (std::uint32_t i = 0; i < tank.lines; ++i)
    t.world.deficit_by_cause[pair.index() * t.plan.causes.size() +
                             what_shut(t, t.plan.lines[LineId{tank.first_line + i}]).index()] +=
        Volume{parts[i]};
}

/// What no overdue load explains, in the order of docs/model.md.
void book_rest(Turn& t, PairId pair, TankId tank, Volume volume, Volume from_shift) {
  Volume* const account = &t.world.deficit_by_cause[pair.index() * t.plan.causes.size()];
  const auto book = [&](Cause c, Volume part) {
    account[cause(c).index()] += part;
    volume -= part;
  };
  book(Cause::demand_shift, std::min(volume, from_shift));
  if (t.world.tanks[tank].cannot_order) return book_not_ordered(t, pair, t.plan.tanks[tank], volume);
  book(Cause::no_tanker, std::min(volume, t.world.tanks[tank].without_tanker));
  book(Cause::stock_policy, volume);
}

}  // namespace

void becomes_late(Turn& t, LoadId id) {
  Load& load = t.world.loads[id];
  Tank& tank = t.world.tanks[load.tank];
  load.late = true;
  load.late_before = tank.last_late;
  (tank.last_late.is_none() ? tank.first_late : t.world.loads[tank.last_late].late_after) = id;
  tank.last_late = id;
}

void no_longer_late(Turn& t, LoadId id) {
  Load& load = t.world.loads[id];
  if (!load.late) return;
  Tank& tank = t.world.tanks[load.tank];
  (load.late_before.is_none() ? tank.first_late : t.world.loads[load.late_before].late_after) =
      load.late_after;
  (load.late_after.is_none() ? tank.last_late : t.world.loads[load.late_after].late_before) =
      load.late_before;
  load.late_before = load.late_after = LoadId::none();
  load.late = false;
}

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

void book_what_could_not_be_ordered(Turn& t) {
  for (const TankId id : ids_of(t.plan.tanks))
    if (t.world.tanks[id].cannot_order) book_what_waits_for(t, id);
}

void book_what_waits_for(Turn& t, TankId id) {
  const auto book = [&](TankId k) {
    const Tank& tank = t.world.tanks[k];
    // Most tanks serve all, and go on to until they are looked at.
    if (tank.serves_all && tank.unbooked == Volume{} && t.now() < tank.looks_at) return;
    touch(t, k);
    book_deficit(t, k);
  };
  book(id);
  for (const TankId fed : t.plan.tanks[id].feeds) book(fed);
}

}  // namespace citerne::engine
