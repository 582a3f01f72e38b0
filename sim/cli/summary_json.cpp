#include "citerne/base/dates.hpp"
#include "command.hpp"

namespace citerne::cli {
namespace {

/// A day since the start as a date; null when it was not reached by the end.
Json date(const analysis::RunSummary& s, const std::optional<double>& since_start) {
  if (!since_start) return nullptr;
  return format_day(Instant{s.start_unix} + days(static_cast<std::int64_t>(*since_start)));
}

}  // namespace

Json to_json(const analysis::Interval& i, const char* middle) {
  return {{middle, i.mid}, {"low", i.low}, {"high", i.high}};
}

Json to_json(const std::vector<input::Diagnostic>& diagnostics) {
  Json list = Json::array();
  for (const input::Diagnostic& d : diagnostics)
    list.push_back({{"severity", d.severity == input::Severity::error ? "error" : "warning"},
                    {"code", d.code},
                    {"file", d.file},
                    {"line", d.line},
                    {"column", d.column},
                    {"text", d.text}});
  return list;
}

Json to_json(const std::vector<analysis::ControlledFigure>& figures) {
  Json list = Json::array();
  for (const auto& [metric, plain, controlled] : figures)
    list.push_back({{"metric", analysis::word(metric)},
                    {"unit", analysis::unit(metric.measure)},
                    {"plain", to_json(plain)},
                    {"controlled", to_json(controlled.mean)},
                    {"gain", controlled.gain}});
  return list;
}

Json to_json(const analysis::RunSummary& s) {
  Json json{{"title", s.title},
            {"start", format_instant(Instant{s.start_unix})},
            {"end", format_instant(Instant{s.end_unix})},
            {"replications", s.replications},
            {"seed", s.seed},
            {"shortages", Json::array()},
            {"classes", Json::array()},
            {"struck", Json::array()},
            {"escorts", Json::array()},
            {"levies", Json::array()},
            {"bypasses", Json::array()}};
  for (const analysis::ShortPair& p : s.short_pairs)
    json["shortages"].push_back({{"place", p.place_id},
                                 {"name", p.place},
                                 {"product", p.product},
                                 {"chance", to_json(p.chance)},
                                 {"from_median", date(s, p.first_day)},
                                 {"from_q05", date(s, p.early)},
                                 {"from_q95", date(s, p.late)},
                                 {"days", to_json(p.days)},
                                 {"some_not_over_by_the_end", p.ever_short_at_end}});
  for (const analysis::ClassTotal& c : s.classes)
    json["classes"].push_back(
        {{"class", c.consumer}, {"unserved_m3", to_json(c.unserved_m3)}, {"demand_m3", c.demand_m3}});
  for (const analysis::StruckEvent& e : s.struck)
    json["struck"].push_back({{"event", e.event},
                              {"lost", to_json(e.lost)},
                              {"trapped", to_json(e.trapped)},
                              {"threats", to_json(e.threats)},
                              {"convoys_struck", to_json(e.convoys)},
                              {"convoys_beaten_off", to_json(e.beaten_off)},
                              {"crews_abducted", to_json(e.crews)}});
  for (const analysis::EscortFigures& e : s.escorts)
    json["escorts"].push_back({{"escort", e.escort},
                               {"convoys_led", to_json(e.convoys)},
                               {"tankers", to_json(e.tankers)},
                               {"hours_waited_each", to_json(e.hours_waited)},
                               {"units_lead", e.leading}});
  if (s.leanings) {
    Json numbers = Json::array();
    for (const analysis::Leaning& l : s.leanings->numbers)
      numbers.push_back({{"path", l.path}, {"share_of_variance", to_json(l.share)}, {"rises", l.rises}});
    json["leanings"] = {{"of", "unserved"}, {"explained", s.leanings->explained}, {"numbers", numbers}};
  }
  for (const analysis::Levy& l : s.levies)
    json["levies"].push_back({{"event", l.event}, {"paid_xof", to_json(l.paid_xof)}});
  for (const analysis::Bypass& b : s.bypasses) {
    Json ways = Json::array();
    for (const analysis::Bypass::Way& w : b.ways) ways.push_back({{"way", w.name}, {"share", w.share}});
    json["bypasses"].push_back(
        {{"event", b.event}, {"loads", b.through}, {"share", b.share}, {"ways", ways}});
  }
  return json;
}

}  // namespace citerne::cli
