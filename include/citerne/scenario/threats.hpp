#pragma once
#include <string>
#include <vector>

#include "citerne/scenario/target.hpp"

/// Ambushes: one on a date, or those that come by chance. Corridor level: no tactics.
namespace citerne {

enum class Pattern : std::uint8_t { first_and_last_lost, counted, each };
/// Those that `each` has not lost.
enum class Rest : std::uint8_t { spared, trapped };
/// On which road of the target a threat falls.
enum class FallsOn : std::uint8_t { by_length, evenly };
struct Trapped {
  Share recovered, diverted, lost;  ///< Sum to 100 %.
  Duration recovered_after, diverted_after;
};
struct Ambush {
  Where where;
  Instant at;
  Duration window;  ///< strikes_next_convoy_within
  TrafficFilter strikes;
  std::int64_t at_least = 1;  ///< Tankers in the convoy.
  Pattern pattern = Pattern::first_and_last_lost;
  std::int64_t lost_tankers = 0;     ///< Of `counted`: from the head of the convoy.
  std::int64_t trapped_tankers = 0;  ///< Of `counted`: the next ones; the rest follow the closure policy.
  Share lost_each;                   ///< Of `each`: probability for each tanker alone.
  std::int64_t lost_at_least = 0;    ///< Of `each`: from the head, lost in any case.
  Rest rest = Rest::spared;          ///< Of `each`.
  Trapped trapped;
  Duration road_cleared_after;
  ClosurePolicy stopped_convoys = ClosurePolicy::hold;
  Duration news_after;
};

/// What becomes of a convoy that is struck by chance, by its size and whether it is escorted.
struct StrikeOutcome {
  std::string id;
  bool escorted = false;          ///< For convoys with an escort; else for those without.
  std::int64_t from_tankers = 1;  ///< For convoys of so many tankers or more.
  Share beaten_off;               ///< Probability that it gets through unharmed.
  Pattern pattern = Pattern::first_and_last_lost;
  std::int64_t lost_tankers = 0, trapped_tankers = 0;  ///< Of `counted`.
  Share lost_each;                                     ///< Of `each`.
  std::int64_t lost_at_least = 0;
  Rest rest = Rest::spared;
  std::int64_t crews_abducted = 0;  ///< Of tankers neither lost nor trapped, from the head: they stand.
};

/// The base rate of all roads of the target together, from a date on.
struct ThreatPhase {
  std::string id;
  Instant from;
  ThreatRate rate;
};

/// Threats that come by chance: instants of a Poisson process, each on one road of the target, independent of
/// traffic. Each opens a window on its road.
struct Threats {
  Where where;
  std::vector<ThreatPhase> phases;  ///< By rising date, at least one.
  Instant until = Instant::never();
  ProfileId profile;         ///< How the rate moves with hour, weekday and month; none: not at all.
  Share follow_ups;          ///< Mean number of threats that one provokes.
  Duration follow_up_after;  ///< Mean delay of these.
  FallsOn falls_on = FallsOn::by_length;
  Share leans_to_use;  ///< How far the choice of the road follows recent use.
  Duration use_of_last = days(14);
  Duration window;  ///< strikes_next_convoy_within
  TrafficFilter strikes;
  std::int64_t at_least = 1;            ///< Tankers in the convoy.
  bool every_convoy = false;            ///< Each that fits while the window is open, not the next alone.
  std::vector<StrikeOutcome> outcomes;  ///< Escorted ones last, then by rising size.
  Trapped trapped;
  Duration crews_back_after;
  Duration road_cleared_after;
  ClosurePolicy stopped_convoys = ClosurePolicy::hold;
  Duration news_after;
};

/// A truce, or worse times: the rate of threats for a while.
struct ThreatShift {
  std::vector<EventId> threats;  ///< Empty: all.
  Share factor;                  ///< Of the rate; several multiply.
  Instant from;
  Instant until = Instant::never();
};

struct Scenario;
/// What the shifts that mean these threats can make of a rate, all together; at least 1. The threats are of
/// an event of the scenario, not a copy.
double greatest_shift(const Scenario& scenario, const Threats& threats);

}  // namespace citerne
