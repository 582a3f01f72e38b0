#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "command_tree.hpp"

namespace citerne::cli {
namespace {

/// Text that roff takes as it is: backslashes and hyphens told apart from its own, no command in front.
std::string roff(const std::string& text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out += "\\&";
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '\'')
      out += "\\(aq";
    else
      out += c;
  }
  return out;
}

/// With a full stop, unless it ends with a mark already.
std::string sentence(const std::string& text) {
  const bool ended = text.empty() || std::string_view{".?!"}.find(text.back()) != std::string_view::npos;
  return roff(text) + (ended ? "" : ".");
}

std::string shown(const Argument& a) {
  std::vector<std::string> names;
  for (const std::string& name : a.names) names.push_back("\\fB" + roff(name) + "\\fR");
  const std::string value = a.value == Argument::Value::none ? "" : " \\fI" + roff(a.shown_value) + "\\fR";
  return fmt::format("{}", fmt::join(names, ", ")) + value;
}

std::string entry(const Argument& a) {
  std::string out =
      ".TP\n" + (a.positional ? "\\fI" + roff(a.names[0]) + "\\fR" : shown(a)) + "\n" + sentence(a.about);
  if (!a.positional && a.repeats) out += " May be written several times.";
  if (!a.standard.empty()) out += " Unless told: " + roff(a.standard) + ".";
  return out + "\n";
}

std::string synopsis(const CommandNode& node) {
  std::string out = ".B " + roff(node.path) + "\n";
  if (!node.commands.empty()) return out + ".I COMMAND\n";
  if (std::ranges::any_of(node.arguments, [](const Argument& a) { return !a.positional; }))
    out += "[\\fIoptions\\fR]\n";
  for (const Argument& a : node.arguments) {
    if (!a.positional && !a.required) continue;
    const std::string word =
        a.positional ? "\\fI" + roff(a.names[0]) + "\\fR" + (a.repeats ? " ..." : "") : shown(a);
    out += (a.required ? word : "[" + word + "]") + "\n";
  }
  return out;
}

/// Help is the same everywhere and told once.
bool is_help(const Argument& a) { return std::ranges::count(a.names, "--help") > 0; }

std::string command_text(const CommandNode& node) {
  std::string out = fmt::format(".SS {}\n{}\n.PP\n{}", roff(node.path), sentence(node.about), synopsis(node));
  for (const Argument& a : node.arguments)
    if (!is_help(a)) out += entry(a);
  return out;
}

constexpr const char* kRest = R"(.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
a condition that was asked for did not hold
.TP
.B 2
wrong use or input: a fault in a scenario, an output that exists without \fB\-\-force\fR, a run that is too large
.TP
.B 3
the surroundings: a file of the command line is missing, disk, permission
.TP
.B 4
our own fault; please report it with the scenario
.TP
.B 5
stopped; what was written is usable
.SH ENVIRONMENT
.TP
.B CITERNE_SCENARIOS
Folder of the scenarios that \fBciterne examples\fR lists, in place of the one that came with the program.
.TP
.B NO_COLOR
If it is set and not empty, \fBciterne plot\fR uses no colour on a terminal.
.SH EXAMPLES
.nf
citerne examples blockade \-o mine
citerne run mine/western\-blockade.yaml \-\-replications 200 \-o out.h5
citerne plot out.h5 bamako \-\-svg bamako.svg
.fi
)";

}  // namespace

std::string manual_page(const CommandNode& root) {
  std::string out = fmt::format(
      ".TH CITERNE 1 \"\" \"citerne {0}\" \"User commands\"\n.SH NAME\n"
      "citerne \\- fuel supply of southern Mali when roads are cut\n.SH SYNOPSIS\n"
      ".B citerne\n\\fICOMMAND\\fR [\\fIoptions\\fR]\n.SH DESCRIPTION\n{1}\n.PP\n"
      "Results go to stdout, remarks and progress to stderr.\n"
      "\\fBciterne schema \\-\\-reference\\fR prints all that a scenario may hold.\n.SH OPTIONS\n",
      CITERNE_VERSION, roff(root.about));
  for (const Argument& a : root.arguments) out += entry(a);
  out += ".SH COMMANDS\n";
  each_command(root, [&](const CommandNode& node) {
    if (&node != &root) out += command_text(node);
  });
  return out + kRest;
}

}  // namespace citerne::cli
