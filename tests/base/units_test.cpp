#include "citerne/base/units.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace citerne {
namespace {

TEST(Quantity, CountsItsSmallUnit) {
  EXPECT_EQ(litres(3).count(), 3'000);
  EXPECT_EQ(cubic_metres(2), litres(2'000));
  EXPECT_EQ(hours(2) + minutes(30), seconds(9'000));
  EXPECT_EQ(days(7).count(), 604'800);
  EXPECT_EQ(kmh(50).count(), 50'000);
  EXPECT_EQ(percent(65).count(), 650'000);
  EXPECT_EQ(litres_per_day(40'000).count(), cubic_metres(40).count());
  EXPECT_EQ(tankers_per_day(3).count(), 3'000);
}

TEST(Quantity, AddsAndComparesWithinItsKindOnly) {
  Volume v = litres(5) - litres(7);
  EXPECT_LT(v, Volume{});
  v += litres(2);
  EXPECT_EQ(v, Volume{});
  v -= litres(1) * 3;
  EXPECT_EQ(v, millilitres(-3'000));
  static_assert(!std::is_convertible_v<Duration, Volume> && !std::is_convertible_v<std::int64_t, Volume>);
}

TEST(Instant, MovesByDurations) {
  const Instant t{1'000};
  EXPECT_EQ((t + hours(1)) - t, hours(1));
  EXPECT_EQ(t - seconds(1'000), Instant{});
  EXPECT_LT(t + days(400'000), Instant::never());
}

}  // namespace
}  // namespace citerne
