#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "citerne/base/contract.hpp"
#include "citerne/base/units.hpp"

namespace citerne::engine {

/// Pending events, earliest first; of one instant by place in the variant, then in the order they were
/// scheduled. A 4-ary heap of 128-bit keys that hold the whole event: nothing depends on addresses, and a
/// copy is a checkpoint. EventVariant's alternatives are {subject id below 2^28, stamp below 2^28}.
template <class EventVariant>
class Calendar {
 public:
  explicit Calendar(Instant origin = {}) : origin_{origin}, now_{origin} {}

  Instant now() const { return now_; }
  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  /// Instant of the earliest event; the calendar is not empty.
  Instant next() const { return instant_of(heap_.front()); }
  /// Moves the clock on; no event lies before `t`.
  void advance_to(Instant t) {
    CITERNE_EXPECT(t >= now_ && (empty() || next() >= t));
    now_ = t;
  }
  void reserve(std::size_t events) { heap_.reserve(events); }

  /// `at` is not before now.
  template <class E>
  void schedule(Instant at, const E& event) {
    CITERNE_EXPECT(at >= now_);
    const std::int64_t since = (at - origin_).count();
    if (since >= kHorizon) return;  // later than any run
    constexpr std::uint64_t kind = index_of<E>();
    const std::uint64_t order = order_++;
    const std::uint64_t high =
        static_cast<std::uint64_t>(since) << 30 | kind << 25 | (order >> 8 & 0x1ff'ffff);
    const std::uint64_t low = (order & 0xff) << 56 |
                              static_cast<std::uint64_t>(event.subject.index() & kMask) << 28 |
                              (event.stamp & kMask);
    push(static_cast<Key>(high) << 64 | low);
  }

  /// Takes the earliest event away and moves the clock to it. The calendar is not empty.
  EventVariant pop() {
    const Key key = take();
    now_ = instant_of(key);
    fingerprint_ = (fingerprint_ ^ static_cast<std::uint64_t>(key >> 64)) * 0x9e37'79b9'7f4a'7c15u;
    fingerprint_ = (fingerprint_ ^ static_cast<std::uint64_t>(key)) * 0xd6e8'feb8'6659'fd93u;
    return decode(key, std::make_index_sequence<std::variant_size_v<EventVariant>>{});
  }

  /// A hash of every event popped so far: two runs are equal when theirs are.
  std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  __extension__ using Key = unsigned __int128;
  static constexpr std::int64_t kHorizon = std::int64_t{1} << 34;
  static constexpr std::uint64_t kMask = (1u << 28) - 1;
  static_assert(std::variant_size_v<EventVariant> <= 32);

  Instant instant_of(Key key) const { return origin_ + seconds(static_cast<std::int64_t>(key >> 94)); }

  template <class E, std::size_t I = 0>
  static constexpr std::uint64_t index_of() {
    if constexpr (std::is_same_v<E, std::variant_alternative_t<I, EventVariant>>)
      return I;
    else
      return index_of<E, I + 1>();
  }

  template <std::size_t I>
  static EventVariant make(std::uint64_t low) {
    using E = std::variant_alternative_t<I, EventVariant>;
    return E{typename E::SubjectId{low >> 28 & kMask}, static_cast<std::uint32_t>(low & kMask)};
  }
  template <std::size_t... I>
  static EventVariant decode(Key key, std::index_sequence<I...>) {
    using Maker = EventVariant (*)(std::uint64_t);
    static constexpr std::array<Maker, sizeof...(I)> kMakers{&make<I>...};
    return kMakers[static_cast<std::size_t>(key >> 89) & 31](static_cast<std::uint64_t>(key));
  }

  void push(Key key) {
    heap_.push_back(key);
    std::size_t i = heap_.size() - 1;
    while (i > 0) {
      const std::size_t parent = (i - 1) / 4;
      if (heap_[parent] <= key) break;
      heap_[i] = heap_[parent];
      i = parent;
    }
    heap_[i] = key;
  }

  /// The least of the four children is chosen without branches: mispredicted ones cost more than the moves.
  Key take() {
    const Key least = heap_.front();
    const Key last = heap_.back();
    heap_.pop_back();
    const std::size_t size = heap_.size();
    Key* const p = heap_.data();
    std::size_t i = 0;
    while (size > 0) {
      const std::size_t c = 4 * i + 1;
      std::size_t child = c;
      if (c + 4 <= size) {
        const std::size_t x = c + static_cast<std::size_t>(p[c + 1] < p[c]);
        const std::size_t y = c + 2 + static_cast<std::size_t>(p[c + 3] < p[c + 2]);
        child = x + (y - x) * static_cast<std::size_t>(p[y] < p[x]);
      } else if (c < size) {
        for (std::size_t k = c + 1; k < size; ++k) child = p[k] < p[child] ? k : child;
      }
      if (c >= size || p[child] >= last) {
        p[i] = last;
        break;
      }
      p[i] = p[child];
      i = child;
    }
    return least;
  }

  Instant origin_;
  Instant now_;
  std::uint64_t order_ = 0;
  std::uint64_t fingerprint_ = 0;
  std::vector<Key> heap_;
};

}  // namespace citerne::engine
