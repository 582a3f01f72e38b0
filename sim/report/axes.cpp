#include "axes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "citerne/base/dates.hpp"
#include "citerne/base/text.hpp"

namespace citerne::report {
namespace {

int day_of_month(const std::string& day) { return std::stoi(day.substr(8, 2)); }

std::string label(Instant t, bool months, bool years) {
  const std::string day = format_day(t);
  const std::string month{month_name(month_of(t))};
  if (!months) return fmt::format("{} {}", day_of_month(day), month);
  return years ? fmt::format("{} {}", month, day.substr(0, 4)) : month;
}

}  // namespace

std::string_view month_name(int month) {
  constexpr std::array kNames{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return kNames[static_cast<std::size_t>(month - 1)];
}

std::vector<Tick> date_ticks(const analysis::PlotFrame& frame, std::size_t apart, bool years) {
  const bool daily = apart <= 1, weekly = !daily && apart <= 7;
  std::size_t every = 12;  // months from one tick to the next
  for (const std::size_t n : {6u, 4u, 3u, 2u, 1u})
    if (28 * n >= apart) every = n;
  std::vector<Tick> ticks;
  for (std::size_t d = 0; d < frame.days; ++d) {
    const Instant t = Instant{frame.start_unix} + days(static_cast<std::int64_t>(d));
    const bool month_begins =
        day_of_month(format_day(t)) == 1 && (static_cast<std::size_t>(month_of(t)) - 1) % every == 0;
    if (daily || (weekly ? weekday_of(t) == 0 : month_begins))
      ticks.push_back({d, label(t, !daily && !weekly, years)});
  }
  if (ticks.empty()) ticks.push_back({0, label(Instant{frame.start_unix}, false, false)});
  return ticks;
}

double round_step(double greatest, int parts) {
  if (!(greatest > 0.0)) return 1.0;
  double step = std::pow(10.0, std::floor(std::log10(greatest / parts)));
  for (const double factor : {2.0, 2.5, 2.0}) {  // 1, 2, 5, 10
    if (greatest / step <= parts) break;
    step *= factor;
  }
  return step;
}

std::vector<double> steps_to(double top, double step) {
  std::vector<double> at;
  const int steps = static_cast<int>(std::lround(top / step));
  for (int i = 0; i <= steps; ++i) at.push_back(i * step);
  return at;
}

std::string tick_number(double value, double step) {
  const int decimals = step >= 1.0 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
  std::string digits = fmt::format("{:.{}f}", value, decimals);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t i = point; i > first + 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string shortened(const std::string& text, std::size_t most) {
  if (character_count(text) <= most) return text;
  std::size_t bytes = 0;
  for (std::size_t characters = 0; bytes < text.size(); ++bytes) {
    const bool begins = (static_cast<unsigned char>(text[bytes]) & 0xc0) != 0x80;
    if (begins && ++characters == most) break;
  }
  return text.substr(0, bytes) + "…";
}

std::string run_words(const analysis::PlotFrame& frame) {
  const Instant start{frame.start_unix};
  return fmt::format("{} to {}, {}", format_day(start),
                     format_day(start + days(static_cast<std::int64_t>(frame.days))),
                     counted(frame.replications, "replication"));
}

std::vector<Span> spans(const analysis::PlotFrame& frame, const EventPeriods& events, std::size_t most) {
  std::vector<Span> out;
  const double last = static_cast<double>(frame.days);
  for (const EventPeriod& e : events) {
    const auto since_start = [&](std::int64_t t) {
      return static_cast<double>(t - frame.start_unix) / 86'400.0;
    };
    const double from = since_start(e.from_unix), until = std::max(from, since_start(e.until_unix));
    if (from >= last || (from < 0.0 && until <= 0.0)) continue;
    out.push_back({e.name, std::max(0.0, from), std::min(last, until), until > last});
  }
  std::ranges::stable_sort(out, {}, &Span::from);
  if (out.size() > most) out.resize(most);
  return out;
}

ServedClasses::ServedClasses(double bar_of_run)
    : full{std::max(0.98, bar_of_run)},
      slight{std::max(0.85, bar_of_run)},
      bar{bar_of_run},
      half{bar_of_run / 2.0} {}

int ServedClasses::of(double share) const {
  return share >= full ? 0 : share >= slight ? 1 : share >= bar ? 2 : share >= half ? 3 : 4;
}

std::vector<std::string> ServedClasses::words() const {
  const auto from_to = [](double low, double high) {
    return low < high ? fmt::format("{:g} to {:g} %", low * 100, high * 100) : std::string{};
  };
  return {fmt::format("{:g} % and more", full * 100), from_to(slight, full), from_to(bar, slight),
          fmt::format("short: under {:g} %", bar * 100), fmt::format("short: under {:g} %", half * 100)};
}

}  // namespace citerne::report
