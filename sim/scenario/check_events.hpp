#pragma once
#include "citerne/scenario/check.hpp"

/// What the checks of events share: one check_event for each kind.
namespace citerne {

/// Warns of an event that lies outside the calendar and does nothing.
void check_outside(const Scenario& scenario, const std::string& path, Instant from, Instant until,
                   Faults& faults);
void check_until(const std::string& path, Instant from, Instant until, Faults& faults);
void check_filter(const std::string& path, const TrafficFilter& filter, const Where& where, Faults& faults);

// check_threats.cpp
void check_event(const Scenario& scenario, const std::string& path, const Ambush& ambush, Faults& faults);
void check_event(const Scenario& scenario, const std::string& path, const Threats& threats, Faults& faults);
void check_event(const Scenario& scenario, const std::string& path, const ThreatShift& shift, Faults& faults);

// check_escorts.cpp
void check_event(const Scenario& scenario, const std::string& path, const EscortOnly& rule, Faults& faults);
void check_event(const Scenario& scenario, const std::string& path, const EscortMove& move, Faults& faults);

}  // namespace citerne
