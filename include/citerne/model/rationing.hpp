#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "citerne/base/units.hpp"

namespace citerne {

/// How a part of the demand is shared out between classes.
enum class Rationing : std::uint8_t { proportional, strict, max_min };

/// The share of its demand that each class gets when `serves` of their sum is to be had; together they never
/// get more.
///   proportional: the same share for all;
///   strict: in the order `rank` (of indices into `demand`), each in full while there is something left;
///   max_min: the same volume for all who ask for that much, the others in full: the least served class gets
///   as much as possible, then the next (Bertsekas and Gallager, Data Networks, 1992, section 6.5.2).
std::vector<Share> ration(Rationing rule, std::span<const DailyVolume> demand,
                          std::span<const std::size_t> rank, Share serves);

}  // namespace citerne
