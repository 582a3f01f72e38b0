#include "citerne/model/habit.hpp"

#include <algorithm>

#include "citerne/base/contract.hpp"

namespace citerne {

std::size_t next_by_share(std::span<std::int64_t> credit, std::span<const std::int64_t> weights) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    credit[i] += weights[i];
    sum += weights[i];
  }
  CITERNE_EXPECT(sum > 0);
  std::size_t chosen = weights.size();
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (weights[i] > 0 && (chosen == weights.size() || credit[i] > credit[chosen])) chosen = i;
  credit[chosen] -= sum;
  return chosen;
}

void effective_shares(std::span<const Way> ways, std::vector<std::int64_t>& weights) {
  constexpr std::int64_t kFullShare = 1'000'000;
  weights.clear();
  std::int64_t passing = 0;
  for (const Way& way : ways) {
    weights.push_back(way.share * way.passes / kFullShare);
    passing += weights.back();
  }
  const std::int64_t lost = kFullShare - passing;
  if (passing == 0 || lost <= 0) return;
  // A tanker sent to a filter that is already narrow would mostly stand before it: what is lost goes to the
  // ways that pass everything, first within their limits, then into their queues.
  const auto takes = [](const Way& way, int choice) {
    const bool open = way.passes == kFullShare;
    return choice == 0 ? open && !way.full : choice == 1 ? open : choice == 2 ? !way.full : true;
  };
  for (int choice = 0; choice < 4; ++choice) {
    std::int64_t takers = 0;
    for (std::size_t i = 0; i < ways.size(); ++i)
      if (takes(ways[i], choice)) takers += weights[i];
    if (takers == 0) continue;
    for (std::size_t i = 0; i < ways.size(); ++i)
      if (takes(ways[i], choice)) weights[i] += weights[i] * lost / takers;
    return;
  }
}

}  // namespace citerne
