#include "citerne/model/threat.hpp"

#include <algorithm>
#include <cmath>

#include "citerne/base/dates.hpp"
#include "turn.hpp"

/// Threats that come by chance: when, and on which road. What they do is in ambush.cpp.
namespace citerne::engine {
namespace {

const Threats& given(const Turn& t, const HazardPlan& hazard) {
  return std::get<Threats>(t.plan.scenario.events[hazard.event].what);
}

Stream luck_of(const World& w, Purpose purpose, std::uint32_t name, std::uint32_t number) {
  return Stream{{w.seed, w.replication, purpose, name, number}};
}

/// The base rate in force, in threats a day; 0 before the first phase and from the end on. With `when` the
/// one phase has no date.
double base_rate(const Turn& t, const HazardPlan& hazard) {
  double rate = 0.0;
  if (t.world.spells[hazard.event].holds(t.now()))
    for (const ThreatPhase& phase : given(t, hazard).phases)
      if (phase.from <= t.now()) rate = static_cast<double>(phase.rate.count()) / 7e6;
  return rate;
}

/// What hour, weekday, month and truces make of a rate of 1.
double factor_now(const Turn& t, HazardId id) {
  const ProfileId profile = given(t, t.plan.hazards[id]).profile;
  const double of_profile =
      profile.is_none() ? 1.0 : static_cast<double>(t.plan.profiles[profile.index()].rate_at(t.now())) / 1e3;
  return of_profile * (static_cast<double>(t.world.threat_factor[id].count()) / 1e6);
}

void draw_follow_ups(Turn& t, HazardId id, std::uint32_t number) {
  const HazardPlan& hazard = t.plan.hazards[id];
  if (hazard.most_follow_ups <= 0.0) return;
  const auto mean_delay = static_cast<double>(given(t, hazard).follow_up_after.count());
  Stream luck = luck_of(t.world, Purpose::follow_up, hazard.name, number);
  double sum = 0.0;
  for (std::uint32_t rank = 0;; ++rank) {
    sum += exponential(luck);
    if (sum >= kFollowUpCandidates) return;
    const auto delay = static_cast<std::int64_t>(std::ceil(exponential(luck) * mean_delay));
    const std::uint32_t next = follow_up_number(number, rank);
    Stream own = luck_of(t.world, Purpose::threat, hazard.name, next);
    exponential(own);  // its gap, which means nothing here
    if (counts(uniform01(own), kFollowUpCandidates, hazard.most_follow_ups))
      t.world.calendar.schedule(t.now() + seconds(std::max<std::int64_t>(1, delay)), ThreatComes{id, next});
  }
}

/// Tankers that entered the road in the last whole days.
std::int64_t recent_use(const Turn& t, SegmentId road, std::int64_t days_back) {
  const std::size_t segments = t.plan.scenario.network.segments.size();
  const std::int64_t today = (start_of_day(t.now()) - start_of_day(t.plan.start)).count() / 86'400;
  const auto at = [&](std::int64_t day) {
    if (day <= 0) return std::int64_t{0};  // none were counted by the first midnight
    const auto row = static_cast<std::size_t>(day % (t.plan.remembers_days + 1));
    return t.world.entered_then[row * segments + road.index()];
  };
  return at(today) - at(today - days_back);
}

/// Length or 1, leaning to the use of the corridor: (1 - lean) + lean x use of the road's most used corridor,
/// a mean over its roads in the target, over the mean use of all, by weight.
void weigh_roads(Turn& t, const HazardPlan& hazard) {
  std::vector<double>& weights = t.scratch.weights_of_roads;
  weights.assign(hazard.weight.begin(), hazard.weight.end());
  if (hazard.corridors.empty()) return;
  const Threats& threats = given(t, hazard);
  std::vector<double> use(weights.size(), 0.0);
  for (const auto& corridor : hazard.corridors) {
    std::int64_t sum = 0;
    for (const std::uint32_t r : corridor)
      sum += recent_use(t, threats.where.segments[r], threats.use_of_last.count() / 86'400);
    const double mean = static_cast<double>(sum) / static_cast<double>(corridor.size());
    for (const std::uint32_t r : corridor) use[r] = std::max(use[r], mean);
  }
  double all = 0.0, used = 0.0;
  for (std::size_t r = 0; r < use.size(); ++r) {
    all += weights[r];
    used += weights[r] * use[r];
  }
  if (used <= 0.0) return;
  const double lean = static_cast<double>(threats.leans_to_use.count()) / 1e6;
  for (std::size_t r = 0; r < use.size(); ++r) weights[r] *= (1.0 - lean) + lean * use[r] * all / used;
}

ThreatId choose_road(Turn& t, const HazardPlan& hazard, std::uint32_t number) {
  weigh_roads(t, hazard);
  Stream luck = luck_of(t.world, Purpose::threat_road, hazard.name, number);
  const std::uint64_t draw = shared_draw(luck);
  const std::size_t road = road_by_weight(
      t.scratch.weights_of_roads, [&](std::size_t r) { return uniform01_of(draw, hazard.road_name[r]); });
  return ThreatId{hazard.first_road.index() + road};
}

}  // namespace

std::vector<Candidate> candidates(const Plan& plan, const World& world, HazardId id, Instant midnight,
                                  Instant from) {
  const HazardPlan& hazard = plan.hazards[id];
  std::vector<Candidate> found;
  double day = 0.0;
  for (std::uint32_t rank = 0;; ++rank) {
    const std::uint32_t number = candidate_number(midnight.unix_seconds() / 86'400, rank);
    Stream luck = luck_of(world, Purpose::threat, hazard.name, number);
    day += exponential(luck) / kCandidatesADay;
    if (day >= 1.0) return found;
    const Instant at = midnight + seconds(static_cast<std::int64_t>(day * 86'400.0));
    if (at >= from && counts(uniform01(luck), kCandidatesADay, hazard.most_a_day))
      found.push_back({at, number});
  }
}

void set_threat_factors(const Plan& plan, World& world, Instant at) {
  for (const HazardId id : ids_of(plan.hazards)) {
    Share factor = percent(100);
    for (const EventId other : plan.threat_shifts) {
      const auto& s = std::get<ThreatShift>(plan.scenario.events[other].what);
      const bool means = s.threats.empty() || std::ranges::count(s.threats, plan.hazards[id].event) > 0;
      if (means && world.spells[other].holds(at))
        factor = Share{factor.count() * s.factor.count() / 1'000'000};
    }
    world.threat_factor[id] = factor;
  }
}

void apply(const ThreatDay&, Turn& t) {
  if (t.plan.remembers_days > 0) {
    const std::int64_t today = (start_of_day(t.now()) - start_of_day(t.plan.start)).count() / 86'400;
    const auto row = static_cast<std::ptrdiff_t>(today % (t.plan.remembers_days + 1));
    const auto segments = static_cast<std::ptrdiff_t>(t.world.entered_on.size());
    std::ranges::copy(t.world.entered_on, t.world.entered_then.begin() + row * segments);
  }
  for (const HazardId id : ids_of(t.plan.hazards))
    for (const auto& [at, number] : candidates(t.plan, t.world, id, start_of_day(t.now()), t.now()))
      t.world.calendar.schedule(at, ThreatComes{id, number});
  t.world.calendar.schedule(start_of_day(t.now()) + days(1), ThreatDay{});
}

void apply(const ThreatComes& e, Turn& t) {
  const HazardPlan& hazard = t.plan.hazards[e.subject];
  const bool is_follow_up = e.stamp >= kFirstFollowUp;
  const double base = base_rate(t, hazard);
  const double rate =
      is_follow_up ? (base > 0.0 ? static_cast<double>(given(t, hazard).follow_ups.count()) / 1e6 : 0.0)
                   : base;
  Stream luck = luck_of(t.world, Purpose::threat, hazard.name, e.stamp);
  exponential(luck);
  if (!counts(uniform01(luck), is_follow_up ? kFollowUpCandidates : kCandidatesADay,
              rate * factor_now(t, e.subject)))
    return;
  const ThreatId road = choose_road(t, hazard, e.stamp);
  ++t.world.threats_came[hazard.event.index()];
  const std::size_t segment =
      given(t, hazard).where.segments[road.index() - hazard.first_road.index()].index();
  log(t, {.kind = LogKind::threat,
          .event = index32(hazard.event),
          .segment = static_cast<std::uint32_t>(segment)});
  draw_follow_ups(t, e.subject, e.stamp);
  open_threat(t, road, e.stamp);
}

void apply(const ThreatShiftTurns& e, Turn& t) {
  const EventId event = t.plan.threat_shifts[e.subject];
  const auto& shift = std::get<ThreatShift>(t.plan.scenario.events[event].what);
  happened(t, event, e.stamp == 1);
  log(t, {.kind = LogKind::threat_shifts,
          .event = index32(event),
          .share_ppm = e.stamp == 1 ? shift.factor.count() : -1});
  set_threat_factors(t.plan, t.world, t.now());
}

}  // namespace citerne::engine
