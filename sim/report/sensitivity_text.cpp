#include "citerne/report/sensitivity_text.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "citerne/base/text.hpp"
#include "columns.hpp"

namespace citerne::report {
namespace {

using analysis::Interval;
using sweep::Influence;
using sweep::Method;
using sweep::Sensitivity;
using sweep::Sweep;

/// `48 % (41 to 55)`. Estimates may lie a little outside of 0 to 100.
std::string percent(const Interval& share) {
  const auto whole = [](double v) { return std::lround(std::clamp(100.0 * v, 0.0, 100.0)); };
  return fmt::format("{} % ({} to {})", whole(share.mid), whole(share.low), whole(share.high));
}

std::string amount(const Interval& value) {
  const double size = std::max(std::abs(value.low), std::abs(value.high));
  int decimals = size >= 100.0 ? 0 : size >= 10.0 ? 1 : 2;
  for (double s = size; s > 0.0 && s < 0.1 && decimals < 9; s *= 10.0) ++decimals;
  return fmt::format("{0:.{3}f} ({1:.{3}f} to {2:.{3}f})", value.mid, value.low, value.high, decimals);
}

/// Filled in eighths of a character.
std::string bar(double share, std::size_t width) {
  static const std::vector<std::string> kEighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths =
      static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * 8.0 * static_cast<double>(width)));
  std::string text;
  for (std::size_t i = 0; i < eighths / 8; ++i) text += "█";
  return text + kEighths[eighths % 8];
}

std::string verb_of(const Influence& i) {
  if (std::max(i.alone.high, i.together.high) < 0.005 && i.effect.high == 0.0) return "";  // it does nothing
  return i.direction > 0 ? "; the more of it, the more" : i.direction < 0 ? "; the more of it, the less" : "";
}

/// What the method can and cannot see.
std::string how(const Sensitivity& s) {
  switch (s.method) {
    case Method::grid_variance:
      return "Shares of the variance over all cells of the grid, every level weighing alike; 95 % for "
             "chance.";
    case Method::sobol_indices: {
      double sum = 0.0;
      for (const Influence& i : s.factors) sum += i.alone.mid;
      return fmt::format("Sobol' indices (Saltelli's design); 95 % by the bootstrap.{}",
                         sum > 1.1 ? " What each explains alone adds up to more than 100 %: more points are "
                                     "needed before it can be leaned on."
                                   : "");
    }
    case Method::elementary_effects:
      return "Elementary effects (Morris): change of the outcome over the whole range of a factor.";
    case Method::regression:
      return fmt::format(
          "By a straight-line fit, which explains {:.0f} % of the variance over cells; bends and interplay "
          "are not "
          "seen.{}",
          100.0 * s.r_squared,
          s.separable ? "" : " Some factors move in step: they share evenly what they do.");
  }
  return {};
}

std::string main_sentence(const Influence& i, const Sensitivity& s) {
  const std::string metric = analysis::word(s.metric);
  if (!i.moves) return fmt::format("{} has one value only, so nothing is known of it.", i.factor);
  if (s.method == Method::elementary_effects)
    return fmt::format("{} moves {} by {} {} over its range{}{}.", i.factor, metric, amount(i.effect),
                       analysis::unit(s.metric.measure),
                       i.spread.mid > i.effect.mid / 2.0 ? ", not everywhere alike" : "", verb_of(i));
  std::string text = fmt::format("{} explains {} of {}{}", i.factor, percent(i.alone), metric, verb_of(i));
  if (s.method != Method::regression && i.together.low > i.alone.mid + 0.02)
    text += fmt::format("; together with others {}", percent(i.together));
  return text + ".";
}

void bars(std::string& text, const Sensitivity& s) {
  constexpr std::size_t kBar = 30;
  const bool by_effect = s.method == Method::elementary_effects;
  const bool has_together = s.method == Method::grid_variance || s.method == Method::sobol_indices;
  double most = 0.0;
  for (const Influence& i : s.factors) most = std::max(most, i.effect.mid);
  std::size_t width = 8;
  for (const Influence& i : s.factors) width = std::max(width, i.factor.size());
  text += fmt::format("\n  {}  {:<20}{}\n", left("factor", width), by_effect ? "mean effect" : "alone",
                      by_effect      ? "  spread"
                      : has_together ? "  with others"
                                     : "");
  for (const Influence& i : s.factors) {
    const double share = by_effect ? (most > 0.0 ? i.effect.mid / most : 0.0) : i.alone.mid;
    text += fmt::format("  {}  {:<20}  {:<20}  {}\n", left(i.factor, width),
                        by_effect ? amount(i.effect) : percent(i.alone),
                        by_effect      ? amount(i.spread)
                        : has_together ? percent(i.together)
                                       : "",
                        bar(share, kBar));
  }
}

void groups(std::string& text, const Sweep& sweep, const Sensitivity& s) {
  if (!s.compared) return;
  if (s.alike.empty()) {
    text += "\nAll cells differ from each other (paired, 95 %, corrected for their number).\n";
    return;
  }
  text += "\nCells that cannot be told apart (paired, 95 %, corrected for their number), the least first\n";
  constexpr std::size_t kMostGroups = 8, kMostCells = 4;
  for (std::size_t g = 0; g < std::min(kMostGroups, s.alike.size()); ++g) {
    std::vector<std::string> cells;
    for (std::size_t k = 0; k < std::min(kMostCells, s.alike[g].size()); ++k)
      cells.push_back(sweep::words_of(sweep, sweep.cells[s.alike[g][k]]));
    const std::size_t more = s.alike[g].size() - cells.size();
    text +=
        fmt::format("  {}{}\n", fmt::join(cells, " | "), more > 0 ? fmt::format(" and {} more", more) : "");
  }
  if (s.alike.size() > kMostGroups) text += fmt::format("  ({} more groups)\n", s.alike.size() - kMostGroups);
}

}  // namespace

std::string sensitivity_text(const Sweep& sweep, const Sensitivity& s) {
  const std::string metric = analysis::word(s.metric);
  std::string text = fmt::format("{}: what {} hangs on\n\n", sweep.name, metric);
  if (!s.varies) return text + "It is the same in all cells: none of the factors changes it.\n";
  if (!s.enough)
    return text + fmt::format("{} cells are too few for {} factors: run more cells.\n",
                              sweep.cells.size() - s.left_out, sweep.factors.size());
  for (const Influence& i : s.factors) text += main_sentence(i, s) + "\n";
  text += "\n" + how(s) + "\n";
  if (s.left_out > 0)
    text += fmt::format(
        "Left out: {} without all runs{}.\n", counted(s.left_out, "cell"),
        needs_every_cell(sweep.design)
            ? fmt::format("; the design {} needs every cell, so a line stands in", word(sweep.design))
            : "");
  bars(text, s);
  groups(text, sweep, s);
  return text;
}

std::string sensitivity_csv_header() {
  return "metric,factor,moves,direction,alone,alone_low,alone_high,together,together_low,together_high,"
         "effect,"
         "effect_low,effect_high,spread,spread_low,spread_high\n";
}

std::string sensitivity_csv(const Sensitivity& s) {
  const bool by_effect = s.method == Method::elementary_effects;
  const auto cells = [](const Interval& i, bool known) {
    return known ? fmt::format(",{:.6g},{:.6g},{:.6g}", i.mid, i.low, i.high) : std::string{",,,"};
  };
  std::string csv;
  for (const Influence& i : s.factors)
    csv += fmt::format("{},{},{},{}{}{}{}{}\n", analysis::word(s.metric), i.factor, i.moves ? 1 : 0,
                       i.direction, cells(i.alone, !by_effect),
                       cells(i.together, !by_effect && s.method != Method::regression),
                       cells(i.effect, by_effect), cells(i.spread, by_effect));
  return csv;
}

}  // namespace citerne::report
