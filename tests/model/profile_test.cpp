#include "citerne/model/profile.hpp"

#include <gtest/gtest.h>

#include "citerne/base/dates.hpp"
#include "shapes.hpp"

namespace citerne {
namespace {

constexpr std::int64_t kDay = 86'400'000;
const Instant kFrom = *parse_instant("2025-06-02");  // a Monday

TEST(CumulativeProfile, HeapsUpOneNormalDayADay) {
  const CumulativeProfile p{flat(), kFrom, kFrom + days(30)};
  EXPECT_EQ(p.at(kFrom), 0);
  for (int d = 0; d <= 38; ++d) EXPECT_EQ(p.at(kFrom + days(d)), d * kDay);
}

TEST(CumulativeProfile, SumsEveryDayToItsShareExactly) {
  Stream draw{{.seed = 1, .purpose = Purpose::property_test}};
  for (int trial = 0; trial < 50; ++trial) {
    const ProfileShape shape = uneven(draw);
    const CumulativeProfile p{shape, kFrom, kFrom + days(60)};
    for (int d = 0; d < 60; ++d) {
      const Instant day = kFrom + days(d);
      const double share =
          static_cast<double>(shape.weekly[static_cast<std::size_t>(weekday_of(day))].count()) / 1e6 *
          static_cast<double>(shape.monthly[static_cast<std::size_t>(month_of(day) - 1)].count()) / 1e6;
      const std::int64_t sum = p.at(day + days(1)) - p.at(day);
      EXPECT_EQ(sum % 3'600, 0);  // whole rates
      EXPECT_NEAR(static_cast<double>(sum), share * kDay, 3'600.0 / 2 + 1);
    }
  }
}

TEST(CumulativeProfile, SpreadsADayOverItsHours) {
  ProfileShape shape = flat();
  shape.hourly.fill(Share{});
  shape.hourly[6] = percent(25);
  shape.hourly[18] = percent(75);
  const CumulativeProfile p{shape, kFrom, kFrom + days(2)};
  EXPECT_EQ(p.at(kFrom + hours(6)), 0);
  EXPECT_EQ(p.at(kFrom + hours(6) + minutes(30)), kDay / 8);
  EXPECT_EQ(p.at(kFrom + hours(18)), kDay / 4);
  EXPECT_EQ(p.at(kFrom + hours(19)), kDay);
}

TEST(CumulativeProfile, BeginsAtTheMidnightOfItsFirstDay) {
  const CumulativeProfile p{flat(), kFrom + hours(15), kFrom + days(2)};
  EXPECT_EQ(p.at(kFrom), 0);
  EXPECT_EQ(p.at(kFrom + days(2) + days(8)), 10 * kDay);
}

TEST(FirstReaching, IsTheLeastSecond) {
  Stream draw{{.seed = 2, .purpose = Purpose::property_test}};
  for (int trial = 0; trial < 200; ++trial) {
    const CumulativeProfile p{uneven(draw), kFrom, kFrom + days(20)};
    const std::int64_t whole = p.at(kFrom + days(28));
    if (whole == 0) continue;
    for (int i = 0; i < 50; ++i) {
      const auto amount = static_cast<std::int64_t>(1 + (std::uint64_t{draw()} << 32 | draw()) %
                                                            static_cast<std::uint64_t>(whole));
      const Instant from = kFrom + seconds(draw() % 2'000'000);
      const Instant t = p.first_reaching(amount, from);
      ASSERT_GE(t, from);
      ASSERT_GE(p.at(t), amount);
      ASSERT_TRUE(t == from || p.at(t - seconds(1)) < amount);
    }
  }
}

TEST(FirstReaching, IsTheBeginningForNothingAndNeverForTooMuch) {
  const CumulativeProfile p{flat(), kFrom, kFrom + days(1)};
  EXPECT_EQ(p.first_reaching(0, kFrom), kFrom);
  EXPECT_EQ(p.first_reaching(-5, kFrom), kFrom);
  EXPECT_EQ(p.first_reaching(1'000 * kDay, kFrom), Instant::never());
}

}  // namespace
}  // namespace citerne
