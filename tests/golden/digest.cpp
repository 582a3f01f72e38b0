#include "golden/digest.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <span>
#include <type_traits>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "citerne/store/digest.hpp"
#include "citerne/study/study.hpp"

namespace citerne::golden {
namespace {

/// Sums over all that is not missing.
double total(std::span<const double> values) {
  double sum = 0.0;
  for (const double v : values) sum += std::isnan(v) ? 0.0 : v;
  return sum;
}

std::vector<double> as_reals(const Values& values) {
  return std::visit(
      [](const auto& list) {
        std::vector<double> reals;
        if constexpr (!std::is_same_v<std::decay_t<decltype(list)>, std::vector<std::string>>)
          for (const auto v : list) reals.push_back(static_cast<double>(v));
        return reals;
      },
      values);
}

template <class T>
std::string hash_of(const std::vector<T>& numbers) {
  return store::sha256_hex(std::as_bytes(std::span{numbers}));
}
std::string hash_of(const std::vector<std::string>& texts) {
  const std::string lines = fmt::format("{}", fmt::join(texts, "\n"));
  return store::sha256_hex(std::as_bytes(std::span{lines}));
}
/// Twelve digits of the SHA-256 of all bits.
std::string hash_of(const Values& values) {
  return std::visit([](const auto& list) { return hash_of(list); }, values).substr(0, 12);
}

/// One figure per sample or day, or per replication: the total over everything else.
std::vector<double> totals_along_first_axis(const Variable& v, std::size_t length) {
  const std::vector<double> all = as_reals(v.values);
  std::vector<double> totals;
  const std::size_t width = length == 0 ? 0 : all.size() / length;
  for (std::size_t i = 0; i < length; ++i) totals.push_back(total(std::span{all}.subspan(i * width, width)));
  return totals;
}

std::string line_of(const Result& result, const Variable& v) {
  const std::string name = v.group.empty() ? v.name : v.group + "/" + v.name;
  const std::string shape = fmt::format("{} ({})", name, fmt::join(v.axes, " "));
  const std::vector<double> totals = totals_along_first_axis(v, result.axes.at(v.axes.front()));
  if (totals.empty() || std::holds_alternative<std::vector<std::string>>(v.values))
    return fmt::format("{}: {}\n", shape, hash_of(v.values));
  const auto [least, most] = std::ranges::minmax(totals);
  return fmt::format("{}: {:.9g} {:.9g} {:.9g} {:.9g} {:.12g} {}\n", shape, totals.front(), totals.back(),
                     least, most, total(totals), hash_of(v.values));
}

/// What the run came to, not how it is labelled or what it was read from.
bool is_outcome(const Variable& v) {
  if (v.axes.empty() || v.axes.front() == v.name) return false;
  const bool of_a_run =
      v.axes.front() == "replication" || v.axes.front() == "time" || v.axes.front() == "day";
  return of_a_run || v.group == "events";
}

const std::vector<std::string>& texts(const Result& result, const std::string& group,
                                      const std::string& name) {
  return std::get<std::vector<std::string>>(result.find(group, name)->values);
}

/// Totals over products and means over replications of a metric, by place.
std::vector<double> by_place(const Result& result, const std::string& metric) {
  const std::vector<double> all = as_reals(result.find("", metric)->values);
  const std::size_t runs = result.axes.at("replication"), places = result.axes.at("place");
  const std::size_t products = result.axes.at("product");
  std::vector<double> means(places, 0.0);
  for (std::size_t r = 0; r < runs; ++r)
    for (std::size_t p = 0; p < places; ++p)
      means[p] +=
          total(std::span{all}.subspan((r * places + p) * products, products)) / static_cast<double>(runs);
  return means;
}

std::string lines_of_places(const Result& result) {
  const std::vector<double> demand = by_place(result, "demand"), unserved = by_place(result, "unserved");
  const std::vector<double> short_days = by_place(result, "shortage_days");
  std::string lines;
  const std::vector<std::string>& places = texts(result, "", "place");
  for (std::size_t p = 0; p < places.size(); ++p)
    lines += fmt::format("{}: {:.3f} {:.3f} {:g}\n", places[p], demand[p], unserved[p], short_days[p]);
  return lines;
}

std::string lines_of_log(const Result& result) {
  std::map<std::string, int> counts;
  const std::vector<std::string>& kinds = texts(result, "events", "kind");
  const std::vector<std::string>& events = texts(result, "events", "event_of_entry");
  for (std::size_t i = 0; i < kinds.size(); ++i)
    ++counts[kinds[i] + (events[i].empty() ? "" : " by " + events[i])];
  std::string lines;
  for (const auto& [what, count] : counts) lines += fmt::format("{}: {}\n", what, count);
  return lines;
}

}  // namespace

std::string digest_of(const Result& result) {
  std::string text = std::get<std::string>(result.attributes.at("title")) + "\n";
  text += "\narray: first, last, least, most of its totals along the first axis, sum, hash of all values\n";
  for (const Variable& v : result.variables)
    if (is_outcome(v)) text += line_of(result, v);
  text += "\nplace: demand m3, unserved m3, days short, all products, mean over replications\n" +
          lines_of_places(result);
  text += "\nlog: entries of each kind\n" + lines_of_log(result);
  return text;
}

std::string digest_of(const Case& c) {
  const study::Plans plans{input::load(project() / "scenarios" / c.scenario, c.settings), 1};
  const study::Options options{.replications = c.replications};
  const std::atomic<bool> stop{false};
  const study::Outcome outcome = study::run(
      plans, options, [](std::uint32_t, std::uint32_t) {}, stop);
  return digest_of(study::make_result(plans, options, outcome));
}

}  // namespace citerne::golden
