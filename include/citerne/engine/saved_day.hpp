#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "citerne/engine/plan.hpp"
#include "citerne/engine/world.hpp"
#include "citerne/record/run_record.hpp"

/// Replications that stand still on a day: kept as bytes, continued in another future, set to stocks that
/// were observed.
namespace citerne::engine {

/// A replication that is under way.
struct Underway {
  World world;
  RunRecord record;
};

/// The bytes are not of a replication of this plan.
class BadState : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The whole replication: what is read again goes on as if it had never stood still.
std::vector<std::byte> to_bytes(const Underway&);
/// Throws BadState.
Underway from_bytes(std::span<const std::byte> bytes, const Plan& plan);
/// A word for the order and widths of what the bytes hold: to be kept with them, and equal where they are
/// read.
std::string state_layout();

/// `then`, which stands on `at` under the plan `from` (all before `at` is handled, nothing of `at` is), as it
/// would stand under the plan `to`, which says the same of all that is before `at`. Nothing where `to` asks
/// what `then` does not remember: it must be played from the beginning.
std::optional<Underway> branch(Underway then, const Plan& from, const Plan& to, Instant at);

/// A tank, and what it was found to hold.
struct Observed {
  TankId tank;
  Volume stock;
};
/// Sets stocks at `at`, before anything else of that second: each tank settled, all moved against the account
/// `outside`, then looked after, as opening stocks are. By tank, each at most once, none above its capacity.
/// Returns what each held.
std::vector<Volume> set_stocks(const Plan& plan, Underway& run, std::span<const Observed> observed,
                               Instant at);

}  // namespace citerne::engine
