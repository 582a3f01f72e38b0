#include "citerne/model/rationing.hpp"

#include <algorithm>
#include <memory>

#include <glpk.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "citerne/base/random.hpp"

namespace citerne {
namespace {

using testing::ElementsAre;

std::vector<DailyVolume> demands(std::initializer_list<std::int64_t> litres) {
  std::vector<DailyVolume> out;
  for (const std::int64_t l : litres) out.push_back(litres_per_day(l));
  return out;
}

TEST(Rationing, ProportionalIsTheSameShareForAll) {
  EXPECT_THAT(ration(Rationing::proportional, demands({10, 20, 70}), {}, percent(40)),
              ElementsAre(percent(40), percent(40), percent(40)));
}

TEST(Rationing, StrictServesOneAfterTheOther) {
  const std::vector<std::size_t> rank{2, 0, 1};
  // Of 100 there are 80: 70 for the third, 10 for the first, nothing for the second.
  EXPECT_THAT(ration(Rationing::strict, demands({10, 20, 70}), rank, percent(80)),
              ElementsAre(percent(100), Share{}, percent(100)));
  // 35: half of what the third asks for.
  EXPECT_THAT(ration(Rationing::strict, demands({10, 20, 70}), rank, percent(35)),
              ElementsAre(Share{}, Share{}, percent(50)));
}

TEST(Rationing, MaxMinGivesAllTheSameVolume) {
  // Of 100 there are 60: the first gets its 10, 50 are left for two who ask for 20 and 70: 20 and 30.
  EXPECT_THAT(ration(Rationing::max_min, demands({10, 20, 70}), {}, percent(60)),
              ElementsAre(percent(100), percent(100), Share{428'571}));
  EXPECT_THAT(ration(Rationing::max_min, demands({70, 70}), {}, percent(50)),
              ElementsAre(percent(50), percent(50)));
  EXPECT_THAT(ration(Rationing::max_min, demands({5, 0}), {}, percent(100)),
              ElementsAre(percent(100), percent(100)));
}

/// The max-min allocation by linear programs: raise the least allocation as far as it goes, fix who cannot
/// get more, and again with the others (Bertsekas and Gallager, 1992, section 6.5.2).
std::vector<double> by_linear_program(const std::vector<double>& demand, double supply) {
  const int n = static_cast<int>(demand.size());
  std::vector<double> fixed(demand.size(), -1.0);
  while (std::ranges::count(fixed, -1.0) > 0) {
    const auto least = [&](int whom) {  // the most that `whom` gets (or the least of the open ones: n + 1)
      const std::unique_ptr<glp_prob, decltype(&glp_delete_prob)> lp{glp_create_prob(), &glp_delete_prob};
      glp_set_obj_dir(lp.get(), GLP_MAX);
      glp_add_cols(lp.get(), n + 1);
      for (int i = 1; i <= n; ++i) {
        const double f = fixed[static_cast<std::size_t>(i - 1)], d = demand[static_cast<std::size_t>(i - 1)];
        if (f >= 0.0)
          glp_set_col_bnds(lp.get(), i, GLP_FX, f, f);
        else
          glp_set_col_bnds(lp.get(), i, d > 0.0 ? GLP_DB : GLP_FX, 0.0, d);
      }
      glp_set_col_bnds(lp.get(), n + 1, GLP_LO, 0.0, 0.0);
      glp_set_obj_coef(lp.get(), whom, 1.0);
      const int rows = glp_add_rows(lp.get(), n + 1);
      std::vector<int> all(1, 0);
      std::vector<double> ones(1, 0.0);
      for (int i = 1; i <= n; ++i) all.push_back(i), ones.push_back(1.0);
      glp_set_row_bnds(lp.get(), rows, GLP_UP, 0.0, supply);
      glp_set_mat_row(lp.get(), rows, n, all.data(), ones.data());
      for (int i = 1; i <= n; ++i) {  // x_i >= z for the open ones
        const int columns[] = {0, i, n + 1};
        const double signs[] = {0.0, 1.0, -1.0};
        const bool open = fixed[static_cast<std::size_t>(i - 1)] < 0.0;
        glp_set_row_bnds(lp.get(), rows + i, open ? GLP_LO : GLP_FR, 0.0, 0.0);
        glp_set_mat_row(lp.get(), rows + i, 2, columns, signs);
      }
      glp_smcp quiet;
      glp_init_smcp(&quiet);
      quiet.msg_lev = GLP_MSG_OFF;
      EXPECT_EQ(glp_simplex(lp.get(), &quiet), 0);
      return glp_get_obj_val(lp.get());
    };
    const double z = least(n + 1);
    bool any = false;
    for (std::size_t i = 0; i < demand.size(); ++i)
      if (fixed[i] < 0.0 && demand[i] <= z + 1e-9) fixed[i] = demand[i], any = true;
    if (!any)  // the supply binds: all open ones get z
      for (double& f : fixed)
        if (f < 0.0) f = z;
  }
  return fixed;
}

TEST(Rationing, MaxMinIsTheLinearProgramsAnswer) {
  for (std::uint32_t trial = 0; trial < 300; ++trial) {
    Stream dice{{2026, trial, Purpose::property_test}};
    std::vector<DailyVolume> asked;
    std::vector<double> litres;
    double sum = 0.0;
    for (std::uint32_t n = 1 + dice() % 7, i = 0; i < n; ++i) {
      const std::int64_t l = dice() % 5 == 0 ? 1'000 : 1 + dice() % 100'000;
      asked.push_back(litres_per_day(l));
      litres.push_back(static_cast<double>(l));
      sum += litres.back();
    }
    const Share serves{static_cast<std::int64_t>(dice() % 1'000'001)};
    const double supply = sum * static_cast<double>(serves.count()) / 1e6;
    const std::vector<Share> got = ration(Rationing::max_min, asked, {}, serves);
    const std::vector<double> best = by_linear_program(litres, supply);
    double given = 0.0;
    for (std::size_t i = 0; i < got.size(); ++i) {
      const double volume = litres[i] * static_cast<double>(got[i].count()) / 1e6;
      given += volume;
      EXPECT_NEAR(volume, best[i], 1.0 + 1e-6 * litres[i]) << "trial " << trial << ", class " << i;
    }
    EXPECT_LE(given, supply + 1e-6);
  }
}

}  // namespace
}  // namespace citerne
