#include "citerne/base/random.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace citerne {
namespace {

using testing::ElementsAre;

/// The known answers that Random123 publishes for philox4x32 with 10 rounds.
TEST(Philox, GivesItsPublishedFirstWords) {
  EXPECT_THAT(philox({0, 0, 0, 0}, {0, 0}), ElementsAre(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8));
  constexpr std::uint32_t ff = 0xffff'ffff;
  EXPECT_THAT(philox({ff, ff, ff, ff}, {ff, ff}),
              ElementsAre(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd));
  EXPECT_THAT(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              ElementsAre(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1));
}

std::vector<std::uint32_t> words(const StreamKey& key, std::size_t n) {
  Stream stream{key};
  std::vector<std::uint32_t> drawn(n);
  for (std::uint32_t& w : drawn) w = stream();
  return drawn;
}

TEST(Stream, CountsBlocksOfItsAddress) {
  const StreamKey key{.seed = 0x0123'4567'89ab'cdef,
                      .replication = 5,
                      .purpose = Purpose::travel_time,
                      .entity = 77,
                      .occasion = 20'000};
  std::vector<std::uint32_t> expected;
  for (const std::uint32_t block : {0u, 1u, 2u})
    for (const std::uint32_t w : philox({2u << 24 | block, 5, 77, 20'000}, {0x89ab'cdef, 0x0123'4567}))
      expected.push_back(w);
  EXPECT_EQ(words(key, 12), expected);
}

TEST(Stream, OfAnotherAddressIsAnother) {
  const StreamKey key{.seed = 1, .replication = 2, .purpose = Purpose::ambush, .entity = 3, .occasion = 4};
  std::set<std::vector<std::uint32_t>> streams{words(key, 4)};
  StreamKey other = key;
  other.seed = 1ull << 32 | 1;
  streams.insert(words(other, 4));
  other = key, ++other.replication;
  streams.insert(words(other, 4));
  other = key, other.purpose = Purpose::travel_time;
  streams.insert(words(other, 4));
  other = key, ++other.entity;
  streams.insert(words(other, 4));
  other = key, ++other.occasion;
  streams.insert(words(other, 4));
  EXPECT_EQ(streams.size(), 6u);
  EXPECT_EQ(words(key, 4), words(key, 4));
}

TEST(NameHash, IsFnv1a) {
  EXPECT_EQ(name_hash(""), 0x811c9dc5u);
  EXPECT_EQ(name_hash("a"), 0xe40c292cu);
  EXPECT_EQ(name_hash("foobar"), 0xbf9cf968u);
}

struct Script {
  std::vector<std::uint32_t> left;
  std::uint32_t operator()() {
    const std::uint32_t w = left.front();
    left.erase(left.begin());
    return w;
  }
};

TEST(Uniform01, SpansFromZeroToJustBelowOne) {
  Script least{{0, 0}}, most{{0xffff'ffff, 0xffff'ffff}}, half{{0x8000'0000, 0}};
  EXPECT_EQ(uniform01(least), 0.0);
  EXPECT_EQ(uniform01(most), 1.0 - std::ldexp(1.0, -53));
  EXPECT_EQ(uniform01(half), 0.5);
}

TEST(Uniform01, HasTheMeanAndVarianceOfAUniformNumber) {
  Stream stream{{.seed = 9, .purpose = Purpose::property_test}};
  double sum = 0, squares = 0;
  constexpr int n = 100'000;
  for (int i = 0; i < n; ++i) {
    const double u = uniform01(stream);
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / n, 0.5, 4 / std::sqrt(12.0 * n));
  EXPECT_NEAR(squares / n - sum / n * sum / n, 1.0 / 12, 0.002);
}

/// The first numbers of SplitMix64 from 1234567 on, as they are published.
TEST(Uniform01Of, IsSplitMix64ByItsNumber) {
  std::uint32_t number = 0;
  for (const std::uint64_t word : {6'457'827'717'110'365'317u, 3'203'168'211'198'807'973u,
                                   9'817'491'932'198'370'423u, 4'593'380'528'125'082'431u})
    EXPECT_EQ(uniform01_of(1'234'567, number++), static_cast<double>(word >> 11) * 0x1.0p-53);
}

TEST(Triangular, InvertsItsDistribution) {
  EXPECT_EQ(triangular(2, 3, 6, 0.0), 2.0);
  EXPECT_EQ(triangular(2, 3, 6, 0.25), 3.0);  // a quarter lies below the mode
  EXPECT_EQ(triangular(2, 3, 6, 1.0), 6.0);
  EXPECT_EQ(triangular(4, 4, 4, 0.7), 4.0);
  EXPECT_DOUBLE_EQ(triangular(0, 0, 1, 0.75), 0.5);
  EXPECT_DOUBLE_EQ(triangular(0, 1, 1, 0.25), 0.5);
}

}  // namespace
}  // namespace citerne
