#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cells.hpp"
#include "citerne/base/text.hpp"
#include "citerne/engine/plan.hpp"
#include "citerne/input/read_scenario.hpp"
#include "citerne/store/whole_file.hpp"
#include "citerne/study/condition_runs.hpp"
#include "citerne/sweep/plan.hpp"
#include "plan_values.hpp"

namespace citerne::sweep {
namespace {

namespace fs = std::filesystem;

constexpr std::array kKeys{"citerne", "name",   "scenario",    "set",    "replications", "block", "seed",
                           "design",  "points", "design_seed", "levels", "factors",      "cells", "metrics"};

class PlanReader : PlanValues {
 public:
  PlanReader(PlanReading& out, const fs::path& path, input::Diagnostics& faults)
      : PlanValues{faults}, out_{out}, path_{path} {}

  void read() {
    const auto bytes = store::read_whole(path_, input::kLargestFile);
    out_.files.files.push_back({path_.filename().generic_string(),
                                std::string{reinterpret_cast<const char*>(bytes.data()), bytes.size()}});
    if (path_.has_parent_path()) out_.files.folder = path_.parent_path().generic_string() + "/";
    if (auto root = input::read_yaml(out_.files.files[0].text, faults(), {0, 1, 1})) read_plan(*root);
    out_.diagnostics = faults().sorted(out_.files);
    if (!has_failed() && !input::has_errors(out_.scenario_diagnostics)) out_.sweep = std::move(sweep_);
  }

 private:
  void read_plan(const Node& root) {
    if (root.form != Node::Form::map)
      return fail(root.mark, "type", "a plan must be a map: keys, each with its value");
    check_keys(root, kKeys, "a plan");
    input::check_version(root, 0, faults());
    sweep_.name = text(root, "name").value_or(path_.stem().string());
    sweep_.replications = static_cast<std::uint32_t>(whole(root, "replications", 1, 1'000'000).value_or(100));
    sweep_.block = static_cast<std::uint32_t>(
        whole(root, "block", 1, 1'000'000).value_or(std::min<std::int64_t>(sweep_.replications, 50)));
    sweep_.block = std::min(sweep_.block, sweep_.replications);
    sweep_.seed = static_cast<std::uint64_t>(whole(root, "seed", 0, INT64_MAX).value_or(1));
    read_scenario(root);
    read_design(root);
    marks_ = read_factors(root, scenario_, sweep_, faults());
    read_cells(root, marks_, sweep_, faults());
    read_metrics(root);
    if (!has_failed()) try_values();
  }

  void read_scenario(const Node& root) {
    const auto file = text(root, "scenario");
    if (!file) {
      if (root.find("scenario") == nullptr)
        fail({0, 1, 1}, "missing-key",
             "scenario is missing: the scenario that cells change, beside the plan");
      return;
    }
    std::vector<std::string> settings;
    if (const Node* const set = root.find("set")) {
      if (set->form != Node::Form::map)
        fail(set->mark, "type", "set must be a map: dotted paths, each with its value");
      for (const Entry& entry : set->entries)
        if (entry.value.form == Node::Form::text)
          settings.push_back(entry.name + "=" + entry.value.text);
        else
          fail(entry.value.mark, "type", "{} must be one value", entry.name);
    }
    const fs::path scenario = path_.parent_path() / *file;
    try {
      const input::ScenarioFiles files = input::load(scenario, settings);
      sweep_.scenario = files.files();
      input::Reading reading = input::decode(files);
      out_.scenario = files.files();
      out_.scenario_diagnostics = std::move(reading.diagnostics);
      if (reading.scenario) scenario_ = files;
    } catch (const std::system_error& error) {
      const int cause = error.code().value();
      if (cause != ENOENT && cause != ENOTDIR && cause != EINVAL) throw;  // of the disk, not of the plan
      fail(root.find("scenario")->mark, "missing-file", "there is no scenario to read: {}", error.what());
    }
  }

  void read_design(const Node& root) {
    std::vector<std::string> words;
    for (int i = 0; i <= static_cast<int>(Design::morris); ++i) words.push_back(word(static_cast<Design>(i)));
    if (const auto named = text(root, "design")) {
      const auto found = std::ranges::find(words, *named);
      if (found == words.end())
        fail(root.find("design")->mark, "unknown-word", "design is '{}' ({}){}", *named,
             fmt::join(words, ", "), did_you_mean(nearest_word(*named, words)));
      else
        sweep_.design = static_cast<Design>(found - words.begin());
    }
    const bool draws = sweep::draws(sweep_.design);
    for (const char* key : {"points", "design_seed"})
      if (const Node* const node = root.find(key); node != nullptr && !draws)
        fail(node->mark, "no-meaning", "{} means nothing in the design {}: its cells follow from the factors",
             key, word(sweep_.design));
    if (const Node* const node = root.find("levels"); node != nullptr && sweep_.design != Design::morris)
      fail(node->mark, "no-meaning", "levels has a meaning in the design morris only");
    if (!draws) return;
    const auto points = whole(root, "points", 1, static_cast<std::int64_t>(kMostCells));
    if (root.find("points") == nullptr)
      fail({0, 1, 1}, "missing-key", "points is missing: how many points the design {} draws",
           word(sweep_.design));
    sweep_.points = static_cast<std::uint32_t>(points.value_or(1));
    sweep_.design_seed = static_cast<std::uint64_t>(whole(root, "design_seed", 0, INT64_MAX).value_or(1));
    sweep_.levels = static_cast<std::uint32_t>(whole(root, "levels", 2, 100).value_or(4));
    if (sweep_.levels % 2 != 0)
      fail(root.find("levels")->mark, "number", "levels must be even (Morris, 1991)");
  }

  void read_metrics(const Node& root) {
    const Node* const node = root.find("metrics");
    if (node == nullptr) {
      using analysis::Measure;
      for (const Measure m : {Measure::unserved_share, Measure::shortage_days, Measure::first_shortage,
                              Measure::person_days_short, Measure::tankers_lost})
        sweep_.metrics.push_back({m, "", ""});
      if (scenario_)
        for (const std::string& place : most_asked_for(*scenario_))
          for (const Measure m : {Measure::unserved_share, Measure::first_shortage})
            sweep_.metrics.push_back({m, place, ""});
      return;
    }
    if (node->form != Node::Form::list || node->items.empty())
      return fail(node->mark, "type", "metrics must be a list, as [unserved_share:bamako, tankers_lost]");
    const auto plan = scenario_ ? engine::make_plan(*input::decode(*scenario_).scenario) : nullptr;
    for (const Node& item : node->items) try {
        const analysis::Metric metric = analysis::parse_metric(item.text);
        if (plan)
          for (const std::string& fault : study::faults_of(metric, *plan))
            fail(item.mark, "metric", "{}: {}", item.text, fault);
        if (std::ranges::count(sweep_.metrics, metric) > 0)
          fail(item.mark, "twice", "{} is asked for already", item.text);
        sweep_.metrics.push_back(metric);
      } catch (const analysis::BadMetric& fault) {
        fail(item.mark, "metric", "{}", fault.what());
      }
  }

  /// Each value of each factor alone; of a spread, in steps or not, its ends.
  void try_values() {
    for (std::size_t i = 0; i < sweep_.factors.size(); ++i) {
      const Factor& factor = sweep_.factors[i];
      const FactorMarks& marks = marks_[i];
      std::vector<std::string> values = factor.levels;
      if (factor.spread)
        values = {factor.at(0.0), factor.at(1.0)};
      else if (marks.levels.size() < values.size())  // in steps
        values = {values.front(), values.back()};
      for (std::size_t v = 0; v < values.size(); ++v) {
        Sweep alone{.scenario = sweep_.scenario, .factors = {factor}};
        const input::Reading reading = input::decode(input::load(files_of(alone, {values[v]})));
        const auto fault =
            std::ranges::find(reading.diagnostics, input::Severity::error, &input::Diagnostic::severity);
        if (fault == reading.diagnostics.end()) continue;
        if (fault->code == "set-unknown-path" && !factor.path.empty()) {  // the same for each value
          fail(marks.path, fault->code, "{}: {}", factor.path, fault->text);
          break;
        }
        fail(v < marks.levels.size() ? marks.levels[v] : marks.path, fault->code, "{} {}: {}{}", factor.name,
             values[v], fault->text,
             fault->file == "--set" ? ""
                                    : fmt::format(" ({}:{}:{})", fault->file, fault->line, fault->column));
      }
    }
  }

  PlanReading& out_;
  fs::path path_;
  Sweep sweep_;
  std::vector<FactorMarks> marks_;
  std::optional<input::ScenarioFiles> scenario_;  // When it has no fault.
};

}  // namespace

PlanReading read_plan(const fs::path& plan) {
  PlanReading out;
  input::Diagnostics faults;
  PlanReader{out, plan, faults}.read();
  return out;
}

}  // namespace citerne::sweep
