#include "citerne/sweep/design_points.hpp"

#include <array>
#include <numeric>
#include <utility>

#include <boost/random/sobol.hpp>

#include "citerne/base/contract.hpp"
#include "citerne/base/random.hpp"

namespace citerne::sweep {
namespace {

constexpr unsigned kBits = 53;   // of a coordinate
constexpr unsigned kLevels = 7;  // of the tree of permutations whose 127 nodes share the 128 bits of a block

std::size_t below(std::size_t n, Stream& draw) {
  return static_cast<std::size_t>(uniform01(draw) * static_cast<double>(n));
}

/// 0 .. n - 1 in random order (Fisher and Yates).
std::vector<std::size_t> permutation(std::size_t n, Stream& draw) {
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t left = n; left > 1; --left) std::swap(order[left - 1], order[below(left, draw)]);
  return order;
}

/// Nested uniform scrambling of a number of kBits bits: whether a bit is flipped is drawn for the bits before
/// it, so that numbers that begin alike stay together. Nodes are numbered as in a heap: 1, then 2 and 3, ...
std::uint64_t scramble(std::uint64_t x, std::uint32_t dimension, std::uint64_t seed) {
  std::uint64_t flips = 0;
  for (unsigned done = 0; done < kBits; done += kLevels) {
    const std::uint64_t root = std::uint64_t{1} << done | x >> (kBits - done);
    Stream draw{{.seed = seed,
                 .replication = static_cast<std::uint32_t>(root),
                 .purpose = Purpose::scrambling,
                 .entity = dimension,
                 .occasion = static_cast<std::uint32_t>(root >> 32)}};
    const std::array block{draw(), draw(), draw(), draw()};
    for (unsigned level = 0, node = 1; level < kLevels && done + level < kBits; ++level) {
      const unsigned shift = kBits - 1 - done - level;
      flips |= std::uint64_t{block[node / 32] >> node % 32 & 1} << shift;
      node = 2 * node + static_cast<unsigned>(x >> shift & 1);
    }
  }
  return x ^ flips;
}

}  // namespace

DesignPoints latin_hypercube(std::size_t points, std::size_t dimensions, std::uint64_t seed) {
  CITERNE_EXPECT(points > 0 && points <= std::size_t{1} << 20 && dimensions > 0);
  DesignPoints design{dimensions, std::vector<double>(points * dimensions)};
  for (std::size_t k = 0; k < dimensions; ++k) {
    Stream draw{{.seed = seed, .purpose = Purpose::latin_hypercube, .entity = static_cast<std::uint32_t>(k)}};
    const std::vector<std::size_t> stratum = permutation(points, draw);
    for (std::size_t i = 0; i < points; ++i) {
      // Never on the bounds of the stratum, whatever the sum and the quotient are rounded to.
      const double inside = (static_cast<double>(draw()) + 0.5) * 0x1.0p-32;
      design.coordinates[i * dimensions + k] =
          (static_cast<double>(stratum[i]) + inside) / static_cast<double>(points);
    }
  }
  return design;
}

DesignPoints sobol(std::size_t points, std::size_t dimensions, std::optional<std::uint64_t> scrambling_seed) {
  CITERNE_EXPECT(points > 0 && dimensions > 0 && dimensions <= kMostSobolDimensions);
  boost::random::sobol_engine<std::uint64_t, kBits> sequence{dimensions};
  DesignPoints design{dimensions, {}};
  design.coordinates.reserve(points * dimensions);
  for (std::size_t i = 0; i < points; ++i)
    for (std::size_t k = 0; k < dimensions; ++k) {
      std::uint64_t x = i == 0 ? 0 : sequence();  // Boost leaves out the origin
      if (scrambling_seed) x = scramble(x, static_cast<std::uint32_t>(k), *scrambling_seed);
      design.coordinates.push_back(static_cast<double>(x) * 0x1.0p-53);
    }
  return design;
}

DesignPoints morris(std::size_t trajectories, std::size_t dimensions, std::size_t levels,
                    std::uint64_t seed) {
  CITERNE_EXPECT(trajectories > 0 && dimensions > 0 && levels >= 2 && levels % 2 == 0);
  const std::size_t step = levels / 2;
  DesignPoints design{dimensions, {}};
  design.coordinates.reserve(trajectories * (dimensions + 1) * dimensions);
  for (std::size_t t = 0; t < trajectories; ++t) {
    Stream draw{{.seed = seed, .purpose = Purpose::trajectory, .occasion = static_cast<std::uint32_t>(t)}};
    std::vector<std::size_t> at(dimensions);  // Level; those below `step` are about to go up.
    for (std::size_t& level : at) level = below(levels, draw);
    const auto put = [&] {
      for (const std::size_t level : at)
        design.coordinates.push_back(static_cast<double>(level) / static_cast<double>(levels - 1));
    };
    put();
    for (const std::size_t factor : permutation(dimensions, draw)) {
      at[factor] = at[factor] < step ? at[factor] + step : at[factor] - step;
      put();
    }
  }
  return design;
}

DesignPoints saltelli(std::size_t base, std::size_t dimensions, std::uint64_t seed) {
  const DesignPoints both = sobol(base, 2 * dimensions, seed);
  DesignPoints design{dimensions, {}};
  design.coordinates.reserve(base * (dimensions + 2) * dimensions);
  for (std::size_t i = 0; i < base; ++i) {
    const auto a = both[i].first(dimensions), b = both[i].last(dimensions);
    for (const auto& point : {a, b})
      design.coordinates.insert(design.coordinates.end(), point.begin(), point.end());
    for (std::size_t k = 0; k < dimensions; ++k) {
      design.coordinates.insert(design.coordinates.end(), a.begin(), a.end());
      design.coordinates[design.coordinates.size() - dimensions + k] = b[k];
    }
  }
  return design;
}

}  // namespace citerne::sweep
