#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <string_view>
#include <system_error>

#include "citerne/store/result_file.hpp"
#include "store/temporary_folder.hpp"

namespace citerne::store {
namespace {

using testing::HasSubstr;

constexpr std::size_t kCells = 7, kReplications = 300;

double value_of(std::size_t cell, std::size_t replication) {
  return replication == 5 ? std::nan("")
                          : 1'000.0 * static_cast<double>(cell) + static_cast<double>(replication);
}

Attributes about(const char* name) { return {{"units", std::string{"1"}}, {"long_name", std::string{name}}}; }

/// Two axes and their scales; the array over both comes in a stream.
Result frame() {
  Result result;
  result.axes = {{"cell", kCells}, {"replication", kReplications}};
  for (const auto& [axis, length] : result.axes)
    result.variables.push_back({"", axis, {axis}, std::vector<std::int64_t>(length, 1), about(axis.c_str())});
  result.attributes = {{"title", std::string{"a study"}}};
  return result;
}

StreamedArray stream() {
  return {{"", "value", {"cell", "replication"}, {}, about("values")}, [](std::size_t cell) {
            std::vector<double> row;
            for (std::size_t r = 0; r < kReplications; ++r) row.push_back(value_of(cell, r));
            return row;
          }};
}

TEST(StreamedFile, HoldsTheSameAsOneThatWasWrittenAtOnce) {
  const TemporaryFolder folder;
  write_streamed(frame(), stream(), folder.path() / "streamed.h5", Overwrite::no);
  const Loaded loaded = read(folder.path() / "streamed.h5");
  EXPECT_EQ(loaded.warning, "");
  ASSERT_EQ(loaded.result.variables.size(), 3u);
  EXPECT_EQ(loaded.result.attributes, frame().attributes);
  const Variable* const value = loaded.result.find("", "value");
  ASSERT_NE(value, nullptr);
  EXPECT_EQ(value->axes, (std::vector<std::string>{"cell", "replication"}));
  EXPECT_EQ(value->attributes, about("values"));
  const auto& values = std::get<std::vector<double>>(value->values);
  ASSERT_EQ(values.size(), kCells * kReplications);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double wanted = value_of(i / kReplications, i % kReplications);
    EXPECT_TRUE(values[i] == wanted || (std::isnan(values[i]) && std::isnan(wanted))) << i;
  }
}

TEST(StreamedFile, HasTheSameBytesEachTime) {
  const TemporaryFolder folder;
  for (const char* name : {"a.h5", "b.h5"})
    write_streamed(frame(), stream(), folder.path() / name, Overwrite::no);
  EXPECT_EQ(read_whole(folder.path() / "a.h5", 1 << 20), read_whole(folder.path() / "b.h5", 1 << 20));
  EXPECT_EQ(names_in(folder.path()), (std::vector<std::string>{"a.h5", "b.h5"})) << "nothing is left aside";
}

TEST(StreamedFile, LeavesTheEarlierFileWhereTheRowsCannotBeHad) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "study.h5";
  write_streamed(frame(), stream(), path, Overwrite::no);
  const auto before = read_whole(path, 1 << 20);
  StreamedArray broken = stream();
  broken.row = [](std::size_t row) -> std::vector<double> {
    if (row == 3) throw std::runtime_error{"shard 3 is damaged"};
    return std::vector<double>(kReplications, 0.0);
  };
  try {
    write_streamed(frame(), broken, path, Overwrite::yes);
    FAIL() << "it was written";
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("study.h5"));
    EXPECT_THAT(error.what(), HasSubstr("shard 3 is damaged"));
  }
  EXPECT_EQ(read_whole(path, 1 << 20), before);
  EXPECT_EQ(names_in(folder.path()), std::vector<std::string>{"study.h5"});
  EXPECT_THROW(write_streamed(frame(), stream(), path, Overwrite::no), TargetExists);
}

/// **The disk is full** at every size on the way: a word, and nothing is left.
TEST(StreamedFile, EndsCalmlyWhereTheDiskIsFull) {
  const TemporaryFolder folder;
  const auto fails_with = [&](rlim_t most) {
    const auto child = [&] {
      std::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{most, most};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      try {
        write_streamed(frame(), stream(), folder.path() / "study.h5", Overwrite::no);
      } catch (const std::system_error& error) {
        // Not on stderr: where that is a file, it is full too.
        std::_Exit(std::string_view{error.what()}.find("study.h5") == std::string_view::npos ? 1 : 3);
      }
      std::_Exit(0);
    };
    EXPECT_EXIT(child(), testing::ExitedWithCode(3), "") << most;
    EXPECT_TRUE(names_in(folder.path()).empty()) << most;
  };
  for (const rlim_t most : {0u, 500u, 2'000u, 4'096u, 6'000u}) fails_with(most);
}

}  // namespace
}  // namespace citerne::store
