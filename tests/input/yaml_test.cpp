#include "citerne/input/yaml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne::input {
namespace {

using testing::ElementsAre;

struct Read {
  std::optional<Node> root;
  std::vector<std::string> faults;
};

Read read(std::string_view text) {
  Diagnostics faults;
  Read out;
  out.root = read_yaml(text, faults);
  const FileSet files{{{"x.yaml", std::string{text}}}, {}, {}};
  for (const Diagnostic& d : faults.sorted(files))
    out.faults.push_back(fmt::format("{}:{} {}", d.line, d.column, d.code));
  return out;
}

std::string place(const Mark& mark) { return fmt::format("{}:{}", mark.line, mark.column); }

TEST(ReadYaml, KeepsTextAsWrittenWithItsPlace) {
  const Read yaml = read("a: 46000 L\nb:\n  - 010\n  - '5'\nc: { d: ~ }\n");
  ASSERT_THAT(yaml.faults, ElementsAre());
  const Node& root = *yaml.root;
  EXPECT_EQ(root.find("a")->text, "46000 L");
  EXPECT_EQ(place(root.find("a")->mark), "1:4");
  EXPECT_EQ(root.find("b")->items[0].text, "010");
  EXPECT_FALSE(root.find("b")->items[0].quoted);
  EXPECT_TRUE(root.find("b")->items[1].quoted);
  EXPECT_EQ(place(root.find("b")->items[1].mark), "4:5");
  EXPECT_EQ(root.find("c")->find("d")->form, Node::Form::null);
  EXPECT_FALSE(root.find("c")->find("d")->empty);
  EXPECT_EQ(root.find("none"), nullptr);
}

TEST(ReadYaml, CountsColumnsInCharacters) {
  const Read yaml = read("{ Ségou: été, b: x }\n");
  EXPECT_EQ(place(yaml.root->find("b")->mark), "1:18");
}

TEST(ReadYaml, TakesByteOrderMarkAndBothLineEnds) {
  const Read yaml = read(
      "\xef\xbb\xbf"
      "a: 1\r\nb: 2\r\n");
  ASSERT_THAT(yaml.faults, ElementsAre());
  EXPECT_EQ(place(yaml.root->entries[0].mark), "1:1");
  EXPECT_EQ(place(yaml.root->find("a")->mark), "1:4");
  EXPECT_EQ(yaml.root->find("b")->text, "2");
}

TEST(ReadYaml, TellsAnEmptyValueAtItsName) {
  const Read yaml = read("a:\nb: 1\n");
  EXPECT_TRUE(yaml.root->find("a")->empty);
  EXPECT_EQ(place(yaml.root->find("a")->mark), "1:1");
}

TEST(ReadYaml, ReadsOnInSpiteOfARepeatedName) {
  const Read yaml = read("a: 1\na: 2\nb: &x 3\n");
  EXPECT_THAT(yaml.faults, ElementsAre("2:1 yaml-repeated-key", "3:4 yaml-anchor"));
  ASSERT_TRUE(yaml.root);
  EXPECT_EQ(yaml.root->find("a")->text, "1");
}

TEST(ReadYaml, ComesBackFromTextThatHangsTheParser) {
  EXPECT_THAT(read(",2]}").faults, ElementsAre("1:1 yaml-syntax"));
}

TEST(ReadYaml, TellsAQuoteThatIsNeverClosed) {
  EXPECT_THAT(read("a: \"x\nb: 2\n").faults, ElementsAre("1:4 yaml-syntax"));
  EXPECT_THAT(read("a: 'it''s\n").faults, ElementsAre("1:4 yaml-syntax"));
  EXPECT_THAT(read("a: \"x\\\"\n").faults, ElementsAre("1:4 yaml-syntax"));
  EXPECT_THAT(read("a: 'it''s'\nb: \"\\\"\"\n").faults, ElementsAre());
}

TEST(ReadYaml, KeepsItsLimits) {
  std::string many = "a: [";
  for (std::size_t i = 0; i < kMostValues; ++i) many += "1,";
  EXPECT_THAT(read(many + "1]\n").faults, ElementsAre("1:400001 yaml-too-many-values"));
  EXPECT_THAT(read(std::string(kLargestFile + 1, '#')).faults, ElementsAre("1:1 file-too-large"));
  EXPECT_THAT(read(std::string(40, '[') + std::string(40, ']')).faults, ElementsAre("1:33 yaml-depth"));
  EXPECT_THAT(read(std::string(30'000, '[')).faults.size(), 1u);
  EXPECT_THAT(read(std::string(30'000, '{')).faults.size(), 1u);
}

TEST(ReadYaml, RefusesEmptyFiles) {
  EXPECT_THAT(read("").faults, ElementsAre("1:1 yaml-empty"));
  EXPECT_THAT(read("---\n").faults, ElementsAre("1:1 yaml-empty"));
  EXPECT_THAT(read("# only a remark").faults, ElementsAre("1:1 yaml-empty"));
}

TEST(ReadYaml, BeginsWhereItIsTold) {
  Diagnostics faults;
  const auto root = read_yaml("[a, b]", faults, {7, 3, 11});
  EXPECT_EQ(root->items[1].mark, (Mark{7, 3, 15}));
}

}  // namespace
}  // namespace citerne::input
