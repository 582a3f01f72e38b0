#include "citerne/store/whole_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>

#include "store/temporary_folder.hpp"

namespace citerne::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span{text});
  return {bytes.begin(), bytes.end()};
}

std::string text_in(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// The text and the cause of what `action` throws.
struct Failure {
  int cause = 0;
  std::string text;
};
Failure failure_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::system_error& error) {
    return {error.code().value(), error.what()};
  }
  return {};
}

class WholeFile : public testing::Test {
 protected:
  TemporaryFolder folder;
  fs::path target = folder.path() / "out.h5";
};

TEST_F(WholeFile, PutsAllBytesAtANewPath) {
  write_whole(target, bytes_of("fuel"), Overwrite::no);
  EXPECT_EQ(text_in(target), "fuel");
  EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("out.h5"));
}

TEST_F(WholeFile, MayBeEmpty) {
  write_whole(target, {}, Overwrite::no);
  EXPECT_EQ(fs::file_size(target), 0u);
}

TEST_F(WholeFile, TakesANameWithoutAFolder) {
  const fs::path here = fs::current_path();
  fs::current_path(folder.path());
  write_whole("plain.h5", bytes_of("fuel"), Overwrite::no);
  fs::current_path(here);
  EXPECT_EQ(text_in(folder.path() / "plain.h5"), "fuel");
}

TEST_F(WholeFile, KeepsAnEarlierFileUnlessToldOtherwise) {
  write_whole(target, bytes_of("earlier"), Overwrite::no);
  EXPECT_THROW(check_target(target, Overwrite::no), TargetExists);
  EXPECT_THROW(write_whole(target, bytes_of("later"), Overwrite::no), TargetExists);
  EXPECT_EQ(text_in(target), "earlier");
  write_whole(target, bytes_of("later"), Overwrite::yes);
  EXPECT_EQ(text_in(target), "later");
  EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("out.h5"));
}

TEST_F(WholeFile, KeepsAFileThatAppearsWhileWriting) {
  FileOps calls = system_calls();
  calls.fsync = [this](int file) {
    std::ofstream{target} << "somebody else";
    return system_calls().fsync(file);
  };
  EXPECT_THROW(write_whole(target, bytes_of("ours"), Overwrite::no, calls), TargetExists);
  EXPECT_EQ(text_in(target), "somebody else");

  fs::remove(target);
  calls = system_calls();
  calls.rename_new = [this](const char* from, const char* to) {  // as late as can be
    std::ofstream{target} << "somebody else";
    return system_calls().rename_new(from, to);
  };
  EXPECT_THROW(write_whole(target, bytes_of("ours"), Overwrite::no, calls), TargetExists);
  EXPECT_EQ(text_in(target), "somebody else");
  EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("out.h5"));
}

TEST_F(WholeFile, PassesOverWhatAKilledWriterLeft) {
  const fs::path stale = target.string() + "." + std::to_string(::getpid()) + "-0.part";
  std::ofstream{stale} << "stale";
  write_whole(target, bytes_of("fuel"), Overwrite::no);
  EXPECT_EQ(text_in(target), "fuel");
  EXPECT_EQ(text_in(stale), "stale");
  EXPECT_EQ(remove_leftovers(folder.path()), 1u);
  EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("out.h5"));
}

TEST_F(WholeFile, RemovesOnlyFilesAsLeftovers) {
  fs::create_directory(folder.path() / "folder.1-0.part");
  fs::create_symlink("out.h5", folder.path() / "link.1-0.part");
  for (const char* of_somebody :
       {"movie.mkv.part", "a.1.part", "a.1-.part", "a.-1.part", "a.x-0.part", "1-0.part"})
    std::ofstream{folder.path() / of_somebody} << "theirs";
  EXPECT_EQ(remove_leftovers(folder.path()), 0u);
  EXPECT_EQ(names_in(folder.path()).size(), 8u);
}

/// Neither with nor without leave to overwrite.
void expect_refused(const fs::path& path, int cause, const char* word) {
  for (const Overwrite overwrite : {Overwrite::no, Overwrite::yes}) {
    for (const auto& action :
         {std::function<void()>{[&] { check_target(path, overwrite); }},
          std::function<void()>{[&] { write_whole(path, bytes_of("fuel"), overwrite); }}}) {
      const Failure failure = failure_of(action);
      EXPECT_EQ(failure.cause, cause);
      EXPECT_THAT(failure.text, HasSubstr(path.string()));
      EXPECT_THAT(failure.text, HasSubstr(word));
    }
  }
}

TEST_F(WholeFile, NeverReplacesALink) {
  std::ofstream{folder.path() / "other"} << "precious";
  fs::create_symlink("other", target);
  expect_refused(target, EOPNOTSUPP, "it is a link");
  EXPECT_TRUE(fs::is_symlink(target));
  EXPECT_EQ(text_in(folder.path() / "other"), "precious");
}

TEST_F(WholeFile, NeverReplacesALinkToNowhereOrToItself) {
  fs::create_symlink("nowhere", target);
  expect_refused(target, EOPNOTSUPP, "it is a link");
  fs::create_symlink("loop", folder.path() / "loop");
  expect_refused(folder.path() / "loop", EOPNOTSUPP, "it is a link");
  EXPECT_FALSE(fs::exists(folder.path() / "nowhere"));
}

TEST_F(WholeFile, NeverReplacesAFolder) {
  fs::create_directory(target);
  expect_refused(target, EISDIR, "it is a folder");
  EXPECT_TRUE(fs::is_directory(target));
}

TEST_F(WholeFile, NeverReplacesAFifo) {
  ASSERT_EQ(::mkfifo(target.c_str(), 0600), 0);
  expect_refused(target, EOPNOTSUPP, "pipe");
  EXPECT_TRUE(fs::is_fifo(target));
}

TEST_F(WholeFile, NeverReplacesADevice) {
  expect_refused("/dev/null", EOPNOTSUPP, "it is a device");
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(WholeFile, WantsAFolderThatIsThere) {
  expect_refused(folder.path() / "missing" / "out.h5", ENOENT, "missing: No such file");
  std::ofstream{folder.path() / "file"} << "";
  expect_refused(folder.path() / "file" / "out.h5", ENOTDIR, "Not a directory");
}

TEST_F(WholeFile, WantsAName) {
  expect_refused("", EISDIR, "a file name is missing");
  expect_refused(folder.path() / "", EISDIR, "a file name is missing");
  expect_refused(folder.path() / "..", EISDIR, "it is a folder");
}

TEST_F(WholeFile, WantsANameThatTheSystemTakes) {
  const fs::path path = folder.path() / std::string(300, 'x');
  EXPECT_EQ(failure_of([&] { write_whole(path, {}, Overwrite::no); }).cause, ENAMETOOLONG);
}

/// The exit code of `action` in a process of its own.
int code_of(const std::function<int()>& action) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(action());
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status)) << "ended by signal " << WTERMSIG(status);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(WholeFile, WantsAFolderThatWeMayWrite) {
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read |
                                     fs::perms::others_exec);
  const int code = code_of([&] {
    constexpr uid_t kNobody = 65534;
    if (::geteuid() == 0 && ::seteuid(kNobody) != 0) return 77;
    const Failure early = failure_of([&] { check_target(target, Overwrite::no); });
    const Failure late = failure_of([&] { write_whole(target, bytes_of("fuel"), Overwrite::no); });
    const bool named = early.text.find(folder.path().string()) != std::string::npos;
    return early.cause == EACCES && late.cause == EACCES && named ? 0 : 1;
  });
  fs::permissions(folder.path(), fs::perms::owner_all);
  if (code == 77) GTEST_SKIP() << "cannot give up the rights of root here";
  EXPECT_EQ(code, 0);
  EXPECT_THAT(names_in(folder.path()), testing::IsEmpty());
}

TEST_F(WholeFile, ReportsAFullDisk) {
  write_whole(target, bytes_of("earlier"), Overwrite::no);
  const int code = code_of([&] {
    constexpr rlim_t kRoom = 200'000;
    const rlimit limit{kRoom, kRoom};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    ::signal(SIGXFSZ, SIG_IGN);
    const std::vector<std::byte> much(400'000);
    const Failure failure = failure_of([&] { write_whole(target, much, Overwrite::yes); });
    const bool named = failure.text.find(target.string() + ": File too large") != std::string::npos;
    return failure.cause == EFBIG && named ? 0 : 1;
  });
  EXPECT_EQ(code, 0);
  EXPECT_EQ(text_in(target), "earlier");
  EXPECT_THAT(names_in(folder.path()), testing::ElementsAre("out.h5"));
}

/// Calls of the system of which the n-th, counted over all, fails.
struct Saboteur {
  int fails_at = 0;
  int calls = 0;
  std::string failed;  ///< What it was.

  bool strikes(const char* call, int cause) {
    if (++calls != fails_at) return false;
    failed = call;
    errno = cause;
    return true;
  }

  FileOps ops() {
    const FileOps& real = system_calls();
    FileOps ops = real;
    ops.open = [&, this](const char* path, int flags, mode_t mode) {
      EXPECT_NE(flags & O_CLOEXEC, 0);
      const int safe = (flags & O_CREAT) != 0 ? O_NOFOLLOW | O_EXCL : O_DIRECTORY;
      EXPECT_EQ(flags & safe, safe);
      return strikes("open", EMFILE) ? -1 : real.open(path, flags, mode);
    };
    ops.write = [&, this](int file, const void* bytes, std::size_t count) -> ssize_t {
      if (strikes("write", ENOSPC)) return -1;
      // Never all at once, so that failures meet a file half written.
      return real.write(file, bytes, std::min<std::size_t>(count, 1'000));
    };
    ops.fsync = [&, this](int file) { return strikes("fsync", EIO) ? -1 : real.fsync(file); };
    ops.close = [&, this](int file) {
      const int result = real.close(file);  // the number is gone in any case
      return strikes("close", EDQUOT) ? -1 : result;
    };
    ops.rename = [&, this](const char* from, const char* to) {
      return strikes("rename", EIO) ? -1 : real.rename(from, to);
    };
    ops.rename_new = [&, this](const char* from, const char* to) {
      return strikes("rename", EIO) ? -1 : real.rename_new(from, to);
    };
    return ops;
  }
};

std::size_t open_files() {
  const fs::directory_iterator files{"/proc/self/fd"};
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

void fail_every_call(const fs::path& target, Overwrite overwrite, const std::string& earlier) {
  const std::string later(4'500, 'x');
  std::vector<std::string> failed;
  const std::size_t files_before = open_files();
  for (int n = 1;; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 100);
    Saboteur saboteur{n, 0, {}};
    const Failure failure =
        failure_of([&] { write_whole(target, bytes_of(later), overwrite, saboteur.ops()); });
    if (saboteur.failed.empty()) {
      EXPECT_EQ(failure.text, "");
      EXPECT_EQ(text_in(target), later);
      break;
    }
    failed.push_back(saboteur.failed);
    EXPECT_NE(failure.cause, 0) << saboteur.failed;
    EXPECT_THAT(failure.text, HasSubstr(target.string()));
    const bool in_place = failure.text.find("written whole") != std::string::npos;
    EXPECT_EQ(fs::exists(target) ? text_in(target) : "", in_place ? later : earlier) << saboteur.failed;
    for (const std::string& name : names_in(target.parent_path())) EXPECT_EQ(name, "out.h5");
    if (in_place) {  // set the scene again
      fs::remove(target);
      if (!earlier.empty()) write_whole(target, bytes_of(earlier), Overwrite::no);
    }
  }
  EXPECT_EQ(open_files(), files_before);
  EXPECT_THAT(failed, testing::ElementsAre("open", "write", "write", "write", "write", "write", "fsync",
                                           "close", "open", "rename", "fsync", "close"));
}

TEST_F(WholeFile, IsAbsentOrWholeWhicheverCallFails) { fail_every_call(target, Overwrite::no, ""); }

TEST_F(WholeFile, LeavesTheEarlierFileWhicheverCallFails) {
  write_whole(target, bytes_of("earlier"), Overwrite::no);
  fail_every_call(target, Overwrite::yes, "earlier");
}

TEST_F(WholeFile, GoesOnAfterShortWritesAndInterruptions) {
  FileOps calls = system_calls();
  int count = 0;
  calls.write = [&](int file, const void* bytes, std::size_t size) -> ssize_t {
    if (++count % 2 == 0) {
      errno = EINTR;
      return -1;
    }
    return system_calls().write(file, bytes, std::min<std::size_t>(size, 1));
  };
  int opened = 0;
  calls.open = [&](const char* path, int flags, mode_t mode) {
    if (++opened % 2 == 1) {
      errno = EINTR;
      return -1;
    }
    return system_calls().open(path, flags, mode);
  };
  int synced = 0;
  calls.fsync = [&](int file) {
    if (++synced % 2 == 1) {
      errno = EINTR;
      return -1;
    }
    return system_calls().fsync(file);
  };
  write_whole(target, bytes_of("one byte a call"), Overwrite::no, calls);
  EXPECT_EQ(text_in(target), "one byte a call");
}

TEST_F(WholeFile, FailsWhenAWriteTakesNothing) {
  FileOps calls = system_calls();
  calls.write = [](int, const void*, std::size_t) -> ssize_t { return 0; };
  EXPECT_EQ(failure_of([&] { write_whole(target, bytes_of("fuel"), Overwrite::no, calls); }).cause, EIO);
  EXPECT_THAT(names_in(folder.path()), testing::IsEmpty());
}

TEST_F(WholeFile, TakesAFileSystemThatCannotSyncFolders) {
  FileOps calls = system_calls();
  calls.fsync = [](int file) {
    struct stat found {};
    ::fstat(file, &found);
    if (!S_ISDIR(found.st_mode)) return system_calls().fsync(file);
    errno = EINVAL;
    return -1;
  };
  write_whole(target, bytes_of("fuel"), Overwrite::no, calls);
  EXPECT_EQ(text_in(target), "fuel");
}

TEST_F(WholeFile, IsReadWhole) {
  write_whole(target, bytes_of("fuel"), Overwrite::no);
  EXPECT_EQ(read_whole(target, 4), bytes_of("fuel"));
  fs::create_symlink("out.h5", folder.path() / "link");
  EXPECT_EQ(read_whole(folder.path() / "link", 4), bytes_of("fuel"));
}

TEST_F(WholeFile, IsNotReadWhereThereIsNone) {
  const auto read = [](const fs::path& path) { return failure_of([&] { read_whole(path, 3); }); };
  EXPECT_EQ(read(target).cause, ENOENT);
  EXPECT_THAT(read(target).text, HasSubstr(target.string()));
  EXPECT_EQ(read(folder.path()).cause, EISDIR);
  EXPECT_EQ(read("/dev/zero").cause, EOPNOTSUPP);
  ASSERT_EQ(::mkfifo((folder.path() / "fifo").c_str(), 0600), 0);
  EXPECT_EQ(read(folder.path() / "fifo").cause, EOPNOTSUPP);
  write_whole(target, bytes_of("fuel"), Overwrite::no);
  EXPECT_EQ(read(target).cause, EFBIG);
}

}  // namespace
}  // namespace citerne::store
