#include "citerne/model/ambush.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne {
namespace {

using testing::ElementsAre;
constexpr Struck kLost = Struck::lost, kTrapped = Struck::trapped, kSpared = Struck::spared;

TEST(Pattern, OfTheTwentyEighthOfOctober2025) {
  const std::vector<Struck> fate = first_and_last_lost(42);
  EXPECT_EQ(std::ranges::count(fate, kLost), 2);
  EXPECT_EQ(std::ranges::count(fate, kTrapped), 40);
  EXPECT_EQ(fate.front(), kLost);
  EXPECT_EQ(fate.back(), kLost);
}

TEST(Pattern, FirstAndLastOfFewTankers) {
  EXPECT_THAT(first_and_last_lost(0), ElementsAre());
  EXPECT_THAT(first_and_last_lost(1), ElementsAre(kLost));
  EXPECT_THAT(first_and_last_lost(2), ElementsAre(kLost, kLost));
  EXPECT_THAT(first_and_last_lost(3), ElementsAre(kLost, kTrapped, kLost));
}

TEST(Pattern, CountsFromTheHeadAsFarAsTheConvoyGoes) {
  EXPECT_THAT(counted_from_the_head(5, 1, 2), ElementsAre(kLost, kTrapped, kTrapped, kSpared, kSpared));
  EXPECT_THAT(counted_from_the_head(2, 1, 5), ElementsAre(kLost, kTrapped));
  EXPECT_THAT(counted_from_the_head(1, 3, 5), ElementsAre(kLost));
  EXPECT_THAT(counted_from_the_head(2, 0, 0), ElementsAre(kSpared, kSpared));
}

TEST(Fates, AreWholeTankersByLargestRemainder) {
  EXPECT_THAT(fates_of_trapped(40, percent(50), percent(50), Share{}), ElementsAre(20u, 20u, 0u));
  EXPECT_THAT(fates_of_trapped(3, percent(50), percent(50), Share{}),
              ElementsAre(2u, 1u, 0u));  // tie to the earlier
  EXPECT_THAT(fates_of_trapped(10, percent(33), percent(33), percent(34)), ElementsAre(3u, 3u, 4u));
  EXPECT_THAT(fates_of_trapped(0, percent(50), percent(50), Share{}), ElementsAre(0u, 0u, 0u));
  EXPECT_THAT(fates_of_trapped(7, Share{}, Share{}, percent(100)), ElementsAre(0u, 0u, 7u));
}

}  // namespace
}  // namespace citerne
