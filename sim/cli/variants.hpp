#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "command.hpp"

/// A scenario and its responses.
namespace citerne::cli {

/// By name: the scenario itself, `unchanged`, first.
using Variants = std::vector<std::pair<std::string, input::ScenarioFiles>>;

/// The scenario, then each response that is named, all of which can be run; what is wrong with any of them is
/// told for all, and then there is nothing. `of` stands behind the name of a response where faults are told.
std::optional<Variants> read_variants(const input::ScenarioFiles& files,
                                      const std::vector<std::string>& responses, const std::string& of = "");

}  // namespace citerne::cli
