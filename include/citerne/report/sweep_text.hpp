#pragma once
#include <string>

#include "citerne/sweep/study_file.hpp"

namespace citerne::report {

/// What a sweep found, as text for a terminal of 100 columns: means of its first metric over the cells, as a
/// table of the first two factors where these are all there is, else the best and the worst cells; then the
/// best cell of each metric.
std::string sweep_text(const sweep::Sweep& sweep, const sweep::StudyFigures& figures);

}  // namespace citerne::report
