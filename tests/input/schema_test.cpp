#include "citerne/input/schema.hpp"

#include <charconv>

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

TEST(Schema, TakesTheScenariosThatTheReaderTakes) {
  for (const char* const path :
       {"scenarios/baseline.yaml", "scenarios/western-blockade.yaml", "tests/input/good/world.yaml"})
    EXPECT_EQ(of_scenarios().faults(as_json(*tree(kept(path)))), "") << path;
  const Schema of_corridors{Json::parse(schema_text(corridors_schema()))};
  EXPECT_EQ(of_corridors.faults(as_json(*tree(kept("tests/input/networks/small/corridors.yaml")))), "");
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

/// Faults that can be seen without other files: names of keys, forms of values, words.
TEST(Schema, RefusesWhatTheReaderRefuses) {
  for (const char* const name : {"unknown-key",           "unknown-key-top",     "unknown-key-nested",
                                 "unit-missing",          "unit-wrong",          "unit-of-another-quantity",
                                 "unit-on-a-count",       "number-leading-zero", "number-huge",
                                 "number-underscore",     "number-quoted",       "number-is-list",
                                 "date-other-order",      "clock-impossible",    "word-unknown",
                                 "true-or-false",         "list-expected",       "list-length",
                                 "text-expected",         "map-expected",        "bad-name",
                                 "unknown-kind",          "where-two-ways",      "where-road-without-between",
                                 "where-three-ends",      "where-unknown-key",   "version-missing",
                                 "version-unknown",       "distribution-of-two", "distribution-empty",
                                 "distribution-with-low", "confidence-unknown",  "extends-list"}) {
    if (std::string_view{name} == "number-leading-zero") continue;  // 010 is the number 10 to YAML
    const auto root = tree(kept(fmt::format("tests/input/wrong/{}.yaml", name)));
    ASSERT_TRUE(root) << name;
    EXPECT_NE(of_scenarios().faults(as_json(*root)), "") << name;
  }
}

TEST(Schema, AsksForTheWholeWhereNothingIsExtended) {
  EXPECT_NE(of_scenarios().faults(as_json(*tree("citerne: 1\nname: A\n"))), "");
}

TEST(Schema, KeptUnderToolsIsTheOneThatIsWritten) {
  EXPECT_EQ(kept("tools/schema/scenario.schema.json"), schema_text(scenario_schema()));
  EXPECT_EQ(kept("tools/schema/corridors.schema.json"), schema_text(corridors_schema()));
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
