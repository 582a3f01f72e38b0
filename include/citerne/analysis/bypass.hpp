#pragma once
#include <string>
#include <vector>

#include "citerne/record/result.hpp"

namespace citerne::analysis {

/// Loads that would have gone through a control by habit and went another way.
struct Bypass {
  struct Way {
    std::string name;    ///< Supplier and corridor: `abidjan by abidjan-west`.
    double share = 0.0;  ///< Of the loads that would have gone through.
  };
  std::string event;
  double through =
      0.0;  ///< Tankers that would have gone through while it was in force; mean over replications.
  double share = 0.0;     ///< Of these, those that took another line.
  std::vector<Way> ways;  ///< Where they went, by falling share.
};

/// For each control that was in force: the loads that left for the tanks of which some line meets it, against
/// the shares of those lines in a normal year; means over replications. Tankers that leave their habit on the
/// way are not counted as another way. Empty for a result without these counts.
std::vector<Bypass> bypasses(const Result& result);

}  // namespace citerne::analysis
