#include "citerne/study/study.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "citerne/store/result_file.hpp"
#include "study/brief.hpp"

namespace citerne::study {
namespace {

using testing::Each;
using testing::ElementsAre;

const std::string kUncertainDemand = "demand.total={triangular: [4.5 ML/day, 5 ML/day, 5.5 ML/day]}";

/// NaN equals itself here.
bool same_bytes(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

double sum(const std::vector<double>& amounts) {
  double total = 0.0;
  for (const double a : amounts) total += std::isnan(a) ? 0.0 : a;
  return total;
}

/// ---- threads ----

TEST(Threads, GiveTheSameBytesHoweverManyTheyAre) {
  for (const auto& more : {std::vector<std::string>{}, std::vector{kUncertainDemand}}) {
    const input::ScenarioFiles files = brief("western-blockade.yaml", more);
    const auto bytes_with = [&](unsigned threads) {
      return store::to_bytes(result_of(
          files, {.replications = 9, .threads = threads, .seed = 5, .keep = Keep::full, .logged = 3}));
    };
    const std::vector<std::byte> alone = bytes_with(1);
    for (const unsigned threads : {2u, 3u, 8u})
      EXPECT_EQ(bytes_with(threads), alone) << threads << " threads";
  }
}

TEST(Threads, TellOfEachReplicationOnce) {
  const Plans plans{brief("baseline.yaml"), 1};
  std::vector<std::uint32_t> told;
  const std::atomic<bool> stop{false};
  run(
      plans, {.replications = 7, .threads = 3, .keep = Keep::summary},
      [&](std::uint32_t done, std::uint32_t total) {
        EXPECT_EQ(total, 7u);
        told.push_back(done);
      },
      stop);
  EXPECT_THAT(told, ElementsAre(1, 2, 3, 4, 5, 6, 7));
}

/// ---- luck ----

TEST(Luck, OfAReplicationDoesNotDependOnHowManyThereAre) {
  const Plans plans{brief("western-blockade.yaml", {kUncertainDemand}), 3};
  const Outcome few = run_all(plans, {.replications = 2, .seed = 3, .keep = Keep::summary});
  const Outcome many = run_all(plans, {.replications = 5, .seed = 3, .keep = Keep::summary});
  for (std::size_t r = 0; r < 2; ++r) {
    EXPECT_EQ(few.records[r].fingerprint, many.records[r].fingerprint);
    EXPECT_EQ(few.records[r].served_ml, many.records[r].served_ml);
    EXPECT_EQ(few.drawn[r], many.drawn[r]);
  }
}

TEST(Luck, OfAnotherSeedIsAnother) {
  const auto fingerprint = [](std::uint64_t seed) {
    const Plans plans{brief("western-blockade.yaml"), seed};
    return run_all(plans, {.seed = seed, .keep = Keep::summary}).records[0].fingerprint;
  };
  EXPECT_EQ(fingerprint(1), fingerprint(1));
  EXPECT_NE(fingerprint(1), fingerprint(2));
}

/// ---- distributions ----

TEST(Distributions, AreDrawnOncePerReplicationAndKeptInTheFile) {
  const Options options{.replications = 6, .seed = 4, .keep = Keep::summary};
  const Result result = result_of(brief("baseline.yaml", {kUncertainDemand}), options);
  EXPECT_THAT(values<std::string>(result, "drawn"), ElementsAre("demand.total"));
  EXPECT_THAT(values<std::string>(result, "drawn_distribution", "provenance"),
              ElementsAre(testing::StartsWith("triangular [")));
  const std::vector<double>& drawn = values<double>(result, "drawn_value", "provenance");
  ASSERT_EQ(drawn.size(), 6u);
  EXPECT_EQ(values<std::string>(result, "drawn_unit", "provenance").front(), "ml/day");
  EXPECT_THAT(drawn, Each(testing::AllOf(testing::Ge(4.5e9), testing::Le(5.5e9))));
  EXPECT_EQ(std::set<double>(drawn.begin(), drawn.end()).size(), 6u);
}

TEST(Distributions, ReachTheEngine) {
  const Plans plans{brief("baseline.yaml", {kUncertainDemand}), 4};
  const Outcome outcome = run_all(plans, {.replications = 4, .seed = 4, .keep = Keep::summary});
  const auto asked = [&](std::size_t r) {
    double total = 0.0;
    for (const std::int64_t ml : outcome.records[r].demand_ml) total += static_cast<double>(ml);
    return total;
  };
  for (std::size_t r = 1; r < 4; ++r)
    EXPECT_NEAR(asked(r) / asked(0), outcome.drawn[r][0].value / outcome.drawn[0][0].value, 1e-6);
}

TEST(Distributions, OfOneValueDoNotShiftTheDrawOfAnother) {
  const auto demand_drawn = [](std::vector<std::string> more) {
    more.push_back(kUncertainDemand);
    const Plans plans{brief("baseline.yaml", more), 4};
    const Prepared prepared = plans.prepare(2);
    const auto found = std::ranges::find(prepared.drawn, "demand.total", &input::DrawnValue::path);
    return found->value;
  };
  EXPECT_EQ(demand_drawn({}), demand_drawn({"driving.ferry_takes={uniform: [1 h, 3 h]}"}));
}

TEST(Distributions, ThatAreNotThereLeaveOnePlanForAll) {
  const Plans plans{brief("baseline.yaml"), 1};
  EXPECT_EQ(plans.prepare(0).plan, plans.prepare(7).plan);
  EXPECT_TRUE(plans.prepare(0).drawn.empty());
  const Plans varied{brief("baseline.yaml", {kUncertainDemand}), 1};
  EXPECT_NE(varied.prepare(0).plan, varied.prepare(7).plan);
}

TEST(Distributions, ThatContradictTheRestAreRefusedWhenTheyAreDrawn) {
  // Loads of 46 m3 do not fit between the order levels of small towns; the scenario itself stands for 20 m3.
  const Plans plans{brief("baseline.yaml", {"fleets.bamako_towns.load={choice: [20000 L, 46000 L]}"}), 1};
  const std::atomic<bool> stop{false};
  try {
    run(
        plans, {.replications = 20, .threads = 2, .keep = Keep::summary}, [](std::uint32_t, std::uint32_t) {},
        stop);
    FAIL() << "twenty draws were all 20 m3";
  } catch (const ContradictoryDraw& refused) {
    EXPECT_THAT(refused.what(), testing::HasSubstr("drawn for replication "));
    ASSERT_FALSE(refused.diagnostics().empty());
    EXPECT_THAT(refused.diagnostics().front().file, testing::HasSubstr("sites.csv"));
  }
}

/// ---- sampling ----

TEST(Sampling, IsAnObserver) {
  const auto every = [](const std::string& interval) {
    return result_of(brief("western-blockade.yaml", {"calendar.sample_every=" + interval}),
                     {.replications = 2});
  };
  const Result usual = every("6 h");
  for (const char* interval : {"1 h", "7 h", "36 h", "10 d", "300 d"}) {
    const Result other = every(interval);
    std::size_t compared = 0;
    for (const Variable& metric : usual.variables) {
      if (metric.group == "provenance" || metric.axes.empty() || metric.axes[0] != "replication") continue;
      const auto* amounts = std::get_if<std::vector<double>>(&metric.values);
      if (amounts == nullptr) continue;
      ++compared;
      EXPECT_TRUE(same_bytes(*amounts, values<double>(other, metric.name, metric.group)))
          << metric.name << ", sampled every " << interval;
    }
    EXPECT_GT(compared, 20u);
  }
}

TEST(Sampling, LeavesDaysWithoutASampleOut) {
  const Result result =
      result_of(brief("baseline.yaml", {"calendar.sample_every=36 h"}), {.replications = 2});
  const std::size_t cells = result.axes.at("place") * result.axes.at("product");
  const std::vector<float>& stock = values<float>(result, "stock_q50");
  ASSERT_EQ(stock.size(), 21 * cells);
  for (std::size_t day = 0; day < 21; ++day) {
    const auto of_day = std::span{stock}.subspan(day * cells, cells);
    const bool sampled = std::ranges::any_of(of_day, [](float v) { return !std::isnan(v); });
    EXPECT_EQ(sampled, day % 3 != 2) << "day " << day;  // at 0 h, 36 h, 72 h, ...
  }
}

TEST(Sampling, OfDaysSumsToWhatTheSamplesSay) {
  const Result result = result_of(brief("western-blockade.yaml"), {.replications = 1});
  const auto total = [&](const char* name) {
    double all = 0.0;
    for (const float v : values<float>(result, name)) all += std::isnan(v) ? 0.0 : static_cast<double>(v);
    return all;
  };
  for (const char* quantile : {"served_q05", "served_q50", "served_q95"})  // of one replication all are equal
    EXPECT_NEAR(total(quantile) / sum(values<double>(result, "served")), 1.0, 1e-6);
}

TEST(Sampling, HasNoCoverWhereNothingIsBurnt) {
  // From 1 September on nobody asks for petrol.
  const input::ScenarioFiles files =
      brief("examples/harvest-demand.yaml",
            {"events.feast.factor=0 %", "events.feast.from=2025-09-01", "events.feast.until=never"});
  const Result result = result_of(files, {.replications = 2, .keep = Keep::full});
  const auto at = [](const std::vector<std::string>& names, const char* name) {
    return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
  };
  const std::size_t products = result.axes.at("product");
  const std::size_t bamako = at(values<std::string>(result, "place"), "bamako") * products;
  const std::vector<std::string>& names = values<std::string>(result, "product");
  for (const char* series : {"cover", "cover_of_each", "cover_q05", "cover_q95"}) {
    const std::vector<float>& cover = values<float>(result, series);
    EXPECT_TRUE(std::ranges::none_of(cover, [](float v) { return v < 0.0f; })) << series;
    const std::size_t last = cover.size() - result.axes.at("place") * products + bamako;
    EXPECT_TRUE(std::isnan(cover[last + at(names, "petrol")])) << series;
    EXPECT_GT(cover[last + at(names, "diesel")], 0.0f) << series;
  }
}

/// ---- what is kept ----

TEST(Keep, ChangesNoMetric) {
  const input::ScenarioFiles files = brief("western-blockade.yaml");
  const Result least = result_of(files, {.replications = 2, .keep = Keep::summary});
  for (const Keep keep : {Keep::bands, Keep::full}) {
    const Result more = result_of(files, {.replications = 2, .keep = keep});
    for (const char* metric : {"demand", "served", "unserved", "first_stock_out", "dry_time"})
      EXPECT_TRUE(same_bytes(values<double>(least, metric), values<double>(more, metric))) << metric;
  }
}

TEST(Keep, OfAllHoldsTheSeriesThatTheMeanIsMadeOf) {
  const Result result = result_of(brief("western-blockade.yaml"), {.replications = 3, .keep = Keep::full});
  const std::vector<float>& mean = values<float>(result, "stock");
  const std::vector<float>& each = values<float>(result, "stock_of_each");
  ASSERT_EQ(each.size(), 3 * mean.size());
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const float sum_of_three = each[i] + each[mean.size() + i] + each[2 * mean.size() + i];
    if (!std::isnan(mean[i])) {
      ASSERT_NEAR(mean[i], sum_of_three / 3.0f, 1e-3f + 1e-5f * mean[i]);
    }
  }
}

TEST(Keep, LogsTheReplicationsThatWereAskedFor) {
  const Result result =
      result_of(brief("western-blockade.yaml"), {.replications = 3, .keep = Keep::summary, .logged = 2});
  const std::vector<std::int64_t>& logged = values<std::int64_t>(result, "replication_of_entry", "events");
  EXPECT_EQ(std::set<std::int64_t>(logged.begin(), logged.end()), (std::set<std::int64_t>{0, 1}));
}

/// ---- stopping ----

TEST(Stopping, KeepsWhatIsFinished) {
  const Plans plans{brief("western-blockade.yaml"), 1};
  const Options options{.replications = 50, .threads = 2};
  std::atomic<bool> stop{false};
  const Outcome outcome = run(
      plans, options, [&](std::uint32_t done, std::uint32_t) { stop = done >= 3; }, stop);
  EXPECT_TRUE(outcome.stopped);
  EXPECT_GE(outcome.replications.size(), 3u);
  EXPECT_LE(outcome.replications.size(), 4u);  // those under way are finished
  const Result result = make_result(plans, options, outcome);
  const std::size_t count = outcome.replications.size();
  const Result straight =
      result_of(brief("western-blockade.yaml"), {.replications = static_cast<std::uint32_t>(count)});
  EXPECT_EQ(store::to_bytes(result), store::to_bytes(straight));
}

TEST(Stopping, BeforeTheFirstLeavesAResultOfNone) {
  const Plans plans{brief("baseline.yaml"), 1};
  const std::atomic<bool> stop{true};
  const Outcome outcome = run(
      plans, {.replications = 3}, [](std::uint32_t, std::uint32_t) {}, stop);
  EXPECT_TRUE(outcome.replications.empty());
  const Result result = make_result(plans, {.replications = 3}, outcome);
  EXPECT_EQ(result.axes.at("replication"), 0u);
  EXPECT_FALSE(store::to_bytes(result).empty());
}

}  // namespace
}  // namespace citerne::study
