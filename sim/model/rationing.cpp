#include "citerne/model/rationing.hpp"

#include <algorithm>
#include <numeric>

#include "citerne/base/wide.hpp"

namespace citerne {
namespace {

Share share_of(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? percent(100) : Share{product_over(part, 1'000'000, 0, whole).whole};
}

}  // namespace

std::vector<Share> ration(Rationing rule, std::span<const DailyVolume> demand,
                          std::span<const std::size_t> rank, Share serves) {
  std::vector<Share> shares(demand.size(), serves);
  if (rule == Rationing::proportional) return shares;
  Wide sum = 0;
  for (const DailyVolume d : demand) sum += d.count();
  auto left = static_cast<std::int64_t>(sum * serves.count() / 1'000'000);
  std::vector<std::size_t> order(rank.begin(), rank.end());
  if (rule == Rationing::max_min) {  // the smallest ask first: what they leave is there for the others
    order.resize(demand.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return demand[i]; });
  }
  auto waiting = static_cast<std::int64_t>(order.size());
  for (const std::size_t i : order) {
    const std::int64_t at_most = rule == Rationing::max_min ? left / waiting : left;
    const std::int64_t part = std::min(demand[i].count(), at_most);
    shares[i] = share_of(part, demand[i].count());
    left -= part;
    --waiting;
  }
  return shares;
}

}  // namespace citerne
