#include <fmt/format.h>

#include "citerne/report/sensitivity_text.hpp"
#include "citerne/sweep/sensitivity.hpp"
#include "command.hpp"

namespace citerne::cli {
namespace {

struct SensitivityArguments {
  std::string folder;
  std::vector<std::string> metrics;
  bool all = false, json = false, csv = false;
};

Json json_of(const analysis::Interval& i) { return to_json(i, "mid"); }

Json json_of(const sweep::Sensitivity& s) {
  constexpr const char* kMethods[] = {"grid_variance", "sobol_indices", "elementary_effects", "regression"};
  const bool by_effect = s.method == sweep::Method::elementary_effects;
  Json factors = Json::array();
  for (const sweep::Influence& i : s.factors) {
    Json factor{{"factor", i.factor}, {"moves", i.moves}, {"direction", i.direction}};
    if (by_effect)
      factor.update({{"effect", json_of(i.effect)}, {"spread", json_of(i.spread)}});
    else
      factor["alone"] = json_of(i.alone);
    if (!by_effect && s.method != sweep::Method::regression) factor["together"] = json_of(i.together);
    factors.push_back(std::move(factor));
  }
  Json json{{"metric", analysis::word(s.metric)},
            {"method", kMethods[static_cast<std::size_t>(s.method)]},
            {"varies", s.varies},
            {"enough", s.enough},
            {"factors", factors}};
  if (s.method == sweep::Method::regression) json["r_squared"] = s.r_squared;
  if (s.compared) json["alike"] = s.alike;
  return json;
}

void tell_sensitivity(const SensitivityArguments& a) {
  const sweep::Folder folder{a.folder};
  std::vector<analysis::Metric> metrics;
  for (const std::string& text : a.metrics) metrics.push_back(analysis::parse_metric(text));
  if (metrics.empty()) metrics = folder.sweep().metrics;
  if (a.metrics.empty() && !a.all) metrics.resize(1);
  std::vector<sweep::Sensitivity> found;
  for (const analysis::Metric& metric : metrics) found.push_back(sweep::sensitivity_of(folder, metric));
  if (a.json) {
    Json list = Json::array();
    for (const sweep::Sensitivity& s : found) list.push_back(json_of(s));
    fmt::print("{}\n", Json{{"format", 1}, {"name", folder.sweep().name}, {"sensitivities", list}}.dump(2));
    return;
  }
  if (a.csv) fmt::print("{}", report::sensitivity_csv_header());
  for (std::size_t i = 0; i < found.size(); ++i)
    fmt::print(
        "{}{}", i > 0 && !a.csv ? "\n" : "",
        a.csv ? report::sensitivity_csv(found[i]) : report::sensitivity_text(folder.sweep(), found[i]));
}

}  // namespace

void add_sensitivity(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("sensitivity", "Tell which factors of a sweep its outcome hangs on, and how far");
  auto a = std::make_shared<SensitivityArguments>();
  command->add_option("STUDY", a->folder, "Folder of the study")->required()->type_name("FOLDER");
  auto* metric = command->add_option("--metric,-m", a->metrics, "Metrics of the plan; the first unless told")
                     ->allow_extra_args(false);
  command->add_flag("--all", a->all, "Every metric of the plan")->excludes(metric);
  auto* json = command->add_flag("--json", a->json, "Print as JSON");
  command->add_flag("--csv", a->csv, "Print as CSV")->excludes(json);
  command->callback([a] { tell_sensitivity(*a); });
}

}  // namespace citerne::cli
