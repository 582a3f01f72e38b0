// How many events of each kind one replication of a shipped scenario handles, and how many are pending.
// Usage: events_by_kind SCENARIO [REPLICATION]      SCENARIO like western-blockade
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <variant>

#include "shipped.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

void count(const Plan& plan, std::uint32_t replication) {
  World world = make_world(plan, 1, replication);
  RunRecord record;
  Scratch scratch;
  Turn turn{plan, world, record, scratch};
  std::array<long, kEventNames.size()> handled{};
  std::size_t most = 0;
  double pending = 0.0, events = 0.0;
  while (world.calendar.next() < plan.end) {
    most = std::max(most, world.calendar.size());
    pending += static_cast<double>(world.calendar.size());
    ++events;
    world.calendar.take([&](const auto& e) {
      ++handled[Event{e}.index()];
      apply(e, turn);
    });
  }
  for (std::size_t i = 0; i < handled.size(); ++i)
    if (handled[i] > 0)
      std::printf("%-15s %9ld  %5.1f %%\n", kEventNames[i].data(), handled[i],
                  100.0 * static_cast<double>(handled[i]) / events);
  std::printf("all             %9.0f\npending         %9.0f on average, %zu at most\n", events,
              pending / events, most);
}

}  // namespace
}  // namespace citerne::engine

int main(int arguments, char** argument) try {
  if (arguments < 2) {
    std::fputs("usage: events_by_kind SCENARIO [REPLICATION]\n", stderr);
    return 2;
  }
  const auto plan = citerne::bench::shipped_plan(argument[1]);
  citerne::engine::count(*plan, arguments > 2 ? static_cast<std::uint32_t>(std::atoi(argument[2])) : 0);
} catch (const std::exception& fault) {
  std::fprintf(stderr, "events_by_kind: %s\n", fault.what());
  return 1;
}
