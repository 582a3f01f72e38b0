#pragma once
#include "citerne/network/network.hpp"

namespace citerne::input {

/// How far apart two places are as the crow flies, in metres: along the great circle of a sphere of 6 371 km,
/// the mean radius of the Earth (IUGG); up to 0.6 % off the ellipsoid.
Length great_circle(const Place& a, const Place& b);

}  // namespace citerne::input
