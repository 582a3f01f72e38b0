#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "citerne/base/contract.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/engine/saved_day.hpp"
#include "citerne/model/threat.hpp"
#include "citerne/scenario/past.hpp"
#include "members.hpp"
#include "turn.hpp"

/// Another future of a saved day. What has happened is the same, but its events are numbered anew: rows of
/// events that have begun move to their new numbers, all others are as make_world lays them.
namespace citerne::engine {
namespace {

/// New numbers by old ones; none for what is not there any more, or has not begun.
template <class IdType>
using Renumbered = std::vector<IdType>;

EventId event_of(EventId event) { return event; }
template <class T>
requires requires(const T& row) { row.event; }
EventId event_of(const T& row) { return row.event; }

class Numbers {
 public:
  Numbers(const Plan& from, const Plan& to, Instant at) {
    std::map<std::string, EventId> named;
    for (const EventId e : ids_of(to.scenario.events)) named.emplace(to.scenario.events[e].id, e);
    for (const EventId e : ids_of(from.scenario.events)) {
      const citerne::Event& event = from.scenario.events[e];
      const auto found = named.find(event.id);
      const bool stays = begins_before(event, at) && found != named.end();
      events.push_back(stays ? found->second : EventId::none());
    }
    controls = match(from.controls, to.controls);
    threats = match(from.threats, to.threats);
    hazards = match(from.hazards, to.hazards);
    threat_shifts = match(from.threat_shifts, to.threat_shifts);
    escort_events = match(from.escort_events, to.escort_events);
    outages = match(from.outages, to.outages);
    shifts = match(from.shifts, to.shifts);
    slowdowns = match(from.slowdowns, to.slowdowns);
    precedences = match(from.precedences, to.precedences);
    triggers = match(from.triggers, to.triggers);
    for (std::size_t c = 0; c < static_cast<std::size_t>(Cause::count); ++c) causes.push_back(CauseId{c});
    for (const EventId e : events) causes.push_back(e.is_none() ? CauseId::none() : to.cause_of(e));
  }

  EventId operator()(EventId id) const { return of(id, events); }
  CauseId operator()(CauseId id) const { return of(id, causes); }
  ControlId operator()(ControlId id) const { return of(id, controls); }
  ThreatId operator()(ThreatId id) const { return of(id, threats); }
  HazardId operator()(HazardId id) const { return of(id, hazards); }
  ThreatShiftId operator()(ThreatShiftId id) const { return of(id, threat_shifts); }
  EscortEventId operator()(EscortEventId id) const { return of(id, escort_events); }
  OutageId operator()(OutageId id) const { return of(id, outages); }
  ShiftId operator()(ShiftId id) const { return of(id, shifts); }
  SlowdownId operator()(SlowdownId id) const { return of(id, slowdowns); }
  PrecedenceId operator()(PrecedenceId id) const { return of(id, precedences); }
  TriggerId operator()(TriggerId id) const { return of(id, triggers); }

  Renumbered<EventId> events;
  Renumbered<CauseId> causes;
  Renumbered<ControlId> controls;
  Renumbered<ThreatId> threats;
  Renumbered<HazardId> hazards;
  Renumbered<ThreatShiftId> threat_shifts;
  Renumbered<EscortEventId> escort_events;
  Renumbered<OutageId> outages;
  Renumbered<ShiftId> shifts;
  Renumbered<SlowdownId> slowdowns;
  Renumbered<PrecedenceId> precedences;
  Renumbered<TriggerId> triggers;

 private:
  /// The n-th of an event becomes the n-th of its new number.
  template <class IdType, class T>
  Renumbered<IdType> match(const Table<IdType, T>& from, const Table<IdType, T>& to) const {
    std::map<EventId, std::vector<IdType>> by_event;
    for (const IdType id : ids_of(to)) by_event[event_of(to[id])].push_back(id);
    std::map<EventId, std::size_t> met;
    Renumbered<IdType> numbers;
    for (const T& row : from) {
      const EventId event = events[event_of(row).index()];
      if (event.is_none()) {
        numbers.push_back(IdType::none());
        continue;
      }
      const std::size_t rank = met[event]++;
      CITERNE_EXPECT(rank < by_event[event].size());
      numbers.push_back(by_event[event][rank]);
    }
    return numbers;
  }

  template <class IdType>
  static IdType of(IdType id, const Renumbered<IdType>& numbers) {
    if (id.is_none()) return id;
    CITERNE_EXPECT(!numbers[id.index()].is_none());
    return numbers[id.index()];
  }
};

/// Gives every number of an event, or of what an event has, its new one, wherever a World holds it.
class Renumber {
 public:
  explicit Renumber(const Numbers& numbers) : numbers_{numbers} {}

  template <class... T>
  void operator()(T&... members) {
    (visit(members), ...);
  }

 private:
  template <class T>
  void visit(T& value) {
    if constexpr (requires { numbers_(value); })
      value = numbers_(value);
    else if constexpr (requires { value.begin(); })
      for (auto& row : value) visit(row);
    else if constexpr (requires(Renumber & r) { each_member(r, value); })
      each_member(*this, value);
  }

  const Numbers& numbers_;
};

/// Rows of `width` values that the new numbers still have, over those that are fresh.
template <class List, class IdType>
void move_rows(List& rows, List fresh, const Renumbered<IdType>& numbers, std::size_t width = 1) {
  for (std::size_t i = 0; i < numbers.size() && (i + 1) * width <= rows.size(); ++i)
    if (!numbers[i].is_none())
      std::copy_n(rows.begin() + static_cast<std::ptrdiff_t>(i * width), width,
                  fresh.begin() + static_cast<std::ptrdiff_t>(numbers[i].index() * width));
  rows = std::move(fresh);
}

/// The same of columns, in as many rows as there are.
template <class T, class IdType>
void move_columns(std::vector<T>& values, std::size_t rows, const Renumbered<IdType>& numbers,
                  std::size_t old_columns, std::size_t columns, const T& fresh) {
  std::vector<T> moved(rows * columns, fresh);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < old_columns; ++c)
      if (!numbers[c].is_none()) moved[r * columns + numbers[c].index()] = values[r * old_columns + c];
  values = std::move(moved);
}

/// What has begun keeps whether it has happened; dates yet to come are those of the new plan.
void move_spells(Table<EventId, Spell>& spells, Table<EventId, Spell> fresh, const Numbers& numbers,
                 const Plan& from) {
  for (const EventId old : ids_of(spells)) {
    const EventId e = numbers.events[old.index()];
    if (e.is_none()) continue;
    const bool waits = from.scenario.events[old].trigger.has_value();
    const Spell dates = waits ? spells[old] : fresh[e];
    fresh[e] = spells[old];
    fresh[e].from = dates.from;
    fresh[e].until = dates.until;
  }
  spells = std::move(fresh);
}

/// Numbers of the last midnights by which tankers were counted, round and round.
void move_midnights(World& w, std::vector<std::int64_t> fresh, const Plan& from, const Plan& to, Instant at) {
  if (at > to.start && !fresh.empty()) {
    const std::int64_t today = (start_of_day(at - seconds(1)) - start_of_day(to.start)).count() / 86'400;
    const auto segments = static_cast<std::int64_t>(w.entered_on.size());
    const std::int64_t old_rows = from.remembers_days + 1, rows = to.remembers_days + 1;
    for (std::int64_t day = std::max<std::int64_t>(0, today - to.remembers_days); day <= today; ++day)
      std::copy_n(w.entered_then.begin() + day % old_rows * segments, segments,
                  fresh.begin() + day % rows * segments);
  }
  w.entered_then = std::move(fresh);
}

/// The threat of `from` on the same stretch by the same name, whether it has begun or not; else none.
ThreatId same_stretch(const Plan& from, const Plan& to, const ThreatPlan& threat) {
  for (const ThreatId id : ids_of(from.threats))
    if (const ThreatPlan& other = from.threats[id];
        !other.is_road && other.position == threat.position && other.between == threat.between &&
        from.scenario.events[other.event].id == to.scenario.events[threat.event].id)
      return id;
  return ThreatId::none();
}

/// Who is on the stretch of a threat that nobody has kept a list for. Nothing when that cannot be told: on
/// several roads, when they entered the first of them.
std::optional<std::vector<OnStretch>> find_on(const World& w, const ThreatPlan& threat) {
  std::vector<OnStretch> on;
  for (const ConvoyId c : ids_of(w.convoys)) {
    const Convoy& convoy = w.convoys[c];
    if (convoy.state == ConvoyState::free) continue;
    const bool is_on = convoy.arc.is_none() ? threat.between[convoy.place.index()] != 0
                                            : threat.position[convoy.arc.index()] >= 0;
    if (is_on) on.push_back({c, convoy.entered, convoy.came});
  }
  const bool one_road =
      std::ranges::count_if(threat.position, [](std::int32_t rank) { return rank >= 0; }) == 2;
  if (!on.empty() && !one_road) return std::nullopt;
  std::ranges::sort(on, {}, [](const OnStretch& o) { return std::pair{o.entered, o.order}; });
  return on;
}

/// False where somebody is on a stretch and what is known of it does not do.
bool move_threats(World& w, const Table<ThreatId, Threat>& fresh, const Numbers& numbers, const Plan& from,
                  const Plan& to) {
  const Table<ThreatId, Threat> before = w.threats;
  move_rows(w.threats, fresh, numbers.threats);
  for (const ThreatId id : ids_of(to.threats)) {
    const ThreatPlan& threat = to.threats[id];
    if (threat.is_road) continue;
    if (const ThreatId same = same_stretch(from, to, threat); !same.is_none()) {
      w.threats[id].on = before[same].on;
      continue;
    }
    auto on = find_on(w, threat);
    if (!on) return false;
    w.threats[id].on = std::move(*on);
  }
  for (Convoy& convoy : w.convoys) convoy.stretches = 0;
  for (const Threat& threat : w.threats)
    for (const OnStretch& on : threat.on) ++w.convoys[on.convoy].stretches;
  return true;
}

/// Calls with a default event of each kind.
template <class Call, std::size_t... I>
void for_each_kind(Call call, std::index_sequence<I...>) {
  (call(std::variant_alternative_t<I, Event>{}, static_cast<std::uint32_t>(I)), ...);
}

/// What is pending: of the plan's dates those of the new plan, behind `at`, and what the run has scheduled;
/// each in its order. Today's candidates for threats are drawn anew: the greatest rate may be another.
class Agenda {
 public:
  Agenda(const Plan& to, World& world, const Numbers& numbers, Instant at)
      : to_{to}, world_{world}, numbers_{numbers}, at_{at} {}

  void renumber(std::uint64_t laid_before, const Calendar<Event>::Contents& fresh) {
    Calendar<Event>::Contents contents = world_.calendar.contents();
    const std::vector<Pending> before = std::exchange(contents.pending, {});
    for (const Pending& p : fresh.pending)
      if (p.at >= at_) contents.pending.push_back(p);
    for (Pending p : before)
      if (stays(p, laid_before)) {
        if (!by_subject(p.kind)) p.order = p.order - laid_before + fresh.order;
        contents.pending.push_back(p);
      }
    contents.order = contents.order - laid_before + fresh.order;
    draw_threats(contents);
    world_.calendar = Calendar<Event>{contents};
  }

 private:
  using Pending = Calendar<Event>::Pending;
  template <class E>
  static constexpr auto kKind = static_cast<std::uint32_t>(Event{E{}}.index());
  static constexpr auto kKinds = std::make_index_sequence<std::variant_size_v<Event>>{};

  static bool by_subject(std::uint32_t kind) {
    bool is = false;
    for_each_kind([&]<class E>(E, std::uint32_t k) { is = is || (k == kind && E::kBySubject); }, kKinds);
    return is;
  }

  /// Gives it its new subject.
  bool stays(Pending& p, std::uint64_t laid_before) const {
    if (!by_subject(p.kind) && p.order < laid_before) return false;
    if (p.kind == kKind<ThreatDay>) return !to_.hazards.empty();
    if (p.kind == kKind<ThreatComes> && p.stamp < kFirstFollowUp) return false;
    for_each_kind(
        [&]<class E>(E, std::uint32_t k) {
          if constexpr (NumberedByEvents<typename E::SubjectId>)
            if (k == p.kind)
              p.subject = static_cast<std::uint32_t>(numbers_(typename E::SubjectId{p.subject}).index());
        },
        kKinds);
    return true;
  }

  /// As the last ThreatDay would have drawn them, and the next one where there was none. In the order of that
  /// next one: behind what was scheduled before the day's draw, before what came later.
  void draw_threats(Calendar<Event>::Contents& contents) const {
    if (to_.hazards.empty() || at_ <= to_.start) return;
    const Instant today = start_of_day(at_ - seconds(1));
    const auto next = std::ranges::find(contents.pending, kKind<ThreatDay>, &Pending::kind);
    const std::uint64_t order = next != contents.pending.end() ? next->order : contents.order++;
    if (next == contents.pending.end())
      contents.pending.push_back({today + days(1), kKind<ThreatDay>, order, kOnly, 0});
    for (const HazardId id : ids_of(to_.hazards))
      for (const auto& [instant, number] : candidates(to_, world_, id, today, at_))
        if (instant < to_.end)
          contents.pending.push_back(
              {instant, kKind<ThreatComes>, order, static_cast<std::uint32_t>(id.index()), number});
  }

  static constexpr std::uint32_t kOnly = static_cast<std::uint32_t>(ThreatDay{}.subject.index());

  const Plan& to_;
  World& world_;
  const Numbers& numbers_;
  Instant at_;
};

/// Follow-ups that may be pending were drawn up to the greatest number that their event could have; and the
/// use of roads is remembered for so many days only.
bool remembers_enough(const World& w, const Numbers& numbers, const Plan& from, const Plan& to, Instant at) {
  if (at > to.start && to.remembers_days > from.remembers_days) return false;
  for (const HazardId old : ids_of(from.hazards)) {
    const HazardId id = numbers.hazards[old.index()];
    if (!id.is_none() && w.threats_came[from.hazards[old].event.index()] > 0 &&
        to.hazards[id].most_follow_ups != from.hazards[old].most_follow_ups)
      return false;
  }
  return true;
}

void renumber(RunRecord& record, const Numbers& numbers, const Plan& from, const Plan& to) {
  for (LogEntry& entry : record.log)
    if (entry.event != LogEntry::kNone)
      entry.event = static_cast<std::uint32_t>(numbers(EventId{entry.event}).index());
  for (GradeChange& change : record.grades)
    change.control = static_cast<std::uint32_t>(numbers(ControlId{change.control}).index());
  if (from.watched.empty()) {
    const std::size_t samples = to.pairs.size() == 0 ? 0 : record.series.stock_ml.size() / to.pairs.size();
    record.series.passes_ppm.assign(samples * to.watched.size(), 1'000'000);
    return;
  }
  move_columns(record.series.passes_ppm, record.series.passes_ppm.size() / from.watched.size(),
               numbers.controls, from.watched.size(), to.watched.size(), 1'000'000);
}

}  // namespace

std::optional<Underway> branch(Underway then, const Plan& from, const Plan& to, Instant at) {
  const Numbers numbers{from, to, at};
  World& w = then.world;
  if (!remembers_enough(w, numbers, from, to, at)) return std::nullopt;
  const std::uint64_t laid_before = make_world(from, w.seed, w.replication).calendar.contents().order;
  World fresh = make_world(to, w.seed, w.replication);
  const std::size_t old_causes = from.causes.size(), causes = to.causes.size();
  Renumber{numbers}(w);
  move_columns(w.delays, w.loads.size(), numbers.causes, old_causes, causes, 0);
  move_columns(w.deficit_by_cause, to.pairs.size(), numbers.causes, old_causes, causes, Volume{});
  move_columns(w.delay_by_cause, to.pairs.size(), numbers.causes, old_causes, causes, std::int64_t{0});
  move_columns(w.verdicts, w.tankers.size(), numbers.controls, from.controls.size(), to.controls.size(),
               Verdict::none);
  if (!move_threats(w, fresh.threats, numbers, from, to)) return std::nullopt;
  move_rows(w.controls, std::move(fresh.controls), numbers.controls);
  move_rows(w.left_under, std::move(fresh.left_under), numbers.controls, to.lines.size());
  move_rows(w.outage_known, std::move(fresh.outage_known), numbers.outages);
  move_rows(w.triggers, std::move(fresh.triggers), numbers.triggers);
  move_rows(w.given, std::move(fresh.given), numbers.precedences, to.sources.size());
  for (auto of_event : {&World::threats_came, &World::struck, &World::beaten_off, &World::struck_lost,
                        &World::struck_trapped, &World::abducted, &World::levied})
    move_rows(w.*of_event, std::move(fresh.*of_event), numbers.events);
  move_spells(w.spells, std::move(fresh.spells), numbers, from);
  move_midnights(w, std::move(fresh.entered_then), from, to, at);
  w.threat_factor = std::move(fresh.threat_factor);
  if (w.counting) set_threat_factors(to, w, at - seconds(1));
  Agenda{to, w, numbers, at}.renumber(laid_before, fresh.calendar.contents());
  grow_trees(to, w);
  renumber(then.record, numbers, from, to);
  CITERNE_ENSURE(fits(to, w));
  return then;
}

}  // namespace citerne::engine
