#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "citerne/input/diagnostics.hpp"
#include "citerne/input/scenario_files.hpp"
#include "citerne/scenario/scenario.hpp"

namespace citerne::input {

/// Decides the numbers that were written as distributions.
struct Luck {
  std::uint64_t seed = 0;  ///< Of the study.
  std::uint32_t replication = 0;
};

/// A number that was written as a distribution, and what became of it.
struct DrawnValue {
  std::string path;          ///< `events.rn24.road_cleared_after`; the draw is addressed by it.
  std::string distribution;  ///< `triangular [24 h, 36 h, 72 h]`
  double value = 0.0;        ///< In `unit`, a whole number.
  double mean = 0.0;         ///< Of all luck, in `unit`.
  std::string unit;          ///< The small unit that quantities are held in: `s`, `ml`, `ppm`.
  friend bool operator==(const DrawnValue&, const DrawnValue&) = default;
};

/// A scenario, or why there is none.
struct Reading {
  std::optional<Scenario> scenario;     ///< Only when no diagnostic is an error.
  std::vector<Diagnostic> diagnostics;  ///< Every fault of the whole set, by file and place.
  std::vector<DrawnValue> drawn;        ///< By path. Empty: decoding again with other luck gives the same.
};

/// Turns the files into the typed scenario. Without luck a distribution stands for its middle: the mean of
/// a uniform one, the mode of a triangular one, the first of a choice. Cheap enough to repeat for each
/// replication of a scenario that has distributions; the network is not read again. Safe to call from
/// several threads at once. A draw that breaks a rule between fields is told like any other fault.
Reading decode(const ScenarioFiles& files, const std::optional<Luck>& luck = std::nullopt);

/// load() and decode(). Throws std::system_error with the path when the scenario's own file cannot be read.
Reading read_scenario(const std::filesystem::path& path, const std::vector<std::string>& settings = {},
                      const std::optional<Luck>& luck = std::nullopt);

}  // namespace citerne::input
