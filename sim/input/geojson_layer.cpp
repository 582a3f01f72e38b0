#include "geojson_layer.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace citerne::input {
namespace {

/// A number without an exponent and without digits that say nothing.
std::string digits(const Geojson& number) {
  if (number.is_number_integer()) return number.dump();
  const auto value = number.get<double>();
  std::string text = fmt::format("{}", value);
  if (text.find('e') == std::string::npos) return text;
  text = fmt::format("{:.9f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

std::string degrees(const Geojson& number) {
  const double value = std::round(number.get<double>() * 1e7) / 1e7;
  return digits(Geojson(value == 0.0 ? 0.0 : value));  // no -0
}

bool is_of_type(const Geojson& value, const std::string& type) {
  return value.is_object() && value.value("type", Geojson()) == type;
}

}  // namespace

GeojsonLayer::GeojsonLayer(const NamedGeojson& source, std::vector<GeojsonFault>& faults)
    : file_{source.name}, faults_{faults} {
  try {
    root_ = Geojson::parse(source.text);
  } catch (const Geojson::exception& e) {
    const std::string_view what = e.what();
    fail(0, "", std::string{what.substr(std::min(what.size(), what.find("] ") + 2))});
    return;
  }
  const auto features = root_.find("features");
  if (is_of_type(root_, "FeatureCollection") && features != root_.end() && features->is_array())
    features_ = &*features;
  else
    fail(0, "", "a FeatureCollection is expected");
}

bool GeojsonLayer::any_has_geometry(const std::string& type) const {
  return readable() && std::ranges::any_of(*features_, [&](const Geojson& feature) {
           return feature.is_object() && is_of_type(feature.value("geometry", Geojson()), type);
         });
}

bool GeojsonLayer::any_has_property(const std::string& name, const std::string& value) const {
  return readable() && std::ranges::any_of(*features_, [&](const Geojson& feature) {
           const Geojson properties =
               feature.is_object() ? feature.value("properties", Geojson()) : Geojson();
           return properties.is_object() && properties.value(name, Geojson()) == value;
         });
}

const Geojson* GeojsonLayer::properties(std::size_t number) {
  const Geojson& feature = (*features_)[number - 1];
  if (is_of_type(feature, "Feature")) {
    const auto found = feature.find("properties");
    if (found != feature.end() && found->is_object()) return &*found;
  }
  fail(number, "", "a Feature with properties is expected");
  return nullptr;
}

PositionCells GeojsonLayer::position(std::size_t number) {
  const Geojson geometry = (*features_)[number - 1].value("geometry", Geojson());
  const Geojson at = is_of_type(geometry, "Point") ? geometry.value("coordinates", Geojson()) : Geojson();
  if (at.is_array() && at.size() >= 2 && at[0].is_number() && at[1].is_number())
    return {degrees(at[0]), degrees(at[1])};
  for (const char* const column : {"latitude", "longitude"}) told_.emplace(number, column);
  fail(number, "geometry", "a Point of longitude and latitude is expected");
  return {};
}

std::string GeojsonLayer::cell(std::size_t number, const Geojson& properties, const std::string& name,
                               JsonForm form) {
  const auto found = properties.find(name);
  if (found == properties.end() || found->is_null()) return {};
  if (form == JsonForm::number && found->is_number()) return digits(*found);
  if (form == JsonForm::boolean && found->is_boolean()) return found->get<bool>() ? "yes" : "no";
  if (form == JsonForm::text && found->is_string()) {
    const auto& text = found->get_ref<const std::string&>();
    if (text.find_first_of("\r\n") == std::string::npos) return text;
    fail(number, name, "text of one line is expected");
    return {};
  }
  constexpr std::array kForms{"a text in quotes", "a number", "true or false"};
  fail(number, name, fmt::format("{} is not {}", found->dump(), kForms[static_cast<std::size_t>(form)]));
  return {};
}

void GeojsonLayer::expect_known(std::size_t number, const Geojson& properties,
                                const std::vector<std::string>& known) {
  for (const auto& [name, value] : properties.items())
    if (!value.is_null() && std::ranges::count(known, name) == 0 && unknown_.insert(name).second)
      fail(number, name, "unknown property" + did_you_mean(nearest_word(name, known)));
}

void GeojsonLayer::fail(std::size_t number, const std::string& property, std::string text) {
  told_.emplace(number, property);
  add(number, property, std::move(text), Severity::error);
}

void GeojsonLayer::add(std::size_t number, const std::string& property, std::string text, Severity severity) {
  faults_.push_back({file_, number, names_[number], property, std::move(text), severity});
}

std::string format(const GeojsonFault& f) {
  std::string out = f.file;
  if (f.feature > 0) out += fmt::format(": feature {}", f.feature);
  if (!f.name.empty()) out += fmt::format(" ({})", f.name);
  if (!f.property.empty()) out += ", " + f.property;
  return out + (f.severity == Severity::error ? ": error: " : ": warning: ") + f.text;
}

}  // namespace citerne::input
