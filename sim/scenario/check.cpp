#include "citerne/scenario/check.hpp"

#include <algorithm>

#include "citerne/base/dates.hpp"
#include "citerne/scenario/quantity_text.hpp"

namespace citerne {

bool Faults::trusts(std::string_view path) const {
  for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', dot + 1))
    if (unreadable_.contains(path.substr(0, dot))) return false;
  const auto next = unreadable_.lower_bound(path);
  if (next == unreadable_.end()) return true;
  if (*next == path) return false;
  const auto below = unreadable_.lower_bound(std::string{path} + ".");
  return below == unreadable_.end() || !below->starts_with(std::string{path} + ".");
}

void check(const Scenario& scenario, Faults& faults) {
  check_calendar(scenario, faults);
  check_service_tables(scenario, faults);
  check_network(scenario.network, faults);
  check_supply(scenario, faults);
  check_fleets(scenario, faults);
  check_escorts(scenario, faults);
  check_events(scenario, faults);
}

void check_calendar(const Scenario& scenario, Faults& faults) {
  const Calendar& calendar = scenario.calendar;
  if (faults.trusts("calendar") && calendar.end <= calendar.start)
    faults.error("calendar.end", "calendar-order", "end is {}, not after start, which is {}",
                 format_instant(calendar.end), format_instant(calendar.start));
  // Days are closed and shortages counted by UTC days.
  if (faults.trusts("calendar") && start_of_day(calendar.start) != calendar.start)
    faults.error("calendar.start", "calendar-midnight", "start is {}; a run begins at 00:00 UTC: write {}",
                 format_instant(calendar.start), format_day(calendar.start));
  if (faults.trusts("driving") && scenario.driving.until <= scenario.driving.from)
    faults.error("driving.until", "clock-order", "the daily window ends before it begins");
}

namespace {

/// The rule between classes fits the rows.
void check_rationing(const Scenario& scenario, const ServiceTable& table, Faults& faults) {
  const std::string path = "service_tables." + table.id;
  const bool shares_out =
      std::ranges::any_of(table.rows, [](const ServiceRow& row) { return row.serves.has_value(); });
  if (!shares_out && table.by != Rationing::proportional)
    faults.error(path + ".by", "unused-value", "no row has `serves`: there is nothing to share out");
  if (table.by == Rationing::strict && table.order.size() != scenario.classes.size())
    faults.error(path + ".order", "order-of-classes",
                 "`by: strict` has an order of all {} classes; this one has {}", scenario.classes.size(),
                 table.order.size());
  if (table.by != Rationing::strict && !table.order.empty())
    faults.error(path + ".order", "unused-value", "only `by: strict` uses this");
}

}  // namespace

void check_service_tables(const Scenario& scenario, Faults& faults) {
  for (const ServiceTable& table : scenario.service_tables) {
    const std::string path = "service_tables." + table.id + ".rows";
    if (!faults.trusts(path)) continue;
    for (std::size_t i = 1; i < table.rows.size(); ++i)
      if (table.rows[i].from_cover == table.rows[i - 1].from_cover)
        faults.error(path + "." + table.rows[i].id + ".from_cover", "service-rows",
                     "rows '{}' and '{}' begin at the same cover", table.rows[i - 1].id, table.rows[i].id);
    if (table.rows.empty() || table.rows.back().from_cover != days(0))
      faults.error(path, "service-rows", "no row begins at a cover of 0 d: nothing says what holds below {}",
                   table.rows.empty() ? "any" : format_quantity(table.rows.back().from_cover));
    if (table.rows.size() > kMostServiceRows)
      faults.error(path, "too-many", "there are {} rows; {} are the most", table.rows.size(),
                   kMostServiceRows);
    check_rationing(scenario, table, faults);
  }
}

}  // namespace citerne
