#pragma once
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

/// The commands as the program itself knows them, for what lists them: completions, the manual page.
namespace citerne::cli {

struct Argument {
  enum class Value { none, file, folder, choice, other };
  std::vector<std::string> names;  ///< `--output` and `-o`; of a positional its one name: `SCENARIO`.
  std::string about;
  bool positional = false;
  bool required = false;
  bool repeats = false;
  Value value = Value::none;  ///< None of a flag.
  std::vector<std::string> choices;
  std::string shown_value;  ///< `FILE`, `NUMBER`, `bands|full`
  std::string standard;     ///< What holds where it is left out; empty: nothing, or none is told.
};

struct CommandNode {
  std::string path;  ///< `citerne network export`
  std::string name;  ///< `export`
  std::string about;
  std::vector<Argument> arguments;
  std::vector<CommandNode> commands;
};

CommandNode command_tree(const CLI::App& app);

/// Calls `visit` with the node and all below it, from the top down.
template <class Visit>
void each_command(const CommandNode& node, Visit&& visit) {
  visit(node);
  for (const CommandNode& below : node.commands) each_command(below, visit);
}

/// What a shell reads to complete the commands.
std::string bash_completion(const CommandNode& root);
std::string zsh_completion(const CommandNode& root);
std::string fish_completion(const CommandNode& root);

/// The manual page in the man macros of roff.
std::string manual_page(const CommandNode& root);

}  // namespace citerne::cli
