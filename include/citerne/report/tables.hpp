#pragma once
#include <string>
#include <vector>

#include "citerne/analysis/run_summary.hpp"
#include "citerne/record/result.hpp"

/// Results for programs that planners have: a spreadsheet, a map.
namespace citerne::report {

/// What a spreadsheet expects of CSV; both are RFC 4180 otherwise, in UTF-8.
struct CsvStyle {
  char separator = ',';
  char decimal = '.';
  bool mark =
      false;  ///< A byte-order mark first, without which a spreadsheet may take accents for something else.
};
inline constexpr CsvStyle kEnglish{};
inline constexpr CsvStyle kFrench{.separator = ';', .decimal = ',', .mark = true};

struct TextFile {
  std::string name, text;
};

/// `shortages.csv` (a row for each place and product that was short in some run), `classes.csv`, `weeks.csv`
/// (share of demand not served, by place and week; not of a result without series), `places.geojson` and
/// `roads.geojson` (RFC 7946, WGS 84; most held and trapped at a sample, means over replications). `summary`
/// is that of `result`.
std::vector<TextFile> tables(const Result& result, const analysis::RunSummary& summary,
                             const CsvStyle& style);

}  // namespace citerne::report
