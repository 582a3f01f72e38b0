#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <ostream>
#include <string>

#include "bench/reference/tankers_bare.hpp"
#include "citerne/engine/run.hpp"
#include "citerne/input/read_scenario.hpp"
#include "citerne/input/scenario_files.hpp"

/// The floor of the benchmarks is a floor only if it does the same work: a year of it and a year of the
/// engine agree to the millilitre. It shares no code with the engine, so it is a witness of the engine, too.
namespace citerne::golden {
namespace {

struct Given {
  std::string scenario, network;
  reference::tankers::Rules rules;
};

void PrintTo(const Given& given, std::ostream* out) { *out << given.scenario; }

const reference::tankers::Rules kOneByOne{.tankers = 30, .load = 40'000'000};
const reference::tankers::Rules kWhole{.tankers = 1, .load = 90'000'000};

class Floor : public testing::TestWithParam<Given> {
 protected:
  Floor()
      : network_{CITERNE_SOURCE_DIR "/tests/bench/reference/" + GetParam().network + ".txt"},
        floor_{
            reference::tankers::World{network_, reference::tankers::Ways{network_}, GetParam().rules}.run()} {
    input::Reading reading =
        input::decode(input::load(CITERNE_SOURCE_DIR "/scenarios/bench/" + GetParam().scenario + ".yaml"));
    if (!reading.scenario) throw std::runtime_error{"the scenario has faults"};
    plan_ = engine::make_plan(std::move(*reading.scenario));
    record_ = engine::run(*plan_, engine::make_world(*plan_, 1, 0), {.series = true});
  }

  reference::Number node(PlaceId place) const {  // `n007`
    return static_cast<reference::Number>(std::stoul(plan_->scenario.network.places[place].id.substr(1)));
  }

  reference::Network network_;
  reference::tankers::Figures floor_;
  std::shared_ptr<const engine::Plan> plan_;
  RunRecord record_;
};

TEST_P(Floor, HasTheStocksLoadsAndTrafficOfTheEngine) {
  ASSERT_EQ(record_.series.stock_ml.size(), 8'760 * network_.depots.size());
  EXPECT_EQ(record_.series.stock_ml, floor_.stock);

  EXPECT_GT(floor_.loads, 1'000);
  EXPECT_EQ(std::accumulate(record_.loads.begin(), record_.loads.end(), std::int64_t{0}), floor_.loads);

  ASSERT_EQ(record_.entered.size(), network_.edges.size());
  for (const SegmentId s : ids_of(plan_->scenario.network.segments)) {
    const Segment& segment = plan_->scenario.network.segments[s];
    const auto edge = std::ranges::find_if(network_.edges, [&](const reference::Edge& e) {
      return e.u == node(segment.from) && e.v == node(segment.to);
    });
    ASSERT_NE(edge, network_.edges.end()) << segment.id;
    EXPECT_EQ(record_.entered[s.index()],
              floor_.entered[static_cast<std::size_t>(edge - network_.edges.begin())])
        << segment.id;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Floor,
                         testing::Values(Given{"diamond12", "diamond12", kOneByOne},
                                         Given{"diamond12-whole", "diamond12", kWhole},
                                         Given{"corridor150", "corridor150", kOneByOne},
                                         Given{"corridor150-whole", "corridor150", kWhole}),
                         [](const auto& of) {
                           std::string name = of.param.scenario;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace citerne::golden
