#pragma once
#include <cstdint>

namespace citerne {

/// 128 bits for products of two 64-bit quantities.
__extension__ using Wide = __int128;

struct Quotient {
  std::int64_t whole, rest;
};

/// (a x b + more) / unit, rounded towards 0; the quotient must fit. In 64 bits where they suffice, which is
/// nearly always: 128 are divided by a function of the compiler's library.
inline Quotient product_over(std::int64_t a, std::int64_t b, std::int64_t more, std::int64_t unit) {
  std::int64_t product = 0;
  if (!__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(product, more, &product))
    return {product / unit, product % unit};
  const Wide wide = Wide{a} * b + more;
  return {static_cast<std::int64_t>(wide / unit), static_cast<std::int64_t>(wide % unit)};
}

}  // namespace citerne
