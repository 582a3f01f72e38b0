#include "citerne/input/schema.hpp"

#include "json.hpp"
#include "shape.hpp"

namespace citerne::input {
namespace {

/// Turns shapes into a schema; every section becomes a definition that is written once.
class SchemaWriter {
 public:
  Json document(const Shape& root, const std::string& title, bool extends) {
    Json out;
    out["$schema"] = "http://json-schema.org/draft-07/schema#";
    out["title"] = title;
    out["description"] = root.about;
    const Json body = map(root, false);
    out.update(body);
    Json required = Json::array();
    for (const FieldShape& field : root.fields)
      if (field.required) required.push_back(field.name);
    if (extends) {
      out["required"] = Json::array({"citerne"});
      out["if"]["not"]["required"] = Json::array({"extends"});
      out["then"]["required"] = required;
    } else {
      out["required"] = required;
    }
    out["definitions"] = definitions_;
    return out;
  }

 private:
  Json reference(const std::string& name) { return {{"$ref", "#/definitions/" + name}}; }
  Json or_null(Json schema) { return {{"anyOf", Json::array({std::move(schema), Json{{"type", "null"}}})}}; }
  Json value(const Shape& shape);
  Json plain(const Shape& shape);
  Json number(const Shape& shape);
  Json number_maps(const Json& one);
  Json map(const Shape& shape, bool event);
  Json event(const Shape& shape);
  Json where(const Shape& shape);
  Json described(const FieldShape& field);
  const std::string& define(const std::string& name, Json schema) {
    return definitions_.emplace(name, std::move(schema)).first.key();
  }

  Json definitions_ = Json::object();
};

Json SchemaWriter::plain(const Shape& shape) {
  if (shape.json == Shape::Json::integer)
    return {{"type", "integer"},
            {"minimum", static_cast<std::int64_t>(shape.least)},
            {"maximum", static_cast<std::int64_t>(shape.most)}};
  if (shape.json == Shape::Json::number)
    return {{"type", "number"}, {"minimum", shape.least}, {"maximum", shape.most}};
  if (shape.json == Shape::Json::boolean) return {{"type", "boolean"}};
  if (!shape.choices.empty()) return {{"enum", shape.choices}};
  Json out{{"type", "string"}};
  if (!shape.pattern.empty()) out["pattern"] = shape.pattern;
  return out;
}

Json about(const char* sentence, const Json& schema) {
  Json out{{"description", sentence}};
  out.update(schema);
  return out;
}

/// A number with its range and source, or a distribution.
Json SchemaWriter::number_maps(const Json& one) {
  const Json figures{{"source", about("Where the number comes from.", {{"type", "string"}})},
                     {"confidence", about("How sure it is.", {{"enum", {"high", "medium", "low"}}})}};
  const auto variant = [&](const char* name, Json schema) {
    Json properties{{name, std::move(schema)}};
    properties.update(figures);
    return Json{{"type", "object"},
                {"properties", properties},
                {"required", {name}},
                {"additionalProperties", false}};
  };
  const auto list = [&](std::size_t least, std::size_t most) {
    Json out{{"type", "array"}, {"items", one}, {"minItems", least}};
    if (most != 0) out["maxItems"] = most;
    return out;
  };
  Json ranged = variant("value", about("What runs take.", one));
  ranged["properties"]["low"] = about("Lower end of what it may be.", one);
  ranged["properties"]["high"] = about("Upper end of what it may be.", one);
  return Json::array(
      {ranged, variant("uniform", about("Drawn evenly between least and greatest.", list(2, 2))),
       variant(
           "triangular",
           about("Drawn between least and greatest around the likeliest: all three, rising.", list(3, 3))),
       variant("choice", about("One of these is drawn, each as likely.", list(1, 0)))});
}

/// Numbers of one unit share a definition: `a duration from 0 s to 60 d` is a `duration`.
Json SchemaWriter::number(const Shape& shape) {
  if (shape.json == Shape::Json::integer) {
    Json any = Json::array({plain(shape)});
    define("count", {{"anyOf", number_maps({{"type", "integer"}})}});
    any.push_back(reference("count"));
    return {{"anyOf", any}};
  }
  std::string name = shape.words.substr(0, shape.words.find(" from "));
  name = name.substr(name.find(' ') + 1);
  for (char& c : name)
    if (c == ' ') c = '_';
  if (!definitions_.contains(name)) {
    Json any = Json::array({plain(shape)});
    for (const Json& way : number_maps(plain(shape))) any.push_back(way);
    define(name, {{"anyOf", any}});
  }
  return reference(name);
}

Json SchemaWriter::where(const Shape& shape) {
  const Json text{{"type", "string"}},
      pair{{"type", "array"}, {"items", text}, {"minItems", 2}, {"maxItems", 2}};
  const Json names{{"anyOf", Json::array({text, Json{{"type", "array"}, {"items", text}, {"minItems", 1}}})}};
  const Json country = about("Only what lies in it: two letters, `ML`.", text);
  // One way to name roads: its keys, all required.
  const auto area = [](const Json& properties) {
    Json required = Json::array();
    for (const auto& item : properties.items()) required.push_back(item.key());
    return Json{{"type", "object"},
                {"properties", properties},
                {"required", required},
                {"additionalProperties", false}};
  };
  const auto chain = [&](const Json& properties) {
    Json out = area(properties);
    out["properties"]["country"] = country;
    return out;
  };
  return {{"anyOf",
           Json::array(
               {chain({{"segment", about("One stretch, by the two places at its ends.", pair)}}),
                chain({{"road", about("Number of a road: `RN24`.", text)},
                       {"between", about("The two places of the road between which it is meant.", pair)}}),
                chain({{"corridors", about("All roads of a corridor, or of several.", names)}}),
                area({{"country", about("All roads of a country: two letters, `ML`.", text)}}),
                area({{"around", about("The place in the middle.", text)},
                      {"within", about("How far from it an end of a road may lie, as the crow flies.",
                                       number(shape.inner[0]))}}),
                area({{"border", about("The roads across the border at a post, by its name.", text)}}),
                area({{"terminal", about("The roads at a loading terminal, by its name.", text)}})})}};
}

Json SchemaWriter::value(const Shape& shape) {
  switch (shape.form) {
    case Shape::Form::value:
      return shape.uncertain ? number(shape) : plain(shape);
    case Shape::Form::list: {
      Json out{{"type", "array"}, {"items", value(shape.inner[0])}};
      if (shape.length != 0) out["minItems"] = out["maxItems"] = shape.length;
      return out;
    }
    case Shape::Form::by_name: {
      return {{"type", "object"},
              {"propertyNames", {{"pattern", "^[A-Za-z0-9_-]{1,64}$"}}},
              {"additionalProperties", or_null(value(shape.inner[0]))}};
    }
    case Shape::Form::map:
      return shape.title.empty() ? map(shape, false)
                                 : reference(define(shape.title, map(shape, !shape.kind.empty())));
    case Shape::Form::event:
      return reference(define("event", event(shape)));
    case Shape::Form::changes:
      return {{"type", "object"}, {"minProperties", 1}};
    case Shape::Form::where:
      return reference(define("where", where(shape)));
  }
  return {};
}

Json SchemaWriter::described(const FieldShape& field) {
  std::string text = field.sentence;
  if (text.empty()) {  // a map that is known by its dotted keys alone: `trapped.lost.share`
    for (const FieldShape& inner : field.shape.fields)
      text += (text.empty() ? "With `" : ", `") + inner.name + "`";
    text += ".";
  }
  if (!field.shape.words.empty() && field.shape.form != Shape::Form::map)
    text += " Value: " + field.shape.words + ".";
  if (field.required) text += " Required.";
  if (!field.otherwise.empty()) text += " Default: " + field.otherwise + ".";
  Json schema{{"description", text}};
  schema.update(or_null(value(field.shape)));
  return schema;
}

Json SchemaWriter::map(const Shape& shape, bool is_event) {
  Json properties = Json::object();
  if (is_event) properties["kind"] = {{"const", shape.kind}, {"description", shape.about}};
  for (const FieldShape& field : shape.fields) properties[field.name] = described(field);
  Json out{{"type", "object"}, {"properties", properties}};
  if (!shape.about.empty()) out["description"] = shape.about;
  if (shape.others.empty())
    out["additionalProperties"] = false;
  else
    out["additionalProperties"] = or_null(value(shape.others[0]));
  return out;
}

/// `kind` chooses the section; where it is inherited, any may be meant.
Json SchemaWriter::event(const Shape& shape) {
  Json kinds = Json::array(), ways = Json::array(), any = Json::array();
  for (const Shape& alternative : shape.inner) {
    kinds.push_back(alternative.kind);
    Json way;
    way["if"] = {{"properties", {{"kind", {{"const", alternative.kind}}}}}, {"required", {"kind"}}};
    way["then"] = value(alternative);
    ways.push_back(way);
    any.push_back(way["then"]);
  }
  Json inherited;
  inherited["if"]["not"]["required"] = Json::array({"kind"});
  inherited["then"]["anyOf"] = any;
  ways.push_back(inherited);
  return {{"type", "object"},
          {"description", shape.about},
          {"properties", {{"kind", {{"enum", kinds}, {"description", "What the event is."}}}}},
          {"allOf", ways}};
}

}  // namespace

nlohmann::ordered_json scenario_schema() {
  return SchemaWriter{}.document(scenario_shape(), "citerne scenario", true);
}

nlohmann::ordered_json corridors_schema() {
  return SchemaWriter{}.document(corridors_shape(), "citerne corridors", false);
}

std::string schema_text(const nlohmann::ordered_json& schema) { return schema.dump(2) + "\n"; }

}  // namespace citerne::input
