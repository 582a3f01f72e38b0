#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "citerne/base/units.hpp"
#include "citerne/model/profile.hpp"

namespace citerne {

/// What one class draws from a stock since it was last settled. Between events a stock only falls:
///   demand(t) = floor((full x (P(t) - settled_at) + full_carry) / 86'400'000) millilitres,
///   served(t) = floor((share x demand(t) + share_carry) / 1'000'000) millilitres.
/// The remainders are carried, so that where the settlements fall changes no sum; and since the served part
/// is a share of whole millilitres asked for, it never grows by more than the demand does.
struct Draw {
  std::int64_t full = 0;         ///< Whole ml on a normal day, unrationed.
  Share share = percent(100);    ///< Served now; 0 to 100 %.
  std::int64_t full_carry = 0;   ///< In 1/86'400'000 ml.
  std::int64_t share_carry = 0;  ///< In 1/1'000'000 ml.
  std::int64_t settled_at = 0;   ///< P of its profile when it was last settled.
  std::uint32_t profile = 0;     ///< Index into the profiles.
};

struct Drawn {
  Volume demand;
  Volume served;
};

/// What the class has asked for and got when its profile stands at `p`.
Drawn drawn(const Draw& draw, std::int64_t p);

/// The same, and moves the mark of the last settlement to `p`.
Drawn settle(Draw& draw, std::int64_t p);

/// Of a demand that comes at once: what the class gets.
Drawn hand_out(Draw& draw, Volume demand);

/// Sum of what the classes got by `t`.
Volume taken(std::span<const Draw> draws, std::span<const CumulativeProfile> profiles, Instant t);

/// The least whole second behind `now`, when all were settled, at which the classes together have got
/// `volume`
/// (> 0) or more; never() when they have not by `until`.
Instant first_taking(std::span<const Draw> draws, std::span<const CumulativeProfile> profiles, Volume volume,
                     Instant now, Instant until);

}  // namespace citerne
