#include <algorithm>
#include <cmath>

#include "citerne/base/random.hpp"
#include "control.hpp"

/// Roads that close and open again by chance.
namespace citerne::engine {
namespace {

/// How long it stays as it is: exponential, whole seconds, at least one.
Duration stay(const Turn& t, ControlId id) {
  const Alternation& road = *t.plan.controls[id].by_chance;
  const std::uint32_t number = t.world.controls[id].step;
  Stream luck{{t.world.seed, t.world.replication, Purpose::closure, road.name, number}};
  const Duration mean = number % 2 == 0 ? road.open_for : road.closed_for;
  const double length = exponential(luck) * static_cast<double>(mean.count());
  return seconds(std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(length))));
}

void turn_by_chance(Turn& t, ControlId id, std::uint32_t grade) {
  t.world.calendar.schedule(t.now() + t.plan.controls[id].news_after, ControlNews{id, grade});
  turn_control(t, id, grade);
}

}  // namespace

void alternate(const ControlTurns& e, Turn& t) {
  Control& control = t.world.controls[e.subject];
  const bool begins = e.stamp == kBegins, ends = e.stamp == kEnds;
  if (begins || ends)
    happened(t, t.plan.controls[e.subject].event, begins);
  else if (e.stamp != control.stamp)
    return;
  if (begins)
    control.step += control.step % 2;  // open, and no luck twice
  else
    ++control.step;
  if (ends)
    ++control.stamp;
  else
    t.world.calendar.schedule(t.now() + stay(t, e.subject), ControlTurns{e.subject, control.stamp});
  const std::uint32_t grade = ends ? 0 : control.step % 2;
  if (grade != control.grade) turn_by_chance(t, e.subject, grade);
}

}  // namespace citerne::engine
