#include "citerne/study/controls.hpp"

#include "citerne/study/expected_threats.hpp"

namespace citerne::study {

std::vector<analysis::Control> controls_of(const Plans& plans, const Outcome& outcome) {
  std::vector<analysis::Control> controls;
  if (outcome.records.empty()) return controls;
  for (std::size_t i = 0; i < outcome.drawn.front().size(); ++i) {
    analysis::Control control{outcome.drawn.front()[i].path, {}};
    for (const auto& run : outcome.drawn) control.excess.push_back(run[i].value - run[i].mean);
    controls.push_back(std::move(control));
  }
  const auto common = expected_threats(plans.common());
  const auto expected = [&](std::size_t run, std::size_t event) {
    return outcome.drawn[run].empty() ? common[event] : outcome.expected_threats[run][event];
  };
  const auto& events = plans.common().scenario.events;
  for (const EventId event : ids_of(events)) {
    const std::size_t e = event.index();
    analysis::Control control{events[event].id, {}};
    for (std::size_t r = 0; r < outcome.records.size() && expected(r, e); ++r)
      control.excess.push_back(static_cast<double>(outcome.records[r].threats_came[e]) - *expected(r, e));
    if (control.excess.size() < outcome.records.size()) continue;
    controls.push_back(std::move(control));
  }
  return controls;
}

}  // namespace citerne::study
