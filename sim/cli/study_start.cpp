#include "study_start.hpp"

#include <filesystem>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "citerne/base/dates.hpp"
#include "citerne/store/result_file.hpp"

namespace citerne::cli {
namespace {

/// Whatever is wrong with a file is told with its name.
template <class Call>
auto naming(const std::string& path, Call call) {
  try {
    return call();
  } catch (const std::system_error&) {
    throw;
  } catch (const std::runtime_error& fault) {
    throw std::runtime_error{fmt::format("{}: {}", path, fault.what())};
  }
}

void open_day(const StartArguments& a, Start& start) {
  const store::Loaded loaded = store::read(a.from);
  if (!loaded.warning.empty())
    throw std::runtime_error{fmt::format(
        "{}: the digest of the saved day is gone, another program has changed it; save it again", a.from)};
  naming(a.from, [&] { start.day = std::make_unique<study::SavedDay>(study::saved_day_of(loaded.result)); });
  start.digest = loaded.digest;
  start.options = start.day->recipe.options;
  start.options.threads = a.options.threads;
  start.then = std::make_shared<const study::Plans>(
      expect_plans(input::load(start.day->recipe.files), start.options.seed));
}

}  // namespace

StartOptions add_start(CLI::App& command, StartArguments& arguments) {
  add_scenario(command, arguments.scenario)->required(false);
  command.add_option("--response", arguments.response, "Play one of the scenario's responses");
  const StudyOptions made = add_study_options(command, arguments.options);
  CLI::Option* const from =
      command
          .add_option("--from", arguments.from, "Go on from this saved day; SCENARIO may have another future")
          ->type_name("FILE")
          ->excludes(made.seed)
          ->excludes(made.replications);
  return {from, made.replications};
}

void add_record_options(CLI::App& command, study::Options& options, CLI::Option* from) {
  const std::map<std::string, study::Keep> kept{
      {"summary", study::Keep::summary}, {"bands", study::Keep::bands}, {"full", study::Keep::full}};
  command
      .add_option("--record", options.keep,
                  "What the result keeps: summary (metrics and accounts), bands (also series: means and "
                  "daily quantiles; the default), full (also the series of every replication)")
      ->transform(CLI::CheckedTransformer(kept, CLI::ignore_case).description("summary|bands|full"))
      // First, since what CLI11 says of an enumeration is unreadable.
      ->transform(CLI::IsMember({"summary", "bands", "full"}, CLI::ignore_case).description(""))
      ->excludes(from);
  command.add_option("--log", options.logged, "Replications that keep their event log")
      ->capture_default_str()
      ->excludes(from);
}

Start expect_start(const StartArguments& a) {
  if (a.scenario.path.empty() && a.from.empty()) throw CLI::RequiredError{"SCENARIO (or --from)"};
  Start start;
  if (a.from.empty())
    start.options = a.options;
  else
    open_day(a, start);
  const bool is_another = !a.scenario.path.empty() || !a.scenario.settings.empty() || !a.response.empty();
  if (!is_another) {
    start.plans = start.then;
    return start;
  }
  input::ScenarioFiles files = a.scenario.path.empty()
                                   ? input::load(start.day->recipe.files, a.scenario.settings)
                                   : input::load(a.scenario.path, a.scenario.settings);
  if (!a.response.empty()) files = input::with_response(files, a.response);
  start.plans = std::make_shared<const study::Plans>(expect_plans(std::move(files), start.options.seed));
  if (start.day)
    naming(a.scenario.path.empty() ? a.from : a.scenario.path, [&] {
      study::expect_same_past(start.then->common().scenario, start.plans->common().scenario, start.day->at);
    });
  return start;
}

Instant expect_instant(const std::string& option, const std::string& text, const Start& start) {
  const engine::Plan& plan = start.plans->common();
  const Instant first = start.day ? start.day->at : plan.start;
  const auto at = parse_instant(text);
  if (!at)
    say("citerne: {}: '{}' is no date or time; write 2025-10-01 or 2025-10-01T06:00\n", option, text);
  else if (*at < first || *at >= plan.end)
    say("citerne: {}: {} is not within the run; choose an instant from {} on and before {}\n", option, text,
        format_instant(first), format_instant(plan.end));
  else
    return *at;
  throw Finish{kInput};
}

void expect_result(const Result& file, const std::string& path) {
  if (study::is_saved_day(file))
    throw std::runtime_error{fmt::format(
        "{}: a saved day ({}), not a result; go on from it with `citerne run --from {} -o OUT.h5`", path,
        study::instant_of(file), path)};
}

std::string state_path(const std::string& output) {
  const std::filesystem::path path{output};
  return path.extension() == ".h5" ? std::filesystem::path{path}.replace_extension(".state.h5").string()
                                   : output + ".state.h5";
}

}  // namespace citerne::cli
