#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// Experimental designs: where in the unit cube an outcome is looked at, one dimension for each factor. The
/// same arguments give the same bits everywhere. Each takes at least one point and one dimension.
namespace citerne::sweep {

/// Points of [0, 1) to the power of `dimensions`; of `morris` alone also 1.
struct DesignPoints {
  std::size_t dimensions = 1;
  std::vector<double> coordinates;  ///< By point, then dimension.

  std::size_t size() const { return coordinates.size() / dimensions; }
  std::span<const double> operator[](std::size_t point) const {
    return std::span{coordinates}.subspan(point * dimensions, dimensions);
  }
};

/// Latin hypercube (McKay, Beckman and Conover, 1979): of `points` equal strata of each dimension each holds
/// one point, at random inside it. Dimensions are shuffled independently, each by luck of its own. At most
/// 2^20 points.
DesignPoints latin_hypercube(std::size_t points, std::size_t dimensions, std::uint64_t seed);

/// Dimensions of the table of direction numbers.
inline constexpr std::size_t kMostSobolDimensions = 3'667;

/// The first points of the Sobol' sequence with the direction numbers of Joe and Kuo (2008), in the order of
/// the Gray code, as they publish it. Best with a power of two. The origin is kept: without it the first 2^m
/// points are no net (Owen, 2020). With a seed each dimension is scrambled by nested uniform permutations
/// (Owen, 1995): each point is then uniform, the points stay a net, and smooth outcomes are integrated better
/// than by the plain sequence, which a digital shift does not promise. More points go on where fewer end.
DesignPoints sobol(std::size_t points, std::size_t dimensions,
                   std::optional<std::uint64_t> scrambling_seed = std::nullopt);

/// Trajectories of Morris (1991): `dimensions` + 1 points each, of which each differs from the one before by
/// levels / (2 (levels - 1)), up or down, in one factor; each factor moves once, in random order. Coordinates
/// are multiples of 1 / (levels - 1). `levels` is even. More trajectories go on where fewer end.
DesignPoints morris(std::size_t trajectories, std::size_t dimensions, std::size_t levels, std::uint64_t seed);

/// For Sobol' indices (Saltelli et al., 2010): each of `base` points of a scrambled Sobol' sequence in twice
/// the dimensions is a point A and a point B, and gives `dimensions` + 2 points: A, B, then A with factor 1
/// of B, A with factor 2 of B and so on. Best with a power of two. More base points go on where fewer end.
DesignPoints saltelli(std::size_t base, std::size_t dimensions, std::uint64_t seed);

}  // namespace citerne::sweep
