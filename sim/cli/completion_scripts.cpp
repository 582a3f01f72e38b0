#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_tree.hpp"

// Each shell has its own way to say what may come next; what may come is the same tree.
namespace citerne::cli {
namespace {

using Value = Argument::Value;

/// In single quotes, as a POSIX shell, zsh and (with a backslash) fish take it.
std::string quoted(const std::string& text, std::string_view quote_inside = "'\\''") {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{quote_inside} : std::string(1, c);
  return out + "'";
}
std::string fish_quoted(std::string text) {
  for (std::size_t at = 0; (at = text.find('\\', at)) != std::string::npos; at += 2) text.insert(at, 1, '\\');
  return quoted(text, "\\'");
}

/// Paths of all commands but the program itself, as patterns of a shell's `case`.
std::vector<std::string> paths_below(const CommandNode& root) {
  std::vector<std::string> paths;
  each_command(root, [&](const CommandNode& node) {
    if (&node != &root) paths.push_back(quoted(node.path));
  });
  return paths;
}

std::vector<std::string> names_of(const CommandNode& node) {
  std::vector<std::string> names;
  for (const CommandNode& below : node.commands) names.push_back(below.name);
  return names;
}

/// What the words that are no options may be.
Value positional_value(const CommandNode& node) {
  for (const Argument& a : node.arguments)
    if (a.positional && a.value != Value::other) return a.value;
  return Value::none;
}

std::string bash_reply(Value value, const std::vector<std::string>& words) {
  if (value == Value::file) return "_citerne_reply -f";
  if (value == Value::folder) return "_citerne_reply -d";
  return words.empty()
             ? "COMPREPLY=()"
             : fmt::format("_citerne_reply -W {}", quoted(fmt::format("{}", fmt::join(words, " "))));
}

void bash_command(const CommandNode& node, std::string& values, std::string& options, std::string& words) {
  std::vector<std::string> names;
  for (const Argument& a : node.arguments) {
    if (a.positional && a.value == Value::choice) {
      words += fmt::format("    {}) {} ;;\n", quoted(node.path), bash_reply(a.value, a.choices));
      continue;
    }
    if (a.positional) continue;
    std::vector<std::string> patterns;
    for (const std::string& name : a.names) {
      names.push_back(name);
      patterns.push_back(quoted(node.path + " " + name));
    }
    if (a.value != Value::none)
      values +=
          fmt::format("    {}) {}; return ;;\n", fmt::join(patterns, " | "), bash_reply(a.value, a.choices));
  }
  options += fmt::format("      {}) _citerne_reply -W {} ;;\n", quoted(node.path),
                         quoted(fmt::format("{}", fmt::join(names, " "))));
  if (!node.commands.empty() || positional_value(node) == Value::file ||
      positional_value(node) == Value::folder)
    words +=
        fmt::format("    {}) {} ;;\n", quoted(node.path), bash_reply(positional_value(node), names_of(node)));
}

std::string zsh_words(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += c == '[' || c == ']' || c == ':' ? std::string{'\\', c} : std::string(1, c);
  return out;
}

std::string zsh_action(const Argument& a) {
  switch (a.value) {
    case Value::file:
      return "_files";
    case Value::folder:
      return "_files -/";
    case Value::choice:
      return fmt::format("({})", fmt::join(a.choices, " "));
    default:
      return " ";
  }
}

/// The specifications that zsh's _arguments takes, one for each way to write an option.
std::string zsh_specs(const CommandNode& node) {
  std::string out;
  for (const Argument& a : node.arguments) {
    if (a.positional) {
      out += fmt::format(" \\\n    {}",
                         quoted(fmt::format("{}:{}:{}", a.repeats ? "*" : "", a.names[0], zsh_action(a))));
      continue;
    }
    const std::string value =
        a.value == Value::none ? "" : fmt::format(":{}:{}", zsh_words(a.shown_value), zsh_action(a));
    for (const std::string& name : a.names)
      out += fmt::format(
          " \\\n    {}",
          quoted(fmt::format("{}{}[{}]{}", a.repeats ? "*" : fmt::format("({})", fmt::join(a.names, " ")),
                             name, zsh_words(a.about), value)));
  }
  return out;
}

std::string zsh_function(const std::string& path) {
  std::string name = "_" + path;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

std::string zsh_command(const CommandNode& node) {
  const std::string function = zsh_function(node.path);
  if (node.commands.empty())
    return fmt::format("{}() {{\n  _arguments -s{}\n}}\n", function, zsh_specs(node));
  std::string described, cases;
  for (const CommandNode& below : node.commands) {
    described += fmt::format("      {}\n", quoted(below.name + ":" + zsh_words(below.about)));
    cases += fmt::format("        {}) {} ;;\n", below.name, zsh_function(below.path));
  }
  return fmt::format(
      "{0}() {{\n  local curcontext=\"$curcontext\" state line\n  local -a commands\n"
      "  _arguments -C{1} \\\n    '1: :->command' '*:: :->rest'\n"
      "  case $state in\n    command)\n      commands=(\n{2}      )\n      _describe command commands ;;\n"
      "    rest)\n      case $words[1] in\n{3}      esac ;;\n  esac\n}}\n",
      function, zsh_specs(node), described, cases);
}

void fish_command(const CommandNode& node, std::string& out) {
  const std::string here =
      fmt::format("complete -c citerne -n {}", fish_quoted("__citerne_at " + fish_quoted(node.path)));
  for (const CommandNode& below : node.commands)
    out += fmt::format("{} -a {} -d {}\n", here, below.name, fish_quoted(below.about));
  for (const Argument& a : node.arguments) {
    std::string line = here;
    for (const std::string& name : a.names)
      if (!a.positional) line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (a.value == Value::choice)
      line += fmt::format("{} -a {}", a.positional ? "" : " -x",
                          fish_quoted(fmt::format("{}", fmt::join(a.choices, " "))));
    else if (a.value == Value::file || a.value == Value::folder)
      line += a.positional ? " -F" : " -r -F";
    else if (a.value == Value::other && !a.positional)
      line += " -x";
    else if (a.positional)
      continue;
    out += fmt::format("{} -d {}\n", line, fish_quoted(a.about));
  }
}

}  // namespace

std::string bash_completion(const CommandNode& root) {
  std::string values, options, words;
  each_command(root, [&](const CommandNode& node) { bash_command(node, values, options, words); });
  return fmt::format(R"(# bash completion of citerne: . <(citerne completion bash)
_citerne_reply() {{
  COMPREPLY=()
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$@" -- "$current")
  if [[ $1 != -W ]]; then compopt -o filenames 2>/dev/null; fi
}}
_citerne() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} at=citerne i
  COMPREPLY=()
  # --option=value comes as three words
  if [[ $before == = ]]; then before=${{COMP_WORDS[COMP_CWORD - 2]}}; fi
  if [[ $current == = ]]; then current=; fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case "$at ${{COMP_WORDS[i]}}" in
      {}) at+=" ${{COMP_WORDS[i]}}" ;;
    esac
  done
  case "$at $before" in
{}  esac
  if [[ $current == -* ]]; then
    case "$at" in
{}    esac
    return
  fi
  case "$at" in
{}  esac
}}
complete -F _citerne citerne
)",
                     fmt::join(paths_below(root), " | "), values, options, words);
}

std::string zsh_completion(const CommandNode& root) {
  std::string out = "#compdef citerne\n# zsh completion of citerne: . <(citerne completion zsh)\n";
  each_command(root, [&](const CommandNode& node) { out += zsh_command(node); });
  // As a file of fpath it is run to complete; read by a user it makes itself known.
  return out +
         "if [[ $funcstack[1] == _citerne ]]; then _citerne \"$@\"; else compdef _citerne citerne; fi\n";
}

std::string fish_completion(const CommandNode& root) {
  std::string out = fmt::format(R"(# fish completion of citerne: citerne completion fish | source
function __citerne_at
  set -l at citerne
  for word in (commandline -opc)[2..-1]
    switch "$at $word"
      case {}
        set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
complete -c citerne -f
)",
                                fmt::join(paths_below(root), " "));
  each_command(root, [&](const CommandNode& node) { fish_command(node, out); });
  return out;
}

}  // namespace citerne::cli
