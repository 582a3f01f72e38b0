#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "citerne/input/scenario_files.hpp"
#include "citerne/input/yaml.hpp"
#include "citerne/store/whole_file.hpp"
#include "command.hpp"

namespace citerne::cli {
namespace {

namespace fs = std::filesystem;

/// The scenarios that came with the program: what CITERNE_SCENARIOS names; else beside the installed program;
/// else in the source tree that it was built from. Both lie where they do as seen from the program.
fs::path scenarios_folder() {
  if (const char* const named = std::getenv("CITERNE_SCENARIOS"); named != nullptr && *named != '\0') {
    if (!fs::is_directory(named))
      throw std::system_error{ENOENT, std::generic_category(), fmt::format("CITERNE_SCENARIOS is {}", named)};
    return named;
  }
  const fs::path program = fs::read_symlink("/proc/self/exe").parent_path();
  for (const char* const there : {CITERNE_SCENARIOS_INSTALLED, CITERNE_SCENARIOS_SOURCE}) {
    fs::path folder = (program / there).lexically_normal();
    if (fs::is_regular_file(folder / "baseline.yaml")) return folder;
  }
  throw std::system_error{ENOENT, std::generic_category(),
                          "the scenarios that came with citerne are not found; name their folder in "
                          "CITERNE_SCENARIOS"};
}

struct Example {
  std::string name;  ///< `rn7-closed`
  fs::path path;
  std::string title;  ///< As the scenario says it.
};

std::string text_of(const fs::path& path) {
  const std::vector<std::byte> bytes = store::read_whole(path, input::kLargestFile);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::vector<Example> examples() {
  const fs::path folder = scenarios_folder();
  std::vector<Example> found;
  for (const fs::path& part : {folder, folder / "examples"}) {
    if (!fs::is_directory(part)) continue;
    for (const fs::directory_entry& entry : fs::directory_iterator{part}) {
      if (!entry.is_regular_file() || entry.path().extension() != ".yaml") continue;
      input::Diagnostics ignored;  // citerne check tells them
      const auto root = input::read_yaml(text_of(entry.path()), ignored);
      const input::Node* const title = root ? root->find("name") : nullptr;
      found.push_back({entry.path().stem().string(), entry.path(), title == nullptr ? "" : title->text});
    }
  }
  std::ranges::sort(found, {}, &Example::name);
  return found;
}

/// By its name, or by a part that only one name has.
const Example& find(const std::vector<Example>& all, const std::string& word) {
  std::vector<const Example*> near;
  std::vector<std::string> names;
  for (const Example& e : all) {
    if (e.name == word) return e;
    if (e.name.find(word) != std::string::npos) near.push_back(&e);
    names.push_back(e.name);
  }
  if (near.size() == 1) return *near.front();
  throw std::runtime_error{fmt::format("{} example is called '{}'; there are {}",
                                       near.empty() ? "no" : "more than one", word, fmt::join(names, ", "))};
}

void list(bool json) {
  if (json) {
    Json out{{"format", 1}, {"examples", Json::array()}};
    for (const Example& e : examples())
      out["examples"].push_back({{"name", e.name}, {"title", e.title}, {"file", e.path.string()}});
    fmt::print("{}\n", out.dump(2));
    return;
  }
  for (const Example& e : examples()) fmt::print("{:<24} {}\n", e.name, e.title);
}

/// The scenario with all that it names, so that it can be run and changed where it is.
void copy(const Example& example, const std::string& folder) {
  const input::FileSet set = input::load(example.path).files();
  std::vector<store::NamedText> files;
  for (const input::SourceFile& f : set.files) files.push_back({f.path, f.text});
  store::write_folder(folder, files);
  const std::string scenario = (fs::path{folder} / set.files.front().path).string();
  fmt::print("{}\n", scenario);
  say("{} files written. To run it: citerne run {}\n", files.size(), scenario);
}

}  // namespace

void add_examples(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("examples", "List the scenarios that came with citerne, print one, or copy it");
  auto name = std::make_shared<std::string>();
  auto folder = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  CLI::Option* const which =
      command->add_option("NAME", *name, "Print this scenario; a part of its name is enough");
  command
      ->add_option("--output,-o", *folder,
                   "Copy it, with the tables and the network that it names, into this new folder instead")
      ->type_name("FOLDER")
      ->needs(which);
  command->add_flag("--json", *json, "Print the list as JSON")->excludes(which);
  command->callback([=] {
    if (name->empty()) return list(*json);
    const std::vector<Example> all = examples();
    const Example& example = find(all, *name);
    if (folder->empty())
      fmt::print("{}", text_of(example.path));
    else
      copy(example, *folder);
  });
}

}  // namespace citerne::cli
