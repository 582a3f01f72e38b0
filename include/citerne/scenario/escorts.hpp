#pragma once
#include <array>
#include <string>
#include <vector>

#include "citerne/scenario/target.hpp"

/// Escorts: a finite pool of units that lead convoys over stretches between two places.
namespace citerne {

using EscortId = Id<struct EscortTag>;

/// Which of several waiting queues a free unit serves; see model/escort_policy.hpp.
enum class EscortPolicy : std::uint8_t { fixed, longest_queue, most_litres, most_needed };

/// A stretch of one corridor and the units that belong to it.
struct Escort {
  std::string id;
  CorridorId corridor;
  std::array<PlaceId, 2> between{};  ///< The two ends, in any order.
  PlaceId base;                      ///< One of them: where units stand at the start and return to.
  std::int64_t units = 1;
  std::int64_t leaves_with = 1;     ///< Tankers that must wait before a unit takes them,
  Duration longest_wait = days(2);  ///< unless the first has waited so long.
  std::int64_t at_most = 100;       ///< Tankers in one convoy.
  Duration every;                   ///< Convoys leave an end at these distances only; 0: at any time.
  Duration assembly_takes;          ///< From when a unit takes them to when they leave.
  Duration returns_after;           ///< Alone at the end that is not its base, it stays so long.
  Duration waits_unasked;           ///< Without a rule, tankers wait so long for an escort, then go alone.
};

/// What units of one stretch do for another, when the policy is not `fixed`.
struct EscortAllocation {
  EscortPolicy policy = EscortPolicy::fixed;
  Duration move_takes = days(1);  ///< From one stretch to the base of another.
};

/// No loaded tanker enters these stretches at their ends without an escort.
struct EscortOnly {
  std::vector<EscortId> escorts;
  Instant from;
  Instant until = Instant::never();
};

/// Units are lent by one stretch to another, and come back at the end.
struct EscortMove {
  std::int64_t units = 1;
  EscortId from_escort, to_escort;
  Instant from;
  Instant until = Instant::never();
};

}  // namespace citerne
