#include "citerne/analysis/plot_data.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "small_result.hpp"

namespace citerne::analysis {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

/// The small result with what a run of --record bands has by day, and four lines of supply.
Result with_days() {
  SmallResult small;
  small.result.axes["day"] = 14;
  small.result.axes["line"] = 4;
  const std::vector<std::string> by_day{"day", "place", "product"};
  const float none = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> stock, served, unserved;
  for (int d = 0; d < 14; ++d) {
    const float petrol = d < 7 ? 70.0f - 10.0f * static_cast<float>(d) : 0.0f;
    stock.insert(stock.end(), {petrol, 50.0f, 20.0f, none});
    served.insert(served.end(), {d < 7 ? 1.0f : 0.5f, 1.0f, 1.0f, none});
    unserved.insert(unserved.end(), {d < 7 ? 0.0f : 0.5f, 0.0f, 0.0f, none});
  }
  for (const char* const name : {"stock_q05", "stock_q50", "stock_q95"}) small.put(name, by_day, stock);
  small.put("served_q50", by_day, served);
  small.put("unserved_q50", by_day, unserved);
  small.put("line", {"line"},
            std::vector<std::string>{"bamako: petrol from abidjan by abidjan-east",
                                     "bamako: diesel from dakar by west", "bamako: petrol from dakar by west",
                                     "segou: petrol from bamako/depot/petrol"});
  std::vector<double> m3, loads;
  for (const double run : {1.0, 2.0, 3.0, 4.0}) {
    m3.insert(m3.end(), {10.0 * run, 46.0, 46.0 * run, 20.0});
    loads.insert(loads.end(), {run, 1.0, run, 2.0});
  }
  small.put("volume_delivered", {"replication", "line"}, m3);
  small.put("loads_delivered", {"replication", "line"}, loads);
  return small.result;
}

/// Samples lie 3.5 days apart: their intervals begin on days 0, 3, 7 and 10 and last until the next.
TEST(ServedDays, SpreadsIntervalsOverTheirDays) {
  const ServedDays data = served_days(with_days(), "", {});
  EXPECT_EQ(data.product, "petrol");
  EXPECT_EQ(data.frame.days, 14u);
  ASSERT_EQ(data.rows.size(), 2u);
  EXPECT_EQ(data.rows[0].place, "Bamako");
  const double lacks[] = {0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 1.0, 1.0, 1.0, 0.8, 0.8, 0.8, 0.8};
  for (std::size_t d = 0; d < 14; ++d) EXPECT_NEAR(data.rows[0].served[d], 1.0 - lacks[d], 1e-6) << d;
  for (std::size_t d = 0; d < 14; ++d) EXPECT_EQ(data.rows[0].dry[d], d >= 7) << d;
}

TEST(ServedDays, RowsAreThoseNamedOrThoseThatAreShortOnMostDays) {
  const Result result = with_days();
  EXPECT_EQ(served_days(result, "petrol", {.places = {"Ségou"}}).rows.at(0).place_id, "segou");
  EXPECT_THAT(served_days(result, "petrol", {.places = {"segou", "BAMAKO"}}).rows.at(0).place_id, "segou");
  const ServedDays one = served_days(result, "petrol", {.most = 1});
  EXPECT_EQ(one.rows.size(), 1u);
  EXPECT_EQ(one.rows[0].place_id, "bamako");
  EXPECT_EQ(one.places, 2u);
}

std::string refusal(const auto& call) {
  try {
    call();
  } catch (const std::runtime_error& refused) {
    return refused.what();
  }
  return "not refused";
}

TEST(ServedDays, SaysWhatIsMissing) {
  const Result result = with_days();
  EXPECT_THAT(refusal([&] { served_days(result, "petrol", {.places = {"bamoko"}}); }),
              HasSubstr("did you mean 'bamako'?"));
  EXPECT_THAT(refusal([&] { served_days(result, "tea", {}); }), HasSubstr("it holds petrol, diesel"));
  EXPECT_THAT(refusal([&] { served_days(result, "diesel", {.places = {"segou"}}); }),
              HasSubstr("nobody burns diesel at 'segou'"));
  SmallResult summary;
  summary.drop("demand_flow");
  EXPECT_THAT(refusal([&] { served_days(summary.result, "", {}); }), HasSubstr("--record bands"));
}

TEST(LevelBands, MarkTheDaysThatAreShortInHalfOfTheRuns) {
  const LevelBands data = level_bands(with_days(), "bamako", "petrol", Level::stock);
  EXPECT_EQ(data.q50.front(), 70.0f);
  EXPECT_FALSE(data.short_day[6]);
  EXPECT_TRUE(data.short_day[7]);
  EXPECT_THAT(refusal([] { level_bands(with_days(), "segou", "diesel", Level::stock); }),
              HasSubstr("has no stock of diesel"));
  EXPECT_THAT(refusal([] { level_bands(with_days(), "segou", "", Level::cover); }),
              HasSubstr("holds no 'cover_q50'"));
}

/// Of the runs 1 to 4 the corridor west brings 46 + 46 run, abidjan-east 10 run.
TEST(Arrivals, AreSumsByCorridorWithTheirRange) {
  const Arrivals all = arrivals(with_days(), "", "");
  ASSERT_EQ(all.rows.size(), 2u);
  EXPECT_EQ(all.rows[0].name, "west");
  EXPECT_THAT(all.rows[0].m3, DoubleNear(46.0 * 3.5, 1e-9));
  EXPECT_EQ(all.rows[0].q05, 92.0);
  EXPECT_EQ(all.rows[0].q95, 230.0);
  EXPECT_EQ(all.rows[0].loads, 3.5);
  EXPECT_EQ(all.without_corridor, 20.0);
}

TEST(Arrivals, OfOnePlaceAreToldBySupplier) {
  const Arrivals bamako = arrivals(with_days(), "bamako", "petrol");
  std::vector<std::string> names;
  for (const Arrivals::Row& row : bamako.rows) names.push_back(row.name);
  EXPECT_THAT(names, ElementsAre("dakar by west", "abidjan by abidjan-east"));
  EXPECT_EQ(arrivals(with_days(), "segou", "").rows.at(0).name, "bamako/depot/petrol");
}

TEST(Arrivals, ByDayAreSumsOverTheLinesOfACorridor) {
  EXPECT_FALSE(arrivals(with_days(), "", "").by_day()) << "the result holds none";
  Result result = with_days();
  std::vector<float> daily;
  for (int d = 0; d < 14; ++d) {
    const auto day = static_cast<float>(d);
    daily.insert(daily.end(), {1.0f, day, 10.0f * day, 5.0f});
  }
  result.variables.push_back({"", "arrivals", {"day", "line"}, daily, {}});
  const Arrivals all = arrivals(result, "", "");
  EXPECT_TRUE(all.by_day());
  EXPECT_EQ(all.rows[0].by_day.size(), 14u);
  EXPECT_EQ(all.rows[0].by_day[3], 33.0) << "diesel and petrol by the west";
  EXPECT_EQ(all.rows[1].by_day[3], 1.0);
  EXPECT_EQ(arrivals(result, "bamako", "petrol").rows[0].by_day[3], 30.0);
}

}  // namespace
}  // namespace citerne::analysis
