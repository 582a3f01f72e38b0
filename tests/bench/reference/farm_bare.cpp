// What the machine gives to several threads at best: pieces of plain arithmetic, taken from a shared counter.
// Usage: farm_bare PIECES THREADS
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "xoshiro.hpp"

namespace {

double arithmetic(int seed) {
  reference::Xoshiro draw{static_cast<std::uint64_t>(seed)};
  double sum = 0.0;
  for (int i = 0; i < 6'000'000; ++i) sum += reference::exponential(draw);
  return sum;
}

}  // namespace

int main(int count, char** arguments) {
  const int pieces = count > 1 ? std::atoi(arguments[1]) : 0;
  const int threads = count > 2 ? std::atoi(arguments[2]) : 0;
  if (pieces < 1 || threads < 1) {
    std::fputs("usage: farm_bare PIECES THREADS\n", stderr);
    return 2;
  }
  std::vector<double> results(static_cast<std::size_t>(pieces));
  std::atomic<int> next{0};
  const auto begun = std::chrono::steady_clock::now();
  std::vector<std::thread> crew;
  for (int t = 0; t < threads; ++t)
    crew.emplace_back([&] {
      for (int piece = next++; piece < pieces; piece = next++)
        results[static_cast<std::size_t>(piece)] = arithmetic(piece + 1);
    });
  for (std::thread& t : crew) t.join();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  double check = 0.0;
  for (const double r : results) check += r;
  std::printf("pieces=%d threads=%d wall_s=%.6f check=%.3f\n", pieces, threads, seconds, check);
}
