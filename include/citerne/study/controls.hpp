#pragma once
#include <vector>

#include "citerne/analysis/control_variates.hpp"
#include "citerne/study/study.hpp"

namespace citerne::study {

/// What is known of the luck of each replication that was played from the beginning: numbers that were drawn,
/// in their unit, less the mean of their distribution; and threats that came, by event, less how many its own
/// plan lets expect. In the order of Outcome::replications.
std::vector<analysis::Control> controls_of(const Plans& plans, const Outcome& outcome);

}  // namespace citerne::study
