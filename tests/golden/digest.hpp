#pragma once
#include <string>

#include "citerne/record/result.hpp"
#include "golden/cases.hpp"

namespace citerne::golden {

/// A result as a text that a person can review: a line per array with its first, last, least, most and
/// summed value and a hash of all its bits, then a line per place, then what the log counts.
std::string digest_of(const Result& result);

/// Runs the case and tells its digest.
std::string digest_of(const Case& c);

}  // namespace citerne::golden
