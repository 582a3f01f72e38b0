#include "citerne/report/finding_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne::report {
namespace {

using analysis::Decision;
using analysis::Search;
using testing::HasSubstr;

/// Units 0 to 3, of which 1 is undecided.
Finding finding() {
  Finding f{"Two towns", "escorts.south.units"};
  f.condition = *analysis::read_condition("shortage_days:segou < 2 d in 80 % of runs").condition;
  f.values = {"0", "1", "2", "3"};
  f.search.tried = {{0, 100, {0.10, 0.05, 0.18}, 9.0, 1'234.4, Decision::not_met},
                    {1, 400, {0.81, 0.77, 0.85}, 1.5, 20.0, Decision::undecided},
                    {2, 100, {0.95, 0.88, 0.98}, 0.5, 3.0, Decision::met}};
  f.search.found = 2;
  f.search.confidence = 0.9875;
  return f;
}

TEST(FindingText, HasATableAndTheAnswer) {
  EXPECT_EQ(finding_text(finding()),
            "Two towns: escorts.south.units from 0 to 3\n"
            "shortage_days:segou < 2 d in 80 % of runs\n"
            "\n"
            "   units  runs         runs that meet  shortage_days, d  not served, m3  decision\n"
            "       0   100   10.0 % (5.0 to 18.0)              9.00            1234  not met\n"
            "       1   400  81.0 % (77.0 to 85.0)              1.50            20.0  undecided\n"
            "       2   100  95.0 % (88.0 to 98.0)              0.50            3.00  met\n"
            "\n" +
                answer_text(finding()));
}

TEST(FindingText, SaysWhatIsUndecidedBelow) {
  EXPECT_EQ(answer_text(finding()),
            "The least value that meets it is 2: 95.0 % (88.0 to 98.0).\n"
            "Undecided, and so not counted as enough: 1; --max-replications may decide.\n"
            "Each interval holds with 98.75 %, so that a decision is wrong in 5 % of cases at most.\n");
}

TEST(FindingText, SaysWhatBindsWhereNoneSuffices) {
  Finding f = finding();
  f.search.found.reset();
  f.search.tried.resize(1);
  EXPECT_THAT(answer_text(f), HasSubstr("No value suffices, from 0 to 3.\nUp to the last value it makes a "
                                        "difference; look beyond 3.\n"));
  f.search.plateau = {2, false};
  f.cause = "loading";
  f.cause_share = 0.62;
  EXPECT_THAT(
      answer_text(f),
      HasSubstr("From 2 on, more makes no difference that the runs could tell.\n"
                "What binds from 2 on is loading: it is to blame for 62 % of what is not served there.\n"));
  f.cause.clear();
  f.search.plateau = {0, true};
  EXPECT_THAT(answer_text(f), HasSubstr("No value makes a difference: every run is the same.\n"
                                        "All that is asked for is served there.\n"));
}

TEST(FindingText, SaysWhereMoreIsNotBetter) {
  Finding f = finding();
  f.search.breach = {2, 3, 40, 1, 0.001};
  f.search.way = Search::Way::scanned;
  EXPECT_THAT(answer_text(f),
              HasSubstr("More is not always better: 40 runs meet it at 2 and not at 3, and 1 the "
                        "other way round (p = 0.001).\n"
                        "So values were tried one by one, from 0 on.\n"));
  f.search.found = 0;
  EXPECT_THAT(answer_text(f), HasSubstr("--greatest tells how far one may go"));
  f.search.stopped = true;
  EXPECT_THAT(answer_text(f), HasSubstr("Stopped before there was an answer"));
}

/// The values come from the greatest down, the table from the least up.
TEST(FindingText, OfTheGreatestSpeaksOfLess) {
  Finding f = finding();
  f.greatest = true;
  f.values = {"3", "2", "1", "0"};
  f.search.reversals = 2;
  f.search.compared = 100;
  EXPECT_THAT(answer_text(f), HasSubstr("In 2 of 100 runs less did worse"));
  EXPECT_THAT(answer_text(f), HasSubstr("The greatest value that meets it is 1"));
  const std::string text = finding_text(f);
  EXPECT_LT(text.find("95.0 %"), text.find("10.0 %"));
}

}  // namespace
}  // namespace citerne::report
