#pragma once
#include <cstddef>
#include <span>

#include "citerne/base/units.hpp"

namespace citerne {

/// The stock at which a level of cover lies, in ml, rounded up: stock >= it means cover >= level.
/// `week` is the full, unrationed demand of the next 7 days.
Volume volume_at_cover(Duration level, Volume week);

/// Cover, rounded down to a second. `week` is above 0.
Duration cover_of(Volume stock, Volume week);

/// The share of a demand above 0 that was served, rounded down.
Share served_share(Volume demand, Volume served);

/// Row of a service table for a stock. `levels` are the rows' volumes, falling, the last 0. A row applies
/// from its level, included, upward; a row left downward is taken again only at its level plus `regain`.
std::size_t service_row(std::span<const Volume> levels, Volume regain, Volume stock, std::size_t row_now);

/// Is a day short: less of its demand served than `bar`? No demand counts as served.
bool is_short(Volume demand, Volume served, Share bar);

}  // namespace citerne
