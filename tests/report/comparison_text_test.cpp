#include "citerne/report/comparison_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <sstream>

#include "analysis/small_result.hpp"
#include "citerne/base/text.hpp"

namespace citerne::report {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Differences of first days by run: 2, 2, 0 (never in both) and 2; t of 3 degrees of freedom is 3.18.
TEST(ComparisonText, ReadsAsAPage) {
  Result a = SmallResult{}.result, b = SmallResult{}.result;
  b.attributes["title"] = std::string{"Two towns, a second depot"};
  for (Variable& v : b.variables)
    if (v.name == "first_shortage")
      for (double& d : std::get<std::vector<double>>(v.values)) d += 2.0;
  EXPECT_EQ(
      comparison_text(analysis::compare(a, b), Rows::main),
      "A  Two towns\n"
      "B  Two towns, a second depot\n"
      "4 paired replications, seed 7\n"
      "\n"
      "First day short (median)             A            B  B less A (95 %)\n"
      "  anywhere                  2025-08-05   2025-08-07  1.5 days later (-0.1 to 3.1)     unclear *\n"
      "  Bamako                    2025-08-05   2025-08-07  1.5 days later (-0.1 to 3.1)     unclear *\n"
      "  Ségou                      after end    after end  0.5 days later (-1.1 to 2.1)     unclear *\n"
      "  * some runs were not short by the end; they count as short from the end on\n"
      "\n"
      "Days short                           A            B  B less A (95 %)\n"
      "  anywhere                         3.0          3.0  no difference                    same\n"
      "  Bamako                           3.0          3.0  no difference                    same\n"
      "  Ségou                            0.5          0.5  no difference                    same\n"
      "\n"
      "Fuel not served, m3                  A            B  B less A (95 %)\n"
      "  whole country                   10.0         10.0  no difference                    same\n"
      "  Bamako                           7.5          7.5  no difference                    same\n"
      "  Ségou                            2.5          2.5  no difference                    same\n"
      "\n"
      "Tankers lost                         A            B  B less A (95 %)\n"
      "  whole country                    1.5          1.5  no difference                    same\n"
      "\n"
      "Worst 5 % of runs, fuel not served, m3: A 20, B 20; B less A 0 (0 to 0, bootstrap)\n"
      "  (fewer than 100 pairs: the worst 5 % are too few to lean on)\n"
      "A verdict is given where the difference stands among all rows of its table (Holm, 5 %); intervals "
      "are\n"
      "of one row each.\n"
      "The same luck in both was worth 53.0 times as many runs (median of 5 rows).\n");
}

TEST(ComparisonText, ShowsTheMeasuresThatAreAskedFor) {
  Result a = SmallResult{}.result, b = SmallResult{}.result;
  for (Variable& v : b.variables)
    if (v.name == "least_cover")
      for (double& d : std::get<std::vector<double>>(v.values)) d += 2.0;
  const analysis::Comparison c = analysis::compare(a, b);
  const std::array wanted{analysis::Measure::least_cover};
  const std::string text = comparison_text(c, Rows::main, wanted);
  EXPECT_THAT(text, HasSubstr("Least cover, days"));
  EXPECT_THAT(text, Not(HasSubstr("Days short")));
  const std::string all = comparison_text(c, Rows::all);
  for (const char* heading :
       {"First day short", "Days short", "Fuel not served, m3", "Fuel not served, %", "Fuel served, m3",
        "Days dry", "Least cover", "Person-days short", "Tankers lost"})
    EXPECT_THAT(all, HasSubstr(heading));
}

/// What rounds to nothing has no sign.
TEST(ComparisonText, SaysNothingOfMinusNought) {
  Result a = SmallResult{}.result, b = SmallResult{}.result;
  for (Variable& v : b.variables)
    if (v.name == "unserved") std::get<std::vector<double>>(v.values)[0] -= 1e-3;
  EXPECT_THAT(comparison_text(analysis::compare(a, b), Rows::all), Not(HasSubstr("-0.0 ")));
}

TEST(ComparisonText, SaysThatNothingDiffers) {
  const Result a = SmallResult{}.result;
  EXPECT_THAT(comparison_text(analysis::compare(a, a), Rows::all),
              HasSubstr("The two results do not differ in any figure.\n"));
}

TEST(ComparisonText, FitsATerminal) {
  const Result a = SmallResult{}.result;
  std::istringstream lines{comparison_text(analysis::compare(a, a), Rows::all)};
  for (std::string line; std::getline(lines, line);) EXPECT_LE(character_count(line), 100u) << line;
}

TEST(ComparisonCsv, HasARowForEachFigureAndQuotesNames) {
  const Result a = SmallResult{}.result;
  const analysis::Comparison c = analysis::compare(a, a);
  const std::string csv = comparison_csv(c, "a, \"the other\".h5");
  EXPECT_EQ(std::ranges::count(csv, '\n'), static_cast<std::ptrdiff_t>(c.rows.size()));
  EXPECT_THAT(csv,
              HasSubstr("\"a, \"\"the other\"\".h5\",shortage_days,d,bamako,petrol,3,3,0,0,0,1,same,,4\n"));
  EXPECT_EQ(std::ranges::count(comparison_csv_header(), ','), 13);
}

}  // namespace
}  // namespace citerne::report
