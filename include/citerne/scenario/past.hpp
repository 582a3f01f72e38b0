#pragma once
#include "citerne/scenario/events.hpp"

/// What a day has seen of a scenario: two futures of one day agree in it.
namespace citerne {

/// Does something of the event lie before `at`? One that waits for a condition waits from the start on.
bool begins_before(const Event& event, Instant at);

/// Of an event that begins before `at`: without what lies at `at` or behind it. Later phases are dropped, an
/// end that is still to come is never, and how it will recover is not said.
Event seen_by(Event event, Instant at);

}  // namespace citerne
