#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "citerne/scenario/words.hpp"
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

/// Served again for as many days as make a shortage.
bool has_recovered(const Making& m, const PairOutcome& o) {
  const std::int64_t whole_days = (m.plan.end.unix_seconds() - o.last_short) / 86'400 - 1;
  return whole_days >= m.plan.scenario.shortage.days;
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
    return [&m, value](const RunRecord& r, std::size_t p) {
      return burns(m.plan, engine::PairId{p}) ? value(r.pairs[p]) : kNone;
    };
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
  metric(m, "recovery_time",
         {"d", "from the first day of the first shortage to the end of the last", censored},
         [&](const RunRecord& r, std::size_t p) {
           const PairOutcome& o = r.pairs[p];
           const bool is_over = o.last_short >= 0 && has_recovered(m, o);
           return is_over ? static_cast<double>(o.last_short - o.first_shortage) / 86'400.0 + 1.0 : kNone;
         });
  metric(m, "recovered", {"1", "1 when its shortages were over by the end, 0 when not, none without one"},
         [&](const RunRecord& r, std::size_t p) {
           const PairOutcome& o = r.pairs[p];
           return o.last_short < 0 ? kNone : has_recovered(m, o) ? 1.0 : 0.0;
         });
  metric(m, "worst_day_served", {"1", "least share of a day's demand that was served"},
         if_burnt([](const PairOutcome& o) { return static_cast<double>(o.worst_day_ppm) / 1e6; }));
  metric(m, "worst_day", {"d", "the first such day, since the start; none: all was served every day"},
         if_burnt([=](const PairOutcome& o) { return since_start(o.worst_day); }));
  metric(m, "worst_window_served",
         {"1",
          "least share served of the demand of so many days in a row as make a shortage",
          {{"window_days", m.plan.scenario.shortage.days}}},
         if_burnt([](const PairOutcome& o) { return static_cast<double>(o.worst_window_ppm) / 1e6; }));
  metric(m, "worst_window",
         {"d",
          "the first of the first such days, since the start; none: all was served every day",
          {{"window_days", m.plan.scenario.shortage.days}}},
         if_burnt([=](const PairOutcome& o) { return since_start(o.worst_window); }));
  metric(m, "mean_day_served", {"1", "mean over days of the share of their demand that was served"},
         if_burnt([](const PairOutcome& o) {
           return o.days == 0 ? kNone
                              : static_cast<double>(o.served_days_ppm) / 1e6 / static_cast<double>(o.days);
         }));
  metric(m, "least_cover", {"d", "least cover of all midnights"}, if_burnt([](const PairOutcome& o) {
           return o.least_cover_s < 0 ? kNone : static_cast<double>(o.least_cover_s) / 86'400.0;
         }));
  metric(m, "person_days_short", {"d", "days in shortages times inhabitants"},
         [&](const RunRecord& r, std::size_t p) {
           const auto& people =
               m.plan.scenario.network.places[m.plan.pairs[engine::PairId{p}].place].population;
           return people && burns(m.plan, engine::PairId{p})
                      ? static_cast<double>(*people * r.pairs[p].short_days)
                      : kNone;
         });
  metric(m, "short_at_end", {"1", "1 when the last shortage was not over by the end"},
         if_burnt([](const PairOutcome& o) { return o.short_at_end ? 1.0 : 0.0; }));
}

/// The fall to the worst day and the way back as a trapezoid (Panteli et al., 2017): from the last day on
/// which all was served, to the worst, which may last, to the first day on which all is served again.
void slopes(Making& m) {
  const auto days_between = [](std::int64_t from, std::int64_t until) {
    return static_cast<double>(until - from) / 86'400.0;
  };
  const auto depth = [](const PairOutcome& o) { return 1.0 - static_cast<double>(o.worst_day_ppm) / 1e6; };
  const auto missing = [](const char* when) { return Attributes{{"missing_means", std::string{when}}}; };
  metric(m, "degradation_slope",
         {"d-1", "share that was lost from the last day on which all was served to the worst day, a day",
          missing("all was served every day, or not on a day before the worst")},
         [&](const RunRecord& r, std::size_t p) {
           const PairOutcome& o = r.pairs[p];
           return o.drop_from < 0 ? kNone : depth(o) / days_between(o.drop_from, o.worst_day);
         });
  metric(m, "worst_lasts",
         {"d", "from the worst day to the last that was as bad, both included",
          missing("all was served every day")},
         [&](const RunRecord& r, std::size_t p) {
           const PairOutcome& o = r.pairs[p];
           return o.worst_day < 0 ? kNone : days_between(o.worst_day, o.back_from) + 1.0;
         });
  metric(m, "recovery_slope",
         {"d-1",
          "share that came back from the last of the worst days to the first on which all was served, a day",
          missing("all was served every day, or not on a day behind the worst")},
         [&](const RunRecord& r, std::size_t p) {
           const PairOutcome& o = r.pairs[p];
           return o.back_until < 0 ? kNone : depth(o) / days_between(o.back_from, o.back_until);
         });
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
  pair_by(m, "short_hours_by_class", "class", classes, 3'600.0,
          {"h", "time with less than the class's bar served, summed over the sites"}, &RunRecord::short_s);
  pair_by(m, "unserved_by_cause", "cause", causes, 1e6, {"m3", "unserved fuel by cause; sums to unserved"},
          &RunRecord::deficit_ml);
  pair_by(m, "delay_by_cause", "cause", causes, 3'600.0,
          {"h", "delay of the loads delivered, by cause; sums to arrival minus due"}, &RunRecord::delay_s);
  by_run(m, "ledger", {"product", "account"}, 1e6, {"m3", "balance of the fuel ledger at the end"},
         &RunRecord::ledger_ml, "ledger");
  by_run(m, "residual", {"product"}, 1.0, {"mL", "change of the ledger's sum over the run: always 0"},
         &RunRecord::residual_ml, "ledger");
}

bool meets(const engine::Plan& plan, const engine::LinePlan& line, EventId event) {
  const engine::TankPlan& tank = plan.tanks[line.tank];
  const auto& arcs = plan.routes[line.route].arcs;
  return std::ranges::any_of(plan.controls, [&](const engine::ControlPlan& c) {
    return c.event == event && plan.applies(c, true, tank.product, tank.place) &&
           std::ranges::any_of(arcs, [&](ArcId a) { return std::ranges::count(c.arcs, a) > 0; });
  });
}

/// What a line is by habit: enough to tell who would have gone which way.
void lines(Making& m) {
  const Scenario& sc = m.plan.scenario;
  std::vector<double> shares, usual;
  std::vector<std::string> corridors, sites;
  std::vector<std::int64_t> crosses;
  for (const engine::LinePlan& line : m.plan.lines) {
    const engine::TankPlan& tank = m.plan.tanks[line.tank];
    shares.push_back(static_cast<double>(line.share.count()) / 1e6);
    usual.push_back(static_cast<double>(line.usual.count()) / 3'600.0);
    corridors.push_back(line.corridor.is_none() ? std::string{} : sc.network.corridors[line.corridor].id);
    sites.push_back(fmt::format("{} {}", site_name(sc, tank.site), sc.products[tank.product].id));
  }
  for (const EventId event : ids_of(sc.events))
    for (const engine::LinePlan& line : m.plan.lines) crosses.push_back(meets(m.plan, line, event) ? 1 : 0);
  m.make.put("", "line_share", {"line"}, std::move(shares),
             {"1", "share of the tank's loads in a normal year"});
  m.make.put("", "line_usual", {"line"}, std::move(usual),
             {"h", "usual lead time, from order to tank; arrival is this and delay_by_cause later"});
  m.make.put("", "line_corridor", {"line"}, std::move(corridors),
             {"1", "corridor of its habit, if it has one"});
  m.make.put("", "line_tank", {"line"}, std::move(sites), {"1", "site and product that it supplies"});
  m.make.put("", "line_meets", {"event", "line"}, std::move(crosses),
             {"1", "1 where the event controls a road of the line's habit for its loaded tankers"});
}

/// Gini's coefficient of unserved shares between inhabitants (Sen, On Economic Inequality, 1973): of all
/// places of known population that burn the product; 0 when all is served.
double gini(const Making& m, const RunRecord& r, ProductId product) {
  struct Town {
    double people, unserved;
  };
  std::vector<Town> towns;
  const std::size_t classes = m.plan.scenario.classes.size();
  for (const engine::PairId p : ids_of(m.plan.pairs)) {
    const auto& people = m.plan.scenario.network.places[m.plan.pairs[p].place].population;
    double asked = 0.0, got = 0.0;
    for (std::size_t c = p.index() * classes; c < (p.index() + 1) * classes; ++c) {
      asked += static_cast<double>(r.demand_ml[c]);
      got += static_cast<double>(r.served_ml[c]);
    }
    if (m.plan.pairs[p].product == product && people && asked > 0.0)
      towns.push_back({static_cast<double>(*people), (asked - got) / asked});
  }
  double people = 0.0, missing = 0.0, apart = 0.0;
  for (const Town& a : towns) {
    people += a.people;
    missing += a.people * a.unserved;
    for (const Town& b : towns) apart += a.people * b.people * std::abs(a.unserved - b.unserved);
  }
  if (towns.empty()) return kNone;
  return missing > 0.0 ? apart / (2.0 * people * missing) : 0.0;
}

void inequity(Making& m) {
  std::vector<double> values;
  for (const RunRecord& r : m.outcome.records)
    for (const ProductId p : ids_of(m.plan.scenario.products)) values.push_back(gini(m, r, p));
  m.make.put("", "inequity", {"replication", "product"}, std::move(values),
             {"1", "Gini coefficient of the unserved share between inhabitants"});
}

/// Of what was dispatched, and is neither trapped nor on its way at the end, the share that was delivered.
void convoy_success(Making& m) {
  std::vector<double> shares;
  for (const RunRecord& r : m.outcome.records) {
    std::int64_t settled = 0, made_it = 0;
    for (std::size_t l = 0; l < r.dispatched_ml.size(); ++l) {
      settled += r.dispatched_ml[l] - r.trapped_ml[l] - r.under_way_ml[l];
      made_it += r.made_it_ml[l];
    }
    shares.push_back(settled == 0 ? kNone : static_cast<double>(made_it) / static_cast<double>(settled));
  }
  m.make.put("", "convoy_success", {"replication"}, std::move(shares),
             {"1", "delivered / dispatched, without what is trapped or on its way at the end"});
}

void waits_for_company(Making& m) {
  if (!m.plan.scenario.assemblies.empty()) {
    by_run(m, "convoys_assembled", {"assembly"}, 1.0,
           {"1", "convoys that have left, whose tankers have waited for company"},
           &RunRecord::convoys_assembled);
    by_run(m, "tankers_assembled", {"assembly"}, 1.0, {"1", "tankers that have waited for company"},
           &RunRecord::assembled);
    by_run(m, "assembly_wait", {"assembly"}, 3'600.0, {"h", "time waited for company, summed over tankers"},
           &RunRecord::assembly_wait_s);
  }
  if (m.plan.escorts.empty()) return;
  by_run(m, "unit_hours", {"escort", "unit_state"}, 3'600.0,
         {"h", "time of the units that belonged to the escort, by what they did"}, &RunRecord::unit_time_s);
  by_run(m, "convoys_led", {"escort"}, 1.0, {"1", "convoys that left with a unit"}, &RunRecord::convoys_led);
  by_run(m, "tankers_at_escort", {"escort"}, 1.0, {"1", "tankers that have waited for a unit, led or not"},
         &RunRecord::escort_tankers);
  by_run(m, "escort_wait", {"escort"}, 3'600.0, {"h", "time waited for a unit, summed over tankers"},
         &RunRecord::escort_wait_s);
}

void traffic(Making& m) {
  by_run(m, "loads_delivered", {"line"}, 1.0, {"1", "tanker loads delivered"}, &RunRecord::loads);
  by_run(m, "volume_delivered", {"line"}, 1e6, {"m3", "fuel delivered"}, &RunRecord::delivered_ml);
  by_run(m, "volume_dispatched", {"line"}, 1e6, {"m3", "fuel that left the supplier"},
         &RunRecord::dispatched_ml);
  by_run(m, "volume_made_it", {"line"}, 1e6, {"m3", "of this, delivered by the end"}, &RunRecord::made_it_ml);
  by_run(m, "volume_trapped", {"line"}, 1e6, {"m3", "of this, trapped at the end"}, &RunRecord::trapped_ml);
  by_run(m, "volume_under_way", {"line"}, 1e6, {"m3", "of this, on its way or at the tank at the end"},
         &RunRecord::under_way_ml);
  convoy_success(m);
  by_run(m, "trip_time", {"line"}, 86'400.0, {"d", "time from the supplier to the tank, summed over loads"},
         &RunRecord::trip_s);
  by_run(m, "loadings", {"terminal"}, 1.0, {"1", "tankers that began to load"}, &RunRecord::loaded);
  by_run(m, "left_under", {"event", "line"}, 1.0,
         {"1", "tankers that left their supplier while the control was in force"}, &RunRecord::left_under);
  lines(m);
  by_run(m, "cycles", {"fleet"}, 1.0, {"1", "cycles of tankers that ended at home"}, &RunRecord::cycles);
  by_run(m, "cycle_time", {"fleet"}, 86'400.0, {"d", "time of these cycles, summed"}, &RunRecord::cycle_s);
  by_run(m, "tankers_lost", {"fleet"}, 1.0, {"1", "tankers lost"}, &RunRecord::lost_tankers);
  by_run(m, "tankers_crossed", {"post"}, 1.0, {"1", "loaded tankers served at the post"},
         &RunRecord::crossed);
  by_run(m, "post_wait", {"post"}, 3'600.0,
         {"h", "time waited at the post beyond the service, summed over tankers"}, &RunRecord::post_wait_s);
  by_run(m, "tankers_entered", {"segment"}, 1.0, {"1", "tankers that entered the road, both ways"},
         &RunRecord::entered);
  waits_for_company(m);
  by_run(m, "threats_came", {"event"}, 1.0,
         {"1", "threats that came by chance, whether they met a convoy or not"}, &RunRecord::threats_came);
  by_run(m, "convoys_struck", {"event"}, 1.0, {"1", "convoys struck by the event"}, &RunRecord::struck);
  by_run(m, "convoys_beaten_off", {"event"}, 1.0,
         {"1", "convoys that met the event and got through unharmed"}, &RunRecord::beaten_off);
  by_run(m, "crews_abducted", {"event"}, 1.0, {"1", "tankers whose crew the event took"},
         &RunRecord::abducted);
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
  slopes(m);
  accounts(m);
  inequity(m);
  traffic(m);
}

}  // namespace citerne::study
