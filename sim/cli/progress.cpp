#include "progress.hpp"

#include <unistd.h>

#include <cstdio>

#include <fmt/format.h>

#include "say.hpp"

namespace citerne::cli {
namespace {

std::string in_words(double seconds) {
  const auto s = static_cast<std::int64_t>(seconds + 0.5);
  if (s < 90) return fmt::format("{} s", s);
  if (s < 5'400) return fmt::format("{} min", (s + 30) / 60);
  return fmt::format("{:.1f} h", static_cast<double>(s) / 3'600.0);
}

}  // namespace

ProgressLine::ProgressLine(std::string what, bool quiet)
    : what_{std::move(what)},
      quiet_{quiet},
      terminal_{isatty(STDERR_FILENO) != 0},
      begun_{std::chrono::steady_clock::now()},
      told_{begun_} {}

void ProgressLine::tell(std::uint64_t done, std::uint64_t total, const std::string& more) {
  if (quiet_ || total < 2) return;
  const auto now = std::chrono::steady_clock::now();
  const double spent = std::chrono::duration<double>(now - begun_).count();
  const double rate = static_cast<double>(done) / (spent > 0.0 ? spent : 1e-9);
  const std::string text =
      fmt::format("{} {}/{}  {:.1f}/s  {} left{}{}", what_, done, total, rate,
                  in_words(static_cast<double>(total - done) / rate), more.empty() ? "" : "  ", more);
  if (terminal_) {
    if (done < total && now - told_ < std::chrono::milliseconds{100}) return;
    told_ = now;
    say("\r\x1b[K{}", text);
    std::fflush(stderr);
    return;
  }
  const std::uint64_t tenth = done * 10 / total;
  if (tenth == tenth_ || (done < total && now - told_ < std::chrono::seconds{2})) return;
  tenth_ = tenth;
  told_ = now;
  say("{}\n", text);
}

void ProgressLine::end() {
  if (terminal_ && !quiet_) say("\r\x1b[K");
}

}  // namespace citerne::cli
