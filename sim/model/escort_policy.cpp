#include "citerne/model/escort_policy.hpp"

namespace citerne {
namespace {

/// The first queue that none is better than.
template <class Better>
std::optional<std::size_t> best(std::span<const EscortQueue> queues, Better better) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < queues.size(); ++i)
    if (!found || better(queues[i], queues[*found])) found = i;
  return found;
}

}  // namespace

std::optional<std::size_t> serve_own(std::span<const EscortQueue> queues) {
  const auto found = best(queues, [](const EscortQueue& a, const EscortQueue& b) {
    return a.own != b.own ? a.own : a.waited > b.waited;
  });
  return found && queues[*found].own ? found : std::nullopt;
}

std::optional<std::size_t> serve_longest(std::span<const EscortQueue> queues) {
  return best(queues, [](const EscortQueue& a, const EscortQueue& b) { return a.tankers > b.tankers; });
}

std::optional<std::size_t> serve_most_fuel(std::span<const EscortQueue> queues) {
  return best(queues, [](const EscortQueue& a, const EscortQueue& b) { return a.fuel > b.fuel; });
}

std::optional<std::size_t> serve_most_needed(std::span<const EscortQueue> queues) {
  return best(queues,
              [](const EscortQueue& a, const EscortQueue& b) { return a.least_cover < b.least_cover; });
}

}  // namespace citerne
