#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "citerne/base/dates.hpp"
#include "citerne/input/show.hpp"
#include "citerne/scenario/past.hpp"
#include "citerne/study/differences.hpp"
#include "citerne/study/saved_day.hpp"

namespace citerne::study {
namespace {

using Json = nlohmann::ordered_json;

/// What the scenario says of all that lies before `at`, by name.
Json seen(const Scenario& scenario, Instant at) {
  Scenario past = scenario;
  std::set<std::string> to_come;
  for (const EventId e : ids_of(scenario.events))
    if (begins_before(scenario.events[e], at))
      past.events[e] = seen_by(scenario.events[e], at);
    else
      to_come.insert(scenario.events[e].id);
  Json json = input::typed_json(past);
  json.erase("name");
  Json events = Json::array();
  for (const Json& event : json["events"])
    if (!to_come.contains(event["id"].get<std::string>())) events.push_back(event);
  json["events"] = std::move(events);
  return json;
}

}  // namespace

void expect_same_past(const Scenario& then, const Scenario& other, Instant at) {
  const std::vector<std::string> found = differences(seen(then, at), seen(other, at));
  if (found.empty()) return;
  throw OtherPast{fmt::format(
      "the scenario has another past than the saved day of {}:{}\nOnly events that begin at that instant or "
      "later "
      "may differ, and what lies there of others: later phases, an end that is still to come. Undo the "
      "difference, or run the scenario from the beginning",
      format_instant(at), lines_of(found))};
}

}  // namespace citerne::study
