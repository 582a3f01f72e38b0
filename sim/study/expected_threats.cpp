#include "citerne/study/expected_threats.hpp"

#include <algorithm>
#include <cmath>

namespace citerne::study {
namespace {

/// Shifts that mean the event, in the order of their names.
std::vector<const Event*> shifts_of(const engine::Plan& plan, EventId event) {
  std::vector<const Event*> shifts;
  for (const EventId other : plan.threat_shifts) {
    const auto& s = std::get<ThreatShift>(plan.scenario.events[other].what);
    if (s.threats.empty() || std::ranges::count(s.threats, event) > 0)
      shifts.push_back(&plan.scenario.events[other]);
  }
  return shifts;
}

double base_at(const Threats& threats, Instant t) {
  double base = 0.0;
  if (t < threats.until)
    for (const ThreatPhase& phase : threats.phases)
      if (phase.from <= t) base = static_cast<double>(phase.rate.count()) / 7e6;
  return base;
}

/// What profile and shifts make of a rate of 1, as it is counted with.
double factor_at(const engine::Plan& plan, const Threats& threats, const std::vector<const Event*>& shifts,
                 Instant t) {
  Share of_shifts = percent(100);
  for (const Event* shift : shifts) {
    const auto& s = std::get<ThreatShift>(shift->what);
    if (s.from <= t && t < s.until) of_shifts = Share{of_shifts.count() * s.factor.count() / 1'000'000};
  }
  const double of_profile =
      threats.profile.is_none()
          ? 1.0
          : static_cast<double>(plan.profiles[threats.profile.index()].rate_at(t)) / 1e3;
  return of_profile * (static_cast<double>(of_shifts.count()) / 1e6);
}

/// Threats by now, and the mean of their rate, each weighed by how many of its follow-ups come now.
struct Branching {
  double count = 0.0;
  double weighed_rate = 0.0;  ///< A: a day.

  /// A stretch of `days` in which m = base + each A; `tau` in days, above 0. A' = (base - (1 - each) A) /
  /// tau.
  void go_on(double base, double each, double tau, double days) {
    const double x = (1.0 - each) * days / tau;
    // (1 - e^-x) / x and (x - 1 + e^-x) / x^2, by their series where x is small.
    const double decay = std::abs(x) < 1e-4 ? 1.0 - x / 2.0 + x * x / 6.0 : -std::expm1(-x) / x;
    const double rise = std::abs(x) < 1e-4 ? 0.5 - x / 6.0 : (1.0 - decay) / x;
    const double integral = weighed_rate * days * decay + base * days * days / tau * rise;
    count += base * days + each * integral;
    weighed_rate += (base - (1.0 - each) * weighed_rate) * days / tau * decay;
  }
};

double expected_of(const engine::Plan& plan, const Event& event, const std::vector<const Event*>& shifts) {
  const auto& threats = std::get<Threats>(event.what);
  std::vector<Instant> turns{plan.end, threats.until};  // of the rate, but for the profile
  for (const ThreatPhase& phase : threats.phases) turns.push_back(phase.from);
  for (const Event* shift : shifts) {
    turns.push_back(std::get<ThreatShift>(shift->what).from);
    turns.push_back(std::get<ThreatShift>(shift->what).until);
  }
  std::erase_if(turns, [&](Instant t) { return t <= plan.start || t > plan.end; });
  std::ranges::sort(turns);
  const double mean = static_cast<double>(threats.follow_ups.count()) / 1e6;
  const double tau = std::max(1.0, static_cast<double>(threats.follow_up_after.count())) / 86'400.0;
  Branching b;
  Instant t = plan.start;
  for (const Instant turn : turns)
    while (t < turn) {
      const Instant hour{t.unix_seconds() - t.unix_seconds() % 3'600 + 3'600};
      const Instant next = std::min(hour, turn);
      const double base = base_at(threats, t), factor = factor_at(plan, threats, shifts, t);
      b.go_on(base * factor, base > 0.0 ? mean * factor : 0.0, tau,
              static_cast<double>((next - t).count()) / 86'400.0);
      t = next;
    }
  return b.count * (static_cast<double>(event.chance.count()) / 1e6);
}

}  // namespace

std::vector<std::optional<double>> expected_threats(const engine::Plan& plan) {
  std::vector<std::optional<double>> expected(plan.scenario.events.size());
  const auto hangs_on_the_run = [](const Event* shift) {
    return shift->trigger || shift->chance != percent(100);
  };
  for (const engine::HazardPlan& hazard : plan.hazards) {
    const Event& event = plan.scenario.events[hazard.event];
    const std::vector<const Event*> shifts = shifts_of(plan, hazard.event);
    if (!event.trigger && std::ranges::none_of(shifts, hangs_on_the_run))
      expected[hazard.event.index()] = expected_of(plan, event, shifts);
  }
  return expected;
}

}  // namespace citerne::study
