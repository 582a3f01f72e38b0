#include <algorithm>
#include <random>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "citerne/base/dates.hpp"
#include "citerne/input/show.hpp"
#include "citerne/scenario/words.hpp"
#include "wrong_case.hpp"

namespace citerne::input {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string all_texts(const Reading& reading) {
  std::string texts;
  for (const Diagnostic& d : reading.diagnostics) texts += format(d, {}) + "\n";
  return texts;
}

/// What a scenario holds, in its own order, as text.
std::string digest(const Scenario& s) {
  std::ostringstream out;
  for (const Place& p : s.network.places) out << p.id << ' ';
  for (const Segment& r : s.network.segments) out << r.id << ' ' << r.length.count() << ' ';
  for (const Corridor& c : s.network.corridors) out << c.id << ' ' << c.arcs.size() << ' ';
  for (const Product& p : s.products) out << p.id << ' ';
  for (const ConsumerClass& c : s.classes) out << c.id << ' ' << s.profiles[c.profile].id << ' ';
  for (const SiteId id : ids_of(s.sites)) {
    out << site_name(s, id) << ": ";
    for (const Tank& t : s.sites[id].tanks) {
      out << s.products[t.product].id << ' ' << t.capacity.count() << ' ' << t.throughput.count() << ' ';
      for (const Demand& d : t.demands) out << s.classes[d.consumer].id << ' ' << d.normal.count() << ' ';
      for (const SupplyLine& l : t.lines) out << l.share.count() << (l.site.is_none() ? 't' : 's') << ' ';
    }
  }
  for (const Fleet& f : s.fleets) out << f.id << ' ' << f.load.count() << ' ';
  for (const Post& p : s.posts) out << p.id << ' ';
  for (const Event& e : s.events) out << e.id << ' ' << e.what.index() << ' ';
  return out.str();
}

TEST(ReadScenario, TakesTheShippedScenariosWithoutAWord) {
  for (const char* const name : {"baseline.yaml", "western-blockade.yaml"}) {
    const Reading reading = read_scenario(std::filesystem::path{CITERNE_SOURCE_DIR} / "scenarios" / name);
    EXPECT_TRUE(reading.scenario) << name;
    EXPECT_EQ(all_texts(reading), "") << name;
  }
}

TEST(ReadScenario, ResolvesTheWesternBlockade) {
  const Reading reading =
      read_scenario(std::filesystem::path{CITERNE_SOURCE_DIR} / "scenarios/western-blockade.yaml");
  ASSERT_TRUE(reading.scenario);
  const Scenario& s = *reading.scenario;
  const auto event = std::find_if(s.events.begin(), s.events.end(),
                                  [](const Event& e) { return e.id == "western_blockade"; });
  const Control& control = std::get<Control>(event->what);
  const auto is_inside = [&](const std::string& id) {
    return std::any_of(control.where.inside.begin(), control.where.inside.end(),
                       [&](PlaceId p) { return s.network.places[p].id == id; });
  };
  EXPECT_TRUE(is_inside("kayes"));
  EXPECT_FALSE(is_inside("bamako"));
  EXPECT_FALSE(is_inside("diboli"));
  EXPECT_EQ(control.phases.size(), 2u);
  EXPECT_EQ(control.phases[1].lets_through, percent(20));
  EXPECT_TRUE(control.applies_to.loaded);
  EXPECT_FALSE(control.applies_to.empty);
}

TEST(ReadScenario, ReadsALevy) {
  FileSet set = small_world();
  std::string& world = file_of(set, "good/world.yaml");
  const std::string tight = "tight: { from: 2025-09-17, grade: closed }";
  ASSERT_NE(world.find(tight), std::string::npos);
  world.replace(world.find(tight), tight.size(),
                "tight: { from: 2025-09-17, grade: levied, delay: 3 h, cost: 50000 XOF }");
  const Reading reading = decode(load(std::move(set)));
  ASSERT_EQ(all_texts(reading), "");
  const auto& control = std::get<Control>(reading.scenario->events[EventId{std::size_t{0}}].what);
  EXPECT_EQ(control.phases[1].lets_through, percent(100));
  EXPECT_TRUE(control.phases[1].levied);
  EXPECT_EQ(control.phases[1].delay, hours(3));
  EXPECT_EQ(control.phases[1].cost, Money{50'000});
  EXPECT_FALSE(control.phases[0].levied);
}

/// Phases from the beginning of a control, in order, whatever their names; a chance beside dates.
TEST(ReadScenario, ReadsPhasesWithoutDatesAndAChance) {
  FileSet set = small_world();
  file_of(set, "good/world.yaml") +=
      "  gate:\n"
      "    kind: control\n"
      "    where: { country: ML }\n"
      "    when: { after: strike }\n"
      "    lasts: 30 d\n"
      "    phases: { a: { after: 14 d, lets_through: 50 % }, b: { after: 0 d, grade: closed } }\n"
      "    recovery: { shape: linear, over: 2 d }\n"
      "  second_strike:\n"
      "    kind: ambush\n"
      "    where: { road: RN24, between: [hill, capital] }\n"
      "    when: { after: gate }\n"
      "    strikes_next_convoy_within: 48 h\n"
      "    trapped: { lost: { share: 100 % } }\n"
      "    road_cleared_after: 36 h\n"
      "  rush: { kind: demand_shift, factor: 150 %, from: 2025-10-01, chance: 30 % }\n";
  const Reading reading = decode(load(std::move(set)));
  ASSERT_EQ(all_texts(reading), "");
  const auto event = [&](const std::string& id) {
    return *std::ranges::find(reading.scenario->events, id, &Event::id);
  };
  const auto gate = std::get<Control>(event("gate").what);
  ASSERT_EQ(gate.phases.size(), 2u);
  EXPECT_EQ(gate.phases[0].id, "b");
  EXPECT_EQ(gate.phases[1].after, days(14));
  EXPECT_EQ(gate.recovery.over, days(2));
  EXPECT_EQ(event("gate").trigger->lasts, days(30));
  EXPECT_EQ(reading.scenario->events[event("second_strike").trigger->when.after].id, "gate");
  EXPECT_EQ(event("rush").chance, percent(30));
  EXPECT_EQ(event("gate").chance, percent(100));
}

TEST(ReadScenario, FillsTheSmallWorld) {
  const Reading reading = decode(load(small_world()));
  ASSERT_EQ(all_texts(reading), "");
  const Scenario& s = *reading.scenario;
  EXPECT_EQ(s.name, "Small world");
  EXPECT_EQ(format_instant(s.calendar.end), "2026-01-01");
  EXPECT_EQ(s.normal_demand, litres_per_day(1'000'000));
  EXPECT_EQ(site_name(s, SiteId{std::size_t{0}}), "capital/depot");
  const Tank& depot_petrol = s.sites[SiteId{std::size_t{0}}].tanks[1];
  EXPECT_EQ(s.products[depot_petrol.product].id, "petrol");
  EXPECT_EQ(depot_petrol.throughput, litres_per_day(500'000));
  EXPECT_EQ(depot_petrol.lines.size(), 2u);
  EXPECT_EQ(s.posts[s.sites[SiteId{std::size_t{0}}].clears_at].id, "customs");
  const ServiceTable& plain = *s.service_tables.begin();
  EXPECT_THAT(plain.rows,
              ElementsAre(testing::Field(&ServiceRow::id, "full"), testing::Field(&ServiceRow::id, "last")));
  EXPECT_EQ(plain.rows[1].share[ClassId{std::size_t{1}}], percent(40));
  EXPECT_EQ(plain.rows[1].share[ClassId{std::size_t{0}}], percent(100));
  EXPECT_EQ(s.driving.from, hours(6));
  EXPECT_EQ(s.network.segments.begin()->id, "capital:south");
}

TEST(ReadScenario, ScalesHourlyWeightsToExactlyOneDay) {
  const Reading reading = decode(load(small_world()));
  for (const Profile& profile : reading.scenario->profiles) {
    Share sum;
    for (const Share share : profile.hourly) sum += share;
    EXPECT_EQ(sum, percent(100)) << profile.id;
  }
}

/// The rows of a table below its header, in another order.
std::string shuffled(const std::string& table, std::mt19937& luck) {
  std::istringstream in{table};
  std::string header, line;
  std::getline(in, header);
  std::vector<std::string> rows;
  while (std::getline(in, line)) rows.push_back(line);
  std::shuffle(rows.begin(), rows.end(), luck);
  std::string out = header + "\n";
  for (const std::string& row : rows) out += row + "\n";
  return out;
}

TEST(ReadScenario, MeansTheSameInWhateverOrderItIsWritten) {
  const std::string expected = digest(*decode(load(small_world())).scenario);
  std::mt19937 luck{1};
  for (int trial = 0; trial < 20; ++trial) {
    FileSet set = small_world();
    for (SourceFile& file : set.files)
      if (file.path.ends_with(".csv")) file.text = shuffled(file.text, luck);
    std::string& world = set.files[0].text;
    const std::string petrol = "  petrol: { name: Petrol }\n", diesel = "  diesel: { name: Diesel }\n";
    world.replace(world.find(petrol), petrol.size() + diesel.size(), diesel + petrol);
    const Reading reading = decode(load(set));
    ASSERT_EQ(all_texts(reading), "");
    EXPECT_EQ(digest(*reading.scenario), expected);
  }
}

TEST(ReadScenario, TakesTablesOfAFrenchSpreadsheet) {
  FileSet set = small_world();
  for (SourceFile& file : set.files) {
    if (!file.path.ends_with(".csv")) continue;
    std::string text = "\xef\xbb\xbf";
    for (const char c : file.text)
      text += c == ','    ? std::string{";"}
              : c == '.'  ? std::string{","}
              : c == '\n' ? std::string{"\r\n"}
                          : std::string{c};
    file.text = text;
  }
  const Reading reading = decode(load(set));
  ASSERT_EQ(all_texts(reading), "");
  EXPECT_EQ(digest(*reading.scenario), digest(*decode(load(small_world())).scenario));
}

TEST(ReadScenario, TellsFaultsOfAllFilesInOnePassByFileAndPlace) {
  FileSet set = small_world();
  file_of(set, "networks/small/roads.csv") +=
      "capital,nowhere,RN9,5,paved,fair,2,0.9,yes,open,400,test,low\n";
  file_of(set, "good/demand.csv") += "south,stations,essential,petrol,lots\n";
  file_of(set, "good/world.yaml") += "shortages: {}\n";
  file_of(set, "networks/small/corridors.yaml") = "citerne: 1\ncorridors: [\n";
  const Reading reading = decode(load(set));
  EXPECT_FALSE(reading.scenario);
  EXPECT_THAT(brief(reading.diagnostics),
              ElementsAre("good/world.yaml:56:1 unknown-key", "networks/small/roads.csv:9:9 unknown-name",
                          "networks/small/corridors.yaml:3:1 yaml-syntax", "good/demand.csv:8:33 number"));
}

TEST(ReadScenario, ReadsABrokenBaseWithoutGuessingWhatItHolds) {
  FileSet set = small_world();
  set.files.insert(
      set.files.begin(),
      {"good/top.yaml", "citerne: 1\nextends: world.yaml\nterminals: { haven: { bays: 4 m3 } }\n"});
  file_of(set, "good/world.yaml") = "citerne: 1\nname: [\n";
  EXPECT_THAT(brief(decode(load(set)).diagnostics),
              ElementsAre("good/top.yaml:3:29 unit", "good/world.yaml:3:1 yaml-syntax"));
}

TEST(Show, WritesAScenarioThatReadsTheSame) {
  const ScenarioFiles files = load(small_world(), {"terminals.haven.bays=9"});
  FileSet set = small_world();
  set.files[0].text = resolved_text(files);
  const Reading again = decode(load(set));
  ASSERT_EQ(all_texts(again), "") << set.files[0].text;
  EXPECT_EQ(digest(*again.scenario), digest(*decode(files).scenario));
  EXPECT_EQ(again.scenario->terminals.begin()->bays, 9);
  EXPECT_THAT(set.files[0].text, testing::HasSubstr("bays: 9  # --set:1:22\n"));
}

TEST(Show, GivesEachValueWithItsOriginAsJson) {
  const auto json = resolved_json(load(small_world()));
  EXPECT_EQ(json["fleets"]["haven"]["load"]["value"], "46000 L");
  EXPECT_EQ(json["fleets"]["haven"]["load"]["origin"], "good/world.yaml:29:53");
}

TEST(Show, WritesTheShippedScenarioSoThatItReadsTheSame) {
  const ScenarioFiles files =
      load(std::filesystem::path{CITERNE_SOURCE_DIR} / "scenarios/western-blockade.yaml");
  FileSet set = files.files();
  set.files[0].text = resolved_text(files);
  const Reading again = decode(load(set));
  ASSERT_EQ(all_texts(again), "");
  EXPECT_EQ(digest(*again.scenario), digest(*decode(files).scenario));
}

}  // namespace
}  // namespace citerne::input
