#include "variants.hpp"

namespace citerne::cli {

std::optional<Variants> read_variants(const input::ScenarioFiles& files,
                                      const std::vector<std::string>& responses, const std::string& of) {
  const std::string unchanged{input::kUnchangedResponse};
  Variants variants{{unchanged, files}};
  for (const std::string& name : responses) variants.emplace_back(name, input::with_response(files, name));
  bool is_valid = true;
  for (const auto& [name, variant] : variants) {
    const input::Reading reading = input::decode(variant);
    if (reading.scenario && name != unchanged) continue;  // its warnings are those of the scenario
    if (!reading.scenario && name != unchanged) say("response {}{}:\n", name, of);
    tell(reading.diagnostics, variant.files());
    is_valid = is_valid && reading.scenario;
    if (!is_valid && name == unchanged) break;  // the same faults again in every response
  }
  if (!is_valid) return std::nullopt;
  return variants;
}

}  // namespace citerne::cli
