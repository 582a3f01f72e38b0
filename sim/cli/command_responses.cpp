#include <filesystem>

#include <fmt/format.h>

#include "citerne/report/comparison_text.hpp"
#include "citerne/store/result_file.hpp"
#include "comparison_form.hpp"
#include "study_run.hpp"
#include "variants.hpp"

namespace citerne::cli {
namespace {

namespace fs = std::filesystem;

struct ResponsesArguments {
  ScenarioArguments scenario;
  study::Options options;
  std::string folder;
  std::vector<std::string> only;
  ComparisonForm form;
  bool quiet = false, force = false;
};

/// Those that are wanted.
Variants expect_variants(const ResponsesArguments& a) {
  const input::ScenarioFiles files = input::load(a.scenario.path, a.scenario.settings);
  const std::vector<std::string> names = a.only.empty() ? input::responses_of(files) : a.only;
  std::optional<Variants> variants = read_variants(files, names);
  if (!variants) throw Finish{kInput};
  if (names.empty()) {
    say("citerne: {} has no `responses:`; write some, each with the values that it changes:\n"
        "responses:\n  cleared_sooner: {{ events.rn24.road_cleared_after: 12 h }}\n",
        a.scenario.path);
    throw Finish{kInput};
  }
  return std::move(*variants);
}

fs::path file_of(const ResponsesArguments& a, const std::string& name) {
  return fs::path{a.folder} / (name + ".h5");
}

/// One line for each response: what the whole country lacks.
std::string overview(const std::vector<std::pair<std::string, analysis::Comparison>>& compared) {
  std::string out = "Fuel not served in the whole country, against the scenario unchanged\n";
  for (const auto& [name, c] : compared)
    for (const analysis::Compared& row : c.rows)
      if (row.measure == analysis::Measure::unserved && row.place_id.empty())
        out += fmt::format("  {:<24} {:>+12.0f} m3 ({:+.0f} to {:+.0f})  {}\n", name, row.difference.mid,
                           row.difference.low, row.difference.high, word(row.verdict));
  return out;
}

void print(const ResponsesArguments& a,
           const std::vector<std::pair<std::string, analysis::Comparison>>& compared) {
  if (a.form.json) {
    Json list = Json::array();
    for (const auto& [name, c] : compared) {
      list.push_back({{"response", name}});
      list.back().update(to_json(c));
    }
    fmt::print("{}\n", Json{{"format", 1}, {"responses", list}}.dump(2));
    return;
  }
  if (a.form.csv) fmt::print("{}", report::comparison_csv_header());
  if (!a.form.csv) fmt::print("{}", overview(compared));
  for (const auto& [name, c] : compared)
    if (a.form.csv)
      fmt::print("{}", report::comparison_csv(c, name));
    else
      fmt::print("\n== {} ==\n\n{}", name, text_of(c, a.form));
}

void play(const ResponsesArguments& a) {
  take_signals();
  const Variants variants = expect_variants(a);
  const store::Overwrite overwrite = a.force ? store::Overwrite::yes : store::Overwrite::no;
  study::Options options = a.options;
  bool made_folder = false;
  if (a.folder.empty()) {
    options.keep = study::Keep::summary;  // the comparison needs no more
  } else {
    made_folder = fs::create_directories(a.folder);
    for (const auto& [name, files] : variants) store::check_target(file_of(a, name), overwrite);
  }
  std::optional<Result> unchanged;
  std::vector<std::pair<std::string, analysis::Comparison>> compared;
  for (const auto& [name, files] : variants) {
    const study::Plans plans{files, options.seed};
    const auto [outcome, seconds] = run_study(plans, options, name, a.quiet);
    if (outcome.stopped) {
      say("stopped; {}\n",
          compared.empty() ? "nothing is compared yet" : "what is compared so far is complete");
      if (made_folder && !unchanged) fs::remove(a.folder);  // still empty
      break;
    }
    Result result = study::make_result(plans, options, outcome);
    if (!a.folder.empty()) store::write(result, file_of(a, name), overwrite);
    if (unchanged)
      compared.emplace_back(name, analysis::compare(*unchanged, result));
    else
      unchanged = std::move(result);
  }
  if (!compared.empty()) print(a, compared);
  if (compared.size() + 1 < variants.size()) throw Finish{kStopped};
  if (!a.folder.empty() && !a.quiet) say("written: {} files in {}\n", variants.size(), a.folder);
}

}  // namespace

void add_responses(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "responses", "Run a scenario unchanged and with each of its responses, and compare: what would help?");
  auto a = std::make_shared<ResponsesArguments>();
  a->options.replications = 100;
  add_scenario(*command, a->scenario);
  add_study_options(*command, a->options);
  command->add_option("--only", a->only, "Only these responses")->delimiter(',')->allow_extra_args(false);
  command->add_option("--output,-o", a->folder, "Also keep a result of each in this folder")
      ->type_name("FOLDER");
  add_comparison_form(*command, a->form);
  command->add_flag("--force", a->force, "Replace results that exist");
  command->add_flag("--quiet,-q", a->quiet, "No progress and no closing remarks");
  command->callback([a] { play(*a); });
}

}  // namespace citerne::cli
