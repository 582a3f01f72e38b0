#pragma once
#include <array>
#include <string_view>

#include "citerne/engine/plan.hpp"
#include "citerne/engine/world.hpp"
#include "citerne/record/run_record.hpp"

namespace citerne::engine {

/// Kinds of account that every ledger has, in this order; one per tank follows.
enum class Account : std::uint8_t {
  outside,
  waiting_to_load,
  in_tankers,
  trapped,
  diverted,
  consumed,
  lost,
  count
};
inline constexpr std::array<std::string_view, static_cast<std::size_t>(Account::count)> kAccountNames{
    "outside", "waiting_to_load", "in_tankers", "trapped", "diverted", "consumed", "lost"};
static_assert(!kAccountNames.back().empty());
constexpr AccountId account(Account a) { return AccountId{static_cast<std::size_t>(a)}; }

/// Runs `world` to the end of the plan. The record is the same for every thread, compiler and sampling
/// interval. Ends the program (exit 4) if the ledger's sum ever changes. The memory of `room`, the series of
/// an earlier record that nobody needs any more, is used again: fresh memory costs more than what is written
/// to it.
RunRecord run(const Plan& plan, World world, const Recording& recording, Series room = {});

/// Without its values, but with its memory.
Series emptied(Series series);

/// Runs the events of `world` before `until` and leaves it there: a copy continues to the same end.
void run_until(const Plan& plan, World& world, RunRecord& record, Instant until);

/// Whatever is counted to the end, when the last event has been handled.
void finish(const Plan& plan, World& world, RunRecord& record);

}  // namespace citerne::engine
