#include "citerne/model/driving.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "citerne/base/dates.hpp"
#include "citerne/base/random.hpp"

namespace citerne {
namespace {

const Instant kMidnight = *parse_instant("2025-06-02");
const DrivingWindow kMornings{hours(6), hours(12) + minutes(30)};

TEST(DrivingWindow, CountsOnlyItsHours) {
  EXPECT_EQ(kMornings.length(), minutes(390));
  EXPECT_EQ(kMornings.after(kMidnight, hours(1)), kMidnight + hours(7));  // waits for the morning
  EXPECT_EQ(kMornings.after(kMidnight + hours(8), hours(2)), kMidnight + hours(10));
  EXPECT_EQ(kMornings.after(kMidnight + hours(12), hours(1)), kMidnight + days(1) + hours(6) + minutes(30));
  EXPECT_EQ(kMornings.after(kMidnight + hours(20), hours(1)), kMidnight + days(1) + hours(7));
}

TEST(DrivingWindow, EndsOnTheSecondTheWindowCloses) {
  EXPECT_EQ(kMornings.after(kMidnight + hours(6), minutes(390)), kMidnight + hours(12) + minutes(30));
  EXPECT_EQ(kMornings.after(kMidnight + hours(6), minutes(390) + seconds(1)),
            kMidnight + days(1) + hours(6) + seconds(1));
  EXPECT_EQ(kMornings.after(kMidnight + hours(6), minutes(390) * 3),
            kMidnight + days(2) + hours(12) + minutes(30));
}

TEST(DrivingWindow, TakesNoTimeForNoDriving) {
  EXPECT_EQ(kMornings.after(kMidnight + hours(3), Duration{}), kMidnight + hours(3));
}

TEST(DrivingWindow, OfAWholeDayIsPlainTime) {
  const DrivingWindow always;
  EXPECT_EQ(always.after(kMidnight + seconds(7), days(3) + seconds(1)), kMidnight + days(3) + seconds(8));
  EXPECT_EQ(always.usual(hours(30)), hours(30));
}

TEST(DrivingWindow, UsualTimeCountsNightsInTheMean) { EXPECT_EQ(kMornings.usual(minutes(390) * 2), days(2)); }

TEST(DrivingWindow, BetweenIsTheInverseOfAfter) {
  Stream draw{{.seed = 6, .purpose = Purpose::property_test}};
  for (int trial = 0; trial < 5'000; ++trial) {
    const Duration from = seconds(draw() % 86'400);
    const DrivingWindow window{from, from + seconds(1 + draw() % (86'400 - from.count()))};
    const Instant t = kMidnight + seconds(draw() % 1'000'000);
    const Duration driving = seconds(1 + draw() % 200'000);
    const Instant end = window.after(t, driving);
    ASSERT_EQ(window.between(t, end), driving);
    ASSERT_EQ(window.between(t, end - seconds(1)), driving - seconds(1));  // and no earlier second will do
    const Instant stop = t + seconds(draw() % ((end - t).count() + 1));    // a stop on the way loses nothing
    const Duration left = window.between(stop, end);
    ASSERT_EQ(window.between(t, stop) + left, driving);
    if (left > Duration{}) {
      ASSERT_EQ(window.after(stop, left), end);
    }
  }
}

TEST(TravelNoise, HasMeanOneAndTheVarianceAsked) {
  EXPECT_EQ(travel_noise(percent(15), 0.5), 1.0);
  EXPECT_EQ(travel_noise(Share{}, 0.1), 1.0);
  double sum = 0, squares = 0;
  constexpr int n = 10'000;
  for (int i = 0; i < n; ++i) {
    const double f = travel_noise(percent(15), (i + 0.5) / n);
    sum += f;
    squares += (f - 1) * (f - 1);
  }
  EXPECT_NEAR(sum / n, 1.0, 1e-9);
  EXPECT_NEAR(std::sqrt(squares / n), 0.15, 1e-6);
}

TEST(Noisy, RoundsToWholeSecondsAndTakesAtLeastOne) {
  EXPECT_EQ(noisy(seconds(100), 1.004), seconds(100));
  EXPECT_EQ(noisy(seconds(100), 1.006), seconds(101));
  EXPECT_EQ(noisy(seconds(1), 0.1), seconds(1));
}

}  // namespace
}  // namespace citerne
