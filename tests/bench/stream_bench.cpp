#include <benchmark/benchmark.h>

#include "citerne/base/random.hpp"
#include "reference/xoshiro.hpp"

namespace citerne::bench {
namespace {

void uniform_xoshiro(benchmark::State& state) {
  reference::Xoshiro draw{1};
  for (auto _ : state) benchmark::DoNotOptimize(reference::uniform(draw));
}
BENCHMARK(uniform_xoshiro);

void uniform_keyed_stream(benchmark::State& state) {
  Stream draw{{.seed = 1, .purpose = Purpose::travel_time, .entity = 7}};
  for (auto _ : state) benchmark::DoNotOptimize(uniform01(draw));
}
BENCHMARK(uniform_keyed_stream);

/// As the engine draws: a stream of its own for each road and trip, and one number from it.
void uniform_new_stream_each(benchmark::State& state) {
  std::uint32_t occasion = 0;
  for (auto _ : state) {
    Stream draw{{.seed = 1, .purpose = Purpose::travel_time, .entity = 7, .occasion = occasion++}};
    benchmark::DoNotOptimize(uniform01(draw));
  }
}
BENCHMARK(uniform_new_stream_each);

void make_stream(benchmark::State& state) {
  std::uint32_t occasion = 0;
  for (auto _ : state) {
    Stream draw{{.seed = 1, .purpose = Purpose::travel_time, .entity = 7, .occasion = occasion++}};
    benchmark::DoNotOptimize(draw);
  }
}
BENCHMARK(make_stream);

}  // namespace
}  // namespace citerne::bench
