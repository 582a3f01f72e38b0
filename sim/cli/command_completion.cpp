#include <fmt/format.h>

#include "command.hpp"
#include "command_tree.hpp"

namespace citerne::cli {

void add_completion(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "completion", "Print what a shell reads to complete commands: . <(citerne completion bash)");
  auto shell = std::make_shared<std::string>();
  command->add_option("SHELL", *shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}).description("bash|zsh|fish"));
  command->callback([shell, &app] {
    const CommandNode root = command_tree(app);
    fmt::print("{}", *shell == "bash"  ? bash_completion(root)
                     : *shell == "zsh" ? zsh_completion(root)
                                       : fish_completion(root));
  });
}

void add_manual(CLI::App& app) {
  CLI::App* command = app.add_subcommand("manual", "Print the manual page: citerne manual | man -l -");
  command->callback([&app] { fmt::print("{}", manual_page(command_tree(app))); });
}

}  // namespace citerne::cli
