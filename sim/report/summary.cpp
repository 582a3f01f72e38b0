#include "citerne/report/summary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include <fmt/ranges.h>

#include "axes.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/base/text.hpp"
#include "columns.hpp"

namespace citerne::report {
namespace {

using analysis::RunSummary;
using analysis::ShortPair;

constexpr std::size_t kTowns = 18;  // in the strip; each has a row where it runs short
constexpr std::size_t kRows = 24;   // of fuels that run short

std::string day(const RunSummary& s, const std::optional<double>& since_start) {
  if (!since_start) return "after end";
  return format_day(Instant{s.start_unix} + days(static_cast<std::int64_t>(std::floor(*since_start))));
}

std::string heading(const RunSummary& s) {
  return fmt::format("{}\n{} to {}, {}, seed {}\n", s.title, format_day(Instant{s.start_unix}),
                     format_day(Instant{s.end_unix}), counted(s.replications, "replication"), s.seed);
}

/// ` (1.2 to 3.4)`; nothing for a single run, which does not tell how far others lie.
std::string between(const RunSummary& s, const analysis::Interval& i, int decimals = 1, double unit = 1.0) {
  if (s.replications < 2) return "";
  return fmt::format(" ({:.{}f} to {:.{}f})", i.low * unit, decimals, i.high * unit, decimals);
}

std::string pair_row(const RunSummary& s, const ShortPair& p) {
  const std::string range = p.early && p.late && *p.early == *p.late
                                ? ""
                                : fmt::format("{} .. {}", day(s, p.early), day(s, p.late));
  return fmt::format("  {} {} {:>4.0f} %  {} {} {:>6.1f}{}{}\n", left(p.place, 18), left(p.product, 9),
                     p.chance.mid * 100.0, left(day(s, p.first_day), 13), left(range, 23), p.days.mid,
                     between(s, p.days), p.ever_short_at_end ? " +" : "");
}

/// The pairs that most fuel is asked for at, but first one for each of the greatest towns: a capital's many
/// fuels shall not hide the others. In the order they run short.
std::vector<ShortPair> greatest(std::vector<ShortPair> pairs) {
  std::ranges::stable_sort(pairs, std::ranges::greater{}, &ShortPair::demand_m3);
  std::vector<ShortPair> chosen, others;
  for (ShortPair& p : pairs) {
    const bool first = std::ranges::count(chosen, p.place, &ShortPair::place) == 0;
    (first && chosen.size() < kTowns ? chosen : others).push_back(std::move(p));
  }
  const std::size_t more = std::min(others.size(), kRows - chosen.size());
  std::move(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(more), std::back_inserter(chosen));
  std::ranges::stable_sort(chosen, {}, [](const ShortPair& p) { return p.first_day.value_or(1e9); });
  return chosen;
}

std::string shortages(const RunSummary& s) {
  std::string out = fmt::format("Shortages (under {:g} % of a day's demand served, {} days or more)\n",
                                s.shortage_bar_percent, s.shortage_days);
  if (s.short_pairs.empty()) return out + "  none\n";
  out += fmt::format("  {} {} {:>6}  {} {} {}\n", left("town", 18), left("product", 9), "chance",
                     left("from (median)", 13), left("5 % .. 95 % of runs", 23), "days short (95 %)");
  for (const ShortPair& p : greatest(s.short_pairs)) out += pair_row(s, p);
  if (s.short_pairs.size() > kRows)
    out += fmt::format("  ... and {} more, of less demand\n", s.short_pairs.size() - kRows);
  if (std::ranges::any_of(s.short_pairs, &ShortPair::ever_short_at_end))
    out += "  + some runs end before the shortage does\n";
  return out;
}

std::string classes(const RunSummary& s) {
  std::string out = "Fuel not served, by class\n";
  for (const analysis::ClassTotal& c : s.classes) {
    const double share = c.demand_m3 > 0.0 ? 100.0 * c.unserved_m3.mid / c.demand_m3 : 0.0;
    out += fmt::format("  {} {:>12.0f} L{}, {:.1f} % of its demand\n", left(c.consumer, 12),
                       c.unserved_m3.mid * 1e3, between(s, c.unserved_m3, 0, 1e3), share);
  }
  return out;
}

/// Of threats by chance: how many came, and how many convoys they met.
std::string by_chance(const RunSummary& s, const analysis::StruckEvent& e) {
  if (e.threats.mid == 0.0) return "";
  return fmt::format("    {:.1f} threats{}, {:.1f} convoys struck{}, {:.1f} beaten off, {:.1f} crews taken\n",
                     e.threats.mid, between(s, e.threats), e.convoys.mid, between(s, e.convoys),
                     e.beaten_off.mid, e.crews.mid);
}

std::string struck(const RunSummary& s) {
  std::string out = "Tankers struck\n";
  if (s.struck.empty()) out += "  none\n";
  for (const analysis::StruckEvent& e : s.struck)
    out += fmt::format("  {}: {:.1f} lost{}, {:.1f} trapped{}\n{}", e.event, e.lost.mid, between(s, e.lost),
                       e.trapped.mid, between(s, e.trapped), by_chance(s, e));
  return out;
}

std::string escorts(const RunSummary& s) {
  std::string out;
  for (const analysis::EscortFigures& e : s.escorts)
    out += fmt::format(
        "  {}: {:.1f} convoys{}, {:.0f} tankers waited {:.0f} h each{}; units led {:.0f} % of their time\n",
        e.escort, e.convoys.mid, between(s, e.convoys), e.tankers.mid, e.hours_waited.mid,
        between(s, e.hours_waited, 0), 100.0 * e.leading);
  return out.empty() ? out : "\nEscorts\n" + out;
}

/// The numbers that explain most of what differs between runs, as a line fits it; not those that explain next
/// to nothing.
std::string leanings(const RunSummary& s) {
  if (!s.leanings) return "";
  constexpr double kWorthSaying = 0.02;
  constexpr std::size_t kNumbers = 6;
  std::string out = fmt::format(
      "\nWhat unserved fuel leans on, of the numbers that were drawn (of its variance between runs; a line "
      "explains "
      "{:.0f} %, luck and bends the rest)\n",
      100.0 * s.leanings->explained);
  std::size_t told = 0;
  for (const analysis::Leaning& l : s.leanings->numbers) {
    if (l.share.mid < kWorthSaying || told == kNumbers) break;
    ++told;
    out += fmt::format("  {} {:.0f} % ({:.0f} to {:.0f}): the greater, the {} is missing\n", left(l.path, 44),
                       100.0 * l.share.mid, 100.0 * l.share.low, 100.0 * l.share.high,
                       l.rises ? "more" : "less");
  }
  return told > 0 ? out : out + "  none of them to speak of\n";
}

/// Of the loads that a control would have met, those that took another way; nothing where few did, or few
/// were.
std::string bypasses(const RunSummary& s) {
  constexpr double kWorthSaying = 0.03, kEnough = 10.0;
  constexpr std::size_t kWays = 3;
  std::string out;
  for (const analysis::Bypass& b : s.bypasses) {
    if (b.share < kWorthSaying || b.through < kEnough) continue;
    std::vector<std::string> ways;
    for (std::size_t i = 0; i < std::min(kWays, b.ways.size()); ++i)
      ways.push_back(fmt::format("{:.0f} % {}", b.ways[i].share * 100.0, b.ways[i].name));
    out += fmt::format("  {}: {:.0f} % of {:.0f} loads\n    {}\n", b.event, b.share * 100.0, b.through,
                       fmt::join(ways, ", "));
  }
  return out.empty() ? out : "\nWent another way, of what would have passed the control\n" + out;
}

std::string levies(const RunSummary& s) {
  std::string out;
  for (const analysis::Levy& l : s.levies)
    out += fmt::format("  {}: {:.0f} XOF{}\n", l.event, l.paid_xof.mid, between(s, l.paid_xof, 0));
  return out.empty() ? out : "\nPaid to levies\n" + out;
}

std::string month_line(const RunSummary& s, std::size_t weeks) {
  std::string line;
  int before = 0;
  for (std::size_t w = 0; w < weeks; ++w) {
    const int month = month_of(Instant{s.start_unix} + days(7 * static_cast<std::int64_t>(w)));
    if (line.size() > 2 * w) continue;  // the name before is still being written
    line += month != before ? std::string{month_name(month)} + " " : "  ";
    before = month;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

std::string strip(const RunSummary& s) {
  if (s.weeks.empty()) return "";
  static constexpr const char* kShades[] = {"··", "░░", "▒▒", "▓▓", "██"};
  std::string out =
      "Demand not served, by week (·· under 2 %, ░░ to 15 %, ▒▒ to 35 %, ▓▓ to 65 %, ██ above)\n";
  out += "  " + std::string(20, ' ') + month_line(s, s.weeks.front().unserved.size()) + "\n";
  std::size_t rows = 0;
  for (const analysis::PlaceWeeks& row : s.weeks) {
    if (rows++ == kTowns) break;
    out += "  " + left(row.place, 20);
    for (const double u : row.unserved)
      out += kShades[u < 0.02 ? 0 : u < 0.15 ? 1 : u < 0.35 ? 2 : u < 0.65 ? 3 : 4];
    out += "\n";
  }
  if (s.weeks.size() > kTowns)
    out += fmt::format("  ({} places of the greatest demand, of {})\n", kTowns, s.weeks.size());
  return out;
}

}  // namespace

std::string summary_text(const RunSummary& s) {
  std::string out = heading(s) + "\n";
  if (s.replications == 0) return out + "no replication was finished\n";
  out += shortages(s) + "\n" + classes(s) + "\n" + struck(s) + escorts(s) + levies(s) + bypasses(s) +
         leanings(s);
  if (const std::string drawn = strip(s); !drawn.empty()) out += "\n" + drawn;
  return out;
}

std::string controlled_text(const std::vector<analysis::ControlledFigure>& figures) {
  const auto shown = [](const analysis::Interval& i) {
    const int decimals = std::abs(i.mid) >= 100.0 ? 0 : std::abs(i.mid) >= 10.0 ? 1 : 2;
    return std::array{fmt::format("{:.{}f}", i.mid, decimals),
                      fmt::format("({:.{}f} to {:.{}f})", i.low, decimals, i.high, decimals)};
  };
  std::string out;
  for (const auto& [metric, plain, controlled] : figures) {
    const auto [mid, around] = shown(controlled.mean);
    const auto [plain_mid, around_plain] = shown(plain);
    out += fmt::format("  {}: {} {} {} instead of {} {}\n    as good as {:.3g} times as many runs\n",
                       analysis::word(metric), mid, analysis::unit(metric.measure), around, plain_mid,
                       around_plain, controlled.gain);
  }
  return out.empty()
             ? out
             : "\nMeans by what luck is known to bring: numbers that are drawn, threats by chance\n" + out;
}

}  // namespace citerne::report
