#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/input/diagnostics.hpp"
#include "citerne/input/file_set.hpp"
#include "citerne/input/yaml.hpp"

namespace citerne::input {

struct ParsedFiles;  // sim/input/parsed_files.hpp

/// The files of a scenario, read once: `extends` chains merged, `--set` values applied, tables cut into
/// cells, the network built. A small handle to const data; copies share it, threads may too.
class ScenarioFiles {
 public:
  explicit ScenarioFiles(std::shared_ptr<const ParsedFiles> parsed) : parsed_{std::move(parsed)} {}
  const FileSet& files() const;
  /// The merged scenario as it was written, each value with the place it comes from.
  const Node& resolved() const;
  const ParsedFiles& parsed() const { return *parsed_; }

 private:
  std::shared_ptr<const ParsedFiles> parsed_;
};

/// What the scenario itself is called beside its responses; no response has this name.
inline constexpr std::string_view kUnchangedResponse = "unchanged";

/// The names of the scenario's responses, in order.
std::vector<std::string> responses_of(const ScenarioFiles& files);

/// The scenario with one of its responses in force; an unknown one is a diagnostic.
ScenarioFiles with_response(const ScenarioFiles& files, const std::string& response);

/// Reads a scenario from disk. Throws std::system_error with the path when that file itself is missing or
/// not readable; whatever is wrong with what it names is a diagnostic, told by decode().
ScenarioFiles load(const std::filesystem::path& scenario, const std::vector<std::string>& settings = {});

/// The same from files held in memory; the first is the scenario. Its settings apply before `settings`.
ScenarioFiles load(const FileSet& held, const std::vector<std::string>& settings = {});

}  // namespace citerne::input
