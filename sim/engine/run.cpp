#include "citerne/engine/run.hpp"

#include <variant>

#include "turn.hpp"

namespace citerne::engine {

void run_until(const Plan& plan, World& world, RunRecord& record, Instant until) {
  Scratch scratch;
  Turn turn{plan, world, record, scratch};
  while (!world.calendar.empty() && world.calendar.next() < until) {
    const Event event = world.calendar.pop();
    std::visit([&](const auto& e) { apply(e, turn); }, event);
    ++record.events;
  }
}

RunRecord run(const Plan& plan, World world, const Recording& recording) {
  RunRecord record;
  record.what = recording;
  run_until(plan, world, record, plan.end);
  finish(plan, world, record);
  return record;
}

}  // namespace citerne::engine
