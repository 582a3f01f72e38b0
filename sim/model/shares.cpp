#include "citerne/model/shares.hpp"

#include <algorithm>
#include <numeric>

#include "citerne/base/contract.hpp"
#include "citerne/base/wide.hpp"

namespace citerne {

void split_exactly(std::int64_t whole, std::span<const std::int64_t> weights,
                   std::vector<std::int64_t>& parts) {
  const std::int64_t sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  CITERNE_EXPECT(whole >= 0 && sum > 0);
  parts.assign(weights.size(), 0);
  std::vector<std::int64_t> remainder(weights.size());
  std::int64_t left = whole;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Quotient part = product_over(whole, weights[i], 0, sum);
    parts[i] = part.whole;
    remainder[i] = part.rest;
    left -= parts[i];
  }
  for (; left > 0; --left) {
    const auto largest = std::max_element(remainder.begin(), remainder.end());
    ++parts[static_cast<std::size_t>(largest - remainder.begin())];
    *largest = -1;
  }
}

}  // namespace citerne
