#include "citerne/input/show.hpp"

#include <algorithm>

#include "json.hpp"
#include "merge.hpp"
#include "number.hpp"
#include "parsed_files.hpp"
#include "shape.hpp"

namespace citerne::input {
namespace {

/// Whether a value is written on one line: everything but a section or a map by name.
bool is_leaf(const Node& node, const Shape* shape) {
  if (node.form != Node::Form::map || is_number_map(node) || node.entries.empty()) return true;
  return shape != nullptr && (shape->form == Shape::Form::where || shape->form == Shape::Form::value);
}

const Shape* inner_shape(const Shape* shape, const Node& map, std::string_view name) {
  return shape == nullptr ? nullptr : child_shape(*shape, name, kind_of(map));
}

std::string in_quotes(std::string_view text) {
  if (text.find('\n') != std::string_view::npos) return Json(text).dump();  // double quotes, escaped
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"''"} : std::string{c};
  return out + "'";
}

/// A value on one line.
std::string flow(const Node& node, bool inside) {
  switch (node.form) {
    case Node::Form::null:
      return "null";
    case Node::Form::text: {
      const bool must_quote = node.quoted || node.text.empty() || node.text.find('\n') != std::string::npos ||
                              (inside && node.text.find_first_of(",[]{}:") != std::string::npos &&
                               node.text.find_first_not_of("0123456789-:TZ") != std::string::npos);
      return must_quote ? in_quotes(node.text) : node.text;
    }
    case Node::Form::list: {
      std::string out;
      for (const Node& item : node.items) out += (out.empty() ? "" : ", ") + flow(item, true);
      return "[" + out + "]";
    }
    case Node::Form::map: {
      std::string out;
      for (const Entry& entry : node.entries)
        out += (out.empty() ? "" : ", ") + entry.name + ": " + flow(entry.value, true);
      return out.empty() ? "{}" : "{ " + out + " }";
    }
  }
  return {};
}

class ResolvedWriter {
 public:
  explicit ResolvedWriter(const FileSet& files) : files_{files} {}

  std::string origin(const Mark& mark) const {
    const std::string file = mark.file == kSettings ? "--set" : files_.files[mark.file].path;
    return fmt::format("{}:{}:{}", file, mark.line, mark.column);
  }

  void text(const Node& map, const Shape* shape, std::size_t depth, std::string& out) const {
    for (const Entry& entry : map.entries) {
      const Shape* inner = inner_shape(shape, map, entry.name);
      const std::string front = std::string(2 * depth, ' ') + entry.name + ":";
      if (is_leaf(entry.value, inner)) {
        out += fmt::format("{} {}  # {}\n", front, flow(entry.value, false), origin(entry.value.mark));
      } else {
        out += front + "\n";
        text(entry.value, inner, depth + 1, out);
      }
    }
  }

  Json plain(const Node& node) const {
    if (node.form == Node::Form::null) return nullptr;
    if (node.form == Node::Form::text) return node.text;
    Json out = node.form == Node::Form::list ? Json::array() : Json::object();
    for (const Node& item : node.items) out.push_back(plain(item));
    for (const Entry& entry : node.entries) out[entry.name] = plain(entry.value);
    return out;
  }

  Json json(const Node& map, const Shape* shape) const {
    Json out = Json::object();
    for (const Entry& entry : map.entries) {
      const Shape* inner = inner_shape(shape, map, entry.name);
      if (is_leaf(entry.value, inner))
        out[entry.name] = {{"value", plain(entry.value)}, {"origin", origin(entry.value.mark)}};
      else
        out[entry.name] = json(entry.value, inner);
    }
    return out;
  }

 private:
  const FileSet& files_;
};

/// The paths of tables and network are relative to the file that names them; here to the main file.
Node with_paths_of_main(const ScenarioFiles& files) {
  Node root = files.resolved();
  const auto mend = [&](Node& map, std::string_view name) {
    const auto entry =
        std::find_if(map.entries.begin(), map.entries.end(), [&](const Entry& e) { return e.name == name; });
    if (entry == map.entries.end() || entry->value.form != Node::Form::text) return;
    const std::uint32_t file = entry->value.mark.file == kSettings ? 0 : entry->value.mark.file;
    namespace fs = std::filesystem;
    const fs::path named = fs::path{files.files().files[file].path}.parent_path() / entry->value.text;
    entry->value.text = named.lexically_normal()
                            .lexically_relative(fs::path{files.files().files[0].path}.parent_path())
                            .generic_string();
  };
  for (const char* const name : {"network", "sites", "suppliers"}) mend(root, name);
  for (Entry& entry : root.entries)
    if (entry.name == "demand") mend(entry.value, "table");
  return root;
}

}  // namespace

std::string resolved_text(const ScenarioFiles& files) {
  std::string out;
  ResolvedWriter{files.files()}.text(with_paths_of_main(files), &scenario_shape(), 0, out);
  return out;
}

Json resolved_json(const ScenarioFiles& files) {
  return ResolvedWriter{files.files()}.json(files.resolved(), &scenario_shape());
}

}  // namespace citerne::input
