#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace citerne::input {

struct FieldShape;

/// What may be written in one place of a file: the tables of fields without their C++ types. Merging,
/// `--set`, JSON Schema and the reference page work on it.
struct Shape {
  enum class Form {
    value,    ///< Text, a number, a word.
    list,     ///< Of `inner`.
    map,      ///< With `fields`.
    by_name,  ///< A map of names that the writer chooses, each an `inner`.
    event,    ///< A map whose `kind` chooses one of `inner`.
    changes,  ///< A map of dotted paths, each with its new value.
    where,    ///< A target: one of several ways to name roads. A value: it is replaced whole.
  };
  enum class Json { text, integer, number, boolean };
  Form form = Form::value;
  std::string words;                 ///< `a duration from 0 s to 60 d`
  Json json = Json::text;            ///< Of a plain value.
  std::string pattern;               ///< Of a plain text value; empty: any.
  std::vector<std::string> choices;  ///< Of a word.
  double least = 0.0, most = 0.0;    ///< Of a bare number.
  bool uncertain = false;            ///< May carry low and high, or be a distribution.
  std::size_t length = 0;            ///< Of a list: exactly so many items; 0: any number.
  std::string title, about;          ///< Of a map.
  std::string kind;                  ///< Of an alternative of an event.
  std::vector<FieldShape> fields;
  std::vector<Shape> inner;
  std::vector<Shape> others;  ///< Of a map: names that the writer chooses beside the fields.

  const Shape* field(std::string_view name) const;
};

struct FieldShape {
  std::string name;
  Shape shape;
  bool required = false;
  std::string otherwise;  ///< What holds when it is left out; empty: nothing to say.
  std::string sentence;
};

/// Of a whole scenario file, `citerne` and `extends` included.
const Shape& scenario_shape();
const Shape& corridors_shape();

/// The shape of the value `name` in a map: of a field, or of a named thing. nullptr: no such field.
/// `kind` is that of an event.
const Shape* child_shape(const Shape& map, std::string_view name, std::string_view kind);

}  // namespace citerne::input
