#include "citerne/base/dates.hpp"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace citerne {
namespace {

std::chrono::sys_days day_of(Instant t) {
  return std::chrono::sys_days{std::chrono::days{start_of_day(t).unix_seconds() / 86'400}};
}

/// Exactly `width` digits at the front of `text`, which are taken off.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  return value;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<Instant> parse_instant(std::string_view text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  std::int64_t s = std::chrono::sys_days{date}.time_since_epoch().count() * std::int64_t{86'400};
  if (text.empty()) return Instant{s};
  if (!take(text, 'T')) return std::nullopt;
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  s += *hour * 3'600 + *minute * 60;
  if (take(text, ':')) {
    const auto second = take_digits(text, 2);
    if (!second || *second > 59) return std::nullopt;
    s += *second;
  }
  take(text, 'Z');
  if (!text.empty()) return std::nullopt;
  return Instant{s};
}

std::string format_day(Instant t) {
  const std::chrono::year_month_day date{day_of(t)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string format_instant(Instant t) {
  const std::int64_t s = (t - start_of_day(t)).count();
  if (s == 0) return format_day(t);
  const std::string to_minute = fmt::format("{}T{:02}:{:02}", format_day(t), s / 3'600, s / 60 % 60);
  return s % 60 == 0 ? to_minute : fmt::format("{}:{:02}", to_minute, s % 60);
}

int month_of(Instant t) {
  return static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day{day_of(t)}.month()));
}

int weekday_of(Instant t) { return static_cast<int>(std::chrono::weekday{day_of(t)}.iso_encoding()) - 1; }

}  // namespace citerne
