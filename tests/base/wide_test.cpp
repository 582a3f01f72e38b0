#include "citerne/base/wide.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

#include "citerne/base/random.hpp"

namespace citerne {
namespace {

TEST(ProductOver, IsThatOf128BitsWhetherOrNotTheProductFits) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  Stream draw{{.seed = 3, .purpose = Purpose::property_test}};
  int wide = 0;
  for (int trial = 0; trial < 20'000; ++trial) {
    const auto number = [&](unsigned bits) {
      const std::uint64_t both = std::uint64_t{draw()} << 32 | draw();
      return static_cast<std::int64_t>(both >> (64 - bits));
    };
    const std::int64_t a = number(1 + draw() % 62), b = number(1 + draw() % 62), more = number(40);
    const Wide product = Wide{a} * b + more;
    const std::int64_t unit = static_cast<std::int64_t>(product >> 62) + 1 + number(20);
    const Quotient found = product_over(a, b, more, unit);
    ASSERT_EQ(Wide{found.whole} * unit + found.rest, product) << a << " x " << b << " + " << more;
    ASSERT_GE(found.rest, 0);
    ASSERT_LT(found.rest, unit);
    wide += product > kMost ? 1 : 0;
  }
  EXPECT_GT(wide, 1'000);
  EXPECT_LT(wide, 19'000);
  EXPECT_EQ(product_over(kMost, 1, 1, 2).whole, std::int64_t{1} << 62) << "the sum alone does not fit";
}

}  // namespace
}  // namespace citerne
