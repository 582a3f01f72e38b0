#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "axes_text.hpp"
#include "citerne/base/text.hpp"
#include "citerne/report/plot.hpp"
#include "svg.hpp"

namespace citerne::report {
namespace {

using analysis::Arrivals;

std::string heading(const Arrivals& a) {
  return fmt::format(
      "{} that came {}", a.product.empty() ? "Fuel" : a.product,
      a.place.empty() ? "along each corridor, to all places" : "to " + a.place + ", by supplier");
}

/// What a reader must know to take the bars for what they are.
std::vector<std::string> remarks(const Arrivals& a) {
  std::vector<std::string> out;
  if (a.frame.replications > 1)
    out.push_back(
        "Bars: mean of the whole run; lines: 5 to 95 % of runs. A result holds no arrivals by day.");
  else
    out.push_back("Bars: the whole run. A result holds no arrivals by day.");
  out.push_back("A corridor is that of the habit; loads that went round count to it too.");
  if (a.without_corridor > 0.0)
    out.push_back(fmt::format("Not drawn: {} m3 that came without a habit, mostly from depots inside.",
                              number(a.without_corridor)));
  return out;
}

std::string figures(const Arrivals::Bar& bar) {
  return fmt::format("{} m3, {} loads", number(bar.m3), number(bar.loads));
}

double greatest(const Arrivals& a) {
  double most = 0.0;
  for (const Arrivals::Bar& bar : a.bars) most = std::max(most, bar.q95);
  for (const Arrivals::Bar& bar : a.bars) most = std::max(most, bar.m3);
  return most;
}

}  // namespace

std::string plot_text(const Arrivals& a, const Terminal& on) {
  std::string out = fmt::format("{}\n{}\n{}\n\n", a.frame.title, run_words(a.frame), heading(a));
  std::size_t names = 12, words = 0;
  for (const Arrivals::Bar& bar : a.bars) {
    names = std::max(names, std::min<std::size_t>(character_count(bar.name) + 2, 30));
    words = std::max(words, figures(bar).size());
  }
  const std::size_t columns = std::max<std::size_t>(on.columns, 40),
                    room = std::max<std::size_t>(
                        8, columns > names + words + 2 ? columns - names - words - 2 : 0);
  const double most = greatest(a);
  const auto column = [&](double m3) {
    return most > 0.0 ? static_cast<std::size_t>(std::lround(m3 / most * static_cast<double>(room))) : 0;
  };
  for (const Arrivals::Bar& bar : a.bars) {
    std::string line;
    for (std::size_t c = 0; c < room; ++c) line += c < column(bar.m3) ? "█" : c < column(bar.q95) ? "─" : " ";
    out += fitted(bar.name, names) + line + "  " + figures(bar) + "\n";
  }
  if (a.bars.empty()) out += "  nothing\n";
  out += "\n";
  for (const std::string& remark : remarks(a)) out += remark + "\n";
  return out;
}

std::string plot_svg(const Arrivals& a) {
  constexpr double kWidth = 900, kLeft = 230, kRight = 190, kRow = 30, kTop = 92;
  const double bottom = kTop + kRow * static_cast<double>(std::max<std::size_t>(1, a.bars.size()));
  const std::vector<std::string> notes = remarks(a);
  Svg svg{kWidth, bottom + 58 + 18 * static_cast<double>(notes.size()), a.frame.title + ": " + heading(a),
          run_words(a.frame) + ". " + fmt::format("{}", fmt::join(notes, " "))};
  svg.heading(a.frame.title, heading(a), run_words(a.frame));
  const double most = greatest(a), step = round_step(most, 5),
               top = std::max(1.0, std::ceil(most / step)) * step;
  const auto x = [&](double m3) { return kLeft + (kWidth - kLeft - kRight) * m3 / top; };
  for (const double tick : steps_to(top, step)) {
    svg.line(x(tick), tick == 0.0 ? kTop - 6 : bottom - 4, x(tick), bottom, kInk);
    svg.text(x(tick), bottom + 16, number(tick, step), Anchor::middle);
  }
  svg.line(x(0.0), bottom, x(top), bottom, kInk);
  svg.text((x(0.0) + x(top)) / 2, bottom + 36, "m3 over the run", Anchor::middle);
  for (std::size_t i = 0; i < a.bars.size(); ++i) {
    const Arrivals::Bar& bar = a.bars[i];
    const double middle = kTop + kRow * (static_cast<double>(i) + 0.5);
    svg.text(kLeft - 10, middle + 4, shortened(bar.name, 30), Anchor::end);
    svg.rect(kLeft, middle - 9, std::max(0.5, x(bar.m3) - kLeft), 18, kBlue);
    if (a.frame.replications > 1) {
      svg.line(x(bar.q05), middle, x(bar.q95), middle, kInk);
      svg.line(x(bar.q05), middle - 5, x(bar.q05), middle + 5, kInk);
      svg.line(x(bar.q95), middle - 5, x(bar.q95), middle + 5, kInk);
    }
    svg.text(std::max(x(bar.m3), x(bar.q95)) + 8, middle + 4, figures(bar), Anchor::start);
  }
  if (a.bars.empty()) svg.text(kLeft + 10, kTop + 18, "nothing", Anchor::start);
  double line = bottom + 60;
  for (const std::string& note : notes) {
    svg.text(20, line, note, Anchor::start);
    line += 18;
  }
  return std::move(svg).finished();
}

}  // namespace citerne::report
