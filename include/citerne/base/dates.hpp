#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "citerne/base/units.hpp"

namespace citerne {

/// Reads `2025-10-28` (midnight), `2025-10-28T10:00` or `2025-10-28T10:00:30`, all UTC, an optional
/// `Z` behind a time. Nothing when the text is not such a date or the day does not exist.
std::optional<Instant> parse_instant(std::string_view text);

/// `2025-10-28` at midnight, else `2025-10-28T10:00`, with seconds only where they are not 0.
std::string format_instant(Instant t);

/// `2025-10-28`, the UTC day that holds `t`.
std::string format_day(Instant t);

/// 00:00 UTC of the day that holds `t`.
constexpr Instant start_of_day(Instant t) {
  const std::int64_t s = t.unix_seconds();
  return Instant{s - ((s % 86'400 + 86'400) % 86'400)};
}

/// Month of the UTC day that holds `t`, 1 to 12.
int month_of(Instant t);

/// Day of the week, 0 for Monday to 6 for Sunday.
int weekday_of(Instant t);

}  // namespace citerne
