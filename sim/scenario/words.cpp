#include "citerne/scenario/words.hpp"

#include <fmt/format.h>

namespace citerne {

std::string site_name(const Scenario& scenario, SiteId site) {
  const Site& s = scenario.sites[site];
  return fmt::format("{}/{}", s.place.is_none() ? "?" : scenario.network.places[s.place].id, word(s.kind));
}

}  // namespace citerne
