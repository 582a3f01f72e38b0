#pragma once
#include <string>

#include <nlohmann/json_fwd.hpp>

namespace citerne::input {

/// JSON Schema (draft-07) of a scenario file, for editors: names, units, words and sentences. It admits the
/// spelling of files that extend another one. Ranges and names of things are the reader's to check.
nlohmann::ordered_json scenario_schema();

/// The same of a network's corridors.yaml.
nlohmann::ordered_json corridors_schema();

/// A schema as the text that is kept under tools/schema/.
std::string schema_text(const nlohmann::ordered_json& schema);

/// docs/reference.md: every section, field and column with its sentence.
std::string reference_markdown();

}  // namespace citerne::input
