#include "citerne/analysis/metric.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <span>
#include <utility>

#include "citerne/base/text.hpp"
#include "from_result.hpp"

namespace citerne::analysis {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

struct About {
  const char* word;
  const char* unit;
  bool more_is_better;
};

const About& about(Measure m) {
  static constexpr std::array<About, kMeasures.size()> kAbout{{{"first_shortage", "d", true},
                                                               {"shortage_days", "d", false},
                                                               {"unserved", "m3", false},
                                                               {"unserved_share", "%", false},
                                                               {"served", "m3", true},
                                                               {"dry_time", "d", false},
                                                               {"least_cover", "d", true},
                                                               {"person_days_short", "d", false},
                                                               {"tankers_lost", "tankers", false}}};
  return kAbout.at(static_cast<std::size_t>(m));
}

/// The arrays of a result over (replication, place, product), row by row.
class Pairs {
 public:
  Pairs(const Result& result, const Metric& metric, const Burnt& among)
      : result_{result}, runs_{length(result, "replication")} {
    const auto& places = values<std::string>(result, "place");
    const auto& products = values<std::string>(result, "product");
    width_ = places.size() * products.size();
    expect_known(places, metric.place, "place");
    expect_known(products, metric.product, "product");
    for (std::size_t cell = 0; cell < width_; ++cell) {
      const std::string &place = places[cell / products.size()], &product = products[cell % products.size()];
      const bool is_asked = (metric.place.empty() || metric.place == place) &&
                            (metric.product.empty() || metric.product == product);
      if (is_asked && among.contains({place, product})) cells_.push_back(cell);
    }
    if (cells_.empty() && runs_ > 0)
      throw BadMetric{"nothing is asked for there that '" + word(metric) + "' could tell of"};
  }

  /// Over the cells of the metric; a missing value counts as `missing`.
  template <class Join>
  std::vector<double> join(const char* array, double from, double missing, Join how) const {
    const auto& all = values<double>(result_, array);
    std::vector<double> joined(runs_, from);
    for (std::size_t r = 0; r < runs_; ++r)
      for (const std::size_t cell : cells_) {
        const double value = all[r * width_ + cell];
        joined[r] = how(joined[r], std::isnan(value) ? missing : value);
      }
    return joined;
  }
  std::vector<double> sum(const char* array) const { return join(array, 0.0, 0.0, std::plus{}); }
  std::vector<double> least(const char* array) const {
    return join(array, kNever, kNever, [](double x, double y) { return std::min(x, y); });
  }
  std::vector<double> greatest(const char* array) const {
    return join(array, 0.0, 0.0, [](double x, double y) { return std::max(x, y); });
  }

 private:
  static void expect_known(const std::vector<std::string>& names, const std::string& wanted,
                           const char* what) {
    if (!wanted.empty() && std::ranges::count(names, wanted) == 0)
      throw BadMetric{std::string{"the results have no "} + what + " '" + wanted + "'" +
                      did_you_mean(nearest_word(wanted, names))};
  }

  const Result& result_;
  std::size_t runs_, width_ = 0;
  std::vector<std::size_t> cells_;
};

std::vector<double> share_unserved(const Pairs& pairs) {
  std::vector<double> share = pairs.sum("unserved");
  const std::vector<double> demand = pairs.sum("demand");
  for (std::size_t r = 0; r < share.size(); ++r)
    share[r] = demand[r] > 0.0 ? 100.0 * share[r] / demand[r] : 0.0;
  return share;
}

std::vector<double> tankers_lost(const Result& result) {
  const auto& lost = values<double>(result, "tankers_lost");
  const std::size_t fleets = length(result, "fleet");
  std::vector<double> sums(length(result, "replication"), 0.0);
  for (std::size_t r = 0; r < sums.size(); ++r)
    for (std::size_t f = 0; f < fleets; ++f) sums[r] += lost[r * fleets + f];
  return sums;
}

}  // namespace

std::string word(Measure m) { return about(m).word; }
std::string unit(Measure m) { return about(m).unit; }
bool more_is_better(Measure m) { return about(m).more_is_better; }

Measure parse_measure(const std::string& text) {
  std::vector<std::string> words;
  for (const Measure m : kMeasures) words.push_back(word(m));
  const auto found = std::ranges::find(words, text);
  if (found != words.end()) return kMeasures[static_cast<std::size_t>(found - words.begin())];
  std::string list;
  for (const std::string& w : words) list += (list.empty() ? "" : ", ") + w;
  throw BadMetric{"there is no measure '" + text + "'" + did_you_mean(nearest_word(text, words)) +
                  "; there are " + list};
}

std::string word(const Metric& m) {
  std::string text = word(m.measure);
  if (!m.place.empty() || !m.product.empty()) text += ":" + m.place;
  if (!m.product.empty()) text += ":" + m.product;
  return text;
}

Metric parse_metric(const std::string& text) {
  std::vector<std::string> parts{""};
  for (const char c : text)
    if (c == ':')
      parts.emplace_back();
    else
      parts.back() += c;
  constexpr std::size_t kLongest = 200;
  if (parts.size() > 3 || text.size() > kLongest)
    throw BadMetric{"'" + text.substr(0, kLongest) +
                    "' is no metric; write MEASURE[:PLACE[:PRODUCT]], as shortage_days:bamako"};
  parts.resize(3);
  const Metric metric{parse_measure(parts[0]), parts[1], parts[2]};
  if (metric.measure == Measure::tankers_lost && metric != Metric{Measure::tankers_lost, "", ""})
    throw BadMetric{"tankers_lost is of the whole country; write it without a place"};
  return metric;
}

Burnt burnt_in(const Result& result) {
  const auto& places = values<std::string>(result, "place");
  const auto& products = values<std::string>(result, "product");
  const auto& days = values<double>(result, "shortage_days");
  Burnt burnt;
  if (length(result, "replication") == 0) return burnt;
  for (std::size_t p = 0; p < places.size(); ++p)
    for (std::size_t k = 0; k < products.size(); ++k)
      if (!std::isnan(days[p * products.size() + k])) burnt.insert({places[p], products[k]});
  return burnt;
}

std::vector<double> values_of(const Result& result, const Metric& metric) {
  return values_of(result, metric, burnt_in(result));
}

std::vector<double> values_of(const Result& result, const Metric& metric, const Burnt& among) {
  if (metric.measure == Measure::tankers_lost) return tankers_lost(result);
  const Pairs pairs{result, metric, among};
  switch (metric.measure) {
    case Measure::first_shortage:
      return pairs.least("first_shortage");
    case Measure::shortage_days:
      return pairs.greatest("shortage_days");
    case Measure::unserved:
      return pairs.sum("unserved");
    case Measure::unserved_share:
      return share_unserved(pairs);
    case Measure::served:
      return pairs.sum("served");
    case Measure::dry_time:
      return pairs.sum("dry_time");
    case Measure::least_cover:
      return pairs.least("least_cover");
    case Measure::person_days_short:
      return pairs.sum("person_days_short");
    case Measure::tankers_lost:
      break;
  }
  return {};
}

double length_in_days(const Result& result) {
  return static_cast<double>((instant(result, "end") - instant(result, "start")).count()) / 86'400.0;
}

}  // namespace citerne::analysis
