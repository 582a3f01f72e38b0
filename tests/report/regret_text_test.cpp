#include "citerne/report/regret_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <vector>

#include "citerne/base/text.hpp"

namespace citerne::report {
namespace {

using testing::HasSubstr;

/// The table of tests/analysis/regret_test.cpp, worked out by hand.
RegretStudy study(std::vector<double> weights = {1.0, 1.0}) {
  std::vector<double> outcome;
  for (const double mean : {10.0, 4.0, 6.0, 3.0, 9.0, 6.0}) outcome.insert(outcome.end(), 4, mean);
  RegretStudy s{{analysis::Measure::unserved, "", ""},
                {"west", "south, wet"},
                {"unchanged", "lanes", "reserve"},
                weights,
                4,
                {}};
  s.regrets = analysis::regrets(2, 3, outcome, weights, false);
  return s;
}

TEST(RegretText, HasTheTableAndTheChoices) {
  const std::string text = regret_text(study());
  EXPECT_THAT(text, HasSubstr("Regret by unserved, m3"));
  EXPECT_THAT(text, HasSubstr("  unchanged        6.00 (6.00 to 6.00)        3.00 (3.00 to 3.00)  west\n"));
  EXPECT_THAT(text, HasSubstr("  unchanged        6.00        0.00\n"
                              "  lanes            0.00        6.00\n"
                              "  reserve          2.00        3.00\n"));
  EXPECT_THAT(text, HasSubstr("west: lanes is best, 4.00 (4.00 to 4.00) m3\n"));
  EXPECT_THAT(text, HasSubstr("Least greatest regret: reserve, 3.00 (3.00 to 3.00) m3\n"
                              "  Every other response can be told from it.\n"));
  EXPECT_THAT(text, HasSubstr("Least mean regret, scenarios alike: reserve, 2.50"));
}

TEST(RegretText, SaysThatScenariosAreWeighed) {
  EXPECT_THAT(regret_text(study({3.0, 1.0})), HasSubstr("Least mean regret, scenarios weighed: lanes, 1.50"));
}

TEST(RegretText, NamesWhatCannotBeToldApart) {
  RegretStudy s = study();
  s.regrets.greatest_alike = {true, false, true};
  EXPECT_THAT(regret_text(s), HasSubstr("Cannot be told from it: unchanged.\n"));
}

/// Seven scenarios have no room as columns; a name of many bytes is cut between characters.
TEST(RegretText, FitsATerminal) {
  RegretStudy s{
      {analysis::Measure::unserved, "", ""}, {}, {"unchanged", "éééééééééééééééééééééééééééééé"}, {}, 2, {}};
  for (const std::size_t scenarios : {6u, 7u}) {
    s.scenarios.assign(scenarios, "a_scenario_of_a_long_name");
    s.weights.assign(scenarios, 1.0);
    std::vector<double> outcome;
    for (std::size_t i = 0; i < scenarios * 4; ++i) outcome.push_back(i % 4 < 2 ? 12'345.0 : 654'321.0);
    s.regrets = analysis::regrets(scenarios, 2, outcome, s.weights, false);
    const std::string text = regret_text(s);
    EXPECT_THAT(text, HasSubstr("  éééééééééééééééééééé  641976 "));
    EXPECT_THAT(text, HasSubstr("641976 (641976 to 641976)  a_scenario_of_a_long\n"));
    EXPECT_EQ(text.find(" a_scenario_\n") != std::string::npos, scenarios == 6) << "cut to the column";
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) EXPECT_LE(character_count(line), 100u) << line;
  }
}

TEST(RegretCsv, HasARowForEachFigureAndQuotesNames) {
  const std::string csv = regret_csv(study());
  EXPECT_THAT(csv, HasSubstr("response,figure,scenario,metric,unit,value,low,high\n"));
  EXPECT_THAT(csv, HasSubstr("reserve,regret,\"south, wet\",unserved,m3,3,3,3\n"));
  EXPECT_THAT(csv, HasSubstr("reserve,greatest_regret,,unserved,m3,3,3,3\n"));
  EXPECT_THAT(csv, HasSubstr("unchanged,outcome,west,unserved,m3,10,10,10\n"));
}

}  // namespace
}  // namespace citerne::report
