#include "citerne/sweep/folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <limits>

#include "sweep/small_sweep.hpp"

namespace citerne::sweep {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

template <class Fault, class Call>
std::string refusal_of(Call call) {
  try {
    call();
  } catch (const Fault& fault) {
    return fault.what();
  }
  return "none";
}

Shard shard_of(const Folder& folder, std::size_t number) {
  Shard shard{task(folder.sweep(), number), {}, 12, 21.0};
  for (std::size_t i = 0; i < shard.task.count * folder.sweep().metrics.size(); ++i)
    shard.values.push_back(i == 1 ? std::numeric_limits<double>::infinity() : static_cast<double>(i) / 3.0);
  return shard;
}

class FolderTest : public testing::Test {
 protected:
  TemporaryFolder holder;
  fs::path path = holder.path() / "study";
  Sweep sweep = four_cells();
};

TEST_F(FolderTest, KeepsWhatATaskLeaves) {
  const Folder folder{path, sweep};
  const Shard shard = shard_of(folder, 3);
  EXPECT_EQ(folder.state(shard.task), Folder::State::absent);
  folder.keep(shard);
  EXPECT_EQ(folder.state(shard.task), Folder::State::done);
  const Shard back = folder.read(shard.task);
  EXPECT_EQ(back.values, shard.values);
  EXPECT_EQ(back.events, 12);
  EXPECT_EQ(back.length_d, 21.0);
  folder.keep_failure(task(sweep, 4), "no fuel");
  EXPECT_EQ(folder.state(task(sweep, 4)), Folder::State::failed);
  EXPECT_EQ(folder.read_failure(task(sweep, 4)), "no fuel");
}

TEST_F(FolderTest, IsHeldByOneAndFreeWhenThatOneIsGone) {
  {
    const Folder first{path, sweep};
    EXPECT_THAT(refusal_of<FolderHeld>([&] {
                  Folder{path, sweep};
                }),
                HasSubstr("process " + std::to_string(::getpid()) + " on "));
    EXPECT_NO_THROW(Folder{path}) << "reading needs no lock";
  }
  EXPECT_NO_THROW((Folder{path, sweep}));
}

/// **A stale lock** of a process that was killed does not count.
TEST_F(FolderTest, TakesOverFromTheDead) {
  const pid_t child = ::fork();
  if (child == 0) {
    const Folder folder{path, sweep};
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(fs::exists(path / "study.lock"));
  EXPECT_NO_THROW((Folder{path, sweep}));
}

TEST_F(FolderTest, RefusesAnotherStudyWithWhatDiffers) {
  { const Folder begun{path, sweep}; }
  Sweep other = sweep;
  other.seed = 2;
  EXPECT_THAT(refusal_of<OtherStudy>([&] {
                Folder{path, other};
              }),
              AllOf(HasSubstr("seed is 1 there, 2 here"), HasSubstr("name a new folder")));
}

TEST_F(FolderTest, RefusesWhatIsNoStudy) {
  fs::create_directories(path);
  EXPECT_THAT(refusal_of<OtherStudy>([&] { Folder{path}; }), HasSubstr("no folder of a study"));
  store::write_whole(path / "letter.txt", std::as_bytes(std::span{"dear", 4}), store::Overwrite::no);
  EXPECT_THAT(refusal_of<OtherStudy>([&] { Folder{path, sweep}; }), HasSubstr("not empty"));
  EXPECT_EQ(names_in(path), std::vector<std::string>{"letter.txt"});
  EXPECT_THROW((Folder{path / "letter.txt", sweep}), std::system_error);
}

TEST_F(FolderTest, NoticesShardsThatAreDamagedOrOfAnotherStudy) {
  const Folder folder{path, sweep};
  folder.keep(shard_of(folder, 0));
  folder.keep(shard_of(folder, 1));
  const fs::path shard = folder.shard_path(task(sweep, 0));
  auto bytes = store::read_whole(shard, 1 << 20);
  bytes[bytes.size() / 2] ^= std::byte{4};
  store::write_whole(shard, bytes, store::Overwrite::yes);
  EXPECT_THAT(refusal_of<BadShard>([&] { (void)folder.read(task(sweep, 0)); }), HasSubstr(shard.string()));
  fs::copy_file(folder.shard_path(task(sweep, 1)), shard, fs::copy_options::overwrite_existing);
  EXPECT_THAT(refusal_of<OtherStudy>([&] { (void)folder.read(task(sweep, 0)); }),
              HasSubstr("of another task"));
}

TEST_F(FolderTest, RemovesWhatAKilledWriterLeft) {
  { const Folder begun{path, sweep}; }
  for (const fs::path& left : {path / "study.h5.1-0.part", path / "shards/c000000-r0000000.h5.1-0.part"})
    store::write_whole(left, {}, store::Overwrite::no);
  const Folder folder{path, sweep};
  EXPECT_EQ(names_in(path / "shards"), std::vector<std::string>{});
  EXPECT_FALSE(fs::exists(path / "study.h5.1-0.part"));
}

/// **The n-th call fails**, n = 1, 2, ... until none does: a word with the path, earlier shards as they were,
/// and the same again succeeds.
TEST_F(FolderTest, LosesNothingWhicheverCallFails) {
  { const Folder begun{path, sweep}; }
  int fails_at = 0, calls = 0;
  const auto strikes = [&] {
    errno = ENOSPC;
    return ++calls == fails_at;
  };
  const store::FileOps& real = store::system_calls();
  store::FileOps ops = real;
  ops.open = [&](const char* p, int flags, mode_t mode) {
    return strikes() ? -1 : real.open(p, flags, mode);
  };
  ops.write = [&](int f, const void* b, std::size_t n) -> ssize_t {
    return strikes() ? -1 : real.write(f, b, n);
  };
  ops.fsync = [&](int f) { return strikes() ? -1 : real.fsync(f); };
  ops.close = [&](int f) {
    real.close(f);
    return strikes() ? -1 : 0;
  };
  ops.rename = [&](const char* a, const char* b) { return strikes() ? -1 : real.rename(a, b); };
  const Folder folder{path, sweep, ops};
  folder.keep(shard_of(folder, 0));
  const auto before = store::read_whole(folder.shard_path(task(sweep, 0)), 1 << 20);
  int failures = 0;
  for (fails_at = 1; fails_at < 100; ++fails_at) {
    calls = 0;
    const std::string word = refusal_of<std::system_error>([&] { folder.keep(shard_of(folder, 1)); });
    EXPECT_EQ(store::read_whole(folder.shard_path(task(sweep, 0)), 1 << 20), before);
    if (word == "none") break;
    ++failures;
    EXPECT_THAT(word, HasSubstr(folder.shard_path(task(sweep, 1)).string()));
  }
  EXPECT_GE(failures, 5);
  EXPECT_EQ(folder.read(task(sweep, 1)).values, shard_of(folder, 1).values);
}

}  // namespace
}  // namespace citerne::sweep
