#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "citerne/store/whole_file.hpp"
#include "citerne/sweep/sweep.hpp"

/// The folder of a study: `study.json` says what it is, `shards/` holds what each task left, whole or not at
/// all, `failed/` why others could not. See `docs/file-format.md`.
namespace citerne::sweep {

/// Another process works in the folder; the text says which. A matter of the surroundings.
class FolderHeld : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The folder holds something else than the study it should: another plan, another version, no study at all.
class OtherStudy : public std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// A shard is damaged. The text begins with its name. The sweep does its task anew.
class BadShard : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What one task leaves: values by replication, then metric, infinite where an event did not come.
struct Shard {
  Task task;
  std::vector<double> values;
  std::int64_t events = 0;  ///< That the engine handled.
  double length_d = 0.0;    ///< Of the runs: what a run without the event counts with in means.
};

class Folder {
 public:
  /// Opens a study, or begins one in a folder that is new or empty, and holds it alone until it goes out of
  /// scope (or dies). Throws FolderHeld, OtherStudy when another study is there, std::system_error.
  Folder(std::filesystem::path path, const Sweep& sweep, const store::FileOps& calls = store::system_calls());
  /// Opens a study to read it; others may work on it meanwhile. Throws OtherStudy, std::system_error.
  explicit Folder(std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }
  const Sweep& sweep() const { return sweep_; }
  const std::string& manifest() const { return manifest_; }

  enum class State : std::uint8_t { absent, done, failed };
  State state(const Task& task) const;

  /// Throw std::system_error with the path; what was there before stays as it was.
  void keep(const Shard& shard) const;
  void keep_failure(const Task& task, const std::string& why) const;
  void forget_failure(const Task& task) const;

  /// The shard of a task that is done. Throws BadShard, OtherStudy when it is of another one,
  /// std::system_error.
  Shard read(const Task& task) const;
  std::string read_failure(const Task& task) const;

  std::filesystem::path shard_path(const Task& task) const;
  std::filesystem::path failure_path(const Task& task) const;

 private:
  std::filesystem::path path_;
  const store::FileOps* calls_;
  Sweep sweep_;
  std::string manifest_, digest_;
  std::shared_ptr<void> lock_;
};

}  // namespace citerne::sweep
