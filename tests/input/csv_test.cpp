#include "citerne/input/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne::input {
namespace {

using testing::ElementsAre;

std::vector<std::string> cells(const CsvTable::Row& row) {
  std::vector<std::string> out;
  for (const Cell& cell : row.cells) out.push_back(cell.text);
  return out;
}

CsvTable table_of(std::string_view text) {
  Diagnostics faults;
  auto table = read_csv(text, faults);
  EXPECT_EQ(faults.size(), 0u) << text;
  return table.value_or(CsvTable{});
}

TEST(ReadCsv, TakesCommasAndSemicolons) {
  EXPECT_THAT(cells(table_of("a,b\n1;2,3\n").rows[0]), ElementsAre("1;2", "3"));
  EXPECT_THAT(cells(table_of("a;b\n1,2;3\n").rows[0]), ElementsAre("1,2", "3"));
}

TEST(ReadCsv, TakesWhatSpreadsheetsWrite) {
  const CsvTable table =
      table_of("\xef\xbb\xbfplace;name\r\n segou ;\"Ségou; \"\"la ville\"\"\"\r\n;\r\n\r\nsan;San");
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.header[0].text, "place");
  EXPECT_THAT(cells(table.rows[0]), ElementsAre("segou", "Ségou; \"la ville\""));
  EXPECT_THAT(cells(table.rows[1]), ElementsAre("san", "San"));
}

TEST(ReadCsv, KnowsThePlaceOfEachCellInCharacters) {
  const CsvTable table = table_of("a,b,c\nété,\"x\",y\n");
  EXPECT_EQ(table.rows[0].cells[1].mark, (Mark{0, 2, 5}));
  EXPECT_EQ(table.rows[0].cells[2].mark, (Mark{0, 2, 9}));
}

TEST(ReadCsv, CountsLinesInsideQuotes) {
  const CsvTable table = table_of("a,b\n\"x\ny\",1\nz,2\n");
  EXPECT_EQ(table.rows[0].cells[0].text, "x y");
  EXPECT_EQ(table.rows[1].mark.line, 4u);
}

}  // namespace
}  // namespace citerne::input
