#include "citerne/input/schema.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "wrong_case.hpp"

namespace citerne::input {
namespace {

using Json = nlohmann::json;

/// A tree as an editor's YAML reader (1.2, core schema) sees it.
Json as_json(const Node& node) {
  if (node.form == Node::Form::null) return nullptr;
  if (node.form == Node::Form::text) {
    if (node.quoted) return node.text;
    if (node.text == "true" || node.text == "false") return node.text == "true";
    std::int64_t whole = 0;
    const char* const end = node.text.data() + node.text.size();
    if (std::from_chars(node.text.data(), end, whole).ptr == end) return whole;
    double real = 0.0;
    if (std::from_chars(node.text.data(), end, real).ptr == end) return real;
    return node.text;
  }
  Json out = node.form == Node::Form::list ? Json::array() : Json::object();
  for (const Node& item : node.items) out.push_back(as_json(item));
  for (const Entry& entry : node.entries) out[entry.name] = as_json(entry.value);
  return out;
}

class Schema {
 public:
  explicit Schema(const Json& json) : json_(json) {
    valijson::SchemaParser parser{valijson::SchemaParser::kDraft7};
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter{json_}, schema_);
  }
  std::string faults(const Json& document) const {
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(schema_, valijson::adapters::NlohmannJsonAdapter{document}, &results)) return {};
    std::string texts = "not valid\n";
    for (valijson::ValidationResults::Error error; results.popError(error);) {
      for (const std::string& part : error.context) texts += part;
      texts += ": " + error.description + "\n";
    }
    return texts;
  }

 private:
  Json json_;
  valijson::Schema schema_;
};

const Schema& of_scenarios() {
  static const Schema schema{Json::parse(schema_text(scenario_schema()))};
  return schema;
}

std::optional<Node> tree(const std::string& text) {
  Diagnostics faults;
  return read_yaml(text, faults);
}

std::string kept(const std::string& path) {
  return read_whole(std::filesystem::path{CITERNE_SOURCE_DIR} / path);
}

const Schema& of_corridors() {
  static const Schema schema{Json::parse(schema_text(corridors_schema()))};
  return schema;
}

/// The schema that an editor takes for a file.
const Schema& schema_of(const std::string& path) {
  return path.ends_with("corridors.yaml") ? of_corridors() : of_scenarios();
}

TEST(Schema, TakesEveryScenarioThatIsShipped) {
  std::size_t files = 0;
  for (const char* const folder : {"scenarios", "tests/input/good", "tests/input/networks"})
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator{std::filesystem::path{CITERNE_SOURCE_DIR} / folder}) {
      const bool is_plan = entry.path().parent_path().filename() == "sweeps";  // has keys of its own
      if (entry.path().extension() != ".yaml" || is_plan) continue;
      const std::string path = entry.path().generic_string();
      EXPECT_EQ(schema_of(path).faults(as_json(*tree(read_whole(path)))), "") << path;
      ++files;
    }
  EXPECT_GE(files, 8u);
}

TEST(Schema, AdmitsTheSpellingOfChanges) {
  for (const char* const text :
       {"citerne: 1\nextends: a.yaml\n",
        "citerne: 1\nextends: a.yaml\nevents: { x: null, y: { until: never } }\n",
        "citerne: 1\nextends: a.yaml\nfleets: { x: { load: { uniform: [40 m3, 50 m3], source: s, confidence: "
        "low } } }\n",
        "citerne: 1\nextends: a.yaml\nterminals: { x: { bays: { value: 4, low: 3, high: 6 } } }\n"})
    EXPECT_EQ(of_scenarios().faults(as_json(*tree(text))), "") << text;
}

/// Codes of faults that no schema of one file can know, by what it lacks.
const std::set<std::string>& beyond_a_schema() {
  static const std::set<std::string> codes{
      // the names of other things, and what lies between them
      "unknown-name", "no-such-road", "corridor-gap", "where-empty", "fleet-base", "no-fleet", "nobody-burns",
      "not-supplied", "not-border", "not-a-stretch", "no-direction", "circle",
      // other files: what they hold, and what an entry inherits from them
      "missing-file", "not-a-file", "outside-set", "extends-loop", "missing-key", "empty-value",
      "remove-nothing",
      // how large a number with a unit is, and how two values compare
      "range", "range-order", "calendar-order", "clock-order", "until-before-from", "phase-after-until",
      "phases-same-date", "service-rows", "shares-sum",
      // what is there twice, or stands beside what it excludes
      "repeated-item", "repeated-name", "repeated-assembly", "repeated-post", "hash-collision", "grade-twice",
      "phases-twice", "unused-value", "when-and-date", "without-when", "served-twice", "first-phase-late",
      "after-without-phases", "end-of-ambush", "condition-ways", "condition-cover", "order-of-classes",
      "steps-fall", "no-phase", "not-on-corridor", "no-stretch", "base-not-an-end", "stretches-overlap",
      "never-enough", "same-escort", "not-so-many", "not-threats", "no-outcome", "same-outcome", "whole-days",
      "rate-too-high", "follow-ups-explode", "lot-above-tank", "too-many-lots", "set-unknown-path",
      "set-several-rows"};
  return codes;
}

/// Faults of a code that a schema knows in another form only.
const std::map<std::string, std::string>& beyond_this_schema() {
  static const std::map<std::string, std::string> files{
      {"date-impossible.yaml", "the pattern of a date takes a thirteenth month"},
      {"date-quoted.yaml", "JSON has no quotes to tell"},
      {"never-where-none.yaml", "one pattern for all dates"},
      {"distribution-falls.yaml", "three numbers that fall"},
      {"list-empty.yaml", "a list that may be long or short"},
      {"number-leading-zero.yaml", "010 is the number 10 to YAML"},
      {"text-of-two-lines.yaml", "a text is a text"},
      {"unknown-class.yaml", "its keys are names of other things"}};
  return files;
}

/// What the reader finds wrong in one YAML file of a case, against the verdict of its schema.
struct Verdict {
  std::string file;
  std::set<std::string> codes;  ///< Of errors in this file.
  bool refused = false;
};

std::vector<Verdict> verdicts(const std::filesystem::path& path) {
  const ScenarioFiles files = path.extension() == ".yaml" ? load(path) : load(world_of(read_whole(path)));
  const std::vector<Diagnostic> found = decode(files).diagnostics;
  std::vector<Verdict> out;
  for (const SourceFile& source : files.files().files) {
    Diagnostics faults;
    const auto root = source.path.ends_with(".yaml") ? read_yaml(source.text, faults) : std::nullopt;
    if (!root || faults.has_errors()) continue;  // no YAML to an editor either
    Verdict verdict{source.path, {}, !schema_of(source.path).faults(as_json(*root)).empty()};
    for (const Diagnostic& d : found)
      if (d.file == source.path && d.severity == Severity::error) verdict.codes.insert(d.code);
    out.push_back(verdict);
  }
  return out;
}

/// A schema refuses a file just when the reader finds a fault in it that a schema can know.
TEST(Schema, AgreesWithTheReaderOnEveryWrongFile) {
  std::size_t refused = 0, accepted = 0;
  std::set<std::string> met;
  for (const auto& entry : std::filesystem::directory_iterator{test_folder() / "wrong"}) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() != ".yaml" && path.extension() != ".case") continue;
    const bool excused = beyond_this_schema().contains(path.filename().string());
    bool any_known = false;
    for (const Verdict& v : verdicts(path)) {
      const bool known = std::ranges::any_of(
          v.codes, [](const std::string& code) { return !beyond_a_schema().contains(code); });
      EXPECT_EQ(v.refused, known && !excused)
          << path << ": " << v.file << ": " << fmt::format("{}", fmt::join(v.codes, ", "));
      ++(v.refused ? refused : accepted);
      any_known = any_known || known;
      met.insert(v.codes.begin(), v.codes.end());
    }
    EXPECT_TRUE(any_known || !excused) << path << " needs no excuse";
  }
  EXPECT_GE(refused, 35u);
  EXPECT_GE(accepted, 35u);
  EXPECT_THAT(std::vector(beyond_a_schema().begin(), beyond_a_schema().end()),
              testing::Each(testing::Truly([&](const std::string& code) { return met.contains(code); })));
}

TEST(Schema, AsksForTheWholeWhereNothingIsExtended) {
  EXPECT_NE(of_scenarios().faults(as_json(*tree("citerne: 1\nname: A\n"))), "");
}

TEST(Schema, KeptUnderToolsIsTheOneThatIsWritten) {
  EXPECT_EQ(kept("tools/schema/scenario.schema.json"), schema_text(scenario_schema()));
  EXPECT_EQ(kept("tools/schema/corridors.schema.json"), schema_text(corridors_schema()));
}

/// Paths of keys that an editor could offer without a word on what they are.
void collect_unexplained(const Json& schema, const std::string& path, std::vector<std::string>& found) {
  for (const auto& item : schema.items()) {
    const std::string below = path + "/" + item.key();
    if (item.key() == "properties") {
      for (const auto& property : item.value().items()) {
        const std::string about = property.value().value("description", ".");  // ". Required." says nothing
        if (about.starts_with('.') || about.starts_with(' ')) found.push_back(below + "/" + property.key());
      }
    }
    const bool is_condition = item.key() == "if";  // names keys to tell kinds apart, offers none
    if (item.value().is_structured() && !is_condition) collect_unexplained(item.value(), below, found);
  }
}

TEST(Schema, ExplainsEveryKey) {
  for (const auto& schema : {scenario_schema(), corridors_schema()}) {
    std::vector<std::string> unexplained;
    collect_unexplained(Json(schema), "", unexplained);
    EXPECT_THAT(unexplained, testing::IsEmpty());
  }
}

TEST(Reference, NamesEveryField) {
  const std::string page = reference_markdown();
  for (const char* const name :
       {"`demand.total`", "`speeds.gravel`", "`strikes_next_convoy_within`", "`recovered.share`", "`tank_m3`",
        "`rainy_season_factor`", "`through`", "## kind: control", "`lets_through`"})
    EXPECT_THAT(page, testing::HasSubstr(name));
}

}  // namespace
}  // namespace citerne::input
