#pragma once
#include <string>
#include <vector>

#include "command.hpp"

/// In which form `compare` and `responses` print what they compare.
namespace citerne::cli {

struct ComparisonForm {
  bool all = false, json = false, csv = false;
  std::vector<std::string> measures;
};
/// `--all`, `--measure`, `--json` and `--csv`.
void add_comparison_form(CLI::App& command, ComparisonForm& form);

std::string text_of(const analysis::Comparison& comparison, const ComparisonForm& form);
Json to_json(const analysis::Comparison& comparison);

}  // namespace citerne::cli
