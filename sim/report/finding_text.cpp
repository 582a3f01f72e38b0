#include "citerne/report/finding_text.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "citerne/base/text.hpp"
#include "columns.hpp"

namespace citerne::report {
namespace {

using analysis::Decision;
using analysis::Search;
using analysis::Tried;

/// A confidence as `99 %` or `98.75 %`.
std::string percent(double share) { return fmt::format("{:.4g} %", 100.0 * share); }

class FindingWords {
 public:
  explicit FindingWords(const Finding& finding) : f_{finding}, s_{finding.search} {}

  std::string answer() const {
    std::string text = sense();
    if (s_.stopped) return text + "Stopped before there was an answer; what is above is complete.\n";
    text += s_.found ? found() : none();
    text += fmt::format("Each interval holds with {}, so that a decision is wrong in 5 % of cases at most.\n",
                        percent(s_.confidence));
    return text;
  }

  std::string table() const {
    const bool is_mean = f_.condition.is_of_mean();
    std::vector<std::vector<std::string>> rows{{value_name(), "runs",
                                                is_mean ? "mean of all runs" : "runs that meet",
                                                is_mean ? "" : figure_name(), "not served, m3", "decision"}};
    std::vector<const Tried*> by_size;
    for (const Tried& tried : s_.tried) by_size.push_back(&tried);
    if (f_.greatest) std::ranges::reverse(by_size);
    for (const Tried* tried : by_size)
      rows.push_back({f_.values[tried->value], fmt::format("{}", tried->runs), decided_by(*tried),
                      is_mean ? "" : number(tried->figure), number(tried->unserved_m3),
                      word(tried->decision)});
    std::string text;
    std::vector<std::size_t> widths(rows[0].size(), 0);
    for (const auto& row : rows)
      for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], character_count(row[k]));
    for (const auto& row : rows) {
      text += " ";
      for (std::size_t k = 0; k + 1 < row.size(); ++k)
        if (widths[k] > 0) text += " " + right(row[k], widths[k] + 1);
      text += "  " + row.back() + "\n";
    }
    return text;
  }

 private:
  const std::string& value(std::size_t number) const { return f_.values[number]; }
  const Tried& tried(std::size_t value) const { return *std::ranges::find(s_.tried, value, &Tried::value); }
  std::string value_name() const { return f_.path.substr(f_.path.rfind('.') + 1); }
  /// Of the mean over runs that stands beside the share of runs that meet.
  std::string figure_name() const {
    const analysis::Condition& c = f_.condition;
    if (c.is_of_days()) return fmt::format("cover on {:.4g} % of days, d", static_cast<double>(c.days) / 1e4);
    return fmt::format("{}, {}", analysis::word(c.metric.measure), analysis::unit(c.metric.measure));
  }
  const char* more() const { return f_.greatest ? "less" : "more"; }
  const char* best() const { return f_.greatest ? "greatest" : "least"; }

  std::string decided_by(const Tried& t) const {
    const analysis::Interval& i = t.interval;
    if (f_.condition.is_of_mean())
      return fmt::format("{} ({} to {})", number(i.mid), number(i.low), number(i.high));
    return fmt::format("{:.1f} % ({:.1f} to {:.1f})", 100.0 * i.mid, 100.0 * i.low, 100.0 * i.high);
  }

  std::string sense() const {
    if (!s_.breach) {
      if (s_.reversals == 0) return "";
      return fmt::format(
          "In {} of {} runs {} did worse at some value, which may be chance: {} was taken to be no worse.\n",
          s_.reversals, s_.compared, more(), more());
    }
    const analysis::Breach& b = *s_.breach;
    std::string text =
        fmt::format("{}{} is not always better: ", static_cast<char>(more()[0] - 'a' + 'A'), more() + 1);
    text += f_.condition.is_of_mean()
                ? fmt::format("the mean is worse at {} than at {}", value(b.later), value(b.first))
                : fmt::format("{} runs meet it at {} and not at {}, and {} the other way round", b.worse,
                              value(b.first), value(b.later), b.better);
    text += fmt::format(" (p = {:.2g}).\n", b.p);
    if (s_.way == Search::Way::scanned)
      text += fmt::format("So values were tried one by one, from {} on.\n", value(0));
    if (s_.way == Search::Way::scanned_in_part)
      text += fmt::format("So values were tried one by one, from {} on, but not all: --step says which.\n",
                          value(0));
    return text;
  }

  /// Those that are wanted more than what was found and were not shown to fail.
  std::string undecided(std::size_t until) const {
    std::vector<std::string> list;
    for (const Tried& t : s_.tried)
      if (t.value < until && t.decision == Decision::undecided) list.push_back(value(t.value));
    if (list.empty()) return "";
    return fmt::format("Undecided, and so not counted as enough: {}; --max-replications may decide.\n",
                       fmt::join(list, ", "));
  }

  std::string found() const {
    const std::size_t at = *s_.found;
    std::string text = fmt::format("The {} value that meets it{} is {}: {}.\n", best(),
                                   s_.way == Search::Way::scanned_in_part ? ", of those tried," : "",
                                   value(at), decided_by(tried(at)));
    if (at == 0 && f_.values.size() > 1)
      text += s_.breach
                  ? fmt::format("It is the first of all, and gets worse: {} tells how far one may go.\n",
                                f_.greatest ? "a search without --greatest" : "--greatest")
                  : "It is the first of all.\n";
    return text + undecided(at);
  }

  std::string none() const {
    const std::string open = undecided(f_.values.size());
    std::string text =
        fmt::format("No value {}, from {} to {}.\n", open.empty() ? "suffices" : "is shown to suffice",
                    value(0), value(f_.values.size() - 1));
    text += open;
    if (s_.plateau)
      text += plateau(*s_.plateau);
    else if (!s_.breach && f_.values.size() > 1)
      text += fmt::format("Up to the last value it makes a difference; look beyond {}.\n",
                          value(f_.values.size() - 1));
    return text;
  }

  std::string plateau(const analysis::Plateau& p) const {
    std::string text = p.from == 0 ? std::string{"No value makes a difference"}
                                   : fmt::format("From {} on, {} makes no difference", value(p.from), more());
    text += p.is_exact ? ": every run is the same.\n" : " that the runs could tell.\n";
    if (f_.cause.empty()) return text + "All that is asked for is served there.\n";
    return text +
           fmt::format("What binds {} is {}: it is to blame for {:.0f} % of what is not served there.\n",
                       p.from == 0 ? "throughout" : fmt::format("from {} on", value(p.from)), f_.cause,
                       100.0 * f_.cause_share);
  }

  const Finding& f_;
  const Search& s_;
};

}  // namespace

std::string word(Decision decision) {
  switch (decision) {
    case Decision::met:
      return "met";
    case Decision::not_met:
      return "not met";
    case Decision::undecided:
      break;
  }
  return "undecided";
}

std::string answer_text(const Finding& finding) { return FindingWords{finding}.answer(); }

std::string finding_text(const Finding& finding) {
  const FindingWords words{finding};
  return fmt::format("{}: {} from {} to {}\n{}\n\n{}\n{}", finding.title, finding.path,
                     finding.values.front(), finding.values.back(), analysis::word(finding.condition),
                     words.table(), words.answer());
}

}  // namespace citerne::report
