#pragma once
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "citerne/input/read_scenario.hpp"

/// The kept wrong files. Their first lines say what is expected: `# expect: [file:]line:column code`, one
/// line each. A `.yaml` is a scenario of its own. A `.case` is the small world with other tables: `=== path`
/// gives a file of it anew, `=== + path` adds rows at its end.
namespace citerne::input {

struct WrongCase {
  std::filesystem::path path;
  std::vector<std::string> expected;
  std::vector<Diagnostic> found;
};

inline std::filesystem::path test_folder() {
  return std::filesystem::path{CITERNE_SOURCE_DIR} / "tests/input";
}

inline std::string read_whole(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

/// The small world as a set in memory.
inline FileSet small_world() {
  FileSet set;
  for (const char* const path :
       {"good/world.yaml", "good/sites.csv", "good/suppliers.csv", "good/demand.csv",
        "networks/small/places.csv", "networks/small/roads.csv", "networks/small/corridors.yaml"})
    set.files.push_back({path, read_whole(test_folder() / path)});
  return set;
}

inline std::string& file_of(FileSet& set, const std::string& path) {
  for (SourceFile& file : set.files)
    if (file.path == path) return file.text;
  return set.files.emplace_back(SourceFile{path, {}}).text;
}

inline std::vector<std::string> expected_of(const std::string& text, const std::string& own) {
  std::vector<std::string> expected;
  const std::string word = "# expect: ";
  for (std::size_t at = 0; text.compare(at, word.size(), word) == 0;) {
    const std::size_t end = text.find('\n', at);
    std::string line = text.substr(at + word.size(), end - at - word.size());
    if (line[0] >= '0' && line[0] <= '9') line = own + ":" + line;
    expected.push_back(line);
    at = end + 1;
  }
  return expected;
}

/// Lays the parts of a `.case` over the small world.
inline FileSet world_of(const std::string& text, FileSet set = small_world()) {
  for (std::size_t at = text.find("=== "); at != std::string::npos;) {
    const std::size_t line_end = text.find('\n', at), next = text.find("=== ", line_end);
    std::string path = text.substr(at + 4, line_end - at - 4);
    const std::string part =
        text.substr(line_end + 1, next == std::string::npos ? next : next - line_end - 1);
    const bool adds = path.starts_with("+ ");
    if (adds) path.erase(0, 2);
    std::string& file = file_of(set, path);
    file = adds ? file + part : part;
    at = next;
  }
  return set;
}

inline WrongCase run_case(const std::filesystem::path& path) {
  WrongCase wrong;
  wrong.path = path;
  const std::string text = read_whole(path);
  wrong.expected = expected_of(text, "wrong/" + path.filename().string());
  wrong.found = decode(path.extension() == ".yaml" ? load(path) : load(world_of(text))).diagnostics;
  return wrong;
}

inline std::vector<std::string> brief(const std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> out;
  for (const Diagnostic& d : diagnostics)
    out.push_back(fmt::format("{}:{}:{} {}", d.file, d.line, d.column, d.code));
  return out;
}

}  // namespace citerne::input
