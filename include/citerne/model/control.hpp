#pragma once
#include <cstdint>

#include "citerne/base/units.hpp"

namespace citerne {

/// Does the k-th to ask (k from 1) pass a filter of share p? Exactly floor(n p) of the first n do.
constexpr bool passes_filter(std::int64_t k, Share p) {
  return k * p.count() / 1'000'000 > (k - 1) * p.count() / 1'000'000;
}

}  // namespace citerne
