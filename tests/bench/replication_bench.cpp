#include <benchmark/benchmark.h>

#include <string>
#include <utility>
#include <vector>

#include "citerne/engine/run.hpp"
#include "shipped.hpp"

/// One replication after another of a scenario as it ships, without reading it or writing a result.
namespace citerne::bench {
namespace {

void replication(benchmark::State& state, const std::string& scenario, Recording what) {
  const auto plan = shipped_plan(scenario);
  std::uint32_t number = 0;
  Series room;
  double events = 0.0;
  for (auto _ : state) {
    RunRecord record =
        engine::run(*plan, engine::make_world(*plan, 1, number++), what, std::exchange(room, {}));
    events += static_cast<double>(record.events);
    room = std::move(record.series);
  }
  state.counters["events"] = benchmark::Counter{events, benchmark::Counter::kAvgIterations};
  state.counters["per_event"] =
      benchmark::Counter{events, benchmark::Counter::kIsRate | benchmark::Counter::kInvert};
}

/// The recorder's cost is the difference between the three of a scenario.
const bool kReplicationRegistered = [] {
  struct Kept {
    std::string name;
    Recording what;
  };
  const std::vector<Kept> kept{{"nothing", {.series = false, .log = false}},
                               {"series", {.series = true, .log = false}},
                               {"series_and_log", {.series = true, .log = true}}};
  for (const std::string scenario : {"baseline", "western-blockade"})
    for (const Kept& k : kept)
      benchmark::RegisterBenchmark(("replication/" + scenario + "/" + k.name).c_str(), replication, scenario,
                                   k.what)
          ->Unit(benchmark::kMillisecond);
  return true;
}();

}  // namespace
}  // namespace citerne::bench
