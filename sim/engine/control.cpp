#include "citerne/model/control.hpp"

#include <algorithm>

#include "control.hpp"
#include "divide.hpp"

namespace citerne::engine {
namespace {

const Grade& grade_now(const Turn& t, ControlId c) {
  return t.plan.controls[c].grades[t.world.controls[c].grade];
}

/// The filter to ask at this road: the smallest of those that mean the tanker and have not let it through.
ControlId filter_to_ask(const Turn& t, TankerId id, ArcId arc) {
  ControlId smallest;
  for (const ControlId c : t.plan.controls_on[arc.index()]) {
    if (!means(t, id, c)) continue;
    if (verdict(t, id, c) == Verdict::passed) continue;
    if (smallest.is_none() || share_now(t, c) < share_now(t, smallest)) smallest = c;
  }
  return smallest;
}

/// What a filter that counts convoys has said to one.
struct Answer {
  ControlId control;
  bool passes;
};

/// Asks a filter for one tanker; what is let through is let through by all that apply here.
bool ask(Turn& t, TankerId id, ArcId arc, ControlId c, std::vector<Answer>& to_convoy) {
  Verdict& verdict_here = verdict(t, id, c);
  if (verdict_here == Verdict::refused) return false;
  const Grade& grade = grade_now(t, c);
  std::int64_t& asked = t.world.controls[c].asked[t.plan.controls[c].forward[arc.index()] ? 0 : 1];
  const auto told = std::ranges::find(to_convoy, c, &Answer::control);
  const bool passes = told != to_convoy.end() ? told->passes : passes_filter(++asked, grade.lets_through);
  if (told == to_convoy.end() && grade.counted_in == CountedIn::convoys) to_convoy.push_back({c, passes});
  if (!passes) {
    verdict_here = Verdict::refused;
    return false;
  }
  for (const ControlId other : t.plan.controls_on[arc.index()])
    if (means(t, id, other)) verdict(t, id, other) = Verdict::passed;
  return true;
}

bool is_levied(const Grade& grade) { return grade.delay > Duration{} || grade.cost > Money{}; }

/// Does the control levy on the tanker, which has not paid on this trip nor been let through before?
bool owes(const Turn& t, TankerId id, ControlId c) {
  const Tanker& tanker = t.world.tankers[id];
  return verdict(t, id, c) == Verdict::none &&
         t.plan.applies(t.plan.controls[c], loaded(tanker), ProductId{tanker.product}, tanker.bound_for);
}

void pay(Turn& t, TankerId id, ControlId c) {
  verdict(t, id, c) = Verdict::passed;
  if (loaded(t.world.tankers[id]) && t.world.counting)
    t.world.levied[t.plan.controls[c].event.index()] += grade_now(t, c).cost.count();
}

/// Does the control close a road to the tanker?
bool closes(const Turn& t, TankerId id, ControlId c) {
  return share_now(t, c).count() == 0 && means(t, id, c);
}

void wait_at_levy(Turn& t, ConvoyId id, ControlId c) {
  Convoy& convoy = t.world.convoys[id];
  convoy.state = ConvoyState::at_levy;
  begin_wait(t, convoy.tankers, blame(t, c));
  t.world.held_at[convoy.place.index()] += static_cast<std::int32_t>(convoy.tankers.count);
  t.world.calendar.schedule(t.now() + grade_now(t, c).delay, ConvoyReaches{id, ++convoy.stamp});
  log_convoy(t, LogKind::levied, id, c);
}

/// Levies add up: those that one means wait for it, then ask for the road again and come to the next. One
/// without a delay parts nobody from the convoy.
void pay_and_cross(Turn& t, ConvoyId id, ArcId arc) {
  for (const ControlId c : t.plan.controls_on[arc.index()]) {
    if (!is_levied(grade_now(t, c))) continue;
    const bool waits = grade_now(t, c).delay > Duration{};
    const Parts parts = waits ? divide(t, id, [&](TankerId k) { return owes(t, k, c); }) : Parts{id, id};
    if (parts.chosen.is_none()) continue;
    for (TankerId k = t.world.convoys[parts.chosen].tankers.first; !k.is_none(); k = t.world.tankers[k].next)
      if (owes(t, k, c)) pay(t, k, c);
    if (waits) wait_at_levy(t, parts.chosen, c);
    id = parts.rest;
    if (id.is_none()) return;
  }
  cross(t, id, arc);
}

/// A new grade is asked anew: by those refused, and when it closes by all. Those let off a wreck stay so
/// until it is cleared.
void forget_answers(Turn& t, ControlId c) {
  if (t.plan.controls[c].by_chance) return;  // closed or open, it asks nobody
  const Share share = share_now(t, c);
  const std::size_t controls = t.plan.controls.size();
  for (const TankerId k : ids_of(t.world.tankers)) {
    Verdict& v = verdict(t, k, c);
    const bool was_refused = v == Verdict::refused;
    if (was_refused || (v == Verdict::passed && share.count() == 0)) v = Verdict::none;
    if (v == Verdict::exempt && share == percent(100)) v = Verdict::none;
    if (!was_refused) continue;
    const auto mine = std::span{t.world.verdicts}.subspan(k.index() * controls, controls);
    t.world.tankers[k].refused = t.world.tankers[k].refused && std::ranges::count(mine, Verdict::refused) > 0;
  }
}

/// Releases those that `wanted` picks, each if it is still wanted when its turn comes: one that goes may be
/// struck, and the wreck stops and releases others.
template <class Wanted>
void release_in_order(Turn& t, Wanted wanted) {
  for (const ConvoyId id : in_order_of_coming(t, wanted))
    if (wanted(t.world.convoys[id])) release(t, id);
}

}  // namespace

void log_convoy(Turn& t, LogKind kind, ConvoyId id, ControlId control) {
  const Convoy& convoy = t.world.convoys[id];
  log(t, {.kind = kind,
          .event = control.is_none() ? LogEntry::kNone : index32(t.plan.controls[control].event),
          .place = index32(convoy.place),
          .segment = convoy.arc.is_none() ? LogEntry::kNone : index32(segment_of(convoy.arc)),
          .tankers = convoy.tankers.count});
}

bool means(const Turn& t, TankerId id, ControlId c) {
  const Tanker& tanker = t.world.tankers[id];
  return share_now(t, c) < percent(100) && verdict(t, id, c) != Verdict::exempt &&
         t.plan.applies(t.plan.controls[c], loaded(tanker), ProductId{tanker.product}, tanker.bound_for);
}

bool turned_away(const Turn& t, TankerId id, ArcId road) {
  if (road.is_none() || !closing_control(t, id, road).is_none()) return true;
  const ControlId filter = filter_to_ask(t, id, road);
  return !filter.is_none() && verdict(t, id, filter) == Verdict::refused;
}

ControlId closing_control(const Turn& t, TankerId id, ArcId arc) {
  for (const ControlId c : t.plan.controls_on[arc.index()])
    if (closes(t, id, c)) return c;
  return ControlId::none();
}

ControlId stopping_control(const Turn& t, TankerId id, ArcId arc) {
  for (const ControlId c : t.plan.controls_on[arc.index()])
    if (t.plan.controls[c].policy != ClosurePolicy::proceed && closes(t, id, c)) return c;
  return ControlId::none();
}

void enter(Turn& t, ConvoyId id, ArcId arc) {
  const auto nobody_controls = [&] {
    return std::ranges::all_of(t.plan.controls_on[arc.index()], [&](ControlId c) {
      return share_now(t, c) == percent(100) && !is_levied(grade_now(t, c));
    });
  };
  if (t.plan.controls_on[arc.index()].empty() || nobody_controls()) return cross(t, id, arc);

  std::vector<Answer> answers;
  std::vector<std::pair<TankerId, ControlId>> barred;
  for (TankerId k = t.world.convoys[id].tankers.first; !k.is_none(); k = t.world.tankers[k].next) {
    ControlId by = closing_control(t, k, arc);
    if (by.is_none())
      if (const ControlId filter = filter_to_ask(t, k, arc);
          !filter.is_none() && !ask(t, k, arc, filter, answers))
        by = filter;
    if (!by.is_none()) barred.emplace_back(k, by);
  }
  ConvoyId left = id;
  for (std::size_t i = 0; i < barred.size() && !left.is_none(); ++i) {
    const ControlId c = barred[i].second;
    const bool first_of_c = std::none_of(barred.begin(), barred.begin() + static_cast<std::ptrdiff_t>(i),
                                         [&](const auto& b) { return b.second == c; });
    if (!first_of_c) continue;
    const Parts parts = divide(t, left, [&](TankerId k) {
      return std::ranges::count(barred, std::pair{k, c}) > 0;
    });
    left = parts.rest;
    refuse(t, parts.chosen, c);
  }
  if (!left.is_none()) pay_and_cross(t, left, arc);
}

void leave_levy(Turn& t, ConvoyId id) {
  Convoy& convoy = t.world.convoys[id];
  end_wait(t, convoy.tankers);
  t.world.held_at[convoy.place.index()] -= static_cast<std::int32_t>(convoy.tankers.count);
  convoy.state = ConvoyState::held_at_place;  // until it moves
  proceed(t, id);
}

void turn_control(Turn& t, ControlId c, std::uint32_t grade) {
  Control& control = t.world.controls[c];
  const ControlPlan& plan = t.plan.controls[c];
  control.grade = grade;
  control.asked = {};
  if (!plan.wreck_of.is_none()) ++control.stamp;
  const Share share = share_now(t, c);
  note_grade(t, c);
  forget_answers(t, c);
  if (!plan.by_chance) happened(t, plan.event, grade != 0);
  log(t, {.kind = !plan.wreck_of.is_none() && grade == 0 ? LogKind::wreck_cleared : LogKind::control_changes,
          .event = index32(plan.event),
          .segment = plan.by_chance ? index32(segment_of(plan.arcs.front())) : LogEntry::kNone,
          .share_ppm = share.count()});
  if (share.count() == 0)
    stop_traffic(t, c);
  else
    free_on_road(t, c);
  const std::uint32_t turns = t.world.controls[c].stamp;
  release_in_order(t, [&](const Convoy& convoy) {
    return t.world.controls[c].stamp == turns && convoy.state == ConvoyState::held_at_place &&
           convoy.held_by == c;
  });
}

/// Whoever stands because no way is known, or waits for the news to go round, looks again.
void retry_after_news(Turn& t) {
  release_in_order(t, [&](const Convoy& convoy) {
    return convoy.state == ConvoyState::stranded ||
           (convoy.state == ConvoyState::held_at_place && !convoy.held_by.is_none() &&
            looks_for_ways(t, convoy.held_by));
  });
}

void set_off(Turn& t, ControlId id, std::uint32_t course) {
  Control& control = t.world.controls[id];
  control.course = course;
  control.step = 0;
  ++control.stamp;
  for (const GradeStep& step : t.plan.controls[id].steps[course])
    t.world.calendar.schedule(t.now() + step.after, ControlTurns{id, control.stamp});
}

namespace {

/// The clearing of a wreck where another convoy has been struck since: the road stays closed.
bool is_put_off(const Turn& t, ControlId c, std::uint32_t grade, Duration since_then) {
  const ThreatId threat = t.plan.controls[c].wreck_of;
  return !threat.is_none() && grade == 0 && t.now() < t.world.threats[threat].cleared_at + since_then;
}

}  // namespace

void apply(const ControlTurns& e, Turn& t) {
  if (is_put_off(t, e.subject, e.stamp, Duration{})) return;
  const ControlPlan& plan = t.plan.controls[e.subject];
  if (plan.by_chance) return alternate(e, t);
  if (plan.steps.empty()) return turn_control(t, e.subject, e.stamp);
  Control& control = t.world.controls[e.subject];
  if (control.stamp != e.stamp) return;
  const std::uint32_t grade = plan.steps[control.course][control.step++].grade;
  t.world.calendar.schedule(t.now() + plan.news_after, ControlNews{e.subject, grade});
  turn_control(t, e.subject, grade);
}

void apply(const ControlNews& e, Turn& t) {
  if (is_put_off(t, e.subject, e.stamp, t.plan.controls[e.subject].news_after)) return;
  const auto& grades = t.plan.controls[e.subject].grades;
  const Share told = grades[e.stamp].lets_through;
  log(t,
      {.kind = LogKind::news, .event = index32(t.plan.controls[e.subject].event), .share_ppm = told.count()});
  const Share known = known_share(t, e.subject);
  const bool is_new = told != known;
  if (is_new) book_what_could_not_be_ordered(t);
  t.world.controls[e.subject].known_grade = e.stamp;
  if (!is_new) return;
  tell_trees(t.world, e.subject);
  weigh_lines(t, {e.subject, known == Share{}, told == Share{}});
  retry_after_news(t);
}

}  // namespace citerne::engine
