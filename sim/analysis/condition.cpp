#include "citerne/analysis/condition.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <string_view>

#include "citerne/base/contract.hpp"
#include "citerne/base/text.hpp"
#include "from_result.hpp"
#include "plain_number.hpp"

namespace citerne::analysis {
namespace {

constexpr std::int64_t kWhole = 1'000'000;
constexpr std::size_t kLongestCondition = 400;  // characters of a condition

/// How many of a metric's unit one of another is.
struct OtherUnit {
  std::string_view written, of;
  double factor;
};
constexpr std::array kUnits{OtherUnit{"d", "d", 1.0},
                            OtherUnit{"h", "d", 1.0 / 24.0},
                            OtherUnit{"m3", "m3", 1.0},
                            OtherUnit{"L", "m3", 1e-3},
                            OtherUnit{"ML", "m3", 1e3},
                            OtherUnit{"%", "%", 1.0},
                            OtherUnit{"tankers", "tankers", 1.0}};

bool begins_number(char c) { return (c >= '0' && c <= '9') || c == '-' || c == '.'; }

/// Words, signs and numbers; `5d`, `>5` and `80%` need no spaces.
std::vector<std::string> tokens_of(const std::string& text) {
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < text.size();) {
    const auto run = [&](auto&& belongs) {
      const std::size_t from = i;
      do ++i;
      while (i < text.size() && belongs(text[i]));
      tokens.push_back(text.substr(from, i - from));
    };
    if (text[i] == ' ' || text[i] == '\t')
      ++i;
    else if (text[i] == '%')
      run([](char) { return false; });
    else if (text[i] == '<' || text[i] == '>' || text[i] == '=')
      run([](char c) { return c == '='; });
    else if (begins_number(text[i]))
      run(begins_number);
    else
      run([](char c) { return std::string_view{" \t<>=%"}.find(c) == std::string_view::npos; });
  }
  return tokens;
}

std::string percent_text(std::int64_t ppm) { return number_text(static_cast<double>(ppm) / 1e4) + " %"; }

class Reader {
 public:
  explicit Reader(const std::string& text) : tokens_{tokens_of(text)} {}

  ConditionReading read_whole() {
    const bool is_mean = take("mean");
    read_subject("figure", "cover:PLACE:PRODUCT or a metric");
    read_bound();
    while (next_ < tokens_.size() && faults_.size() < kMostFaults) read_clause();
    if (is_cover_ && condition_.days == 0 && !has_days_)
      faults_.emplace_back("it does not say on how many days; write 'on 90 % of days' behind the bound");
    if (!is_cover_ && has_days_)
      faults_.emplace_back(
          "'of days' goes with cover:PLACE:PRODUCT alone; any other figure is one of the whole run");
    if (is_mean && has_runs_)
      faults_.emplace_back("a mean is of all runs; leave out either 'mean' or 'in ... % of runs'");
    if (!is_mean && !has_runs_)
      faults_.emplace_back(
          "it does not say in how many runs; write 'in 80 % of runs' at the end, or 'mean' in front");
    return reading();
  }

  ConditionReading read_bound_alone() {
    read_subject("metric", "a metric");
    if (is_cover_ && has_metric_)
      faults_.push_back("cover is of days; write " + word(condition_.metric) + " for the least of all days");
    read_bound();
    if (next_ < tokens_.size())
      faults_.push_back("behind the bound stands " + shown() + "; write nothing there");
    return reading();
  }

 private:
  static constexpr std::size_t kMostFaults = 8;

  ConditionReading reading() {
    ConditionReading reading{{}, {}, std::move(faults_)};
    if (has_metric_) reading.metric = condition_.metric;
    if (reading.faults.empty()) reading.condition = condition_;
    return reading;
  }

  bool take(std::string_view token) {
    if (next_ >= tokens_.size() || tokens_[next_] != token) return false;
    ++next_;
    return true;
  }
  std::string shown() const {
    return next_ < tokens_.size() ? "'" + tokens_[next_].substr(0, 60) + "'" : "nothing";
  }

  void read_subject(const std::string& kind, const std::string& remedy) {
    const std::string text = next_ < tokens_.size() ? tokens_[next_] : "";
    const std::string first = text.substr(0, text.find(':'));
    static const std::array<std::string, 1> kCover{"cover"};
    if (text.empty() || text[0] == '<' || text[0] == '>' || text[0] == '=') {
      faults_.push_back("it begins with no " + kind + "; write " + remedy + ", as shortage_days:bamako");
      return;
    }
    ++next_;
    if (first == "cover") return read_cover(text);
    try {
      condition_.metric = parse_metric(text);
      unit_ = unit(condition_.metric.measure);
      has_metric_ = true;
    } catch (const std::invalid_argument& fault) {
      const std::string near = nearest_word(first, kCover);
      faults_.push_back(near.empty() ? fault.what()
                                     : "there is no figure '" + first + "' (did you mean 'cover'?)");
      is_cover_ = !near.empty();
    }
  }

  void read_cover(const std::string& text) {
    is_cover_ = true;
    unit_ = "d";
    try {
      condition_.metric = parse_metric(word(Measure::least_cover) + text.substr(text.find(':')));
    } catch (const std::exception&) {
      condition_.metric = {};
    }
    has_metric_ = !condition_.metric.place.empty() && !condition_.metric.product.empty();
    if (!has_metric_)
      faults_.push_back("'" + text.substr(0, 100) +
                        "' is not the cover of one stock; write cover:PLACE:PRODUCT, as cover:bamako:petrol");
  }

  void read_bound() {
    bool has_sign = true;
    if (take("<") || take("<="))
      condition_.above = false;
    else if (take(">") || take(">="))
      condition_.above = true;
    else
      has_sign = false;
    if (has_sign) {
      condition_.or_equal = tokens_[next_ - 1].size() == 2;
    } else {
      faults_.push_back("behind the figure stands " + shown() + "; write <, <=, > or >= there");
      while (next_ < tokens_.size() && !begins_number(tokens_[next_][0]) && tokens_[next_] != "in" &&
             tokens_[next_] != "on")
        ++next_;
    }
    const auto number = next_ < tokens_.size() ? plain_number(tokens_[next_]) : std::nullopt;
    if (!number) {
      faults_.push_back("the bound is " + shown() + "; write a number, as 5 or 0.5");
      if (next_ < tokens_.size() && tokens_[next_] != "in" && tokens_[next_] != "on") ++next_;
    } else {
      ++next_;
    }
    read_unit(number.value_or(0.0));
  }

  void read_unit(double number) {
    condition_.bound = number;
    if (next_ >= tokens_.size() || tokens_[next_] == "in" || tokens_[next_] == "on") return;
    const std::string written = tokens_[next_++];
    if (unit_.empty()) return;  // of an unknown figure
    std::string known;
    for (const OtherUnit& u : kUnits) {
      if (u.of != unit_) continue;
      if (u.written == written) {
        condition_.bound = number * u.factor;
        return;
      }
      known += (known.empty() ? "" : ", ") + std::string{u.written};
    }
    faults_.push_back("the bound is in '" + written.substr(0, 60) + "'; write one of " + known);
  }

  /// `on P % of days` or `in Q % of runs`.
  void read_clause() {
    const bool is_days = take("on");
    if (!is_days && !take("in")) {
      faults_.push_back("behind the bound stands " + shown() +
                        "; write 'on 90 % of days', 'in 80 % of runs' or nothing there");
      next_ = tokens_.size();
      return;
    }
    const char* const what = is_days ? "days" : "runs";
    bool& has = is_days ? has_days_ : has_runs_;
    if (has) faults_.push_back(std::string{"'of "} + what + "' stands there twice");
    has = true;
    const auto number = next_ < tokens_.size() ? plain_number(tokens_[next_]) : std::nullopt;
    if (number) ++next_;
    const bool has_form = number && take("%") && take("of") && take(what);
    if (!has_form) {
      faults_.push_back(std::string{"there stands "} + shown() + " where '" + (is_days ? "on 90" : "in 80") +
                        " % of " + what + "' should go on");
      while (next_ < tokens_.size() && tokens_[next_] != "in" && tokens_[next_] != "on") ++next_;
      return;
    }
    const double ppm = std::round(*number * 1e4);
    const double most = static_cast<double>(is_days ? kWhole : kWhole - 1);
    if (!(ppm >= 1.0 && ppm <= most)) {
      faults_.push_back(number_text(*number) + " % of " + what + " lies outside of what can be asked: " +
                        (is_days ? "above 0 and up to 100 %"
                                 : "above 0 and below 100 %, since no number of runs shows what holds in all "
                                   "of them; write 99 %"));
      return;
    }
    (is_days ? condition_.days : condition_.runs) = static_cast<std::int64_t>(ppm);
  }

  std::vector<std::string> tokens_, faults_;
  std::size_t next_ = 0;
  Condition condition_;
  std::string unit_;
  bool is_cover_ = false, has_metric_ = false, has_days_ = false, has_runs_ = false;
};

}  // namespace

ConditionReading read_condition(const std::string& text) {
  if (text.size() > kLongestCondition)
    return {{}, {}, {"it is longer than a condition can be; write METRIC < NUMBER in 80 % of runs"}};
  return Reader{text}.read_whole();
}

ConditionReading read_bound(const std::string& text) {
  if (text.size() > kLongestCondition)
    return {{}, {}, {"it is longer than a condition can be; write METRIC < NUMBER"}};
  return Reader{text}.read_bound_alone();
}

std::string subject(const Condition& c) {
  return c.is_of_days() ? "cover:" + c.metric.place + ":" + c.metric.product : word(c.metric);
}

std::string word(const Condition& c) {
  std::string text = (c.is_of_mean() ? "mean " : "") + subject(c) + (c.above ? " >" : " <") +
                     (c.or_equal ? "= " : " ") + number_text(c.bound) + " " + unit(c.metric.measure);
  if (c.is_of_days()) text += " on " + percent_text(c.days) + " of days";
  if (!c.is_of_mean()) text += " in " + percent_text(c.runs) + " of runs";
  return text;
}

double reached_on(std::span<const double> by_day, std::int64_t share_ppm) {
  CITERNE_EXPECT(!by_day.empty() && share_ppm > 0 && share_ppm <= kWhole);
  const auto days = static_cast<std::int64_t>(by_day.size());
  const auto wanted = (share_ppm * days + kWhole - 1) / kWhole;  // days, rounded up
  std::vector<double> sorted{by_day.begin(), by_day.end()};
  const auto nth = sorted.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
  std::ranges::nth_element(sorted, nth, std::greater{});
  return *nth;
}

Causes causes_of(const Result& result, const Metric& metric) {
  const Metric unserved{Measure::unserved, metric.place, metric.product};
  const std::size_t runs = values_of(result, unserved).size();  // refuses what is not there
  const auto& places = values<std::string>(result, "place");
  const auto& products = values<std::string>(result, "product");
  const auto& all = values<double>(result, "unserved_by_cause");
  Causes causes{values<std::string>(result, "cause"), {}};
  const std::size_t width = causes.names.size();
  causes.unserved_m3.assign(runs, std::vector<double>(width, 0.0));
  for (std::size_t r = 0; r < runs; ++r)
    for (std::size_t p = 0; p < places.size(); ++p)
      for (std::size_t k = 0; k < products.size(); ++k) {
        const bool counts = (metric.place.empty() || metric.place == places[p]) &&
                            (metric.product.empty() || metric.product == products[k]);
        if (!counts) continue;
        for (std::size_t c = 0; c < width; ++c) {
          const double m3 = all[((r * places.size() + p) * products.size() + k) * width + c];
          if (!std::isnan(m3)) causes.unserved_m3[r][c] += m3;
        }
      }
  return causes;
}

}  // namespace citerne::analysis
