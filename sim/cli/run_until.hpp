#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "citerne/analysis/sequential.hpp"
#include "study_run.hpp"

/// Running a study until figures are known precisely enough.
namespace citerne::cli {

struct UntilArguments {
  std::vector<std::string>
      wanted;  ///< `unserved_share:bamako halfwidth < 0.5 %`; all must hold. Empty: -n counts.
  std::uint32_t most = 1'000;  ///< Replications.
};

/// `--until` and `--max-replications`; neither goes with `replications` or `from`.
void add_until(CLI::App& command, UntilArguments& arguments, CLI::Option* replications, CLI::Option* from);

/// Every fault of `wanted` is told, and the program ends.
std::vector<analysis::Precision> expect_precisions(const UntilArguments& arguments, const engine::Plan& plan);

/// One of the figures that were wanted, at the end.
struct Reached {
  analysis::Precision precision;
  analysis::Look look;
};

struct UntilOutcome {
  TimedOutcome run;
  std::vector<Reached> reached;
  bool is_enough = false;
};

/// Runs more and more replications, until all precisions hold or there are `most`. `options.replications`
/// becomes how many there are; the outcome is that of running as many at once.
UntilOutcome run_until(const study::Plans& plans, study::Options& options,
                       const std::vector<analysis::Precision>& precisions, std::uint32_t most, bool quiet,
                       const study::Journey& journey);

/// What was reached, and where it was not, how many replications would be enough.
void tell(const UntilOutcome& until, std::size_t replications);

}  // namespace citerne::cli
