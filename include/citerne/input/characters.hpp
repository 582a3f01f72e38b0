#pragma once
#include <string_view>

#include "citerne/input/diagnostics.hpp"

namespace citerne::input {

/// Whether a text is whole UTF-8 without tabs, control characters, invisible marks and characters that
/// change the direction of writing: a name must not fool a reader or a terminal. Each fault is told, the
/// first of a line. A byte order mark at the front is fine, and so are line ends of both kinds.
bool check_characters(std::string_view text, Diagnostics& faults, Mark from = {});

}  // namespace citerne::input
