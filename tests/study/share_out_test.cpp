#include "citerne/study/share_out.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace citerne::study {
namespace {

bool never() { return false; }

TEST(ShareOut, DoesEachOnceWhateverTheThreads) {
  for (const std::size_t threads : {1u, 2u, 7u, 200u}) {
    std::vector<std::atomic<int>> done(100);
    share_out(done.size(), threads, never, [&](std::size_t i) { ++done[i]; });
    for (const auto& times : done) EXPECT_EQ(times, 1);
  }
  share_out(0, 4, never, [](std::size_t) { FAIL(); });
}

TEST(ShareOut, OfOneThreadGoesInOrderInTheCallers) {
  std::vector<std::size_t> order;
  const std::thread::id caller = std::this_thread::get_id();
  share_out(5, 1, never, [&](std::size_t i) {
    order.push_back(i);
    EXPECT_EQ(std::this_thread::get_id(), caller);
  });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(ShareOut, BeginsNothingOnceItIsToStop) {
  std::atomic<int> done{0};
  share_out(
      1'000, 3, [&] { return done >= 10; }, [&](std::size_t) { ++done; });
  EXPECT_GE(done, 10);
  EXPECT_LE(done, 12);  // those that were under way
}

TEST(ShareOut, ThrowsOnWhatWasThrownFirstAndBeginsNoMore) {
  std::atomic<int> begun{0};
  const auto work = [&](std::size_t i) {
    ++begun;
    if (i == 3) throw std::runtime_error{"three"};
  };
  try {
    share_out(1'000'000, 1, never, work);
    FAIL();
  } catch (const std::runtime_error& fault) {
    EXPECT_STREQ(fault.what(), "three");
  }
  EXPECT_EQ(begun, 4);
  EXPECT_THROW(share_out(1'000'000, 4, never, work), std::runtime_error);
}

}  // namespace
}  // namespace citerne::study
