#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "citerne/input/network_geojson.hpp"

/// libFuzzer on the import of a network: two files, the second behind a line `===`.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace citerne::input;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  constexpr std::string_view kBetween = "\n===\n";
  const std::size_t at = text.find(kBetween);
  const bool both = at != std::string_view::npos;
  const GeojsonReading reading =
      from_geojson({"places.geojson", std::string{text.substr(0, at)}},
                   {"roads.geojson", std::string{both ? text.substr(at + kBetween.size()) : ""}});
  bool refused = false;
  for (const GeojsonFault& fault : reading.faults) {
    if (format(fault).empty()) std::abort();
    refused = refused || fault.severity == Severity::error;
  }
  if (refused == reading.files.empty()) return 0;
  std::fprintf(stderr, "the law is broken: a network, or an error\n");
  std::abort();
}
