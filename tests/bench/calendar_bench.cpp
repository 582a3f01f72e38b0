#include <benchmark/benchmark.h>

#include <cmath>
#include <variant>
#include <vector>

#include "citerne/engine/calendar.hpp"
#include "citerne/engine/event.hpp"
#include "reference/heap.hpp"
#include "reference/xoshiro.hpp"

/// The hold model: take the earliest of n events, let it schedule its successor after an exponential time.
/// Goals G1 and G2 are the ratio of the two benchmarks at 1 000 and at 100 000 events.
namespace citerne::bench {
namespace {

using engine::Event;

constexpr int kBatch = 1'000;

void per_event(benchmark::State& state) {
  state.counters["per_event"] = benchmark::Counter{static_cast<double>(state.iterations()) * kBatch,
                                                   benchmark::Counter::kIsRate | benchmark::Counter::kInvert};
}

/// The least that an event can cost: a queue, a draw and a count.
void hold_bare(benchmark::State& state) {
  const auto events = static_cast<std::uint32_t>(state.range(0));
  reference::Xoshiro draw{1};
  reference::Heap queue;
  std::uint32_t order = 0;
  std::vector<std::uint32_t> count(events);
  for (std::uint32_t i = 0; i < events; ++i)
    queue.push(reference::Heap::key(reference::exponential(draw), order++, i));
  for (auto _ : state)
    for (int i = 0; i < kBatch; ++i) {
      const reference::Heap::Key key = queue.pop();
      const std::uint32_t who = reference::Heap::what_of(key);
      ++count[who];
      queue.push(
          reference::Heap::key(reference::Heap::time_of(key) + reference::exponential(draw), order++, who));
    }
  benchmark::DoNotOptimize(count.data());
  per_event(state);
}
BENCHMARK(hold_bare)->Arg(1'000)->Arg(100'000);

/// citerne's calendar with its own kinds of event, whole seconds, stamps and fingerprint.
class Hold {
 public:
  explicit Hold(std::uint32_t events) : counts_(events), stamps_(events) {
    for (std::uint32_t i = 0; i < events; ++i) begin(i);
  }

  void step() {
    calendar_.take([this](const auto& e) {
      fingerprint_ = (fingerprint_ ^ e.stamp) * 0x9e37'79b9'7f4a'7c15u;
      apply(e);
    });
  }
  std::uint64_t fingerprint() const { return fingerprint_; }

 private:
  /// Of 20 events of a run: 12 convoys at a place, 3 crossings, 2 late loads, and tankers and terminals.
  void begin(std::uint32_t i) {
    const std::uint32_t of_20 = i % 20;
    if (of_20 < 12)
      again<engine::ConvoyReaches>(i);
    else if (of_20 < 15)
      again<engine::TankCrosses>(i);
    else if (of_20 < 17)
      again<engine::LoadIsLate>(i);
    else if (of_20 < 18)
      again<engine::TankerLoaded>(i);
    else if (of_20 < 19)
      again<engine::TankerUnloaded>(i);
    else
      again<engine::LoadingResumes>(i);
  }

  template <class E>
  void again(std::uint32_t i) {
    constexpr double kMean = 86'400.0;  // at 100 000 events about one a second
    const Duration wait = seconds(static_cast<std::int64_t>(kMean * reference::exponential(draw_)));
    calendar_.schedule(calendar_.now() + wait, E{typename E::SubjectId{i}, stamps_[i]});
  }

  template <class E>
  void apply(const E& e) {
    const auto i = static_cast<std::uint32_t>(e.subject.index());
    if (stamps_[i] != e.stamp) return;
    ++counts_[i];
    again<E>(i);
  }

  engine::Calendar<Event> calendar_;
  reference::Xoshiro draw_{1};
  std::vector<std::uint32_t> counts_, stamps_;
  std::uint64_t fingerprint_ = 0;
};

void hold_citerne(benchmark::State& state) {
  Hold hold{static_cast<std::uint32_t>(state.range(0))};
  for (auto _ : state)
    for (int i = 0; i < kBatch; ++i) hold.step();
  benchmark::DoNotOptimize(hold.fingerprint());
  per_event(state);
}
BENCHMARK(hold_citerne)->Arg(1'000)->Arg(100'000);

}  // namespace
}  // namespace citerne::bench
