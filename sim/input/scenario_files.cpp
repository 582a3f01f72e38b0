#include "citerne/input/scenario_files.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "citerne/base/contract.hpp"
#include "citerne/base/text.hpp"
#include "merge.hpp"
#include "parsed_files.hpp"
#include "read_network.hpp"
#include "reader.hpp"
#include "shape.hpp"
#include "table_change.hpp"

namespace citerne::input {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestChain = 16;

std::vector<std::string> names_of(const Node& map) {
  std::vector<std::string> names;
  for (const Entry& entry : map.entries) names.push_back(entry.name);
  return names;
}

Node empty_map() {
  Node node;
  node.form = Node::Form::map;
  return node;
}

/// Reads and merges the files of one set.
class Loader {
 public:
  Loader(const FileAccess& access, ParsedFiles& out) : access_{access}, out_{out} {}

  void load(const std::string& scenario, const std::vector<std::string>& settings);

 private:
  std::optional<std::uint32_t> open(const std::string& path, const Mark& named_at);
  std::string beside(const Mark& mark, std::string_view relative) const;
  std::optional<Node> read_yaml_file(std::uint32_t file);
  std::optional<Node> read_chain(const std::string& path, const Mark& named_at,
                                 std::vector<std::string> chain);
  void apply(const std::vector<std::string>& settings);
  void apply_responses();
  void lay(const Change& change, const Node& root, bool only_look);
  std::optional<CsvTable> read_table(std::string_view name, const std::string& path, const Mark& named_at);
  void read_tables();
  void read_network_folder();

  const FileAccess& access_;
  ParsedFiles& out_;
  struct InTable {
    Change change;
    const TableKey* key;
    bool only_look;
  };
  std::vector<InTable> in_tables_;
};

/// The index of a file of the set, read at its first mention; its absence is told where it is named.
std::optional<std::uint32_t> Loader::open(const std::string& path, const Mark& named_at) {
  auto& files = out_.files.files;
  const auto known =
      std::find_if(files.begin(), files.end(), [&](const SourceFile& f) { return f.path == path; });
  if (known != files.end()) return static_cast<std::uint32_t>(known - files.begin());
  if (path.empty() || path == "." || path.starts_with("..") || path.starts_with('/')) {
    out_.faults.error(named_at, "outside-set", "'{}' lies outside the folder of the scenario", path);
    return std::nullopt;
  }
  Fetched fetched = access_.fetch(path);
  switch (fetched.outcome) {
    case Fetched::Outcome::found:
      files.push_back({path, std::move(fetched.text)});
      return static_cast<std::uint32_t>(files.size() - 1);
    case Fetched::Outcome::missing:
      out_.faults.error(named_at, "missing-file", "there is no file '{}'", path);
      return std::nullopt;
    case Fetched::Outcome::too_large:
      out_.faults.error(named_at, "file-too-large", "'{}' is larger than {} MiB", path, kLargestFile >> 20);
      return std::nullopt;
    case Fetched::Outcome::not_a_file:
      out_.faults.error(named_at, "not-a-file", "'{}' is a link, a folder or a device, not a file", path);
      return std::nullopt;
    case Fetched::Outcome::outside:
      out_.faults.error(named_at, "outside-set", "'{}' lies outside the folder of the scenario", path);
      return std::nullopt;
  }
  return std::nullopt;
}

/// A path that is relative to the file in which it is written.
std::string Loader::beside(const Mark& mark, std::string_view relative) const {
  const std::uint32_t file = mark.file == kSettings ? 0 : mark.file;
  const fs::path named{relative};
  if (named.is_absolute()) return named.string();
  return (fs::path{out_.files.files[file].path}.parent_path() / named).lexically_normal().generic_string();
}

std::optional<Node> Loader::read_yaml_file(std::uint32_t file) {
  const std::string text = out_.files.files[file].text;
  std::optional<Node> root = read_yaml(text, out_.faults, {file, 1, 1});
  if (root && root->form != Node::Form::map) {
    out_.faults.error(root->mark, "type", "the file must be a map: names, each with its value");
    return std::nullopt;
  }
  if (root) check_version(*root, file, out_.faults);
  return root;
}

/// A file merged with all that it extends; nothing when the file itself could not be read.
std::optional<Node> Loader::read_chain(const std::string& path, const Mark& named_at,
                                       std::vector<std::string> chain) {
  if (std::find(chain.begin(), chain.end(), path) != chain.end() || chain.size() >= kLongestChain) {
    out_.faults.error(named_at, "extends-loop", "'{}' extends itself{}", path,
                      chain.size() >= kLongestChain ? ", or the chain is too long" : " in the end");
    return std::nullopt;
  }
  chain.push_back(path);
  const std::optional<std::uint32_t> file = open(path, named_at);
  std::optional<Node> root = file ? read_yaml_file(*file) : std::nullopt;
  if (!root) return std::nullopt;
  const auto extends = std::find_if(root->entries.begin(), root->entries.end(),
                                    [](const Entry& e) { return e.name == "extends"; });
  std::optional<Node> base = empty_map();
  if (extends != root->entries.end()) {
    const Node named = extends->value;
    root->entries.erase(extends);
    base = std::nullopt;
    if (named.form == Node::Form::text && !named.text.empty())
      base = read_chain(beside(named.mark, named.text), named.mark, std::move(chain));
    else
      out_.faults.error(named.mark, "type", "extends must be the path of a scenario");
  }
  if (!base) out_.incomplete = true;
  const Merge merge{out_.faults, out_.incomplete};
  return merge(base ? *base : empty_map(), *root, scenario_shape());
}

void Loader::apply(const std::vector<std::string>& settings) {
  for (const std::string& setting : settings) {
    out_.files.settings.push_back(setting);
    const auto number = static_cast<std::uint32_t>(out_.files.settings.size());
    if (const auto change = read_setting(setting, number, out_.faults)) lay(*change, out_.root, false);
  }
}

/// Into the tree, or for later into a table. Of one that is only looked at, that its path leads somewhere.
void Loader::lay(const Change& change, const Node& root, bool only_look) {
  if (const TableKey* const key = table_key_of(change)) return in_tables_.push_back({change, key, only_look});
  const Node tree = as_tree(change, root, out_.incomplete, out_.faults);
  if (!only_look && tree.form == Node::Form::map)
    out_.root = Merge{out_.faults, out_.incomplete}(out_.root, tree, scenario_shape());
}

/// Every response is looked at: its paths must lead somewhere. The one that is asked for is laid on the
/// scenario.
void Loader::apply_responses() {
  const Node* const found = out_.root.find("responses");
  const Node responses = found == nullptr ? empty_map() : *found;
  const Node before = out_.root;
  bool is_known = out_.files.response.empty();
  if (responses.form != Node::Form::map && !responses.told)
    out_.faults.error(responses.mark, "type", "responses must be a map: names, each with its changes");
  for (const Entry& response : responses.entries) {
    const bool is_played = response.name == out_.files.response;
    is_known = is_known || is_played;
    if (!is_name(response.name))
      out_.faults.error(response.mark, "bad-name", "'{}' is no name: up to {} letters, digits, '_' and '-'",
                        response.name, kLongestName);
    if (response.name == kUnchangedResponse)
      out_.faults.error(response.mark, "bad-name",
                        "'{}' is what the scenario itself is called beside its responses", response.name);
    if (response.value.form != Node::Form::map || response.value.entries.empty()) {
      if (!response.value.told)
        out_.faults.error(response.mark, "type", "{} must be a map of dotted paths, each with its new value",
                          response.name);
      continue;
    }
    for (const Entry& change : response.value.entries)
      lay(change_of(change.name, change.mark, change.value), before, !is_played);
  }
  if (!is_known)
    out_.faults.error({0, 1, 1}, "unknown-name", "the scenario has no response '{}'{}", out_.files.response,
                      did_you_mean(nearest_word(out_.files.response, names_of(responses))));
}

/// With the values that settings and responses have put into it.
std::optional<CsvTable> Loader::read_table(std::string_view name, const std::string& path,
                                           const Mark& named_at) {
  const std::optional<std::uint32_t> file = open(path, named_at);
  if (!file) return std::nullopt;
  const std::string text = out_.files.files[*file].text;
  std::optional<CsvTable> table = read_csv(text, out_.faults, {*file, 1, 1});
  if (table)
    for (const auto& [change, key, only_look] : in_tables_)
      if (key->table == name) input::apply(change, *key, *table, only_look, out_.faults);
  return table;
}

void Loader::read_tables() {
  for (const char* const name : {"sites", "suppliers", "demand.table"}) {
    const std::string_view key{name};
    const std::size_t dot = key.find('.');
    const Node* node = out_.root.find(key.substr(0, dot));
    if (node != nullptr && dot != std::string_view::npos) node = node->find(key.substr(dot + 1));
    if (node == nullptr) continue;
    if (node->form == Node::Form::text && !node->text.empty())
      out_.tables[name] = read_table(name, beside(node->mark, node->text), node->mark);
    else if (!node->told)
      out_.faults.error(node->mark, "type", "{} must be the path of a table", name);
  }
}

void Loader::read_network_folder() {
  const Node* node = out_.root.find("network");
  if (node == nullptr || node->told) return read_network({}, out_);
  if (node->form != Node::Form::text || node->text.empty()) {
    out_.faults.error(node->mark, "type", "network must be the path of a folder");
    return read_network({}, out_);
  }
  const std::string folder = beside(node->mark, node->text);
  const auto within = [&](const char* name) {
    return (fs::path{folder} / name).lexically_normal().generic_string();
  };
  const auto places = read_table("network.places", within("places.csv"), node->mark);
  const auto roads = read_table("network.roads", within("roads.csv"), node->mark);
  const auto file = open(within("corridors.yaml"), node->mark);
  const auto corridors = file ? read_yaml_file(*file) : std::nullopt;
  read_network({places ? &*places : nullptr, roads ? &*roads : nullptr, corridors ? &*corridors : nullptr},
               out_);
}

void Loader::load(const std::string& scenario, const std::vector<std::string>& settings) {
  std::optional<Node> root = read_chain(scenario, {}, {});
  if (!root) out_.incomplete = true;
  out_.root = root ? std::move(*root) : empty_map();
  apply(settings);
  apply_responses();
  read_network_folder();
  read_tables();
}

/// `scenarios/`: how the folder is reached from where the command was called.
std::string shown_folder(const fs::path& folder) {
  const std::string shown = folder.lexically_proximate(fs::current_path()).generic_string();
  if (shown == "." || shown.empty()) return {};
  const std::string& best = shown.starts_with("../../..") ? folder.generic_string() : shown;
  return best.ends_with('/') ? best : best + "/";
}

}  // namespace

std::vector<std::string> responses_of(const ScenarioFiles& files) {
  const Node* const responses = files.resolved().find("responses");
  std::vector<std::string> names = responses == nullptr ? std::vector<std::string>{} : names_of(*responses);
  std::sort(names.begin(), names.end());
  return names;
}

ScenarioFiles with_response(const ScenarioFiles& files, const std::string& response) {
  FileSet set = files.files();
  set.response = response;
  return load(set);
}

const FileSet& ScenarioFiles::files() const { return parsed_->files; }
const Node& ScenarioFiles::resolved() const { return parsed_->root; }

ScenarioFiles load(const fs::path& scenario, const std::vector<std::string>& settings) {
  const fs::path full = fs::absolute(scenario).lexically_normal();
  const fs::path folder = set_folder(full);
  const std::string own = full.lexically_relative(folder).generic_string();
  const FolderFiles access{folder};
  const Fetched::Outcome outcome = access.fetch(own).outcome;
  if (outcome == Fetched::Outcome::missing)
    throw std::system_error{ENOENT, std::generic_category(), scenario.string()};
  if (outcome == Fetched::Outcome::not_a_file)
    throw std::system_error{EINVAL, std::generic_category(),
                            scenario.string() + ": a link, folder or device"};
  auto parsed = std::make_shared<ParsedFiles>();
  parsed->files.folder = shown_folder(folder);
  Loader{access, *parsed}.load(own, settings);
  return ScenarioFiles{std::move(parsed)};
}

ScenarioFiles load(const FileSet& held, const std::vector<std::string>& settings) {
  CITERNE_EXPECT(!held.files.empty());
  const HeldFiles access{held};
  auto parsed = std::make_shared<ParsedFiles>();
  parsed->files.folder = held.folder;
  parsed->files.response = held.response;
  std::vector<std::string> all = held.settings;
  all.insert(all.end(), settings.begin(), settings.end());
  Loader{access, *parsed}.load(held.files[0].path, all);
  return ScenarioFiles{std::move(parsed)};
}

}  // namespace citerne::input
