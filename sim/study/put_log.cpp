#include <fmt/format.h>

#include "citerne/base/dates.hpp"
#include "making.hpp"

namespace citerne::study {

void put_log(Making& m) {
  static const std::vector<std::string> kKinds{"control_changes",
                                               "news",
                                               "ambush",
                                               "held",
                                               "released",
                                               "turned_back",
                                               "rerouted",
                                               "stranded",
                                               "refused",
                                               "wreck_cleared",
                                               "outage_begins",
                                               "outage_ends",
                                               "demand_shifts",
                                               "stock_out",
                                               "stock_back",
                                               "supplier_switch",
                                               "recovered",
                                               "diverted",
                                               "lost",
                                               "abandoned",
                                               "proceeded",
                                               "levied",
                                               "slowdown_begins",
                                               "slowdown_ends",
                                               "precedence_begins",
                                               "precedence_ends",
                                               "decided",
                                               "not_decided",
                                               "replaced",
                                               "threat",
                                               "beaten_off",
                                               "threat_shifts",
                                               "escort_leaves",
                                               "goes_alone",
                                               "unit_moves",
                                               "escort_rule_begins",
                                               "escort_rule_ends"};
  static_assert(static_cast<int>(LogKind::escort_rule_ends) == 36, "a name for each kind");
  const Scenario& sc = m.plan.scenario;
  std::vector<std::int64_t> replication, instant, tankers;
  std::vector<std::string> kind, event, place, segment, product;
  std::vector<double> share;
  const auto name = [](std::uint32_t i, const auto& table, auto id_of) {
    return i == LogEntry::kNone ? std::string{} : table[id_of(i)].id;
  };
  for (std::size_t r = 0; r < m.runs(); ++r)
    for (const LogEntry& e : m.outcome.records[r].log) {
      replication.push_back(m.outcome.replications[r]);
      instant.push_back(e.instant - m.plan.start.unix_seconds());
      kind.push_back(kKinds[static_cast<std::size_t>(e.kind)]);
      event.push_back(name(e.event, sc.events, [](std::size_t i) { return EventId{i}; }));
      place.push_back(name(e.place, sc.network.places, [](std::size_t i) { return PlaceId{i}; }));
      segment.push_back(name(e.segment, sc.network.segments, [](std::size_t i) { return SegmentId{i}; }));
      product.push_back(name(e.product, sc.products, [](std::size_t i) { return ProductId{i}; }));
      tankers.push_back(e.tankers);
      share.push_back(e.share_ppm < 0 ? kNone : static_cast<double>(e.share_ppm) / 1e6);
    }
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; i < instant.size(); ++i) numbers.push_back(static_cast<std::int64_t>(i));
  m.make.scale("entry", numbers, {"1", "number of the log entry"}, numbers.size());
  const std::string since =
      fmt::format("seconds since {} 00:00:00", format_instant(m.plan.start).substr(0, 10));
  m.make.put("events", "replication_of_entry", {"entry"}, std::move(replication), {"1", "replication"});
  m.make.put("events", "instant", {"entry"}, std::move(instant),
             {since, "instant (UTC)", {{"calendar", std::string{"proleptic_gregorian"}}}});
  m.make.put("events", "kind", {"entry"}, std::move(kind), {"1", "what happened"});
  m.make.put("events", "event_of_entry", {"entry"}, std::move(event),
             {"1", "event of the scenario that is the cause"});
  m.make.put("events", "place_of_entry", {"entry"}, std::move(place), {"1", "place"});
  m.make.put("events", "segment_of_entry", {"entry"}, std::move(segment), {"1", "road"});
  m.make.put("events", "product_of_entry", {"entry"}, std::move(product), {"1", "product"});
  m.make.put("events", "tankers", {"entry"}, std::move(tankers), {"1", "tankers concerned"});
  m.make.put("events", "share", {"entry"}, std::move(share),
             {"1", "share let through, or factor, from then on"});
}

}  // namespace citerne::study
