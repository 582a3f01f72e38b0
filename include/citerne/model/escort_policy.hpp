#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "citerne/base/units.hpp"

/// Which of several queues a free escort unit serves. A new policy is one function and one row of
/// kEscortPolicies.
namespace citerne {

/// Tankers that wait at one end of a stretch for an escort, as a free unit sees them.
struct EscortQueue {
  std::size_t stretch = 0;   ///< Number of the escort.
  bool own = false;          ///< Of the stretch that the unit belongs to.
  std::int64_t tankers = 0;  ///< At least 1.
  Volume fuel;               ///< That they carry.
  Duration waited;           ///< Of the first of them.
  Duration least_cover;      ///< Of the places and products that they are bound for, now.
};

/// The number of the queue to serve, or none to stay. Queues stand in the order of stretches, base end first;
/// on equal merit the earlier is served.
using EscortRule = std::optional<std::size_t> (*)(std::span<const EscortQueue> queues);

/// Serves its own stretch alone: the queue whose first tanker has waited longest.
std::optional<std::size_t> serve_own(std::span<const EscortQueue> queues);
std::optional<std::size_t> serve_longest(std::span<const EscortQueue> queues);
std::optional<std::size_t> serve_most_fuel(std::span<const EscortQueue> queues);
std::optional<std::size_t> serve_most_needed(std::span<const EscortQueue> queues);

struct NamedEscortPolicy {
  std::string_view name;
  EscortRule rule;
  std::string_view sentence;
};
/// In the order of EscortPolicy.
inline constexpr NamedEscortPolicy kEscortPolicies[] = {
    {"fixed", serve_own, "units serve their own stretch alone"},
    {"longest_queue", serve_longest, "where most tankers wait"},
    {"most_litres", serve_most_fuel, "where most fuel waits"},
    {"most_needed", serve_most_needed, "where a destination has the least cover"},
};

}  // namespace citerne
