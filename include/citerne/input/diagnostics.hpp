#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "citerne/input/file_set.hpp"

namespace citerne::input {

/// A position in a file of the set; lines and columns count from 1, columns in characters.
struct Mark {
  std::uint32_t file = 0;  ///< Index into FileSet::files, or kSettings.
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend constexpr auto operator<=>(const Mark&, const Mark&) = default;
};
/// The "file" of the `--set` values: the n-th of them is its line n. Sorts behind all files.
inline constexpr std::uint32_t kSettings = 0xffff'ffff;

enum class Severity : std::uint8_t { error, warning };

/// One fault of the user's input.
struct Diagnostic {
  std::string code;  ///< Stable and plain, for programs and tests: `unknown-key`.
  std::string file;  ///< Within the set; `--set` for an override.
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  std::string text;
  Severity severity = Severity::error;
  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// Collects the faults of one pass.
class Diagnostics {
 public:
  template <class... Args>
  void error(const Mark& mark, std::string_view code, fmt::format_string<Args...> text, Args&&... args) {
    add(mark, code, fmt::format(text, std::forward<Args>(args)...), Severity::error);
  }
  template <class... Args>
  void warning(const Mark& mark, std::string_view code, fmt::format_string<Args...> text, Args&&... args) {
    add(mark, code, fmt::format(text, std::forward<Args>(args)...), Severity::warning);
  }
  void add(const Mark& mark, std::string_view code, std::string text, Severity severity);
  void add(const Diagnostics& others);
  bool has_errors() const;
  std::size_t size() const { return found_.size(); }

  /// By file, place and code; what was said twice of one place is said once.
  std::vector<Diagnostic> sorted(const FileSet& files) const;

 private:
  struct Found {
    Mark mark;
    std::string code, text;
    Severity severity;
    friend auto operator<=>(const Found&, const Found&) = default;
  };
  std::vector<Found> found_;
};

bool has_errors(const std::vector<Diagnostic>& diagnostics);

/// `baseline.yaml:14:15: error: ...`, the file as reached from where the command was called.
std::string format(const Diagnostic& diagnostic, const FileSet& files);

/// The same with the source line below it and a caret under the place.
std::string format_with_source(const Diagnostic& diagnostic, const FileSet& files);

}  // namespace citerne::input
