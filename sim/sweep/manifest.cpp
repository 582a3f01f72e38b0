#include <algorithm>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "citerne/engine/event.hpp"
#include "citerne/input/read_scenario.hpp"
#include "citerne/input/show.hpp"
#include "citerne/study/differences.hpp"
#include "citerne/sweep/sweep.hpp"

namespace citerne::sweep {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;

Json to_json(const Factor& factor) {
  Json json{{"name", factor.name}, {"path", factor.path}};
  if (!factor.levels.empty()) json["levels"] = factor.levels;
  if (!factor.settings.empty()) json["settings"] = factor.settings;
  if (const auto& s = factor.spread) {
    json["spread"] = {{"from", s->from}, {"to", s->to}};
    if (s->mode) json["spread"]["mode"] = *s->mode;
    json["spread"].update({{"whole", s->whole}, {"decimals", s->decimals}, {"unit", s->unit}});
  }
  return json;
}

Factor factor_of(const Json& json) {
  Factor factor{json.at("name"), json.at("path"), {}, {}, {}};
  if (json.contains("levels")) factor.levels = json.at("levels").get<std::vector<std::string>>();
  if (json.contains("settings"))
    factor.settings = json.at("settings").get<std::vector<std::vector<std::string>>>();
  if (!json.contains("spread")) return factor;
  const Json& s = json.at("spread");
  factor.spread = {s.at("from"), s.at("to"), {}, s.at("whole"), s.at("decimals"), s.at("unit")};
  if (s.contains("mode")) factor.spread->mode = s.at("mode");
  return factor;
}

Json to_json(const input::FileSet& files) {
  Json list = Json::array();
  for (const input::SourceFile& file : files.files)
    list.push_back({{"path", file.path}, {"text", file.text}});
  return {{"files", list}, {"settings", files.settings}, {"response", files.response}};
}

input::FileSet files_of(const Json& json) {
  input::FileSet files;
  for (const Json& file : json.at("files")) files.files.push_back({file.at("path"), file.at("text")});
  files.settings = json.at("settings").get<std::vector<std::string>>();
  files.response = json.at("response");
  return files;
}

Design design_of(const std::string& text) {
  for (int i = 0; i <= static_cast<int>(Design::morris); ++i)
    if (word(static_cast<Design>(i)) == text) return static_cast<Design>(i);
  throw std::runtime_error{"no design '" + text + "'"};
}

/// Without the places that values come from.
Json without_origins(const Json& json) {
  if (json.is_object() && json.size() == 2 && json.contains("value") && json.contains("origin") &&
      json["origin"].is_string())
    return json["value"];
  if (!json.is_structured()) return json;
  Json bare = json.is_array() ? Json::array() : Json::object();
  for (const auto& [key, value] : json.items())
    if (json.is_array())
      bare.push_back(without_origins(value));
    else
      bare[key] = without_origins(value);
  return bare;
}

bool is_yaml(const std::string& path) { return path.ends_with(".yaml") || path.ends_with(".yml"); }

/// The tables of a scenario, whose rows its tree does not hold.
Json tables_of(const Json& scenario) {
  Json tables = Json::object();
  for (const Json& file : scenario.at("files"))
    if (const std::string path = file.at("path"); !is_yaml(path) || path.ends_with("corridors.yaml"))
      tables[path] = file.at("text");
  return tables;
}

/// What a scenario says: comments, order and the files that it is spread over do not count.
std::vector<std::string> scenario_differences(const Json& there, const Json& here) {
  if (there == here) return {};
  const input::ScenarioFiles a = input::load(files_of(there)), b = input::load(files_of(here));
  std::vector<std::string> found =
      study::differences(without_origins(input::resolved_json(a)), without_origins(input::resolved_json(b)));
  if (there.at("settings") != here.at("settings") || there.at("response") != here.at("response"))
    found = study::differences({{"settings", there.at("settings")}, {"response", there.at("response")}},
                               {{"settings", here.at("settings")}, {"response", here.at("response")}});
  if (!found.empty() || tables_of(there) == tables_of(here)) return found;
  const input::Reading read_a = input::decode(a), read_b = input::decode(b);
  if (read_a.scenario && read_b.scenario)
    found = study::differences(input::typed_json(*read_a.scenario), input::typed_json(*read_b.scenario));
  const Json tables_a = tables_of(there), tables_b = tables_of(here);
  if (found.empty())
    for (const auto& [path, text] : tables_a.items())
      if (!tables_b.contains(path) || tables_b[path] != text) found.push_back(path + " has another text");
  return found;
}

}  // namespace

std::string manifest_of(const Sweep& sweep) {
  Json factors = Json::array(), metrics = Json::array();
  for (const Factor& factor : sweep.factors) factors.push_back(to_json(factor));
  for (const analysis::Metric& metric : sweep.metrics) metrics.push_back(analysis::word(metric));
  const Json json{{"citerne_study", kFormat},
                  {"results_version", engine::kResultsVersion},
                  {"name", sweep.name},
                  {"replications", sweep.replications},
                  {"block", sweep.block},
                  {"seed", sweep.seed},
                  {"design", word(sweep.design)},
                  {"points", sweep.points},
                  {"design_seed", sweep.design_seed},
                  {"levels", sweep.levels},
                  {"factors", factors},
                  {"metrics", metrics},
                  {"cells", sweep.cells},
                  {"scenario", to_json(sweep.scenario)}};
  return json.dump(1) + "\n";
}

Sweep sweep_of(const std::string& manifest) try {
  const Json json = Json::parse(manifest);
  if (!json.contains("citerne_study")) throw std::runtime_error{"it is no study of citerne"};
  if (json.at("citerne_study") != kFormat)
    throw std::runtime_error{
        fmt::format("its format is {}, this program knows {}", json.at("citerne_study").dump(), kFormat)};
  if (json.at("results_version") != engine::kResultsVersion)
    throw std::runtime_error{
        fmt::format("it was begun by results version {}, this program has {}: end it with the program that "
                    "began it, or begin anew in another folder",
                    json.at("results_version").dump(), engine::kResultsVersion)};
  Sweep sweep;
  sweep.name = json.at("name");
  sweep.replications = json.at("replications");
  sweep.block = json.at("block");
  sweep.seed = json.at("seed");
  sweep.design = design_of(json.at("design"));
  sweep.points = json.at("points");
  sweep.design_seed = json.at("design_seed");
  sweep.levels = json.at("levels");
  for (const Json& factor : json.at("factors")) sweep.factors.push_back(factor_of(factor));
  for (const Json& metric : json.at("metrics")) sweep.metrics.push_back(analysis::parse_metric(metric));
  sweep.cells = json.at("cells").get<std::vector<Cell>>();
  sweep.scenario = files_of(json.at("scenario"));
  const bool fits =
      std::ranges::all_of(sweep.cells, [&](const Cell& cell) { return cell.size() == sweep.factors.size(); });
  if (!fits || sweep.block == 0 || sweep.replications == 0)
    throw std::runtime_error{"its parts do not fit together"};
  return sweep;
} catch (const Json::exception& fault) {
  throw std::runtime_error{fmt::format("it is no study of citerne: {}", fault.what())};
} catch (const analysis::BadMetric& fault) {
  throw std::runtime_error{fault.what()};
}

std::vector<std::string> differences(const std::string& manifest_there, const std::string& manifest_here) {
  if (manifest_there == manifest_here) return {};
  Json there = Json::parse(manifest_there), here = Json::parse(manifest_here);
  std::vector<std::string> found;
  for (std::string& text : scenario_differences(there.at("scenario"), here.at("scenario")))
    found.push_back("scenario: " + std::move(text));
  for (Json* json : {&there, &here}) {
    json->erase("scenario");
    json->erase("cells");  // they follow from the rest, but for a list
  }
  for (std::string& text : study::differences(there, here)) found.push_back(std::move(text));
  if (found.empty() && Json::parse(manifest_there).at("cells") != Json::parse(manifest_here).at("cells"))
    found.emplace_back("cells: they are others");
  return found;
}

}  // namespace citerne::sweep
