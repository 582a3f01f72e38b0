#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "citerne/input/read_scenario.hpp"
#include "names.hpp"
#include "parsed_files.hpp"

namespace citerne::input {

/// A value of the tree with its dotted path, which messages, draws and checks call it by.
struct At {
  const Node& node;
  std::string path;

  /// The last name of the path: what a planner would call the value.
  std::string name() const {
    const std::size_t dot = path.rfind('.');
    const std::string last = dot == std::string::npos ? path : path.substr(dot + 1);
    const bool item = dot != std::string::npos && last.find_first_not_of("0123456789") == std::string::npos;
    return item ? fmt::format("item {} of {}", last, At{node, path.substr(0, dot)}.name()) : last;
  }
};

inline std::string join(const std::string& path, std::string_view name) {
  return path.empty() ? std::string{name} : path + "." + std::string{name};
}

/// All that reading one scenario needs and gathers.
struct Reader {
  explicit Reader(const ParsedFiles& parsed, std::optional<Luck> with = std::nullopt)
      : files{parsed}, names{parsed.names}, luck{with} {}

  const ParsedFiles& files;
  const Scenario* so_far = nullptr;  ///< What has been read; sections are read in the order of their table.
  Names names;
  std::optional<Luck> luck;
  Diagnostics faults;
  std::vector<DrawnValue> drawn;
  std::set<std::string, std::less<>> broken;  ///< Paths whose value could not be read.

  /// Where a path of a table lies: `sites.bamako/depot.petrol`.
  struct TableRow {
    const CsvTable* table;
    const CsvTable::Row* row;
  };
  std::map<std::string, TableRow, std::less<>> rows;

  /// Tells a fault of a value and remembers that it could not be read. Always false.
  template <class... Args>
  bool fail(const At& at, std::string_view code, fmt::format_string<Args...> text, Args&&... args) {
    return fail(at.path, at.node.mark, code, text, std::forward<Args>(args)...);
  }
  template <class... Args>
  bool fail(const std::string& path, const Mark& mark, std::string_view code,
            fmt::format_string<Args...> text, Args&&... args) {
    broken.insert(path);
    faults.error(mark, code, text, std::forward<Args>(args)...);
    return false;
  }
  /// A value whose fault is already told.
  bool pass_over(const At& at) {
    broken.insert(at.path);
    return false;
  }
};

/// Whether a chosen name is fit to be one: it becomes part of dotted paths and of file names.
bool is_name(std::string_view name);

/// Finds a name; tells what it is not.
template <class IdType>
std::optional<IdType> resolve(std::string_view word, const NameList<IdType>& list, const std::string& path,
                              const Mark& mark, Reader& reader) {
  if (const auto id = list.find(word)) return id;
  if (list.incomplete)
    reader.broken.insert(path);
  else
    reader.fail(path, mark, "unknown-name", "no {} '{}'{}", list.what(), word,
                did_you_mean(list.nearest(word)));
  return std::nullopt;
}

}  // namespace citerne::input
