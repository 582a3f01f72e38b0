#pragma once
#include <string>
#include <vector>

/// What a stocktaking found beside what was simulated.
namespace citerne::report {

/// One tank. What the simulation does not explain is observed - simulated.
struct FoundRow {
  std::string place, name;  ///< Id, and as people write it.
  std::string kind, product;
  double simulated_m3 = 0.0;  ///< Mean over replications; `least` and `most` of them all.
  double least_m3 = 0.0, most_m3 = 0.0;
  double observed_m3 = 0.0;
  double unexplained_l() const { return (observed_m3 - simulated_m3) * 1e3; }
  bool is_outside() const { return observed_m3 < least_m3 || observed_m3 > most_m3; }
};

struct Stocktaking {
  std::string title, at;  ///< Of the scenario; the instant.
  std::size_t replications = 0;
  std::vector<FoundRow> rows;
};

std::string stocktaking_text(const Stocktaking&);
std::string stocktaking_csv(const Stocktaking&);

}  // namespace citerne::report
