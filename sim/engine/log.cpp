#include "citerne/base/contract.hpp"
#include "turn.hpp"

/// Log, grades and ledger check.
namespace citerne::engine {

void check_ledger(const World& world) {
  for (const ProductId p : ids_of(world.fuel))
    CITERNE_ENSURE(world.fuel[p].total() == world.fuel_at_start[p.index()]);
}

void log(Turn& t, LogEntry entry) {
  if (!t.record.what.log || !t.world.counting) return;
  entry.instant = t.now().unix_seconds();
  t.record.log.push_back(entry);
}

void note_grade(Turn& t, ControlId c) {
  // Not the short closures by chance: each run has its own, and what they leave open would be worked out
  // anew.
  if (c.index() >= t.plan.watched.size()) return;
  t.record.grades.push_back({t.now().unix_seconds(), index32(c), share_now(t, c).count()});
}

}  // namespace citerne::engine
