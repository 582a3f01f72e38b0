#include "citerne/sweep/sweep.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "citerne/base/contract.hpp"
#include "citerne/base/random.hpp"
#include "citerne/input/scenario_files.hpp"
#include "number_text.hpp"

namespace citerne::sweep {

std::string word(Design design) {
  constexpr std::array kWords{"grid", "zip", "list", "latin_hypercube", "sobol", "saltelli", "morris"};
  return kWords.at(static_cast<std::size_t>(design));
}

std::string Spread::at(double u) const {
  if (whole && !mode) return written(std::min(to, std::floor(from + u * (to - from + 1.0))), 0, unit);
  const double value = mode ? triangular(from, *mode, to, u) : from + u * (to - from);
  return written(whole ? std::floor(value + 0.5) : value, whole ? 0 : decimals, unit);
}

std::string Factor::at(double u) const {
  if (spread) return spread->at(u);
  CITERNE_EXPECT(!levels.empty());
  const auto n = static_cast<double>(levels.size());
  return levels[std::min(levels.size() - 1, static_cast<std::size_t>(u * n))];
}

Task task(const Sweep& sweep, std::size_t number) {
  const std::size_t blocks = sweep.blocks();
  const auto first = static_cast<std::uint32_t>(number % blocks * sweep.block);
  return {number, number / blocks, first, std::min(sweep.block, sweep.replications - first)};
}

input::FileSet files_of(const Sweep& sweep, const Cell& cell) {
  input::FileSet files = sweep.scenario;
  for (std::size_t i = 0; i < sweep.factors.size(); ++i) {
    const Factor& factor = sweep.factors[i];
    if (!factor.path.empty()) {
      files.settings.push_back(factor.path + "=" + cell[i]);
    } else if (!factor.settings.empty()) {
      const auto level = std::ranges::find(factor.levels, cell[i]) - factor.levels.begin();
      for (const std::string& setting : factor.settings.at(static_cast<std::size_t>(level)))
        files.settings.push_back(setting);
    } else {
      files.response = cell[i] == input::kUnchangedResponse ? "" : cell[i];
    }
  }
  return files;
}

std::string words_of(const Sweep& sweep, const Cell& cell) {
  std::string words;
  for (std::size_t i = 0; i < sweep.factors.size(); ++i)
    words += fmt::format("{}{} {}", i > 0 ? ", " : "", sweep.factors[i].name, cell[i]);
  return words;
}

}  // namespace citerne::sweep
