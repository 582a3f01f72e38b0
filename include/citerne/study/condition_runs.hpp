#pragma once
#include <string>
#include <vector>

#include "citerne/analysis/condition.hpp"
#include "citerne/analysis/least_value.hpp"
#include "citerne/study/study.hpp"

/// What the replications of a study come to under a condition.
namespace citerne::study {

/// What is wrong with a metric that is to be taken of this plan: names that it does not have, with the
/// nearest, or a place that burns nothing of the kind. Empty: nothing.
std::vector<std::string> faults_of(const analysis::Metric& metric, const engine::Plan& plan);

/// With which series replications must be kept for a condition. For one of days the scenario must take its
/// samples every day (`calendar.sample_every=1 d`): stocks are then those of midnights.
Keep kept_for(const analysis::Condition& condition);

struct ConditionRuns {
  /// An event that did not come counts in its figures with the length of the run, in days.
  analysis::Trial trial;
  analysis::Causes causes;
};
/// By replication of the outcome. Of days, those count whose midnight lies after the start and before the
/// end. The condition has no faults_of() and the options keep what is kept_for() it.
ConditionRuns condition_runs(const analysis::Condition& condition, const Plans& plans, const Options& options,
                             const Outcome& outcome);

}  // namespace citerne::study
