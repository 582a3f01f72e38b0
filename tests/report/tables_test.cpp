#include "citerne/report/tables.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
