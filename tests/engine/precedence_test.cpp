#include <gtest/gtest.h>

#include "stage.hpp"

// Two towns of one terminal whose loads wait for scarce tankers.
namespace citerne::engine {
namespace {

using namespace testing_world;

Scenario two_towns(std::int64_t tankers) {
  Scenario sc = fresh_chain();
  Site other = sc.sites[SiteId{0}];
  other.place = PlaceId{3};
  sc.sites.push_back(other);
  sc.sites[SiteId{1}].tanks[0].lines[0].corridor = CorridorId::none();
  sc.fleets[FleetId{0}].tankers = tankers;
  return sc;
}

/// Loads by the line of each town.
std::pair<std::int64_t, std::int64_t> loads(const Scenario& sc) {
  const RunRecord record = run_once(sc);
  return {record.loads[0], record.loads[1]};
}

TEST(Precedence, WithoutAQuotaTheFirstAreServedBeforeAllOthers) {
  Scenario sc = two_towns(1);
  sc.fleets[FleetId{0}].load = cubic_metres(20);  // far from enough for two
  const auto [a, b] = loads(sc);
  EXPECT_LE(std::abs(a - b), 3) << "by age alone both fare alike";
  sc.events.push_back(
      {"first", Precedence{{TerminalId{0}, {}}, {SiteId{1}}, percent(100), at("2025-01-01")}, {}});
  const auto [last, first] = loads(sc);
  EXPECT_GT(first, 2 * last);
}

TEST(Precedence, TheQuotaBindsWhileBothWait) {
  Scenario sc = two_towns(1);
  sc.fleets[FleetId{0}].load = cubic_metres(10);  // so few that both always wait
  sc.events.push_back(
      {"first", Precedence{{TerminalId{0}, {}}, {SiteId{1}}, percent(75), at("2025-01-01")}, {}});
  const auto [others, first] = loads(sc);
  ASSERT_GT(others, 20);
  EXPECT_NEAR(static_cast<double>(first) / static_cast<double>(first + others), 0.75, 0.03);
}

TEST(Precedence, EndsWithItsLastDay) {
  Scenario sc = two_towns(1);
  sc.fleets[FleetId{0}].load = cubic_metres(10);  // so few that both always wait
  const auto first_less_others = [&](const char* until) {
    Scenario with = sc;
    with.events.push_back(
        {"first",
         Precedence{{TerminalId{0}, {}}, {SiteId{1}}, percent(100), at("2025-01-01"), at(until)},
         {}});
    const auto [others, first] = loads(with);
    return first - others;
  };
  EXPECT_EQ(first_less_others("2025-01-01"), loads(sc).second - loads(sc).first) << "of no time it is none";
  const std::int64_t half = first_less_others("2025-01-31"), whole = first_less_others("2025-03-01");
  EXPECT_GT(whole, half + 20) << "in its second month all fare alike again";
  EXPECT_GT(half, 20);
}

TEST(Precedence, ChangesNothingWhereNobodyWaits) {
  Scenario sc = two_towns(60);
  const RunRecord without = run_once(sc);
  sc.events.push_back(
      {"first", Precedence{{TerminalId{0}, {}}, {SiteId{1}}, percent(100), at("2025-01-01")}, {}});
  EXPECT_EQ(run_once(sc).series.stock_ml, without.series.stock_ml);
}

/// A lost tanker's successor stands at its base after the lead time, and works.
TEST(Replacement, ComesAfterItsLeadTime) {
  Scenario sc = fresh_chain();
  Ambush ambush{.where = stretch(sc, 1, 3),
                .at = at("2025-01-02"),
                .window = days(10),
                .trapped = {.recovered = percent(100)}};
  ambush.pattern = Pattern::counted;
  ambush.lost_tankers = 1;
  sc.events.push_back({"strike", ambush, {}});
  sc.fleets[FleetId{0}].replaced_after = days(10);
  Stage stage{sc};
  stage.to_the_end();
  Instant struck, replaced;
  for (const LogEntry& e : stage.record.log) {
    if (e.kind == LogKind::ambush) struck = Instant{e.instant};
    if (e.kind == LogKind::replaced) replaced = Instant{e.instant};
  }
  EXPECT_EQ(replaced - struck, days(10));
  std::size_t lost = 0;
  for (const Tanker& tanker : stage.world.tankers) lost += tanker.state == TankerState::lost ? 1u : 0u;
  EXPECT_EQ(lost, 0u);
  EXPECT_EQ(stage.record.lost_tankers[0], 1);
}

}  // namespace
}  // namespace citerne::engine
