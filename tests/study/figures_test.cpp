#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "study/brief.hpp"

// Figures of a result, worked out again from what else it holds.
namespace citerne::study {
namespace {

std::size_t index_of(const Result& result, const std::string& axis, const std::string& name) {
  const auto& names = values<std::string>(result, axis);
  return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
}

/// Ten weeks of the blockade: towns run dry and are served again.
input::ScenarioFiles ten_weeks() {
  return input::load(std::string{CITERNE_SOURCE_DIR} + "/scenarios/western-blockade.yaml",
                     {"calendar.start=2025-09-20", "calendar.end=2025-12-10", "calendar.warm_up=20 d"});
}

/// Of one replication the daily bands are its days.
class OneRun : public testing::Test {
 protected:
  static const Result& result() {
    static const Result made = result_of(ten_weeks(), {.replications = 1});
    return made;
  }
  static std::size_t cells() { return result().axes.at("place") * result().axes.at("product"); }
  /// Share of each day's demand that was served; NaN without demand.
  static std::vector<double> shares(std::size_t cell) {
    const auto &served = values<float>(result(), "served_q50"),
               &missing = values<float>(result(), "unserved_q50");
    std::vector<double> of_days;
    for (std::size_t at = cell; at < served.size(); at += cells())
      of_days.push_back(static_cast<double>(served[at]) /
                        (static_cast<double>(served[at]) + static_cast<double>(missing[at])));
    return of_days;
  }
};

TEST_F(OneRun, SlopesAreThoseOfTheTrapezoidThroughItsDays) {
  std::size_t fell = 0, came_back = 0;
  for (std::size_t cell = 0; cell < cells(); ++cell) {
    const std::vector<double> q = shares(cell);
    if (std::isnan(q[0])) continue;
    const auto down = values<double>(result(), "degradation_slope")[cell],
               up = values<double>(result(), "recovery_slope")[cell],
               lasts = values<double>(result(), "worst_lasts")[cell];
    const auto worst = std::ranges::min_element(q);
    if (*worst >= 1.0) {
      EXPECT_TRUE(std::isnan(down) && std::isnan(up) && std::isnan(lasts)) << cell;
      continue;
    }
    auto before = worst, last = worst;
    while (before != q.begin() && *before < 1.0) --before;
    auto after = worst;
    for (; after != q.end() && *after < 1.0; ++after)
      if (*after == *worst) last = after;
    EXPECT_EQ(lasts, static_cast<double>(last - worst) + 1.0) << cell;
    EXPECT_EQ(std::isnan(down), *before < 1.0) << cell;
    if (*before >= 1.0) {
      ++fell;
      EXPECT_NEAR(down, (1.0 - *worst) / static_cast<double>(worst - before), 2e-6) << cell;
    }
    EXPECT_EQ(std::isnan(up), after == q.end()) << cell;
    if (after != q.end()) {
      ++came_back;
      EXPECT_NEAR(up, (1.0 - *worst) / static_cast<double>(after - last), 2e-6) << cell;
    }
  }
  EXPECT_GT(fell, 20u);
  EXPECT_GT(came_back, 20u);
}

TEST_F(OneRun, ZeroStockIsToldOnTheDaysThatBeginWithoutStock) {
  const auto &stock = values<float>(result(), "stock_q50"), &zero = values<float>(result(), "zero_stock"),
             &low = values<float>(result(), "zero_stock_low"),
             &high = values<float>(result(), "zero_stock_high");
  std::size_t dry = 0;
  for (std::size_t i = 0; i < stock.size(); ++i) {
    if (std::isnan(stock[i])) continue;
    EXPECT_EQ(zero[i], stock[i] == 0.0f ? 1.0f : 0.0f);
    // Wilson, one trial: z^2 / (1 + z^2) = 0.793 and its complement.
    EXPECT_NEAR(low[i], stock[i] == 0.0f ? 0.2065f : 0.0f, 1e-3f);
    EXPECT_NEAR(high[i], stock[i] == 0.0f ? 1.0f : 0.7935f, 1e-3f);
    dry += stock[i] == 0.0f ? 1 : 0;
  }
  EXPECT_GT(dry, 20u);
}

TEST(Arrivals, SumToWhatWasDelivered) {
  const Result result = result_of(brief("western-blockade.yaml"), {.replications = 3});
  const auto& by_day = values<float>(result, "arrivals");
  const auto& in_all = values<double>(result, "volume_delivered");
  const std::size_t lines = result.axes.at("line");
  ASSERT_EQ(by_day.size(), 21 * lines);
  for (std::size_t l = 0; l < lines; ++l) {
    double sum = 0.0;
    for (std::size_t d = 0; d < 21; ++d) sum += static_cast<double>(by_day[d * lines + l]);
    EXPECT_NEAR(sum, (in_all[l] + in_all[lines + l] + in_all[2 * lines + l]) / 3.0, 1e-3);
  }
}

TEST(Convoys, SucceedUnlessTheyAreLost) {
  const Result calm = result_of(brief("western-blockade.yaml"), {.replications = 2, .keep = Keep::summary});
  EXPECT_THAT(values<double>(calm, "convoy_success"), testing::Each(1.0))
      << "nobody is struck in three weeks";
  const Result result = result_of(
      brief("western-blockade.yaml",
            {"events.rn24.at=2025-09-08", "events.rn24.strikes.at_least=2 tankers",
             "events.rn24.trapped.recovered.share=0 %", "events.rn24.trapped.diverted.share=100 %"}),
      {.replications = 2, .keep = Keep::summary});
  const auto& success = values<double>(result, "convoy_success");
  const auto total = [&](const char* name, std::size_t r) {
    const auto& all = values<double>(result, name);
    const std::size_t lines = result.axes.at("line");
    double sum = 0.0;
    for (std::size_t l = 0; l < lines; ++l) sum += all[r * lines + l];
    return sum;
  };
  for (std::size_t r = 0; r < 2; ++r) {
    const double settled =
        total("volume_dispatched", r) - total("volume_trapped", r) - total("volume_under_way", r);
    const std::size_t rn24 = r * result.axes.at("event") + index_of(result, "event", "rn24");
    const double gone =
        46.0 * (values<double>(result, "struck_lost")[rn24] + values<double>(result, "struck_trapped")[rn24]);
    EXPECT_GT(gone, 0.0);
    EXPECT_NEAR(success[r], 1.0 - gone / settled, 1e-9);
  }
}

/// The road from Abidjan is closed by a condition: in each replication when that came true.
TEST(Roads, AreThoseOfEachReplicationAlsoWhereAControlWaitsForACondition) {
  const input::ScenarioFiles files =
      input::load(std::string{CITERNE_SOURCE_DIR} + "/scenarios/examples/chained-events.yaml",
                  {"calendar.end=2025-11-15", "events.hauliers_stay_away.chance=100 %"});
  const Result result =
      result_of(files, {.replications = 4, .threads = 2, .keep = Keep::summary, .logged = 4});
  const auto &of_change = values<std::int64_t>(result, "replication_of_change"),
             &state = values<std::int64_t>(result, "state_of_change");
  const auto& since = values<double>(result, "time_of_change");
  // What the log says of controls that bar, and of wrecks, is what the list says.
  std::map<std::int64_t, std::vector<double>> told, listed;
  const Variable &kinds = *result.find("events", "kind"), &instants = *result.find("events", "instant"),
                 &runs = *result.find("events", "replication_of_entry"),
                 &shares = *result.find("events", "share");
  std::map<std::pair<std::int64_t, std::string>, double> let_through;
  for (std::size_t i = 0; i < result.axes.at("entry"); ++i) {
    const std::string& kind = std::get<std::vector<std::string>>(kinds.values)[i];
    if (kind != "control_changes" && kind != "wreck_cleared") continue;
    const std::int64_t r = std::get<std::vector<std::int64_t>>(runs.values)[i];
    const std::string& event =
        std::get<std::vector<std::string>>(result.find("events", "event_of_entry")->values)[i];
    double& before = let_through.try_emplace({r, event}, 1.0).first->second;
    const double now = std::get<std::vector<double>>(shares.values)[i];
    const double at = static_cast<double>(std::get<std::vector<std::int64_t>>(instants.values)[i]) / 86'400.0;
    if (now != before && (told[r].empty() || told[r].back() != at)) told[r].push_back(at);
    before = now;
  }
  for (std::size_t i = 0; i < since.size(); ++i)
    if (since[i] > 0.0) listed[of_change[i]].push_back(since[i]);
  for (auto& [r, instants_told] : told) std::erase(instants_told, 0.0);
  EXPECT_EQ(listed, told);
  EXPECT_EQ(listed[0].size(), 4u) << "the wreck and the control begin and end";
  EXPECT_NE(listed[0], listed[1]) << "each has its own luck";

  // And the means are those of the list.
  const std::size_t places = result.axes.at("place"), bamako = index_of(result, "place", "bamako");
  const auto& index = values<double>(result, "encirclement");
  for (std::int64_t r = 0; r < 4; ++r) {
    double mean = 0.0, worst = 0.0;
    for (std::size_t i = 0; i < since.size(); ++i) {
      if (of_change[i] != r) continue;
      const bool last = i + 1 == since.size() || of_change[i + 1] != r;
      const double end = 45.0;  // from 1 October to 15 November
      const double now = index[static_cast<std::size_t>(state[i]) * places + bamako];
      mean += now * ((last ? end : since[i + 1]) - since[i]) / end;
      worst = std::max(worst, now);
    }
    const std::size_t at = static_cast<std::size_t>(r) * places + bamako;
    EXPECT_NEAR(values<double>(result, "encirclement_mean")[at], mean, 1e-9);
    EXPECT_EQ(values<double>(result, "encirclement_worst")[at], worst);
  }
}

TEST(Roads, OfAPlaceThatNobodyCanReachHaveNoDetour) {
  const Result result =
      result_of(brief("examples/bamako-encircled.yaml", {"events.vise.phases.first.lets_through=0 %"}),
                {.replications = 1, .keep = Keep::summary});
  const auto& ways = values<std::uint8_t>(result, "open_way");
  const auto &detours = values<double>(result, "detour_ratio"),
             &inflow = values<double>(result, "open_inflow");
  const std::size_t places = result.axes.at("place"), bamako = index_of(result, "place", "bamako");
  ASSERT_EQ(ways.size(), 2 * places) << "open, then closed round Bamako from 8 September on";
  EXPECT_EQ(ways[places + bamako], 0);
  EXPECT_EQ(values<double>(result, "isolated_time")[bamako], 7.0) << "to 15 September";
  EXPECT_NEAR(values<double>(result, "encirclement_mean")[bamako], 7.0 / 21.0, 1e-12);
  EXPECT_EQ(values<double>(result, "redundancy_least")[bamako], -1.0) << "nothing may come";
  for (std::size_t i = 0; i < ways.size(); ++i) {
    EXPECT_EQ(std::isnan(detours[i]), ways[i] != 1) << i;
    EXPECT_TRUE(ways[i] != 1 || detours[i] >= 1.0) << i;
    EXPECT_TRUE(ways[i] != 0 || inflow[i] == 0.0) << i;
    EXPECT_EQ(ways[i] == 2, ways[i % places] == 2) << "of a place it is always so";
  }
}

}  // namespace
}  // namespace citerne::study
