#include "citerne/engine/run.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "citerne/base/contract.hpp"
#include "turn.hpp"

namespace citerne::engine {
namespace {

/// Far more than any run that is well: whoever gets here goes round in circles.
std::int64_t most_events(const Plan& plan) { return 50 * size_of(plan).events + 10'000'000; }

/// Looks at what the next events are, names the kind that is most often, and ends the program.
[[noreturn]] void end_runaway(Turn& turn) {
  std::array<int, kEventNames.size()> handled{};
  for (int i = 0; i < 10'000 && turn.world.calendar.next() < turn.plan.end; ++i)
    turn.world.calendar.take([&](const auto& e) {
      ++handled[Event{e}.index()];
      apply(e, turn);
    });
  const auto most = static_cast<std::size_t>(std::ranges::max_element(handled) - handled.begin());
  const std::string what = fmt::format("{} events in replication {}, most of them {}", turn.record.events,
                                       turn.world.replication, kEventNames[most]);
  broken_contract("runaway", what.c_str(), __FILE__, __LINE__);
}

/// Of what happens, the same in every scenario that says the same up to now: candidates for threats are drawn
/// for what may come too.
template <class E>
constexpr bool kIsCounted = !std::is_same_v<E, ThreatDay> && !std::is_same_v<E, ThreatComes>;

/// A hash of every event handled so far: two runs are equal when theirs are. Numbers that hang on events yet
/// to come are left out.
template <class E>
void count(const E& e, Duration since, RunRecord& record) {
  if constexpr (kIsCounted<E>) {
    ++record.events;
    const auto at = static_cast<std::uint64_t>(since.count()) << 5 | Event{e}.index();
    const std::uint64_t subject = NumberedByEvents<typename E::SubjectId> ? 0 : e.subject.index();
    record.fingerprint = (record.fingerprint ^ at) * 0x9e37'79b9'7f4a'7c15u;
    record.fingerprint = (record.fingerprint ^ (subject << 28 | e.stamp)) * 0xd6e8'feb8'6659'fd93u;
  }
}

}  // namespace

void run_until(const Plan& plan, World& world, RunRecord& record, Instant until) {
  const std::int64_t most = record.what.most_events > 0 ? record.what.most_events : most_events(plan);
  Scratch scratch;
  Turn turn{plan, world, record, scratch};
  std::int64_t handled = record.events;
  while (world.calendar.next() < until) {
    world.calendar.take([&](const auto& e) {
      count(e, world.calendar.now() - plan.begin, record);
      apply(e, turn);
    });
    if (++handled > most) end_runaway(turn);
  }
}

Series emptied(Series series) {
  for (auto* of_pairs : {&series.stock_ml, &series.demand_ml, &series.served_ml, &series.cover_s})
    of_pairs->clear();
  for (auto* counted : {&series.moving, &series.held, &series.trapped, &series.waiting, &series.idle,
                        &series.passes_ppm, &series.at_post, &series.awaiting_escort, &series.assembling})
    counted->clear();
  series.delivered_ml.clear();
  series.dry.clear();
  return series;
}

RunRecord run(const Plan& plan, World world, const Recording& recording, Series room) {
  RunRecord record;
  record.what = recording;
  record.series = emptied(std::move(room));
  run_until(plan, world, record, plan.end);
  finish(plan, world, record);
  return record;
}

}  // namespace citerne::engine
