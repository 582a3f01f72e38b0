#include "citerne/model/depletion.hpp"

#include <algorithm>
#include <optional>

#include "citerne/base/contract.hpp"
#include "citerne/base/wide.hpp"

namespace citerne {
namespace {

constexpr std::int64_t kNormalDay = 86'400'000;  // thousandths of a second
constexpr std::int64_t kWhole = 1'000'000;       // a share of 100 %

Quotient demand_by(const Draw& draw, std::int64_t p) {
  return product_over(draw.full, p - draw.settled_at, draw.full_carry, kNormalDay);
}

/// What is served of a demand of whole millilitres.
Quotient served_of(const Draw& draw, std::int64_t demand) {
  if (draw.share.count() == kWhole) return {demand, draw.share_carry};  // the carry is below 1 ml
  if (draw.share.count() == 0) return {0, draw.share_carry};
  return product_over(draw.share.count(), demand, draw.share_carry, kWhole);
}

/// Thousandths of a second of a normal day, at `rate` ml a day; far away where that is too long to count.
std::int64_t time_to_take(std::int64_t ml, std::int64_t rate) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(ml, kNormalDay, &product)) return std::int64_t{1} << 60;
  return product / rate + 1;
}

/// Of one draw that gets all that it asks for: exactly, where that can be counted in 64 bits.
std::optional<Instant> first_demanding(const Draw& draw, const CumulativeProfile& profile, std::int64_t ml,
                                       Instant now) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(ml, kNormalDay, &product)) return std::nullopt;
  const std::int64_t heap = (product - draw.full_carry + draw.full - 1) / draw.full;
  return profile.first_reaching(draw.settled_at + heap, now);
}

std::int64_t taken_ml(std::span<const Draw> draws, std::span<const CumulativeProfile> profiles, Instant t) {
  std::int64_t sum = 0;
  for (const Draw& draw : draws)
    sum += served_of(draw, demand_by(draw, profiles[draw.profile].at(t)).whole).whole;
  return sum;
}

}  // namespace

Drawn drawn(const Draw& draw, std::int64_t p) {
  const std::int64_t demand = demand_by(draw, p).whole;
  return {Volume{demand}, Volume{served_of(draw, demand).whole}};
}

Drawn settle(Draw& draw, std::int64_t p) {
  const Quotient demand = demand_by(draw, p);
  draw.full_carry = demand.rest;
  draw.settled_at = p;
  return hand_out(draw, Volume{demand.whole});
}

Drawn hand_out(Draw& draw, Volume demand) {
  const Quotient served = served_of(draw, demand.count());
  draw.share_carry = served.rest;
  return {demand, Volume{served.whole}};
}

Volume taken(std::span<const Draw> draws, std::span<const CumulativeProfile> profiles, Instant t) {
  return Volume{taken_ml(draws, profiles, t)};
}

Instant first_taking(std::span<const Draw> draws, std::span<const CumulativeProfile> profiles, Volume volume,
                     Instant now, Instant until) {
  const std::int64_t need = volume.count();
  CITERNE_EXPECT(need > 0);
  if (draws.size() == 1 && draws[0].share.count() == kWhole && draws[0].full > 0)
    if (const auto reached = first_demanding(draws[0], profiles[draws[0].profile], need, now))
      return *reached <= until ? *reached : Instant::never();
  std::int64_t rate = 0, most = -1;
  std::size_t leader = 0;  // the class that draws most: its profile gives the guesses
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const std::int64_t served = product_over(draws[i].full, draws[i].share.count(), kWhole - 1, kWhole).whole;
    rate += served;
    if (served > most) leader = i;
    most = std::max(most, served);
  }
  if (rate == 0) return Instant::never();
  const CumulativeProfile& profile = profiles[draws[leader].profile];

  // Invariant: taken(low) < need <= taken(high). Guesses by the leader's profile close in fast, since they
  // are exact when all classes share it; halving makes sure.
  std::int64_t low = now.unix_seconds(), high = until.unix_seconds(), missing = need;
  if (high <= low || taken_ml(draws, profiles, until) < need) return Instant::never();
  for (int round = 0; high - low > 1; ++round) {
    std::int64_t guess = low + (high - low) / 2;
    if (round < 6) {
      const Instant reached =
          profile.first_reaching(profile.at(Instant{low}) + time_to_take(missing, rate), Instant{low});
      guess = std::clamp(reached.unix_seconds() - (round > 0 ? 1 : 0), low + 1, high - 1);
    }
    const std::int64_t got = taken_ml(draws, profiles, Instant{guess});
    if (got < need) {
      low = guess;
      missing = need - got;
    } else {
      high = guess;
      // Often the very second: try the one before.
      if (round < 6 && guess - low > 4 && taken_ml(draws, profiles, Instant{guess - 1}) < need) break;
    }
  }
  return Instant{high};
}

}  // namespace citerne
