#pragma once
#include <string>
#include <vector>

#include "citerne/analysis/control_variates.hpp"
#include "citerne/analysis/run_summary.hpp"
#include "citerne/record/result.hpp"

namespace citerne::report {

/// What a planner wants first, as text for a terminal of 100 columns: which towns ran short, from when and
/// for how long, with intervals; unserved fuel by class; tankers lost; a strip of towns by week.
std::string summary_text(const analysis::RunSummary& summary);

/// Means that what is known of luck makes more exact, beside the plain ones; empty where there are none.
std::string controlled_text(const std::vector<analysis::ControlledFigure>& figures);

}  // namespace citerne::report
