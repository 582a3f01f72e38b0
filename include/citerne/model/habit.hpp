#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace citerne {

/// Gives the next load to the one furthest below its share, ties to the earlier, and books it: after n loads
/// of constant weights each has had its share of n to within one load. Weights >= 0, not all zero.
std::size_t next_by_share(std::span<std::int64_t> credit, std::span<const std::int64_t> weights);

/// One of several ways of supply.
struct Way {
  std::int64_t share = 0;   ///< Normal share, ppm.
  std::int64_t passes = 0;  ///< Part of it that gets through, ppm; 0 is closed.
  bool full = false;        ///< Takes no diverted part.
};
/// Shares (ppm) of the ways when some let through less and some are full. A narrowed way keeps its share of
/// what passes; what it loses goes, in proportion, to the ways that pass everything and have room; without
/// such, to those that pass everything; without such, to those with room; else to all. Writes one weight per
/// way: all zero when every way is closed.
void effective_shares(std::span<const Way> ways, std::vector<std::int64_t>& weights);

}  // namespace citerne
