#pragma once
#include <string>
#include <vector>

#include "citerne/analysis/condition.hpp"
#include "citerne/analysis/least_value.hpp"

namespace citerne::report {

/// What a search for the least value that meets a condition came to.
struct Finding {
  std::string title, path;
  analysis::Condition condition;
  std::vector<std::string> values;  ///< As they are written, in the order in which they are wanted.
  bool greatest = false;            ///< Else the least is wanted.
  analysis::Search search;
  /// What is to blame for most of what is not served at the last value, where the condition looks: the cause,
  /// and its part of the whole; empty, 0: all is served there.
  std::string cause;
  double cause_share = 0.0;
};

/// `met`, `not met`, `undecided`.
std::string word(analysis::Decision);

/// The answer in sentences, one a line.
std::string answer_text(const Finding& finding);

/// What was tried as a table, then the answer; for a terminal of 100 columns.
std::string finding_text(const Finding& finding);

}  // namespace citerne::report
