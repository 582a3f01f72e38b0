#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "citerne/base/random.hpp"
#include "citerne/base/units.hpp"

/// Threats that come by chance: a Poisson process by thinning. Candidates come at a fixed rate, each with a
/// mark on [0, 1), and count where mark x ceiling < rate. So a truce leaves out some threats and moves none,
/// worse times add some (Lewis and Shedler, 1979).
namespace citerne {

/// Candidates a day of one process: the greatest rate that it can have.
constexpr double kCandidatesADay = 12.0;
/// Candidates, in the mean, for follow-ups of one threat: the most that it can provoke.
constexpr double kFollowUpCandidates = 4.0;

/// Numbers of candidates, below 2^28: by date and rank within it, so that the calendar of a scenario moves
/// none; follow-ups by the number of what provoked them and their rank.
constexpr std::uint32_t kFirstFollowUp = std::uint32_t{1} << 27;
constexpr std::uint32_t candidate_number(std::int64_t days_since_1970, std::uint32_t rank) {
  return static_cast<std::uint32_t>(days_since_1970) * 1'000 + rank;
}
inline std::uint32_t follow_up_number(std::uint32_t of, std::uint32_t rank) {
  const std::string text = std::to_string(of) + "+" + std::to_string(rank);
  return kFirstFollowUp | (name_hash(text) & (kFirstFollowUp - 1));
}

constexpr bool counts(double mark, double ceiling, double rate) { return mark * ceiling < rate; }

/// One road of several, by weight: the least of exponentials, each over its weight. `uniform_of(i)` is the
/// luck of road i alone, so that a road more takes threats to itself and moves none between others. Some
/// weight is above 0.
template <class UniformOf>
std::size_t road_by_weight(std::span<const double> weights, UniformOf uniform_of) {
  std::size_t chosen = 0;
  double least = -1.0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] > 0.0)) continue;
    const double u = uniform_of(i);
    // -ln(1 - u) > u: most need no logarithm to be told too late.
    if (least >= 0.0 && u / weights[i] > least * (1.0 + 1e-9)) continue;
    const double arrives = -natural_log(1.0 - u) / weights[i];
    if (least >= 0.0 && arrives >= least) continue;
    least = arrives;
    chosen = i;
  }
  return chosen;
}

}  // namespace citerne
