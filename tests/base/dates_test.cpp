#include "citerne/base/dates.hpp"

#include <gtest/gtest.h>

namespace citerne {
namespace {

TEST(ParseInstant, ReadsDatesAndTimesOfUtc) {
  EXPECT_EQ(parse_instant("1970-01-01"), Instant{0});
  EXPECT_EQ(parse_instant("2025-10-28"), Instant{1'761'609'600});
  EXPECT_EQ(parse_instant("2025-10-28T10:00"), Instant{1'761'645'600});
  EXPECT_EQ(parse_instant("2025-10-28T10:00:30"), Instant{1'761'645'630});
  EXPECT_EQ(parse_instant("2025-10-28T10:00:30Z"), Instant{1'761'645'630});
  EXPECT_EQ(parse_instant("2024-02-29"), Instant{1'709'164'800});
}

TEST(ParseInstant, RefusesWhatIsNoDate) {
  for (const char* text : {"",
                           "2025",
                           "2025-10",
                           "2025-13-01",
                           "2025-02-29",
                           "2025-00-10",
                           "2025-10-32",
                           "25-10-28",
                           "2025/10/28",
                           "2025-10-28 10:00",
                           "2025-10-28T24:00",
                           "2025-10-28T10:60",
                           "2025-10-28T10",
                           "2025-10-28T10:00:60",
                           "2025-10-28T10:00+01:00",
                           "2025-10-28Z",
                           "2025-10-28T10:00ZZ",
                           " 2025-10-28",
                           "2025-10-28 ",
                           "+025-10-28",
                           "2025-1-01"})
    EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(FormatInstant, ShowsNoMoreThanThereIs) {
  EXPECT_EQ(format_instant(*parse_instant("2025-10-28")), "2025-10-28");
  EXPECT_EQ(format_instant(*parse_instant("2025-10-28T09:05")), "2025-10-28T09:05");
  EXPECT_EQ(format_instant(*parse_instant("2025-10-28T09:05:07")), "2025-10-28T09:05:07");
  EXPECT_EQ(format_day(*parse_instant("2025-10-28T23:59:59")), "2025-10-28");
}

TEST(FormatInstant, IsReadBackAsItWas) {
  for (std::int64_t s = -2'000'000'000; s < 6'000'000'000; s += 77'777'777)
    EXPECT_EQ(parse_instant(format_instant(Instant{s})), Instant{s});
}

TEST(Calendar, KnowsDaysMonthsAndWeekdays) {
  const Instant t = *parse_instant("2025-10-28T10:00");  // a Tuesday
  EXPECT_EQ(start_of_day(t), *parse_instant("2025-10-28"));
  EXPECT_EQ(start_of_day(Instant{-1}), Instant{-86'400});
  EXPECT_EQ(month_of(t), 10);
  EXPECT_EQ(weekday_of(t), 1);
  EXPECT_EQ(weekday_of(*parse_instant("2025-06-02")), 0);
  EXPECT_EQ(weekday_of(*parse_instant("2025-06-08T23:59:59")), 6);
  EXPECT_EQ(month_of(*parse_instant("2025-02-28T23:59:59")), 2);
}

}  // namespace
}  // namespace citerne
