#include <algorithm>
#include <cstdlib>
#include <regex>
#include <span>

#include <fmt/format.h>

#include "citerne/analysis/comparison.hpp"
#include "citerne/base/text.hpp"
#include "citerne/report/comparison_text.hpp"
#include "citerne/store/result_file.hpp"
#include "command.hpp"
#include "study_start.hpp"

namespace citerne::cli {
namespace {

using analysis::Compared;
using analysis::Comparison;
using analysis::Measure;

struct CompareArguments {
  std::vector<std::string> files;
  std::vector<std::string> fail_if;
  bool all = false;
  bool json = false;
  bool csv = false;
};

/// `shortage_days:bamako > 2`: of the difference, the later result less the first.
struct Condition {
  std::string text;
  Measure measure = Measure::unserved;
  std::string place, product;  ///< Empty: the whole country; all products.
  std::string relation;
  double limit = 0.0;

  bool holds(double difference) const {
    if (relation == ">") return difference > limit;
    if (relation == ">=") return difference >= limit;
    if (relation == "<") return difference < limit;
    return difference <= limit;
  }
};

std::string did_you_mean(const std::string& text, std::span<const std::string> known) {
  const std::string near = nearest_word(text, known);
  return near.empty() ? "" : fmt::format(" (did you mean '{}'?)", near);
}

Condition parse_condition(const std::string& text) {
  static const std::regex form{
      R"(\s*([a-z_]+)(?::([^:\s]+))?(?::([^:\s]+))?\s*(>=|<=|>|<)\s*([-+]?\d+(?:\.\d+)?)\s*)"};
  std::smatch part;
  constexpr std::size_t kLongest = 200;  // std::regex goes a level deeper with every character
  if (text.size() > kLongest || !std::regex_match(text, part, form))
    throw std::runtime_error{
        fmt::format("--fail-if '{:.200}' is not understood; write MEASURE[:PLACE[:PRODUCT]] > NUMBER, as "
                    "shortage_days:bamako > 2",
                    text)};
  Condition c{.text = text,
              .place = part[2],
              .product = part[3],
              .relation = part[4],
              .limit = std::strtod(part[5].str().c_str(), nullptr)};
  std::vector<std::string> words;
  for (const Measure m : analysis::kCompared) words.push_back(word(m));
  const auto found = std::ranges::find(words, part[1].str());
  if (found == words.end())
    throw std::runtime_error{fmt::format("--fail-if knows no measure '{}'{}; there are {}", part[1].str(),
                                         did_you_mean(part[1], words), fmt::join(words, ", "))};
  c.measure = analysis::kCompared[static_cast<std::size_t>(found - words.begin())];
  return c;
}

const Compared& row_of(const Comparison& comparison, const Condition& c) {
  std::vector<std::string> names;
  for (const Compared& row : comparison.rows) {
    if (row.measure != c.measure) continue;
    if (row.place_id == c.place && row.product == c.product) return row;
    names.push_back(row.product.empty() ? row.place_id : row.place_id + ":" + row.product);
  }
  const std::string wanted = c.product.empty() ? c.place : c.place + ":" + c.product;
  if (wanted.empty()) throw std::runtime_error{fmt::format("--fail-if '{}' needs a place", c.text)};
  throw std::runtime_error{fmt::format("--fail-if '{}': the results have no {} of '{}'{}", c.text,
                                       word(c.measure), wanted, did_you_mean(wanted, names))};
}

Result read(const std::string& path) {
  store::Loaded loaded = store::read(path);
  expect_result(loaded.result, path);
  if (!loaded.warning.empty()) say("{}\n", loaded.warning);
  return std::move(loaded.result);
}

void compare(const CompareArguments& a) {
  std::vector<Condition> conditions;
  for (const std::string& text : a.fail_if) conditions.push_back(parse_condition(text));
  const Result first = read(a.files.front());
  std::vector<Comparison> comparisons;
  for (std::size_t i = 1; i < a.files.size(); ++i)
    comparisons.push_back(analysis::compare(first, read(a.files[i])));
  std::vector<std::string> failed;
  for (std::size_t i = 0; i < comparisons.size(); ++i)
    for (const Condition& c : conditions)
      if (const double d = row_of(comparisons[i], c).difference.mid; c.holds(d))
        failed.push_back(fmt::format("{}: {} (it is {:.6g})", a.files[i + 1], c.text, d));

  if (a.csv) fmt::print("{}", report::comparison_csv_header());
  Json list = Json::array();
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    const Comparison& c = comparisons[i];
    if (a.json) {
      list.push_back(to_json(c));
      list.back()["files"] = {a.files.front(), a.files[i + 1]};
    } else if (a.csv) {
      fmt::print("{}", report::comparison_csv(c, a.files[i + 1]));
    } else {
      fmt::print("{}{}", i > 0 ? "\n" : "",
                 report::comparison_text(c, a.all ? report::Rows::all : report::Rows::main));
    }
  }
  if (a.json) fmt::print("{}\n", Json{{"format", 1}, {"comparisons", list}, {"failed", failed}}.dump(2));
  for (const std::string& line : failed) say("fails: {}\n", line);
  if (!failed.empty()) throw Finish{kDidNotHold};
}

}  // namespace

void add_compare(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "compare",
      "Compare results with the first, replication by replication: what is better, worse, unclear?");
  auto a = std::make_shared<CompareArguments>();
  command->add_option("FILES", a->files, "Result files: the first, and those to compare with it")
      ->required()
      ->type_name("FILE")
      ->expected(2, 100);
  command->add_flag("--all", a->all, "Every place and product, not only places of the greatest demand");
  command
      ->add_option("--fail-if", a->fail_if,
                   "Exit with 1 when a difference is so: 'shortage_days:bamako > 2', 'unserved < -1000'")
      ->allow_extra_args(false);
  auto* json = command->add_flag("--json", a->json, "Print as JSON");
  command->add_flag("--csv", a->csv, "Print as CSV, every row")->excludes(json);
  command->callback([a] { compare(*a); });
}

}  // namespace citerne::cli
