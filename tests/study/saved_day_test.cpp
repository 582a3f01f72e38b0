#include "citerne/study/saved_day.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "brief.hpp"
#include "citerne/base/dates.hpp"
#include "citerne/engine/event.hpp"
#include "store/same_bits.hpp"

/// Days that a study keeps, and futures that go on from them.
namespace citerne::study {
namespace {

using testing::HasSubstr;

const Instant kDay = *parse_instant("2025-09-05T07:30");
const std::string kTighter = "events.western_blockade.phases.tight.from=2025-09-08";

Outcome travel(const Plans& plans, const Options& options, const Journey& journey) {
  const std::atomic<bool> stop{false};
  return run(
      plans, options, [](std::uint32_t, std::uint32_t) {}, stop, journey);
}

struct Kept {
  explicit Kept(std::vector<std::string> more = {})
      : plans{brief("western-blockade.yaml", std::move(more)), options.seed},
        outcome{travel(plans, options, {.save_at = kDay})},
        file{make_saved_day(plans, options, outcome, kDay)} {}
  Options options{.replications = 3, .seed = 4};
  Plans plans;
  Outcome outcome;
  Result file;
};

void expect_equal(const Result& a, const Result& b) {
  ASSERT_EQ(a.variables.size(), b.variables.size());
  for (std::size_t i = 0; i < a.variables.size(); ++i) {
    const Variable &of_a = a.variables[i], &of_b = b.variables[i];
    if (of_a.name.starts_with("source_") || of_a.name == "setting") continue;
    EXPECT_TRUE(same_bits(of_a.values, of_b.values)) << of_a.name;
  }
}

TEST(SavedDay, HoldsAllThatGoingOnNeeds) {
  const Kept kept;
  const SavedDay day = saved_day_of(kept.file);
  EXPECT_EQ(day.at, kDay);
  EXPECT_EQ(day.replications, kept.outcome.saved);
  EXPECT_EQ(day.recipe.options.seed, 4u);
  EXPECT_THAT(day.recipe.options.chosen, testing::ElementsAre(0u, 1u, 2u));
  const Plans then{input::load(day.recipe.files), 4};
  const Outcome on = travel(then, day.recipe.options, {.from = &day, .then = &then});
  expect_equal(make_result(then, day.recipe.options, on),
               make_result(kept.plans, kept.options, kept.outcome));
}

TEST(SavedDay, BranchesWhereInputsAreDrawn) {
  const std::vector<std::string> drawn{
      "events.western_blockade.phases.first.lets_through={ uniform: [20 %, 60 %] }"};
  const Kept kept{drawn};
  const SavedDay day = saved_day_of(kept.file);
  const Plans other{brief("western-blockade.yaml", {drawn.front(), kTighter}), 4};
  const Outcome branched = travel(other, day.recipe.options, {.from = &day, .then = &kept.plans});
  EXPECT_EQ(branched.replayed, 0u);
  expect_equal(make_result(other, kept.options, branched),
               make_result(other, kept.options, run_all(other, kept.options)));
}

TEST(SavedDay, StocksThatWereFoundAreSetAgainByWhoMakesTheResultAgain) {
  const Kept kept;
  Options options = kept.options;
  options.stocktakings = {{kDay, {{"bamako/depot/petrol", cubic_metres(3'000)}}},
                          {kDay + days(2), {{"bamako/depot/petrol", cubic_metres(200)}}}};
  const Outcome saved = travel(kept.plans, options, {.save_at = kDay + days(2), .ends_there = true});
  ASSERT_EQ(saved.simulated.size(), 3u);
  EXPECT_GT(saved.simulated[0][0], cubic_metres(200));
  const SavedDay day = saved_day_of(make_saved_day(kept.plans, options, saved, kDay + days(2)));
  EXPECT_EQ(day.recipe.options.stocktakings, options.stocktakings);
  const Outcome on = travel(kept.plans, day.recipe.options, {.from = &day, .then = &kept.plans});
  const Result result = make_result(kept.plans, day.recipe.options, on);
  const Recipe again = recipe_of(result);
  EXPECT_EQ(again.options.stocktakings, options.stocktakings);
  expect_equal(result, make_result(kept.plans, again.options, run_all(kept.plans, again.options)));
}

std::string refusal(const Result& file) {
  try {
    static_cast<void>(saved_day_of(file));
  } catch (const std::runtime_error& fault) {
    return fault.what();
  }
  return "";
}

TEST(SavedDay, RefusesWhatItCannotGoOnFrom) {
  const Kept kept;
  const auto with = [&](auto change) {
    Result file = kept.file;
    change(file);
    return refusal(file);
  };
  EXPECT_EQ(refusal(kept.file), "");
  EXPECT_THAT(refusal(make_result(kept.plans, kept.options, kept.outcome)), HasSubstr("not a saved day"));
  EXPECT_THAT(with([](Result& f) { f.attributes["state_version"] = std::int64_t{7}; }),
              HasSubstr("of state version 7"));
  EXPECT_THAT(with([](Result& f) { f.attributes["state_layout"] = std::string{"0123"}; }),
              HasSubstr("(0123)"));
  EXPECT_THAT(with([](Result& f) { f.attributes["results_version"] = std::int64_t{1}; }),
              HasSubstr("results version 1"));
  EXPECT_THAT(with([](Result& f) { f.attributes["saved_day"] = std::string{"soon"}; }),
              HasSubstr("its instant"));
  EXPECT_THAT(with([](Result& f) { f.attributes.erase("state_layout"); }), HasSubstr("its version"));
  EXPECT_THAT(with([](Result& f) {
                for (Variable& v : f.variables)
                  if (v.name == "state_length") std::get<std::vector<std::int64_t>>(v.values)[2] += 1;
              }),
              HasSubstr("shorter than it says"));
}

/// From the blockade as it is to one with these settings, and a strike at the port from then on.
std::string difference(const std::vector<std::string>& settings, Instant strike = Instant::never()) {
  const auto scenario = [](const std::vector<std::string>& more) {
    return *input::decode(brief("western-blockade.yaml", more)).scenario;
  };
  Scenario other = scenario(settings);
  if (strike != Instant::never()) other.events.push_back({"strike", Outage{TerminalId{0}, strike}});
  try {
    expect_same_past(scenario({}), other, kDay);
  } catch (const OtherPast& fault) {
    return fault.what();
  }
  return "";
}

TEST(OtherPast, IsWhatLiesBeforeTheDay) {
  EXPECT_EQ(difference({}), "");
  EXPECT_EQ(difference({kTighter, "name=Another name"}), "");
  EXPECT_EQ(difference({"events.western_blockade.phases.tight.from=2025-09-06"}), "");
  EXPECT_EQ(difference({}, kDay), "");
  EXPECT_THAT(difference({}, kDay - seconds(1)), HasSubstr("events.strike is new"));
  EXPECT_THAT(
      difference({"events.western_blockade.phases.first.lets_through=59 %"}),
      HasSubstr("events.western_blockade.phases.first.lets_through_ppm is 600000 there, 590000 here"));
  EXPECT_THAT(difference({"events.western_blockade.phases.tight=null",
                          "events.western_blockade.until=2025-09-05T07:00"}),
              HasSubstr("events.western_blockade.until is never there, 2025-09-05T07:00 here"));
  EXPECT_THAT(difference({"fleets.dakar.tankers=1000 tankers"}), HasSubstr("fleets.dakar.tankers is "));
  EXPECT_THAT(difference({"calendar.end=2025-09-16"}), HasSubstr("calendar.end is "));
}

}  // namespace
}  // namespace citerne::study
