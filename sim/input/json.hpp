#pragma once
#include <nlohmann/json.hpp>

namespace citerne::input {

/// What is written: keys stay in the order in which they were put.
using Json = nlohmann::ordered_json;

}  // namespace citerne::input
