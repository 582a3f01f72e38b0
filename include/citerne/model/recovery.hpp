#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "citerne/base/units.hpp"

namespace citerne {

enum class RecoveryShape : std::uint8_t { step, linear, exponential, table };
struct RecoveryStep {
  std::string id;
  Duration after;  ///< Since the end of the event.
  Share back;
};

/// How what an event took away comes back once it is over.
struct Recovery {
  RecoveryShape shape = RecoveryShape::step;
  Duration over;  ///< Of `linear` and `exponential`: then all is back.
  std::vector<RecoveryStep>
      steps;  ///< Of `table`: by rising time; the last brings all back, or what it says.
};

/// The share of what was taken away that is back, so long after the end: 0 to 100 %.
///   step: all at once; linear: since / over; table: of the last step that has come;
///   exponential: 1 - 2^(-10 since / over), that is, half of what is missing comes back in each tenth of
///   `over`.
/// At `over` all is back. By +, *, / and square roots alone: the same bits everywhere.
Share given_back(const Recovery& recovery, Duration since);

/// The level at that time of a quantity that the event had lowered from 100 % to `low`.
Share recovered_level(const Recovery& recovery, Share low, Duration since);

}  // namespace citerne
