#include "citerne/scenario/supply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne {
namespace {

constexpr ProductId kPetrol{std::size_t{0}};
constexpr TerminalId kPort{std::size_t{0}};

/// A chain: depot from the port, town from the depot, village half from the depot and half from the town.
Scenario chain() {
  Scenario s;
  s.products.push_back({"petrol", "Petrol"});
  const auto site = [&](std::vector<SupplyLine> lines, std::int64_t litres_a_day) {
    Tank tank;
    tank.product = kPetrol;
    tank.demands = {{ClassId{std::size_t{0}}, litres_per_day(litres_a_day)}};
    tank.lines = std::move(lines);
    Site made;
    made.tanks = {tank};
    return s.sites.push_back(made);
  };
  const SiteId depot = site({{kPort, {}, {}, percent(100)}}, 0);
  const SiteId town = site({{{}, depot, {}, percent(100)}}, 100);
  site({{{}, depot, {}, percent(50)}, {{}, town, {}, percent(50)}}, 10);
  return s;
}

DailyVolume throughput(const Scenario& s, std::size_t site) {
  return s.sites[SiteId{site}].tanks[0].throughput;
}

TEST(Throughput, IsOwnDemandAndThatOfWhatIsFed) {
  Scenario s = chain();
  set_throughputs(s);
  EXPECT_EQ(throughput(s, 2), litres_per_day(10));
  EXPECT_EQ(throughput(s, 1), litres_per_day(105));
  EXPECT_EQ(throughput(s, 0), litres_per_day(110));
}

TEST(Throughput, StaysThatOfTheTotalThatLevelsAreFor) {
  Scenario s = chain();
  s.normal_demand = litres_per_day(150);  // what the sites of the chain burn is 110 of it
  s.levels_for = litres_per_day(100);
  set_throughputs(s);
  EXPECT_EQ(throughput(s, 1), litres_per_day(70));
  EXPECT_EQ(throughput(s, 0).count(), litres_per_day(110).count() * 2 / 3) << "rounded down";
  s.normal_demand = litres_per_day(0);
  set_throughputs(s);
  EXPECT_EQ(throughput(s, 1), litres_per_day(105));
}

TEST(SupplyLoop, FindsARingAndOnlyARing) {
  Scenario s = chain();
  EXPECT_THAT(supply_loop(s), testing::IsEmpty());
  s.sites[SiteId{std::size_t{0}}].tanks[0].lines = {{{}, SiteId{std::size_t{2}}, {}, percent(100)}};
  EXPECT_GE(supply_loop(s).size(), 2u);
}

TEST(VolumeIn, IsRateTimesTime) {
  EXPECT_EQ(volume_in(litres_per_day(1'000), days(3)), litres(3'000));
  EXPECT_EQ(volume_in(litres_per_day(1'000), hours(6)), litres(250));
  EXPECT_EQ(volume_in(litres_per_day(1'000'000'000), days(1'000)), litres(1'000'000'000'000));
}

}  // namespace
}  // namespace citerne
