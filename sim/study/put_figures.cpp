#include <algorithm>

#include <fmt/format.h>

#include "making.hpp"

namespace citerne::study {
namespace {

/// One value per replication and pair, NaN where the pair stocks nothing.
template <class Value>
void metric(Making& m, const char* name, Meaning meaning, Value value) {
  std::vector<double> values(m.runs() * m.grid.cells(), kNone);
  for (std::size_t r = 0; r < m.runs(); ++r)
    for (std::size_t p = 0; p < m.grid.cell.size(); ++p)
      values[r * m.grid.cells() + m.grid.cell[p]] = value(m.outcome.records[r], p);
  m.make.put("", name, {"replication", "place", "product"}, std::move(values), std::move(meaning));
}

bool burns(const Making& m, std::size_t pair) {
  const auto& tanks = m.plan.pairs[engine::PairId{pair}].tanks;
  return std::ranges::any_of(tanks, [&](engine::TankId t) { return m.plan.tanks[t].draws > 0; });
}

void metrics(Making& m) {
  const std::size_t classes = m.plan.scenario.classes.size();
  const auto over_classes = [classes](const std::vector<std::int64_t>& volumes, std::size_t p) {
    std::int64_t sum = 0;
    for (std::size_t c = 0; c < classes; ++c) sum += volumes[p * classes + c];
    return static_cast<double>(sum) / 1e6;
  };
  const double start = static_cast<double>(m.plan.start.unix_seconds());
  const auto since_start = [start](std::int64_t t) {
    return t < 0 ? kNone : (static_cast<double>(t) - start) / 86'400.0;
  };
  metric(m, "demand", {"m3", "fuel asked for, rationing apart"},
         [&](const RunRecord& r, std::size_t p) { return over_classes(r.demand_ml, p); });
  metric(m, "served", {"m3", "fuel handed out"},
         [&](const RunRecord& r, std::size_t p) { return over_classes(r.served_ml, p); });
  metric(m, "unserved", {"m3", "fuel asked for and not handed out"}, [&](const RunRecord& r, std::size_t p) {
    return over_classes(r.demand_ml, p) - over_classes(r.served_ml, p);
  });
  const auto if_burnt = [&m](auto value) {
    return [&m, value](const RunRecord& r, std::size_t p) { return burns(m, p) ? value(r.pairs[p]) : kNone; };
  };
  const Attributes censored{{"missing_means", std::string{"not by the end of the run"}}};
  metric(m, "shortage_days", {"d", "days in shortages"},
         if_burnt([](const PairOutcome& o) { return static_cast<double>(o.short_days); }));
  metric(m, "shortages", {"1", "number of shortages"},
         if_burnt([](const PairOutcome& o) { return static_cast<double>(o.shortages); }));
  metric(m, "first_shortage", {"d", "first day of the first shortage, since the start", censored},
         if_burnt([=](const PairOutcome& o) { return since_start(o.first_shortage); }));
  metric(m, "first_stock_out", {"d", "instant of the first stock-out of a site, since the start", censored},
         if_burnt([=](const PairOutcome& o) { return since_start(o.first_dry); }));
  metric(m, "dry_time", {"d", "time without stock, summed over the sites"},
         if_burnt([](const PairOutcome& o) { return static_cast<double>(o.dry_s) / 86'400.0; }));
  metric(m, "short_at_end", {"1", "1 when the last shortage was not over by the end"},
         if_burnt([](const PairOutcome& o) { return o.short_at_end ? 1.0 : 0.0; }));
}

/// By replication, pair and one more axis.
void pair_by(Making& m, const char* name, const char* axis, std::size_t width, double per_unit,
             Meaning meaning, std::vector<std::int64_t> RunRecord::*of) {
  std::vector<double> values(m.runs() * m.grid.cells() * width, kNone);
  for (std::size_t r = 0; r < m.runs(); ++r)
    for (std::size_t p = 0; p < m.grid.cell.size(); ++p)
      for (std::size_t k = 0; k < width; ++k)
        values[(r * m.grid.cells() + m.grid.cell[p]) * width + k] =
            static_cast<double>((m.outcome.records[r].*of)[p * width + k]) / per_unit;
  m.make.put("", name, {"replication", "place", "product", axis}, std::move(values), std::move(meaning));
}

void by_run(Making& m, const char* name, std::vector<std::string> axes, double per_unit, Meaning meaning,
            std::vector<std::int64_t> RunRecord::*of, const char* group = "") {
  std::vector<double> values;
  for (const RunRecord& r : m.outcome.records)
    for (const std::int64_t v : r.*of) values.push_back(static_cast<double>(v) / per_unit);
  axes.insert(axes.begin(), "replication");
  m.make.put(group, name, std::move(axes), std::move(values), std::move(meaning));
}

void accounts(Making& m) {
  const std::size_t classes = m.plan.scenario.classes.size(), causes = m.plan.causes.size();
  pair_by(m, "demand_by_class", "class", classes, 1e6, {"m3", "fuel asked for, by class"},
          &RunRecord::demand_ml);
  pair_by(m, "served_by_class", "class", classes, 1e6, {"m3", "fuel handed out, by class"},
          &RunRecord::served_ml);
  pair_by(m, "unserved_by_cause", "cause", causes, 1e6, {"m3", "unserved fuel by cause; sums to unserved"},
          &RunRecord::deficit_ml);
  pair_by(m, "delay_by_cause", "cause", causes, 3'600.0,
          {"h", "delay of the loads delivered, by cause; sums to arrival minus due"}, &RunRecord::delay_s);
  by_run(m, "ledger", {"product", "account"}, 1e6, {"m3", "balance of the fuel ledger at the end"},
         &RunRecord::ledger_ml, "ledger");
  by_run(m, "residual", {"product"}, 1.0, {"mL", "change of the ledger's sum over the run: always 0"},
         &RunRecord::residual_ml, "ledger");
}

void traffic(Making& m) {
  by_run(m, "loads_delivered", {"line"}, 1.0, {"1", "tanker loads delivered"}, &RunRecord::loads);
  by_run(m, "volume_delivered", {"line"}, 1e6, {"m3", "fuel delivered"}, &RunRecord::delivered_ml);
  by_run(m, "trip_time", {"line"}, 86'400.0, {"d", "time from the supplier to the tank, summed over loads"},
         &RunRecord::trip_s);
  by_run(m, "cycles", {"fleet"}, 1.0, {"1", "cycles of tankers that ended at home"}, &RunRecord::cycles);
  by_run(m, "cycle_time", {"fleet"}, 86'400.0, {"d", "time of these cycles, summed"}, &RunRecord::cycle_s);
  by_run(m, "tankers_lost", {"fleet"}, 1.0, {"1", "tankers lost"}, &RunRecord::lost_tankers);
  by_run(m, "tankers_crossed", {"post"}, 1.0, {"1", "loaded tankers served at the post"},
         &RunRecord::crossed);
  by_run(m, "post_wait", {"post"}, 3'600.0,
         {"h", "time waited at the post beyond the service, summed over tankers"}, &RunRecord::post_wait_s);
  by_run(m, "tankers_entered", {"segment"}, 1.0, {"1", "tankers that entered the road, both ways"},
         &RunRecord::entered);
  by_run(m, "struck_lost", {"event"}, 1.0, {"1", "tankers lost to the event"}, &RunRecord::struck_lost);
  by_run(m, "struck_trapped", {"event"}, 1.0, {"1", "tankers trapped by the event"},
         &RunRecord::struck_trapped);
  by_run(m, "levied", {"event"}, 1.0, {"1", "what loaded tankers paid to the event, in XOF"},
         &RunRecord::levied);
  std::vector<std::int64_t> events;
  std::vector<std::string> fingerprints;
  for (const RunRecord& r : m.outcome.records) {
    events.push_back(r.events);
    fingerprints.push_back(fmt::format("{:016x}", r.fingerprint));
  }
  m.make.put("provenance", "events_handled", {"replication"}, std::move(events),
             {"1", "events that the engine handled"});
  m.make.put("provenance", "fingerprint", {"replication"}, std::move(fingerprints),
             {"1", "hash of these events, in order"});
}

}  // namespace

void put_figures(Making& m) {
  metrics(m);
  accounts(m);
  traffic(m);
}

}  // namespace citerne::study
