#include "citerne/report/tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "analysis/small_result.hpp"

namespace citerne::report {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<TextFile> small_tables(const CsvStyle& style) {
  SmallResult small;
  small.put("lat", {"place"}, std::vector{12.65, 13.43});
  small.put("lon", {"place"}, std::vector{-8.0, -6.27});
  small.put("population", {"place"}, std::vector{4'227'569.0, SmallResult::kNone});
  return tables(small.result, analysis::summarise(small.result), style);
}

std::vector<std::string> names(const std::vector<TextFile>& files) {
  std::vector<std::string> list;
  for (const TextFile& f : files) list.push_back(f.name);
  return list;
}

TEST(Tables, AreThreeAndAMap) {
  EXPECT_THAT(names(small_tables(kEnglish)),
              ElementsAre("shortages.csv", "classes.csv", "weeks.csv", "places.geojson"));
}

/// Two places and a road, which 14 and 28 tankers enter in the two weeks of a run.
TEST(Tables, HaveAMapOfRoadsWhereTheResultHoldsThem) {
  SmallResult small;
  small.result.axes["network_place"] = 2;
  small.result.axes["segment"] = 1;
  small.put("network_place", {"network_place"}, std::vector<std::string>{"gate", "hill"});
  small.put("network_place_name", {"network_place"}, std::vector<std::string>{"Gate", "Hill"});
  small.put("network_lat", {"network_place"}, std::vector{12.5, 13.0});
  small.put("network_lon", {"network_place"}, std::vector{-8.0, -8.5});
  small.put("segment", {"segment"}, std::vector<std::string>{"gate:hill"});
  small.put("segment_from", {"segment"}, std::vector<std::string>{"gate"});
  small.put("segment_to", {"segment"}, std::vector<std::string>{"hill"});
  small.put("segment_road", {"segment"}, std::vector<std::string>{"RN3"});
  small.put("segment_length", {"segment"}, std::vector{60.0});
  small.put("tankers_entered", {"replication", "segment"}, std::vector{14.0, 28.0, 14.0, 28.0});
  small.put("tankers_held", {"time", "segment"}, std::vector<float>{0.0f, 2.5f, 1.0f, 2.5f});
  small.put("tankers_waiting", {"time", "network_place"},
            std::vector<float>{0.0f, 0.0f, 0.0f, 0.0f, 7.0f, 0.0f, 1.0f, 0.0f});
  const std::vector<TextFile> files = tables(small.result, analysis::summarise(small.result), kEnglish);
  ASSERT_EQ(files.back().name, "roads.geojson");
  const auto features = nlohmann::json::parse(files.back().text).at("features");
  ASSERT_EQ(features.size(), 2u) << "nobody was held at Hill";
  EXPECT_EQ(features[0]["geometry"]["coordinates"].dump(), "[[-8.0,12.5],[-8.5,13.0]]");
  const auto& road = features[0]["properties"];
  EXPECT_EQ(road["tankers_a_day"], 1.5);
  EXPECT_EQ(road["most_held"], 2.5);
  EXPECT_EQ(road["most_held_at"], "2025-08-04T12:00") << "the first of the two samples";
  EXPECT_EQ(road["most_trapped"], 0.0);
  EXPECT_EQ(features[1]["properties"]["place"], "gate");
  EXPECT_EQ(features[1]["properties"]["most_held_at"], "2025-08-08");
  small.drop("segment_to");
  EXPECT_EQ(tables(small.result, analysis::summarise(small.result), kEnglish).back().name, "places.geojson");
}

TEST(Tables, OfShortagesInEnglish) {
  EXPECT_EQ(
      small_tables(kEnglish)[0].text,
      "place,name,product,chance,first_day_median,first_day_q05,first_day_q95,days_short,days_short_low,"
      "days_short_high,demand_m3\r\n"
      "bamako,Bamako,petrol,0.75,2025-08-05,2025-08-04,,3,0,7.10852,41\r\n"
      "segou,Ségou,petrol,0.25,,2025-08-02,,0.5,0,2.09122,21\r\n");
}

TEST(Tables, OfAFrenchSpreadsheetHaveSemicolonsCommasAndAMark) {
  const std::string text = small_tables(kFrench)[0].text;
  EXPECT_THAT(text, StartsWith("\xef\xbb\xbfplace;name;product;"));
  EXPECT_THAT(text, HasSubstr("\r\nsegou;Ségou;petrol;0,25;;2025-08-02;;0,5;0;2,09122;21\r\n"));
}

TEST(Tables, QuoteWhatHoldsASeparator) {
  SmallResult small;
  small.drop("place_name");
  small.put("place_name", {"place"}, std::vector<std::string>{"Bamako; the \"capital\"", "Ségou"});
  const auto files = tables(small.result, analysis::summarise(small.result), kFrench);
  EXPECT_THAT(files[0].text, HasSubstr("bamako;\"Bamako; the \"\"capital\"\"\";petrol"));
}

TEST(Tables, OfWeeksAreShares) {
  EXPECT_THAT(small_tables(kEnglish)[2].text,
              StartsWith("name,week_from,unserved_share\r\nBamako,2025-08-01,0.1\r\nBamako,2025-08-08,"));
}

TEST(Tables, MapHasAPointForEachPlace) {
  const std::string text = small_tables(kEnglish)[3].text;
  EXPECT_THAT(text, HasSubstr("\"FeatureCollection\""));
  EXPECT_THAT(text, HasSubstr("\"first_day_median\": \"2025-08-05\""));
  EXPECT_THAT(text, HasSubstr("\"first_day_median\": null"));  // Ségou: half of the runs are never short
  EXPECT_THAT(text, HasSubstr("\"population\": null"));
}

}  // namespace
}  // namespace citerne::report
