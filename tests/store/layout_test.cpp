#include "layout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne::store {
namespace {

using testing::ElementsAre;

TEST(ChunkLengths, KeepSmallArraysInOnePiece) {
  const std::vector<std::string> axes{"replication", "place", "product"};
  EXPECT_THAT(chunk_lengths(axes, {200, 60, 5}, 4), ElementsAre(200, 60, 5));
}

TEST(ChunkLengths, HoldTheWholeTimeOfAFewPlaces) {
  const std::vector<std::string> axes{"replication", "time", "place", "product"};
  EXPECT_THAT(chunk_lengths(axes, {10, 613, 60, 5}, 4), ElementsAre(1, 613, 20, 5));
  const std::vector<std::string> bands{"day", "place", "product"};
  EXPECT_THAT(chunk_lengths(bands, {365, 600, 5}, 4), ElementsAre(365, 34, 5));
}

TEST(ChunkLengths, AreAboutEqual) {
  const std::vector<std::string> axes{"replication", "place", "product"};
  EXPECT_THAT(chunk_lengths(axes, {1000, 60, 5}, 8), ElementsAre(100, 60, 5));
}

TEST(ChunkLengths, NeverCutTime) {
  const std::vector<std::string> axes{"time", "place"};
  EXPECT_THAT(chunk_lengths(axes, {200'000, 3}, 4), ElementsAre(200'000, 1));
}

}  // namespace
}  // namespace citerne::store
