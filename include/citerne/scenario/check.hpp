#pragma once
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "citerne/scenario/scenario.hpp"

namespace citerne {

/// A fault between fields, at a dotted path; whoever read the scenario knows its file and line. A row of a
/// table has a path too: `sites.bamako/depot.petrol.tank_m3`, `suppliers.bamako/depot.petrol.2.corridor`,
/// `network.roads.kati:neguela.length_km`.
struct Fault {
  std::string path;
  std::string code;
  std::string text;
  bool is_warning = false;
};

class Faults {
 public:
  using Paths = std::set<std::string, std::less<>>;
  Faults() = default;
  /// `unreadable`: what could not be read and holds a default; nothing is said of it.
  explicit Faults(Paths unreadable) : unreadable_{std::move(unreadable)} {}

  template <class... Args>
  void error(std::string path, std::string_view code, fmt::format_string<Args...> text, Args&&... args) {
    found_.push_back(
        {std::move(path), std::string{code}, fmt::format(text, std::forward<Args>(args)...), false});
  }
  template <class... Args>
  void warning(std::string path, std::string_view code, fmt::format_string<Args...> text, Args&&... args) {
    found_.push_back(
        {std::move(path), std::string{code}, fmt::format(text, std::forward<Args>(args)...), true});
  }
  /// Whether all at, below and above a path could be read.
  bool trusts(std::string_view path) const;
  /// Whether the path itself could be read, whatever lies below it.
  bool readable(std::string_view path) const { return !unreadable_.contains(path); }
  const std::vector<Fault>& found() const { return found_; }

 private:
  Paths unreadable_;
  std::vector<Fault> found_;
};

/// Everything that must hold between the fields of a scenario.
void check(const Scenario& scenario, Faults& faults);

// Its parts.
void check_calendar(const Scenario& scenario, Faults& faults);
void check_service_tables(const Scenario& scenario, Faults& faults);
void check_network(const Network& network, Faults& faults);
void check_supply(const Scenario& scenario, Faults& faults);
void check_fleets(const Scenario& scenario, Faults& faults);
void check_escorts(const Scenario& scenario, Faults& faults);
void check_events(const Scenario& scenario, Faults& faults);
void check_triggers(const Scenario& scenario, Faults& faults);

}  // namespace citerne
