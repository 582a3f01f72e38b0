#pragma once
#include "citerne/study/study.hpp"
#include "result_maker.hpp"

namespace citerne::study {

/// What recipe_of() reads: the files, their settings and response, seed and options, stocktakings, and
/// versions. The replications stand in the scale of that name.
void put_provenance(ResultMaker& make, const Plans& plans, const Options& options);

}  // namespace citerne::study
