#include <fmt/format.h>

#include "citerne/input/schema.hpp"
#include "citerne/input/show.hpp"
#include "command.hpp"

namespace citerne::cli {
namespace {

void show(const ScenarioArguments& arguments, bool json) {
  const input::ScenarioFiles files = input::load(arguments.path, arguments.settings);
  const input::Reading reading = input::decode(files);
  tell(reading.diagnostics, files.files());
  if (!reading.scenario) throw Finish{kInput};
  if (json)
    fmt::print("{}\n", input::resolved_json(files).dump(2));
  else
    fmt::print("{}", input::resolved_text(files));
}

}  // namespace

void add_show(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "show", "Print the whole scenario after extends and --set, each value with the place it comes from");
  auto arguments = std::make_shared<ScenarioArguments>();
  auto json = std::make_shared<bool>(false);
  add_scenario(*command, *arguments);
  command->add_flag("--json", *json, "Print as JSON");
  command->callback([=] { show(*arguments, *json); });
}

void add_schema(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "schema", "Print the JSON Schema of scenario files, for editors, or the reference page");
  auto reference = std::make_shared<bool>(false);
  command->add_flag("--reference", *reference, "Print docs/reference.md instead");
  command->callback([=] {
    fmt::print("{}", *reference ? input::reference_markdown() : input::schema_text(input::scenario_schema()));
  });
}

}  // namespace citerne::cli
