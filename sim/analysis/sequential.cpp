#include "citerne/analysis/sequential.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <boost/math/distributions/chi_squared.hpp>

#include "citerne/base/contract.hpp"
#include "plain_number.hpp"

namespace citerne::analysis {
namespace {

constexpr std::size_t kFirstLook = 50;
constexpr std::size_t kFewestOthers = 10;
constexpr double kCaution = 0.90;

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + ' ')
    if (c != ' ')
      word += c;
    else if (!word.empty())
      words.push_back(std::exchange(word, {}));
  return words;
}

std::size_t differing(std::span<const double> values) {
  std::map<double, std::size_t> counts;
  std::size_t most = 0;
  for (const double v : values) most = std::max(most, ++counts[v]);
  return values.size() - most;
}

}  // namespace

Precision parse_precision(const std::string& text) {
  std::string spaced;
  for (const char c : text)
    if (c == '<')
      spaced += " < ";
    else if (c == '%')
      spaced += " % ";
    else
      spaced += c;
  const std::vector<std::string> words = words_of(spaced);
  const std::string form = "write METRIC halfwidth < NUMBER, as \"unserved_share:bamako halfwidth < 0.5 %\"";
  if (words.size() < 4 || words.size() > 5 || words[1] != "halfwidth" || words[2] != "<")
    throw BadMetric{"'" + text.substr(0, 200) + "' is not understood; " + form};
  const Metric metric = parse_metric(words[0]);
  const double half_width = plain_number(words[3]).value_or(0.0);
  if (half_width <= 0.0) throw BadMetric{"'" + words[3] + "' is no number above 0; " + form};
  const std::string expected = unit(metric.measure);
  if (words.size() == 5 && words[4] != expected)
    throw BadMetric{word(metric.measure) + " is in " + expected + ", not in " + words[4]};
  return {metric, half_width};
}

std::string word(const Precision& p) {
  std::string number = std::to_string(p.half_width);
  number.erase(number.find_last_not_of('0') + 1);
  if (number.back() == '.') number.pop_back();
  return word(p.metric) + " halfwidth < " + number + " " + unit(p.metric.measure);
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
