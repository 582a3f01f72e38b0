#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace citerne {

/// Splits `whole` into whole parts in proportion to `weights` by largest remainder, ties to the earlier;
/// the parts add up to `whole`. Weights >= 0, not all zero; whole >= 0.
void split_exactly(std::int64_t whole, std::span<const std::int64_t> weights,
                   std::vector<std::int64_t>& parts);

}  // namespace citerne
