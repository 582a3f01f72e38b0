#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/ranges.h>

#include "citerne/base/text.hpp"
#include "citerne/input/read_scenario.hpp"
#include "citerne/sweep/plan.hpp"
#include "number_text.hpp"
#include "plan_values.hpp"

namespace citerne::sweep {
namespace {

constexpr std::array kFactorKeys{"path",  "values", "from",     "to",       "steps",
                                 "whole", "range",  "settings", "responses"};
/// Names that arrays of a study have.
constexpr std::array kTaken{"cell", "replication", "metric", "factor", "value", "mean",    "low",
                            "high", "median",      "q05",    "q95",    "runs",  "censored"};

/// Decimals of about four digits of a length.
int decimals_of(double length) {
  int decimals = 0;
  for (double step = length / 1'000.0; step > 0.0 && step < 1.0 && decimals < 9; step *= 10.0) ++decimals;
  return decimals;
}

class FactorReader : PlanValues {
 public:
  FactorReader(const std::optional<input::ScenarioFiles>& scenario, Sweep& sweep, input::Diagnostics& faults)
      : PlanValues{faults}, scenario_{scenario}, sweep_{sweep} {}

  std::vector<FactorMarks> read(const Node& root) {
    const Node* const factors = root.find("factors");
    if (factors == nullptr || factors->form != Node::Form::map || factors->entries.empty()) {
      if (factors == nullptr || !factors->told)
        fail(factors == nullptr ? Mark{0, 1, 1} : factors->mark, "missing-key",
             "factors must be a map with an entry for each thing that cells differ in, as\n"
             "  tank: {{ path: sites.bamako/depot.petrol.tank_m3, values: [40000, 80000] }}");
      return {};
    }
    std::map<std::string, std::string> paths;  // To the name of the factor.
    for (const Entry& entry : factors->entries) {
      marks_.push_back({entry.mark, entry.mark, {}});
      Factor factor = read_factor(entry);
      if (const auto [at, is_new] = paths.emplace(what_it_sets(factor), entry.name); !is_new)
        fail(entry.mark, "twice", "{} and {} are the same value of the scenario", at->second, entry.name);
      sweep_.factors.push_back(std::move(factor));
    }
    return std::move(marks_);
  }

 private:
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
    if (std::ranges::count(kTaken, entry.name) > 0)
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

  const std::optional<input::ScenarioFiles>& scenario_;
  Sweep& sweep_;
  std::vector<FactorMarks> marks_;
};

}  // namespace

std::vector<FactorMarks> read_factors(const Node& root, const std::optional<input::ScenarioFiles>& scenario,
                                      Sweep& sweep, input::Diagnostics& faults) {
  return FactorReader{scenario, sweep, faults}.read(root);
}

}  // namespace citerne::sweep
