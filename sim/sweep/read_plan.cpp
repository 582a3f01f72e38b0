#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cells.hpp"
#include "citerne/base/text.hpp"
#include "citerne/input/read_scenario.hpp"
#include "citerne/input/yaml.hpp"
#include "citerne/scenario/quantity_text.hpp"
#include "citerne/store/whole_file.hpp"
#include "citerne/sweep/plan.hpp"
#include "number_text.hpp"

namespace citerne::sweep {
namespace {

namespace fs = std::filesystem;
using input::Entry;
using input::Mark;
using input::Node;

constexpr std::array kKeys{"citerne", "name",   "scenario",    "set",    "replications", "block", "seed",
                           "design",  "points", "design_seed", "levels", "factors",      "cells", "metrics"};
constexpr std::array kFactorKeys{"path",  "values", "from",     "to",       "steps",
                                 "whole", "range",  "settings", "responses"};
/// Names that arrays of a study have.
constexpr std::array kTaken{"cell", "replication", "metric", "factor", "value", "mean",    "low",
                            "high", "median",      "q05",    "q95",    "runs",  "censored"};

std::vector<std::string> texts(std::span<const char* const> words) { return {words.begin(), words.end()}; }

/// Decimals of about four digits of a length.
int decimals_of(double length) {
  int decimals = 0;
  for (double step = length / 1'000.0; step > 0.0 && step < 1.0 && decimals < 9; step *= 10.0) ++decimals;
  return decimals;
}

class Reader {
 public:
  Reader(PlanReading& out, const fs::path& path) : out_{out}, path_{path} {}

  void read() {
    const auto bytes = store::read_whole(path_, input::kLargestFile);
    out_.files.files.push_back({path_.filename().generic_string(),
                                std::string{reinterpret_cast<const char*>(bytes.data()), bytes.size()}});
    if (path_.has_parent_path()) out_.files.folder = path_.parent_path().generic_string() + "/";
    if (auto root = input::read_yaml(out_.files.files[0].text, faults_, {0, 1, 1})) read_plan(*root);
    out_.diagnostics = faults_.sorted(out_.files);
    if (!faults_.has_errors() && !input::has_errors(out_.scenario_diagnostics))
      out_.sweep = std::move(sweep_);
  }

 private:
  template <class... Args>
  void fail(const Mark& mark, std::string_view code, fmt::format_string<Args...> text, Args&&... args) {
    faults_.error(mark, code, text, std::forward<Args>(args)...);
  }

  void read_plan(const Node& root) {
    if (root.form != Node::Form::map)
      return fail(root.mark, "type", "a plan must be a map: keys, each with its value");
    check_keys(root, kKeys, "a plan");
    const Node* const version = root.find("citerne");
    if (version == nullptr)
      fail({0, 1, 1}, "format-version", "'citerne: 1' is missing: the version of the format");
    else if (version->text != "1" || version->quoted)
      fail(version->mark, "format-version", "version '{}' of the format is not known here (1 is)",
           version->text);
    sweep_.name = text(root, "name").value_or(path_.stem().string());
    sweep_.replications = static_cast<std::uint32_t>(whole(root, "replications", 1, 1'000'000).value_or(100));
    sweep_.block = static_cast<std::uint32_t>(
        whole(root, "block", 1, 1'000'000).value_or(std::min<std::int64_t>(sweep_.replications, 50)));
    sweep_.block = std::min(sweep_.block, sweep_.replications);
    sweep_.seed = static_cast<std::uint64_t>(whole(root, "seed", 0, INT64_MAX).value_or(1));
    read_scenario(root);
    read_design(root);
    read_factors(root);
    read_cells(root);
    read_metrics(root);
    if (!faults_.has_errors()) try_values();
  }

  void check_keys(const Node& map, std::span<const char* const> allowed, const std::string& what) {
    const std::vector<std::string> known = texts(allowed);
    for (const Entry& entry : map.entries)
      if (std::ranges::count(known, entry.name) == 0)
        fail(entry.mark, "unknown-key", "unknown key '{}' in {}{}; there are {}", entry.name, what,
             did_you_mean(nearest_word(entry.name, known)), fmt::join(known, ", "));
  }

  std::optional<std::string> text(const Node& map, const char* key) {
    const Node* const node = map.find(key);
    if (node == nullptr || node->told) return std::nullopt;
    if (node->form == Node::Form::text && !node->text.empty()) return node->text;
    fail(node->mark, "type", "{} must be text", key);
    return std::nullopt;
  }

  std::optional<std::int64_t> whole(const Node& map, const char* key, std::int64_t least, std::int64_t most) {
    const Node* const node = map.find(key);
    if (node == nullptr || node->told) return std::nullopt;
    const auto number =
        node->form == Node::Form::text && !node->quoted ? parse_decimal(node->text) : std::nullopt;
    if (number && number->decimals == 0 && number->digits >= least && number->digits <= most)
      return number->digits;
    fail(node->mark, "number", "{} is '{}' (a whole number from {} to {})", key, node->text, least, most);
    return std::nullopt;
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

  void read_factors(const Node& root) {
    const Node* const factors = root.find("factors");
    if (factors == nullptr || factors->form != Node::Form::map || factors->entries.empty()) {
      if (factors == nullptr || !factors->told)
        fail(factors == nullptr ? Mark{0, 1, 1} : factors->mark, "missing-key",
             "factors must be a map with an entry for each thing that cells differ in, as\n"
             "  tank: {{ path: sites.bamako/depot.petrol.tank_m3, values: [40000, 80000] }}");
      return;
    }
    std::map<std::string, std::string> paths;  // To the name of the factor.
    for (const Entry& entry : factors->entries) {
      marks_.push_back({entry.mark, entry.mark, {}});
      Factor factor = read_factor(entry);
      if (const auto [at, is_new] = paths.emplace(what_it_sets(factor), entry.name); !is_new)
        fail(entry.mark, "twice", "{} and {} are the same value of the scenario", at->second, entry.name);
      sweep_.factors.push_back(std::move(factor));
    }
  }

  static std::string what_it_sets(const Factor& factor) {
    return factor.settings.empty() ? factor.path : fmt::format("{}", fmt::join(factor.settings[0], ","));
  }

  Factor read_factor(const Entry& entry) {
    Factor factor;
    factor.name = entry.name;
    const bool is_name =
        !entry.name.empty() && entry.name[0] >= 'a' && entry.name[0] <= 'z' &&
        entry.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
    if (!is_name)
      fail(entry.mark, "name", "'{}' cannot be the name of a column: use a-z, 0-9 and _, a letter first",
           entry.name);
    if (std::ranges::count(texts(kTaken), entry.name) > 0)
      fail(entry.mark, "name",
           "'{}' is what something else in a study is called; give the factor another name", entry.name);
    const Node& node = entry.value;
    if (node.form != Node::Form::map) {
      fail(node.mark, "type", "{} must be a map, as {{ path: escorts.south.units, values: [0, 2, 4] }}",
           entry.name);
      return factor;
    }
    check_keys(node, kFactorKeys, "a factor");
    for (const char* const alone : {"responses", "settings"}) {
      const Node* const levels = node.find(alone);
      if (levels == nullptr) continue;
      for (const Entry& other : node.entries)
        if (other.name != alone)
          fail(other.mark, "no-meaning", "{} means nothing beside {}", other.name, alone);
      if (levels == node.find("responses"))
        read_responses(factor, *levels);
      else
        read_settings(factor, *levels);
      return factor;
    }
    if (const auto path = text(node, "path")) {
      factor.path = *path;
      marks_.back().path = node.find("path")->mark;
    } else if (node.find("path") == nullptr) {
      fail(entry.mark, "missing-key",
           "{} needs a path, the dotted path of a value of the scenario; or settings, or responses",
           entry.name);
    }
    const int ways = (node.find("values") != nullptr) +
                     (node.find("from") != nullptr || node.find("to") != nullptr) +
                     (node.find("range") != nullptr);
    if (sweep_.design == Design::list && ways > 0)
      fail(entry.mark, "no-meaning",
           "{}: in the design list values stand under cells; a factor has its path only", entry.name);
    else if (sweep_.design != Design::list && ways != 1)
      fail(entry.mark, "missing-key", "{} needs values: [a, b, c]; or from: and to:; or range: scenario",
           entry.name);
    else if (const Node* const values = node.find("values"))
      read_values(factor, *values);
    else if (node.find("range") != nullptr)
      read_range(factor, node);
    else if (ways == 1)
      read_ends(factor, node);
    if (ways == 1 && factor.spread) step(factor, entry);
    for (const char* key : {"steps", "whole"})
      if (const Node* const other = node.find(key);
          other != nullptr && !factor.spread && factor.levels.empty())
        fail(other->mark, "no-meaning", "{} needs from and to", key);
    return factor;
  }

  void read_responses(Factor& factor, const Node& node) {
    if (!scenario_) return;
    std::vector<std::string> known = input::responses_of(*scenario_);
    known.insert(known.begin(), std::string{input::kUnchangedResponse});
    if (node.form == Node::Form::text && node.text == "all") {
      factor.levels = known;
      marks_.back().levels.assign(known.size(), node.mark);
      return;
    }
    read_values(factor, node);
    for (const Node& item : node.items)
      if (std::ranges::count(known, item.text) == 0)
        fail(item.mark, "unknown-name", "the scenario has no response '{}'{}", item.text,
             did_you_mean(nearest_word(item.text, known)));
  }

  /// Names, each with the values that it sets.
  void read_settings(Factor& factor, const Node& node) {
    if (node.form != Node::Form::map || node.entries.empty())
      return fail(node.mark, "type",
                  "settings must be a map: levels, each with the paths and values that it sets");
    for (const Entry& level : node.entries) {
      factor.levels.push_back(level.name);
      marks_.back().levels.push_back(level.mark);
      std::vector<std::string>& settings = factor.settings.emplace_back();
      if (level.value.form != Node::Form::map || level.value.entries.empty()) {
        fail(level.value.mark, "type", "{} must be a map: dotted paths, each with its value", level.name);
        continue;
      }
      for (const Entry& setting : level.value.entries)
        if (setting.value.form == Node::Form::text && !setting.value.text.empty())
          settings.push_back(setting.name + "=" + setting.value.text);
        else
          fail(setting.value.mark, "type", "{} must be one value", setting.name);
    }
  }

  void read_values(Factor& factor, const Node& node) {
    if (node.form != Node::Form::list || node.items.empty())
      return fail(node.mark, "type", "the values of {} must be a list with one item at least", factor.name);
    for (const Node& item : node.items) {
      if (item.form != Node::Form::text || item.text.empty()) {
        fail(item.mark, "type",
             "each value of {} must be one number or word; what changes more is a response", factor.name);
        continue;
      }
      if (std::ranges::count(factor.levels, item.text) > 0)
        fail(item.mark, "twice", "{} has the value '{}' already", factor.name, item.text);
      factor.levels.push_back(item.text);
      marks_.back().levels.push_back(item.mark);
    }
  }

  bool read_end(std::vector<NumberText>& ends, const std::string& name, const Node& node) {
    const auto number = node.form == Node::Form::text && !node.quoted ? number_of(node.text) : std::nullopt;
    if (!number) {
      fail(node.mark, "number", "{} is '{}' (a number with its unit, if it has one)", name, node.text);
      return false;
    }
    if (!ends.empty() && ends[0].unit != number->unit) {
      fail(node.mark, "unit", "{} is '{}': write all ends in one unit, here '{}'", name, node.text,
           ends[0].unit);
      return false;
    }
    ends.push_back(*number);
    return true;
  }

  void read_ends(Factor& factor, const Node& node) {
    std::vector<NumberText> ends;
    for (const char* key : {"from", "to"})
      if (const Node* const end = node.find(key))
        read_end(ends, key, *end);
      else
        fail(node.mark, "missing-key", "{} has no {}", factor.name, key);
    if (ends.size() < 2) return;
    spread(factor, node, node.find("from")->mark, ends);
    marks_.back().levels = {node.find("from")->mark, node.find("to")->mark};
  }

  /// `ends` are two, or three with the mode in the middle.
  void spread(Factor& factor, const Node& node, const Mark& mark, const std::vector<NumberText>& ends) {
    if (ends.front().value >= ends.back().value)
      return fail(mark, "range-order", "{}: from must be below to", factor.name);
    int decimals = decimals_of(ends.back().value - ends.front().value);
    for (const NumberText& end : ends) decimals = std::max(decimals, end.decimals);
    Spread& s = factor.spread.emplace(
        Spread{ends.front().value, ends.back().value, {}, false, decimals, ends.front().unit});
    if (ends.size() == 3) s.mode = ends[1].value;
    const auto is_whole = text(node, "whole");
    if (is_whole && *is_whole != "true" && *is_whole != "false")
      fail(node.find("whole")->mark, "type", "whole is '{}' (true or false)", *is_whole);
    s.whole = is_whole == "true" || s.unit == "tankers";
    if (s.whole && std::ranges::any_of(ends, [](const NumberText& e) { return e.decimals > 0; }))
      fail(mark, "number", "{} is to be whole, and so are its ends", factor.name);
  }

  /// The range, distribution or choice that the scenario itself gives the value.
  void read_range(Factor& factor, const Node& node) {
    if (node.find("range")->text != "scenario")
      return fail(node.find("range")->mark, "unknown-word",
                  "range is '{}' (scenario: as the scenario gives it)", node.find("range")->text);
    if (!scenario_ || factor.path.empty()) return;
    const Mark& mark = node.find("path")->mark;
    const Node* value = &scenario_->resolved();
    for (std::size_t begin = 0; begin <= factor.path.size();) {
      const std::size_t dot = std::min(factor.path.find('.', begin), factor.path.size());
      const std::string name = factor.path.substr(begin, dot - begin);
      const Node* const next = value->find(name);
      if (next == nullptr) {
        std::vector<std::string> names;
        for (const Entry& entry : value->entries) names.push_back(entry.name);
        return fail(mark, "no-range", "the scenario has no value at {} that could have a range{}",
                    factor.path, did_you_mean(nearest_word(name, names)));
      }
      value = next;
      begin = dot + 1;
    }
    if (const Node* const choice = value->find("choice")) {
      read_values(factor, *choice);
      marks_.back().levels.assign(factor.levels.size(), mark);  // not those of the scenario's file
      return;
    }
    std::vector<NumberText> ends;
    bool is_right = true;
    for (const char* key : {"uniform", "triangular"})
      if (const Node* const list = value->find(key))
        for (const Node& item : list->items) is_right = read_end(ends, factor.name, item) && is_right;
    for (const char* key : {"low", "high"})
      if (const Node* const end = value->find(key); end != nullptr)
        is_right = read_end(ends, factor.name, *end) && is_right;
    if (ends.size() < 2 && is_right)
      return fail(mark, "no-range",
                  "the scenario gives no range for {}: no low and high, uniform, triangular or choice",
                  factor.path);
    if (is_right) spread(factor, node, mark, ends);
  }

  /// Designs of levels need the spread in steps; the others may have them.
  void step(Factor& factor, const Entry& entry) {
    const bool draws = sweep::draws(sweep_.design);
    const auto steps = whole(entry.value, "steps", 2, static_cast<std::int64_t>(kMostCells));
    if (!steps) {
      if (!draws && entry.value.find("steps") == nullptr)
        fail(entry.mark, "missing-key", "{} needs steps: how many values from one end to the other",
             factor.name);
      return;
    }
    const Spread s = *std::exchange(factor.spread, std::nullopt);
    for (std::int64_t i = 0; i < *steps; ++i) {
      const double u = static_cast<double>(i) / static_cast<double>(*steps - 1);
      const double value = s.from + u * (s.to - s.from);
      const std::string level =
          written(s.whole ? static_cast<double>(static_cast<std::int64_t>(std::floor(value + 0.5))) : value,
                  s.whole ? 0 : s.decimals, s.unit);
      if (factor.levels.empty() || factor.levels.back() != level) factor.levels.push_back(level);
    }
    if (factor.levels.size() < static_cast<std::size_t>(*steps))
      fail(entry.value.find("steps")->mark, "number", "{} has no {} different values from {} to {}",
           factor.name, *steps, factor.levels.front(), factor.levels.back());
  }

  void read_cells(const Node& root) {
    const Node* const node = root.find("cells");
    if (node != nullptr && sweep_.design != Design::list)
      return fail(node->mark, "no-meaning",
                  "cells stand in the plan in the design list only; {} makes its own", word(sweep_.design));
    if (sweep_.design == Design::list) return read_list(root, node);
    if (faults_.has_errors()) return;
    const double count = cell_count(sweep_);
    if (count > static_cast<double>(kMostCells))
      return fail(
          {0, 1, 1}, "too-many-cells",
          "the design has {:.0f} cells, more than {}: fewer values, or a design that draws some of them "
          "(design: sobol, points: 256)",
          count, kMostCells);
    for (std::size_t i = 1; i < sweep_.factors.size() && sweep_.design == Design::zip; ++i)
      if (sweep_.factors[i].levels.size() != sweep_.factors[0].levels.size())
        fail(marks_[i].name, "zip", "in the design zip all factors have as many values: {} has {}, {} has {}",
             sweep_.factors[0].name, sweep_.factors[0].levels.size(), sweep_.factors[i].name,
             sweep_.factors[i].levels.size());
    if (!faults_.has_errors()) sweep_.cells = make_cells(sweep_);
  }

  void read_list(const Node& root, const Node* node) {
    if (node == nullptr || node->form != Node::Form::list || node->items.empty())
      return fail(node == nullptr ? root.mark : node->mark, "missing-key",
                  "the design list needs cells: a list with a map for each cell, as - {{ tank: 40000 }}");
    std::vector<std::string> names;
    for (const Factor& factor : sweep_.factors) names.push_back(factor.name);
    for (const Node& item : node->items) {
      if (item.form != Node::Form::map) {
        fail(item.mark, "type", "a cell must be a map: a value for each factor");
        continue;
      }
      Cell cell(names.size());
      for (const Entry& entry : item.entries) {
        const auto found = std::ranges::find(names, entry.name);
        if (found == names.end())
          fail(entry.mark, "unknown-name", "no factor '{}'{}", entry.name,
               did_you_mean(nearest_word(entry.name, names)));
        else if (entry.value.form != Node::Form::text || entry.value.text.empty())
          fail(entry.value.mark, "type", "{} must be one number or word", entry.name);
        else
          take(cell, static_cast<std::size_t>(found - names.begin()), entry);
      }
      for (std::size_t i = 0; i < names.size(); ++i)
        if (item.find(names[i]) == nullptr) fail(item.mark, "missing-key", "the cell has no {}", names[i]);
      if (std::ranges::count(sweep_.cells, cell) > 0)
        fail(item.mark, "twice", "there is such a cell already");
      sweep_.cells.push_back(std::move(cell));
    }
  }

  void take(Cell& cell, std::size_t i, const Entry& entry) {
    Factor& factor = sweep_.factors[i];
    if (factor.path.empty() && std::ranges::count(factor.levels, entry.value.text) == 0)
      fail(entry.value.mark, "unknown-name", "{} has no level '{}'{}", factor.name, entry.value.text,
           did_you_mean(nearest_word(entry.value.text, factor.levels)));
    else if (std::ranges::count(factor.levels, entry.value.text) == 0) {
      factor.levels.push_back(entry.value.text);
      marks_[i].levels.push_back(entry.value.mark);
    }
    cell[i] = entry.value.text;
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
    const std::vector<std::string> places = places_of_sites(), products = product_ids();
    for (const Node& item : node->items) try {
        const analysis::Metric metric = analysis::parse_metric(item.text);
        for (const auto& [name, known, what] :
             {std::tuple{metric.place, &places, "site at a place"}, {metric.product, &products, "product"}})
          if (!name.empty() && scenario_ && std::ranges::count(*known, name) == 0)
            fail(item.mark, "unknown-name", "the scenario has no {} '{}'{}", what, name,
                 did_you_mean(nearest_word(name, *known)));
        if (std::ranges::count(sweep_.metrics, metric) > 0)
          fail(item.mark, "twice", "{} is asked for already", item.text);
        sweep_.metrics.push_back(metric);
      } catch (const analysis::BadMetric& fault) {
        fail(item.mark, "metric", "{}", fault.what());
      }
  }

  std::vector<std::string> places_of_sites() const {
    std::vector<std::string> places;
    if (!scenario_) return places;
    const input::Reading reading = input::decode(*scenario_);
    for (const Site& site : reading.scenario->sites)
      places.push_back(reading.scenario->network.places[site.place].id);
    std::ranges::sort(places);
    places.erase(std::unique(places.begin(), places.end()), places.end());
    return places;
  }
  std::vector<std::string> product_ids() const {
    std::vector<std::string> ids;
    if (!scenario_) return ids;
    const input::Reading reading = input::decode(*scenario_);
    for (const Product& product : reading.scenario->products) ids.push_back(product.id);
    return ids;
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

  /// Where a factor is written, for its faults.
  struct FactorMarks {
    Mark name, path;
    std::vector<Mark> levels;  // Of values that are written each; of a spread of its two ends, or none.
  };

  PlanReading& out_;
  fs::path path_;
  input::Diagnostics faults_;
  Sweep sweep_;
  std::vector<FactorMarks> marks_;
  std::optional<input::ScenarioFiles> scenario_;  // When it has no fault.
};

}  // namespace

PlanReading read_plan(const fs::path& plan) {
  PlanReading out;
  Reader{out, plan}.read();
  return out;
}

}  // namespace citerne::sweep
