#include "citerne/store/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <limits>
#include <string>
#include <system_error>
#include <utility>

#include "citerne/store/digest.hpp"

namespace citerne::store {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(int cause, const std::string& what) {
  throw std::system_error(cause, std::generic_category(), what);
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path{"."};
}

/// Fails unless there is nothing or a regular file at `path`; true for a file.
bool is_file(const fs::path& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return false;
    fail(errno, fmt::format("cannot write {}", path.string()));
  }
  if (S_ISREG(found.st_mode)) return true;
  const char* kind = S_ISDIR(found.st_mode)   ? "a folder"
                     : S_ISLNK(found.st_mode) ? "a link"
                                              : "a device, pipe or socket";
  const int cause = S_ISDIR(found.st_mode) ? EISDIR : EOPNOTSUPP;
  fail(cause, fmt::format("cannot write {}: it is {}, not a file", path.string(), kind));
}

void refuse_unless_absent_or_replaceable(const fs::path& path, Overwrite overwrite) {
  if (is_file(path) && overwrite == Overwrite::no) throw TargetExists{path};
}

/// The file beside the target, or the folder that is to be synced. Closed, and removed unless kept, on
/// the way out.
class Descriptor {
 public:
  Descriptor(const FileOps& calls, std::string path) : calls_{calls}, path_{std::move(path)} {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (file_ >= 0) calls_.close(file_);
    if (made_) calls_.unlink(path_.c_str());
  }

  /// Zero, or the cause of the failure.
  int create() {
    const int cause = open(O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC);
    made_ = cause == 0;
    return cause;
  }
  /// A file that another process has made for us.
  int adopt() {
    made_ = true;
    return open(O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
  }
  int open_folder() { return open(O_RDONLY | O_DIRECTORY | O_CLOEXEC); }
  int number() const { return file_; }

  int write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const ssize_t count = calls_.write(file_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return count < 0 ? errno : EIO;
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return 0;
  }

  int sync() {
    int result = calls_.fsync(file_);
    while (result != 0 && errno == EINTR) result = calls_.fsync(file_);
    return result == 0 ? 0 : errno;
  }

  /// The number is given back even when the call fails.
  int close() { return calls_.close(std::exchange(file_, -1)) == 0 ? 0 : errno; }

  /// It has another name now.
  void keep() { made_ = false; }
  const std::string& path() const { return path_; }

 private:
  int open(int flags) {
    constexpr mode_t kReadAndWrite = 0666;  // less what the user's mask takes away
    do file_ = calls_.open(path_.c_str(), flags, kReadAndWrite);
    while (file_ < 0 && errno == EINTR);
    return file_ >= 0 ? 0 : errno;
  }

  const FileOps& calls_;
  std::string path_;
  int file_ = -1;
  bool made_ = false;
};

/// A name of its own, so that two writers of one target never meet. A stale one of an earlier process with
/// our number is passed over.
std::string aside_name(const fs::path& path, int attempt) {
  return fmt::format("{}.{}-{}.part", path.string(), ::getpid(), attempt);
}

int rename_to_new(const char* from, const char* to) {
  const int result = ::renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
  if (result == 0 || (errno != EINVAL && errno != ENOSYS)) return result;
  // A file system that cannot: the time between look and move is short.
  if (::access(to, F_OK) == 0) {
    errno = EEXIST;
    return -1;
  }
  return std::rename(from, to);
}

}  // namespace

TargetExists::TargetExists(fs::path path)
    : std::runtime_error(fmt::format("{} exists already", path.string())), path_{std::move(path)} {}

const FileOps& system_calls() {
  static const FileOps calls{
      [](const char* path, int flags, mode_t mode) { return ::open(path, flags, mode); },
      ::write,
      ::fsync,
      ::close,
      std::rename,
      rename_to_new,
      ::unlink};
  return calls;
}

void check_target(const fs::path& path, Overwrite overwrite) {
  if (!path.has_filename())
    fail(EISDIR, fmt::format("cannot write '{}': a file name is missing", path.string()));
  const fs::path folder = folder_of(path);
  struct stat found {};
  if (::stat(folder.c_str(), &found) != 0)
    fail(errno, fmt::format("cannot write {}: folder {}", path.string(), folder.string()));
  if (!S_ISDIR(found.st_mode))
    fail(ENOTDIR, fmt::format("cannot write {}: {}", path.string(), folder.string()));
  refuse_unless_absent_or_replaceable(path, overwrite);
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0)
    fail(errno, fmt::format("cannot write {}: folder {}", path.string(), folder.string()));
}

namespace {

/// Says what cannot be written, and why.
class Check {
 public:
  explicit Check(const fs::path& path) : path_{path} {}
  void operator()(int cause) const {
    if (cause != 0) fail(cause, fmt::format("cannot write {}", path_.string()));
  }

 private:
  const fs::path& path_;
};

/// What is aside and whole gets its name.
void put_in_place(Descriptor& aside, const fs::path& path, Overwrite overwrite, const FileOps& calls) {
  const Check check{path};
  check(aside.sync());
  check(aside.close());

  Descriptor folder{calls, folder_of(path).string()};
  check(folder.open_folder());
  refuse_unless_absent_or_replaceable(path, overwrite);
  const auto& rename = overwrite == Overwrite::yes ? calls.rename : calls.rename_new;
  if (rename(aside.path().c_str(), path.c_str()) != 0) {
    if (errno == EEXIST && overwrite == Overwrite::no) throw TargetExists{path};
    check(errno);
  }
  aside.keep();

  int synced = folder.sync();
  if (synced == EINVAL) synced = 0;  // a file system without folders to sync
  if (synced == 0) synced = folder.close();
  if (synced != 0)
    fail(synced, fmt::format("{} is written whole, but cannot sync its folder", path.string()));
}

/// Whatever is left of a file that could not be made.
class Leftover {
 public:
  explicit Leftover(std::string path) : path_{std::move(path)} {}
  Leftover(const Leftover&) = delete;
  Leftover& operator=(const Leftover&) = delete;
  ~Leftover() { ::unlink(path_.c_str()); }

 private:
  std::string path_;
};

/// What the child has to say, in one line each: the cause of the system, and a sentence.
struct Word {
  int cause = EIO;
  std::array<char, 500> text{};
};

[[noreturn]] void be_the_child(int to_parent, const std::function<void(const std::string&)>& build,
                               const std::string& aside) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  Word word;
  const auto say = [&](int cause, const char* text) {
    word.cause = cause;
    std::strncpy(word.text.data(), text, word.text.size() - 1);
    if (::write(to_parent, &word, sizeof word) < 0) ::_exit(2);
    ::_exit(1);
  };
  try {
    build(aside);
  } catch (const std::system_error& error) {
    say(error.code().value(), error.what());
  } catch (const std::bad_alloc&) {
    say(ENOMEM, "no memory");
  } catch (const std::exception& error) {
    say(errno == ENOSPC || errno == EFBIG || errno == EDQUOT ? errno : EIO, error.what());
  }
  ::_exit(0);
}

/// Throws when the child says that it cannot, or dies.
void in_a_child(const fs::path& path, const std::function<void(const std::string&)>& build,
                const std::string& aside) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) fail(errno, fmt::format("cannot write {}", path.string()));
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(pipe[0]);
    be_the_child(pipe[1], build, aside);
  }
  const int forked = errno;
  ::close(pipe[1]);
  Word word;
  ssize_t count = -1;
  int status = 0;
  if (child > 0) {
    do count = ::read(pipe[0], &word, sizeof word);
    while (count < 0 && errno == EINTR);
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  }
  ::close(pipe[0]);
  if (child < 0) fail(forked, fmt::format("cannot write {}: no process to build it", path.string()));
  if (count == sizeof word)
    fail(word.cause, fmt::format("cannot write {}: {}", path.string(), word.text.data()));
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    fail(EIO, fmt::format("cannot write {}: the process that built it died", path.string()));
}

std::string sha256_of(const Descriptor& file, const Check& check) {
  Sha256 digest;
  std::vector<std::byte> piece(std::size_t{1} << 18);
  for (off_t at = 0;;) {
    const ssize_t count = ::pread(file.number(), piece.data(), piece.size(), at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) check(errno);
    if (count == 0) return digest.hex();
    digest.add(std::span{piece}.first(static_cast<std::size_t>(count)));
    at += count;
  }
}

}  // namespace

void write_whole(const fs::path& path, std::span<const std::byte> bytes, Overwrite overwrite,
                 const FileOps& calls) {
  check_target(path, overwrite);
  const Check check{path};
  for (int attempt = 0;; ++attempt) {
    Descriptor aside{calls, aside_name(path, attempt)};
    const int created = aside.create();
    if (created == EEXIST && attempt < 100) continue;
    check(created);
    check(aside.write(bytes));
    put_in_place(aside, path, overwrite, calls);
    return;
  }
}

void write_whole_by(const fs::path& path, const std::function<void(const std::string&)>& build,
                    const std::function<std::string(const std::string&)>& ending, Overwrite overwrite) {
  check_target(path, overwrite);
  const Check check{path};
  int attempt = 0;
  while (attempt < 100 && fs::exists(fs::symlink_status(aside_name(path, attempt)))) ++attempt;
  const std::string name = aside_name(path, attempt);
  const Leftover gone_unless_kept{name};
  in_a_child(path, build, name);
  Descriptor aside{system_calls(), name};
  check(aside.adopt());
  const std::string end = ending(sha256_of(aside, check));
  check(aside.write(std::as_bytes(std::span{end})));
  put_in_place(aside, path, overwrite, system_calls());
}

void write_folder(const fs::path& named, std::span<const NamedText> files) {
  const fs::path folder = named.has_filename() ? named : named.parent_path();  // `out/` is `out`
  if (fs::exists(fs::symlink_status(folder)))
    throw std::runtime_error{fmt::format("{} is there already; name a new folder", folder.string())};
  fs::path aside = folder;
  aside += fmt::format(".{}.part", ::getpid());
  try {
    for (const NamedText& f : files) {
      fs::create_directories((aside / f.path).parent_path());
      write_whole(aside / f.path, std::as_bytes(std::span{f.text}), Overwrite::no);
    }
    fs::rename(aside, folder);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(aside, ignored);
    throw;
  }
}

bool is_aside(const fs::path& name) {
  const std::string ending = name.stem().extension().string();  // `.4711-0`
  const std::size_t dash = ending.find('-');
  const auto is_number = [](std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return name.extension() == ".part" && dash != std::string::npos && ending[0] == '.' &&
         is_number(std::string_view{ending}.substr(1, dash - 1)) &&
         is_number(std::string_view{ending}.substr(dash + 1));
}

std::size_t remove_leftovers(const fs::path& folder) {
  std::size_t removed = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator{folder}) {
    if (!is_aside(entry.path()) || entry.symlink_status().type() != fs::file_type::regular) continue;
    if (fs::remove(entry.path())) ++removed;
  }
  return removed;
}

std::vector<std::byte> read_whole(const fs::path& path, std::uint64_t limit) {
  const auto cannot = [&path](int cause) { fail(cause, fmt::format("cannot read {}", path.string())); };
  struct Closed {
    int file;
    ~Closed() {
      if (file >= 0) ::close(file);
    }
  };
  // Not blocking: a fifo must not hold us up before we know that it is one.
  const Closed opened{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (opened.file < 0) cannot(errno);
  struct stat found {};
  if (::fstat(opened.file, &found) != 0) cannot(errno);
  if (S_ISDIR(found.st_mode)) cannot(EISDIR);
  if (!S_ISREG(found.st_mode)) cannot(EOPNOTSUPP);
  const auto size = static_cast<std::uint64_t>(found.st_size);
  if (size > limit) cannot(EFBIG);

  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  std::size_t have = 0;
  while (have < bytes.size()) {
    const ssize_t count = ::read(opened.file, bytes.data() + have, bytes.size() - have);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) cannot(errno);
    if (count == 0) break;  // cut short while we read
    have += static_cast<std::size_t>(count);
  }
  bytes.resize(have);
  return bytes;
}

}  // namespace citerne::store
