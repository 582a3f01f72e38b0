#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "wrong_case.hpp"

namespace citerne::input {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

/// A folder of its own for one test, removed at its end.
class Files : public testing::Test {
 protected:
  Files() {
    std::string name = (fs::temp_directory_path() / "citerne-files-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
  }
  ~Files() override { fs::remove_all(root_); }
  fs::path write(const std::string& path, const std::string& text) const {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream{root_ / path, std::ios::binary} << text;
    return root_ / path;
  }
  void write_world() const {
    for (const SourceFile& file : small_world().files) write(file.path, file.text);
  }
  fs::path root_;
};

TEST_F(Files, OfASetAreBoundedByTheFolderThatHoldsNetworks) {
  write("set/networks/x/places.csv", "");
  EXPECT_EQ(set_folder(root_ / "set/cases/deep/a.yaml"), root_ / "set");
  EXPECT_EQ(set_folder(root_ / "set/a.yaml"), root_ / "set");
  EXPECT_EQ(set_folder(root_ / "other/a.yaml"), root_ / "other");
}

TEST_F(Files, AreReadFromDiskAsFromMemory) {
  write_world();
  const ScenarioFiles from_disk = load(root_ / "good/world.yaml");
  const ScenarioFiles from_memory = load(from_disk.files());
  EXPECT_EQ(from_disk.files().files, from_memory.files().files);
  EXPECT_TRUE(decode(from_disk).scenario);
  EXPECT_TRUE(decode(from_memory).scenario);
  EXPECT_EQ(from_disk.files().files[0].path, "good/world.yaml");
}

TEST_F(Files, ThatTheCommandNamesMustBeThere) {
  try {
    load(root_ / "none.yaml");
    FAIL() << "no fault";
  } catch (const std::system_error& fault) {
    EXPECT_EQ(fault.code().value(), ENOENT);
    EXPECT_THAT(fault.what(), testing::HasSubstr("none.yaml"));
  }
  EXPECT_THROW(load(root_), std::system_error);
}

TEST_F(Files, ThatAreLinksAreRefused) {
  write_world();
  const fs::path outside = write("outside.csv", "place,kind,class,product,share\n");
  write("good/linked.yaml", "citerne: 1\nextends: world.yaml\ndemand: { table: link.csv }\n");
  fs::create_symlink(outside, root_ / "good/link.csv");
  EXPECT_THAT(brief(decode(load(root_ / "good/linked.yaml")).diagnostics),
              ElementsAre("good/linked.yaml:3:18 not-a-file"));
  fs::create_directory_symlink(root_ / "good", root_ / "shortcut");
  write("good/linked.yaml", "citerne: 1\nextends: world.yaml\ndemand: { table: ../shortcut/demand.csv }\n");
  EXPECT_THAT(brief(decode(load(root_ / "good/linked.yaml")).diagnostics),
              ElementsAre("good/linked.yaml:3:18 not-a-file"));
  fs::create_symlink(root_ / "good/world.yaml", root_ / "good/main.yaml");
  EXPECT_THROW(load(root_ / "good/main.yaml"), std::system_error);
}

TEST_F(Files, ThatArePipesOrFoldersAreRefused) {
  write_world();
  ASSERT_EQ(::mkfifo((root_ / "good/pipe.csv").c_str(), 0600), 0);
  write("good/odd.yaml",
        "citerne: 1\nextends: world.yaml\ndemand: { table: pipe.csv }\nsites: ../networks\n");
  EXPECT_THAT(brief(decode(load(root_ / "good/odd.yaml")).diagnostics),
              ElementsAre("good/odd.yaml:3:18 not-a-file", "good/odd.yaml:4:8 not-a-file"));
}

TEST_F(Files, ThatAreTooLargeAreRefusedWhereTheyAreNamed) {
  write_world();
  write("good/large.csv", std::string(kLargestFile + 1, 'x'));
  write("good/big.yaml", "citerne: 1\nextends: world.yaml\ndemand: { table: large.csv }\n");
  EXPECT_THAT(brief(decode(load(root_ / "good/big.yaml")).diagnostics),
              ElementsAre("good/big.yaml:3:18 file-too-large"));
}

TEST_F(Files, OfAResultNeedNoDisk) {
  FileSet held = small_world();
  held.folder = "somewhere/";
  const Reading reading = decode(load(held));
  EXPECT_TRUE(reading.scenario);
}

TEST(Diagnostic, ShowsItsLineWithACaret) {
  FileSet files{{{"a.yaml", "x: 1\nété: 2\n"}}, {"k.v=3"}, "scenarios/"};
  EXPECT_EQ(format_with_source({"code", "a.yaml", 2, 6, "no", Severity::error}, files),
            "scenarios/a.yaml:2:6: error: no\n  été: 2\n       ^");
  EXPECT_EQ(format_with_source({"code", "--set", 1, 5, "no", Severity::warning}, files),
            "--set:1:5: warning: no\n  k.v=3\n      ^");
}

}  // namespace
}  // namespace citerne::input
