#pragma once
#include <string>
#include <vector>

#include "citerne/input/diagnostics.hpp"
#include "citerne/input/scenario_files.hpp"
#include "citerne/scenario/scenario.hpp"

namespace citerne::input {

/// What one tank of a scenario was found to hold.
struct ObservedStock {
  SiteId site;
  ProductId product;
  Volume stock;
};

struct ObservedReading {
  std::vector<ObservedStock> stocks;    ///< In the order of sites and products.
  std::vector<Diagnostic> diagnostics;  ///< Every fault of the table; with one, `stocks` is of no use.
  FileSet file;                         ///< The table, for format_with_source().
};

/// Reads a table with the columns place, kind, product and stock_m3, separated by commas or semicolons.
/// `scenario` is what `files` decode to; `path` is what the table is called in messages.
ObservedReading read_observed(const std::string& text, const std::string& path, const ScenarioFiles& files,
                              const Scenario& scenario);

}  // namespace citerne::input
