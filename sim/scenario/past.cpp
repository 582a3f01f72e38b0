#include "citerne/scenario/past.hpp"

#include <variant>

namespace citerne {

bool begins_before(const Event& event, Instant at) {
  if (event.trigger) return true;
  return std::visit(
      [&]<class What>(const What& what) {
        if constexpr (requires { what.phases; })
          return what.phases.front().from < at;
        else if constexpr (requires { what.at; })
          return what.at < at;
        else
          return what.from < at;
      },
      event.what);
}

Event seen_by(Event event, Instant at) {
  if (event.trigger) return event;
  std::visit(
      [&]<class What>(What& what) {
        if constexpr (requires { what.phases; })
          std::erase_if(what.phases, [&](const auto& phase) { return phase.from >= at; });
        if constexpr (requires { what.until; })
          if (what.until >= at) {
            what.until = Instant::never();
            if constexpr (requires { what.recovery; }) what.recovery = {};
          }
      },
      event.what);
  return event;
}

}  // namespace citerne
