#include "citerne/report/sweep_text.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <fmt/ranges.h>

#include "citerne/base/text.hpp"
#include "columns.hpp"

namespace citerne::report {
namespace {

using sweep::CellFigures;
using sweep::Figure;
using sweep::StudyFigures;
using sweep::Sweep;

/// `12.3 (11.9 to 12.7)`
std::string with_interval(const Figure& f) {
  return fmt::format("{} ({} to {})", number(f.mean.mid), number(f.mean.low), number(f.mean.high));
}

class Text {
 public:
  Text(const Sweep& sweep, const StudyFigures& figures) : sweep_{sweep}, figures_{figures} {
    for (std::size_t c = 0; c < figures.cells.size(); ++c)
      if (figures.cells[c].runs > 0) seen_.push_back(c);
  }

  std::string write() {
    text_ = fmt::format("{}: {} of {} each\n", sweep_.name, counted(sweep_.cells.size(), "cell"),
                        counted(sweep_.replications, "replication"));
    if (seen_.empty()) return text_ + "no cell has a run\n";
    text_ += fmt::format("\n{}, {}: mean over replications, with its 95 % interval\n\n",
                         analysis::word(sweep_.metrics[0]), analysis::unit(sweep_.metrics[0].measure));
    if (has_many_factors()) {
      std::vector<std::string> names;
      for (const sweep::Factor& factor : sweep_.factors) names.push_back(factor.name);
      text_ += fmt::format("cells: {}\n", fmt::join(names, " | "));
    }
    const bool is_table = sweep_.design == sweep::Design::grid && sweep_.factors.size() <= 2 &&
                          sweep_.factors.back().levels.size() <= kMostColumns;
    if (is_table)
      table();
    else
      ranking();
    best_of_each();
    return text_;
  }

 private:
  static constexpr std::size_t kMostColumns = 8, kMostRanked = 8;

  void table() {
    const auto& columns = sweep_.factors.back().levels;
    const bool has_rows = sweep_.factors.size() == 2;
    const std::vector<std::string> rows = has_rows ? sweep_.factors[0].levels : std::vector<std::string>{""};
    std::vector<std::vector<std::string>> table{{has_rows ? sweep_.factors[0].name : ""}};
    for (const std::string& level : columns) table[0].push_back(sweep_.factors.back().name + " " + level);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      table.push_back({rows[r]});
      for (std::size_t k = 0; k < columns.size(); ++k) {
        const CellFigures& cell = figures_.cells[r * columns.size() + k];
        const Figure* const f = cell.runs > 0 ? &cell.metrics[0] : nullptr;
        table.back().push_back(f == nullptr ? "-"
                                            : fmt::format("{} ± {} {}", number(f->mean.mid),
                                                          number((f->mean.high - f->mean.low) / 2.0),
                                                          shade(f->mean.mid)));
      }
    }
    std::vector<std::size_t> widths(columns.size() + 1, 0);
    for (const auto& row : table)
      for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], character_count(row[k]));
    for (const auto& row : table) {
      text_ += "  " + left(row[0], widths[0]);
      for (std::size_t k = 1; k < row.size(); ++k) text_ += "  " + right(row[k], widths[k]);
      text_.erase(text_.find_last_not_of(' ') + 1);
      text_ += "\n";
    }
  }

  /// The worse, the darker, from the best cell of the first metric to the worst.
  std::string shade(double value) const {
    const std::vector<std::size_t> order = ranked(0);
    const double best = mean(order.front(), 0), worst = mean(order.back(), 0);
    static const std::vector<std::string> kShades{" ", "░", "▒", "▓", "█"};
    if (best == worst) return kShades.front();
    const double share = (value - best) / (worst - best);
    return kShades[static_cast<std::size_t>(std::lround(share * static_cast<double>(kShades.size() - 1)))];
  }

  std::vector<std::size_t> ranked(std::size_t metric) const {
    std::vector<std::size_t> order = seen_;
    const bool more = analysis::more_is_better(sweep_.metrics[metric].measure);
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
      const double x = mean(a, metric), y = mean(b, metric);
      return more ? x > y : x < y;
    });
    return order;
  }
  double mean(std::size_t cell, std::size_t metric) const {
    return figures_.cells[cell].metrics[metric].mean.mid;
  }

  /// `units 4, depot 820 m3`; of many factors the values alone, in the order that the text has told.
  std::string words(std::size_t cell) const {
    return has_many_factors() ? fmt::format("{}", fmt::join(sweep_.cells[cell], " | "))
                              : sweep::words_of(sweep_, sweep_.cells[cell]);
  }
  bool has_many_factors() const { return sweep_.factors.size() > 3; }

  /// `12.3 (11.9 to 12.7)`, or that the event did not come.
  std::string in_words(std::size_t cell, std::size_t metric) const {
    const Figure& f = figures_.cells[cell].metrics[metric];
    return f.censored == figures_.cells[cell].runs ? "not by the end" : with_interval(f);
  }

  void ranking() {
    const std::vector<std::size_t> order = ranked(0);
    const auto line = [&](std::size_t cell) {
      text_ += fmt::format("  {:<26}  {}\n", in_words(cell, 0), words(cell));
    };
    if (order.size() <= 2 * kMostRanked) {
      for (const std::size_t cell : order) line(cell);
      return;
    }
    text_ += "best\n";
    for (std::size_t i = 0; i < kMostRanked; ++i) line(order[i]);
    text_ += fmt::format("({} between)\nworst\n", order.size() - 2 * kMostRanked);
    for (std::size_t i = order.size() - kMostRanked; i < order.size(); ++i) line(order[i]);
  }

  void best_of_each() {
    text_ += "\nThe best cell of each metric\n";
    for (std::size_t m = 0; m < sweep_.metrics.size(); ++m) {
      const std::vector<std::size_t> order = ranked(m);
      const auto alike =
          std::ranges::count_if(order, [&](std::size_t c) { return mean(c, m) == mean(order.front(), m); });
      const bool same = static_cast<std::size_t>(alike) == order.size();
      const std::string cell = words(order.front());
      text_ += fmt::format("  {:<29} {:<8} {:<26}  {}\n", analysis::word(sweep_.metrics[m]),
                           analysis::unit(sweep_.metrics[m].measure), in_words(order.front(), m),
                           same        ? "the same in all cells"
                           : alike > 1 ? fmt::format("{} and {} more", cell, alike - 1)
                                       : cell);
    }
  }

  const Sweep& sweep_;
  const StudyFigures& figures_;
  std::vector<std::size_t> seen_;  // Cells with runs.
  std::string text_;
};

}  // namespace

std::string sweep_text(const Sweep& sweep, const StudyFigures& figures) {
  return Text{sweep, figures}.write();
}

}  // namespace citerne::report
