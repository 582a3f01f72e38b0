#pragma once
#include <string>

#include "citerne/sweep/sensitivity.hpp"

namespace citerne::report {

/// What an outcome hangs on, in words first, then as bars, for a terminal of 100 columns.
std::string sensitivity_text(const sweep::Sweep& sweep, const sweep::Sensitivity& sensitivity);

/// One row for each factor, with a header.
std::string sensitivity_csv(const sweep::Sensitivity& sensitivity);
std::string sensitivity_csv_header();

}  // namespace citerne::report
