#include "command_tree.hpp"

#include <string_view>

#include <fmt/format.h>

namespace citerne::cli {
namespace {

/// CLI11 tells the type and what is checked as `ENUM:summary|bands|full`, `TEXT:FILE`, `UINT:UINT in [1 -
/// 9]`.
void read_value(const std::string& type, Argument& argument) {
  const std::size_t colon = type.rfind(':');
  const std::string word = colon == std::string::npos ? type : type.substr(colon + 1);
  argument.value = Argument::Value::other;
  if (word.find('|') != std::string::npos) {
    argument.value = Argument::Value::choice;
    argument.shown_value = word;
    for (std::size_t from = 0; from <= word.size();) {
      const std::size_t end = std::min(word.find('|', from), word.size());
      argument.choices.push_back(word.substr(from, end - from));
      from = end + 1;
    }
    return;
  }
  if (word.starts_with("FILE")) argument.value = Argument::Value::file;
  if (word.starts_with("FOLDER")) argument.value = Argument::Value::folder;
  const bool number = type.starts_with("UINT") || type.starts_with("INT") || type.starts_with("FLOAT");
  const bool path = argument.value != Argument::Value::other;
  argument.shown_value = path ? word : number ? "NUMBER" : "TEXT";
}

Argument argument_of(const CLI::Option& option) {
  Argument argument{.about = option.get_description(),
                    .positional = option.get_positional(),
                    .required = option.get_required(),
                    .repeats = option.get_expected_max() > 1,
                    .standard = option.get_default_str()};
  if (argument.positional) argument.names.push_back(option.get_name(true));
  for (const std::string& name : option.get_lnames()) argument.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) argument.names.push_back("-" + name);
  if (option.get_items_expected_max() > 0) read_value(option.get_type_name(), argument);
  return argument;
}

CommandNode node_of(const CLI::App& app, const std::string& above) {
  CommandNode node{.path = above + app.get_name(), .name = app.get_name(), .about = app.get_description()};
  for (const CLI::Option* option : app.get_options()) node.arguments.push_back(argument_of(*option));
  for (const CLI::App* below : app.get_subcommands({}))
    node.commands.push_back(node_of(*below, node.path + " "));
  return node;
}

}  // namespace

CommandNode command_tree(const CLI::App& app) { return node_of(app, ""); }

}  // namespace citerne::cli
