#pragma once
#include <cstdint>
#include <vector>

#include "citerne/base/random.hpp"

namespace citerne::random_world {

/// Luck with words for what one asks of it.
class Dice {
 public:
  explicit Dice(std::uint32_t trial) : stream_{{2026, trial, Purpose::property_test}} {}
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>((static_cast<std::uint64_t>(stream_()) << 32 | stream_()) %
                                           static_cast<std::uint64_t>(high - low + 1));
  }
  std::size_t below(std::size_t n) {
    return static_cast<std::size_t>(between(0, static_cast<std::int64_t>(n) - 1));
  }
  bool chance(int percent_of) { return between(1, 100) <= percent_of; }
  template <class T>
  const T& one_of(const std::vector<T>& list) {
    return list[below(list.size())];
  }

 private:
  Stream stream_;
};

}  // namespace citerne::random_world
