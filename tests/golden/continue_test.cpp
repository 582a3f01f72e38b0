#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "citerne/base/random.hpp"
#include "citerne/engine/run.hpp"
#include "citerne/engine/saved_day.hpp"
#include "citerne/input/read_scenario.hpp"
#include "golden/cases.hpp"

/// The World is the whole state: at 200 random instants of the shipped blockade the run goes on with a copy,
/// or with what is read from bytes, the original being put out of order, and leaves the same record.
namespace citerne::engine {
namespace {

constexpr int kInstants = 200;

void expect_same_record(const RunRecord& a, const RunRecord& b) {
  EXPECT_EQ(a.fingerprint, b.fingerprint);
  EXPECT_EQ(a.events, b.events);
  EXPECT_EQ(a.series.stock_ml, b.series.stock_ml);
  EXPECT_EQ(a.series.demand_ml, b.series.demand_ml);
  EXPECT_EQ(a.series.served_ml, b.series.served_ml);
  EXPECT_EQ(a.series.moving, b.series.moving);
  EXPECT_EQ(a.served_ml, b.served_ml);
  EXPECT_EQ(a.demand_ml, b.demand_ml);
  EXPECT_EQ(a.deficit_ml, b.deficit_ml);
  EXPECT_EQ(a.delay_s, b.delay_s);
  EXPECT_EQ(a.loads, b.loads);
  EXPECT_EQ(a.delivered_ml, b.delivered_ml);
  EXPECT_EQ(a.trip_s, b.trip_s);
  EXPECT_EQ(a.cycle_s, b.cycle_s);
  EXPECT_EQ(a.lost_tankers, b.lost_tankers);
  EXPECT_EQ(a.crossed, b.crossed);
  EXPECT_EQ(a.post_wait_s, b.post_wait_s);
  EXPECT_EQ(a.ledger_ml, b.ledger_ml);
  EXPECT_EQ(a.residual_ml, b.residual_ml);
  EXPECT_EQ(a.series.delivered_ml, b.series.delivered_ml);
  EXPECT_EQ(a.series.dry, b.series.dry);
  EXPECT_EQ(a.made_it_ml, b.made_it_ml);
  EXPECT_EQ(a.grades.size(), b.grades.size());
  EXPECT_EQ(a.log.size(), b.log.size());
}

/// Stands still at 200 random instants of the shipped blockade; `again` makes of what is there what goes on.
template <class Again>
void continue_from(Again again, const char* what) {
  const auto reading = input::read_scenario(golden::project() / "scenarios" / "western-blockade.yaml");
  ASSERT_TRUE(reading.scenario);
  const auto plan = make_plan(*reading.scenario);
  const RunRecord straight = run(*plan, make_world(*plan, 1, 0), {true, true});

  std::set<std::int64_t> instants;
  Stream draw{{2026, 0, Purpose::property_test, name_hash("continue"), 0}};
  const auto whole = static_cast<std::uint64_t>((plan->end - plan->begin).count());
  while (instants.size() < kInstants)
    instants.insert(static_cast<std::int64_t>((std::uint64_t{draw()} << 32 | draw()) % whole));

  World world = make_world(*plan, 1, 0);
  RunRecord record;
  record.what = {true, true};
  for (const std::int64_t after : instants) {
    run_until(*plan, world, record, plan->begin + seconds(after));
    again(*plan, world, record);
  }
  run_until(*plan, world, record, plan->end);
  finish(*plan, world, record);
  expect_same_record(record, straight);
  fmt::print(
      "reliability: continued from {}: {} instants of the western blockade, {} events, the same record\n",
      what, instants.size(), record.events);
}

TEST(Continue, TheShippedBlockadeFromTwoHundredCopies) {
  continue_from(
      [](const Plan& plan, World& world, RunRecord&) {
        World copy = world;
        world = make_world(plan, 2, 1);  // nothing of the original may be needed
        world = std::move(copy);
      },
      "a copy");
}

TEST(Continue, TheShippedBlockadeFromTwoHundredSavedDays) {
  continue_from(
      [](const Plan& plan, World& world, RunRecord& record) {
        const std::vector<std::byte> bytes = to_bytes({world, record});
        world = make_world(plan, 2, 1);
        record = {};
        Underway saved = from_bytes(bytes, plan);
        world = std::move(saved.world);
        record = std::move(saved.record);
      },
      "bytes");
}

}  // namespace
}  // namespace citerne::engine
