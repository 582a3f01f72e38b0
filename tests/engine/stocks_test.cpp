#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stage.hpp"

/// Exact depletion, meters, service tables, full tanks, feeding.
namespace citerne::engine {
namespace {

using namespace testing_world;

/// Nothing comes in, and the stock at the start is what a test says.
Scenario besieged(Duration opening) {
  Scenario sc = fresh_chain();
  closed(sc, "blockade", stretch(sc, 0, 4), "2025-01-01", "2025-03-01");
  sc.sites[SiteId{0}].tanks[0].opening = opening;
  return sc;
}

/// A second class that burns only in the evening: the stock-out is the second that a search finds.
TEST(ExactDepletion, FindsTheSecondOfTheStockOutOfMixedProfiles) {
  Scenario sc = besieged(hours(101));
  Profile evening = sc.profiles[ProfileId{0}];
  evening.hourly.fill(Share{});
  evening.hourly[19] = percent(40);
  evening.hourly[21] = percent(60);
  sc.classes.push_back({"homes", "Homes", sc.profiles.push_back(evening)});
  sc.service_tables[ServiceTableId{0}].rows[0].share.push_back(percent(100));
  sc.sites[SiteId{0}].tanks[0].demands.push_back({ClassId{1}, DailyVolume{7'654'321}});
  const auto plan = make_plan(sc);
  const Volume opening = *plan->tanks[TankId{0}].opening;
  const auto burnt = [&](Instant t) {
    return 40'000'000 * plan->profiles[0].at(t) / 86'400'000 +
           7'654'321 * plan->profiles[1].at(t) / 86'400'000;
  };
  Instant dry = plan->start;
  while (burnt(dry) < opening.count()) dry = dry + seconds(1);
  const RunRecord record = run_once(sc);
  EXPECT_EQ(record.pairs[0].first_dry, dry.unix_seconds());
  EXPECT_EQ(record.served_ml[0] + record.served_ml[1], opening.count());
}

/// In that second all get what they had by the second before, and the first class what is left: also when the
/// tank was settled then.
TEST(ExactDepletion, SharesOutTheLastSecondInClassOrder) {
  Scenario sc = besieged(hours(101));
  sc.classes.push_back({"homes", "Homes", ProfileId{0}});
  sc.service_tables[ServiceTableId{0}].rows[0].share.push_back(percent(100));
  sc.sites[SiteId{0}].tanks[0].demands.push_back({ClassId{1}, litres_per_day(1'000)});
  const auto plan = make_plan(sc);
  const std::int64_t opening = plan->tanks[TankId{0}].opening->count();
  const auto burnt = [&](std::int64_t a_day, Instant t) {
    return a_day * plan->profiles[0].at(t) / 86'400'000;
  };
  const auto by = [&](Instant t) { return std::pair{burnt(40'000'000, t), burnt(1'000'000, t)}; };
  Instant dry = plan->start;
  while (by(dry).first + by(dry).second < opening) dry = dry + seconds(1);
  const auto [first, second] = by(dry - seconds(1));
  const std::int64_t left = opening - first - second;
  ASSERT_LT(left, by(dry).first - first) << "a second in which nothing is left for the second class";
  Scenario touched = sc;
  touched.events.push_back({"nothing", DemandShift{.factor = percent(100), .from = dry - seconds(1)}, {}});
  for (const Scenario& s : {sc, touched}) {
    const RunRecord record = run_once(s);
    EXPECT_EQ(record.served_ml[0], first + left);
    EXPECT_EQ(record.served_ml[1], second);
  }
}

TEST(Meters, DoNotComeFromSamples) {
  const Scenario sc = besieged(days(5));
  const RunRecord with = run_once(sc, 0, {true, true}), without = run_once(sc, 0, {false, false});
  EXPECT_EQ(with.pairs[0].dry_s, days(54).count());
  EXPECT_EQ(without.pairs[0].dry_s, with.pairs[0].dry_s);
  EXPECT_EQ(without.pairs[0].short_days, with.pairs[0].short_days);
  EXPECT_EQ(without.served_ml, with.served_ml);
  EXPECT_EQ(without.fingerprint, with.fingerprint);
  EXPECT_TRUE(without.series.stock_ml.empty());
}

/// A day is short when less than 65 % was served: 60 % of the sixth day is, 70 % is not.
TEST(Meters, CountADayAsShortByItsOwnDemand) {
  const RunRecord sixty = run_once(besieged(days(5) + hours(14)));    // 58 % of January 6th
  const RunRecord seventy = run_once(besieged(days(5) + hours(17)));  // 71 %
  EXPECT_EQ(sixty.pairs[0].first_shortage, at("2025-01-06").unix_seconds());
  EXPECT_EQ(sixty.pairs[0].short_days, 54);
  EXPECT_EQ(seventy.pairs[0].first_shortage, at("2025-01-07").unix_seconds());
  EXPECT_EQ(seventy.pairs[0].short_days, 53);
  EXPECT_TRUE(seventy.pairs[0].short_at_end);
}

TEST(Meters, ARunOfTooFewShortDaysIsNoShortage) {
  Scenario sc = besieged(days(5));
  last_control(sc).until = at("2025-01-06T18:00");  // the first loads are in before midnight
  const RunRecord one_day = run_once(sc);
  EXPECT_GT(one_day.pairs[0].dry_s, 0);
  EXPECT_EQ(one_day.pairs[0].first_dry, at("2025-01-06").unix_seconds());
  EXPECT_EQ(one_day.pairs[0].shortages, 0);
  EXPECT_EQ(one_day.pairs[0].first_shortage, -1);
  sc.shortage.days = 1;
  EXPECT_EQ(run_once(sc).pairs[0].shortages, 1);
}

/// 100 % from 3 days of cover, 50 % from 1 day, 20 % below.
Scenario rationed(Duration opening) {
  Scenario sc = besieged(opening);
  ServiceTable& table = sc.service_tables[ServiceTableId{0}];
  table.regain = hours(6);
  table.rows = {{"full", days(3), Table<ClassId, Share>(1, percent(100))},
                {"half", days(1), Table<ClassId, Share>(1, percent(50))},
                {"some", Duration{}, Table<ClassId, Share>(1, percent(20))}};
  return sc;
}

TEST(ServiceTable, StepsAtComputedInstants) {
  Stage stage{rationed(days(5))};
  const auto row = [&] { return static_cast<int>(stage.world.tanks[TankId{0}].row); };
  // 120 m3 are 3 days: included, so the step comes with the first millilitre below them.
  stage.through("2025-01-03");
  EXPECT_EQ(row(), 0);
  stage.through(at("2025-01-03") + seconds(1));
  EXPECT_EQ(row(), 1);
  stage.through(at("2025-01-07") - seconds(2));  // 80 m3 at 20 m3/d
  EXPECT_EQ(row(), 1);
  stage.through(at("2025-01-07") + seconds(2));
  EXPECT_EQ(row(), 2);
  stage.to_the_end();
  EXPECT_NEAR(static_cast<double>(stage.record.pairs[0].first_dry),
              static_cast<double>(at("2025-01-12").unix_seconds()), 10);  // 40 m3 at 8 m3/d
  EXPECT_EQ(stage.record.served_ml[0], cubic_metres(200).count());
}

TEST(ServiceTable, TakesAStepAgainOnlyAtRegainAboveIt) {
  Scenario sc = rationed(days(4));
  last_control(sc).until = at("2025-01-04");
  Stage stage{sc};
  stage.through("2025-01-04");
  EXPECT_EQ(static_cast<int>(stage.world.tanks[TankId{0}].row), 1);
  bool jumped_back = false;
  for (Instant t = at("2025-01-04"); t < at("2025-01-06"); t = t + minutes(10)) {
    stage.through(t);
    if (stage.world.tanks[TankId{0}].row == 0) {
      jumped_back = true;
    } else {
      EXPECT_LT(stage.stock(), cubic_metres(130));  // 3 days and 6 hours
    }
  }
  EXPECT_TRUE(jumped_back);
}

/// Strict priority is a table: the second class gets nothing below two days.
TEST(ServiceTable, KeepsClassesApart) {
  Scenario sc = besieged(days(4));
  sc.classes.push_back({"homes", "Homes", ProfileId{0}});
  citerne::Tank& tank = sc.sites[SiteId{0}].tanks[0];
  tank.demands = {{ClassId{0}, litres_per_day(20'000)}, {ClassId{1}, litres_per_day(20'000)}};
  Table<ClassId, Share> first_only;
  first_only.push_back(percent(100));
  first_only.push_back(Share{});
  sc.service_tables[ServiceTableId{0}].rows = {{"all", days(2), Table<ClassId, Share>(2, percent(100))},
                                               {"first", Duration{}, first_only}};
  const RunRecord record = run_once(sc);
  EXPECT_NEAR(static_cast<double>(record.served_ml[0]), 40e6 + 80e6,
              1e3);  // 2 days with, 4 days without the other
  EXPECT_NEAR(static_cast<double>(record.served_ml[1]), 40e6, 1e3);
  EXPECT_EQ(record.served_ml[0] + record.served_ml[1], cubic_metres(160).count());
}

/// Two tankers come with 151.7 m3 in a tank of 200: the second waits until 40 more fit, 19 hours.
TEST(TankFull, UnloadsWhenAWholeLoadFits) {
  Scenario sc = fresh_chain();
  sc.sites[SiteId{0}].tanks[0].capacity = cubic_metres(200);
  Stage stage{sc};
  stage.through("2025-01-03T05:00");  // ordered on the third at 00:00, an hour to load, four to drive
  EXPECT_EQ(stage.world.tanks[TankId{0}].waiting.count, 1u);
  EXPECT_EQ(stage.world.tanks[TankId{0}].unloading, cubic_metres(40));
  stage.through(at("2025-01-04") - seconds(1));
  EXPECT_EQ(stage.world.tanks[TankId{0}].waiting.count, 1u);
  stage.through("2025-01-04");
  EXPECT_EQ(stage.world.tanks[TankId{0}].waiting.count, 0u);
  stage.through("2025-01-04T01:00");
  EXPECT_EQ(stage.delay(Cause::tank_full), hours(19).count());
}

/// A depot in the town that feeds a station there.
Scenario fed_station() {
  Scenario sc = fresh_chain();
  Site& depot = sc.sites[SiteId{0}];
  depot.kind = SiteKind::depot;
  citerne::Tank tank = depot.tanks[0];
  depot.tanks[0].demands.clear();
  tank.capacity = cubic_metres(100);
  tank.order_up_to = hours(24);  // 40 m3: four lots
  tank.reorder_at = hours(12);
  tank.lines = {{.site = SiteId{0}, .share = percent(100)}};
  sc.sites.push_back(
      {.place = depot.place, .kind = SiteKind::stations, .service = ServiceTableId{0}, .tanks = {tank}});
  return sc;
}

TEST(Feeding, MovesWholeLotsAtComputedInstants) {
  Stage stage{fed_station()};
  stage.through(at("2025-01-01T06:00") - seconds(1));  // 10 m3 burnt at six: there is room for a lot
  EXPECT_EQ(stage.stock(0), cubic_metres(240));
  stage.through("2025-01-01T06:00");
  EXPECT_EQ(stage.stock(0), cubic_metres(230));
  EXPECT_EQ(stage.stock(1), cubic_metres(40));
  stage.to_the_end();
  EXPECT_EQ(stage.record.served_ml, stage.record.demand_ml);
  EXPECT_EQ(stage.record.loads[0], 58);  // 59 days of 40 m3, less what the tanks began with, in whole tankers
}

TEST(Feeding, RestsBetweenLotsByItsRate) {
  Scenario sc = fed_station();
  sc.ordering.feeding_rate = DailyVolume{cubic_metres(240).count()};  // a lot an hour
  sc.sites[SiteId{1}].tanks[0].opening = Duration{};                  // empty: room for four lots
  Stage stage{sc};
  for (int lots = 1; lots <= 4; ++lots) {
    stage.through(at("2025-01-01") + hours(lots - 1));
    EXPECT_EQ(stage.stock(0), cubic_metres(240) - cubic_metres(10) * lots);
    stage.through(at("2025-01-01") + hours(lots) - seconds(1));
    EXPECT_EQ(stage.stock(0), cubic_metres(240) - cubic_metres(10) * lots);
  }
}

/// What a depot keeps from other places it keeps for its own: the station beside it gets the last lot.
TEST(Feeding, IsNotBoundByWhatTheDepotKeepsFromOthers) {
  Scenario sc = fed_station();
  closed(sc, "blockade", stretch(sc, 0, 4), "2025-01-01", "2025-03-01");
  sc.sites[SiteId{0}].gives_above = days(2);  // 80 m3
  Stage stage{sc};
  stage.to_the_end();
  EXPECT_EQ(stage.stock(0), Volume{});
  EXPECT_EQ(stage.stock(1), Volume{});
  // A shortage in the station is that of the loads its depot waits for.
  std::int64_t blamed = 0;
  for (const std::int64_t v : stage.record.deficit_ml) blamed += v;
  EXPECT_EQ(blamed, stage.record.demand_ml[0] - stage.record.served_ml[0]);
  EXPECT_GT(stage.deficit(stage.plan->cause_of(EventId{0})), stage.deficit(cause(Cause::stock_policy)));
}

/// A depot that was dry wakes those it feeds when its opening stock is set.
TEST(Feeding, BeginsAgainWithTheOpeningStock) {
  Scenario sc = fed_station();
  sc.calendar.warm_up = days(20);
  sc.sites[SiteId{0}].tanks[0].lines[0].share = percent(100);
  sc.fleets[FleetId{0}].tankers = 0;  // nothing comes in the warm-up: all is dry by the start
  sc.sites[SiteId{0}].tanks[0].opening = days(5);
  Stage stage{sc};
  stage.through("2025-01-01");
  EXPECT_EQ(stage.stock(0), cubic_metres(190));
  EXPECT_EQ(stage.stock(1), cubic_metres(10));
}

/// An opening stock ends what the warm-up left dry; it is no stock-out of the study.
TEST(Meters, DoNotCountTheWarmUp) {
  Scenario sc = chain();
  sc.fleets[FleetId{0}].tankers = 0;
  sc.sites[SiteId{0}].tanks[0].opening = days(5);
  const RunRecord record = run_once(sc);
  EXPECT_EQ(record.pairs[0].first_dry, at("2025-01-06").unix_seconds());
  EXPECT_EQ(record.pairs[0].dry_s, days(54).count());
}

}  // namespace
}  // namespace citerne::engine
