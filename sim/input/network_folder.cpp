#include "citerne/input/network_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include <fmt/ranges.h>

#include "citerne/base/contract.hpp"
#include "citerne/input/scenario_files.hpp"
#include "citerne/scenario/check.hpp"
#include "network_health.hpp"
#include "network_marks.hpp"
#include "read_network.hpp"

namespace citerne::input {
namespace {

namespace fs = std::filesystem;

constexpr std::array kNames{"places.csv", "roads.csv", "corridors.yaml"};

/// The folder of a network within the set of its scenario; empty when it names none.
std::string network_folder(const ScenarioFiles& files) {
  const Node* const named = files.resolved().find("network");
  if (named == nullptr || named->form != Node::Form::text) return {};
  const std::uint32_t file = named->mark.file == kSettings ? 0 : named->mark.file;
  const fs::path beside = fs::path{files.files().files[file].path}.parent_path();
  return (beside / named->text).lexically_normal().generic_string();
}

FileSet of_scenario(const fs::path& scenario) {
  const ScenarioFiles loaded = load(scenario);
  const std::string folder = network_folder(loaded);
  FileSet set{.folder = loaded.files().folder + folder + "/"};
  for (const char* const name : kNames)
    for (const SourceFile& file : loaded.files().files)
      if (file.path == folder + "/" + name) set.files.push_back({name, file.text});
  if (set.files.size() != kNames.size())
    throw std::runtime_error{
        fmt::format("{0}: its network could not be read; citerne check {0} tells why", scenario.string())};
  return set;
}

FileSet of_folder(const fs::path& folder) {
  FileSet set{.folder = (folder / "").generic_string()};
  const FolderFiles access{folder};
  for (const char* const name : kNames) {
    Fetched fetched = access.fetch(name);
    if (fetched.outcome == Fetched::Outcome::missing)
      throw std::runtime_error{
          fmt::format("{} holds no {}: a network has {}", folder.string(), name, fmt::join(kNames, ", "))};
    if (fetched.outcome != Fetched::Outcome::found)
      throw std::runtime_error{
          fmt::format("{} is no file, or larger than {} MiB", (folder / name).string(), kLargestFile >> 20)};
    set.files.push_back({name, std::move(fetched.text)});
  }
  return set;
}

/// Ids by the line of their row.
template <class IdType>
std::vector<IdType> in_order(const std::vector<CsvTable::Row>& rows) {
  std::vector<IdType> ids;
  for (std::size_t i = 0; i < rows.size(); ++i) ids.push_back(IdType{i});
  std::ranges::sort(ids, {}, [&](IdType id) { return rows[id.index()].mark; });
  return ids;
}

}  // namespace

NetworkReading read_network(const fs::path& path) {
  const fs::file_status there = fs::status(path);
  if (!fs::exists(there)) throw std::system_error{ENOENT, std::generic_category(), path.string()};
  return read_network(fs::is_directory(there) ? of_folder(path) : of_scenario(path));
}

NetworkReading read_network(FileSet files) {
  CITERNE_EXPECT(files.files.size() == kNames.size());
  NetworkReading reading{.files = std::move(files)};
  ParsedFiles parsed;
  const auto text = [&](std::size_t i) -> const std::string& { return reading.files.files[i].text; };
  const auto places = read_csv(text(0), parsed.faults, {0, 1, 1});
  const auto roads = read_csv(text(1), parsed.faults, {1, 1, 1});
  const auto corridors = read_yaml(text(2), parsed.faults, {2, 1, 1});
  const bool is_map = corridors && corridors->form == Node::Form::map;
  if (corridors && !is_map)
    parsed.faults.error(corridors->mark, "type", "the file must be a map: names, each with its value");
  read_network({places ? &*places : nullptr, roads ? &*roads : nullptr, is_map ? &*corridors : nullptr},
               parsed);

  const std::vector<Diagnostic> so_far = parsed.faults.sorted(reading.files);
  const bool tables_read = parsed.has_network && std::ranges::none_of(so_far, [](const Diagnostic& d) {
                             return d.severity == Severity::error && d.file.ends_with(".csv");
                           });
  Faults::Paths unreadable = parsed.broken;
  if (!parsed.has_network) unreadable.insert("network");
  Faults faults{std::move(unreadable)};
  check_network(parsed.network, faults);
  for (const Fault& fault : faults.found())
    parsed.faults.add(mark_in_network(parsed, fault.path).value_or(Mark{}), fault.code, fault.text,
                      fault.is_warning ? Severity::warning : Severity::error);
  if (tables_read) check_health(parsed, *corridors, parsed.faults);

  reading.diagnostics = parsed.faults.sorted(reading.files);
  reading.place_rows = in_order<PlaceId>(parsed.place_rows);
  reading.road_rows = in_order<SegmentId>(parsed.segment_rows);
  if (!has_errors(reading.diagnostics)) reading.network = std::move(parsed.network);
  return reading;
}

}  // namespace citerne::input
