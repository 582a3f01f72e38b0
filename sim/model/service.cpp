#include "citerne/model/service.hpp"

#include "citerne/base/wide.hpp"

namespace citerne {

Volume volume_at_cover(Duration level, Volume week) {
  constexpr std::int64_t kWeek = std::int64_t{7} * 86'400;
  return Volume{product_over(level.count(), week.count(), kWeek - 1, kWeek).whole};
}

Duration cover_of(Volume stock, Volume week) {
  constexpr std::int64_t kWeek = std::int64_t{7} * 86'400;
  return seconds(product_over(stock.count(), kWeek, 0, week.count()).whole);
}

Share served_share(Volume demand, Volume served) {
  return Share{product_over(served.count(), 1'000'000, 0, demand.count()).whole};
}

std::size_t service_row(std::span<const Volume> levels, Volume regain, Volume stock, std::size_t row_now) {
  std::size_t row = row_now;
  while (row + 1 < levels.size() && stock < levels[row]) ++row;
  if (row != row_now) return row;
  while (row > 0 && stock >= levels[row - 1] + regain) --row;
  return row;
}

bool is_short(Volume demand, Volume served, Share bar) {
  return Wide{served.count()} * 1'000'000 < Wide{demand.count()} * bar.count();
}

}  // namespace citerne
