#include <gtest/gtest.h>

#include "stage.hpp"

/// Convoys of two products, which controls tell apart: each tanker stands, turns or goes on for itself.
namespace citerne::engine {
namespace {

using namespace testing_world;

constexpr ProductId kPetrol{0}, kDiesel{1};

/// The town burns diesel as much as petrol; two tankers of each leave the port as one convoy at 01:00 on
/// January 3rd, those of petrol ahead.
Scenario of_two_products(Scenario sc) {
  sc.products.push_back({"xdiesel", "Diesel"});
  citerne::Tank tank = sc.sites[SiteId{0}].tanks[0];
  tank.product = kDiesel;
  sc.sites[SiteId{0}].tanks.push_back(tank);
  sc.assemblies = {{.place = PlaceId{0}, .tankers = 4, .wait_at_most = days(1)}};
  return sc;
}

void only(Scenario& sc, ProductId product) { last_control(sc).applies_to.products = {product}; }

TEST(MixedConvoy, OnTheRoadGoesOnWithoutThoseForWhomItIsStillClosed) {
  for (const ProductId product : {kPetrol, kDiesel}) {
    Scenario sc = of_two_products(fresh_chain());
    closed(sc, "all", stretch(sc, 1, 2), "2025-01-03T02:30", "2025-01-03T05:00");
    closed(sc, "some", stretch(sc, 1, 2), "2025-01-03T03:00", "2025-01-03T20:00");
    only(sc, product);
    Stage stage{sc};
    stage.through("2025-01-03T05:00");
    EXPECT_EQ(stage.tankers(ConvoyState::moving), 2u);
    EXPECT_EQ(stage.tankers(ConvoyState::held_on_road), 2u);
    stage.through("2025-01-03T20:00");
    EXPECT_EQ(stage.tankers(ConvoyState::held_on_road), 0u);
  }
}

TEST(MixedConvoy, OfRecoveredTankersStandsWhereTheRoadIsStillClosed) {
  for (const ProductId product : {kPetrol, kDiesel}) {
    Scenario sc = of_two_products(fresh_chain());
    sc.events.push_back({"rn24", Ambush{.where = stretch(sc, 1, 2),
                                        .at = at("2025-01-03T02:30"),
                                        .pattern = Pattern::counted,
                                        .trapped_tankers = 4,
                                        .trapped = {.recovered = percent(100), .recovered_after = hours(3)},
                                        .road_cleared_after = hours(1)}});
    closed(sc, "some", stretch(sc, 1, 2), "2025-01-03T04:00", "2025-01-03T20:00");
    only(sc, product);
    Stage stage{sc};
    stage.through("2025-01-03T05:30");
    EXPECT_EQ(stage.tankers(ConvoyState::moving), 2u);
    EXPECT_EQ(stage.tankers(ConvoyState::held_on_road), 2u);
  }
}

/// The filter in the north refuses all; round by the south the road is known to be closed to one product.
TEST(MixedConvoy, GoesRoundWithoutThoseWhoHaveNoOtherWay) {
  for (const ProductId product : {kPetrol, kDiesel}) {
    Scenario sc = two_ways();
    sc.sites[SiteId{0}].tanks[0].lines = {
        {.terminal = TerminalId{0}, .corridor = CorridorId{0}, .share = percent(100)}};
    sc = of_two_products(std::move(sc));
    closed(sc, "north", stretch(sc, 1, 2), "2025-01-01", "2025-02-01", ClosurePolicy::reroute, Share{1});
    closed(sc, "south", road_of(sc, "b1"), "2025-01-01", "2025-02-01");
    only(sc, product);
    Stage stage{sc};
    stage.through("2025-01-03T02:00");  // at the filter
    EXPECT_EQ(stage.tankers(ConvoyState::moving), 2u);
    EXPECT_EQ(stage.tankers(ConvoyState::held_at_place), 2u);
    EXPECT_EQ(stage.logged(LogKind::rerouted), 1u);
    stage.through("2025-01-03T06:00");
    EXPECT_EQ(stage.tankers(ConvoyState::held_at_place), 2u);
  }
}

/// Parts of one convoy stand for two controls and look again at the news of a third: those ahead first,
/// whatever the names. It is the second convoy of the run: of the places in memory that the first has left
/// free, the part behind gets a lower one.
TEST(MixedConvoy, LooksAgainInTheOrderThatItHad) {
  for (const auto& [first, second] : {std::pair{kPetrol, kDiesel}, std::pair{kDiesel, kPetrol}}) {
    Scenario sc = of_two_products(fresh_chain());
    closed(sc, "a", stretch(sc, 1, 2), "2025-01-04", "2025-02-01", ClosurePolicy::reroute);
    only(sc, first);
    closed(sc, "b", stretch(sc, 1, 2), "2025-01-04", "2025-02-01", ClosurePolicy::reroute);
    only(sc, second);
    for (citerne::Event& e : sc.events) std::get<citerne::Control>(e.what).news_after = days(60);
    closed(sc, "c", stretch(sc, 3, 4), "2025-01-05T05:00", "2025-02-01");
    Stage stage{sc};
    stage.through("2025-01-05T05:00");
    std::vector<std::size_t> released;
    for (const LogEntry& e : stage.record.log)
      if (e.kind == LogKind::released) released.push_back(e.event);
    ASSERT_EQ(released.size(), 2u);
    EXPECT_EQ(released[0], first == kPetrol ? 0u : 1u);
  }
}

/// It stood on a closed road when it was struck; the wreck lets it finish, the closure does not.
TEST(SparedTankers, StandOnForTheControlThatHeldThem) {
  Scenario sc = of_two_products(fresh_chain());
  closed(sc, "all", stretch(sc, 1, 2), "2025-01-03T02:30", "2025-01-03T20:00");
  sc.events.push_back({"rn24", Ambush{.where = stretch(sc, 1, 2),
                                      .at = at("2025-01-03T03:00"),
                                      .pattern = Pattern::counted,
                                      .lost_tankers = 1,
                                      .trapped = {.lost = percent(100)},
                                      .road_cleared_after = hours(1),
                                      .stopped_convoys = ClosurePolicy::proceed}});
  Stage stage{sc};
  stage.through("2025-01-03T19:00");
  EXPECT_EQ(stage.tankers(ConvoyState::held_on_road), 3u);
  stage.through("2025-01-03T20:00");
  EXPECT_EQ(stage.tankers(ConvoyState::moving), 3u);
}

}  // namespace
}  // namespace citerne::engine
