// Replications of any scenario file with its series but without a result file, in one line like that of the
// floor programs. Usage: years SCENARIO REPLICATIONS [FIRST]
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <numeric>
#include <utility>

#include "citerne/engine/run.hpp"
#include "shipped.hpp"

namespace citerne::bench {
namespace {

double mean_stock_m3(const Series& series, std::size_t samples) {
  const double sum = std::accumulate(series.stock_ml.begin(), series.stock_ml.end(), 0.0);
  return samples == 0 ? 0.0 : sum / static_cast<double>(samples) / 1e6;
}

double sum_of(const std::vector<std::int64_t>& figures) {
  return static_cast<double>(std::accumulate(figures.begin(), figures.end(), std::int64_t{0}));
}

void run_years(const engine::Plan& plan, int years, int first) {
  // Of the load of its first fleet.
  const double load = static_cast<double>(plan.scenario.fleets[FleetId{0}].load.count());
  double events = 0.0, loads = 0.0, dispatched = 0.0, stock = 0.0, convoys = 0.0, struck = 0.0, lost = 0.0;
  Series room;
  const std::clock_t begun = std::clock();
  for (int y = 0; y < years; ++y) {
    RunRecord record = engine::run(plan, engine::make_world(plan, 1, static_cast<std::uint32_t>(first + y)),
                                   {.series = true}, std::exchange(room, {}));
    events += static_cast<double>(record.events);
    loads += sum_of(record.loads);
    dispatched += sum_of(record.dispatched_ml) / load;
    convoys += sum_of(record.convoys_assembled);
    struck += sum_of(record.struck);
    lost += sum_of(record.struck_lost);
    stock += mean_stock_m3(record.series, record.series.stock_ml.size());
    room = std::move(record.series);
  }
  const double seconds = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  std::printf(
      "years=%d ms_per_year=%.3f ns_per_event=%.2f events=%.1f loads=%.1f dispatched=%.1f convoys=%.1f "
      "ambushes=%.1f "
      "lost=%.1f mean_stock_m3=%.4f\n",
      years, seconds * 1e3 / years, seconds * 1e9 / events, events / years, loads / years, dispatched / years,
      convoys / years, struck / years, lost / years, stock / years);
}

}  // namespace
}  // namespace citerne::bench

int main(int count, char** arguments) try {
  const int years = count > 2 ? std::atoi(arguments[2]) : 0;
  if (years < 1) {
    std::fputs("usage: years SCENARIO REPLICATIONS [FIRST]\n", stderr);
    return 2;
  }
  const int first = count > 3 ? std::atoi(arguments[3]) : 0;
  citerne::bench::run_years(*citerne::bench::plan_of(arguments[1]), years, first);
} catch (const std::exception& fault) {
  std::fprintf(stderr, "years: %s\n", fault.what());
  return 1;
}
