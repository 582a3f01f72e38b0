#include <algorithm>
#include <utility>

#include "check_events.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/model/threat.hpp"
#include "citerne/scenario/quantity_text.hpp"

namespace citerne {
namespace {

void check_trapped(const std::string& path, const Trapped& trapped, Faults& faults) {
  const Share sum = trapped.recovered + trapped.diverted + trapped.lost;
  if (sum != percent(100))
    faults.error(path + ".trapped", "shares-sum",
                 "the shares of recovered, diverted and lost sum to {}, not to 100 %", format_quantity(sum));
  if (trapped.recovered > Share{0} && trapped.recovered_after == Duration{0})
    faults.error(path + ".trapped.recovered", "missing-key",
                 "'after' is missing: when do the recovered go on?");
}

/// The numbers that a pattern uses, of an ambush or of a row of outcomes.
template <class Struck>
void check_pattern(const std::string& path, const Struck& struck, Faults& faults) {
  const bool counts = struck.lost_tankers > 0 || struck.trapped_tankers > 0;
  if (struck.pattern == Pattern::counted && !counts)
    faults.error(path + ".pattern", "missing-key",
                 "'lost_tankers' or 'trapped_tankers' is missing: counted what?");
  if (struck.pattern != Pattern::counted && counts)
    faults.error(path + (struck.lost_tankers > 0 ? ".lost_tankers" : ".trapped_tankers"), "unused-value",
                 "only `pattern: counted` uses this");
  if ((struck.pattern == Pattern::each) != (struck.lost_each > Share{}))
    faults.error(path + ".lost_each", struck.lost_each > Share{} ? "unused-value" : "missing-key",
                 "`pattern: each` has it, no other pattern has");
  if (struck.pattern != Pattern::each && (struck.lost_at_least > 0 || struck.rest != Rest::spared))
    faults.error(path + (struck.lost_at_least > 0 ? ".lost_at_least" : ".rest"), "unused-value",
                 "only `pattern: each` uses this");
}

void check_phases(const std::string& path, const Threats& threats, Faults& faults) {
  const bool several = threats.phases.size() > 1 || threats.phases[0].id != "only";
  const auto path_of = [&](const ThreatPhase& phase) {
    return path + (several ? ".phases." + phase.id : "") + ".from";
  };
  for (std::size_t i = 0; i < threats.phases.size(); ++i) {
    const ThreatPhase& phase = threats.phases[i];
    if (i > 0 && phase.from == threats.phases[i - 1].from)
      faults.error(path_of(phase), "phases-same-date", "phases '{}' and '{}' both begin at {}",
                   threats.phases[i - 1].id, phase.id, format_instant(phase.from));
    if (phase.from >= threats.until)
      faults.error(path_of(phase), "phase-after-until", "begins at {}, when it is over (until: {})",
                   format_instant(phase.from), format_instant(threats.until));
  }
}

void check_outcomes(const std::string& path, const Threats& threats, Faults& faults) {
  const std::vector<StrikeOutcome>& rows = threats.outcomes;
  if (std::ranges::none_of(rows, [&](const StrikeOutcome& row) {
        return !row.escorted && row.from_tankers <= threats.at_least;
      }))
    faults.error(
        path + ".outcomes", "no-outcome",
        "no row says what becomes of {} tankers without an escort: one needs `from_tankers` of {} or "
        "less, or none",
        threats.at_least, threats.at_least);
  bool abducts = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    check_pattern(path + ".outcomes." + rows[i].id, rows[i], faults);
    abducts = abducts || rows[i].crews_abducted > 0;
    if (i > 0 && std::pair{rows[i].escorted, rows[i].from_tankers} ==
                     std::pair{rows[i - 1].escorted, rows[i - 1].from_tankers})
      faults.error(path + ".outcomes." + rows[i].id, "same-outcome", "'{}' is for the same convoys as '{}'",
                   rows[i].id, rows[i - 1].id);
  }
  if (abducts && threats.crews_back_after == Duration{})
    faults.error(path + ".crews_back_after", "missing-key",
                 "'crews_back_after' is missing: when does another crew come?");
  if (!abducts && threats.crews_back_after > Duration{})
    faults.error(path + ".crews_back_after", "unused-value", "no row of `outcomes` abducts a crew");
}

/// The greatest rate of a normal hour, weekday and month of the profile, of a rate of 1.
double greatest_of(const Scenario& scenario, ProfileId id) {
  if (id.is_none()) return 1.0;
  const Profile& p = scenario.profiles[id];
  const auto most = [](const auto& shares) {
    return static_cast<double>(std::ranges::max(shares).count()) / 1e6;
  };
  return 24.0 * most(p.hourly) * most(p.weekly) * most(p.monthly);
}

void check_rates(const Scenario& scenario, const std::string& path, const Threats& threats, Faults& faults) {
  const double by_hour = greatest_of(scenario, threats.profile), shifts = greatest_shift(scenario, threats);
  double most = 0.0;
  for (const ThreatPhase& phase : threats.phases)
    most = std::max(most, static_cast<double>(phase.rate.count()) / 7e6);
  if (most * by_hour * shifts > kCandidatesADay)
    faults.error(
        path, "rate-too-high",
        "in the worst hour of the profile, with all shifts, this comes to {:.1f} threats a day; at most "
        "{:.0f} can be: share them out over several events",
        most * by_hour * shifts, kCandidatesADay);
  const double provokes = static_cast<double>(threats.follow_ups.count()) / 1e6;
  if (provokes * shifts >= 1.0)
    faults.error(path + ".follow_ups.mean", "follow-ups-explode",
                 "with the shifts each threat provokes {:.2f} more, which never ends: it must be less than 1 "
                 "(100 %)",
                 provokes * shifts);
  else if (provokes * by_hour * shifts > kFollowUpCandidates)
    faults.error(path + ".follow_ups.mean", "rate-too-high",
                 "in the worst hour of the profile this comes to {:.1f} follow-ups; at most {:.0f} can be",
                 provokes * by_hour * shifts, kFollowUpCandidates);
  if ((provokes > 0.0) != (threats.follow_up_after > Duration{}))
    faults.error(path + ".follow_ups", provokes > 0.0 ? "missing-key" : "unused-value",
                 "`mean` and `after` go together");
}

}  // namespace

double greatest_shift(const Scenario& scenario, const Threats& threats) {
  double most = 1.0;
  for (const Event& event : scenario.events)
    if (const auto* shift = std::get_if<ThreatShift>(&event.what)) {
      const auto is_meant = [&](EventId id) {
        return std::get_if<Threats>(&scenario.events[id].what) == &threats;
      };
      if (shift->threats.empty() || std::ranges::any_of(shift->threats, is_meant))
        most *= std::max(1.0, static_cast<double>(shift->factor.count()) / 1e6);
    }
  return most;
}

void check_event(const Scenario& scenario, const std::string& path, const Ambush& ambush, Faults& faults) {
  check_trapped(path, ambush.trapped, faults);
  check_pattern(path, ambush, faults);
  if (ambush.where.is_area)
    faults.error(path + ".where", "not-a-stretch",
                 "an ambush is on a stretch: write a segment, a road or corridors instead of '{}'",
                 ambush.where.text);
  check_filter(path + ".strikes", ambush.strikes, ambush.where, faults);
  check_outside(scenario, path, ambush.at, ambush.at + ambush.window, faults);
}

void check_event(const Scenario& scenario, const std::string& path, const Threats& threats, Faults& faults) {
  check_phases(path, threats, faults);
  check_trapped(path, threats.trapped, faults);
  check_outcomes(path, threats, faults);
  if (faults.trusts("profiles")) check_rates(scenario, path, threats, faults);
  if (threats.use_of_last.count() % 86'400 != 0)
    faults.error(path + ".leans_to_use.of_last", "whole-days", "these are whole days, not {}",
                 format_quantity(threats.use_of_last));
  check_filter(path + ".strikes", threats.strikes, threats.where, faults);
  check_outside(scenario, path, threats.phases[0].from, threats.until, faults);
}

void check_event(const Scenario& scenario, const std::string& path, const ThreatShift& shift,
                 Faults& faults) {
  check_until(path, shift.from, shift.until, faults);
  check_outside(scenario, path, shift.from, shift.until, faults);
  const auto is_by_chance = [&](EventId id) {
    return std::holds_alternative<Threats>(scenario.events[id].what);
  };
  for (const EventId id : shift.threats)
    if (!is_by_chance(id) && faults.trusts("events." + scenario.events[id].id))
      faults.error(path + ".threats", "not-threats", "'{}' is not an event of kind `threats`",
                   scenario.events[id].id);
  const bool some = std::ranges::any_of(
      scenario.events, [](const Event& event) { return std::holds_alternative<Threats>(event.what); });
  if (shift.threats.empty() && !some)
    faults.warning(path, "no-threats", "no event is of kind `threats`: it does nothing");
}

}  // namespace citerne
