#pragma once
#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

/// Files that are there whole or not at all. Every failure of the surroundings is a std::system_error
/// whose text names the path and the cause.
namespace citerne::store {

enum class Overwrite { no, yes };

/// The target is a file already and nobody said it may be replaced: a fault of usage, not of the
/// surroundings.
class TargetExists : public std::runtime_error {
 public:
  explicit TargetExists(std::filesystem::path path);
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The calls of the system that writing needs, each as in its manual page: negative and `errno` on
/// failure. Tests make the n-th one fail.
struct FileOps {
  std::function<int(const char* path, int flags, mode_t mode)> open;
  std::function<ssize_t(int file, const void* bytes, std::size_t count)> write;
  std::function<int(int file)> fsync;
  std::function<int(int file)> close;
  std::function<int(const char* from, const char* to)> rename;
  /// As rename, but fails with EEXIST when there is a `to`.
  std::function<int(const char* from, const char* to)> rename_new;
  std::function<int(const char* path)> unlink;
};
const FileOps& system_calls();

/// To be asked before a long run starts: is the target absent or a file that may be replaced, is its
/// folder there and open to us? Throws TargetExists or std::system_error. A link, device, folder or
/// fifo is never a target.
void check_target(const std::filesystem::path& path, Overwrite overwrite);

/// Puts `bytes` at `path` whole or not at all: write aside (`PATH.*.part` in the same folder), sync,
/// rename, sync the folder. When it throws, the earlier file is as it was and nothing is left aside; only
/// a folder that cannot be synced comes after the file is in its place, and the message says so.
void write_whole(const std::filesystem::path& path, std::span<const std::byte> bytes, Overwrite overwrite,
                 const FileOps& calls = system_calls());

/// The same for a file that `build` makes under the name that it is given, where nothing is yet: in a process
/// of its own, so that whatever ends that one does no harm here. What `build` throws is a std::system_error
/// here. `ending` is put behind the file and is told its SHA-256. No other thread may run meanwhile.
void write_whole_by(const std::filesystem::path& path, const std::function<void(const std::string&)>& build,
                    const std::function<std::string(const std::string& sha256)>& ending, Overwrite overwrite);

/// One file of a folder, by its path inside.
struct NamedText {
  std::string path, text;
};

/// Makes a folder with these files, whole or not at all: built aside (`FOLDER.*.part`) and renamed. Throws
/// std::runtime_error when there is something of that name, std::system_error when the disk fails.
void write_folder(const std::filesystem::path& folder, std::span<const NamedText> files);

/// Whether a writer calls a file so that it builds aside: `out.h5.4711-0.part`.
bool is_aside(const std::filesystem::path& name);

/// Removes what killed writers left aside in `folder`: files that are called so. Only for who holds the
/// folder alone. Returns how many.
std::size_t remove_leftovers(const std::filesystem::path& folder);

/// All bytes of a regular file (a link to one is followed), at most `limit`.
std::vector<std::byte> read_whole(const std::filesystem::path& path, std::uint64_t limit);

}  // namespace citerne::store
