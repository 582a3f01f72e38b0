#include "citerne/base/random.hpp"

#include <bit>
#include <cmath>
#include <cstddef>

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

namespace {

/// ln m = 2 artanh z, z = (m - 1) / (m + 1), by its series to z^23.
constexpr std::array kSeries{1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13,
                             1.0 / 11, 1.0 / 9,  1.0 / 7,  1.0 / 5,  1.0 / 3,  1.0};

/// x = m 2^e with m in [1/sqrt 2, sqrt 2).
struct Parts {
  double m;
  int exponent;
};
Parts parts_of(double x) {
  constexpr std::uint64_t kFraction = (std::uint64_t{1} << 52) - 1, kHalf = std::uint64_t{1022} << 52;
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const double m = std::bit_cast<double>((bits & kFraction) | kHalf);  // in [1/2, 1)
  const bool is_low = m < 0.70710678118654757;
  return {is_low ? m * 2.0 : m, static_cast<int>(bits >> 52) - (is_low ? 1023 : 1022)};
}

/// Term by term, not number by number: no sum waits for its own last step.
template <std::size_t N>
void take_logs(std::span<double, N> x) {
  std::array<double, N> z, square, sum, exponent;
  for (std::size_t i = 0; i < N; ++i) {
    const Parts parts = parts_of(x[i]);
    z[i] = parts.m;
    exponent[i] = parts.exponent;
  }
  for (std::size_t i = 0; i < N; ++i) {
    z[i] = (z[i] - 1.0) / (z[i] + 1.0);
    square[i] = z[i] * z[i];
    sum[i] = kSeries[0];
  }
  for (std::size_t k = 1; k < kSeries.size(); ++k)
    for (std::size_t i = 0; i < N; ++i) sum[i] = sum[i] * square[i] + kSeries[k];
  for (std::size_t i = 0; i < N; ++i) x[i] = 2.0 * z[i] * sum[i] + exponent[i] * 0.69314718055994531;
}

}  // namespace

double natural_log(double x) {
  take_logs(std::span<double, 1>{&x, 1});
  return x;
}

void natural_logs(std::span<double> x) {
  constexpr std::size_t kAtOnce = 16;
  for (; x.size() >= kAtOnce; x = x.subspan(kAtOnce)) take_logs(x.first<kAtOnce>());
  for (double& one : x) one = natural_log(one);
}

double triangular(double low, double mode, double high, double u) {
  const double width = high - low;
  if (!(width > 0.0)) return low;
  const double cut = (mode - low) / width;
  if (u < cut) return low + std::sqrt(u * width * (mode - low));
  return high - std::sqrt((1.0 - u) * width * (high - mode));
}

}  // namespace citerne
