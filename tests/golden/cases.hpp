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
    {"ambush-rn24", "examples/ambush-rn24.yaml", 1, {"calendar.end=2025-11-15"}},
    {"bamako-encircled", "examples/bamako-encircled.yaml", 1, {"calendar.end=2025-12-20"}},
    {"borders-closed", "examples/borders-closed.yaml", 1, {"calendar.end=2026-02-15"}},
    {"burnt-tankers", "examples/burnt-tankers.yaml"},
    {"chained-events", "examples/chained-events.yaml", 2, {"calendar.end=2025-11-15"}},
    {"cut-by-rain", "examples/cut-by-rain.yaml", 2, {"calendar.end=2025-08-15"}},
    {"dakar-strike", "examples/dakar-strike.yaml"},
    {"dakar-terminal-outage", "examples/dakar-terminal-outage.yaml"},
    {"escorts", "examples/escorts.yaml", 1, {"calendar.end=2025-11-15"}},
    {"harvest-demand", "examples/harvest-demand.yaml"},
    {"levy-from-abidjan", "examples/levy-from-abidjan.yaml", 1, {"calendar.end=2025-05-10"}},
    {"rainy-season", "examples/rainy-season.yaml", 1, {"calendar.end=2025-10-01"}},
    {"rationing", "examples/rationing.yaml", 1, {"calendar.end=2025-11-15"}},
    {"rn7-closed", "examples/rn7-closed.yaml"},
    {"threats-by-chance", "examples/threats-by-chance.yaml", 2, {"calendar.end=2025-11-01"}},
    {"uncertain-inputs", "examples/uncertain-inputs.yaml", 2, {"calendar.end=2025-10-15"}},
    {"west-three-weeks", "examples/west-three-weeks.yaml", 1, {"calendar.end=2025-11-01"}},
};

inline std::filesystem::path project() { return CITERNE_SOURCE_DIR; }

inline std::filesystem::path kept(const Case& c) {
  return project() / "tests" / "golden" / "digests" / (c.name + ".txt");
}

}  // namespace citerne::golden
