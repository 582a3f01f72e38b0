#pragma once
#include <span>
#include <string>

#include "citerne/analysis/comparison.hpp"

namespace citerne::report {

enum class Rows { main, all };  ///< Places of the greatest demand; or every place and product.

/// How the second result differs from the first, as text for a terminal of 100 columns, with a table for each
/// of `measures`; none: the first shortages, days short, unserved fuel and losses, with Rows::all every one.
std::string comparison_text(const analysis::Comparison& comparison, Rows rows,
                            std::span<const analysis::Measure> measures = {});

/// All rows as CSV (RFC 4180), one line each, with a header; `line_of` names the comparison in its first
/// column.
std::string comparison_csv(const analysis::Comparison& comparison, const std::string& line_of);
std::string comparison_csv_header();

}  // namespace citerne::report
