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

/// Pending events, earliest first; of one instant by place in the variant, then by subject where the kind
/// says so, else in the order they were scheduled. A key of 128 bits holds the whole event: nothing depends
/// on addresses, and a copy is a checkpoint. Only events that are soon due are kept in order, in a 4-ary
/// heap; later ones wait unsorted in the list of their slot of time. EventVariant's alternatives are {subject
/// id below 2^28, stamp below 2^28} and say kBySubject.
template <class EventVariant>
class Calendar {
 public:
  /// Events at `end` or behind it are never taken: no run goes there.
  Calendar() : Calendar(Instant{}) {}
  explicit Calendar(Instant origin, Instant end = Instant::never())
      : origin_{origin}, end_{std::min(end, origin + seconds(kLongest))}, now_{origin} {}

  /// An event that has not been taken, as plain numbers: its place in the variant, and what sorts it among
  /// those of its kind and instant.
  struct Pending {
    Instant at;
    std::uint32_t kind = 0;
    std::uint64_t order = 0;
    std::uint32_t subject = 0, stamp = 0;
  };
  /// The whole calendar, for who saves it. `pending` in the order in which they will be taken.
  struct Contents {
    Instant origin, end, now;
    std::uint64_t order = 0;  ///< Of the next to be scheduled.
    std::vector<Pending> pending;
  };
  Contents contents() const {
    std::vector<Key> keys = heap_;
    for (const std::uint32_t first : slots_)
      for (std::uint32_t place = first; place != kNone; place = pool_[place].next)
        keys.push_back(pool_[place].key);
    std::ranges::sort(keys);
    Contents contents{origin_, end_, now_, order_, {}};
    for (const Key key : keys) contents.pending.push_back(pending_of(key));
    return contents;
  }
  /// What is pending need not be in order.
  explicit Calendar(const Contents& contents)
      : origin_{contents.origin}, end_{contents.end}, now_{contents.now}, order_{contents.order} {
    for (const Pending& p : contents.pending) put(p);
  }

  Instant now() const { return now_; }
  bool empty() const { return size() == 0; }
  std::size_t size() const { return heap_.size() + waiting_; }
  /// Instant of the earliest event; never() when there is none.
  Instant next() {
    if (empty()) return Instant::never();
    if (heap_.empty()) open_next_slot();
    return instant_of(heap_.front());
  }
  /// Moves the clock on; no event lies before `t`.
  void advance_to(Instant t) {
    CITERNE_EXPECT(t >= now_ && next() >= t);
    now_ = t;
  }

  /// `at` is not before now.
  template <class E>
  void schedule(Instant at, const E& event) {
    CITERNE_EXPECT(at >= now_);
    if (at >= end_) return;
    constexpr std::uint32_t kind = index_of<E>();
    put({at, kind, E::kBySubject ? event.subject.index() : order_++,
         static_cast<std::uint32_t>(event.subject.index()), event.stamp});
  }

  /// Takes the earliest event away, moves the clock to it and calls `handle` with it. The calendar is not
  /// empty.
  template <class Handle>
  void take(Handle&& handle) {
    CITERNE_EXPECT(!empty());
    if (heap_.empty()) open_next_slot();  // not before it is needed: what comes sooner may be scheduled yet
    const Key key = pop();
    now_ = instant_of(key);
    call(key, handle, std::make_index_sequence<std::variant_size_v<EventVariant>>{});
  }

 private:
  __extension__ using Key = unsigned __int128;
  static constexpr std::int64_t kLongest = std::int64_t{1} << 34;  // what the key has bits for
  static constexpr std::int64_t kSlot = 512;                       // seconds
  static constexpr std::uint64_t kMask = (1u << 28) - 1;
  static constexpr std::uint32_t kNone = ~std::uint32_t{};
  static_assert(std::variant_size_v<EventVariant> <= 32);

  struct Waiting {
    Key key;
    std::uint32_t next;
  };

  Instant instant_of(Key key) const { return origin_ + seconds(static_cast<std::int64_t>(key >> 94)); }

  Pending pending_of(Key key) const {
    const auto high = static_cast<std::uint64_t>(key >> 64), low = static_cast<std::uint64_t>(key);
    return {instant_of(key), static_cast<std::uint32_t>(high >> 25 & 31),
            (high & 0x1ff'ffff) << 8 | low >> 56, static_cast<std::uint32_t>(low >> 28 & kMask),
            static_cast<std::uint32_t>(low & kMask)};
  }
  void put(const Pending& p) {
    const std::int64_t since = (p.at - origin_).count();
    const std::uint64_t high = static_cast<std::uint64_t>(since) << 30 |
                               static_cast<std::uint64_t>(p.kind) << 25 | (p.order >> 8 & 0x1ff'ffff);
    const std::uint64_t low =
        (p.order & 0xff) << 56 | static_cast<std::uint64_t>(p.subject & kMask) << 28 | (p.stamp & kMask);
    const Key key = static_cast<Key>(high) << 64 | low;
    const auto slot = static_cast<std::size_t>(since / kSlot);
    if (slot <= open_slot_)
      push(key);
    else
      put_off(key, slot);
  }

  template <class E, std::uint32_t I = 0>
  static constexpr std::uint32_t index_of() {
    if constexpr (std::is_same_v<E, std::variant_alternative_t<I, EventVariant>>)
      return I;
    else
      return index_of<E, I + 1>();
  }

  template <std::size_t I>
  static auto event_of(Key key) {
    using E = std::variant_alternative_t<I, EventVariant>;
    const auto low = static_cast<std::uint64_t>(key);
    return E{typename E::SubjectId{low >> 28 & kMask}, static_cast<std::uint32_t>(low & kMask)};
  }
  /// A switch over the kinds.
  template <class Handle, std::size_t... I>
  static void call(Key key, Handle& handle, std::index_sequence<I...>) {
    const auto kind = static_cast<std::size_t>(key >> 89) & 31;
    static_cast<void>(((kind == I && (handle(event_of<I>(key)), true)) || ...));
  }

  void put_off(Key key, std::size_t slot) {
    if (slot >= slots_.size()) slots_.resize(slot + 1, kNone);
    std::uint32_t place = free_;
    if (place == kNone) {
      place = static_cast<std::uint32_t>(pool_.size());
      pool_.emplace_back();
    } else {
      free_ = pool_[place].next;
    }
    pool_[place] = {key, slots_[slot]};
    slots_[slot] = place;
    ++waiting_;
  }

  void open_next_slot() {
    while (slots_[++open_slot_] == kNone) {
    }
    std::uint32_t place = std::exchange(slots_[open_slot_], kNone);
    while (place != kNone) {
      push(pool_[place].key);
      const std::uint32_t next = std::exchange(pool_[place].next, free_);
      free_ = std::exchange(place, next);
      --waiting_;
    }
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
  Key pop() {
    const Key least = heap_.front();
    const Key last = heap_.back();
    heap_.pop_back();
    const std::size_t size = heap_.size();
    Key* const p = heap_.data();
    if (size == 0) return least;
    std::size_t i = 0;
    for (;;) {
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
        return least;
      }
      p[i] = p[child];
      i = child;
    }
  }

  Instant origin_, end_;
  Instant now_;
  std::uint64_t order_ = 0;
  std::vector<Key> heap_;  // Those of the open slot and before it.
  std::size_t open_slot_ = 0;
  std::vector<std::uint32_t> slots_;  // First of each list in the pool.
  std::vector<Waiting> pool_;
  std::uint32_t free_ = kNone;
  std::size_t waiting_ = 0;
};

}  // namespace citerne::engine
