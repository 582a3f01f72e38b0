#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "citerne/analysis/metric.hpp"
#include "citerne/input/file_set.hpp"

/// Many cells of one scenario: every replication of every cell, with the same luck in each.
namespace citerne::sweep {

/// How cells are laid out over the factors: `docs/sweeps.md`.
enum class Design : std::uint8_t { grid, zip, list, latin_hypercube, sobol, saltelli, morris };
std::string word(Design);
/// Whether its cells are points of the unit cube.
constexpr bool draws(Design design) { return design >= Design::latin_hypercube; }
/// Whether its sensitivities hang on all of its cells.
constexpr bool needs_every_cell(Design design) {
  return design == Design::grid || design == Design::saltelli || design == Design::morris;
}

/// Numbers between two ends, called by the share `u` of them that lies below: uniform, or triangular.
struct Spread {
  double from = 0.0, to = 1.0;
  std::optional<double> mode;  ///< Of a triangular one.
  bool whole = false;
  int decimals = 0;  ///< That are written.
  std::string unit;  ///< Behind each number; may be empty.
  /// As it is written in a scenario: `46000 L`. 0 <= u <= 1.
  std::string at(double u) const;
};

/// One thing that cells differ in: a value of the scenario, several that change together, or which response
/// is played.
struct Factor {
  std::string name;                 ///< Of the column and array that hold its values.
  std::string path;                 ///< Dotted, as `--set` takes it; empty: one of the other two.
  std::vector<std::string> levels;  ///< Values as they are written; empty where it has a spread.
  /// By level, what it sets (`path=value`); empty: the levels are values of the path, or responses.
  std::vector<std::vector<std::string>> settings;
  std::optional<Spread> spread;
  /// The level, or the number of the spread, at a point of the unit interval.
  std::string at(double u) const;
};

/// One value for each factor, as it is written.
using Cell = std::vector<std::string>;

struct Sweep {
  std::string name;
  input::FileSet scenario;         ///< Without the values of cells.
  std::uint32_t replications = 0;  ///< Of each cell.
  std::uint32_t block = 0;         ///< Replications of one task, the last of a cell maybe fewer.
  std::uint64_t seed = 1;          ///< Of all luck in runs.
  Design design = Design::grid;
  std::uint32_t points = 0;       ///< Of a design that draws: as in the plan.
  std::uint64_t design_seed = 1;  ///< Of these points, not of the runs.
  std::uint32_t levels = 4;       ///< Of morris.
  std::vector<Factor> factors;
  std::vector<Cell> cells;
  std::vector<analysis::Metric> metrics;

  std::size_t blocks() const { return (replications + block - 1) / block; }
  std::size_t tasks() const { return cells.size() * blocks(); }
};

/// A cell's replications `first` to `first + count - 1`. What comes of it depends on nothing else.
struct Task {
  std::size_t number = 0;  ///< Cells one after the other, in each its blocks.
  std::size_t cell = 0;
  std::uint32_t first = 0, count = 0;
};
Task task(const Sweep& sweep, std::size_t number);

/// The files of the scenario with the values of a cell in force.
input::FileSet files_of(const Sweep& sweep, const Cell& cell);

/// `escorts 4, tank 40000`: the values of a cell for people.
std::string words_of(const Sweep& sweep, const Cell& cell);

/// All that makes the study what it is, as it is kept in its folder, and back. The text is the same wherever
/// it is made, names the results version, and is what shards are bound to. Reading throws std::runtime_error.
std::string manifest_of(const Sweep& sweep);
Sweep sweep_of(const std::string& manifest);

/// Sentences that say in what another study differs: `factors.tank.levels ...`, `scenario.fleets.dakar ...`.
/// None: they are the same.
std::vector<std::string> differences(const std::string& manifest_there, const std::string& manifest_here);

}  // namespace citerne::sweep
