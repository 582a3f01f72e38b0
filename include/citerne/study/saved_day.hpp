#pragma once
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "citerne/study/study.hpp"

/// Saved days: every replication of a study as it stands at one instant, and all that going on needs.
namespace citerne::study {

struct SavedDay {
  Recipe recipe;  ///< Its options name the replications, and every stocktaking so far.
  Instant at;     ///< Nothing of this second has happened, but a stocktaking.
  std::vector<std::vector<std::byte>> replications;  ///< engine::to_bytes, as recipe.options.chosen.
};

/// What a saved day puts in a file.
Result make_saved_day(const Plans& plans, const Options& options, const Outcome& outcome, Instant at);

bool is_saved_day(const Result& file);
/// Throws std::runtime_error when it is none, lacks something or is of another version.
SavedDay saved_day_of(const Result& file);
/// The instant of a file that is_saved_day(): `2025-10-01T00:00:00Z`.
std::string instant_of(const Result& file);

/// Raw bytes of such a file, to the right order of magnitude.
std::uint64_t predicted_bytes(const engine::Plan& plan, const Options& options, Instant at);

/// Two scenarios that should agree up to a day do not.
class OtherPast : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws OtherPast, and names what differs, unless `other` says the same of all that lies before `at`: they
/// may differ in events that begin at `at` or behind it, in what lies there of those that have begun, and in
/// name.
void expect_same_past(const Scenario& then, const Scenario& other, Instant at);

/// The tank that is called `bamako/depot/petrol`; none.
engine::TankId tank_of(const engine::Plan& plan, const std::string& name);
std::string name_of(const engine::Plan& plan, engine::TankId tank);

}  // namespace citerne::study
