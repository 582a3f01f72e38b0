#include "citerne/report/comparison_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "citerne/base/csv_text.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/base/text.hpp"
#include "columns.hpp"

namespace citerne::report {
namespace {

using analysis::Compared;
using analysis::Comparison;
using analysis::Measure;
using analysis::Verdict;

constexpr std::size_t kPlacesShown = 18;
constexpr std::array kMainMeasures{Measure::first_shortage, Measure::shortage_days, Measure::unserved,
                                   Measure::tankers_lost};

struct About {
  const char* heading;
  int decimals;
};

const About& about(Measure m) {
  static constexpr std::array<About, analysis::kMeasures.size()> kAbout{{{"First day short (median)", 0},
                                                                         {"Days short", 1},
                                                                         {"Fuel not served, m3", 1},
                                                                         {"Fuel not served, %", 2},
                                                                         {"Fuel served, m3", 1},
                                                                         {"Days dry, of all tanks", 1},
                                                                         {"Least cover, days", 1},
                                                                         {"Person-days short", 0},
                                                                         {"Tankers lost", 1}}};
  return kAbout.at(static_cast<std::size_t>(m));
}

std::string place_of(const Compared& row) {
  const bool is_sum = row.measure != Measure::first_shortage && row.measure != Measure::shortage_days &&
                      row.measure != Measure::least_cover;
  if (row.place_id.empty()) return is_sum ? "whole country" : "anywhere";
  return row.product.empty() ? row.place : "  " + row.place + " " + row.product;
}

std::string value(const Comparison& c, const Compared& row, double mean,
                  const std::optional<double>& median) {
  if (row.measure != Measure::first_shortage)
    return fmt::format("{:.{}f}", mean, about(row.measure).decimals);
  if (!median) return "after end";
  return format_day(Instant{c.start_unix} + days(static_cast<std::int64_t>(*median)));
}

/// With its sign; what rounds to nothing is `0.0`, not `-0.0`.
std::string signed_number(double value, int decimals) {
  const std::string text = fmt::format("{:+.{}f}", value, decimals);
  return text.find_first_of("123456789") == std::string::npos ? text.substr(1) : text;
}

/// `9.4 days later (7.1 to 11.8)`: the sign is said in words.
std::string change(const Comparison& c, const Compared& row) {
  const auto& d = row.difference;
  if (row.verdict == Verdict::same) return "no difference";
  if (row.measure != Measure::first_shortage) {
    const auto number = [&](double v) { return signed_number(v, about(row.measure).decimals); };
    const std::string interval =
        c.replications < 2 ? "" : fmt::format(" ({} to {})", number(d.low), number(d.high));
    return number(d.mid) + interval;
  }
  const double sign = d.mid < 0.0 ? -1.0 : 1.0;
  const double low = std::min(d.low * sign, d.high * sign), high = std::max(d.low * sign, d.high * sign);
  const std::string interval = c.replications < 2 ? "" : fmt::format(" ({:.1f} to {:.1f})", low, high);
  return fmt::format("{:.1f} days {}{}", std::abs(d.mid), sign < 0.0 ? "earlier" : "later", interval);
}

bool nothing_happened(const Compared& row) {
  return row.verdict == Verdict::same &&
         (row.measure == Measure::first_shortage ? !row.first_median : row.first == 0.0);
}

std::string table(const Comparison& c, Measure measure, Rows wanted) {
  std::string out;
  std::size_t towns = 0, hidden = 0;
  bool censored = false;
  for (const Compared& row : c.rows) {
    if (row.measure != measure || nothing_happened(row)) continue;
    const bool shown =
        wanted == Rows::all || row.place_id.empty() || (row.product.empty() && towns < kPlacesShown);
    if (!shown) {
      hidden += row.product.empty() ? 1 : 0;
      continue;
    }
    towns += row.place_id.empty() ? 0 : 1;
    censored = censored || row.first_censored + row.second_censored > 0;
    out += fmt::format(
        "  {} {:>11}  {:>11}  {} {}{}\n", left(place_of(row), 24), value(c, row, row.first, row.first_median),
        value(c, row, row.second, row.second_median), left(change(c, row), 32), word(row.verdict),
        measure == Measure::first_shortage && row.first_censored + row.second_censored > 0 ? " *" : "");
  }
  if (out.empty()) out = "  none in either\n";
  if (hidden > 0) out += fmt::format("  ... and {} more places, of less demand\n", hidden);
  if (censored && measure == Measure::first_shortage)
    out += "  * some runs were not short by the end; they count as short from the end on\n";
  return fmt::format("{} {:>11}  {:>11}  B less A (95 %)\n", left(about(measure).heading, 26), "A", "B") +
         out + "\n";
}

std::string worst(const Comparison& c) {
  std::string out = fmt::format(
      "Worst 5 % of runs, fuel not served, m3: A {:.0f}, B {:.0f}; B less A {} ({} to {}, bootstrap)\n",
      c.worst.first_m3, c.worst.second_m3, signed_number(c.worst.difference.mid, 0),
      signed_number(c.worst.difference.low, 0), signed_number(c.worst.difference.high, 0));
  if (c.worst.too_few) out += "  (fewer than 100 pairs: the worst 5 % are too few to lean on)\n";
  return out;
}

std::string fine_print(const Comparison& c) {
  std::vector<double> gains;
  std::size_t rows = 0, same = 0;
  for (const Compared& row : c.rows) {
    if (row.pairing_gain) gains.push_back(*row.pairing_gain);
    ++rows;
    same += row.verdict == Verdict::same ? 1 : 0;
  }
  std::string out;
  if (same == rows) return "The two results do not differ in any figure.\n";
  out +=
      "A verdict is given where the difference stands among all rows of its table (Holm, 5 %); intervals "
      "are\n"
      "of one row each.\n";
  if (!gains.empty())
    out += fmt::format("The same luck in both was worth {:.1f} times as many runs (median of {} rows).\n",
                       analysis::quantile(std::span{gains}, 0.5), gains.size());
  if (c.left_out > 0)
    out += fmt::format("{} replications are in one of the two only and left out.\n", c.left_out);
  if (!c.only_in_one.empty())
    out += fmt::format("{} places are in one of the two only and left out.\n", c.only_in_one.size());
  return out;
}

}  // namespace

std::string comparison_text(const Comparison& c, Rows rows, std::span<const Measure> measures) {
  std::string out = fmt::format("A  {}\nB  {}\n{}, seed {}\n\n", c.first_title, c.second_title,
                                counted(c.replications, "paired replication"), c.seed);
  if (measures.empty() && rows == Rows::all) measures = analysis::kMeasures;
  if (measures.empty()) measures = kMainMeasures;
  for (const Measure m : measures) out += table(c, m, rows);
  return out + worst(c) + fine_print(c);
}

std::string comparison_csv_header() {
  return "comparison,measure,unit,place,product,first,second,difference,low,high,p,verdict,pairing_gain,"
         "pairs\n";
}

std::string comparison_csv(const Comparison& c, const std::string& line_of) {
  std::string out;
  for (const Compared& row : c.rows)
    out +=
        fmt::format("{},{},{},{},{},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.4g},{},{},{}\n", csv_value(line_of),
                    word(row.measure), unit(row.measure), row.place_id, row.product, row.first, row.second,
                    row.difference.mid, row.difference.low, row.difference.high, row.p, word(row.verdict),
                    row.pairing_gain ? fmt::format("{:.4g}", *row.pairing_gain) : "", c.replications);
  return out;
}

}  // namespace citerne::report
