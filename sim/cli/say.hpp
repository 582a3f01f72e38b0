#pragma once
#include <cstdio>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace citerne::cli {

/// A word to people, on stderr. That nobody can hear it is no reason to fail.
template <class... Args>
void say(fmt::format_string<Args...> text, Args&&... args) {
  std::fflush(stdout);  // on a terminal both flow into one: what was said before comes before
  const std::string words = fmt::format(text, std::forward<Args>(args)...);
  (void)std::fwrite(words.data(), 1, words.size(), stderr);
}

}  // namespace citerne::cli
