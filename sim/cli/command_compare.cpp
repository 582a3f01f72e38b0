#include <fmt/format.h>

#include "citerne/analysis/comparison.hpp"
#include "citerne/analysis/condition.hpp"
#include "citerne/base/text.hpp"
#include "citerne/report/comparison_text.hpp"
#include "citerne/store/result_file.hpp"
#include "comparison_form.hpp"
#include "study_start.hpp"

namespace citerne::cli {
namespace {

using analysis::Compared;
using analysis::Comparison;

struct CompareArguments {
  std::vector<std::string> files;
  std::vector<std::string> fail_if;
  ComparisonForm form;
};

/// `shortage_days:bamako > 2`: of the mean difference, the later result less the first.
struct FailIf {
  std::string text;
  analysis::Condition condition;
};

/// Every fault of every text, together.
std::vector<FailIf> read_fail_if(const std::vector<std::string>& texts) {
  std::vector<FailIf> conditions;
  std::string faults;
  for (const std::string& text : texts) {
    const analysis::ConditionReading reading = analysis::read_bound(text);
    if (reading.condition) conditions.push_back({text, *reading.condition});
    for (const std::string& fault : reading.faults)
      faults += fmt::format("{}--fail-if '{:.200}': {}", faults.empty() ? "" : "\n", text, fault);
  }
  if (!faults.empty()) throw std::runtime_error{faults + "; an example: 'shortage_days:bamako > 2'"};
  return conditions;
}

const Compared& row_of(const Comparison& comparison, const FailIf& f) {
  const analysis::Metric& wanted = f.condition.metric;
  std::vector<std::string> there;
  for (const Compared& row : comparison.rows) {
    if (row.measure != wanted.measure) continue;
    if (row.place_id == wanted.place && row.product == wanted.product) return row;
    there.push_back(word(analysis::Metric{row.measure, row.place_id, row.product}));
  }
  throw std::runtime_error{fmt::format("--fail-if '{:.200}': not both results have {}{}", f.text,
                                       word(wanted), did_you_mean(nearest_word(word(wanted), there)))};
}

Result read(const std::string& path) {
  store::Loaded loaded = store::read(path, store::kMemoryLimit, analysis::kArraysCompared);
  expect_result(loaded.result, path);
  if (!loaded.warning.empty()) say("{}\n", loaded.warning);
  return std::move(loaded.result);
}

void compare(const CompareArguments& a) {
  const std::vector<FailIf> conditions = read_fail_if(a.fail_if);
  const Result first = read(a.files.front());
  std::vector<Comparison> comparisons;
  for (std::size_t i = 1; i < a.files.size(); ++i)
    comparisons.push_back(analysis::compare(first, read(a.files[i])));
  std::vector<std::string> failed;
  for (std::size_t i = 0; i < comparisons.size(); ++i)
    for (const FailIf& f : conditions)
      if (const double d = row_of(comparisons[i], f).difference.mid; f.condition.holds(d))
        failed.push_back(fmt::format("{}: {} (it is {:.6g} {})", a.files[i + 1], f.text, d,
                                     unit(f.condition.metric.measure)));

  if (a.form.csv) fmt::print("{}", report::comparison_csv_header());
  Json list = Json::array();
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    const Comparison& c = comparisons[i];
    if (a.form.json) {
      list.push_back(to_json(c));
      list.back()["files"] = {a.files.front(), a.files[i + 1]};
    } else if (a.form.csv) {
      fmt::print("{}", report::comparison_csv(c, a.files[i + 1]));
    } else {
      fmt::print("{}{}", i > 0 ? "\n" : "", text_of(c, a.form));
    }
  }
  if (a.form.json) fmt::print("{}\n", Json{{"format", 1}, {"comparisons", list}, {"failed", failed}}.dump(2));
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
  add_comparison_form(*command, a->form);
  command
      ->add_option("--fail-if", a->fail_if,
                   "Exit with 1 when a difference is so: 'shortage_days:bamako > 2', 'unserved < -1000'")
      ->allow_extra_args(false);
  command->callback([a] { compare(*a); });
}

}  // namespace citerne::cli
