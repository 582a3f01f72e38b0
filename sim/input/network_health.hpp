#pragma once
#include "parsed_files.hpp"

namespace citerne::input {

/// What is likely a slip in a network that could be read, beyond the rules that every scenario's network
/// must keep. `corridors` is the file of corridors, for the marks.
void check_health(const ParsedFiles& parsed, const Node& corridors, Diagnostics& faults);

}  // namespace citerne::input
