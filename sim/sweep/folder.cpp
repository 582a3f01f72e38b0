#include "citerne/sweep/folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "citerne/store/digest.hpp"
#include "citerne/store/result_file.hpp"
#include "citerne/study/differences.hpp"

namespace citerne::sweep {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestManifest = std::uint64_t{1} << 30;
constexpr const char* kManifest = "study.json";
constexpr const char* kLock = "study.lock";

std::string text_of(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
std::span<const std::byte> bytes_of(const std::string& text) { return std::as_bytes(std::span{text}); }

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string{name.data()} : "this machine";
}

/// Held by the kernel for as long as the process lives: one that was killed holds nothing.
class Lock {
 public:
  explicit Lock(const fs::path& path) {
    constexpr mode_t kReadAndWrite = 0666;
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kReadAndWrite);
    if (file_ < 0) throw std::system_error{errno, std::generic_category(), "cannot lock " + path.string()};
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
      const int cause = errno;
      std::array<char, 400> holder{};
      const ssize_t count = cause == EWOULDBLOCK ? ::pread(file_, holder.data(), holder.size() - 1, 0) : 0;
      ::close(file_);
      if (cause != EWOULDBLOCK)
        throw std::system_error{cause, std::generic_category(), "cannot lock " + path.string()};
      throw FolderHeld{fmt::format("{} is being worked on by {}; wait until it ends, or take another folder",
                                   path.parent_path().string(),
                                   count > 0 ? std::string{holder.data()} : "another process")};
    }
    const std::string holder = fmt::format("process {} on {}", ::getpid(), host_name());
    // For people only: that it cannot be written is no reason to fail.
    if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, holder.data(), holder.size(), 0) < 0) errno = 0;
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() { ::close(file_); }

 private:
  int file_ = -1;
};

std::string read_manifest(const fs::path& folder) {
  return text_of(store::read_whole(folder / kManifest, kLargestManifest));
}

Sweep sweep_in(const fs::path& folder, const std::string& manifest) try {
  return sweep_of(manifest);
} catch (const std::runtime_error& fault) {
  throw OtherStudy{fmt::format("{}: {}", (folder / kManifest).string(), fault.what())};
}

bool is_empty_but_for_lock(const fs::path& folder) {
  for (const fs::directory_entry& entry : fs::directory_iterator{folder})
    if (entry.path().filename() != kLock && !store::is_aside(entry.path())) return false;
  return true;
}

std::string stem_of(const Task& task) { return fmt::format("c{:06}-r{:07}", task.cell, task.first); }

template <class T>
const T* array(const Result& result, const std::string& name) {
  const Variable* const v = result.find("", name);
  return v == nullptr ? nullptr : std::get_if<T>(&v->values);
}

template <class T>
T attribute_or(const Result& result, const std::string& name, T otherwise) {
  const auto found = result.attributes.find(name);
  if (found == result.attributes.end()) return otherwise;
  const T* const value = std::get_if<T>(&found->second);
  return value == nullptr ? otherwise : *value;
}

/// What is to be done with a damaged result is not what is to be done with a shard.
std::string without_remedy(std::string text) {
  constexpr std::string_view kRemedy = "; write it again";
  if (text.ends_with(kRemedy)) text.resize(text.size() - kRemedy.size());
  return text;
}

Result to_result(const Shard& shard, const Sweep& sweep, const std::string& study) {
  Result result;
  std::vector<std::int64_t> replications;
  std::vector<std::string> metrics;
  for (std::uint32_t i = 0; i < shard.task.count; ++i) replications.push_back(shard.task.first + i);
  for (const analysis::Metric& metric : sweep.metrics) metrics.push_back(analysis::word(metric));
  result.axes = {{"replication", replications.size()}, {"metric", metrics.size()}};
  const auto about = [](const char* name) {
    return Attributes{{"units", std::string{"1"}}, {"long_name", std::string{name}}};
  };
  result.variables = {{"", "replication", {"replication"}, std::move(replications), about("replication")},
                      {"", "metric", {"metric"}, std::move(metrics), about("metric")},
                      {"", "value", {"replication", "metric"}, shard.values, about("value of the metric")}};
  result.attributes = {{"study", study},
                       {"task", static_cast<std::int64_t>(shard.task.number)},
                       {"events", shard.events},
                       {"length_d", shard.length_d}};
  return result;
}

}  // namespace

Folder::Folder(fs::path path, const Sweep& sweep, const store::FileOps& calls)
    : path_{std::move(path)}, calls_{&calls}, sweep_{sweep}, manifest_{manifest_of(sweep)} {
  std::error_code none;
  const fs::file_status found = fs::status(path_, none);
  if (fs::exists(found) && !fs::is_directory(found))
    throw std::system_error{ENOTDIR, std::generic_category(), "cannot work in " + path_.string()};
  if (fs::exists(found) && !fs::exists(path_ / kManifest) && !is_empty_but_for_lock(path_))
    throw OtherStudy{fmt::format("{} is not empty and holds no study; name a new folder", path_.string())};
  fs::create_directories(path_);
  lock_ = std::make_shared<Lock>(path_ / kLock);
  if (fs::exists(path_ / kManifest)) {
    std::string there = read_manifest(path_);
    Sweep begun = sweep_in(path_, there);
    if (const auto found_differences = sweep::differences(there, manifest_); !found_differences.empty()) {
      throw OtherStudy{
          fmt::format("{} holds another study; there is what was begun, here is what is asked for:{}\nUndo "
                      "the change to go on with it, or name a new folder",
                      path_.string(), study::lines_of(found_differences))};
    }
    // What differs says nothing else (a comment): go on as it was begun.
    manifest_ = std::move(there);
    sweep_ = std::move(begun);
  } else {
    store::write_whole(path_ / kManifest, bytes_of(manifest_), store::Overwrite::no, calls);
  }
  digest_ = store::sha256_hex(bytes_of(manifest_));
  for (const char* name : {"shards", "failed"}) fs::create_directories(path_ / name);
  for (const fs::path& folder : {path_, path_ / "shards", path_ / "failed"}) store::remove_leftovers(folder);
}

Folder::Folder(fs::path path) : path_{std::move(path)}, calls_{&store::system_calls()} {
  if (!fs::exists(path_ / kManifest))
    throw OtherStudy{fmt::format("{} is no folder of a study: it has no {}", path_.string(), kManifest)};
  manifest_ = read_manifest(path_);
  sweep_ = sweep_in(path_, manifest_);
  digest_ = store::sha256_hex(bytes_of(manifest_));
}

fs::path Folder::shard_path(const Task& task) const { return path_ / "shards" / (stem_of(task) + ".h5"); }
fs::path Folder::failure_path(const Task& task) const { return path_ / "failed" / (stem_of(task) + ".txt"); }

Folder::State Folder::state(const Task& task) const {
  if (fs::exists(shard_path(task))) return State::done;
  return fs::exists(failure_path(task)) ? State::failed : State::absent;
}

void Folder::keep(const Shard& shard) const {
  store::write(to_result(shard, sweep_, digest_), shard_path(shard.task), store::Overwrite::yes,
               store::kMemoryLimit, *calls_);
}

void Folder::keep_failure(const Task& task, const std::string& why) const {
  store::write_whole(failure_path(task), bytes_of(why), store::Overwrite::yes, *calls_);
}

void Folder::forget_failure(const Task& task) const { fs::remove(failure_path(task)); }

Shard Folder::read(const Task& task) const {
  const std::string name = shard_path(task).string();
  try {
    const store::Loaded loaded = store::read(name);
    if (!loaded.warning.empty()) throw BadShard{fmt::format("{}: its digest is gone", name)};
    if (attribute_or<std::string>(loaded.result, "study", "") != digest_ ||
        attribute_or<std::int64_t>(loaded.result, "task", -1) != static_cast<std::int64_t>(task.number))
      throw OtherStudy{fmt::format(
          "{} is of another study, or of another task of it; it was put there by hand. Move it away", name)};
    const auto* const values = array<std::vector<double>>(loaded.result, "value");
    if (values == nullptr || values->size() != task.count * sweep_.metrics.size())
      throw BadShard{fmt::format("{} does not hold what its task leaves", name)};
    return {task, *values, attribute_or<std::int64_t>(loaded.result, "events", 0),
            attribute_or<double>(loaded.result, "length_d", 0.0)};
  } catch (const store::BadResultFile& fault) {
    throw BadShard{without_remedy(fault.what())};
  }
}

std::string Folder::read_failure(const Task& task) const {
  return text_of(store::read_whole(failure_path(task), std::uint64_t{1} << 20));
}

}  // namespace citerne::sweep
