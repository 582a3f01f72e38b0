#include "citerne/report/sweep_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace citerne::report {
namespace {

using sweep::CellFigures;
using sweep::Sweep;
using testing::HasSubstr;
using testing::Not;

/// Units by tank, two by three; the share of cell c is 10 c, and the first shortage comes in the last cell
/// alone.
struct UnitsByTank {
  Sweep sweep;
  sweep::StudyFigures figures;

  UnitsByTank() {
    sweep.name = "Units by tank";
    sweep.replications = 4;
    sweep.block = 4;
    sweep.factors = {{"units", "escorts.south.units", {"1", "2"}, {}, {}},
                     {"tank", "sites.x/depot.petrol.tank_m3", {"10", "20", "30"}, {}, {}}};
    sweep.metrics = {analysis::parse_metric("unserved_share"),
                     analysis::parse_metric("first_shortage:bamako")};
    for (std::size_t c = 0; c < 6; ++c) {
      sweep.cells.push_back({sweep.factors[0].levels[c / 3], sweep.factors[1].levels[c % 3]});
      const double share = 10.0 * static_cast<double>(c), never = std::numeric_limits<double>::infinity();
      CellFigures cell{4, 21.0, {}};
      cell.metrics.push_back({{share, share - 1.0, share + 1.0}, share, share, share, 0});
      cell.metrics.push_back({{c == 5 ? 3.0 : 21.0, 3.0, 21.0}, never, never, never, c == 5 ? 0u : 4u});
      figures.cells.push_back(cell);
    }
  }
  std::string text() const { return sweep_text(sweep, figures); }
};

TEST(SweepText, HasATableOfTwoFactorsTheWorseTheDarker) {
  EXPECT_THAT(UnitsByTank{}.text(),
              HasSubstr("unserved_share, %: mean over replications, with its 95 % interval\n"
                        "\n"
                        "  units        tank 10        tank 20        tank 30\n"
                        "  1      0.00 ± 1.00    10.0 ± 1.00 ░  20.0 ± 1.00 ▒\n"
                        "  2      30.0 ± 1.00 ▒  40.0 ± 1.00 ▓  50.0 ± 1.00 █\n"));
}

TEST(SweepText, NamesTheBestCellOfEachMetric) {
  const std::string text = UnitsByTank{}.text();
  EXPECT_THAT(
      text,
      HasSubstr("unserved_share                %        0.00 (-1.00 to 1.00)        units 1, tank 10\n"));
  EXPECT_THAT(text, HasSubstr("first_shortage:bamako         d        not by the end              units 1, "
                              "tank 10 and 4 more\n"));
}

TEST(SweepText, ACellWithoutRunsIsNeitherBestNorWorst) {
  UnitsByTank study;
  study.figures.cells[0] = {};
  EXPECT_THAT(study.text(), HasSubstr("  1                  -  10.0 ± 1.00    20.0 ± 1.00 ░\n"));
  EXPECT_THAT(study.text(), Not(HasSubstr("units 1, tank 10\n")));
}

TEST(SweepText, OfOtherDesignsRanksTheCells) {
  UnitsByTank study;
  study.sweep.design = sweep::Design::sobol;
  const std::string text = study.text();
  EXPECT_LT(text.find("units 1, tank 10"), text.find("units 2, tank 30"));
  EXPECT_THAT(text, HasSubstr("  50.0 (49.0 to 51.0)         units 2, tank 30\n"));
}

}  // namespace
}  // namespace citerne::report
