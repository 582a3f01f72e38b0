#pragma once
#include <algorithm>
#include <string>

#include "citerne/base/dates.hpp"
#include "citerne/scenario/scenario.hpp"
#include "dice.hpp"

namespace citerne::random_world {

/// Events for a world whose roads, stocks and calendar are there already.
class EventBuilder {
 public:
  EventBuilder(Dice& dice, const Scenario& world, bool threats = true)
      : dice_{dice}, sc_{world}, threats_{threats} {}

  Event random_event(std::string id) {
    Event event{std::move(id), random_what(), {}};
    const bool is_burnt = std::ranges::any_of(sc_.sites, [](const Site& site) {
      return std::ranges::any_of(site.tanks, [](const Tank& tank) { return !tank.demands.empty(); });
    });
    if (!is_burnt || !dice_.chance(30)) {
      if (dice_.chance(10)) event.chance = percent(dice_.between(0, 100));
      return event;
    }
    event.trigger = random_trigger();
    std::visit([this](auto& what) { take_dates_from(what); }, event.what);
    if (std::holds_alternative<Ambush>(event.what)) event.trigger->stops_when = {}, event.trigger->lasts = {};
    return event;
  }

  template <class What>
  void take_dates_from(What& what) {
    if constexpr (requires { what.from; }) what.from = Instant{};
    if constexpr (requires { what.at; }) what.at = Instant{};
    if constexpr (requires { what.until; }) what.until = Instant::never();
    if constexpr (requires { what.phases; }) {
      Duration after;
      for (auto& phase : what.phases) {
        phase.from = Instant{};
        if constexpr (requires { phase.after; }) phase.after = after;
        after += hours(dice_.between(1, 100));
      }
      if constexpr (std::is_same_v<What, Threats>) what.phases.resize(1);
    }
  }

  Where random_where() {
    Where where{.text = "somewhere"};
    if (!sc_.network.corridors.empty() && dice_.chance(70)) {
      const auto& arcs = sc_.network.corridors[CorridorId{dice_.below(sc_.network.corridors.size())}].arcs;
      const std::size_t from = dice_.below(arcs.size()), to = from + 1 + dice_.below(arcs.size() - from);
      where.forward.assign(arcs.begin() + static_cast<std::ptrdiff_t>(from),
                           arcs.begin() + static_cast<std::ptrdiff_t>(to));
    } else {
      where.forward = {forward_arc(SegmentId{dice_.below(sc_.network.segments.size())})};
    }
    for (const ArcId a : where.forward) where.segments.push_back(segment_of(a));
    std::ranges::sort(where.segments);
    for (const PlaceId p : ids_of(sc_.network.places)) {
      bool touched = false, inside = true;
      for (const SegmentId s : ids_of(sc_.network.segments)) {
        const Segment& road = sc_.network.segments[s];
        if (road.from != p && road.to != p) continue;
        const bool in_target = std::ranges::count(where.segments, s) > 0;
        touched = touched || in_target;
        inside = inside && in_target;
      }
      const bool at_end =
          p == sc_.network.tail(where.forward.front()) || p == sc_.network.head(where.forward.back());
      if (touched && inside && !at_end) where.inside.push_back(p);
    }
    return where;
  }

  TrafficFilter random_traffic() {
    TrafficFilter f;
    if (dice_.chance(50)) f.loaded = dice_.chance(70), f.empty = !f.loaded;
    if (dice_.chance(30)) f.products = {ProductId{dice_.below(sc_.products.size())}};
    f.bound_for = dice_.chance(60) ? BoundFor::any : dice_.chance(50) ? BoundFor::beyond : BoundFor::inside;
    f.direction = dice_.chance(60)   ? Direction::both
                  : dice_.chance(50) ? Direction::forward
                                     : Direction::backward;
    return f;
  }

  ClosurePolicy random_policy() {
    return dice_.one_of<ClosurePolicy>({ClosurePolicy::hold, ClosurePolicy::turn_back, ClosurePolicy::reroute,
                                        ClosurePolicy::proceed, ClosurePolicy::abandon});
  }
  /// From before the start to behind the end; often at midnight, so that instants coincide.
  Instant random_instant() {
    const std::int64_t span = (sc_.calendar.end - sc_.calendar.start).count();
    const Instant t = sc_.calendar.start + seconds(dice_.between(-span / 10, span));
    return dice_.chance(40) ? start_of_day(t) : t;
  }
  Instant random_end(Instant from) {
    if (dice_.chance(10)) return Instant::never();
    const Instant t = from + hours(dice_.between(1, 300));
    return dice_.chance(40) ? start_of_day(t) + days(1) : t;
  }
  Duration random_news() { return dice_.chance(40) ? Duration{} : minutes(dice_.between(0, 5'000)); }

  decltype(Event::what) random_what() {
    if (threats_ && dice_.chance(20)) return random_threats();
    if (threats_ && dice_.chance(8)) return random_closure();
    if (dice_.chance(5)) return random_threat_shift();
    if (!sc_.escorts.empty() && dice_.chance(25)) return random_escort_rule();
    switch (dice_.between(0, 8)) {
      case 0:
      case 1:
        return random_ambush();
      case 2:
        return random_outage();
      case 3:
        return random_shift();
      case 4:
        return random_slowdown();
      case 5:
        return random_precedence();
      default:
        return random_control();
    }
  }

  /// In place of its dates.
  Trigger random_trigger() {
    Trigger t{.when = random_criterion(),
              .decision_takes = hours(dice_.chance(50) ? 0 : dice_.between(0, 60))};
    if (dice_.chance(60)) t.stops_when = random_criterion();
    if (dice_.chance(60)) t.lasts = hours(dice_.between(1, 200));
    if (dice_.chance(20)) t.chance = percent(dice_.between(0, 100));
    return t;
  }

  Criterion random_criterion() {
    Criterion c;
    if (sc_.events.size() > 0 && dice_.chance(30)) {  // of those that are there already: no circles
      (dice_.chance(50) ? c.after : c.after_end_of) = EventId{dice_.below(sc_.events.size())};
      return c;
    }
    for (std::size_t i = dice_.below(sc_.sites.size()), tries = 0; tries < sc_.sites.size(); ++tries, ++i)
      for (const Tank& tank : sc_.sites[SiteId{i % sc_.sites.size()}].tanks)
        if (!tank.demands.empty() && c.place.is_none()) {
          c.place = sc_.sites[SiteId{i % sc_.sites.size()}].place;
          c.product = tank.product;
        }
    const Duration level = minutes(dice_.between(1, 12'000));
    dice_.chance(60) ? c.below = level : c.above = level;
    if (dice_.chance(60)) c.held_for = minutes(dice_.between(0, 3'000));
    return c;
  }

  Recovery random_recovery() {
    Recovery r{.shape = dice_.one_of<RecoveryShape>({RecoveryShape::step, RecoveryShape::linear,
                                                     RecoveryShape::exponential, RecoveryShape::table})};
    if (r.shape == RecoveryShape::linear || r.shape == RecoveryShape::exponential)
      r.over = hours(dice_.between(1, 300));
    if (r.shape == RecoveryShape::table)
      for (std::int64_t i = 0, n = dice_.between(1, 3); i < n; ++i)
        r.steps.push_back(
            {"step" + std::to_string(i), hours(20 * i + dice_.between(0, 19)), percent(30 * i + 40)});
    return r;
  }

  Slowdown random_slowdown() {
    Slowdown s{.where = random_where(), .speed = percent(dice_.between(1, 100)), .from = random_instant()};
    s.until = random_end(s.from);
    if (s.until != Instant::never()) s.recovery = random_recovery();
    return s;
  }

  RandomClosure random_closure() {
    RandomClosure c{.where = random_where(),
                    .from = random_instant(),
                    .open_for = hours(dice_.between(1, 100)),
                    .closed_for = hours(dice_.between(1, 40)),
                    .stopped_convoys = random_policy(),
                    .news_after = random_news()};
    c.until = random_end(c.from);
    return c;
  }

  Precedence random_precedence() {
    Precedence p{.quota = percent(dice_.between(0, 100)), .from = random_instant()};
    const SiteId first{dice_.below(sc_.sites.size())};
    p.first = {first};
    const SupplyLine& line = sc_.sites[first].tanks[0].lines[0];
    p.supplier = {line.terminal, line.site};
    p.until = random_end(p.from);
    return p;
  }

  Control random_control() {
    Control c{.where = random_where(), .applies_to = random_traffic(), .stopped_convoys = random_policy()};
    Instant from = random_instant();
    for (std::int64_t n = dice_.between(1, 3), i = 0; i < n; ++i) {
      ControlPhase phase{.id = "phase" + std::to_string(i), .from = from};
      phase.lets_through = dice_.chance(50)   ? Share{}
                           : dice_.chance(15) ? percent(100)
                                              : percent(dice_.between(1, 99));
      phase.counted_in = dice_.chance(50) ? CountedIn::tankers : CountedIn::convoys;
      if (dice_.chance(20)) {
        phase.lets_through = percent(100);
        phase.levied = true;
        phase.delay = minutes(dice_.between(0, 600));
        phase.cost = Money{dice_.between(1, 100'000)};
      }
      c.phases.push_back(phase);
      from = from + hours(dice_.between(1, 150));
    }
    c.until = random_end(c.phases.back().from);
    if (c.until != Instant::never() && c.phases.back().lets_through < percent(100) && dice_.chance(40))
      c.recovery = random_recovery();
    c.news_after = random_news();
    return c;
  }

  Ambush random_ambush() {
    Ambush a{.where = random_where(),
             .at = random_instant(),
             .window = hours(dice_.chance(20) ? 0 : dice_.between(1, 240)),
             .strikes = random_traffic(),
             .at_least = dice_.chance(60) ? 1 : dice_.between(2, 4)};
    a.pattern = dice_.one_of<Pattern>({Pattern::first_and_last_lost, Pattern::counted, Pattern::each});
    if (a.pattern == Pattern::each) random_each(a);
    a.lost_tankers = dice_.between(0, 1);
    a.trapped_tankers = dice_.between(0, 4);
    a.trapped.recovered = percent(dice_.between(0, 100));
    a.trapped.diverted = Share{dice_.between(0, 1'000'000 - a.trapped.recovered.count())};
    a.trapped.lost = percent(100) - a.trapped.recovered - a.trapped.diverted;
    a.trapped.recovered_after = hours(dice_.between(0, 100));
    a.trapped.diverted_after = hours(dice_.between(0, 100));
    a.road_cleared_after = hours(dice_.between(0, 100));
    a.stopped_convoys = random_policy();
    a.news_after = random_news();
    return a;
  }

  template <class Struck>
  void random_each(Struck& row) {
    row.lost_each = percent(dice_.between(1, 100));
    row.lost_at_least = dice_.chance(30) ? dice_.between(1, 3) : 0;
    row.rest = dice_.chance(30) ? Rest::trapped : Rest::spared;
  }

  Trapped random_fates() {
    Trapped t{.recovered = percent(dice_.between(0, 100))};
    t.diverted = Share{dice_.between(0, 1'000'000 - t.recovered.count())};
    t.lost = percent(100) - t.recovered - t.diverted;
    t.recovered_after = hours(dice_.between(1, 100));
    t.diverted_after = hours(dice_.between(0, 100));
    return t;
  }

  StrikeOutcome random_outcome(std::string id, bool escorted, std::int64_t from_tankers) {
    StrikeOutcome row{.id = std::move(id), .escorted = escorted, .from_tankers = from_tankers};
    row.beaten_off = percent(dice_.between(0, 60));
    row.pattern = dice_.one_of<Pattern>({Pattern::first_and_last_lost, Pattern::counted, Pattern::each});
    row.lost_tankers = row.pattern == Pattern::counted ? dice_.between(0, 2) : 0;
    row.trapped_tankers = row.pattern == Pattern::counted ? dice_.between(1, 3) : 0;
    if (row.pattern == Pattern::each) random_each(row);
    row.crews_abducted = dice_.chance(40) ? dice_.between(1, 3) : 0;
    return row;
  }

  Threats random_threats() {
    Threats t{.where = random_where(), .window = hours(dice_.between(1, 60)), .strikes = random_traffic()};
    Instant from = random_instant();
    for (std::int64_t n = dice_.between(1, 2), i = 0; i < n; ++i) {
      t.phases.push_back({"phase" + std::to_string(i), from, ThreatRate{dice_.between(0, 10'000'000)}});
      from = from + hours(dice_.between(1, 300));
    }
    t.until = random_end(t.phases.back().from);
    if (dice_.chance(40))
      t.follow_ups = percent(dice_.between(1, 60)), t.follow_up_after = hours(dice_.between(1, 80));
    if (dice_.chance(30))
      t.leans_to_use = percent(dice_.between(1, 100)), t.use_of_last = days(dice_.between(1, 5));
    if (dice_.chance(40)) t.profile = ProfileId{dice_.below(sc_.profiles.size())};
    if (dice_.chance(30)) t.falls_on = FallsOn::evenly;
    t.every_convoy = dice_.chance(30);
    t.outcomes = {random_outcome("all", false, 1)};
    if (dice_.chance(40)) t.outcomes.push_back(random_outcome("large", false, 3));
    if (dice_.chance(40)) t.outcomes.push_back(random_outcome("led", true, 1));
    t.trapped = random_fates();
    t.crews_back_after = hours(dice_.between(1, 90));
    t.road_cleared_after = hours(dice_.between(0, 60));
    t.stopped_convoys = random_policy();
    t.news_after = random_news();
    return t;
  }

  ThreatShift random_threat_shift() {
    ThreatShift s{.factor = percent(dice_.between(0, 150)), .from = random_instant()};
    s.until = random_end(s.from);
    return s;
  }

  decltype(Event::what) random_escort_rule() {
    const EscortId first{dice_.below(sc_.escorts.size())}, last{sc_.escorts.size() - 1};
    if (first < last && dice_.chance(40)) {
      EscortMove move{.units = 1, .from_escort = first, .to_escort = last, .from = random_instant()};
      move.until = random_end(move.from);
      return move;
    }
    EscortOnly rule{.escorts = {first}, .from = random_instant()};
    rule.until = random_end(rule.from);
    return rule;
  }

  Outage random_outage() {
    Outage o{.terminal = TerminalId{dice_.below(sc_.terminals.size())}, .from = random_instant()};
    o.until = random_end(o.from);
    o.news_after = random_news();
    return o;
  }

  DemandShift random_shift() {
    DemandShift s{.factor = percent(dice_.between(0, 300)), .from = random_instant()};
    s.until = random_end(s.from);
    if (dice_.chance(50)) s.places = {PlaceId{dice_.below(sc_.network.places.size())}};
    if (dice_.chance(30)) s.products = {ProductId{dice_.below(sc_.products.size())}};
    if (dice_.chance(30)) s.classes = {ClassId{dice_.below(sc_.classes.size())}};
    return s;
  }

 private:
  Dice& dice_;
  const Scenario& sc_;
  bool threats_;
};

}  // namespace citerne::random_world
