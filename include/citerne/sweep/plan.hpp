#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "citerne/input/diagnostics.hpp"
#include "citerne/sweep/sweep.hpp"

/// Reads the plan of a sweep: `docs/sweeps.md`.
namespace citerne::sweep {

/// No design has more cells.
inline constexpr std::size_t kMostCells = 100'000;

struct PlanReading {
  std::optional<Sweep> sweep;                           ///< Only when no diagnostic is an error.
  input::FileSet files;                                 ///< The plan, for its diagnostics.
  std::vector<input::Diagnostic> diagnostics;           ///< Every fault of the plan.
  input::FileSet scenario;                              ///< For the next.
  std::vector<input::Diagnostic> scenario_diagnostics;  ///< Of the scenario as the plan sets it.
};

/// Every value of every factor (of a spread its ends) is tried on the scenario, one at a time; which of them
/// do not go together a task finds out. Throws std::system_error with the path when the plan or its scenario
/// cannot be read.
PlanReading read_plan(const std::filesystem::path& plan);

}  // namespace citerne::sweep
