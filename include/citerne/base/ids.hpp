#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace citerne {

/// The number of one thing of one kind: a SegmentId does not fit where a PlaceId is asked.
/// Ids count from 0 in the order of the input, so they index a Table.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  explicit constexpr Id(std::size_t index) : value_{static_cast<std::uint32_t>(index)} {}
  /// "No such thing"; the default.
  static constexpr Id none() { return Id{}; }
  constexpr bool is_none() const { return value_ == kNone; }
  constexpr std::size_t index() const { return value_; }
  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  static constexpr std::uint32_t kNone = 0xffff'ffff;
  std::uint32_t value_ = kNone;
};

/// A vector that is indexed by one kind of Id only.
template <class IdType, class T>
class Table {
 public:
  Table() = default;
  explicit Table(std::size_t size, const T& value = T{}) : rows_(size, value) {}
  T& operator[](IdType id) { return rows_[id.index()]; }
  const T& operator[](IdType id) const { return rows_[id.index()]; }
  IdType push_back(T row) {
    rows_.push_back(std::move(row));
    return IdType{rows_.size() - 1};
  }
  std::size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  void assign(std::size_t size, const T& value) { rows_.assign(size, value); }
  void reserve(std::size_t size) { rows_.reserve(size); }
  auto begin() { return rows_.begin(); }
  auto end() { return rows_.end(); }
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }
  friend bool operator==(const Table&, const Table&) = default;

 private:
  std::vector<T> rows_;
};

/// All ids of a table of `size` rows, in order: for (const PlaceId p : all_ids<PlaceId>(n)).
template <class IdType>
class IdRange {
 public:
  explicit constexpr IdRange(std::size_t size) : size_{size} {}
  class Iterator {
   public:
    explicit constexpr Iterator(std::size_t at) : at_{at} {}
    constexpr IdType operator*() const { return IdType{at_}; }
    constexpr Iterator& operator++() {
      ++at_;
      return *this;
    }
    friend constexpr bool operator==(Iterator, Iterator) = default;

   private:
    std::size_t at_;
  };
  constexpr Iterator begin() const { return Iterator{0}; }
  constexpr Iterator end() const { return Iterator{size_}; }

 private:
  std::size_t size_;
};

template <class IdType, class T>
IdRange<IdType> ids_of(const Table<IdType, T>& table) {
  return IdRange<IdType>{table.size()};
}

}  // namespace citerne
