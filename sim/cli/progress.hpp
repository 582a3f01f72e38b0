#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace citerne::cli {

/// One line on a terminal with rate and time left; elsewhere a line at the end and, two seconds apart at
/// least, at each tenth. On stderr.
class ProgressLine {
 public:
  ProgressLine(std::string what, bool quiet);
  /// `more` is put behind.
  void tell(std::uint64_t done, std::uint64_t total, const std::string& more = {});
  /// Clears the line.
  void end();

 private:
  std::string what_;
  bool quiet_;
  bool terminal_;
  std::chrono::steady_clock::time_point begun_, told_;
  std::uint64_t tenth_ = 0;
};

}  // namespace citerne::cli
