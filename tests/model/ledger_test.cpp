#include "citerne/model/ledger.hpp"

#include <gtest/gtest.h>

#include "citerne/base/random.hpp"

namespace citerne {
namespace {

TEST(Ledger, MovesFuelBetweenAccounts) {
  Ledger book;
  const AccountId outside = book.open(), tank = book.open(litres(5)), lost = book.open();
  book.move(outside, tank, litres(10));
  book.move(tank, lost, litres(15));
  EXPECT_EQ(book.balance(outside), litres(-10));
  EXPECT_EQ(book.balance(tank), Volume{});
  EXPECT_EQ(book.balance(lost), litres(15));
  EXPECT_EQ(book.total(), litres(5));
}

TEST(Ledger, NeverMakesOrDropsFuel) {
  for (std::uint32_t trial = 0; trial < 100; ++trial) {
    Stream draw{{2026, trial, Purpose::property_test}};
    Ledger book;
    std::vector<AccountId> accounts;
    for (int i = 0; i < 6; ++i) accounts.push_back(book.open(Volume{draw() % 1'000'000}));
    const Volume at_start = book.total();
    for (int i = 0; i < 200; ++i) {
      const AccountId from = accounts[draw() % 6], to = accounts[draw() % 6];
      const Volume most = from == accounts[0] ? litres(1'000) : book.balance(from);
      book.move(from, to, Volume{static_cast<std::int64_t>(draw()) % (most.count() + 1)});
      for (int a = 1; a < 6; ++a) ASSERT_GE(book.balance(accounts[static_cast<std::size_t>(a)]), Volume{});
    }
    ASSERT_EQ(book.total(), at_start);
  }
}

TEST(LedgerDeathTest, RefusesToOverdrawAnyAccountButTheFirst) {
  Ledger book;
  const AccountId outside = book.open(), tank = book.open(litres(5));
  EXPECT_EXIT(book.move(tank, outside, litres(6)), testing::ExitedWithCode(4), "internal fault");
  EXPECT_EXIT(book.move(outside, tank, litres(-1)), testing::ExitedWithCode(4), "internal fault");
}

}  // namespace
}  // namespace citerne
