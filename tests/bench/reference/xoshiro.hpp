#pragma once
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace reference {

/// xoshiro256**, seeded by splitmix64; both written from their published description.
class Xoshiro {
 public:
  explicit Xoshiro(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      std::uint64_t z = (seed += 0x9e37'79b9'7f4a'7c15u);
      z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9u;
      z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11ebu;
      word = z ^ (z >> 31);
    }
  }
  std::uint64_t operator()() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

/// Uniform inside (0, 1).
inline double uniform(Xoshiro& draw) { return (static_cast<double>(draw() >> 11) + 0.5) * 0x1.0p-53; }

/// Exponential with mean 1.
inline double exponential(Xoshiro& draw) { return -std::log(uniform(draw)); }

}  // namespace reference
