#pragma once
#include <array>
#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>

namespace citerne {

/// What a draw is for. Append only: a value is part of every saved result.
enum class Purpose : std::uint8_t {
  input_value = 1,
  travel_time = 2,
  ambush = 3,  ///< What becomes of a struck convoy.
  bootstrap = 4,
  decision = 5,
  threat = 6,       ///< Gap and mark of a candidate.
  threat_road = 7,  ///< On which road of its target it falls: shared by all of them.
  follow_up = 8,    ///< Threats that a threat provokes.
  closure = 9,      ///< How long a road stays open, or closed.
  lot = 10,         ///< The demand that comes between two lots: shared by sixteen of them.
  latin_hypercube = 11,
  scrambling = 12,  ///< Of a Sobol' sequence.
  trajectory = 13,  ///< Of Morris' design.
  property_test = 100
};

/// The address of a stream: the same address gives the same words in every scenario.
struct StreamKey {
  std::uint64_t seed = 0;         ///< Of the study.
  std::uint32_t replication = 0;  ///< The same number meets the same luck in every scenario.
  Purpose purpose = Purpose::input_value;
  std::uint32_t entity = 0;  ///< name_hash of what the luck belongs to: a segment, a threat, never a convoy.
  std::uint32_t occasion = 0;  ///< Its how-manieth, or a calendar day.
};

/// FNV-1a of a stable name. The reader refuses two names of one hash.
constexpr std::uint32_t name_hash(std::string_view name) {
  std::uint32_t hash = 2'166'136'261u;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619u;
  return hash;
}

/// Philox4x32-10 (Salmon et al., 2011): four random words for each counter and key.
std::array<std::uint32_t, 4> philox(const std::array<std::uint32_t, 4>& counter,
                                    const std::array<std::uint32_t, 2>& key);

/// Philox by the counter: key words are the seed, counter words are (purpose and block), replication, entity,
/// occasion. Made on the spot, holds no state worth saving.
class Stream {
 public:
  explicit Stream(const StreamKey& key) : key_{key} {}
  std::uint32_t operator()() {
    if (used_ == 4) refill();
    return words_[used_++];
  }

 private:
  void refill();
  StreamKey key_;
  std::uint32_t block_ = 0;
  unsigned used_ = 4;
  std::array<std::uint32_t, 4> words_{};
};

/// Anything that yields 32 random bits: a keyed Stream, or a scripted one in a test.
template <class S>
concept BitStream = requires(S stream) {
  { stream() } -> std::same_as<std::uint32_t>;
};

/// Uniform on [0, 1) with 53 bits. Only + - * / and shifts: the same bits with every compiler.
template <BitStream S>
double uniform01(S& stream) {
  const std::uint64_t high = stream() >> 5;
  const std::uint64_t low = stream() >> 6;
  return static_cast<double>((high << 26) | low) * 0x1.0p-53;
}

/// What many can share: each makes its own luck of it by uniform01_of().
template <BitStream S>
std::uint64_t shared_draw(S& stream) {
  const std::uint64_t high = stream();
  return high << 32 | stream();
}

/// Uniform on [0, 1) with 53 bits, for one of many that share a draw: what SplitMix64 (Steele, Lea and Flood,
/// 2014) gives as its number `entity`, from 0, when it starts at `draw`.
constexpr double uniform01_of(std::uint64_t draw, std::uint32_t entity) {
  std::uint64_t z = draw + (std::uint64_t{entity} + 1) * 0x9e37'79b9'7f4a'7c15u;
  z = (z ^ (z >> 30)) * 0xbf58'476d'1ce4'e5b9u;
  z = (z ^ (z >> 27)) * 0x94d0'49bb'1331'11ebu;
  return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
}

/// ln(x) for a normal x > 0, to about 1e-15, by + - * / and the exponent alone: std::log may differ between
/// libraries.
double natural_log(double x);
/// Of many, each in its place, the same bits; sixteen at once take the time of a few.
void natural_logs(std::span<double> x);

/// Exponential with mean 1, at most about 37.
template <BitStream S>
double exponential(S& stream) {
  return -natural_log(1.0 - uniform01(stream));
}

/// Triangular on [low, high] with its mode, from one uniform number, by inversion. low <= mode <= high.
double triangular(double low, double mode, double high, double u);

}  // namespace citerne
