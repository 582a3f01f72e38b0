#pragma once
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace citerne::input {

/// One file as it was read, byte for byte.
struct SourceFile {
  std::string path;  ///< Within the set, with `/`: `networks/southern-mali/roads.csv`.
  std::string text;
  friend bool operator==(const SourceFile&, const SourceFile&) = default;
};

/// All that a run was read from. Kept in a result, it lets the run be repeated without the disk.
struct FileSet {
  std::vector<SourceFile> files;      ///< The scenario itself first, then as they were named.
  std::vector<std::string> settings;  ///< `--set` values: `events.rn24.at=2025-10-29`.
  std::string folder;                 ///< Put before a path in messages for people; empty or ends with `/`.
  std::string response;               ///< Its response that is played; empty: none.
};

/// What asking for a file came to.
struct Fetched {
  enum class Outcome { found, missing, too_large, not_a_file, outside };
  Outcome outcome = Outcome::missing;
  std::string text;  ///< Of `found`.
};

/// Larger files are refused before they are read.
inline constexpr std::size_t kLargestFile = std::size_t{4} << 20;

/// Where the files of a set come from. Paths are within the set, normal, with `/`.
class FileAccess {
 public:
  virtual ~FileAccess() = default;
  virtual Fetched fetch(std::string_view path) const = 0;
};

/// Files of a folder. Links, devices and folders are no files of the set. Throws std::system_error with
/// the path when the disk fails or permission is missing.
class FolderFiles : public FileAccess {
 public:
  explicit FolderFiles(std::filesystem::path root) : root_{std::move(root)} {}
  Fetched fetch(std::string_view path) const override;

 private:
  std::filesystem::path root_;
};

/// Files held in memory: of a result, or of a test.
class HeldFiles : public FileAccess {
 public:
  explicit HeldFiles(std::map<std::string, std::string, std::less<>> texts) : texts_{std::move(texts)} {}
  explicit HeldFiles(const FileSet& set);
  Fetched fetch(std::string_view path) const override;

 private:
  std::map<std::string, std::string, std::less<>> texts_;
};

/// The folder that bounds the set of a scenario: the nearest upward that holds `networks/`, else the
/// folder of the scenario. `scenario` is an absolute, normal path.
std::filesystem::path set_folder(const std::filesystem::path& scenario);

}  // namespace citerne::input
