#include "citerne/base/ids.hpp"

#include <gtest/gtest.h>

namespace citerne {
namespace {

using CatId = Id<struct CatTag>;

TEST(Id, IsNoneUntilItIsGiven) {
  EXPECT_TRUE(CatId{}.is_none());
  EXPECT_EQ(CatId{}, CatId::none());
  EXPECT_FALSE(CatId{0}.is_none());
  EXPECT_LT(CatId{3}, CatId{4});
  EXPECT_LT(CatId{1'000'000}, CatId::none());
}

TEST(Table, IsIndexedByItsOwnIds) {
  Table<CatId, int> table;
  const CatId first = table.push_back(7), second = table.push_back(8);
  EXPECT_EQ(table[first] + table[second], 15);
  std::size_t seen = 0;
  for (const CatId id : ids_of(table)) EXPECT_EQ(id.index(), seen++);
  EXPECT_EQ(seen, 2u);
  table.assign(3, 1);
  EXPECT_EQ(table.size(), 3u);
}

}  // namespace
}  // namespace citerne
