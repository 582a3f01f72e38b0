#include "citerne/analysis/leaning.hpp"

#include <algorithm>
#include <cmath>

#include "citerne/analysis/sensitivity.hpp"
#include "from_result.hpp"

namespace citerne::analysis {
std::optional<Leanings> leanings(const std::vector<std::string>& paths, std::span<const double> drawn,
                                 std::span<const double> outcome) {
  const std::size_t n = outcome.size(), k = paths.size();
  if (k == 0 || n < 20 || n < 5 * k) return std::nullopt;
  const std::optional<Regression> line = regression(k, drawn, outcome);
  if (!line) return std::nullopt;
  const auto kept = [](double share) { return std::clamp(share, 0.0, 1.0); };
  Leanings all{.explained = line->r_squared, .numbers = {}};
  for (std::size_t i = 0; i < k; ++i) {
    const auto& [mid, low, high] = line->factors[i].share;
    all.numbers.push_back({paths[i], {kept(mid), kept(low), kept(high)}, line->factors[i].correlation > 0.0});
  }
  std::ranges::stable_sort(all.numbers, std::ranges::greater{}, [](const Leaning& l) { return l.share.mid; });
  return all;
}

std::optional<Leanings> leanings_of_unserved(const Result& result) {
  const Variable* const drawn = result.find("provenance", "drawn_value");
  if (drawn == nullptr) return std::nullopt;
  const auto& unserved = values<double>(result, "unserved");
  const std::size_t runs = length(result, "replication"),
                    cells = unserved.size() / std::max<std::size_t>(1, runs);
  std::vector<double> outcome(runs, 0.0);
  for (std::size_t r = 0; r < runs; ++r)
    for (std::size_t c = 0; c < cells; ++c)
      if (const double v = unserved[r * cells + c]; !std::isnan(v)) outcome[r] += v;
  return leanings(values<std::string>(result, "drawn"), std::get<std::vector<double>>(drawn->values),
                  outcome);
}

}  // namespace citerne::analysis
