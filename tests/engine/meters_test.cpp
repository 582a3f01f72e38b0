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

TEST(Meters, OfTheWorstDayKnowTheFallAndTheWayBack) {
  const PairOutcome town = run_once(four_dry_days()).pairs[0];
  EXPECT_EQ(town.drop_from, at("2025-01-06").unix_seconds()) << "all was served until midnight";
  EXPECT_EQ(town.worst_day, at("2025-01-07").unix_seconds());
  EXPECT_EQ(town.back_from, at("2025-01-10").unix_seconds()) << "nothing was served on four days";
  EXPECT_EQ(town.back_until, at("2025-01-12").unix_seconds()) << "75 % of the 11th";
}

TEST(Meters, OfTheWorstDayKnowNoEdgeThatIsNotThere) {
  Scenario sc = four_dry_days();
  sc.calendar.end = at("2025-01-11");  // still dry
  EXPECT_EQ(run_once(sc).pairs[0].drop_from, at("2025-01-06").unix_seconds());
  EXPECT_EQ(run_once(sc).pairs[0].back_from, at("2025-01-10").unix_seconds());
  EXPECT_EQ(run_once(sc).pairs[0].back_until, -1);
  sc.sites[SiteId{0}].tanks[0].opening = Duration{};  // dry from the first day on
  EXPECT_EQ(run_once(sc).pairs[0].drop_from, -1);
  sc = four_dry_days();
  sc.events = {};  // all is served
  EXPECT_EQ(run_once(sc).pairs[0].worst_day, -1);
  EXPECT_EQ(run_once(sc).pairs[0].back_from, -1);
  EXPECT_EQ(run_once(sc).pairs[0].worst_window, -1);
}

TEST(Meters, OfAWindowAreOfItsDaysTogether) {
  Scenario sc = four_dry_days();
  sc.shortage.days = 6;
  // The worst six days: four without anything, 18/24 of the 11th and the 6th or the 12th: 1.75 / 6.
  const PairOutcome town = run_once(sc).pairs[0];
  EXPECT_NEAR(static_cast<double>(town.worst_window_ppm), 1.75e6 / 6, 1.0);
  EXPECT_EQ(town.worst_window, at("2025-01-06").unix_seconds());
  sc.shortage.days = 2;
  EXPECT_EQ(run_once(sc).pairs[0].worst_window_ppm, 0);
  EXPECT_EQ(run_once(sc).pairs[0].worst_window, at("2025-01-07").unix_seconds());
  sc.shortage.days = 40;  // longer than the run
  EXPECT_EQ(run_once(sc).pairs[0].worst_window, -1);
}

TEST(Meters, OfDaysTellWhatCameAndWhoHadNothing) {
  const RunRecord r = run_once(four_dry_days());
  ASSERT_EQ(r.series.delivered_ml.size(), 31u);
  std::int64_t sum = 0;
  for (std::size_t day = 0; day < 31; ++day) {
    sum += r.series.delivered_ml[day];
    EXPECT_EQ(r.series.dry[day], day >= 6 && day <= 10 ? 1 : 0) << day;
    EXPECT_TRUE(day >= 10 || r.series.delivered_ml[day] == 0) << day;
  }
  EXPECT_EQ(sum, r.delivered_ml[0]);
  // To the level of 240 m3 six loads of 40 m3 are ordered; ten bays load them at once, one unloads.
  EXPECT_EQ(r.series.delivered_ml[10], cubic_metres(240).count());
}

/// Half of those who travel from the 5th on are stopped; what stands before the road at the end is on its
/// way.
TEST(Meters, OfWhatWasDispatchedKnowWhereItIsAtTheEnd) {
  Scenario sc = fresh_chain();
  closed(sc, "siege", stretch(sc, 0, 4), "2025-01-05", "2025-03-01");
  const RunRecord r = run_once(sc);
  EXPECT_EQ(r.made_it_ml[0], r.delivered_ml[0]) << "all of it left after the start";
  EXPECT_EQ(r.trapped_ml[0], 0);
  EXPECT_EQ(r.dispatched_ml[0], r.made_it_ml[0] + r.under_way_ml[0]);

  Scenario before = chain();  // with a warm-up, what is on the road at the start is none of it
  before.calendar.end = at("2025-01-01T04:00:00");
  const RunRecord early = run_once(before);
  EXPECT_EQ(early.made_it_ml[0], 0);
}

TEST(Meters, OfControlsNoteEachChangeOfWhatTheyLetThrough) {
  const RunRecord r = run_once(four_dry_days());
  ASSERT_EQ(r.grades.size(), 2u);
  EXPECT_EQ(r.grades[0].instant, at("2025-01-01").unix_seconds());
  EXPECT_EQ(r.grades[0].share_ppm, 0);
  EXPECT_EQ(r.grades[1].instant, at("2025-01-11").unix_seconds());
  EXPECT_EQ(r.grades[1].share_ppm, 1'000'000);
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
