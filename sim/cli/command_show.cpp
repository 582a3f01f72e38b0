#include <fmt/format.h>

#include "citerne/input/schema.hpp"
#include "citerne/input/show.hpp"
#include "command.hpp"

namespace citerne::cli {
namespace {

struct ShowArguments {
  ScenarioArguments scenario;
  bool json = false;
  bool resolved = false;
  std::optional<std::uint64_t> seed;
  std::optional<std::uint32_t> replication;

  /// None: distributions stand at their middle.
  std::optional<input::Luck> luck() const {
    if (!seed && !replication) return std::nullopt;
    return input::Luck{seed.value_or(1), replication.value_or(0)};
  }
};

void show(const ShowArguments& a) {
  const input::ScenarioFiles files = input::load(a.scenario.path, a.scenario.settings);
  const input::Reading reading = input::decode(files, a.luck());
  tell(reading.diagnostics, files.files());
  if (!reading.scenario) throw Finish{kInput};
  if (a.resolved)
    fmt::print("{}\n", input::typed_json(*reading.scenario).dump(2));
  else if (a.json)
    fmt::print("{}\n", input::resolved_json(files).dump(2));
  else
    fmt::print("{}", input::resolved_text(files));
}

}  // namespace

void add_show(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "show", "Print the whole scenario after extends and --set, each value with the place it comes from");
  auto a = std::make_shared<ShowArguments>();
  add_scenario(*command, a->scenario);
  CLI::Option* json = command->add_flag("--json", a->json, "Print as JSON");
  CLI::Option* resolved =
      command
          ->add_flag("--resolved", a->resolved,
                     "With --json: what a run knows, for other programs. Names resolved, roads of every "
                     "target listed, quantities as whole numbers of the small unit that ends their key")
          ->needs(json);
  command->add_option("--seed", a->seed, "With --resolved: draw distributions with this seed (1)")
      ->check(CLI::Range(std::uint64_t{0}, kGreatestSeed))
      ->needs(resolved);
  command
      ->add_option("--replication", a->replication,
                   "With --resolved: draw them as for this replication (0). Without both they stand at their "
                   "middle")
      ->needs(resolved);
  command->callback([a] { show(*a); });
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
