#include "citerne/sweep/sensitivity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "sweep/small_sweep.hpp"

namespace citerne::sweep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kThreeFactors =
    "factors:\n"
    "  tankers: { path: fleets.dakar.tankers, from: 1000 tankers, to: 2000 tankers }\n"
    "  news: { path: events.western_blockade.news_after, from: 0 h, to: 100 h }\n"
    "  policy: { path: events.western_blockade.stopped_convoys, values: [hold, reroute] }\n"
    "metrics: [unserved, \"first_shortage:bamako\"]\n";

/// The number that a value begins with.
double real(const std::string& text) { return std::stod(text); }

/// A study in whose cells the outcome is a function of the factors, and luck is the same in all.
class SensitivityTest : public testing::Test {
 protected:
  Folder study(const std::string& plan, const std::function<double(const Cell&)>& outcome) {
    const Sweep sweep = sweep_of_plan(plan);
    const Folder folder{holder.path() / "study", sweep};
    for (std::size_t number = 0; number < sweep.tasks(); ++number) {
      const Task t = task(sweep, number);
      Shard shard{t, {}, 1, 21.0};
      for (std::uint32_t r = t.first; r < t.first + t.count; ++r) {
        shard.values.push_back(outcome(sweep.cells[t.cell]) + 5.0 * r);
        shard.values.push_back(std::numeric_limits<double>::infinity());
      }
      folder.keep(shard);
    }
    return folder;
  }
  static const Influence& of(const Sensitivity& s, const std::string& factor) {
    for (const Influence& i : s.factors)
      if (i.factor == factor) return i;
    throw std::logic_error{factor};
  }

  TemporaryFolder holder;
  const analysis::Metric unserved{analysis::Measure::unserved, "", ""};
};

/// 3 * tankers/1000 + policy: of the grid of 2 by 2, variance 9/4 and 1/4.
TEST_F(SensitivityTest, OfAGridIsWorkedOut) {
  const Folder folder =
      study(head_of_plan() +
                "factors:\n"
                "  policy: { path: events.western_blockade.stopped_convoys, values: [hold, reroute] }\n"
                "  tankers: { path: fleets.dakar.tankers, values: [1000 tankers, 2000 tankers] }\n"
                "metrics: [unserved, \"first_shortage:bamako\"]\n",
            [](const Cell& c) { return 3.0 * real(c[1]) / 1'000.0 + (c[0] == "hold" ? 1.0 : 0.0); });
  const Sensitivity s = sensitivity_of(folder, unserved);
  EXPECT_EQ(s.method, Method::grid_variance);
  EXPECT_EQ(s.factors[0].factor, "tankers") << "the most important first";
  EXPECT_NEAR(of(s, "tankers").alone.mid, 0.9, 1e-9);
  EXPECT_NEAR(of(s, "policy").together.mid, 0.1, 1e-9);
  EXPECT_EQ(of(s, "tankers").direction, 1);
  EXPECT_EQ(of(s, "policy").direction, 0) << "words have none";
  EXPECT_TRUE(s.compared);
  EXPECT_THAT(s.alike, IsEmpty()) << "luck is the same in all cells, so nothing is in doubt";
  const Sensitivity never = sensitivity_of(folder, analysis::parse_metric("first_shortage:bamako"));
  EXPECT_FALSE(never.varies);
  EXPECT_THAT(never.alike, ElementsAre(ElementsAre(0u, 1u, 2u, 3u)));
}

TEST_F(SensitivityTest, OfPointsThatAreDrawnIsARegression) {
  const Folder folder =
      study(head_of_plan("replications: 2\ndesign: latin_hypercube\npoints: 40\n") + kThreeFactors,
            [](const Cell& c) { return -2.0 * real(c[1]) + (c[2] == "hold" ? 0.0 : 30.0); });
  const Sensitivity s = sensitivity_of(folder, unserved);
  EXPECT_EQ(s.method, Method::regression);
  EXPECT_NEAR(s.r_squared, 1.0, 1e-6);
  EXPECT_EQ(s.factors[0].factor, "news");
  EXPECT_EQ(s.factors[0].direction, -1);
  EXPECT_NEAR(of(s, "tankers").alone.mid, 0.0, 1e-6);
}

TEST_F(SensitivityTest, OfSaltellisDesignAreSobolsIndices) {
  const Folder folder =
      study(head_of_plan("replications: 2\ndesign: saltelli\npoints: 128\n") + kThreeFactors,
            [](const Cell& c) { return real(c[1]) * (real(c[0]) - 1'500.0) / 1'000.0; });
  const Sensitivity s = sensitivity_of(folder, unserved);
  EXPECT_EQ(s.method, Method::sobol_indices);
  // x1 uniform on [0, 100], x2 on [-1/2, 1/2]: x2 alone makes 3/4, both together 1/4, x1 alone nothing.
  EXPECT_NEAR(of(s, "tankers").alone.mid, 0.75, 0.1);
  EXPECT_NEAR(of(s, "tankers").together.mid, 1.0, 0.1);
  EXPECT_NEAR(of(s, "news").alone.mid, 0.0, 0.1);
  EXPECT_NEAR(of(s, "news").together.mid, 0.25, 0.1);
  EXPECT_NEAR(of(s, "policy").together.mid, 0.0, 1e-9);
}

TEST_F(SensitivityTest, OfMorrissDesignAreElementaryEffects) {
  const Folder folder = study(head_of_plan("replications: 2\ndesign: morris\npoints: 10\n") + kThreeFactors,
                              [](const Cell& c) { return 0.5 * real(c[1]); });
  const Sensitivity s = sensitivity_of(folder, unserved);
  EXPECT_EQ(s.method, Method::elementary_effects);
  EXPECT_EQ(s.factors[0].factor, "news");
  EXPECT_NEAR(s.factors[0].effect.mid, 50.0, 0.5) << "of its whole range of 100 h; values are rounded";
  EXPECT_NEAR(of(s, "policy").effect.mid, 0.0, 1e-9);
}

TEST_F(SensitivityTest, NeedsEveryCellWhereTheDesignDoes) {
  const Folder grid = study(head_of_plan() + kFourCells.substr(0, kFourCells.find("metrics")) +
                                "metrics: [unserved, \"first_shortage:bamako\"]\n",
                            [](const Cell&) { return 1.0; });
  std::filesystem::remove(grid.shard_path(task(grid.sweep(), 3)));
  try {
    sensitivity_of(grid, unserved);
    FAIL() << "it was worked out";
  } catch (const std::runtime_error& fault) {
    EXPECT_THAT(fault.what(), HasSubstr("1 of 4 cells have not all their runs"));
  }
}

/// A cell that failed will never be there: a line through the others is what can be had.
TEST_F(SensitivityTest, OfAGridWithAFailureIsARegression) {
  const Folder grid = study(head_of_plan() + kFourCells.substr(0, kFourCells.find("metrics")) +
                                "metrics: [unserved, \"first_shortage:bamako\"]\n",
                            [](const Cell& c) { return real(c[0]); });
  const Task failed = task(grid.sweep(), 3);
  std::filesystem::remove(grid.shard_path(failed));
  grid.keep_failure(failed, "no fuel");
  const Sensitivity s = sensitivity_of(grid, unserved);
  EXPECT_EQ(s.method, Method::regression);
  EXPECT_EQ(s.left_out, 1u);
  EXPECT_FALSE(s.enough) << "three cells for two factors";
}

TEST_F(SensitivityTest, LeavesOutCellsWithoutRunsWhereItCan) {
  const Folder folder = study(head_of_plan("replications: 2\ndesign: sobol\npoints: 16\n") + kThreeFactors,
                              [](const Cell& c) { return real(c[0]); });
  std::filesystem::remove(folder.shard_path(task(folder.sweep(), 3)));
  const Sensitivity s = sensitivity_of(folder, unserved);
  EXPECT_EQ(s.left_out, 1u);
  EXPECT_NEAR(s.r_squared, 1.0, 1e-9);
  EXPECT_THROW(sensitivity_of(folder, analysis::parse_metric("served")), analysis::BadMetric);
}

TEST_F(SensitivityTest, SaysWhenCellsAreTooFew) {
  const Folder folder = study(head_of_plan("replications: 2\ndesign: sobol\npoints: 3\n") + kThreeFactors,
                              [](const Cell& c) { return real(c[0]); });
  EXPECT_FALSE(sensitivity_of(folder, unserved).enough);
}

}  // namespace
}  // namespace citerne::sweep
