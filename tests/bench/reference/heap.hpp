#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace reference {

/// A 4-ary heap of 128-bit keys, the least child chosen without branches: the fastest general queue of
/// those that were tried.
class Heap {
 public:
  __extension__ using Key = unsigned __int128;

  static Key key(double time, std::uint32_t order, std::uint32_t what) {
    return static_cast<Key>(std::bit_cast<std::uint64_t>(time)) << 64 | static_cast<Key>(order) << 32 | what;
  }
  /// Times are not negative, so their bits order as they do.
  static double time_of(Key key) { return std::bit_cast<double>(static_cast<std::uint64_t>(key >> 64)); }
  static std::uint32_t what_of(Key key) { return static_cast<std::uint32_t>(key); }

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

  /// The heap is not empty.
  Key pop() {
    const Key least = heap_[0];
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
      } else {
        if (c >= size) {
          p[i] = last;
          break;
        }
        for (std::size_t k = c + 1; k < size; ++k) child = p[k] < p[child] ? k : child;
      }
      if (p[child] >= last) {
        p[i] = last;
        break;
      }
      p[i] = p[child];
      i = child;
    }
    return least;
  }

 private:
  std::vector<Key> heap_;
};

}  // namespace reference
