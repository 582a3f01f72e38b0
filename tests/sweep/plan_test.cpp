#include "citerne/sweep/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sweep/small_sweep.hpp"

namespace citerne::sweep {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const std::string kTankers =
    "  tankers: { path: fleets.dakar.tankers, values: [1300 tankers, 1400 tankers] }\n";

std::string faults(const std::string& text) {
  const PlanReading reading = reading_of(text);
  std::string all;
  for (const auto& list : {reading.diagnostics, reading.scenario_diagnostics})
    for (const input::Diagnostic& d : list)
      if (d.severity == input::Severity::error)
        all += std::to_string(d.line) + ":" + std::to_string(d.column) + " " + d.text + "\n";
  EXPECT_EQ(reading.sweep.has_value(), all.empty());
  return all;
}
std::string faults_of_factors(const std::string& factors, const std::string& more = "") {
  return faults(head_of_plan(more) + "factors:\n" + factors);
}

// ---- designs ----

TEST(Plan, GridTakesEveryCombinationTheLastFactorFirst) {
  const Sweep sweep = four_cells();
  EXPECT_THAT(sweep.cells, ElementsAre(Cell{"1300 tankers", "0 %"}, Cell{"1300 tankers", "20 %"},
                                       Cell{"1400 tankers", "0 %"}, Cell{"1400 tankers", "20 %"}));
  EXPECT_EQ(sweep.tasks(), 8u);
  EXPECT_EQ(task(sweep, 5).cell, 2u);
  EXPECT_EQ(task(sweep, 5).first, 2u);
  EXPECT_EQ(words_of(sweep, sweep.cells[1]), "tankers 1300 tankers, tight 20 %");
}

TEST(Plan, ZipTakesTheValuesSideBySide) {
  const Sweep sweep = sweep_of_plan(head_of_plan("design: zip\n") + kFourCells);
  EXPECT_THAT(sweep.cells, ElementsAre(Cell{"1300 tankers", "0 %"}, Cell{"1400 tankers", "20 %"}));
  EXPECT_THAT(faults(head_of_plan("design: zip\n") + "factors:\n" + kTankers +
                     "  seed: { path: calendar.warm_up, values: [10 d, 11 d, 12 d] }\n"),
              HasSubstr("tankers has 2, seed has 3"));
}

TEST(Plan, ListHasItsCellsWritten) {
  const Sweep sweep = sweep_of_plan(head_of_plan("design: list\n") +
                                    "factors: { tankers: { path: fleets.dakar.tankers } }\n"
                                    "cells: [ { tankers: 1200 tankers }, { tankers: 1250 tankers } ]\n");
  EXPECT_THAT(sweep.cells, ElementsAre(Cell{"1200 tankers"}, Cell{"1250 tankers"}));
  EXPECT_THAT(
      faults(
          head_of_plan("design: list\n") +
          "factors: { tankers: { path: fleets.dakar.tankers } }\n"
          "cells:\n- { tanker: 1200 tankers }\n- { tankers: 1200 tankers }\n- { tankers: 1200 tankers }\n"),
      AllOf(HasSubstr("no factor 'tanker' (did you mean 'tankers'?)"), HasSubstr("the cell has no tankers"),
            HasSubstr("such a cell already")));
}

TEST(Plan, DesignsThatDrawStayBetweenTheEnds) {
  const std::string factors =
      "factors:\n"
      "  tankers: { path: fleets.dakar.tankers, from: 1300 tankers, to: 1400 tankers }\n"
      "  news: { path: events.western_blockade.news_after, from: 0 h, to: 48 h }\n"
      "  policy: { path: events.western_blockade.stopped_convoys, values: [hold, reroute] }\n";
  for (const auto& [design, cells] :
       {std::pair{"latin_hypercube", 8u}, {"sobol", 8u}, {"saltelli", 40u}, {"morris", 32u}}) {
    const Sweep sweep =
        sweep_of_plan(head_of_plan("points: 8\ndesign: " + std::string{design} + "\n") + factors);
    EXPECT_THAT(sweep.cells, SizeIs(cells)) << design;
    int held = 0;
    for (const Cell& cell : sweep.cells) {
      EXPECT_EQ(cell[0].substr(4), " tankers") << "whole, since there are whole tankers only";
      EXPECT_TRUE(cell[0] >= "1300 tankers" && cell[0] <= "1400 tankers") << cell[0];
      EXPECT_TRUE(std::stod(cell[1]) >= 0.0 && std::stod(cell[1]) <= 48.0) << cell[1];
      held += cell[2] == "hold" ? 1 : 0;
    }
    EXPECT_TRUE(held > 0 && held < static_cast<int>(cells)) << design;
  }
}

TEST(Plan, DrawsAreAnotherOnlyWithAnotherSeedOfTheDesign) {
  const std::string factors =
      "factors: { news: { path: events.western_blockade.news_after, from: 0 h, to: 48 h } }\n";
  const auto cells = [&](const std::string& more) {
    return sweep_of_plan(head_of_plan("design: latin_hypercube\npoints: 6\n" + more) + factors).cells;
  };
  EXPECT_EQ(cells(""), cells("seed: 9\n")) << "the seed is of the runs";
  EXPECT_NE(cells(""), cells("design_seed: 2\n"));
}

/// **The scenario's own ranges**: uniform, triangular, choice, and low and high.
TEST(Plan, TakesRangesFromTheScenario) {
  const std::string head = "citerne: 1\nscenario: " + kScenarios +
                           "examples/uncertain-inputs.yaml\ndesign: sobol\npoints: 64\nfactors:\n";
  const Sweep sweep =
      sweep_of_plan(head +
                    "  trucks: { path: fleets.dakar.tankers, range: scenario }\n"
                    "  customs: { path: posts.bamako_customs.service_takes, range: scenario }\n"
                    "  news: { path: events.west_filtered.news_after, range: scenario }\n");
  EXPECT_EQ(sweep.factors[0].spread->from, 1'100.0);
  EXPECT_EQ(sweep.factors[0].spread->to, 1'700.0);
  EXPECT_EQ(sweep.factors[1].spread->mode, 2.0);
  EXPECT_THAT(sweep.factors[2].levels, ElementsAre("0 d", "1 d", "3 d"));
  double mean = 0.0;
  for (const Cell& cell : sweep.cells) mean += std::stod(cell[1]) / 64.0;
  EXPECT_NEAR(mean, (1.0 + 2.0 + 4.0) / 3.0, 0.03) << "of the triangle";
  EXPECT_THAT(faults(head + "  bays: { path: terminals.dakar.bays, range: scenario }\n"),
              HasSubstr("no range for terminals.dakar.bays"));
  EXPECT_THAT(faults(head + "  trucks: { path: fleets.dakr.tankers, range: scenario }\n"),
              HasSubstr("no value at fleets.dakr.tankers that could have a range (did you mean 'dakar'?)"));
}

TEST(Plan, SettingsChangeSeveralValuesTogetherAndResponsesAreAFactor) {
  const std::string text =
      "citerne: 1\nscenario: " + kScenarios +
      "examples/what-helps.yaml\nfactors:\n"
      "  response: { responses: [unchanged, convoys_go_round] }\n"
      "  trucks:\n    settings:\n"
      "      few: { fleets.dakar.tankers: 1200 tankers, fleets.abidjan.tankers: 200 tankers }\n"
      "      many: { fleets.dakar.tankers: 1400 tankers, fleets.abidjan.tankers: 300 tankers }\n";
  const Sweep sweep = sweep_of_plan(text);
  ASSERT_THAT(sweep.cells, SizeIs(4));
  const input::FileSet files = files_of(sweep, sweep.cells[3]);
  EXPECT_EQ(files.response, "convoys_go_round");
  EXPECT_THAT(files.settings,
              ElementsAre("fleets.dakar.tankers=1400 tankers", "fleets.abidjan.tankers=300 tankers"));
  EXPECT_EQ(files_of(sweep, sweep.cells[0]).response, "");
  EXPECT_THAT(faults("citerne: 1\nscenario: " + kScenarios +
                     "examples/what-helps.yaml\nfactors: { response: { responses: [convoys_go_rond] } }\n"),
              HasSubstr("did you mean 'convoys_go_round'?"));
}

TEST(Plan, WithoutMetricsKeepsThoseOfTheCountryAndOfThePlacesThatBurnMost) {
  const Sweep sweep = sweep_of_plan(head_of_plan() + "factors:\n" + kTankers);
  EXPECT_THAT(sweep.metrics, testing::Contains(analysis::parse_metric("unserved_share:bamako")));
  EXPECT_THAT(sweep.metrics, testing::Contains(analysis::parse_metric("tankers_lost")));
}

// ---- refusals ----

TEST(Plan, UnknownPathIsToldWithTheNearest) {
  const std::string text = faults_of_factors("  tankers: { path: fleets.dakkar.tankers, values: [1, 2] }\n");
  EXPECT_EQ(text, "6:20 fleets.dakkar.tankers: no 'dakkar' here (did you mean 'dakar'?)\n");
  EXPECT_EQ(std::ranges::count(text, '\n'), 1) << "once, not for each value";
}

TEST(Plan, ValueOutsideTheRangeIsToldWithTheFactor) {
  EXPECT_THAT(faults_of_factors("  shares: { path: shortage.served_below, values: [50 %, 150 %] }\n"),
              AllOf(HasSubstr("6:57 shares 150 %"), HasSubstr("out of range")));
  EXPECT_THAT(
      faults_of_factors("  shares: { path: shortage.served_below, from: 50 %, to: 150 %, steps: 9 }\n"),
      AllOf(HasSubstr("6:58 shares 150 %"), HasSubstr("out of range")));
  EXPECT_THAT(faults_of_factors("  n: { path: shortage.days, from: 1, to: 3, steps: 4, whole: true }\n"),
              HasSubstr("has no 4 different values"));
}

TEST(Plan, EmptyOrBoundlessDesignIsRefused) {
  EXPECT_THAT(faults(head_of_plan()), HasSubstr("factors must be a map"));
  EXPECT_THAT(faults_of_factors("  tankers: { path: fleets.dakar.tankers, values: [] }\n"),
              HasSubstr("one item at least"));
  std::string nine;
  for (const char name : {'a', 'b', 'c'})
    nine += std::string{"  "} + name + ": { path: calendar." + name + ", from: 0, to: 1, steps: 1000 }\n";
  EXPECT_THAT(faults_of_factors(nine), AllOf(HasSubstr("1000000000 cells"), HasSubstr("sobol")));
}

/// **Every fault in one pass**, each at its place.
TEST(Plan, TellsAllFaultsAtOnce) {
  const std::string text = faults(
      "citerne: 2\n"
      "scenario: " +
      kScenarios +
      "western-blockade.yaml\n"
      "replications: none\n"
      "desing: grid\n"
      "points: 5\n"
      "factors:\n"
      "  Tankers: { path: fleets.dakar.tankers, values: [1300 tankers, 1300 tankers] }\n"
      "  mean: { path: calendar.warm_up, values: [10 d] }\n"
      "  share: { path: shortage.served_below, from: 5 %, to: 6 h, steps: 2 }\n"
      "  more: { values: [1], from: 2 }\n"
      "metrics: [unserved:bamakko, unservd, unserved:morila:petrol, tankers_lost]\n");
  for (const char* word : {"1:10 version '2'", "3:15 replications is 'none'", "4:1 unknown key 'desing'",
                           "5:9 points means nothing", "7:3 'Tankers' cannot be", "twice",
                           "8:3 'mean' is what", "write all ends in one unit", "10:3 more needs",
                           "did you mean 'bamako'?", "did you mean 'unserved'?", "morila burns no petrol"})
    EXPECT_THAT(text, std::string{word} == "twice" ? HasSubstr("has the value '1300 tankers' already")
                                                   : HasSubstr(word));
}

TEST(Plan, FaultsOfTheScenarioAreItsOwn) {
  const PlanReading reading =
      reading_of("citerne: 1\nscenario: " + kScenarios +
                 "western-blockade.yaml\nset: { shortage.days: none }\nfactors:\n" + kTankers);
  EXPECT_FALSE(reading.sweep);
  ASSERT_THAT(reading.scenario_diagnostics, SizeIs(1));
  EXPECT_EQ(reading.scenario_diagnostics[0].file, "--set");
  EXPECT_THAT(faults("citerne: 1\nscenario: nowhere.yaml\nfactors:\n" + kTankers), HasSubstr("nowhere.yaml"));
}

// ---- the manifest ----

TEST(Manifest, GivesBackTheSweep) {
  for (const std::string& design :
       {std::string{"replications: 4\nblock: 2\n"}, std::string{"design: zip\nseed: 7\n"}}) {
    const Sweep sweep = sweep_of_plan(head_of_plan(design) + kFourCells);
    const std::string manifest = manifest_of(sweep);
    const Sweep again = sweep_of(manifest);
    EXPECT_EQ(manifest_of(again), manifest);
    EXPECT_EQ(again.cells, sweep.cells);
    EXPECT_EQ(again.metrics, sweep.metrics);
    EXPECT_EQ(again.scenario.files, sweep.scenario.files);
  }
}

TEST(Manifest, SaysInWhatAnotherStudyDiffers) {
  const std::string there = manifest_of(four_cells());
  Sweep more = four_cells();
  more.replications = 6;
  EXPECT_THAT(differences(there, manifest_of(more)), ElementsAre("replications is 4 there, 6 here"));
  Sweep other = four_cells();
  other.scenario.settings.push_back("shortage.days=3");
  EXPECT_THAT(differences(there, manifest_of(other)), testing::Contains(HasSubstr("scenario: ")));
  Sweep edited = four_cells();
  for (input::SourceFile& file : edited.scenario.files)
    if (file.path == "western-blockade.yaml")
      file.text.replace(file.text.find("2025-11-24"), 10, "2025-11-23");
  EXPECT_THAT(differences(there, manifest_of(edited)),
              ElementsAre(HasSubstr("scenario: events.western_blockade.until is \"2025-11-24\" there")));
  Sweep remarked = four_cells();
  remarked.scenario.files[0].text += "# a remark\n";
  EXPECT_THAT(differences(there, manifest_of(remarked)), testing::IsEmpty()) << "says nothing else";
}

TEST(Manifest, IsRefusedWhenItIsNone) {
  for (const char* text : {"", "{}", "[1]", "{\"citerne_study\": 9}", "{\"citerne_study\": 1}"})
    EXPECT_THROW(sweep_of(text), std::runtime_error) << text;
}

}  // namespace
}  // namespace citerne::sweep
