#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "citerne/base/random.hpp"
#include "citerne/base/units.hpp"

namespace citerne {

/// What becomes of each tanker of a struck convoy, in convoy order. Corridor level: no tactics.
/// `abducted`: without its crew, it stands until another one comes.
enum class Struck : std::uint8_t { lost, trapped, spared, abducted };

/// The case of 28 October 2025: the first and the last burn, all between stand intact. One tanker: it is
/// lost.
std::vector<Struck> first_and_last_lost(std::size_t tankers);

/// The first `lost` tankers, then `trapped` more, as far as the convoy goes; the rest are spared.
std::vector<Struck> counted_from_the_head(std::size_t tankers, std::size_t lost, std::size_t trapped);

/// The first `at_least` tankers are lost, each other alone with this probability; what becomes of the rest is
/// said. The i-th tanker meets the i-th draw.
template <BitStream S>
std::vector<Struck> each_by_chance(std::size_t tankers, std::size_t at_least, Share lost, Struck rest,
                                   S& luck) {
  std::vector<Struck> fate(tankers, rest);
  for (std::size_t i = 0; i < tankers; ++i)
    if (uniform01(luck) * 1e6 < static_cast<double>(lost.count()) || i < at_least) fate[i] = Struck::lost;
  return fate;
}

/// The crews of the first so many spared tankers are taken.
void abduct(std::vector<Struck>& fate, std::size_t crews);

/// Trapped tankers by fate: recovered, diverted, lost; whole tankers by largest remainder, ties to the
/// earlier. The shares sum to 100 %.
std::array<std::size_t, 3> fates_of_trapped(std::size_t trapped, Share recovered, Share diverted, Share lost);

}  // namespace citerne
