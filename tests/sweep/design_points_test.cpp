#include "citerne/sweep/design_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne::sweep {
namespace {

using testing::ElementsAre;

/// Joe and Kuo's own listing of the first ten points in three dimensions.
TEST(Sobol, BeginsAsPublished) {
  const DesignPoints design = sobol(10, 3);
  ASSERT_EQ(design.size(), 10u);
  EXPECT_THAT(design[0], ElementsAre(0.0, 0.0, 0.0));
  EXPECT_THAT(design[1], ElementsAre(0.5, 0.5, 0.5));
  EXPECT_THAT(design[2], ElementsAre(0.75, 0.25, 0.25));
  EXPECT_THAT(design[3], ElementsAre(0.25, 0.75, 0.75));
  EXPECT_THAT(design[4], ElementsAre(0.375, 0.375, 0.625));
  EXPECT_THAT(design[5], ElementsAre(0.875, 0.875, 0.125));
  EXPECT_THAT(design[6], ElementsAre(0.625, 0.125, 0.875));
  EXPECT_THAT(design[7], ElementsAre(0.125, 0.625, 0.375));
  EXPECT_THAT(design[8], ElementsAre(0.1875, 0.3125, 0.9375));
  EXPECT_THAT(design[9], ElementsAre(0.6875, 0.8125, 0.4375));
}

}  // namespace
}  // namespace citerne::sweep
