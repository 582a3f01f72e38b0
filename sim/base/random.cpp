#include "citerne/base/random.hpp"

#include <bit>
#include <cmath>

#include <Random123/philox.h>

namespace citerne {

std::array<std::uint32_t, 4> philox(const std::array<std::uint32_t, 4>& counter,
                                    const std::array<std::uint32_t, 2>& key) {
  const r123::Philox4x32::ctr_type drawn =
      r123::Philox4x32{}({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
  return {drawn[0], drawn[1], drawn[2], drawn[3]};
}

void Stream::refill() {
  words_ = philox(
      {static_cast<std::uint32_t>(key_.purpose) << 24 | block_, key_.replication, key_.entity, key_.occasion},
      {static_cast<std::uint32_t>(key_.seed), static_cast<std::uint32_t>(key_.seed >> 32)});
  ++block_;
  used_ = 0;
}

/// x = m 2^e with m in [1/sqrt 2, sqrt 2); ln m = 2 artanh z, z = (m - 1) / (m + 1), by its series to z^23.
double natural_log(double x) {
  constexpr std::uint64_t kFraction = (std::uint64_t{1} << 52) - 1, kHalf = std::uint64_t{1022} << 52;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  double m = std::bit_cast<double>((bits & kFraction) | kHalf);  // in [1/2, 1)
  int exponent = static_cast<int>(bits >> 52) - 1022;
  if (m < 0.70710678118654757) {
    m *= 2.0;
    --exponent;
  }
  const double z = (m - 1.0) / (m + 1.0), square = z * z;
  double sum = 1.0 / 23.0;
  for (const double term :
       {1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1.0})
    sum = sum * square + term;
  return 2.0 * z * sum + exponent * 0.69314718055994531;
}

double triangular(double low, double mode, double high, double u) {
  const double width = high - low;
  if (!(width > 0.0)) return low;
  const double cut = (mode - low) / width;
  if (u < cut) return low + std::sqrt(u * width * (mode - low));
  return high - std::sqrt((1.0 - u) * width * (high - mode));
}

}  // namespace citerne
