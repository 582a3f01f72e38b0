#include "citerne/scenario/quantity_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne {
namespace {

TEST(ParseDecimal, TakesWholeNumbersAndDecimals) {
  EXPECT_EQ(parse_decimal("0")->digits, 0);
  EXPECT_EQ(parse_decimal("46000")->digits, 46'000);
  EXPECT_EQ(parse_decimal("-3")->digits, -3);
  EXPECT_EQ(parse_decimal("5.50")->digits, 550);
  EXPECT_EQ(parse_decimal("5.50")->decimals, 2);
}

TEST(ParseDecimal, RefusesWhatIsNoPlainNumber) {
  for (const char* const text : {"", "-", "010", "00", "+5", ".5", "5.", "1e3", "1e999", "nan", "inf",
                                 "1_000", "1 000", "0x1", "--1", "1.2.3", "1234567890123456789"})
    EXPECT_FALSE(parse_decimal(text)) << text;
}

TEST(Scaled, IsExactAndRoundsHalvesAwayFromZero) {
  EXPECT_EQ(scaled({55, 1}, 1'000'000'000), 5'500'000'000);
  EXPECT_EQ(scaled({7, 1}, 86'400), 60'480);
  EXPECT_EQ(scaled({5, 1}, 1), 1);
  EXPECT_EQ(scaled({-5, 1}, 1), -1);
  EXPECT_EQ(scaled({49, 2}, 1), 0);
  EXPECT_EQ(scaled({999'999'999'999'999'999, 0}, 1'000'000'000), std::nullopt);
}

TEST(ParseQuantity, TurnsUnitsIntoWholeBaseUnits) {
  EXPECT_EQ(parse_quantity("46000 L", Units<Volume>::units).base_units, litres(46'000).count());
  EXPECT_EQ(parse_quantity("46000L", Units<Volume>::units).base_units, litres(46'000).count());
  EXPECT_EQ(parse_quantity("46 m3", Units<Volume>::units).base_units, litres(46'000).count());
  EXPECT_EQ(parse_quantity("0.25 d", Units<Duration>::units).base_units, hours(6).count());
  EXPECT_EQ(parse_quantity("90 min", Units<Duration>::units).base_units, minutes(90).count());
  EXPECT_EQ(parse_quantity("65.5 %", Units<Share>::units).base_units, 655'000);
  EXPECT_EQ(parse_quantity("5.5 ML/day", Units<DailyVolume>::units).base_units,
            litres_per_day(5'500'000).count());
  EXPECT_EQ(parse_quantity("45 km/h", Units<Speed>::units).base_units, kmh(45).count());
}

TEST(ParseQuantity, KnowsWhetherItHadToRound) {
  EXPECT_TRUE(parse_quantity("0.001 L", Units<Volume>::units).is_exact);
  EXPECT_TRUE(parse_quantity("5.0 XOF", Units<Money>::units).is_exact);
  EXPECT_FALSE(parse_quantity("0.0005 L", Units<Volume>::units).is_exact);
  EXPECT_FALSE(parse_quantity("-2.5 XOF", Units<Money>::units).is_exact);
}

TEST(ParseQuantity, SaysWhatIsWrong) {
  EXPECT_EQ(parse_quantity("46000", Units<Volume>::units).fault, QuantityText::Fault::no_unit);
  EXPECT_EQ(parse_quantity("46000 l", Units<Volume>::units).fault, QuantityText::Fault::unknown_unit);
  EXPECT_EQ(parse_quantity("46000  L", Units<Volume>::units).fault, QuantityText::Fault::unknown_unit);
  EXPECT_EQ(parse_quantity("L", Units<Volume>::units).fault, QuantityText::Fault::no_number);
  EXPECT_EQ(parse_quantity("010 L", Units<Volume>::units).fault, QuantityText::Fault::no_number);
  EXPECT_EQ(parse_quantity("999999999999 ML", Units<Volume>::units).fault, QuantityText::Fault::too_large);
}

TEST(FormatQuantity, UsesTheLargestUnitThatGivesAWholeNumber) {
  EXPECT_EQ(format_quantity(litres(46'000)), "46 m3");
  EXPECT_EQ(format_quantity(litres(46'001)), "46001 L");
  EXPECT_EQ(format_quantity(days(2)), "2 d");
  EXPECT_EQ(format_quantity(hours(36)), "36 h");
  EXPECT_EQ(format_quantity(percent(60)), "60 %");
  EXPECT_EQ(format_quantity(Share{655'000}), "65.5 %");
  EXPECT_EQ(format_quantity(Share{50}), "0.005 %");
  EXPECT_EQ(format_quantity(Share{-655'000}), "-65.5 %");
  EXPECT_EQ(format_quantity(Volume{0}), "0 ml");
}

TEST(FormatQuantity, CanBeReadBack) {
  for (const std::int64_t n : {0L, 1L, 59L, 60L, 3'600L, 86'399L, 86'400L, 1'234'567L}) {
    EXPECT_EQ(parse_quantity(format_quantity(Duration{n}), Units<Duration>::units).base_units, n);
    EXPECT_EQ(parse_quantity(format_quantity(Share{n}), Units<Share>::units).base_units, n);
    EXPECT_EQ(parse_quantity(format_quantity(TankerRate{n}), Units<TankerRate>::units).base_units, n);
  }
}

}  // namespace
}  // namespace citerne
