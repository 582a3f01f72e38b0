#include "citerne/base/contract.hpp"

#include <cstdio>
#include <cstdlib>

namespace citerne {

void broken_contract(const char* kind, const char* expression, const char* file, int line) {
  std::fprintf(stderr, "citerne: internal fault (%s: %s) at %s:%d. Please report it with the scenario.\n",
               kind, expression, file, line);
  std::fflush(nullptr);
  std::_Exit(4);
}

}  // namespace citerne
