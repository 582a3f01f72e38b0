#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "citerne/model/rationing.hpp"
#include "citerne/model/recovery.hpp"
#include "citerne/scenario/escorts.hpp"
#include "citerne/scenario/threats.hpp"

/// What a scenario injects.
namespace citerne {

enum class CountedIn : std::uint8_t { tankers, convoys };
struct ControlPhase {
  std::string id;
  Instant from;
  Share lets_through;  ///< 0 is closed, 100 % open.
  CountedIn counted_in = CountedIn::tankers;
  bool levied = false;  ///< Lets all through, for the two that follow.
  Duration delay;       ///< Of a convoy, where it enters.
  Money cost;           ///< XOF for each loaded tanker.
  Duration after;       ///< In place of `from` where the control waits for a condition: from its beginning.
};
struct Control {
  Where where;
  TrafficFilter applies_to;
  std::vector<ControlPhase> phases;  ///< By rising date or `after`, at least one.
  Instant until = Instant::never();
  Recovery recovery;  ///< How what it lets through comes back to 100 % once it is over.
  ClosurePolicy stopped_convoys = ClosurePolicy::hold;
  Duration news_after;
};

struct Outage {
  TerminalId terminal;
  Instant from;
  Instant until = Instant::never();
  Duration news_after;
};

struct DemandShift {
  std::vector<PlaceId> places;      ///< Empty: everywhere. Regions are resolved to places.
  std::vector<ProductId> products;  ///< Empty: all.
  std::vector<ClassId> classes;     ///< Empty: all.
  Share factor;                     ///< Of normal demand; several multiply.
  Instant from;
  Instant until = Instant::never();
};

/// Tankers drive slower on these roads: bad weather, works, convoys at walking pace.
struct Slowdown {
  Where where;
  Share speed;  ///< Of the usual speed; of several the smallest counts.
  Instant from;
  Instant until = Instant::never();
  Recovery recovery;  ///< Once it is over.
};

/// Roads that are closed and opened again by chance, each on its own, open at first: where nobody knows when,
/// but how often and how long.
struct RandomClosure {
  Where where;
  Instant from;
  Instant until = Instant::never();
  Duration open_for, closed_for;  ///< In the mean; exponential.
  ClosurePolicy stopped_convoys = ClosurePolicy::hold;
  Duration news_after;
};

/// A terminal, or a site that supplies others.
struct SupplierRef {
  TerminalId terminal;
  SiteId site;
};

/// A rank between the sites of one supplier, with a quota: of the loads that it gives while both wait, this
/// share goes to the first.
struct Precedence {
  SupplierRef supplier;
  std::vector<SiteId> first;
  Share quota = percent(100);
  Instant from;
  Instant until = Instant::never();
};

/// What may be waited for: a cover that is below or above a level, or another event.
struct Criterion {
  PlaceId place;
  ProductId product;
  std::optional<Duration> below, above;  ///< Of the cover of the product at the place.
  Duration held_for;                     ///< Without a break.
  EventId after;                         ///< This event has begun; an ambush: has struck.
  EventId after_end_of;                  ///< This event is over; an ambush: its road is cleared.
};

/// In place of dates: the event begins by itself.
struct Trigger {
  Criterion when;
  Duration decision_takes;
  std::optional<Criterion> stops_when;
  std::optional<Duration> lasts;  ///< At most. Neither of the two: to the end.
  Share chance = percent(100);    ///< That it is decided at all, each time.
};

struct Event {
  std::string id;
  std::variant<Control, Ambush, Outage, DemandShift, Slowdown, Precedence, Threats, ThreatShift, EscortOnly,
               EscortMove, RandomClosure>
      what;
  std::optional<Trigger> trigger;
  Share chance = percent(100);  ///< Of one with dates: that it happens at all in a replication.
};

}  // namespace citerne
