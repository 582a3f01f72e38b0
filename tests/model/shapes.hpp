#pragma once
#include <algorithm>
#include <cstdint>

#include "citerne/base/random.hpp"
#include "citerne/model/profile.hpp"

/// Profiles for tests.
namespace citerne {

inline ProfileShape flat() {
  ProfileShape shape;
  for (std::size_t h = 0; h < 24; ++h) shape.hourly[h] = Share{41'666 + (h < 16 ? 1 : 0)};
  shape.weekly.fill(percent(100));
  shape.monthly.fill(percent(100));
  return shape;
}

/// Uneven hours (some without demand), days and months.
template <BitStream S>
ProfileShape uneven(S& draw) {
  ProfileShape shape = flat();
  std::int64_t left = 1'000'000;
  for (std::size_t h = 0; h < 24; ++h) {
    const std::int64_t mine = h == 23           ? left
                              : draw() % 4 == 0 ? 0
                                                : std::min<std::int64_t>(left, draw() % 90'000);
    shape.hourly[h] = Share{mine};
    left -= mine;
  }
  for (Share& s : shape.weekly) s = Share{draw() % 2'000'000};
  for (Share& s : shape.monthly) s = Share{500'000 + draw() % 1'000'000};
  return shape;
}

}  // namespace citerne
