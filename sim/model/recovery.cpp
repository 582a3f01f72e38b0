#include "citerne/model/recovery.hpp"

#include <cmath>

namespace citerne {
namespace {

/// 2^-x for 0 <= x < 64, to the last bits of a double: the bits of x choose among the roots of a half.
double half_to_the(double x) {
  double result = 1.0;
  while (x >= 1.0) {
    x -= 1.0;
    result *= 0.5;
  }
  double root = 0.5;
  for (int bit = 0; bit < 40; ++bit) {
    root = std::sqrt(root);
    x *= 2.0;
    if (x < 1.0) continue;
    x -= 1.0;
    result *= root;
  }
  return result;
}

}  // namespace

Share given_back(const Recovery& recovery, Duration since) {
  const bool timed = recovery.shape == RecoveryShape::linear || recovery.shape == RecoveryShape::exponential;
  if (recovery.shape == RecoveryShape::step || (timed && since >= recovery.over)) return percent(100);
  switch (recovery.shape) {
    case RecoveryShape::step:
      break;
    case RecoveryShape::linear:
      return Share{since.count() * 1'000'000 / recovery.over.count()};
    case RecoveryShape::exponential: {
      const double tenths =
          static_cast<double>(10 * since.count()) / static_cast<double>(recovery.over.count());
      return Share{1'000'000 - static_cast<std::int64_t>(1e6 * half_to_the(tenths) + 0.5)};
    }
    case RecoveryShape::table: {
      Share back;
      for (const RecoveryStep& step : recovery.steps)
        if (step.after <= since) back = step.back;
      return back;
    }
  }
  return percent(100);
}

Share recovered_level(const Recovery& recovery, Share low, Duration since) {
  const std::int64_t missing = 1'000'000 - low.count();
  return low + Share{missing * given_back(recovery, since).count() / 1'000'000};
}

}  // namespace citerne
