#pragma once
#include <cstdint>
#include <vector>

#include "citerne/base/contract.hpp"
#include "citerne/base/ids.hpp"
#include "citerne/base/units.hpp"

namespace citerne {

using AccountId = Id<struct AccountTag>;

/// Double-entry book of one fuel: a loss is a move, never a subtraction, so the sum never changes.
/// The first account stands for the world outside and may be overdrawn; no other may.
class Ledger {
 public:
  AccountId open(Volume balance = {}) { return balances_.push_back(balance); }
  std::size_t size() const { return balances_.size(); }
  Volume balance(AccountId account) const { return balances_[account]; }

  /// volume >= 0, and no more than `from` holds unless it is the outside account.
  void move(AccountId from, AccountId to, Volume volume) {
    CITERNE_EXPECT(volume >= Volume{} && (from.index() == 0 || balances_[from] >= volume));
    balances_[from] -= volume;
    balances_[to] += volume;
  }

  Volume total() const {
    Volume sum;
    for (const Volume v : balances_) sum += v;
    return sum;
  }

 private:
  Table<AccountId, Volume> balances_;
};

}  // namespace citerne
