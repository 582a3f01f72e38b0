#include <gtest/gtest.h>

#include "stage.hpp"

// The town burns 40 m3 a day, evenly, from 240 m3 on; nothing comes until 10 January: dry for four days.
namespace citerne::engine {
namespace {

using namespace testing_world;

Scenario four_dry_days() {
  Scenario sc = fresh_chain();
  closed(sc, "siege", stretch(sc, 0, 4), "2025-01-01", "2025-01-11");
  sc.calendar.end = at("2025-02-01");
  return sc;
}

TEST(Meters, OfDaysTellTheWorstAndTheMean) {
  const RunRecord r = run_once(four_dry_days());
  const PairOutcome& town = r.pairs[0];
  EXPECT_EQ(town.days, 31);
  EXPECT_EQ(town.worst_day_ppm, 0);
  EXPECT_EQ(town.worst_day, at("2025-01-07").unix_seconds()) << "the first whole day without a drop";
  // Dry from the 7th, 00:00. Nobody orders while no way is known; on the 11th at 00:00 they do: load 1 h,
  // drive 4 h, unload 1 h, so that 18 hours of 24 are served.
  EXPECT_EQ(r.pairs[0].dry_s, 4 * 86'400 + 6 * 3'600);
  const std::int64_t mean = (26 * 1'000'000 + 750'000) - town.served_days_ppm;
  EXPECT_LE(std::abs(mean), 31) << "26 whole days and 18/24; each day's share is rounded down";
  EXPECT_EQ(town.least_cover_s, 0);
}

TEST(Meters, OfRecoveryKnowTheLastShortDay) {
  const RunRecord r = run_once(four_dry_days());
  EXPECT_EQ(r.pairs[0].first_shortage, at("2025-01-07").unix_seconds());
  EXPECT_EQ(r.pairs[0].last_short, at("2025-01-10").unix_seconds()) << "75 % of the 11th are served";
  EXPECT_EQ(r.pairs[0].short_days, 4);
}

TEST(Meters, OfClassesCountTheHoursBelowTheirBar) {
  Scenario sc = four_dry_days();
  EXPECT_EQ(run_once(sc).short_s[0], 4 * 86'400 + 6 * 3'600);
  // A row that serves 80 % while the cover is below 3 d: short for who calls less than 90 % short.
  ServiceTable& table = sc.service_tables[ServiceTableId{0}];
  table.rows.insert(table.rows.begin(), {"full", days(3), Table<ClassId, Share>(1, percent(100))});
  table.rows.back().share = Table<ClassId, Share>(1, percent(80));
  EXPECT_LT(run_once(sc).short_s[0], 4 * 86'400) << "65 % is the bar, and what is saved lasts";
  sc.classes[ClassId{0}].short_below = percent(90);
  // Below 3 d from the 4th, 00:00 (a second later) until the first loads of the 11th have brought 120 m3 and
  // regain.
  EXPECT_GT(run_once(sc).short_s[0], 7 * 86'400);
  sc.classes[ClassId{0}].short_below = Share{};
  EXPECT_EQ(run_once(sc).short_s[0], 0) << "nothing is below nothing";
}

TEST(Meters, OfTrafficCountWhatLeavesAndUnderWhichControl) {
  Scenario sc = fresh_chain();
  closed(sc, "filter", stretch(sc, 0, 4), "2025-01-05", "2025-01-25", ClosurePolicy::hold, percent(50));
  const RunRecord r = run_once(sc);
  EXPECT_GE(r.dispatched_ml[0], r.delivered_ml[0]);
  EXPECT_EQ(r.dispatched_ml[0] % cubic_metres(40).count(), 0);
  EXPECT_GT(r.left_under[0], 0);
  EXPECT_LT(r.left_under[0], r.loads[0]);
  EXPECT_GE(r.loaded[0], r.loads[0]);
}

}  // namespace
}  // namespace citerne::engine
