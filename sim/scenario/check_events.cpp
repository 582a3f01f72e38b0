#include <algorithm>
#include <utility>

#include "check_events.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/scenario/quantity_text.hpp"
#include "citerne/scenario/words.hpp"

namespace citerne {

void check_outside(const Scenario& scenario, const std::string& path, Instant from, Instant until,
                   Faults& faults) {
  if (from == Instant{}) return;  // it waits for a condition
  const Calendar& calendar = scenario.calendar;
  if (!faults.trusts("calendar") || calendar.end <= calendar.start) return;
  if (from >= calendar.end || until <= calendar.start)
    faults.warning(path, "event-outside-calendar",
                   "this lies outside the calendar, from {} to {}: it does nothing",
                   format_instant(calendar.start), format_instant(calendar.end));
}

void check_until(const std::string& path, Instant from, Instant until, Faults& faults) {
  if (until <= from)
    faults.error(path + ".until", "until-before-from", "until is {}, not after from, which is {}",
                 format_instant(until), format_instant(from));
}

void check_filter(const std::string& path, const TrafficFilter& filter, const Where& where, Faults& faults) {
  if (filter.bound_for == BoundFor::inside && where.inside.empty())
    faults.warning(path + ".bound_for", "nothing-inside",
                   "no place lies strictly inside {}: this means no traffic", where.text);
  if (filter.direction != Direction::both && where.forward.empty())
    faults.error(path + ".direction", "no-direction", "the roads {} have no forward direction: write `both`",
                 where.text);
}

namespace {

/// Does it come to an end, of which a recovery can begin?
template <class What>
bool may_end(const Event& event, const What& what) {
  if (event.trigger) return event.trigger->stops_when || event.trigger->lasts;
  return what.until != Instant::never();
}

void check_recovery(const std::string& path, const Recovery& recovery, bool may_end, Faults& faults) {
  const bool timed = recovery.shape == RecoveryShape::linear || recovery.shape == RecoveryShape::exponential;
  if (timed && recovery.over == Duration{})
    faults.error(path + ".over", "missing-key", "'over' is missing: after which time is all back?");
  if (!timed && recovery.over > Duration{})
    faults.error(path + ".over", "unused-value", "only `linear` and `exponential` use this");
  if ((recovery.shape == RecoveryShape::table) == recovery.steps.empty())
    faults.error(path + ".steps", recovery.steps.empty() ? "missing-key" : "unused-value",
                 "`shape: table` has steps, no other shape has");
  for (std::size_t i = 1; i < recovery.steps.size(); ++i)
    if (recovery.steps[i].back < recovery.steps[i - 1].back ||
        recovery.steps[i].after == recovery.steps[i - 1].after)
      faults.error(path + ".steps." + recovery.steps[i].id, "steps-fall",
                   "a later step gives back more: '{}' comes after '{}'", recovery.steps[i].id,
                   recovery.steps[i - 1].id);
  if (recovery.shape == RecoveryShape::table && !recovery.steps.empty() &&
      recovery.steps.back().back < percent(100))
    faults.warning(path + ".steps." + recovery.steps.back().id + ".back", "never-whole",
                   "the last step gives back {}: the rest never comes back; write `back: 100 %`, or a later "
                   "step with it",
                   format_quantity(recovery.steps.back().back));
  if (recovery.shape != RecoveryShape::step && !may_end)
    faults.error(
        path, "unused-value",
        "it begins at the end, which never comes: write `until`, or with `when` `stops_when` or `lasts`");
}

void check_levy(const std::string& path, const ControlPhase& phase, Faults& faults) {
  const bool delays = phase.delay > Duration{}, costs = phase.cost > Money{};
  if (phase.levied && !delays && !costs)
    faults.error(path + ".grade", "missing-key", "'delay' or 'cost' is missing: what is levied?");
  if (phase.levied) return;
  for (const auto& [name, is_written] : {std::pair{".delay", delays}, {".cost", costs}})
    if (is_written) faults.error(path + name, "unused-value", "only `grade: levied` uses this");
}

void check_event(const Scenario& scenario, const std::string& path, const Control& control, Faults& faults) {
  const bool several = control.phases.size() > 1 || control.phases[0].id != "only";
  const auto path_of = [&](const ControlPhase& phase) {
    return path + (several ? ".phases." + phase.id : "");
  };
  for (std::size_t i = 0; i < control.phases.size(); ++i) {
    const ControlPhase& phase = control.phases[i];
    const bool is_dated = phase.from != Instant{};
    const bool together =
        i > 0 && phase.from == control.phases[i - 1].from && phase.after == control.phases[i - 1].after;
    if (together && is_dated)
      faults.error(path_of(phase) + ".from", "phases-same-date", "phases '{}' and '{}' both begin at {}",
                   control.phases[i - 1].id, phase.id, format_instant(phase.from));
    if (together && !is_dated)
      faults.error(path_of(phase) + ".after", "phases-same-date", "phases '{}' and '{}' both begin after {}",
                   control.phases[i - 1].id, phase.id, format_quantity(phase.after));
    if (i == 0 && phase.after > Duration{})
      faults.error(path_of(phase) + ".after", "first-phase-late",
                   "the first phase begins with the control: write `after: 0 d`");
    if (phase.from >= control.until)
      faults.error(path_of(phase) + ".from", "phase-after-until",
                   "begins at {}, when the control is over (until: {})", format_instant(phase.from),
                   format_instant(control.until));
    check_levy(path_of(phase), phase, faults);
  }
  check_filter(path + ".applies_to", control.applies_to, control.where, faults);
  // With `when` it may end in any of its phases.
  const auto lets_all = [](const ControlPhase& phase) { return phase.lets_through == percent(100); };
  const bool is_dated = control.phases[0].from != Instant{};
  if (control.recovery.shape != RecoveryShape::step &&
      (is_dated ? lets_all(control.phases.back()) : std::ranges::all_of(control.phases, lets_all)))
    faults.error(path + ".recovery", "unused-value",
                 "its last phase lets all through: there is nothing to come back");
  check_outside(scenario, path, control.phases[0].from, control.until, faults);
}

void check_event(const Scenario& scenario, const std::string& path, const Outage& outage, Faults& faults) {
  check_until(path, outage.from, outage.until, faults);
  check_outside(scenario, path, outage.from, outage.until, faults);
}

void check_event(const Scenario& scenario, const std::string& path, const DemandShift& shift,
                 Faults& faults) {
  check_until(path, shift.from, shift.until, faults);
  check_outside(scenario, path, shift.from, shift.until, faults);
}

void check_event(const Scenario& scenario, const std::string& path, const Slowdown& slowdown,
                 Faults& faults) {
  check_until(path, slowdown.from, slowdown.until, faults);
  check_outside(scenario, path, slowdown.from, Instant::never(), faults);
}

void check_event(const Scenario& scenario, const std::string& path, const RandomClosure& closure,
                 Faults& faults) {
  check_until(path, closure.from, closure.until, faults);
  check_outside(scenario, path, closure.from, closure.until, faults);
}

void check_event(const Scenario& scenario, const std::string& path, const Precedence& precedence,
                 Faults& faults) {
  check_until(path, precedence.from, precedence.until, faults);
  check_outside(scenario, path, precedence.from, precedence.until, faults);
  if (!faults.trusts("suppliers")) return;
  for (const SiteId site : precedence.first) {
    const auto comes_from_there = [&](const SupplyLine& line) {
      return line.terminal == precedence.supplier.terminal && line.site == precedence.supplier.site;
    };
    const bool is_supplied = std::ranges::any_of(scenario.sites[site].tanks, [&](const Tank& tank) {
      return std::ranges::any_of(tank.lines, comes_from_there);
    });
    if (!is_supplied)
      faults.error(path + ".first", "not-supplied", "{} has no supply line from there: it cannot come first",
                   site_name(scenario, site));
  }
}

}  // namespace

void check_events(const Scenario& scenario, Faults& faults) {
  for (const Event& event : scenario.events) {
    const std::string path = "events." + event.id;
    if (!faults.trusts(path)) continue;
    const auto check = [&](const auto& what) {
      check_event(scenario, path, what, faults);
      if constexpr (requires { what.recovery; })
        check_recovery(path + ".recovery", what.recovery, may_end(event, what), faults);
    };
    std::visit(check, event.what);
  }
  check_triggers(scenario, faults);
}

}  // namespace citerne
