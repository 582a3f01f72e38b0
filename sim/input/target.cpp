#include "target.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "citerne/base/text.hpp"
#include "citerne/input/distance.hpp"
#include "citerne/network/routing_tree.hpp"
#include "citerne/scenario/quantity_text.hpp"

namespace citerne::input {
namespace {

std::vector<std::string_view> numbers_of(const Segment& segment) {
  std::vector<std::string_view> numbers;
  std::string_view rest = segment.road;
  while (!rest.empty()) {
    const std::size_t slash = rest.find('/');
    std::string_view part = rest.substr(0, slash);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) numbers.push_back(part);
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
  }
  return numbers;
}

template <class T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

bool carries(const Segment& segment, std::string_view road) {
  const std::vector<std::string_view> numbers = numbers_of(segment);
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](auto number) { return folded(number) == folded(road); });
}

std::vector<std::string> road_numbers(const Network& network) {
  std::vector<std::string> numbers;
  for (const Segment& segment : network.segments)
    for (const std::string_view number : numbers_of(segment)) numbers.emplace_back(number);
  sort_unique(numbers);
  return numbers;
}

std::optional<Chain> chain_along(const Network& network, const RoadGraph& all_roads, std::string_view road,
                                 PlaceId a, PlaceId b) {
  std::vector<Cost> length(network.arc_count());
  std::vector<std::uint8_t> open(network.arc_count());
  for (const SegmentId s : ids_of(network.segments)) {
    const Cost metres = std::max<Cost>(1, network.segments[s].length.count());
    const std::uint8_t on_it = carries(network.segments[s], road) ? 1 : 0;
    for (const ArcId arc : {forward_arc(s), backward_arc(s)}) {
      length[arc.index()] = metres;
      open[arc.index()] = on_it;
    }
  }
  const RoutingTree to_b{all_roads, b, length, std::move(open)};
  if (!to_b.reaches(a)) return std::nullopt;
  Chain chain{{a}, {}};
  while (chain.places.back() != b) {
    const ArcId arc = to_b.next(all_roads, length, chain.places.back());
    chain.arcs.push_back(arc);
    chain.places.push_back(network.head(arc));
  }
  return chain;
}

std::vector<Chain> roads_between(const Network& network, PlaceId a, PlaceId b) {
  std::vector<Chain> chains;
  for (std::size_t i = 0; i < network.arc_count(); ++i)
    if (const ArcId arc{i}; network.tail(arc) == a && network.head(arc) == b)
      chains.push_back({{a, b}, {arc}});
  return chains;
}

std::vector<Chain> within(const Network& network, const Chain& chain, std::string_view country) {
  std::vector<Chain> parts;
  bool goes_on = false;
  for (std::size_t i = 0; i < chain.arcs.size(); ++i) {
    const PlaceId from = chain.places[i], to = chain.places[i + 1];
    const bool here = network.places[from].country == country && network.places[to].country == country;
    if (here && !goes_on) parts.push_back({{from}, {}});
    if (here) {
      parts.back().arcs.push_back(chain.arcs[i]);
      parts.back().places.push_back(to);
    }
    goes_on = here;
  }
  return parts;
}

Where target_of(const std::vector<Chain>& chains, std::string text) {
  Where where;
  where.text = std::move(text);
  std::vector<PlaceId> ends;
  for (const Chain& chain : chains) {
    for (const ArcId arc : chain.arcs) {
      where.segments.push_back(segment_of(arc));
      if (std::find(where.forward.begin(), where.forward.end(), arc) == where.forward.end())
        where.forward.push_back(arc);
    }
    ends.push_back(chain.places.front());
    ends.push_back(chain.places.back());
    where.inside.insert(where.inside.end(), chain.places.begin() + 1, chain.places.end() - 1);
  }
  sort_unique(where.segments);
  sort_unique(where.inside);
  std::erase_if(where.inside,
                [&](PlaceId p) { return std::find(ends.begin(), ends.end(), p) != ends.end(); });
  return where;
}

namespace {

/// A target without ends: the roads that `touches` picks, forward where `leads` says so.
template <class Touches, class Leads>
Where area(const Network& network, std::string text, Touches touches, Leads leads) {
  Where where{.text = std::move(text), .is_area = true};
  for (const SegmentId s : ids_of(network.segments)) {
    if (!touches(network.segments[s].from, network.segments[s].to)) continue;
    where.segments.push_back(s);
    for (const ArcId arc : {forward_arc(s), backward_arc(s)})
      if (leads(network.tail(arc), network.head(arc))) where.forward.push_back(arc);
  }
  return where;
}

}  // namespace

Where around(const Network& network, PlaceId centre, Length radius) {
  std::vector<Length> away;
  for (const Place& place : network.places) away.push_back(great_circle(place, network.places[centre]));
  const auto within = [&](PlaceId p) { return away[p.index()] <= radius; };
  Where where = area(
      network, fmt::format("within {} of {}", format_quantity(radius), network.places[centre].id),
      [&](PlaceId a, PlaceId b) { return within(a) || within(b); },
      [&](PlaceId tail, PlaceId head) {
        return std::pair{away[head.index()], head} < std::pair{away[tail.index()], tail};
      });
  for (const PlaceId p : ids_of(network.places))
    if (within(p)) where.inside.push_back(p);
  return where;
}

Where in_country(const Network& network, std::string_view country) {
  const auto here = [&](PlaceId p) { return network.places[p].country == country; };
  Where where = area(
      network, fmt::format("in {}", country), [&](PlaceId a, PlaceId b) { return here(a) && here(b); },
      [](PlaceId, PlaceId) { return false; });
  for (const PlaceId p : ids_of(network.places))
    if (here(p)) where.inside.push_back(p);
  return where;
}

Where across_border(const Network& network, PlaceId post) {
  const std::string& country = network.places[post].country;
  return area(
      network, fmt::format("the border at {}", network.places[post].id),
      [&](PlaceId a, PlaceId b) {
        return (a == post && network.places[b].country != country) ||
               (b == post && network.places[a].country != country);
      },
      [&](PlaceId, PlaceId head) { return head == post; });
}

Where leaving(const Network& network, PlaceId terminal) {
  return area(
      network, fmt::format("the roads from {}", network.places[terminal].id),
      [&](PlaceId a, PlaceId b) { return a == terminal || b == terminal; },
      [&](PlaceId tail, PlaceId) { return tail == terminal; });
}

}  // namespace citerne::input
