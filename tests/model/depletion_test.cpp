#include "citerne/model/depletion.hpp"

#include <gtest/gtest.h>

#include "citerne/base/dates.hpp"
#include "shapes.hpp"

namespace citerne {
namespace {

constexpr std::int64_t kNormalDay = 86'400'000;
const Instant kStart = *parse_instant("2025-06-02");
const Instant kEnd = kStart + days(20);

TEST(Drawn, IsTheFloorOfRateTimesProfile) {
  const Draw draw{.full = 1'000};  // 1 l a normal day
  EXPECT_EQ(drawn(draw, kNormalDay).demand, millilitres(1'000));
  EXPECT_EQ(drawn(draw, kNormalDay / 1'000).demand, millilitres(1));
  EXPECT_EQ(drawn(draw, kNormalDay / 1'000 - 1).demand, Volume{});
  EXPECT_EQ(drawn(draw, kNormalDay).served, millilitres(1'000));
}

TEST(Drawn, ServesTheShareOfWholeMillilitres) {
  const Draw draw{.full = 1'000, .share = percent(60)};
  EXPECT_EQ(drawn(draw, kNormalDay).served, millilitres(600));
  const Draw nothing{.full = 1'000, .share = {}};
  EXPECT_EQ(drawn(nothing, kNormalDay).served, Volume{});
  EXPECT_EQ(drawn(nothing, kNormalDay).demand, millilitres(1'000));
}

TEST(Drawn, HoldsForTheLargestRates) {
  const Draw draw{.full = 100'000'000'000'000, .share = percent(50)};  // 100 million m3 a day, for 10 years
  const Drawn d = drawn(draw, 3'650 * kNormalDay);
  EXPECT_EQ(d.demand.count(), 100'000'000'000'000 * 3'650);
  EXPECT_EQ(d.served.count(), 50'000'000'000'000 * 3'650);
}

/// **Exact depletion**: it changes no sum at which instants one settles, for any rate and any share.
TEST(Settle, ChangesNoSumWhereverItFalls) {
  Stream dice{{.seed = 3, .purpose = Purpose::property_test}};
  for (int trial = 0; trial < 2'000; ++trial) {
    SCOPED_TRACE(trial);
    const std::int64_t largest = trial % 3 == 0 ? 20 : trial % 3 == 1 ? 100'000'000 : 9'000'000'000'000;
    const Draw straight{.full = static_cast<std::int64_t>((std::uint64_t{dice()} << 32 | dice()) %
                                                          static_cast<std::uint64_t>(largest)),
                        .share = Share{dice() % 1'000'001}};
    Draw often = straight;
    Drawn sum;
    std::int64_t p = 0;
    for (int i = 0; i < 40; ++i) {
      p += dice() % (trial % 2 == 0 ? 2'000u : 90'000'000u);
      const Drawn part = settle(often, p);
      sum.demand += part.demand;
      sum.served += part.served;
      ASSERT_LE(part.served, part.demand);
      ASSERT_GE(part.served, Volume{});
      ASSERT_EQ(sum.demand, drawn(straight, p).demand);
      ASSERT_EQ(sum.served, drawn(straight, p).served);
    }
  }
}

/// A new rate or share keeps the remainders: nothing is lost or made by a change.
TEST(Settle, CarriesRemaindersOverChangesOfTheShare) {
  Stream dice{{.seed = 4, .purpose = Purpose::property_test}};
  Draw draw{.full = 777'777};
  Volume demand;
  std::int64_t p = 0;
  for (int i = 0; i < 1'000; ++i) {
    draw.share = Share{dice() % 1'000'001};
    p += dice() % 5'000;
    const Drawn part = settle(draw, p);
    ASSERT_LE(part.served, part.demand);
    demand += part.demand;
  }
  EXPECT_EQ(demand, drawn(Draw{.full = 777'777}, p).demand);
}

Instant by_search(std::span<const Draw> draws, std::span<const CumulativeProfile> profiles, Volume volume,
                  Instant now, Instant until) {
  for (Instant t = now + seconds(1); t <= until; t = t + seconds(1))
    if (taken(draws, profiles, t) >= volume) return t;
  return Instant::never();
}

/// **Exact depletion**: the instant is the one that trying every second finds.
TEST(FirstTaking, IsTheSecondThatASearchFinds) {
  Stream dice{{.seed = 5, .purpose = Purpose::property_test}};
  for (int trial = 0; trial < 150; ++trial) {
    SCOPED_TRACE(trial);
    const std::vector<CumulativeProfile> profiles{{flat(), kStart, kEnd}, {uneven(dice), kStart, kEnd}};
    const Instant now = kStart + seconds(dice() % 200'000), until = now + seconds(dice() % 300'000);
    std::vector<Draw> draws(1 + dice() % 4);
    for (Draw& d : draws) {
      const std::int64_t largest = dice() % 3 == 0 ? 100 : dice() % 2 == 0 ? 10'000'000 : 5'000'000'000'000;
      d.full = static_cast<std::int64_t>((std::uint64_t{dice()} << 32 | dice()) %
                                         static_cast<std::uint64_t>(largest));
      d.share = dice() % 3 == 0 ? percent(100) : Share{dice() % 1'000'001};
      d.profile = dice() % 2;
      d.full_carry = dice() % kNormalDay;
      d.share_carry = dice() % 1'000'000;
      d.settled_at = profiles[d.profile].at(now);
    }
    const std::int64_t most = taken(draws, profiles, until).count();
    const Volume volume{1 + static_cast<std::int64_t>(dice() % 1'000) * (most + most / 50) / 1'000};
    EXPECT_EQ(first_taking(draws, profiles, volume, now, until),
              by_search(draws, profiles, volume, now, until));
  }
}

TEST(FirstTaking, IsNeverWhereNothingIsDrawn) {
  const std::vector<CumulativeProfile> profiles{{flat(), kStart, kEnd}};
  EXPECT_EQ(first_taking({}, profiles, litres(1), kStart, kEnd), Instant::never());
  const std::vector<Draw> none{{.full = 0}, {.full = 1'000'000, .share = {}}};
  EXPECT_EQ(first_taking(none, profiles, litres(1), kStart, kEnd), Instant::never());
  const std::vector<Draw> some{{.full = 1'000}};
  EXPECT_EQ(first_taking(some, profiles, litres(21), kStart, kEnd), Instant::never());
  EXPECT_EQ(first_taking(some, profiles, litres(20), kStart, kEnd), kEnd);
}

/// Slower than a millilitre a second, faster than a tank a second: both are found.
TEST(FirstTaking, FindsTinyAndHugeRates) {
  const std::vector<CumulativeProfile> profiles{{flat(), kStart, kEnd}};
  const std::vector<Draw> tiny{{.full = 1}};
  EXPECT_EQ(first_taking(tiny, profiles, millilitres(3), kStart, kEnd), kStart + days(3));
  const std::vector<Draw> huge{{.full = 8'640'000'000'000'000}};  // 100 thousand m3 a second
  EXPECT_EQ(first_taking(huge, profiles, cubic_metres(100'000), kStart, kEnd), kStart + seconds(1));
  EXPECT_EQ(first_taking(huge, profiles, millilitres(1), kStart, kEnd), kStart + seconds(1));
}

}  // namespace
}  // namespace citerne
