// The scenarios of scenarios/bench by citerne's own rules as a bare event loop: the floor of citerne itself.
// Usage: tankers_bare NETWORK YEARS [TANKERS_IN_A_CONVOY]
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>

#include "tankers_bare.hpp"

namespace {

void run_years(const reference::Network& network, const reference::tankers::Rules& rules, int years) {
  const reference::tankers::Ways ways{network};
  double events = 0.0, convoys = 0.0, loads = 0.0, stock = 0.0;
  const std::clock_t begun = std::clock();
  for (int y = 0; y < years; ++y) {
    const reference::tankers::Figures figures = reference::tankers::World{network, ways, rules}.run();
    events += static_cast<double>(figures.events);
    convoys += static_cast<double>(figures.convoys);
    loads += static_cast<double>(figures.loads);
    stock += figures.mean_stock_m3();
  }
  const double seconds = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  std::printf(
      "years=%d ms_per_year=%.3f ns_per_event=%.2f events=%.1f convoys=%.1f loads=%.1f mean_stock_m3=%.4f\n",
      years, seconds * 1e3 / years, seconds * 1e9 / events, events / years, convoys / years, loads / years,
      stock / years);
}

}  // namespace

int main(int count, char** arguments) try {
  const int tankers = count > 3 ? std::atoi(arguments[3]) : 30;
  if (count < 3 || std::atoi(arguments[2]) < 1 || (tankers != 1 && tankers != 30)) {
    std::fputs("usage: tankers_bare NETWORK YEARS [1 or 30 TANKERS_IN_A_CONVOY]\n", stderr);
    return 2;
  }
  const reference::Network network{arguments[1]};
  run_years(network, {.tankers = tankers, .load = tankers == 1 ? 90'000'000 : 40'000'000},
            std::atoi(arguments[2]));
} catch (const std::exception& fault) {
  std::fprintf(stderr, "tankers_bare: %s\n", fault.what());
  return 1;
}
