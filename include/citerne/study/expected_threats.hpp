#pragma once
#include <optional>
#include <vector>

#include "citerne/engine/plan.hpp"

namespace citerne::study {

/// How many threats each event brings in [start, end), in the mean over all luck, by event; times the chance
/// of the event. With base rate b, factor f of profile and shifts, follow-ups of mean r and mean delay tau
/// the mean rate is m(t) = f (b + r A), A' = (m - A) / tau, A = 0 at the start (Hawkes, 1971, Biometrika 58):
/// exact but for the rounding of delays to seconds. Nothing for events that are no threats, and where the
/// rate hangs on what happens in a run: with `when`, and under a shift with `when` or by chance.
std::vector<std::optional<double>> expected_threats(const engine::Plan& plan);

}  // namespace citerne::study
