#include "shape.hpp"

#include <algorithm>

#include "kind_map.hpp"

namespace citerne::input {
namespace {

/// Puts a field at its dotted name, making the maps on the way.
void place(Shape& map, std::string_view dotted, FieldShape field) {
  const std::size_t dot = dotted.find('.');
  const std::string name{dotted.substr(0, dot)};
  const auto known =
      std::find_if(map.fields.begin(), map.fields.end(), [&](const FieldShape& f) { return f.name == name; });
  const bool is_new = known == map.fields.end();
  if (dot == std::string_view::npos) {
    field.name = name;
    if (is_new) map.fields.push_back(std::move(field));
    return;
  }
  FieldShape& inner = is_new ? map.fields.emplace_back() : *known;
  if (is_new) {
    inner.name = name;
    inner.shape.form = Shape::Form::map;
    inner.shape.words = "a map";
  }
  inner.required = inner.required || field.required;
  // More than the section: another definition, for each map that has it its own.
  if (!inner.shape.title.empty()) inner.shape.title = map.title + "_" + name;
  place(inner.shape, dotted.substr(dot + 1), std::move(field));
}

template <class V, class How, class F>
FieldShape field_shape(const F& f) {
  FieldShape out;
  if constexpr (Sectioned<V>)
    out.shape = section_shape<V>();
  else
    out.shape = Kind<V, How>::shape(f.limits);
  out.required = f.presence == must;
  out.sentence = f.sentence;
  return out;
}

template <class T, class V, class How>
void add(Shape& map, const Field<T, V, How>& f) {
  FieldShape out = field_shape<V, How>(f);
  if constexpr (!Sectioned<V>)
    if (!out.required) out.otherwise = Kind<V, How>::show(standard<T>().*(f.member));
  place(map, f.name, std::move(out));
}
template <class T, class V>
void add(Shape& map, const Setting<T, V>& f) {
  place(map, f.name, field_shape<V, AsUsual>(f));
}
template <class Row>
void add(Shape& map, const TableFile<Row>& f) {
  FieldShape out;
  out.shape = text_shape("a path, relative to the file that names it");
  out.required = f.presence == must;
  out.sentence = f.sentence;
  place(map, f.name, std::move(out));
}
template <class Inner>
void add(Shape& map, const Also<Inner>&) {
  for (FieldShape field : section_shape<Inner>().fields) {
    field.required = false;
    const std::string name = field.name;
    place(map, name, std::move(field));
  }
}

template <class T>
void add_others(Shape&) {}
template <>
void add_others<ServiceRow>(Shape& map) {
  map.others = {Kind<Share>::shape({percent(0), percent(100)})};
}

Shape with_version(Shape map, bool extends) {
  FieldShape version;
  version.name = "citerne";
  version.shape = Kind<std::int64_t>::shape({1, 1, {}});
  version.shape.uncertain = false;
  version.required = true;
  version.sentence = "Version of the format: 1.";
  map.fields.insert(map.fields.begin(), std::move(version));
  if (!extends) return map;
  FieldShape base;
  base.name = "extends";
  base.shape = text_shape("a path, relative to the file that names it");
  base.sentence =
      "A scenario that this one changes: maps are merged by name, a value replaces whole, `null` takes an "
      "inherited "
      "entry away.";
  map.fields.insert(map.fields.begin() + 1, std::move(base));
  FieldShape responses;
  responses.name = "responses";
  responses.sentence =
      "Variants of this scenario by name, each a map of dotted paths with the values they have there: "
      "`{ events.rn24.road_cleared_after: 12 h }`. A value of a table is called by its row and column: "
      "`sites.bamako/depot.petrol.tank_m3: 90000`. `citerne responses` runs and compares them.";
  responses.shape.form = Shape::Form::by_name;
  responses.shape.words = "a map by name, each a map of dotted paths with their values";
  responses.shape.inner.emplace_back();
  responses.shape.inner[0].form = Shape::Form::changes;
  map.fields.push_back(std::move(responses));
  return map;
}

}  // namespace

template <Sectioned T>
Shape section_shape() {
  Shape map;
  map.form = Shape::Form::map;
  map.title = Section<T>::title;
  map.about = Section<T>::about;
  map.words = "a map: " + map.title;
  if constexpr (requires { Section<T>::kind; }) map.kind = Section<T>::kind;
  each_field<T>([&](const auto& f) { add(map, f); });
  add_others<T>(map);
  return map;
}

Shape Kind<Table<EventId, Event>>::shape(const Limits<V>&) {
  Shape event;
  event.form = Shape::Form::event;
  event.title = "event";
  event.about = "Anything dated that a scenario injects; `kind` says what it is.";
  [&]<class... What>(const std::variant<What...>*) {
    (event.inner.push_back(section_shape<What>()), ...);
  }(static_cast<const decltype(Event::what)*>(nullptr));
  Shape events;
  events.form = Shape::Form::by_name;
  events.words = "a map by name, each an event";
  events.inner = {std::move(event)};
  return events;
}

const Shape* Shape::field(std::string_view name) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const FieldShape& f) { return f.name == name; });
  return found == fields.end() ? nullptr : &found->shape;
}

const Shape& scenario_shape() {
  static const Shape shape = with_version(section_shape<Scenario>(), true);
  return shape;
}

const Shape& corridors_shape() {
  static const Shape shape = section_shape<CorridorFile>();
  return shape;
}

const Shape* child_shape(const Shape& map, std::string_view name, std::string_view kind) {
  switch (map.form) {
    case Shape::Form::map: {
      const Shape* field = map.field(name);
      return field == nullptr && !map.others.empty() ? &map.others[0] : field;
    }
    case Shape::Form::by_name:
      return &map.inner[0];
    case Shape::Form::event: {
      static const Shape kKind = text_shape("what it is");
      if (name == "kind") return &kKind;
      for (const Shape& alternative : map.inner)
        if (alternative.kind == kind) return alternative.field(name);
      return nullptr;
    }
    default:
      return nullptr;
  }
}

}  // namespace citerne::input
