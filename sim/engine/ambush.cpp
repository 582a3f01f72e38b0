#include "citerne/model/ambush.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "citerne/base/contract.hpp"
#include "citerne/base/random.hpp"
#include "citerne/model/threat.hpp"
#include "divide.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

bool listed(const Threat& threat, ConvoyId id) {
  return std::ranges::any_of(threat.on, [&](const OnStretch& on) { return on.convoy == id; });
}

/// Where a convoy is on a stretch and which way it goes: at a place, where it goes next. Half roads from the
/// end it came in at; none when it goes no further on it.
struct Spot {
  ArcId road;
  bool forward, backward;  ///< Both where two chains lead along the road against each other.
  std::int32_t half_roads;
};
std::optional<Spot> spot_of(Turn& t, const ThreatPlan& plan, ConvoyId id) {
  const Convoy& convoy = t.world.convoys[id];
  const auto& forward = t.plan.controls[plan.wreck].forward;
  const bool stands = convoy.arc.is_none();
  const Tanker& first = t.world.tankers[convoy.tankers.first];
  if (stands && first.bound_for == convoy.place) return std::nullopt;
  ArcId road = stands ? next_road(t, first, convoy.place) : convoy.arc;
  if (road.is_none() || plan.position[road.index()] < 0) return std::nullopt;
  if (convoy.going_back) road = opposite(road);
  return Spot{road, forward[road.index()] != 0, forward[opposite(road).index()] != 0,
              2 * plan.position[road.index()] + (stands ? 0 : 1)};
}

/// Is the convoy one that the threat waits for?
bool fits(Turn& t, const ThreatPlan& plan, ConvoyId id) {
  const Convoy& convoy = t.world.convoys[id];
  if (convoy.state == ConvoyState::trapped || convoy.tankers.count < plan.rules.at_least) return false;
  if (!convoy.held_by.is_none() && !t.plan.controls[convoy.held_by].wreck_of.is_none()) return false;
  const TrafficFilter& strikes = plan.rules.strikes;
  if (strikes.direction != Direction::both) {
    const std::optional<Spot> spot = spot_of(t, plan, id);
    if (!spot || !(strikes.direction == Direction::forward ? spot->forward : spot->backward)) return false;
  }
  const auto& inside = t.plan.controls[plan.wreck].inside;
  for (TankerId k = convoy.tankers.first; !k.is_none(); k = t.world.tankers[k].next) {
    const Tanker& tanker = t.world.tankers[k];
    if (Plan::means(strikes, inside, loaded(tanker), ProductId{tanker.product}, tanker.bound_for))
      return true;
  }
  return false;
}

Volume fuel_in(const Turn& t, TankerId id) { return t.plan.fleets[t.world.tankers[id].fleet].load; }

/// Tankers that are gone with what they carry, which lies in `from`.
void destroy(Turn& t, ConvoyId id, const ThreatPlan& plan, Account from) {
  while (t.world.convoys[id].tankers.count > 0) {
    const TankerId k = pop_front(t, t.world.convoys[id].tankers);
    leave_escort(t, k, t.world.convoys[id]);
    Tanker& tanker = t.world.tankers[k];
    if (carries_fuel(tanker))
      fuel(t, ProductId{tanker.product}).move(account(from), account(Account::lost), fuel_in(t, k));
    if (loaded(tanker)) lose_load(t, k, plan.event, plan.rules.news_after);
    tanker.state = TankerState::lost;
    if (const Duration after = t.plan.fleets[tanker.fleet].replaced_after; after > Duration{})
      t.world.calendar.schedule(t.now() + after, TankerReplaced{k});
    if (t.world.counting) ++t.world.lost_tankers[tanker.fleet];
  }
  dissolve(t, id);
}

void trap(Turn& t, ConvoyId id, const ThreatPlan& plan, Fate fate, Duration after) {
  for (TankerId k = t.world.convoys[id].tankers.first; !k.is_none(); k = t.world.tankers[k].next)
    leave_escort(t, k, t.world.convoys[id]);
  Convoy& convoy = t.world.convoys[id];
  convoy.state = ConvoyState::trapped;
  convoy.fate = fate;
  convoy.since = t.now();
  ++convoy.stamp;
  begin_wait(t, convoy.tankers, t.plan.cause_of(plan.event));
  for (TankerId k = convoy.tankers.first; !k.is_none(); k = t.world.tankers[k].next) {
    Tanker& tanker = t.world.tankers[k];
    if (!carries_fuel(tanker)) continue;
    tanker.carried = fate == Fate::diverted;
    fuel(t, ProductId{tanker.product})
        .move(account(Account::in_tankers), account(Account::trapped), fuel_in(t, k));
    if (!loaded(tanker)) continue;
    if (fate == Fate::diverted)
      lose_load(t, k, plan.event, plan.rules.news_after);  // known lost with the ambush's own news
    else
      t.world.loads[tanker.load].state = LoadState::trapped;
  }
  if (!convoy.arc.is_none())
    t.world.trapped_on[segment_of(convoy.arc).index()] += static_cast<std::int32_t>(convoy.tankers.count);
  t.world.calendar.schedule(t.now() + after, FateComes{id, convoy.stamp});
}

/// Parts the first `count` tankers from a convoy.
Parts take_first(Turn& t, ConvoyId id, std::size_t count) {
  std::size_t seen = 0;
  return divide(t, id, [&](TankerId) { return seen++ < count; });
}

/// Recovered, then diverted, then lost, in convoy order.
void decide_fates(Turn& t, ConvoyId id, const ThreatPlan& plan) {
  const Trapped& shares = plan.rules.trapped;
  const auto [recovered, diverted, lost] =
      fates_of_trapped(t.world.convoys[id].tankers.count, shares.recovered, shares.diverted, shares.lost);
  const Parts first = take_first(t, id, recovered);
  if (!first.chosen.is_none()) trap(t, first.chosen, plan, Fate::recovered, shares.recovered_after);
  if (first.rest.is_none()) return;
  const Parts second = take_first(t, first.rest, diverted);
  if (!second.chosen.is_none()) trap(t, second.chosen, plan, Fate::diverted, shares.diverted_after);
  if (!second.rest.is_none()) destroy(t, second.rest, plan, Account::in_tankers);
}

/// Who is on the stretch. Convoys on one road know it themselves; for several roads there is a list.
const std::vector<OnStretch>& on_stretch(Turn& t, ThreatId id) {
  const ThreatPlan& plan = t.plan.threats[id];
  if (!plan.is_road) return t.world.threats[id].on;
  std::vector<OnStretch>& on = t.scratch.on;
  on.clear();
  for (const ConvoyId c : ids_of(t.world.convoys)) {
    const Convoy& convoy = t.world.convoys[c];
    if (convoy.state != ConvoyState::free && !convoy.arc.is_none() && plan.position[convoy.arc.index()] >= 0)
      on.push_back({c, convoy.entered, convoy.came});
  }
  return on;
}

/// Of the convoys that a new wreck stops, those ahead of the struck one, in its direction, go on: it does not
/// mean them.
void let_those_ahead_go(Turn& t, ThreatId id, ConvoyId struck) {
  const ThreatPlan& plan = t.plan.threats[id];
  if (t.world.controls[plan.wreck].grade != 0)  // an earlier wreck let others off
    for (const TankerId k : ids_of(t.world.tankers)) verdict(t, k, plan.wreck) = Verdict::none;
  const std::optional<Spot> ours = spot_of(t, plan, struck);
  if (!ours) return;
  for (const OnStretch& on : on_stretch(t, id)) {
    const Convoy& other = t.world.convoys[on.convoy];
    const std::optional<Spot> theirs = spot_of(t, plan, on.convoy);
    if (on.convoy == struck || !theirs) continue;
    if (plan.is_road ? theirs->road != ours->road : theirs->forward != ours->forward) continue;
    const bool came_first = other.came < t.world.convoys[struck].came;
    if (theirs->half_roads < ours->half_roads || (theirs->half_roads == ours->half_roads && !came_first))
      continue;
    for (TankerId k = other.tankers.first; !k.is_none(); k = t.world.tankers[k].next)
      verdict(t, k, plan.wreck) = Verdict::exempt;
  }
}

void close_stretch(Turn& t, ThreatId id) {
  const ThreatPlan& plan = t.plan.threats[id];
  if (plan.rules.road_cleared_after == Duration{}) {
    happened(t, plan.event, true);
    happened(t, plan.event, false);
    return;
  }
  const Instant cleared = t.now() + plan.rules.road_cleared_after;
  Threat& threat = t.world.threats[id];
  threat.cleared_at = std::max(threat.cleared_at, cleared);
  turn_control(t, plan.wreck, 1);
  t.world.calendar.schedule(t.now() + plan.rules.news_after, ControlNews{plan.wreck, 1});
  t.world.calendar.schedule(cleared, ControlTurns{plan.wreck, 0});
  t.world.calendar.schedule(cleared + plan.rules.news_after, ControlNews{plan.wreck, 0});
}

/// It stops being whatever it was: moving, waiting, at a post.
void take_off_road(Turn& t, ConvoyId id) {
  Convoy& convoy = t.world.convoys[id];
  end_wait(t, convoy.tankers);
  convoy.held_by = ControlId::none();
  if (convoy.state == ConvoyState::at_post) leave_post(t, id);
  if (convoy.state == ConvoyState::at_levy) ++convoy.stamp;
  if (convoy.arc.is_none()) {
    if (convoy.state == ConvoyState::held_at_place || convoy.state == ConvoyState::at_levy ||
        convoy.state == ConvoyState::stranded)
      t.world.held_at[convoy.place.index()] -= static_cast<std::int32_t>(convoy.tankers.count);
    return;
  }
  const bool moves = convoy.state != ConvoyState::held_on_road;
  if (moves) convoy.left_to_drive = t.plan.window.between(t.now(), convoy.arrives);
  (moves ? t.world.moving_on : t.world.held_on)[segment_of(convoy.arc).index()] -=
      static_cast<std::int32_t>(convoy.tankers.count);
  ++convoy.stamp;
}

/// The row for a convoy of this size: the last that fits; those for escorted convoys stand last. There is
/// one.
const StrikeOutcome& outcome_for(const StrikeRules& rules, std::size_t tankers, bool is_escorted) {
  const StrikeOutcome* found = nullptr;
  for (const StrikeOutcome& row : rules.outcomes)
    if ((is_escorted || !row.escorted) && row.from_tankers <= static_cast<std::int64_t>(tankers))
      found = &row;
  CITERNE_ENSURE(found != nullptr);
  return *found;
}

/// The address of a strike's luck: that of the threat, or of a further one on its road while the window is
/// open.
StreamKey luck_of(const Turn& t, ThreatId id) {
  const Threat& threat = t.world.threats[id];
  return {.seed = t.world.seed,
          .replication = t.world.replication,
          .purpose = Purpose::ambush,
          .entity = name_hash(t.plan.scenario.events[t.plan.threats[id].event].id),
          .occasion = threat.strikes == 0 ? threat.number : follow_up_number(threat.number, threat.strikes)};
}

/// What becomes of each tanker, by the luck of the strike; empty when the convoy gets through unharmed.
std::vector<Struck> fates_of(const Turn& t, ThreatId id, ConvoyId struck) {
  const ThreatPlan& plan = t.plan.threats[id];
  const std::size_t tankers = t.world.convoys[struck].tankers.count;
  const StrikeOutcome& row = outcome_for(plan.rules, tankers, is_escorted(t, struck));
  Stream luck{luck_of(t, id)};
  if (uniform01(luck) * 1e6 < static_cast<double>(row.beaten_off.count())) return {};
  const Struck rest = row.rest == Rest::trapped ? Struck::trapped : Struck::spared;
  std::vector<Struck> fate =
      row.pattern == Pattern::first_and_last_lost ? first_and_last_lost(tankers)
      : row.pattern == Pattern::each
          ? each_by_chance(tankers, static_cast<std::size_t>(row.lost_at_least), row.lost_each, rest, luck)
          : counted_from_the_head(tankers, static_cast<std::size_t>(row.lost_tankers),
                                  static_cast<std::size_t>(row.trapped_tankers));
  abduct(fate, static_cast<std::size_t>(row.crews_abducted));
  return fate;
}

void log_strike(Turn& t, LogKind kind, ThreatId id, ConvoyId struck) {
  const Convoy& convoy = t.world.convoys[struck];
  log(t, {.kind = kind,
          .event = index32(t.plan.threats[id].event),
          .place = index32(convoy.place),
          .segment = convoy.arc.is_none() ? LogEntry::kNone : index32(segment_of(convoy.arc)),
          .tankers = static_cast<std::int64_t>(convoy.tankers.count)});
}

/// False when the convoy gets through unharmed and goes on as it was.
bool strike(Turn& t, ThreatId id, ConvoyId struck) {
  const ThreatPlan& plan = t.plan.threats[id];
  if (!plan.rules.every_convoy) t.world.threats[id].open_until = t.now();  // every instant so far is used up
  for (const TriggerId watcher : t.plan.triggers_after[plan.event.index()]) look_again(t, watcher);
  const std::vector<Struck> fate = fates_of(t, id, struck);
  ++t.world.threats[id].strikes;
  log_strike(t, fate.empty() ? LogKind::beaten_off : LogKind::ambush, id, struck);
  if (fate.empty()) {
    ++t.world.beaten_off[plan.event.index()];
    return false;
  }
  const auto lost = std::ranges::count(fate, Struck::lost),
             trapped = std::ranges::count(fate, Struck::trapped),
             abducted = std::ranges::count(fate, Struck::abducted);
  ++t.world.struck[plan.event.index()];
  t.world.struck_lost[plan.event.index()] += lost;
  t.world.struck_trapped[plan.event.index()] += trapped;
  t.world.abducted[plan.event.index()] += abducted;
  if (lost + trapped + abducted == 0) return false;  // by chance nobody was hit: no wreck either

  if (plan.rules.road_cleared_after > Duration{}) let_those_ahead_go(t, id, struck);
  take_off_road(t, struck);
  std::size_t seen = 0;
  const Parts burnt = divide(t, struck, [&](TankerId) { return fate[seen++] == Struck::lost; });
  ConvoyId rest = burnt.rest;
  if (!burnt.chosen.is_none()) destroy(t, burnt.chosen, plan, Account::in_tankers);
  if (!rest.is_none()) {
    const Parts held = take_first(t, rest, static_cast<std::size_t>(trapped));
    rest = held.rest;
    if (!held.chosen.is_none()) decide_fates(t, held.chosen, plan);
  }
  if (!rest.is_none()) {
    const Parts without_crew = take_first(t, rest, static_cast<std::size_t>(abducted));
    rest = without_crew.rest;
    if (!without_crew.chosen.is_none())
      trap(t, without_crew.chosen, plan, Fate::recovered, plan.rules.crews_back_after);
  }
  // The spared are behind the wreck: the closure below says what they do.
  if (!rest.is_none() && !t.world.convoys[rest].arc.is_none()) move_on(t, rest);
  close_stretch(t, id);
  if (rest.is_none()) return true;
  // Let go by the wreck, but they stood there for another control.
  if (t.world.convoys[rest].arc.is_none())
    stop_over(t, rest);
  else if (t.world.convoys[rest].state == ConvoyState::moving)
    stand_where_closed(t, rest);
  return true;
}

bool stays_on(const ThreatPlan& plan, const Convoy& convoy) {
  return plan.between[convoy.place.index()] != 0;
}

template <class Leaves>
void take_off_lists(Turn& t, ConvoyId id, Leaves leaves) {
  if (t.world.convoys[id].stretches == 0) return;
  for (const ThreatId threat : ids_of(t.plan.threats))
    if (leaves(t.plan.threats[threat]))
      t.world.convoys[id].stretches -= static_cast<std::uint32_t>(
          std::erase_if(t.world.threats[threat].on, [&](const OnStretch& on) { return on.convoy == id; }));
}

/// Is it at the last road's end this very second? The stay [a, a + d) is over.
bool leaves_now(const Turn& t, const ThreatPlan& plan, ConvoyId id) {
  const Convoy& convoy = t.world.convoys[id];
  if (convoy.state != ConvoyState::moving && convoy.state != ConvoyState::moving_back) return false;
  const PlaceId end = convoy.going_back ? t.plan.graph.tail(convoy.arc) : t.plan.graph.head(convoy.arc);
  return convoy.arrives == t.now() && plan.between[end.index()] == 0;
}

}  // namespace

void note_entry(Turn& t, ConvoyId id, ArcId arc) {
  for (const ThreatId threat_id : t.plan.threats_on[arc.index()]) {
    Threat& threat = t.world.threats[threat_id];
    if (!t.plan.threats[threat_id].is_road && !listed(threat, id)) {
      threat.on.push_back({id, t.now(), t.world.convoys[id].came});
      ++t.world.convoys[id].stretches;
    }
  }
  for (const ThreatId threat_id : t.plan.threats_on[arc.index()])
    if (t.now() < t.world.threats[threat_id].open_until && fits(t, t.plan.threats[threat_id], id) &&
        strike(t, threat_id, id))
      return;  // the convoy is no longer what it was
}

void leave_stretches(Turn& t, ConvoyId id, ArcId next) {
  take_off_lists(t, id,
                 [&](const ThreatPlan& plan) { return next.is_none() || plan.position[next.index()] < 0; });
}

void leave_stretches_at(Turn& t, ConvoyId id) {
  take_off_lists(t, id, [&](const ThreatPlan& plan) { return !stays_on(plan, t.world.convoys[id]); });
}

void share_stretches(Turn& t, ConvoyId from, ConvoyId to) {
  if (t.world.convoys[from].stretches == 0) return;
  for (Threat& threat : t.world.threats)
    for (std::size_t i = 0, size = threat.on.size(); i < size; ++i)
      if (threat.on[i].convoy == from) {
        threat.on.push_back({to, threat.on[i].entered, threat.on[i].order});
        ++t.world.convoys[to].stretches;
      }
}

void open_threat(Turn& t, ThreatId id, std::uint32_t number) {
  Threat& threat = t.world.threats[id];
  const ThreatPlan& plan = t.plan.threats[id];
  threat.open_until = std::max(threat.open_until, t.now() + plan.rules.window);
  threat.number = number;
  threat.strikes = 0;
  std::vector<Meant>& meant = t.scratch.meant;
  meant.clear();
  for (const OnStretch& on : on_stretch(t, id))
    if (!leaves_now(t, plan, on.convoy) && fits(t, plan, on.convoy))
      meant.push_back({on.entered, on.order, t.world.convoys[on.convoy].came, on.convoy});
  std::ranges::sort(meant);
  for (const Meant& m : meant) {
    const Convoy& convoy = t.world.convoys[m.convoy];
    // It may be another by now, or stand behind the wreck.
    if (convoy.state == ConvoyState::free || convoy.came != m.came || !fits(t, plan, m.convoy)) continue;
    strike(t, id, m.convoy);
    if (!plan.rules.every_convoy) return;
  }
}

void apply(const ThreatOpens& e, Turn& t) {
  open_threat(t, e.subject, t.world.threats[e.subject].openings++);
}

void apply(const FateComes& e, Turn& t) {
  Convoy& convoy = t.world.convoys[e.subject];
  if (convoy.stamp != e.stamp || convoy.state != ConvoyState::trapped) return;
  const bool recovered = convoy.fate == Fate::recovered;
  end_wait(t, convoy.tankers);
  for (TankerId k = convoy.tankers.first; !k.is_none(); k = t.world.tankers[k].next) {
    Tanker& tanker = t.world.tankers[k];
    if (recovered && carries_fuel(tanker))
      fuel(t, ProductId{tanker.product})
          .move(account(Account::trapped), account(Account::in_tankers), fuel_in(t, k));
    if (recovered && loaded(tanker)) t.world.loads[tanker.load].state = LoadState::on_road;
    if (recovered) continue;
    if (tanker.carried)
      fuel(t, ProductId{tanker.product})
          .move(account(Account::trapped), account(Account::diverted), fuel_in(t, k));
    tanker.carried = false;
    tanker.gives_back_to = SourceId::none();
    head_for_home(t, k);
  }
  log(t, {.kind = recovered ? LogKind::recovered : LogKind::diverted,
          .place = index32(convoy.place),
          .tankers = convoy.tankers.count});
  convoy.fate = Fate::none;
  if (convoy.arc.is_none()) {
    convoy.state = ConvoyState::held_at_place;  // until it moves
    stop_over(t, e.subject);
    return;
  }
  t.world.trapped_on[segment_of(convoy.arc).index()] -= static_cast<std::int32_t>(convoy.tankers.count);
  move_on(t, e.subject);
  // Not cleared yet, or closed by another since: they stand where they are.
  if (!convoy.going_back) stand_where_closed(t, e.subject);
}

void apply(const TankerReplaced& e, Turn& t) {
  Tanker& tanker = t.world.tankers[e.subject];
  const FleetId fleet = tanker.fleet;
  tanker = Tanker{};
  tanker.fleet = fleet;
  log(t, {.kind = LogKind::replaced, .place = index32(t.plan.fleets[fleet].base), .tankers = 1});
  park(t, e.subject);
}

}  // namespace citerne::engine
