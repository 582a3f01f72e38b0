#pragma once

namespace citerne {

/// Ends the program with a message: a promise of our own code is broken (exit code 4).
[[noreturn]] void broken_contract(const char* kind, const char* expression, const char* file, int line);

}  // namespace citerne

/// What a caller must hold, and what we promise. Both stay on in release builds.
#define CITERNE_EXPECT(condition) \
  ((condition) ? static_cast<void>(0) : citerne::broken_contract("expect", #condition, __FILE__, __LINE__))
#define CITERNE_ENSURE(condition) \
  ((condition) ? static_cast<void>(0) : citerne::broken_contract("ensure", #condition, __FILE__, __LINE__))
