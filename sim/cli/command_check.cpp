#include <algorithm>

#include <fmt/format.h>

#include "citerne/base/text.hpp"
#include "citerne/engine/plan.hpp"
#include "command.hpp"

namespace citerne::cli {
namespace {

void check(const ScenarioArguments& arguments, bool json) {
  const input::ScenarioFiles files = input::load(arguments.path, arguments.settings);
  input::Reading reading = input::decode(files);
  const std::vector<std::string> responses = input::responses_of(files);
  bool valid = reading.scenario.has_value();
  if (valid)  // else their faults would be those of the scenario, once more
    for (const std::string& name : responses) {
      const input::Reading variant = input::decode(input::with_response(files, name));
      if (variant.scenario) continue;
      valid = false;
      for (const input::Diagnostic& d : variant.diagnostics)
        if (std::ranges::count(reading.diagnostics, d) == 0) reading.diagnostics.push_back(d);
    }
  if (json) {
    fmt::print("{}\n",
               Json{{"format", 1}, {"valid", valid}, {"diagnostics", to_json(reading.diagnostics)}}.dump(2));
  } else {
    tell(reading.diagnostics, files.files());
  }
  if (!valid) throw Finish{kInput};
  if (json) return;
  const auto plan = engine::make_plan(std::move(*reading.scenario));
  const engine::PlanSize size = engine::size_of(*plan);
  fmt::print("{}: no fault in {}. {}, {}, {}, {}; about {:.1f} million engine events a replication.\n",
             arguments.path, counted(files.files().files.size(), "file"),
             counted(plan->scenario.network.places.size(), "place"),
             counted(plan->scenario.network.segments.size(), "road"),
             counted(plan->scenario.sites.size(), "site"), counted(plan->scenario.events.size(), "event"),
             static_cast<double>(size.events) / 1e6);
}

}  // namespace

void add_check(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("check", "Tell every fault of a scenario and the files it names; run nothing");
  auto arguments = std::make_shared<ScenarioArguments>();
  auto json = std::make_shared<bool>(false);
  add_scenario(*command, *arguments);
  command->add_flag("--json", *json, "Print the diagnostics as JSON");
  command->callback([=] { check(*arguments, *json); });
}

}  // namespace citerne::cli
