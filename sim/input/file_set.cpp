#include "citerne/input/file_set.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace citerne::input {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(int error, const fs::path& path) {
  throw std::system_error{error, std::generic_category(), path.string()};
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_{fd} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// Whether a folder on the way from `root` to the file is a link, which could lead out of the set.
bool goes_through_link(const fs::path& root, const fs::path& inside) {
  fs::path at = root;
  for (const fs::path& part : inside.parent_path()) {
    at /= part;
    std::error_code ignored;  // what is not there is found missing when it is opened
    if (fs::is_symlink(fs::symlink_status(at, ignored))) return true;
  }
  return false;
}

std::string read_all(int fd, std::size_t size, const fs::path& path) {
  std::string text(size, '\0');
  std::size_t have = 0;
  while (have < size) {
    const ssize_t got = ::read(fd, text.data() + have, size - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(errno, path);
    if (got == 0) break;  // it was cut short while we read
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
  return text;
}

}  // namespace

Fetched FolderFiles::fetch(std::string_view path) const {
  const fs::path inside{path};
  if (inside.is_absolute() || path.starts_with("..")) return {Fetched::Outcome::outside, {}};
  if (goes_through_link(root_, inside)) return {Fetched::Outcome::not_a_file, {}};
  const fs::path full = root_ / inside;
  const Descriptor file{::open(full.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
  if (file.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG) return {Fetched::Outcome::missing, {}};
    if (errno == ELOOP || errno == ENXIO) return {Fetched::Outcome::not_a_file, {}};
    fail(errno, full);
  }
  struct stat state {};
  if (::fstat(file.get(), &state) != 0) fail(errno, full);
  if (!S_ISREG(state.st_mode)) return {Fetched::Outcome::not_a_file, {}};
  if (static_cast<std::size_t>(state.st_size) > kLargestFile) return {Fetched::Outcome::too_large, {}};
  return {Fetched::Outcome::found, read_all(file.get(), static_cast<std::size_t>(state.st_size), full)};
}

HeldFiles::HeldFiles(const FileSet& set) {
  for (const SourceFile& file : set.files) texts_.emplace(file.path, file.text);
}

Fetched HeldFiles::fetch(std::string_view path) const {
  const auto found = texts_.find(path);
  if (found == texts_.end()) return {Fetched::Outcome::missing, {}};
  if (found->second.size() > kLargestFile) return {Fetched::Outcome::too_large, {}};
  return {Fetched::Outcome::found, found->second};
}

std::filesystem::path set_folder(const std::filesystem::path& scenario) {
  fs::path own = scenario.parent_path();
  for (fs::path folder = own;; folder = folder.parent_path()) {
    std::error_code ignored;
    if (fs::is_directory(folder / "networks", ignored)) return folder;
    if (folder == folder.parent_path()) return own;
  }
}

}  // namespace citerne::input
