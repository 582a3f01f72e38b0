#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "citerne/model/rationing.hpp"
#include "citerne/model/recovery.hpp"
#include "citerne/network/network.hpp"

/// What a scenario injects, and the ids of what it acts on.
namespace citerne {

using ProductId = Id<struct ProductTag>;
using ClassId = Id<struct ClassTag>;
using ProfileId = Id<struct ProfileTag>;
using TerminalId = Id<struct TerminalTag>;
using SiteId = Id<struct SiteTag>;
using FleetId = Id<struct FleetTag>;
using PostId = Id<struct PostTag>;
using ServiceTableId = Id<struct ServiceTableTag>;
using EventId = Id<struct EventTag>;

/// What an event acts on, as it was written and as the segments it means (in the order of the road).
struct Where {
  std::string text;                 ///< For logs: `RN24 between neguela and kassaro`.
  std::vector<SegmentId> segments;  ///< Ascending, once each.
  /// Arcs of the "forward" direction: along a corridor or from the first place named to the second.
  std::vector<ArcId> forward;
  std::vector<PlaceId> inside;  ///< Where `bound_for: inside` leads: within a chain, or in the area.
  bool is_area = false;         ///< Roads around a place, in a country, at a border or terminal: no chain.
};

enum class ClosurePolicy : std::uint8_t { hold, turn_back, reroute, proceed, abandon };
enum class BoundFor : std::uint8_t { any, beyond, inside };
enum class Direction : std::uint8_t { both, forward, backward };

/// Which traffic a control, or a threat, means.
struct TrafficFilter {
  bool loaded = true;
  bool empty = true;
  std::vector<ProductId> products;  ///< Empty list: all.
  BoundFor bound_for = BoundFor::any;
  Direction direction = Direction::both;
};

enum class CountedIn : std::uint8_t { tankers, convoys };
struct ControlPhase {
  std::string id;
  Instant from;
  Share lets_through;  ///< 0 is closed, 100 % open.
  CountedIn counted_in = CountedIn::tankers;
  bool levied = false;  ///< Lets all through, for the two that follow.
  Duration delay;       ///< Of a convoy, where it enters.
  Money cost;           ///< XOF for each loaded tanker.
};
struct Control {
  Where where;
  TrafficFilter applies_to;
  std::vector<ControlPhase> phases;  ///< By rising date, at least one.
  Instant until = Instant::never();
  Recovery recovery;  ///< How what it lets through comes back to 100 % from `until` on.
  ClosurePolicy stopped_convoys = ClosurePolicy::hold;
  Duration news_after;
};

enum class Pattern : std::uint8_t { first_and_last_lost, counted };
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
  Trapped trapped;
  Duration road_cleared_after;
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
  Recovery recovery;  ///< From `until` on.
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
  std::variant<Control, Ambush, Outage, DemandShift, Slowdown, Precedence> what;
  std::optional<Trigger> trigger;
};

}  // namespace citerne
