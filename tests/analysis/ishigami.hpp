#pragma once
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>

namespace citerne {

/// Ishigami and Homma (1990), a = 7, b = 0.1, over [-pi, pi]; indices by Saltelli et al. (2008). `u` in the
/// unit cube.
inline double ishigami(std::span<const double> u) {
  const auto x = [&](std::size_t k) { return std::numbers::pi * (2.0 * u[k] - 1.0); };
  return std::sin(x(0)) + 7.0 * std::pow(std::sin(x(1)), 2) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
}
inline constexpr std::array kIshigamiFirst{0.3139, 0.4424, 0.0}, kIshigamiTotal{0.5576, 0.4424, 0.2437};
inline constexpr double kIshigamiVariance = 13.8446;

}  // namespace citerne
