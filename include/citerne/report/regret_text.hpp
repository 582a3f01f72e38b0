#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "citerne/analysis/metric.hpp"
#include "citerne/analysis/regret.hpp"

namespace citerne::report {

/// Responses of a common menu in several scenarios.
struct RegretStudy {
  analysis::Metric metric;
  std::vector<std::string> scenarios, responses;  ///< What they are called.
  std::vector<double> weights;                    ///< Of the scenarios.
  std::size_t replications = 0;
  analysis::Regrets regrets;
};

/// The table of regrets and what follows from it, in words; for a terminal of 100 columns.
std::string regret_text(const RegretStudy& study);

/// One row for each figure: outcome and regret by scenario, greatest and mean regret.
std::string regret_csv(const RegretStudy& study);

}  // namespace citerne::report
