#pragma once
#include <cstdint>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

namespace citerne::golden {

/// A whole run whose digest is kept as `digests/<name>.txt`.
struct Case {
  std::string name;
  std::string scenario;  ///< Below scenarios/.
  std::uint32_t replications = 1;
  std::vector<std::string> settings = {};
};

/// How a test's name tells it; without this it would be told as bytes.
inline void PrintTo(const Case& c, std::ostream* out) { *out << c.scenario; }

inline const std::vector<Case> kCases{
    {"western-blockade", "western-blockade.yaml", 2},
    {"baseline-winter", "baseline.yaml", 1, {"calendar.end=2025-03-01"}},
    {"dakar-terminal-outage", "examples/dakar-terminal-outage.yaml"},
    {"harvest-demand", "examples/harvest-demand.yaml"},
    {"rn7-closed", "examples/rn7-closed.yaml"},
};

inline std::filesystem::path project() { return CITERNE_SOURCE_DIR; }

inline std::filesystem::path kept(const Case& c) {
  return project() / "tests" / "golden" / "digests" / (c.name + ".txt");
}

}  // namespace citerne::golden
