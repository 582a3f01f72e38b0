#include "citerne/model/service.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace citerne {
namespace {

TEST(VolumeAtCover, IsTheLeastStockThatLastsThatLong) {
  EXPECT_EQ(volume_at_cover(days(1), litres(7)), litres(1));
  EXPECT_EQ(volume_at_cover(days(7), litres(7)), litres(7));
  EXPECT_EQ(volume_at_cover(Duration{}, litres(7)), Volume{});
  EXPECT_EQ(volume_at_cover(days(1), millilitres(8)), millilitres(2));  // 8/7 rounded up
  EXPECT_EQ(volume_at_cover(days(60), cubic_metres(100'000'000)).count(), 857'142'857'142'858);
}

const std::vector<Volume> kLevels{litres(300), litres(100), Volume{}};
const Volume kRegain = litres(20);

/// **Service table**: a row applies from its cover, included, upward.
TEST(ServiceRow, AppliesFromItsLevelIncluded) {
  EXPECT_EQ(service_row(kLevels, kRegain, litres(300), 0), 0u);
  EXPECT_EQ(service_row(kLevels, kRegain, litres(300) - millilitres(1), 0), 1u);
  EXPECT_EQ(service_row(kLevels, kRegain, litres(100), 1), 1u);
  EXPECT_EQ(service_row(kLevels, kRegain, litres(100) - millilitres(1), 1), 2u);
  EXPECT_EQ(service_row(kLevels, kRegain, litres(50), 0), 2u);  // two steps at once
  EXPECT_EQ(service_row(kLevels, kRegain, Volume{}, 2), 2u);
}

/// **Service table**: a step left downward is taken again only at `regain` above it.
TEST(ServiceRow, IsTakenAgainOnlyAtRegainAboveIt) {
  EXPECT_EQ(service_row(kLevels, kRegain, litres(300), 1), 1u);
  EXPECT_EQ(service_row(kLevels, kRegain, litres(320) - millilitres(1), 1), 1u);
  EXPECT_EQ(service_row(kLevels, kRegain, litres(320), 1), 0u);
  EXPECT_EQ(service_row(kLevels, kRegain, litres(119), 2), 2u);
  EXPECT_EQ(service_row(kLevels, kRegain, litres(120), 2), 1u);
  EXPECT_EQ(service_row(kLevels, kRegain, litres(900), 2), 0u);
}

TEST(ServiceRow, WithoutRegainHasNoMemory) {
  for (std::int64_t l = 0; l < 400; ++l)
    for (std::size_t now = 0; now < 3; ++now)
      EXPECT_EQ(service_row(kLevels, Volume{}, litres(l), now), l >= 300 ? 0u : l >= 100 ? 1u : 2u);
}

TEST(IsShort, ComparesExactlyWithTheBar) {
  EXPECT_TRUE(is_short(litres(100), litres(65) - millilitres(1), percent(65)));
  EXPECT_FALSE(is_short(litres(100), litres(65), percent(65)));
  EXPECT_FALSE(is_short(Volume{}, Volume{}, percent(65)));  // no demand counts as served
  // Where doubles cannot tell the two sides apart any more.
  EXPECT_TRUE(is_short(Volume{900'000'000'000'000'001}, Volume{900'000'000'000'000'000}, percent(100)));
  EXPECT_FALSE(is_short(Volume{900'000'000'000'000'001}, Volume{900'000'000'000'000'001}, percent(100)));
}

}  // namespace
}  // namespace citerne
