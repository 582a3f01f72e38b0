#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrong_case.hpp"

namespace citerne::input {
namespace {

std::vector<std::filesystem::path> wrong_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{test_folder() / "wrong"})
    if (entry.path().extension() == ".yaml" || entry.path().extension() == ".case")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string test_name(const testing::TestParamInfo<std::filesystem::path>& info) {
  std::string name = info.param.stem().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

class WrongFile : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(WrongFile, TellsExactlyWhatIsWrong) {
  const WrongCase wrong = run_case(GetParam());
  std::string texts;
  for (const Diagnostic& d : wrong.found) texts += "  " + format(d, {}) + "\n";
  EXPECT_THAT(brief(wrong.found), testing::ElementsAreArray(wrong.expected)) << texts;
}

INSTANTIATE_TEST_SUITE_P(Kept, WrongFile, testing::ValuesIn(wrong_files()), test_name);

TEST(WrongFiles, AreManyAndCoverManyRules) {
  std::set<std::string> codes;
  for (const auto& path : wrong_files())
    for (const std::string& expected : expected_of(read_whole(path), ""))
      codes.insert(expected.substr(expected.rfind(' ') + 1));
  EXPECT_GE(wrong_files().size(), 150u);
  EXPECT_GE(codes.size(), 60u);
}

/// One pass is enough: none of the faults hides another. Each file is checked by the test above.
TEST(WrongFiles, TenOfThemHoldTwelveFaultsEach) {
  std::size_t files = 0;
  for (const auto& path : wrong_files()) {
    if (!path.stem().string().starts_with("twelve-")) continue;
    const std::vector<std::string> expected = expected_of(read_whole(path), "");
    EXPECT_EQ(std::set(expected.begin(), expected.end()).size(), 12u) << path;
    ++files;
  }
  EXPECT_GE(files, 10u);
}

}  // namespace
}  // namespace citerne::input
