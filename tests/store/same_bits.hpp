#pragma once
#include <cstring>
#include <type_traits>
#include <variant>
#include <vector>

#include "citerne/record/result.hpp"

namespace citerne {

/// Bits, not values: a NaN equals itself.
inline bool same_bits(const Values& a, const Values& b) {
  return a.index() == b.index() &&
         std::visit(
             [&]<class List>(const List& list) {
               const List& other = std::get<List>(b);
               if constexpr (std::is_arithmetic_v<typename List::value_type>)
                 return list.size() == other.size() &&
                        (list.empty() ||
                         std::memcmp(list.data(), other.data(), list.size() * sizeof(list[0])) == 0);
               else
                 return list == other;
             },
             a);
}

}  // namespace citerne
