#include "resolved.hpp"

#include "citerne/input/show.hpp"
#include "citerne/scenario/escort_stretch.hpp"
#include "citerne/scenario/words.hpp"

namespace citerne::input {
namespace {

Json calendar_json(const Calendar& calendar) {
  const auto& [start, end, sample_every, warm_up] = calendar;
  return {{"start_unix", instant(start)},
          {"end_unix", instant(end)},
          {"sample_every_s", sample_every.count()},
          {"warm_up_s", warm_up.count()}};
}

Json shortage_json(const ShortageRule& rule) {
  const auto& [served_below, days] = rule;
  return {{"served_below_ppm", served_below.count()}, {"days", days}};
}

Json driving_json(const Driving& driving) {
  const auto& [from, until, paved_good, paved_fair, paved_poor, gravel, earth, rainy_months, noise_cv,
               ferry_takes] = driving;
  return {{"from_s", from.count()},
          {"until_s", until.count()},
          {"paved_good_m_an_hour", paved_good.count()},
          {"paved_fair_m_an_hour", paved_fair.count()},
          {"paved_poor_m_an_hour", paved_poor.count()},
          {"gravel_m_an_hour", gravel.count()},
          {"earth_m_an_hour", earth.count()},
          {"rainy_months", rainy_months},
          {"noise_cv_ppm", noise_cv.count()},
          {"ferry_takes_s", ferry_takes.count()}};
}

Json routing_json(const Routing& routing) {
  const auto& [fuel_cost_per_km, money_per_hour, risk_aversion] = routing;
  return {{"fuel_cost_per_km_xof", fuel_cost_per_km.count()},
          {"money_per_hour_xof", money_per_hour.count()},
          {"risk_aversion_s", risk_aversion.count()}};
}

Json ordering_json(const Ordering& ordering) {
  const auto& [switch_after, overdue_after, backlog_limit, lot, feeding_rate] = ordering;
  return {{"switch_after_s", switch_after.count()},
          {"overdue_after_ppm", overdue_after.count()},
          {"backlog_limit_s", backlog_limit.count()},
          {"lot_ml", lot.count()},
          {"feeding_rate_ml_a_day", feeding_rate.count()}};
}

/// What needs the names of the rest of the scenario.
struct Writer {
  const Scenario& s;

  Json product(const Product& p) const {
    const auto& [id, name] = p;
    return {{"id", id}, {"name", name}};
  }

  Json consumer_class(const ConsumerClass& c) const {
    const auto& [id, name, profile, short_below, lot] = c;
    return {{"id", id},
            {"name", name},
            {"profile", name_in(s.profiles, profile)},
            {"lot_ml", lot.count()},
            {"short_below_ppm", short_below.value_or(s.shortage.served_below).count()}};
  }

  Json profile(const Profile& p) const {
    const auto& [id, hourly, weekly, monthly] = p;
    return {{"id", id},
            {"hourly_ppm", counts(hourly)},
            {"weekly_ppm", counts(weekly)},
            {"monthly_ppm", counts(monthly)}};
  }

  Json service_table(const ServiceTable& t) const {
    const auto& [table, regain, by, order, rows] = t;
    return {{"id", table},
            {"regain_s", regain.count()},
            {"by", word(by)},
            {"order", names_in(s.classes, order)},
            {"rows", list_of(rows, [this](const ServiceRow& row) {
               const auto& [id, from_cover, share, serves] = row;
               Json shares = Json::object();
               for (const ClassId c : ids_of(share)) shares[s.classes[c].id] = share[c].count();
               return Json{{"id", id},
                           {"from_cover_s", from_cover.count()},
                           {"share_ppm", shares},
                           {"serves_ppm", serves ? Json(serves->count()) : Json()}};
             })}};
  }

  Json terminal(const Terminal& t) const {
    const auto& [id, place, bays, loading_takes, rate_limit] = t;
    return {{"id", id},
            {"place", name_in(s.network.places, place)},
            {"bays", bays},
            {"loading_takes_s", loading_takes.count()},
            {"rate_limit_tankers_per_1000_days", rate_limit.count()}};
  }

  Json site_or_none(SiteId site) const { return site.is_none() ? Json() : Json(site_name(s, site)); }

  Json tank(const Tank& t) const {
    const auto& [product, capacity, reorder_at, order_up_to, opening, demands, lines, throughput] = t;
    Json demand_ml_a_day = Json::object();
    for (const auto& [consumer, normal] : demands) demand_ml_a_day[s.classes[consumer].id] = normal.count();
    return {{"product", name_in(s.products, product)},
            {"capacity_ml", capacity.count()},
            {"reorder_at_s", reorder_at.count()},
            {"order_up_to_s", order_up_to.count()},
            {"opening_s", opening ? Json(opening->count()) : Json()},
            {"demand_ml_a_day", demand_ml_a_day},
            {"throughput_ml_a_day", throughput.count()},
            {"suppliers", list_of(lines, [this](const SupplyLine& line) {
               const auto& [terminal, site, corridor, share] = line;
               return Json{{"terminal", name_in(s.terminals, terminal)},
                           {"site", site_or_none(site)},
                           {"corridor", name_in(s.network.corridors, corridor)},
                           {"share_ppm", share.count()}};
             })}};
  }

  Json site(const Site& site) const {
    const auto& [place, kind, service, unloading_takes, clears_at, gives_above, tanks] = site;
    return {{"place", name_in(s.network.places, place)},
            {"kind", word(kind)},
            {"service", name_in(s.service_tables, service)},
            {"unloading_takes_s", unloading_takes.count()},
            {"clears_at", name_in(s.posts, clears_at)},
            {"gives_above_s", gives_above.count()},
            {"tanks", list_of(tanks, [this](const Tank& t) { return tank(t); })}};
  }

  Json fleet(const Fleet& f) const {
    const auto& [id, base, tankers, load, replaced_after, serves_terminals, serves_sites] = f;
    return {{"id", id},
            {"base", name_in(s.network.places, base)},
            {"tankers", tankers},
            {"load_ml", load.count()},
            {"replaced_after_s", replaced_after.count()},
            {"serves_terminals", names_in(s.terminals, serves_terminals)},
            {"serves_sites", list_of(serves_sites, [this](SiteId id_) { return site_or_none(id_); })}};
  }

  Json post(const Post& p) const {
    const auto& [id, kind, place, lanes, service_takes] = p;
    return {{"id", id},
            {"kind", word(kind)},
            {"place", name_in(s.network.places, place)},
            {"lanes", lanes},
            {"service_takes_s", service_takes.count()}};
  }

  Json assembly(const Assembly& a) const {
    const auto& [place, tankers, wait_at_most] = a;
    return {{"place", name_in(s.network.places, place)},
            {"tankers", tankers},
            {"wait_at_most_s", wait_at_most.count()}};
  }

  Json escort(const Escort& e) const {
    const auto& [id, corridor, between, base, units, leaves_with, longest_wait, at_most, every,
                 assembly_takes, returns_after, waits_unasked] = e;
    return {{"id", id},
            {"between", names_in(s.network.places, {between.begin(), between.end()})},
            {"roads", arcs_json(s.network, stretch_of(s.network, e))},
            {"corridor", name_in(s.network.corridors, corridor)},
            {"base", name_in(s.network.places, base)},
            {"units", units},
            {"leaves_with", leaves_with},
            {"longest_wait_s", longest_wait.count()},
            {"at_most", at_most},
            {"every_s", every.count()},
            {"assembly_takes_s", assembly_takes.count()},
            {"returns_after_s", returns_after.count()},
            {"waits_unasked_s", waits_unasked.count()}};
  }

  Json perceived_risk(const PerceivedRisk& r) const {
    const auto& [id, where, per_100_km] = r;
    return {{"id", id}, {"where", where_json(s.network, where)}, {"per_100_km_ppm", per_100_km.count()}};
  }

  template <class Items, class Item>
  Json all(const Items& items, Json (Writer::*write)(const Item&) const) const {
    return list_of(items, [&](const Item& item) { return (this->*write)(item); });
  }
};

}  // namespace

Json typed_json(const Scenario& scenario) {
  const auto& [name, calendar, shortage, network, products, classes, profiles, service_tables, terminals,
               sites, normal_demand, levels_for, fleets, posts, assemblies, driving, routing, ordering,
               perceived_risks, escorts, escort_allocation, events] = scenario;
  const Writer w{scenario};
  return {{"format", 1},
          {"name", name},
          {"calendar", calendar_json(calendar)},
          {"shortage", shortage_json(shortage)},
          {"network", network_json(network)},
          {"products", w.all(products, &Writer::product)},
          {"classes", w.all(classes, &Writer::consumer_class)},
          {"profiles", w.all(profiles, &Writer::profile)},
          {"service_tables", w.all(service_tables, &Writer::service_table)},
          {"terminals", w.all(terminals, &Writer::terminal)},
          {"sites", w.all(sites, &Writer::site)},
          {"normal_demand_ml_a_day", normal_demand.count()},
          {"levels_for_ml_a_day", levels_for.count()},
          {"fleets", w.all(fleets, &Writer::fleet)},
          {"posts", w.all(posts, &Writer::post)},
          {"assemblies", w.all(assemblies, &Writer::assembly)},
          {"driving", driving_json(driving)},
          {"routing", routing_json(routing)},
          {"ordering", ordering_json(ordering)},
          {"perceived_risks", w.all(perceived_risks, &Writer::perceived_risk)},
          {"escorts", w.all(escorts, &Writer::escort)},
          {"escort_policy", word(escort_allocation.policy)},
          {"escort_move_takes_s", escort_allocation.move_takes.count()},
          {"events", list_of(events, [&](const Event& event) { return event_json(scenario, event); })}};
}

}  // namespace citerne::input
