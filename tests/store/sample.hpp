#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "citerne/record/result.hpp"

/// A result shaped like those of citerne, made of a plain formula.
namespace citerne::sample {

struct Size {
  std::size_t replications = 4;
  std::size_t days = 12;
  std::size_t samples_a_day = 4;
  std::size_t places = 6;
  std::size_t products = 3;
  std::size_t events = 7;
  std::size_t convoys = 0;  ///< An axis that is there and empty.
};

class Maker {
 public:
  explicit Maker(const Size& size) : size_{size} {}

  Result make() {
    result_.attributes = {{"Conventions", std::string{"CF-1.8"}},
                          {"title", std::string{"Blocus de l'ouest, embuscade près de Kati"}},
                          {"citerne_format", std::int64_t{1}},
                          {"seed", std::int64_t{2026}},
                          {"confidence", 0.95},
                          {"shortage_days", std::vector<std::int64_t>{2, 5}},
                          {"one_number", std::vector<std::int64_t>{7}},
                          {"one_name", std::vector<std::string>{"Ségou"}},
                          {"languages", std::vector<std::string>{"français", "English", ""}}};
    scales();
    metrics();
    series();
    groups();
    return std::move(result_);
  }

 private:
  void axis(const std::string& name, std::size_t length) { result_.axes[name] = length; }

  void put(std::string group, std::string name, std::vector<std::string> axes, Values values,
           std::string units, std::string long_name, const Attributes& more = {}) {
    Attributes attributes = more;
    attributes["units"] = std::move(units);
    attributes["long_name"] = std::move(long_name);
    result_.variables.push_back(
        {std::move(group), std::move(name), std::move(axes), std::move(values), std::move(attributes)});
  }

  static std::vector<std::int64_t> steps(std::size_t count, std::int64_t step) {
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(static_cast<std::int64_t>(i) * step);
    return values;
  }

  static std::vector<std::string> names(std::vector<std::string> first, std::size_t count, const char* more) {
    for (std::size_t i = first.size(); i < count; ++i) first.push_back(more + std::to_string(i));
    first.resize(count);
    return first;
  }

  void scale_of_names(const std::string& name, std::vector<std::string> values, const char* long_name) {
    axis(name, values.size());
    put("", name, {name}, std::move(values), "1", long_name);
  }

  void scales() {
    const std::size_t times = size_.days * size_.samples_a_day;
    axis("replication", size_.replications);
    put("", "replication", {"replication"}, steps(size_.replications, 1), "1", "number of the replication");
    const Attributes clock{{"calendar", std::string{"proleptic_gregorian"}},
                           {"standard_name", std::string{"time"}}};
    axis("time", times);
    put("", "time", {"time"}, steps(times, 86'400 / static_cast<std::int64_t>(size_.samples_a_day)),
        "seconds since 2025-08-01 00:00:00", "time of the sample, UTC", clock);
    axis("day", size_.days);
    put("", "day", {"day"}, steps(size_.days, 86'400), "seconds since 2025-08-01 00:00:00", "day, UTC",
        clock);
    scale_of_names("place",
                   names({"Bamako", "Ségou", "Kayes", "Mopti-Sévaré", "Koutiala"}, size_.places, "place "),
                   "place");
    scale_of_names("product",
                   names({"petrol", "diesel", "jet", "fuel_oil", "kerosene"}, size_.products, "product "),
                   "product");
    scale_of_names("class", {"essential", "power", "transport"}, "class of users");
    scale_of_names("cause", {"rn24", "western_blockade", "not_ordered"}, "cause of a deficit");
    scale_of_names("account", {"outside", "in_tanker", "site", "consumed", "lost"}, "account of the ledger");
    scale_of_names("segment", {"bamako-kati", "kati-neguela"}, "segment");
    scale_of_names("fleet", {"transporteurs de Bamako", "étrangers"}, "fleet");
    scale_of_names("corridor", {"dakar-south", "abidjan"}, "corridor");
    axis("event", size_.events);
    put("", "event", {"event"}, steps(size_.events, 1), "1", "number of the event");
    axis("convoy", size_.convoys);
    put("", "convoy", {"convoy"}, steps(size_.convoys, 1), "1", "number of the convoy");
    put("", "lat", {"place"}, reals<double>({size_.places}, 13.0), "degrees_north", "latitude",
        {{"long_name_fr", std::string{"latitude (° nord)"}}});
    put("", "population", {"place"}, steps(size_.places, 1'000), "1", "people who live there");
  }

  /// A saw-tooth with gaps: a stock that falls and is filled up.
  template <class T>
  static std::vector<T> reals(const std::vector<std::size_t>& lengths, double level) {
    std::size_t count = 1;
    for (const std::size_t length : lengths) count *= length;
    std::vector<T> values;
    values.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
      values.push_back(i % 17 == 16 ? std::numeric_limits<T>::quiet_NaN()
                                    : static_cast<T>(level + static_cast<double>(i % 29) / 8.0));
    return values;
  }

  std::vector<std::size_t> lengths(const std::vector<std::string>& axes) const {
    std::vector<std::size_t> found;
    for (const std::string& name : axes) found.push_back(result_.axes.at(name));
    return found;
  }

  void put_reals(const std::string& name, const std::vector<std::string>& axes, const char* units,
                 const char* long_name, double level) {
    put("", name, axes, reals<float>(lengths(axes), level), units, long_name,
        {{"cell_methods", std::string{"time: point"}}});
  }

  void metrics() {
    const std::vector<std::string> axes{"replication", "place", "product"};
    put("", "days_short", axes, reals<double>(lengths(axes), 2), "d", "days of shortage",
        {{"long_name_fr", std::string{"jours de pénurie"}}});
    put("", "first_dry", axes, reals<double>(lengths(axes), 3'600), "s", "start to the first stock-out");
    put("", "hours_waiting", axes, reals<double>(lengths(axes), 5), "h", "waiting of the first load");
    std::vector<std::uint8_t> flags(size_.replications * size_.places * size_.products);
    for (std::size_t i = 0; i < flags.size(); ++i)
      flags[i] = static_cast<std::uint8_t>(i % 3 == 2 ? 255 : i % 3);
    put("", "first_dry_state", axes, std::move(flags), "1", "how the first stock-out is known",
        {{"flag_values", std::vector<std::int64_t>{0, 1, 255}},
         {"flag_meanings", std::string{"seen censored unknown"}}});
    put("", "deficit", {"replication", "place", "product", "cause"},
        reals<double>({size_.replications, size_.places, size_.products, 3}, 0.125), "m3",
        "deficit by cause");
  }

  void series() {
    put_reals("stock", {"time", "place", "product"}, "m3", "stock, mean over replications", 4'000);
    put_reals("demand", {"time", "place", "product"}, "m3 d-1", "demand", 120);
    put_reals("stock_q05", {"day", "place", "product"}, "m3", "stock, 5 % quantile", 3'000);
    put_reals("stock_q50", {"day", "place", "product"}, "m3", "stock, median", 4'000);
    put_reals("stock_q95", {"day", "place", "product"}, "m3", "stock, 95 % quantile", 5'000);
    put_reals("stock_each", {"replication", "time", "place", "product"}, "m3", "stock of each replication",
              4'000);
    put_reals("queue", {"convoy"}, "1", "tankers in a convoy", 0);
    put("", "control", {"time", "segment"}, std::vector<std::uint8_t>(result_.axes["time"] * 2, 1), "1",
        "control",
        {{"flag_values", std::vector<std::int64_t>{0, 1}}, {"flag_meanings", std::string{"open closed"}}});
    put_reals("willingness", {"time", "fleet"}, "1", "share of tankers willing to drive", 0.5);
    put_reals("tankers_moving", {"time", "corridor"}, "1", "tankers on the move", 40);
  }

  void groups() {
    std::vector<std::string> reasons;
    std::vector<std::string> places;
    for (std::size_t i = 0; i < size_.events; ++i) {
      reasons.push_back(i % 3 == 0 ? "" : "dernière citerne touchée n° " + std::to_string(i));
      places.emplace_back(i % 2 == 0 ? "Ségou" : "Kayes");
    }
    put("events", "time", {"event"}, steps(size_.events, 7'201), "seconds since 2025-08-01 00:00:00",
        "time of the event, UTC", {{"calendar", std::string{"proleptic_gregorian"}}});
    put("events", "place", {"event"}, std::move(places), "1", "place of the event");
    put("events", "reason", {"event"}, std::move(reasons), "1", "why");
    put("events", "tankers", {"event"}, steps(size_.events, 3), "1", "tankers concerned");
    put("ledger", "balance", {"replication", "product", "account"},
        std::vector<std::int64_t>(size_.replications * size_.products * 5, 42'000'000'000'000), "mL",
        "fuel on the account at the end");
    put("provenance", "scenario", {}, std::vector<std::string>{"citerne: 1\nname: Pénurie à Ségou\n"}, "1",
        "the scenario that was run");
    put("provenance", "empty_text", {}, std::vector<std::string>{""}, "1", "nothing");
    put("provenance", "results_version", {}, std::vector<std::int64_t>{1}, "1", "version of the results");
    put("provenance", "pi", {}, std::vector<double>{3.25}, "1", "a single real");
  }

  Size size_;
  Result result_;
};

inline Result make(const Size& size = {}) { return Maker{size}.make(); }

}  // namespace citerne::sample
