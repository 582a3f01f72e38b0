#include "citerne/report/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/small_result.hpp"
#include "citerne/base/text.hpp"

namespace citerne::report {
namespace {

using testing::HasSubstr;
using testing::Not;

analysis::RunSummary small_summary() { return analysis::summarise(SmallResult{}.result); }

/// The lines that begin with these characters.
std::vector<std::string> lines(const std::string& text, std::string_view begin) {
  std::vector<std::string> found;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);)
    if (line.starts_with(begin)) found.push_back(line);
  return found;
}

/// Where `part` begins, in characters.
std::size_t column(const std::string& line, std::string_view part) {
  const std::size_t at = line.find(part);
  return at == std::string::npos ? at : character_count(std::string_view{line}.substr(0, at));
}

TEST(SummaryText, OfASmallResultReadsAsAPage) {
  EXPECT_EQ(
      summary_text(small_summary()),
      "Two towns\n"
      "2025-08-01 to 2025-08-15, 4 replications, seed 7\n"
      "\n"
      "Shortages (under 65 % of a day's demand served, 2 days or more)\n"
      "  town               product   chance  from (median) 5 % .. 95 % of runs     days short (95 %)\n"
      "  Bamako             petrol      75 %  2025-08-05    2025-08-04 .. after end    3.0 (0.0 to 7.1) +\n"
      "  Ségou              petrol      25 %  after end     2025-08-02 .. after end    0.5 (0.0 to 2.1)\n"
      "  + some runs end before the shortage does\n"
      "\n"
      "Fuel not served, by class\n"
      "  essential               0 L (0 to 0), 0.0 % of its demand\n"
      "  transport           10000 L (0 to 22992), 10.0 % of its demand\n"
      "\n"
      "Tankers struck\n"
      "  rn24: 1.5 lost (0.0 to 3.1), 29.5 trapped (0.0 to 60.8)\n"
      "\n"
      "Demand not served, by week (·· under 2 %, ░░ to 15 %, ▒▒ to 35 %, ▓▓ to 65 %, ██ above)\n"
      "                      Aug\n"
      "  Bamako              ░░██\n"
      "  Ségou               ··▓▓\n");
}

TEST(SummaryText, AccentsCountAsOneCharacter) {
  const std::string text = summary_text(small_summary());
  EXPECT_EQ(column(lines(text, "  Ségou").front(), "petrol"),
            column(lines(text, "  Bamako").front(), "petrol"));
  EXPECT_EQ(column(lines(text, "  Ségou").back(), "··"), column(lines(text, "  Bamako").back(), "░░"));
}

TEST(SummaryText, FitsATerminal) {
  std::istringstream text{summary_text(small_summary())};
  for (std::string line; std::getline(text, line);) EXPECT_LE(character_count(line), 100u) << line;
}

TEST(SummaryText, OfARunWithoutTroubleSaysSo) {
  analysis::RunSummary calm = small_summary();
  calm.short_pairs.clear();
  calm.struck.clear();
  const std::string text = summary_text(calm);
  EXPECT_THAT(text, HasSubstr("2 days or more)\n  none\n"));
  EXPECT_THAT(text, HasSubstr("Tankers struck\n  none\n"));
}

TEST(SummaryText, WithoutSeriesEndsAfterTheTankers) {
  analysis::RunSummary metrics_only = small_summary();
  metrics_only.weeks.clear();
  const std::string text = summary_text(metrics_only);
  EXPECT_THAT(text, Not(HasSubstr("by week")));
  EXPECT_TRUE(text.ends_with("trapped (0.0 to 60.8)\n"));
}

TEST(SummaryText, OfOneReplicationClaimsNoInterval) {
  analysis::RunSummary single = small_summary();
  single.replications = 1;
  const std::string text = summary_text(single);
  EXPECT_THAT(text, HasSubstr("  transport           10000 L, 10.0 % of its demand\n"));
  EXPECT_THAT(text, HasSubstr("  rn24: 1.5 lost, 29.5 trapped\n"));
  EXPECT_THAT(text, Not(HasSubstr(" to 7.1)")));
}

TEST(SummaryText, SaysWhatWentRoundAndWhatWasPaid) {
  analysis::RunSummary both = small_summary();
  both.bypasses = {{"west", 200.0, 0.96, {{"dakar by dakar-south", 0.9}, {"abidjan", 0.06}}},
                   {"none", 10.0, 0.001, {}}};
  both.levies = {{"toll", {1'250'000.0, 1'000'000.0, 1'500'000.0}}};
  const std::string text = summary_text(both);
  EXPECT_THAT(text, HasSubstr("Went another way, of what would have passed the control\n"
                              "  west: 96 % of 200 loads\n    90 % dakar by dakar-south, 6 % abidjan\n"));
  EXPECT_THAT(text, Not(HasSubstr("  none: ")));
  EXPECT_THAT(text, HasSubstr("Paid to levies\n  toll: 1250000 XOF (1000000 to 1500000)\n"));
}

TEST(SummaryText, OfNoReplicationSaysSo) {
  analysis::RunSummary none;
  none.title = "Stopped";
  EXPECT_EQ(summary_text(none),
            "Stopped\n1970-01-01 to 1970-01-01, 0 replications, seed 0\n\n"
            "no replication was finished\n");
}

TEST(SummaryText, SaysWhatItLeavesOut) {
  analysis::RunSummary many = small_summary();
  many.short_pairs.resize(40, many.short_pairs.front());
  many.weeks.resize(40, many.weeks.front());
  const std::string text = summary_text(many);
  EXPECT_EQ(lines(text, "  Bamako             petrol ").size(), 23u);  // and one of Ségou
  EXPECT_THAT(text, HasSubstr("  ... and 16 more, of less demand\n"));
  EXPECT_THAT(text, HasSubstr("  (18 places of the greatest demand, of 40)\n"));
}

TEST(SummaryText, ShowsThePairsOfGreatestDemandInTheOrderTheyRunShort) {
  analysis::RunSummary many = small_summary();
  const analysis::ShortPair of_little{
      .place = "Hamlet", .product = "lamp", .first_day = 0.0, .demand_m3 = 0.5};
  many.short_pairs.insert(many.short_pairs.begin(), 30, of_little);
  const std::string text = summary_text(many);
  EXPECT_EQ(lines(text, "  Hamlet").size(), 22u);
  EXPECT_LT(text.find("  Hamlet"), text.find("  Bamako "));
  EXPECT_EQ(lines(text, "  Ségou ").size(), 2u);  // here and in the strip by week
}

TEST(SummaryText, ACapitalsManyFuelsHideNoTown) {
  analysis::RunSummary many = small_summary();
  for (int i = 0; i < 30; ++i)
    many.short_pairs.push_back({.place = "Bamako", .product = "diesel", .first_day = 1.0, .demand_m3 = 1e6});
  for (int i = 0; i < 10; ++i)
    many.short_pairs.push_back(
        {.place = "Town " + std::to_string(i), .product = "petrol", .first_day = 2.0, .demand_m3 = 0.01});
  const std::string text = summary_text(many);
  EXPECT_EQ(lines(text, "  Town ").size(), 10u);
  EXPECT_EQ(lines(text, "  Bamako             diesel").size(), 13u);
}

TEST(SummaryText, NamesEachMonthOnceAtItsFirstWeek) {
  analysis::RunSummary half_a_year = small_summary();
  half_a_year.weeks = {{.place = "Bamako", .demand_m3 = 1.0, .unserved = std::vector<double>(26)}};
  const std::string months = lines(summary_text(half_a_year), "                      Aug").front();
  // Weeks begin on 1 August and every seven days on; 5 September is the sixth.
  EXPECT_EQ(column(months, "Sep"), 22u + 2 * 5);
  EXPECT_EQ(column(months, "Oct"), 22u + 2 * 9);
  EXPECT_EQ(column(months, "Jan"), 22u + 2 * 22);
}

TEST(ControlledText, StandsBesideThePlainMean) {
  const analysis::ControlledFigure many{analysis::parse_metric("unserved"),
                                        {106'300.0, 100'470.0, 112'130.0},
                                        {{102'120.4, 100'970.0, 103'270.0}, 25.74}};
  const analysis::ControlledFigure few{
      analysis::parse_metric("unserved_share:bamako"), {4.25, 3.75, 4.75}, {{4.0, 3.9, 4.1}, 1.21}};
  EXPECT_EQ(controlled_text({many, few}),
            "\nMeans by what luck is known to bring: numbers that are drawn, threats by chance\n"
            "  unserved: 102120 m3 (100970 to 103270) instead of 106300 (100470 to 112130)\n"
            "    as good as 25.7 times as many runs\n"
            "  unserved_share:bamako: 4.00 % (3.90 to 4.10) instead of 4.25 (3.75 to 4.75)\n"
            "    as good as 1.21 times as many runs\n");
  EXPECT_EQ(controlled_text({}), "");
}

}  // namespace
}  // namespace citerne::report
