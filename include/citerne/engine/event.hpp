#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <variant>

#include "citerne/scenario/scenario.hpp"

namespace citerne::engine {

using ControlId = Id<struct ControlTag>;  ///< A control of the scenario, or the wreck of an ambush.
using ThreatId = Id<struct ThreatTag>;    ///< A stretch that may be struck.
using HazardId = Id<struct HazardTag>;    ///< Threats by chance of one event.
using ThreatShiftId = Id<struct ThreatShiftTag>;
using EscortEndId = Id<struct EscortEndTag>;      ///< Side 0 or 1 of an escort's stretch: 2 x escort + side.
using UnitId = Id<struct UnitTag>;                ///< Of an escort.
using EscortEventId = Id<struct EscortEventTag>;  ///< A rule, or units that are lent.
using OutageId = Id<struct OutageTag>;
using ShiftId = Id<struct ShiftTag>;
using SlowdownId = Id<struct SlowdownTag>;
using PrecedenceId = Id<struct PrecedenceTag>;
using TriggerId = Id<struct TriggerTag>;  ///< An event that waits for a condition.
using ConvoyId = Id<struct ConvoyTag>;
using TankerId = Id<struct TankerTag>;
using LoadId = Id<struct LoadTag>;
using TankId = Id<struct TankTag>;
using SourceId = Id<struct SourceTag>;  ///< A terminal, or a tank that supplies others.
using LineId = Id<struct LineTag>;
using PoolId = Id<struct PoolTag>;  ///< Tankers that wait at a place for company on one road.
using LotsId = Id<struct LotsTag>;  ///< A class at a tank that asks for lots.

/// Things that the events of the scenario number.
template <class Subject>
concept NumberedByEvents = std::is_same_v<Subject, ControlId> || std::is_same_v<Subject, ThreatId> ||
    std::is_same_v<Subject, HazardId> || std::is_same_v<Subject, ThreatShiftId> ||
    std::is_same_v<Subject, EscortEventId> || std::is_same_v<Subject, OutageId> ||
    std::is_same_v<Subject, ShiftId> || std::is_same_v<Subject, SlowdownId> ||
    std::is_same_v<Subject, PrecedenceId> || std::is_same_v<Subject, TriggerId>;

/// An event is a subject and a stamp. A stale event is known by its stamp, never searched for: the handler
/// compares it with the subject's own; some kinds use it as a small number instead.
template <class Subject, int Kind>
struct Event_ {
  using SubjectId = Subject;
  /// Tanks, and events that wait for conditions, act in the same second in the order of their numbers: one
  /// may be looked at earlier than it must, and when it was decided to look says nothing.
  static constexpr bool kBySubject = std::is_same_v<Subject, TankId> || std::is_same_v<Subject, TriggerId>;
  Subject subject;
  std::uint32_t stamp = 0;
};

using CountingBegins = Event_<Id<struct OnlyTag>, 0>;  ///< The warm-up is over.
using ThreatDay =
    Event_<Id<struct OnlyTag>, 1>;  ///< Candidates of the date are drawn, before anything happens on it.
/// stamp: grade number, 0 for open; after a trigger, of its steps; by chance, of its stays or one of these
/// two.
using ControlTurns = Event_<ControlId, 2>;
constexpr std::uint32_t kBegins = 0xFFF'FFFF, kEnds = 0xFFF'FFFE;
using OutageTurns = Event_<OutageId, 3>;            ///< stamp: 1 begins, 0 ends.
using DemandTurns = Event_<ShiftId, 4>;             ///< stamp: 1 begins, 0 ends.
using SlowdownTurns = Event_<SlowdownId, 5>;        ///< stamp: 1 begins, 0 ends.
using PrecedenceTurns = Event_<PrecedenceId, 6>;    ///< stamp: 1 begins, 0 ends.
using ThreatShiftTurns = Event_<ThreatShiftId, 7>;  ///< stamp: 1 begins, 0 ends.
using EscortTurns = Event_<EscortEventId, 8>;       ///< stamp: 1 begins, 0 ends.
using ControlNews = Event_<ControlId, 9>;           ///< stamp: grade number.
using OutageNews = Event_<OutageId, 10>;            ///< stamp: 1 begins, 0 ends.
using LossNews = Event_<LoadId, 11>;                ///< A load that will not come.
using ThreatOpens = Event_<ThreatId, 12>;
using ThreatComes = Event_<HazardId, 13>;     ///< stamp: number of the candidate.
using FateComes = Event_<ConvoyId, 14>;       ///< Trapped tankers move on or come home.
using TankerReplaced = Event_<TankerId, 15>;  ///< The successor of a lost one stands at the base.
using ConvoyReaches = Event_<ConvoyId, 16>;   ///< A place, or the end of the wait for a levy there.
using PostServed = Event_<PostId, 17>;        ///< Those longest at its desks are done.
using TankerLoaded = Event_<TankerId, 18>;
using LoadingResumes = Event_<SourceId, 19>;  ///< The rate limit allows the next start.
using PoolLeaves = Event_<PoolId, 20>;        ///< The first has waited long enough.
using UnitReady =
    Event_<UnitId, 21>;  ///< It has gathered its convoy, or arrived, or stood alone long enough.
using EscortLooks = Event_<EscortEndId, 22>;  ///< Those who wait there may have waited long enough.
using TankerUnloaded = Event_<TankerId, 23>;
using TankCrosses = Event_<TankId, 24>;  ///< A stock falls to a level that matters.
using FeedingResumes = Event_<TankId, 25>;
using LoadIsLate = Event_<LoadId, 26>;  ///< Due, then overdue.
using SwitchIsDue = Event_<LineId, 27>;
using DayCloses = Event_<Id<struct OnlyTag>, 28>;
using TriggerLooks = Event_<TriggerId, 29>;  ///< Its condition may have come true, or been true long enough.
using SampleDue = Event_<Id<struct OnlyTag>, 30>;

/// Every event the engine knows. Events of one instant are handled in the order of this list, then those of
/// tanks and of triggers by number, others in the order they were scheduled. Reordering the list changes
/// results: raise kResultsVersion.
using Event =
    std::variant<CountingBegins, ThreatDay, ControlTurns, OutageTurns, DemandTurns, SlowdownTurns,
                 PrecedenceTurns, ThreatShiftTurns, EscortTurns, ControlNews, OutageNews, LossNews,
                 ThreatOpens, ThreatComes, FateComes, TankerReplaced, ConvoyReaches, PostServed, TankerLoaded,
                 LoadingResumes, PoolLeaves, UnitReady, EscortLooks, TankerUnloaded, TankCrosses,
                 FeedingResumes, LoadIsLate, SwitchIsDue, DayCloses, TriggerLooks, SampleDue>;

/// Their names, in the order of the list.
constexpr std::array<std::string_view, std::variant_size_v<Event>> kEventNames{
    "CountingBegins", "ThreatDay",       "ControlTurns",     "OutageTurns",    "DemandTurns",
    "SlowdownTurns",  "PrecedenceTurns", "ThreatShiftTurns", "EscortTurns",    "ControlNews",
    "OutageNews",     "LossNews",        "ThreatOpens",      "ThreatComes",    "FateComes",
    "TankerReplaced", "ConvoyReaches",   "PostServed",       "TankerLoaded",   "LoadingResumes",
    "PoolLeaves",     "UnitReady",       "EscortLooks",      "TankerUnloaded", "TankCrosses",
    "FeedingResumes", "LoadIsLate",      "SwitchIsDue",      "DayCloses",      "TriggerLooks",
    "SampleDue"};

/// Results of two builds can be compared when this is equal.
constexpr int kResultsVersion = 6;

}  // namespace citerne::engine
