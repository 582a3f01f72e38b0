#pragma once
#include <chrono>
#include <cstdint>
#include <string>

namespace citerne::cli {

/// One line on a terminal with rate and time left; elsewhere a line every 10 %. On stderr.
class ProgressLine {
 public:
  ProgressLine(std::string what, bool quiet);
  void tell(std::uint32_t done, std::uint32_t total);
  /// Clears the line.
  void end();

 private:
  std::string what_;
  bool quiet_;
  bool terminal_;
  std::chrono::steady_clock::time_point begun_, told_;
  std::uint32_t tenth_ = 0;
};

}  // namespace citerne::cli
