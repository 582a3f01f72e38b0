#include "citerne/input/distance.hpp"

#include <cmath>

#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/strategies/spherical/distance_haversine.hpp>

namespace citerne::input {

Length great_circle(const Place& a, const Place& b) {
  namespace bg = boost::geometry;
  using Point = bg::model::point<double, 2, bg::cs::spherical_equatorial<bg::degree>>;
  constexpr double kEarth = 6'371'000.0;
  const bg::strategy::distance::haversine<double> metres{kEarth};
  return Length{std::llround(metres.apply(Point{a.longitude, a.latitude}, Point{b.longitude, b.latitude}))};
}

}  // namespace citerne::input
