#include "citerne/report/regret_text.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "citerne/base/csv_text.hpp"
#include "columns.hpp"

namespace citerne::report {
namespace {

using analysis::Interval;

constexpr std::size_t kMostColumns = 6, kWidestName = 20, kColumn = 12;

std::string with_interval(const Interval& i) {
  return fmt::format("{} ({} to {})", number(i.mid), number(i.low), number(i.high));
}

/// No wider than that.
std::string cut(const std::string& text, std::size_t width) {
  std::string out = text;
  while (character_count(out) > width) {
    while ((static_cast<unsigned char>(out.back()) & 0xc0U) == 0x80U) out.pop_back();  // rest of a character
    out.pop_back();
  }
  return out;
}

class RegretWords {
 public:
  explicit RegretWords(const RegretStudy& study) : study_{study}, r_{study.regrets} {}

  std::string write() const {
    std::string text = fmt::format(
        "Regret by {}, {}: how much worse each response is than the best one of its scenario\n"
        "{} replications of each, with the same luck; greatest and mean with 95 % intervals\n\n",
        analysis::word(study_.metric), unit(), study_.replications);
    text += summary() + by_scenario() + "\n";
    for (std::size_t s = 0; s < r_.scenarios; ++s)
      text += fmt::format("{}: {} is best, {} {}\n", study_.scenarios[s], study_.responses[r_.best[s]],
                          with_interval(r_.outcome[s * r_.responses + r_.best[s]]), unit());
    text += "\n";
    text += choice("Least greatest regret", r_.least_greatest, r_.greatest, r_.greatest_alike);
    text += choice(weighed() ? "Least mean regret, scenarios weighed" : "Least mean regret, scenarios alike",
                   r_.least_mean, r_.mean, r_.mean_alike);
    return text;
  }

 private:
  std::string unit() const { return analysis::unit(study_.metric.measure); }
  bool weighed() const {
    return std::ranges::any_of(study_.weights, [&](double w) { return w != study_.weights.front(); });
  }

  std::size_t name_width() const {
    std::size_t width = character_count("response");
    for (const std::string& response : study_.responses)
      width = std::max(width, std::min(character_count(response), kWidestName));
    return width;
  }
  std::string name(std::size_t response) const {
    return "  " + left(cut(study_.responses[response], kWidestName), name_width());
  }

  std::string summary() const {
    std::string text =
        "  " + left("response", name_width()) + right("greatest", 27) + right("mean", 27) + "  greatest in\n";
    for (std::size_t r = 0; r < r_.responses; ++r)
      text += name(r) + "  " + right(with_interval(r_.greatest[r]), 25) + "  " +
              right(with_interval(r_.mean[r]), 25) + "  " +
              (r_.greatest[r].mid > 0.0 ? cut(study_.scenarios[r_.worst_in[r]], kWidestName) : "-") + "\n";
    return text;
  }

  /// Scenarios as columns, where there is room for them.
  std::string by_scenario() const {
    if (r_.scenarios > kMostColumns) return "";
    std::string text = "\n  " + left("response", name_width());
    for (const std::string& scenario : study_.scenarios) text += right(cut(scenario, kColumn - 1), kColumn);
    text += "\n";
    for (std::size_t r = 0; r < r_.responses; ++r) {
      text += name(r);
      for (std::size_t s = 0; s < r_.scenarios; ++s)
        text += " " + right(number(r_.regret_of(s, r).mid), kColumn - 1);
      text += "\n";
    }
    return text;
  }

  std::string choice(const char* what, std::size_t chosen, const std::vector<Interval>& figures,
                     const std::vector<bool>& alike) const {
    std::string text = fmt::format("{}: {}, {} {}\n", what, study_.responses[chosen],
                                   with_interval(figures[chosen]), unit());
    std::vector<std::string> others;
    for (std::size_t r = 0; r < r_.responses; ++r)
      if (alike[r] && r != chosen) others.push_back(study_.responses[r]);
    text += others.empty() ? "  Every other response can be told from it.\n"
                           : fmt::format("  Cannot be told from it: {}.\n", fmt::join(others, ", "));
    return text;
  }

  const RegretStudy& study_;
  const analysis::Regrets& r_;
};

}  // namespace

std::string regret_text(const RegretStudy& study) { return RegretWords{study}.write(); }

std::string regret_csv(const RegretStudy& study) {
  const analysis::Regrets& r = study.regrets;
  std::string csv = "response,figure,scenario,metric,unit,value,low,high\n";
  const auto row = [&](std::size_t response, const char* figure, const std::string& scenario,
                       const Interval& i) {
    csv += fmt::format("{},{},{},{},{},{:.10g},{:.10g},{:.10g}\n", csv_value(study.responses[response]),
                       figure, csv_value(scenario), analysis::word(study.metric),
                       analysis::unit(study.metric.measure), i.mid, i.low, i.high);
  };
  for (std::size_t k = 0; k < r.responses; ++k) {
    for (std::size_t s = 0; s < r.scenarios; ++s) {
      row(k, "outcome", study.scenarios[s], r.outcome[s * r.responses + k]);
      row(k, "regret", study.scenarios[s], r.regret_of(s, k));
    }
    row(k, "greatest_regret", "", r.greatest[k]);
    row(k, "mean_regret", "", r.mean[k]);
  }
  return csv;
}

}  // namespace citerne::report
