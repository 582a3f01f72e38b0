#include "citerne/analysis/sequential.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>

#include "citerne/analysis/condition.hpp"
#include "citerne/base/contract.hpp"
#include "plain_number.hpp"

namespace citerne::analysis {
namespace {

constexpr std::size_t kFirstLook = 50;
constexpr std::size_t kFewestOthers = 10;
constexpr double kCaution = 0.90;

std::size_t differing(std::span<const double> values) {
  std::map<double, std::size_t> counts;
  std::size_t most = 0;
  for (const double v : values) most = std::max(most, ++counts[v]);
  return values.size() - most;
}

}  // namespace

Precision parse_precision(const std::string& text) {
  static const std::string kWord = " halfwidth", kExample = "unserved_share:bamako halfwidth < 0.5 %";
  std::string bound = text;
  const std::size_t at = bound.find(kWord);
  if (at != std::string::npos) bound.erase(at, kWord.size());
  const ConditionReading reading = read_bound(bound);
  std::vector<std::string> faults = reading.faults;
  if (at == std::string::npos) faults.push_back("it does not say 'halfwidth' between the metric and '<'");
  if (reading.condition && (reading.condition->above || !(reading.condition->bound > 0.0)))
    faults.emplace_back("a half-width can only be asked to be below a number above 0");
  if (faults.empty()) return {reading.condition->metric, reading.condition->bound};
  constexpr std::size_t kShown = 200;
  std::string message = "'" + text.substr(0, kShown) + "': ";
  for (const std::string& fault : faults) message += fault + "; ";
  throw BadMetric{message + "an example: " + kExample};
}

std::string word(const Precision& p) {
  return word(p.metric) + " halfwidth < " + number_text(p.half_width) + " " + unit(p.metric.measure);
}

std::size_t next_look(std::size_t after, std::size_t most) {
  if (after < kFirstLook) return std::min(kFirstLook, most);
  return std::min(most, after + (after + 4) / 5);
}

Look look_at(std::span<const double> values, double half_width, double never) {
  CITERNE_EXPECT(!values.empty() && half_width > 0.0);
  std::vector<double> finite{values.begin(), values.end()};
  for (double& v : finite) v = std::isfinite(v) ? v : never;
  Look look;
  look.mean = mean_interval(finite);
  look.too_alike = differing(finite) < kFewestOthers;
  const auto freedom = static_cast<double>(finite.size() - 1);
  look.cautious = look.mean.high - look.mean.mid;
  if (freedom > 0.0)
    look.cautious *=
        std::sqrt(freedom / boost::math::quantile(boost::math::chi_squared{freedom}, 1.0 - kCaution));
  look.is_enough = finite.size() >= kFirstLook && !look.too_alike && look.cautious < half_width;
  return look;
}

std::size_t enough_values(const Look& look, std::size_t count, double half_width) {
  const double ratio = look.cautious / half_width;
  return static_cast<std::size_t>(std::ceil(static_cast<double>(count) * ratio * ratio));
}

}  // namespace citerne::analysis
