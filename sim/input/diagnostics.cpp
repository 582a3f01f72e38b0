#include "citerne/input/diagnostics.hpp"

#include <algorithm>

#include "citerne/input/characters.hpp"

namespace citerne::input {
namespace {

constexpr std::string_view kSettingsName = "--set";

/// The line that a diagnostic points at; empty when its text is not at hand.
std::string_view source_line(const Diagnostic& diagnostic, const FileSet& files) {
  if (diagnostic.file == kSettingsName)
    return diagnostic.line <= files.settings.size() ? std::string_view{files.settings[diagnostic.line - 1]}
                                                    : std::string_view{};
  const auto file = std::find_if(files.files.begin(), files.files.end(),
                                 [&](const SourceFile& f) { return f.path == diagnostic.file; });
  if (file == files.files.end()) return {};
  std::string_view rest = file->text;
  if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
  for (std::uint32_t line = 1; line < diagnostic.line; ++line) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

/// A line that a terminal shows one column for each character: no control bytes, no broken UTF-8.
std::string shown(std::string_view line) {
  std::string out{line.substr(0, 200)};
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  const bool plain =
      std::all_of(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  Diagnostics ignored;
  if (!plain && !check_characters(out, ignored)) return {};
  return out;
}

}  // namespace

void Diagnostics::add(const Mark& mark, std::string_view code, std::string text, Severity severity) {
  found_.push_back({mark, std::string{code}, std::move(text), severity});
}

void Diagnostics::add(const Diagnostics& others) {
  found_.insert(found_.end(), others.found_.begin(), others.found_.end());
}

bool Diagnostics::has_errors() const {
  return std::any_of(found_.begin(), found_.end(),
                     [](const Found& f) { return f.severity == Severity::error; });
}

std::vector<Diagnostic> Diagnostics::sorted(const FileSet& files) const {
  std::vector<Found> found = found_;
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  std::vector<Diagnostic> out;
  for (Found& f : found) {
    const std::string file =
        f.mark.file < files.files.size() ? files.files[f.mark.file].path : std::string{kSettingsName};
    out.push_back({std::move(f.code), file, f.mark.line, f.mark.column, std::move(f.text), f.severity});
  }
  return out;
}

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::string format(const Diagnostic& d, const FileSet& files) {
  const std::string_view folder =
      d.file == kSettingsName ? std::string_view{} : std::string_view{files.folder};
  return fmt::format("{}{}:{}:{}: {}: {}", folder, d.file, d.line, d.column,
                     d.severity == Severity::error ? "error" : "warning", d.text);
}

std::string format_with_source(const Diagnostic& d, const FileSet& files) {
  std::string out = format(d, files);
  const std::string line = shown(source_line(d, files));
  if (line.empty() || d.column > 200) return out;
  return out + fmt::format("\n  {}\n  {}^", line, std::string(d.column - 1, ' '));
}

}  // namespace citerne::input
