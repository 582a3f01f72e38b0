#include <fmt/format.h>

#include "citerne/base/dates.hpp"
#include "citerne/base/text.hpp"
#include "citerne/report/summary.hpp"
#include "citerne/store/result_file.hpp"
#include "citerne/study/saved_day.hpp"
#include "command.hpp"

namespace citerne::cli {
namespace {

std::string text_of(const Attributes& attributes, const std::string& name) {
  const auto found = attributes.find(name);
  if (found == attributes.end()) return "?";
  if (const auto* text = std::get_if<std::string>(&found->second)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&found->second)) return fmt::format("{}", *number);
  return "?";
}

std::vector<std::string> sources(const Result& result) {
  const Variable* files = result.find("", "source_file");
  return files == nullptr ? std::vector<std::string>{} : std::get<std::vector<std::string>>(files->values);
}

/// What a saved day is, instead of what came out.
void tell_saved_day(const std::string& path, const store::Loaded& loaded, bool json) {
  const study::SavedDay day = study::saved_day_of(loaded.result);
  const study::Options& options = day.recipe.options;
  Json takings = Json::array();
  for (const study::Stocktaking& taking : options.stocktakings)
    takings.push_back({{"at", format_instant(taking.at)}, {"tanks", taking.stocks.size()}});
  if (json) {
    fmt::print("{}\n", Json{{"format", 1},
                            {"file", path},
                            {"sha256", loaded.digest},
                            {"source", text_of(loaded.result.attributes, "source")},
                            {"results_version", text_of(loaded.result.attributes, "results_version")},
                            {"made_from", sources(loaded.result)},
                            {"saved_day",
                             {{"at", format_instant(day.at)},
                              {"title", text_of(loaded.result.attributes, "title")},
                              {"replications", options.chosen.size()},
                              {"seed", options.seed},
                              {"record", study::word(options.keep)},
                              {"stocktakings", takings}}}}
                           .dump(2));
    return;
  }
  fmt::print("{}\n  a saved day: {} of {}\n  {}, seed {}, record {}\n", path, format_instant(day.at),
             text_of(loaded.result.attributes, "title"), counted(options.chosen.size(), "replication"),
             options.seed, study::word(options.keep));
  for (const study::Stocktaking& taking : options.stocktakings)
    fmt::print("  stocks of {} tanks set at {}\n", taking.stocks.size(), format_instant(taking.at));
  fmt::print("  made by {}, results version {}\n  sha256 {}\n", text_of(loaded.result.attributes, "source"),
             text_of(loaded.result.attributes, "results_version"), loaded.digest);
  for (const std::string& file : sources(loaded.result)) fmt::print("  read from {}\n", file);
  fmt::print("  go on from it: citerne run --from {} -o OUT.h5\n", path);
}

void info(const std::string& path, bool json) {
  const store::Loaded loaded = store::read(path);
  if (!loaded.warning.empty()) say("{}\n", loaded.warning);
  if (study::is_saved_day(loaded.result)) return tell_saved_day(path, loaded, json);
  const Result& result = loaded.result;
  const analysis::RunSummary summary = analysis::summarise(result);
  if (json) {
    fmt::print("{}\n", Json{{"format", 1},
                            {"file", path},
                            {"sha256", loaded.digest},
                            {"source", text_of(result.attributes, "source")},
                            {"results_version", text_of(result.attributes, "results_version")},
                            {"made_from", sources(result)},
                            {"arrays", result.variables.size()},
                            {"summary", to_json(summary)}}
                           .dump(2));
    return;
  }
  fmt::print("{}\n  made by {}, results version {}, {} arrays\n  sha256 {}\n", path,
             text_of(result.attributes, "source"), text_of(result.attributes, "results_version"),
             result.variables.size(), loaded.digest);
  for (const std::string& file : sources(result)) fmt::print("  read from {}\n", file);
  fmt::print("\n{}", report::summary_text(summary));
}

}  // namespace

void add_info(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("info", "Tell what a result file or a saved day holds, and what came out");
  auto path = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  command->add_option("FILE", *path, "Result file")->required()->type_name("FILE");
  command->add_flag("--json", *json, "Print as JSON");
  command->callback([=] { info(*path, *json); });
}

}  // namespace citerne::cli
