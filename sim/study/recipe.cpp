#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "citerne/engine/event.hpp"
#include "citerne/study/study.hpp"

namespace citerne::study {
namespace {

template <class T>
const T& needed_attribute(const Result& result, const char* name) {
  const T* found = result.attribute<T>(name);
  if (found == nullptr)
    throw std::runtime_error{
        fmt::format("the result lacks the attribute '{}', so it cannot be made again", name)};
  return *found;
}

template <class T>
const std::vector<T>& needed_array(const Result& result, const char* group, const char* name) {
  const auto* found = result.values<T>(group, name);
  if (found == nullptr)
    throw std::runtime_error{fmt::format("the result holds no '{}', so it cannot be made again", name)};
  return *found;
}

/// Rising, and each with its stocks in the order of the file.
std::vector<Stocktaking> stocktakings_of(const Result& result) {
  std::vector<Stocktaking> takings;
  if (result.find("", "found") == nullptr) return takings;
  const auto& instants = needed_array<std::int64_t>(result, "provenance", "found_at");
  const auto& tanks = needed_array<std::string>(result, "provenance", "found_tank");
  const auto& stocks = needed_array<std::int64_t>(result, "provenance", "found_stock");
  if (instants.size() != tanks.size() || instants.size() != stocks.size() ||
      !std::ranges::is_sorted(instants))
    throw std::runtime_error{"the result's stocktakings are none"};
  for (std::size_t i = 0; i < instants.size(); ++i) {
    if (takings.empty() || takings.back().at != Instant{instants[i]})
      takings.push_back({Instant{instants[i]}, {}});
    takings.back().stocks.push_back({tanks[i], Volume{stocks[i]}});
  }
  return takings;
}

}  // namespace

std::string word(Keep keep) {
  constexpr std::array kWords{"summary", "bands", "full"};
  return kWords[static_cast<std::size_t>(keep)];
}

Recipe recipe_of(const Result& result) {
  const std::int64_t version = needed_attribute<std::int64_t>(result, "results_version");
  if (version != engine::kResultsVersion)
    throw std::runtime_error{fmt::format(
        "the result is of results version {}, this citerne makes version {}: it cannot make the same again",
        version, engine::kResultsVersion)};
  Recipe recipe;
  const auto& paths = needed_array<std::string>(result, "", "source_file");
  const auto& texts = needed_array<std::string>(result, "provenance", "source_text");
  if (paths.empty() || paths.size() != texts.size())
    throw std::runtime_error{"the result does not hold the files that it was made from"};
  for (std::size_t i = 0; i < paths.size(); ++i) recipe.files.files.push_back({paths[i], texts[i]});
  if (result.find("", "setting") != nullptr)
    recipe.files.settings = needed_array<std::string>(result, "", "setting");

  if (result.attributes.contains("response"))
    recipe.files.response = needed_attribute<std::string>(result, "response");

  Options& options = recipe.options;
  options.seed = static_cast<std::uint64_t>(needed_attribute<std::int64_t>(result, "seed"));
  const auto& kept = needed_attribute<std::string>(result, "record");
  for (const Keep keep : {Keep::summary, Keep::bands, Keep::full})
    if (kept == word(keep)) options.keep = keep;
  const std::int64_t logged = needed_attribute<std::int64_t>(result, "replications_logged");
  const auto& numbers = needed_array<std::int64_t>(result, "", "replication");
  const auto fits = [](std::int64_t n) { return 0 <= n && n < std::int64_t{1} << 31; };
  if (!fits(logged) || !std::ranges::all_of(numbers, fits) || !std::ranges::is_sorted(numbers))
    throw std::runtime_error{"the result's replications are no numbers of replications"};
  options.logged = static_cast<std::uint32_t>(logged);
  for (const std::int64_t n : numbers) options.chosen.push_back(static_cast<std::uint32_t>(n));
  options.replications = options.chosen.empty() ? 0 : options.chosen.back() + 1;
  options.stocktakings = stocktakings_of(result);
  return recipe;
}

}  // namespace citerne::study
