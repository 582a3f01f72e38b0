#include "citerne/study/share_out.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace citerne::study {

void share_out(std::size_t count, std::size_t threads, const std::function<bool()>& stop,
               const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex lock;
  std::exception_ptr failure;
  const auto work_on = [&] {
    try {
      for (std::size_t i = next++; i < count && !failed && !stop(); i = next++) work(i);
    } catch (...) {
      const std::lock_guard hold{lock};
      failed = true;
      if (!failure) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    try {
      for (std::size_t i = 1; i < std::min(threads, count); ++i) others.emplace_back(work_on);
    } catch (const std::exception&) {
      // No room for one more thread: those that are there do the same work.
    }
    work_on();
  }  // waits for them
  if (failure) std::rethrow_exception(failure);
}

}  // namespace citerne::study
