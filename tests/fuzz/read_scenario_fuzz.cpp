#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "citerne/input/network_folder.hpp"
#include "citerne/input/show.hpp"
#include "input/wrong_case.hpp"

/// libFuzzer on the reader. The bytes are a scenario of its own, or files laid over the small world in the
/// way of a kept `.case`. Whatever they are: there is a scenario or an error, each word of it has its place,
/// and what was read can be shown. See tests/fuzz/fuzz.py for the seeds.
namespace citerne::input {
namespace {

void expect(bool holds, const char* law) {
  if (holds) return;
  std::fprintf(stderr, "the law is broken: %s\n", law);
  std::abort();
}

bool is_of(const FileSet& set, const std::string& path) {
  return std::any_of(set.files.begin(), set.files.end(), [&](const SourceFile& f) { return f.path == path; });
}

void expect_told(const std::vector<Diagnostic>& diagnostics, const FileSet& set) {
  for (const Diagnostic& d : diagnostics) {
    expect(d.line >= 1 && d.column >= 1, "a line and a column count from 1");
    expect(!d.code.empty() && !d.text.empty(), "a fault has a code and a sentence");
    expect(is_of(set, d.file), "a fault lies in a file of the set");
    expect(!format_with_source(d, set).empty(), "a fault can be told");
  }
}

FileSet set_of(const std::string& text) {
  static const FileSet kWorld = small_world();
  // Shipped scenarios are seeds as they are: what they extend is the small world here.
  static const std::string kBaseline = "citerne: 1\nextends: ../good/world.yaml\n";
  if (text.starts_with("=== ") || text.find("\n=== ") != std::string::npos) return world_of(text, kWorld);
  FileSet set = kWorld;
  set.files.insert(set.files.begin(), {"wrong/any.yaml", text});
  set.files.push_back({"wrong/baseline.yaml", kBaseline});
  return set;
}

void try_scenario(const FileSet& set) {
  const ScenarioFiles files = load(set);
  const Reading reading = decode(files);
  expect(reading.scenario.has_value() != has_errors(reading.diagnostics), "a scenario, or an error");
  expect_told(reading.diagnostics, files.files());
  if (!reading.scenario) return;
  expect(!resolved_text(files).empty(), "a scenario can be shown");
  expect(resolved_json(files).is_object(), "a scenario can be shown to programs");
  expect(!has_errors(decode(load(files.files())).diagnostics), "what was read is read again");
}

void try_network(const FileSet& set) {
  FileSet three;
  for (const std::string name : {"places.csv", "roads.csv", "corridors.yaml"})
    for (const SourceFile& f : set.files)
      if (f.path == "networks/small/" + name) three.files.push_back({name, f.text});
  const NetworkReading reading = read_network(three);
  expect(reading.network.has_value() != has_errors(reading.diagnostics), "a network, or an error");
  expect_told(reading.diagnostics, reading.files);
}

}  // namespace
}  // namespace citerne::input

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace citerne::input;
  const FileSet set = set_of({reinterpret_cast<const char*>(data), size});
  try_scenario(set);
  try_network(set);
  return 0;
}
