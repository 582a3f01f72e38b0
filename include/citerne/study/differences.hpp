#pragma once
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

/// In what two descriptions differ, in words.
namespace citerne::study {

/// Sentences, each beginning with a dotted path: `fleets.dakar.tankers is 1400 there, 1300 here`; as far down
/// as both are of one shape. Instants (`..._unix`) are told as dates. Rows of a list are called by their
/// `id`, place or number. None: the two are equal.
std::vector<std::string> differences(const nlohmann::ordered_json& there, const nlohmann::ordered_json& here);

/// The first dozen of them as lines of their own, each behind a line break.
std::string lines_of(const std::vector<std::string>& differences);

}  // namespace citerne::study
