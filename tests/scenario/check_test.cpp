#include "citerne/scenario/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// Each rule has a kept wrong file under tests/input/wrong; here is what they cannot show.
namespace citerne {
namespace {

TEST(Faults, TrustNothingAtBelowOrAboveWhatCouldNotBeRead) {
  const Faults faults{{"events.rn24.at", "fleets"}};
  EXPECT_FALSE(faults.trusts("events"));
  EXPECT_FALSE(faults.trusts("events.rn24"));
  EXPECT_FALSE(faults.trusts("events.rn24.at"));
  EXPECT_TRUE(faults.trusts("events.rn2"));
  EXPECT_TRUE(faults.trusts("events.rn24.until"));
  EXPECT_FALSE(faults.trusts("fleets.dakar.load"));
  EXPECT_TRUE(faults.trusts("fleet"));
  EXPECT_TRUE(faults.readable("events"));
  EXPECT_FALSE(faults.readable("fleets"));
}

TEST(Checks, SayNothingOfWhatCouldNotBeRead) {
  Scenario scenario;
  scenario.calendar.start = Instant{86'400};
  scenario.calendar.end = Instant{0};
  Faults blind{{"calendar.end"}};
  check_calendar(scenario, blind);
  EXPECT_THAT(blind.found(), testing::IsEmpty());
  Faults seeing;
  check_calendar(scenario, seeing);
  EXPECT_THAT(seeing.found(), testing::ElementsAre(testing::Field(&Fault::code, "calendar-order")));
}

TEST(Checks, RefuseMoreProductsAndServiceRowsThanAWorldCounts) {
  Scenario scenario;
  ServiceTable& table = scenario.service_tables[scenario.service_tables.push_back({.id = "usual"})];
  for (std::size_t i = kMostServiceRows + 1; i-- > 0;)
    table.rows.push_back({.id = std::to_string(i), .from_cover = days(static_cast<std::int64_t>(i))});
  for (std::size_t i = 0; i <= kMostProducts; ++i) scenario.products.push_back({.id = std::to_string(i)});
  Faults faults;
  check_service_tables(scenario, faults);
  check_supply(scenario, faults);
  const auto is = [](const char* path) {
    return testing::AllOf(testing::Field(&Fault::path, path), testing::Field(&Fault::code, "too-many"));
  };
  EXPECT_THAT(faults.found(), testing::ElementsAre(is("service_tables.usual.rows"), is("products")));
  table.rows.erase(table.rows.begin());
  Faults none;
  check_service_tables(scenario, none);
  EXPECT_THAT(none.found(), testing::IsEmpty());
}

}  // namespace
}  // namespace citerne
