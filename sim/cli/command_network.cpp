#include <filesystem>
#include <limits>

#include <fmt/format.h>

#include "citerne/base/text.hpp"
#include "citerne/input/network_folder.hpp"
#include "citerne/input/network_geojson.hpp"
#include "citerne/store/whole_file.hpp"
#include "command.hpp"

namespace citerne::cli {
namespace {

constexpr std::uint64_t kLargestGeojson = std::uint64_t{64} << 20;

void health(const std::string& path, bool json) {
  const input::NetworkReading reading = input::read_network(path);
  const bool healthy = reading.network.has_value();
  if (json) {
    Json out{{"format", 1}, {"network", path}, {"healthy", healthy}};
    if (healthy) {
      out["places"] = reading.network->places.size();
      out["roads"] = reading.network->segments.size();
      out["corridors"] = reading.network->corridors.size();
      out["groups"] = reading.network->groups.size();
    }
    out["diagnostics"] = to_json(reading.diagnostics);
    fmt::print("{}\n", out.dump(2));
  } else {
    tell(reading.diagnostics, reading.files, "the network is not fit to be used");
  }
  if (!healthy) throw Finish{kInput};
  if (json) return;
  const Network& network = *reading.network;
  std::int64_t metres = 0;
  for (const Segment& road : network.segments) metres += road.length.count();
  fmt::print("{}: no fault, {}. {}, {} of {} km, {} in {}.\n", path,
             counted(reading.diagnostics.size(), "remark"), counted(network.places.size(), "place"),
             counted(network.segments.size(), "road"), metres / 1'000,
             counted(network.corridors.size(), "corridor"), counted(network.groups.size(), "group"));
}

void write_and_name(const std::string& folder, const std::vector<store::NamedText>& files) {
  store::write_folder(folder, files);
  for (const store::NamedText& f : files)
    fmt::print("{}\n", (std::filesystem::path{folder} / f.path).string());
}

void export_network(const std::string& path, const std::string& folder) {
  const input::NetworkReading reading = input::read_network(path);
  if (!reading.network) {
    tell(reading.diagnostics, reading.files, "nothing was written");
    throw Finish{kInput};
  }
  std::vector<store::NamedText> files;
  for (input::NamedGeojson& layer : input::to_geojson(reading))
    files.push_back({std::move(layer.name), std::move(layer.text)});
  write_and_name(folder, files);
}

input::NamedGeojson read_geojson(const std::string& path) {
  const std::vector<std::byte> bytes = store::read_whole(path, kLargestGeojson);
  return {path, std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
}

void import_network(const std::string& places, const std::string& roads, const std::string& folder) {
  const input::GeojsonReading reading = input::from_geojson(read_geojson(places), read_geojson(roads));
  std::size_t errors = 0;
  for (const input::GeojsonFault& fault : reading.faults) {
    say("{}\n", input::format(fault));
    errors += fault.severity == input::Severity::error ? 1 : 0;
  }
  if (errors > 0) {
    say("{}; nothing was written.\n", counted(errors, "fault"));
    throw Finish{kInput};
  }
  std::vector<store::NamedText> files;
  for (const input::SourceFile& file : reading.files) files.push_back({file.path, file.text});
  write_and_name(folder, files);
}

struct NetworkArguments {
  std::string network, places, roads, folder;
  bool json = false;
};

}  // namespace

void add_network(CLI::App& app) {
  CLI::App* command = app.add_subcommand("network", "Look after a network of roads: health, export, import");
  command->require_subcommand(1);
  auto a = std::make_shared<NetworkArguments>();
  const char* const network_words = "Folder of a network, or a scenario that names one";

  CLI::App* check = command->add_subcommand(
      "health", "Tell what is cut off, of no length, there twice, or likely a slip; exit with 2 at a fault");
  check->add_option("NETWORK", a->network, network_words)->required()->type_name("FILE");
  check->add_flag("--json", a->json, "Print as JSON");
  check->callback([a] { health(a->network, a->json); });

  CLI::App* out = command->add_subcommand(
      "export", "Write places and roads as GeoJSON into a new folder, for QGIS and other maps");
  out->add_option("NETWORK", a->network, network_words)->required()->type_name("FILE");
  out->add_option("--output,-o", a->folder, "Folder to make")->required()->type_name("FOLDER");
  out->callback([a] { export_network(a->network, a->folder); });

  CLI::App* in = command->add_subcommand("import", "Make the folder of a network again from its GeoJSON");
  in->add_option("PLACES", a->places, "places.geojson")->required()->type_name("FILE");
  in->add_option("ROADS", a->roads, "roads.geojson")->required()->type_name("FILE");
  in->add_option("--output,-o", a->folder, "Folder to make")->required()->type_name("FOLDER");
  in->callback([a] { import_network(a->places, a->roads, a->folder); });
}

}  // namespace citerne::cli
