#include "citerne/report/sensitivity_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne::report {
namespace {

using sweep::Influence;
using sweep::Method;
using testing::HasSubstr;
using testing::Not;

/// Units and tank, of which the first does all.
struct UnitsMatterMost {
  sweep::Sweep sweep;
  sweep::Sensitivity found;

  explicit UnitsMatterMost(Method method) {
    sweep.name = "Units by tank";
    sweep.factors = {{"units", "escorts.south.units", {"1", "2"}, {}, {}},
                     {"tank", "sites.x/depot.petrol.tank_m3", {"10", "20"}, {}, {}}};
    found.metric = analysis::parse_metric("unserved_share");
    found.method = method;
    Influence units{.factor = "units", .direction = -1}, tank{.factor = "tank", .direction = 1};
    units.alone = units.together = {0.9, 0.8, 0.95};
    found.factors = {units, tank};
  }
  std::string text() const { return sensitivity_text(sweep, found); }
};

TEST(SensitivityText, WhatDoesNothingHasNoDirection) {
  EXPECT_THAT(UnitsMatterMost{Method::grid_variance}.text(),
              HasSubstr("units explains 90 % (80 to 95) of unserved_share; the more of it, the less.\n"
                        "tank explains 0 % (0 to 0) of unserved_share.\n"));
}

TEST(SensitivityText, ShowsSmallEffectsWithTheirDigits) {
  UnitsMatterMost study{Method::elementary_effects};
  study.found.factors[0].effect = {0.0031, 0.0012, 0.0052};
  EXPECT_THAT(study.text(),
              HasSubstr("units moves unserved_share by 0.0031 (0.0012 to 0.0052) % over its range"));
}

TEST(SensitivityText, SharesAboveTheWholeAreNotToBeLeanedOn) {
  UnitsMatterMost study{Method::sobol_indices};
  EXPECT_THAT(study.text(), Not(HasSubstr("more than 100 %")));
  study.found.factors[1].alone = {0.7, 0.0, 1.0};
  EXPECT_THAT(study.text(), HasSubstr("adds up to more than 100 %"));
}

TEST(SensitivityText, TellsWhyALineStandsIn) {
  UnitsMatterMost study{Method::regression};
  study.found.left_out = 1;
  study.sweep.design = sweep::Design::saltelli;
  EXPECT_THAT(study.text(),
              HasSubstr("Left out: 1 cell without all runs; the design saltelli needs every cell"));
  study.sweep.design = sweep::Design::sobol;
  EXPECT_THAT(study.text(), HasSubstr("Left out: 1 cell without all runs.\n"));
}

}  // namespace
}  // namespace citerne::report
