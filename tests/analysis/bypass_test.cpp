#include "citerne/analysis/bypass.hpp"

#include <gtest/gtest.h>

namespace citerne::analysis {
namespace {

/// Two towns: one with two lines of which the first meets the control, one that it does not concern.
Result three_lines(std::vector<double> left) {
  Result r;
  r.axes = {{"replication", 2}, {"event", 1}, {"line", 4}};
  const auto put = [&](const char* name, std::vector<std::string> axes, Values values) {
    r.variables.push_back({"", name, std::move(axes), std::move(values), {}});
  };
  put("event", {"event"}, std::vector<std::string>{"blockade"});
  put("line", {"line"},
      std::vector<std::string>{"a: petrol from dakar by north", "a: petrol from dakar by south",
                               "a: petrol from abidjan", "b: petrol from abidjan"});
  put("line_tank", {"line"},
      std::vector<std::string>{"a/depot petrol", "a/depot petrol", "a/depot petrol", "b/depot petrol"});
  put("line_share", {"line"}, std::vector<double>{0.5, 0.3, 0.2, 1.0});
  put("line_meets", {"event", "line"}, std::vector<std::int64_t>{1, 0, 0, 0});
  put("left_under", {"replication", "event", "line"}, std::move(left));
  return r;
}

TEST(Bypass, ComparesWithTheSharesOfANormalYear) {
  // Of 100 loads 50 would go north, 30 south, 20 from Abidjan. Means of the two runs: 10, 60, 30.
  const auto found = bypasses(three_lines({20, 50, 30, 7, 0, 70, 30, 9}));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].event, "blockade");
  EXPECT_DOUBLE_EQ(found[0].through, 50.0);
  EXPECT_DOUBLE_EQ(found[0].share, 0.8);
  ASSERT_EQ(found[0].ways.size(), 2u);
  EXPECT_EQ(found[0].ways[0].name, "dakar by south");
  EXPECT_DOUBLE_EQ(found[0].ways[0].share, 0.6);
  EXPECT_EQ(found[0].ways[1].name, "abidjan");
  EXPECT_DOUBLE_EQ(found[0].ways[1].share, 0.2);
}

TEST(Bypass, IsNothingWhereNothingLeftOrNobodyIsConcerned) {
  EXPECT_TRUE(bypasses(three_lines({0, 0, 0, 50, 0, 0, 0, 50})).empty());
  EXPECT_TRUE(bypasses(Result{}).empty());
}

TEST(Bypass, IsZeroWhereHabitsHold) {
  const auto found = bypasses(three_lines({50, 30, 20, 7, 50, 30, 20, 9}));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_DOUBLE_EQ(found[0].share, 0.0);
  EXPECT_TRUE(found[0].ways.empty());
}

}  // namespace
}  // namespace citerne::analysis
