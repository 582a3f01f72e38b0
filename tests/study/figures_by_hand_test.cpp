#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "study/brief.hpp"

/// Each figure of a world that is small enough for paper, by the name that it has in the file. Town and
/// village burn 100 m3 a day each, of which essential services take 20 in the town. Tankers of 50 m3 load for
/// an hour, drive four hours to the town and two to the village, and unload for an hour; tanks begin with 600
/// m3.
namespace citerne::study {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

class ByHand : public testing::Test {
 protected:
  void plays(const std::string& scenario, std::vector<std::string> settings = {}) {
    result = result_of(
        input::load(std::string{CITERNE_SOURCE_DIR} + "/tests/study/worked/" + scenario, std::move(settings)),
        {.replications = 1, .seed = 1, .keep = Keep::full});
  }

  /// Of the town's or village's (0, 1) only product.
  double of_town(const char* name) const { return values<double>(result, name)[0]; }
  double of_village(const char* name) const { return values<double>(result, name)[1]; }
  double hours_by_cause(const char* cause, std::size_t place) const {
    const auto& causes = values<std::string>(result, "cause");
    const auto at = static_cast<std::size_t>(std::ranges::find(causes, cause) - causes.begin());
    return values<double>(result, "delay_by_cause").at(place * causes.size() + at);
  }

  Result result;
};

/// The town's road is shut from the 3rd, 03:00, to the 13th, 03:00. Till then the town orders a load each
/// time 50 m3 are gone: at 12:00 and 00:00, four loads, the last of them on the road when it is shut. So it
/// holds 575 m3 on the 3rd at 06:00 and 200, two days, at 00:00 of the 7th. From then on transport gets half:
/// 60 m3 a day, and nothing is left on the 10th at 08:00. Once the road is open it orders twelve loads at
/// once, which arrive at 09:00.
class Siege : public ByHand {
 protected:
  void SetUp() override { plays("siege.yaml"); }
};

TEST_F(Siege, CountsWhatIsServedAndWhatIsNot) {
  EXPECT_EQ(of_town("demand"), 2'000.0);
  // 80 h at 60 of 100 m3 a day, 73 h at nothing.
  EXPECT_DOUBLE_EQ(of_town("unserved"), 40.0 * 80.0 / 24.0 + 100.0 * 73.0 / 24.0);
  EXPECT_DOUBLE_EQ(of_town("served"), 1'562.5);
  EXPECT_THAT(values<double>(result, "demand_by_class"), ElementsAre(400.0, 1'600.0, 0.0, 2'000.0));
  EXPECT_THAT(values<double>(result, "served_by_class"),
              ElementsAre(DoubleNear(400.0 - 20.0 * 73.0 / 24.0, 1e-5),
                          DoubleNear(1'600.0 - 40.0 * 80.0 / 24.0 - 80.0 * 73.0 / 24.0, 1e-5), 0.0, 2'000.0));
  // The half is given from the second on in which the stock is below two days: a second after it is at them.
  EXPECT_THAT(values<double>(result, "short_hours_by_class"),
              ElementsAre(73.0, DoubleNear(153.0 - 1.0 / 3'600.0, 1e-9), 0.0, 0.0));
  EXPECT_DOUBLE_EQ(of_town("dry_time"), 73.0 / 24.0);
  EXPECT_DOUBLE_EQ(of_town("first_stock_out"), 9.0 + 8.0 / 24.0);
}

/// Three days at 60 %, one at 20 %, two at nothing, one at 62.5 %: seven below 65 %.
TEST_F(Siege, HasAShortageOfSevenDays) {
  EXPECT_EQ(of_town("shortage_days"), 7.0);
  EXPECT_EQ(of_town("shortages"), 1.0);
  EXPECT_EQ(of_town("first_shortage"), 6.0) << "the 7th";
  EXPECT_EQ(of_town("short_at_end"), 0.0);
  EXPECT_EQ(of_town("recovery_time"), 7.0);
  EXPECT_EQ(of_town("recovered"), 1.0);
  EXPECT_EQ(of_town("person_days_short"), 7.0 * 100'000.0);
  EXPECT_EQ(of_village("shortage_days"), 0.0);
  EXPECT_TRUE(std::isnan(of_village("first_shortage")));
  EXPECT_TRUE(std::isnan(of_village("recovered")));
}

TEST_F(Siege, IsATrapezoid) {
  EXPECT_EQ(of_town("worst_day_served"), 0.0);
  EXPECT_EQ(of_town("worst_day"), 10.0) << "the 11th";
  EXPECT_EQ(of_town("worst_window_served"), 0.0) << "of two days";
  EXPECT_EQ(of_town("worst_window"), 10.0);
  EXPECT_DOUBLE_EQ(of_town("degradation_slope"), 1.0 / 5.0) << "full on the 6th";
  EXPECT_EQ(of_town("worst_lasts"), 2.0);
  EXPECT_DOUBLE_EQ(of_town("recovery_slope"), 1.0 / 2.0) << "full on the 14th";
  EXPECT_NEAR(of_town("mean_day_served"), (13.0 + 3.0 * 0.6 + 0.2 + 0.625) / 20.0, 1e-6);
  EXPECT_EQ(of_town("least_cover"), 0.0);
  EXPECT_EQ(of_village("least_cover"), 5.0) << "500 m3 each midnight";
  EXPECT_EQ(of_village("worst_day_served"), 1.0);
}

/// All that is not served falls on a quarter of the inhabitants.
TEST_F(Siege, IsSharedOutUnevenly) {
  EXPECT_DOUBLE_EQ(values<double>(result, "inequity")[0], 300'000.0 / 400'000.0);
}

/// The town: four loads, twelve, and fifteen from the 13th, 21:00, on, each 12 h; the last is on the road at
/// the end. The village: two at each midnight, 19 times.
TEST_F(Siege, CountsLoadsAndTheirTimes) {
  EXPECT_THAT(values<double>(result, "line_usual"), ElementsAre(6.0, 4.0));
  EXPECT_THAT(values<double>(result, "loads_delivered"), ElementsAre(30.0, 38.0));
  EXPECT_THAT(values<double>(result, "volume_delivered"), ElementsAre(1'500.0, 1'900.0));
  EXPECT_THAT(values<double>(result, "volume_dispatched"), ElementsAre(1'550.0, 1'900.0));
  EXPECT_THAT(values<double>(result, "volume_made_it"), ElementsAre(1'500.0, 1'900.0));
  EXPECT_THAT(values<double>(result, "volume_under_way"), ElementsAre(50.0, 0.0));
  EXPECT_THAT(values<double>(result, "volume_trapped"), ElementsAre(0.0, 0.0));
  EXPECT_EQ(values<double>(result, "convoy_success")[0], 1.0);
  EXPECT_DOUBLE_EQ(values<double>(result, "trip_time")[0], 30.0 * 5.0 / 24.0);
  EXPECT_DOUBLE_EQ(values<double>(result, "trip_time")[1], 38.0 * 3.0 / 24.0);
  EXPECT_EQ(values<double>(result, "loadings")[0], 69.0);
  EXPECT_THAT(values<double>(result, "tankers_entered"), ElementsAre(31.0 + 30.0, 2.0 * 38.0));
  // Ten hours there and back, six for the village; one stands in the town from the 3rd, 06:00, until the road
  // opens.
  EXPECT_EQ(values<double>(result, "cycles")[0], 68.0);
  EXPECT_DOUBLE_EQ(values<double>(result, "cycle_time")[0], (30.0 * 10.0 + 38.0 * 6.0 + 237.0) / 24.0);
  // On its way in ten mornings, from the 4th to the 13th.
  EXPECT_THAT(values<double>(result, "left_under"), ElementsAre(0.0, 20.0));
}

/// 30 tankers a day may come to the town, 10 to the village; ten days of twenty there is no way.
TEST_F(Siege, EncirclesTheTownHalfTheTime) {
  EXPECT_THAT(values<double>(result, "open_inflow"), ElementsAre(30.0, 10.0, 0.0, 10.0));
  EXPECT_THAT(values<double>(result, "encirclement"), ElementsAre(0.0, 0.0, 1.0, 0.0));
  EXPECT_THAT(values<double>(result, "encirclement_mean"), ElementsAre(0.5, 0.0));
  EXPECT_THAT(values<double>(result, "encirclement_worst"), ElementsAre(1.0, 0.0));
  EXPECT_THAT(values<double>(result, "isolated_time"), ElementsAre(10.0, 0.0));
  EXPECT_THAT(values<double>(result, "detour_worst"), ElementsAre(1.0, 1.0)) << "of what was open";
  // (15 x 50 - 100) / 100 and (10 x 50 - 100) / 100; at the least nothing comes to the town.
  EXPECT_THAT(values<double>(result, "redundancy"), ElementsAre(6.5, 4.0));
  EXPECT_THAT(values<double>(result, "redundancy_least"), ElementsAre(-1.0, 4.0));
  EXPECT_THAT(values<double>(result, "redundancy_of_network"), ElementsAre(5.25));
}

/// The town needs nothing in the few days of these; two loads go to the village on each of four mornings.
class FourMornings : public ByHand {
 protected:
  void plays(const std::string& scenario, std::vector<std::string> settings = {}) {
    settings.push_back("sites.town/depot.petrol.reorder_days=0.5");
    ByHand::plays(scenario, std::move(settings));
  }
};

/// One bay: loaded at 01:00 and 02:00. The third never comes: they leave when the first has waited six hours.
TEST_F(FourMornings, WaitsAtAnAssemblyAreCounted) {
  plays("mornings-assembly.yaml");
  EXPECT_EQ(values<double>(result, "convoys_assembled")[0], 4.0);
  EXPECT_EQ(values<double>(result, "tankers_assembled")[0], 8.0);
  EXPECT_DOUBLE_EQ(values<double>(result, "assembly_wait")[0], 4.0 * (6.0 + 5.0));
  EXPECT_DOUBLE_EQ(hours_by_cause("loading", 1), 4.0 * 1.0);
  EXPECT_DOUBLE_EQ(hours_by_cause("assembly", 1), 4.0 * (6.0 + 5.0));
  EXPECT_DOUBLE_EQ(hours_by_cause("customs", 1), 0.0);
}

/// One lane: two come as one convoy at 03:00, are done at 05:00 and 07:00 and go on together.
TEST_F(FourMornings, WaitsAtAPostAreCountedBeyondTheService) {
  plays("mornings-customs.yaml", {"sites.village/depot.petrol.clears_at=gate"});
  EXPECT_EQ(values<double>(result, "tankers_crossed")[0], 8.0);
  EXPECT_DOUBLE_EQ(values<double>(result, "post_wait")[0], 8.0 * 2.0);
  EXPECT_DOUBLE_EQ(hours_by_cause("customs", 1), 8.0 * 2.0);
}

/// The unit gathers them at 01:00, leaves with them at 02:00, is there at 04:00, stays an hour and is back at
/// 07:00.
TEST_F(FourMornings, HoursOfAnEscortAddUp) {
  plays("mornings-escort.yaml");
  EXPECT_EQ(values<double>(result, "convoys_led")[0], 4.0);
  EXPECT_EQ(values<double>(result, "tankers_at_escort")[0], 8.0);
  EXPECT_DOUBLE_EQ(values<double>(result, "escort_wait")[0], 8.0 * 1.0);
  EXPECT_DOUBLE_EQ(hours_by_cause("escort", 1), 8.0 * 1.0);
  const auto& states = values<std::string>(result, "unit_state");
  const auto& hours = values<double>(result, "unit_hours");
  const auto in = [&](const char* state) {
    return hours.at(static_cast<std::size_t>(std::ranges::find(states, state) - states.begin()));
  };
  EXPECT_DOUBLE_EQ(in("gathers"), 4.0 * 1.0);
  EXPECT_DOUBLE_EQ(in("leads"), 4.0 * 2.0);
  EXPECT_DOUBLE_EQ(in("drives_empty"), 4.0 * 2.0);
  EXPECT_DOUBLE_EQ(in("stands"), 120.0 - 4.0 * 5.0);
}

/// Those of the 3rd: one burns, the other is not released before the end.
TEST_F(FourMornings, LossesAreCounted) {
  plays("mornings-strike.yaml");
  EXPECT_EQ(values<double>(result, "convoys_struck")[0], 1.0);
  EXPECT_EQ(values<double>(result, "struck_lost")[0], 1.0);
  EXPECT_EQ(values<double>(result, "struck_trapped")[0], 1.0);
  EXPECT_EQ(values<double>(result, "tankers_lost")[0], 1.0);
  EXPECT_EQ(of_village("volume_trapped"), 50.0);
  const double made_it = of_village("volume_made_it");
  EXPECT_DOUBLE_EQ(values<double>(result, "convoy_success")[0], made_it / (made_it + 50.0));
  EXPECT_EQ(of_village("volume_dispatched"), made_it + 50.0 + of_village("volume_trapped"));
}

}  // namespace
}  // namespace citerne::study
