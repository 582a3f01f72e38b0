#include <algorithm>

#include "check_events.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/scenario/escort_stretch.hpp"

namespace citerne {
namespace {

void check_stretch(const Scenario& scenario, const std::string& path, const Escort& escort, Faults& faults) {
  const Corridor& corridor = scenario.network.corridors[escort.corridor];
  for (const PlaceId place : escort.between)
    if (std::ranges::count(corridor.places, place) == 0)
      faults.error(path + ".between", "not-on-corridor", "{} does not lie on {}",
                   scenario.network.places[place].id, corridor.id);
  if (escort.between[0] == escort.between[1])
    faults.error(path + ".between", "no-stretch", "both ends are {}",
                 scenario.network.places[escort.between[0]].id);
  if (faults.trusts(path + ".base") && std::ranges::count(escort.between, escort.base) == 0)
    faults.error(path + ".base", "base-not-an-end", "the base is one of the two ends: {} or {}",
                 scenario.network.places[escort.between[0]].id,
                 scenario.network.places[escort.between[1]].id);
}

}  // namespace

void check_escorts(const Scenario& scenario, Faults& faults) {
  if (!faults.trusts("network")) return;
  std::vector<EscortId> earlier;  // whose stretches could be read
  for (const EscortId id : ids_of(scenario.escorts)) {
    const Escort& escort = scenario.escorts[id];
    const std::string path = "escorts." + escort.id;
    if (faults.trusts(path + ".leaves_with") && faults.trusts(path + ".at_most") &&
        escort.leaves_with > escort.at_most)
      faults.error(path + ".leaves_with", "never-enough", "it takes {} tankers at most, and waits for {}",
                   escort.at_most, escort.leaves_with);
    if (!faults.trusts(path + ".corridor") || !faults.trusts(path + ".between")) continue;
    check_stretch(scenario, path, escort, faults);
    const std::vector<ArcId> roads = stretch_of(scenario.network, escort);
    for (const EscortId other : earlier) {
      const std::vector<ArcId> theirs = stretch_of(scenario.network, scenario.escorts[other]);
      const bool share = std::ranges::any_of(roads, [&](ArcId a) {
        return std::ranges::any_of(theirs, [&](ArcId b) { return segment_of(a) == segment_of(b); });
      });
      if (share)
        faults.error(path + ".between", "stretches-overlap",
                     "'{}' and '{}' share a road: end one where the other begins", scenario.escorts[other].id,
                     escort.id);
    }
    earlier.push_back(id);
  }
}

void check_event(const Scenario& scenario, const std::string& path, const EscortOnly& rule, Faults& faults) {
  check_until(path, rule.from, rule.until, faults);
  check_outside(scenario, path, rule.from, rule.until, faults);
  for (const EscortId id : rule.escorts) {
    const Escort& escort = scenario.escorts[id];
    const bool may_come = std::ranges::any_of(scenario.events, [&](const Event& event) {
      const auto* move = std::get_if<EscortMove>(&event.what);
      return move != nullptr && move->to_escort == id;
    });
    const bool pooled =
        scenario.escort_allocation.policy != EscortPolicy::fixed && scenario.escorts.size() > 1;
    if (escort.units == 0 && !may_come && !pooled)
      faults.warning(path + ".escorts", "no-units", "'{}' has no units: nobody will pass there", escort.id);
  }
}

void check_event(const Scenario& scenario, const std::string& path, const EscortMove& move, Faults& faults) {
  check_until(path, move.from, move.until, faults);
  check_outside(scenario, path, move.from, move.until, faults);
  const Escort& from = scenario.escorts[move.from_escort];
  if (move.from_escort == move.to_escort)
    faults.error(path + ".to_escort", "same-escort", "it is lent to itself");
  if (move.units > from.units)
    faults.error(path + ".units", "not-so-many", "'{}' has {} units, not {}", from.id, from.units,
                 move.units);
}

}  // namespace citerne
