#include <algorithm>
#include <cmath>
#include <filesystem>
#include <thread>
#include <type_traits>

#include <fmt/format.h>

#include "citerne/base/text.hpp"
#include "citerne/store/result_file.hpp"
#include "citerne/study/study.hpp"
#include "command.hpp"
#include "progress.hpp"
#include "study_run.hpp"
#include "study_start.hpp"

namespace citerne::cli {
namespace {

namespace fs = std::filesystem;

struct RerunArguments {
  std::string file, output;
  unsigned threads = 1;
  bool force = false;
  bool verify = false;
  bool quiet = false;
};

constexpr const char* kNothingWritten = "nothing was written";
constexpr const char* kNothingCompared = "nothing was compared";

store::Loaded read_telling(const std::string& path) {
  store::Loaded loaded = store::read(path);
  if (!loaded.warning.empty()) say("{}\n", loaded.warning);
  return loaded;
}

Result make_again(const study::Recipe& recipe, const RerunArguments& a) {
  input::ScenarioFiles files = input::load(recipe.files);
  const input::Reading reading = input::decode(files);
  if (!reading.scenario) {
    tell(reading.diagnostics, files.files());
    throw Finish{kInput};
  }
  const study::Plans plans{std::move(files), recipe.options.seed};
  study::Options options = recipe.options;
  options.threads = a.threads;
  const study::Outcome outcome = run_study(plans, options, "replications", a.quiet).outcome;
  stop_if_asked(a.verify ? kNothingCompared : kNothingWritten);  // a part is not the result again
  return study::make_result(plans, options, outcome);
}

/// What is missing in both is the same.
constexpr auto same_value = []<class T>(const T& x, const T& y) {
  if constexpr (std::is_floating_point_v<T>)
    if (std::isnan(x)) return std::isnan(y);
  return x == y;
};

/// Names of arrays whose values differ, in the order of the first.
std::vector<std::string> arrays_that_differ(const Result& before, const Result& now) {
  std::vector<std::string> names;
  const auto full_name = [](const Variable& v) { return v.group.empty() ? v.name : v.group + "/" + v.name; };
  for (const Variable& v : before.variables) {
    const Variable* other = now.find(v.group, v.name);
    const bool same = other != nullptr &&
                      std::visit(
                          [&](const auto& mine) {
                            const auto* theirs = std::get_if<std::decay_t<decltype(mine)>>(&other->values);
                            return theirs != nullptr && std::ranges::equal(mine, *theirs, same_value);
                          },
                          v.values);
    if (!same) names.push_back(full_name(v));
  }
  for (const Variable& v : now.variables)
    if (before.find(v.group, v.name) == nullptr) names.push_back(full_name(v));
  return names;
}

void verify(const store::Loaded& before, const Result& now, const std::string& path) {
  const std::vector<std::byte> bytes = store::to_bytes(now);
  const store::Loaded again = store::from_bytes(bytes, "rerun");
  if (again.digest == before.digest) {
    fmt::print("{}: made again, the same byte for byte (sha256 {})\n", path, again.digest);
    return;
  }
  const std::vector<std::string> differ = arrays_that_differ(before.result, again.result);
  if (differ.empty()) {
    fmt::print("{}: made again, every value the same, packed in other bytes (another zlib?)\n", path);
    return;
  }
  fmt::print("{}: made again, {} of {} arrays differ: {}\n", path, differ.size(),
             before.result.variables.size(), name_list(differ));
  throw Finish{kDidNotHold};
}

void rerun(const RerunArguments& a) {
  if (a.verify == !a.output.empty()) {
    say("citerne: write -o NEW.h5 to make the result again, or --verify to compare only\n");
    throw Finish{kInput};
  }
  take_signals();
  const store::Overwrite overwrite = a.force ? store::Overwrite::yes : store::Overwrite::no;
  if (!a.verify) store::check_target(a.output, overwrite);
  const store::Loaded before = read_telling(a.file);
  expect_result(before.result, a.file);
  const Result now = make_again(study::recipe_of(before.result), a);
  if (a.verify) return verify(before, now, a.file);
  stop_if_asked(kNothingWritten);
  store::write(now, a.output, overwrite);
  if (!a.quiet) say("written: {}\n", a.output);
}

/// A path within a folder, as a file set has them; a result from elsewhere may hold anything.
bool stays_inside(const std::string& path) {
  const fs::path p{path};
  return !path.empty() && p.is_relative() && p.lexically_normal() == p &&
         std::ranges::none_of(p, [](const fs::path& part) { return part == ".." || part == "."; });
}

void unpack(const std::string& file, const std::string& folder) {
  const store::Loaded loaded = read_telling(file);
  const input::FileSet set = study::recipe_of(loaded.result).files;
  for (const input::SourceFile& f : set.files)
    if (!stays_inside(f.path))
      throw std::runtime_error{
          fmt::format("{}: it holds a file '{}', which is no path inside a folder", file, f.path)};
  std::vector<store::NamedText> files;
  for (const input::SourceFile& f : set.files) files.push_back({f.path, f.text});
  store::write_folder(folder, files);
  const std::string scenario = (fs::path{folder} / set.files.front().path).string();
  std::string again = "citerne run " + scenario;
  for (const std::string& setting : set.settings) again += " --set '" + setting + "'";
  fmt::print("{}\n", scenario);
  say("{} files written. To run it: {}\n", set.files.size(), again);
}

}  // namespace

void add_rerun(CLI::App& app) {
  CLI::App* command = app.add_subcommand("rerun", "Make a result again from what it holds: the same bytes");
  auto a = std::make_shared<RerunArguments>();
  a->threads = std::max(1u, std::thread::hardware_concurrency());
  command->add_option("FILE", a->file, "Result file")->required()->type_name("FILE");
  command->add_option("--output,-o", a->output, "Result file to write")->type_name("FILE");
  command->add_flag("--verify", a->verify, "Write nothing, compare: exit with 1 when a value differs");
  command->add_option("--threads,-j", a->threads, "Replications at a time; changes no result")
      ->check(CLI::Range(1u, 1024u));
  command->add_flag("--force", a->force, "Replace the output if it exists");
  command->add_flag("--quiet,-q", a->quiet, "No progress and no closing remarks");
  command->callback([a] { rerun(*a); });
}

void add_unpack(CLI::App& app) {
  CLI::App* command =
      app.add_subcommand("unpack", "Write the scenario and tables of a result into a new folder");
  auto file = std::make_shared<std::string>();
  auto folder = std::make_shared<std::string>();
  command->add_option("FILE", *file, "Result file")->required()->type_name("FILE");
  command->add_option("FOLDER", *folder, "Folder to make")->required()->type_name("FOLDER");
  command->callback([=] { unpack(*file, *folder); });
}

}  // namespace citerne::cli
