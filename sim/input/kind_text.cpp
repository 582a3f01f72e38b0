#include <algorithm>

#include "kind.hpp"

namespace citerne::input {

Shape text_shape(std::string words, std::string pattern) {
  Shape shape;
  shape.words = std::move(words);
  shape.pattern = std::move(pattern);
  return shape;
}

bool refuse_non_text(const At& at, const std::string& words, Reader& reader) {
  if (at.node.told) return reader.pass_over(at);
  if (at.node.empty || at.node.form == Node::Form::text)
    return reader.fail(at, "empty-value", "{} has no value ({}); `null` takes an inherited one away",
                       at.name(), words);
  return reader.fail(at, "type", "{} must be {}", at.name(), words);
}

bool read_text(std::string& into, const At& at, Reader& reader) {
  constexpr std::size_t kLongest = 500;
  if (!is_text(at)) return refuse_non_text(at, "text", reader);
  if (character_count(at.node.text) > kLongest)
    return reader.fail(at, "text-too-long", "{} is longer than {} characters", at.name(), kLongest);
  if (at.node.text.find('\n') != std::string::npos)
    return reader.fail(at, "type", "{} must be text of one line", at.name());
  into = at.node.text;
  return true;
}

bool read_bool(bool& into, const At& at, Reader& reader) {
  if (!is_text(at)) return refuse_non_text(at, "true or false", reader);
  if (at.node.quoted || (at.node.text != "true" && at.node.text != "false"))
    return reader.fail(at, "type", "{} is '{}' (true or false)", at.name(), at.node.text);
  into = at.node.text == "true";
  return true;
}

bool read_instant(Instant& into, const At& at, bool or_never, Reader& reader) {
  const char* const words = or_never ? "a date such as 2025-10-28, a time such as 2025-10-28T10:00, or never"
                                     : "a date such as 2025-10-28 or a time such as 2025-10-28T10:00";
  if (!is_text(at)) return refuse_non_text(at, words, reader);
  if (or_never && at.node.text == "never") return true;
  const auto instant = at.node.quoted ? std::nullopt : parse_instant(at.node.text);
  if (!instant) return reader.fail(at, "date", "{} is '{}' ({})", at.name(), at.node.text, words);
  static const Instant kFirst = *parse_instant("1980-01-01"), kLast = *parse_instant("2200-01-01");
  if (*instant < kFirst || *instant > kLast)
    return reader.fail(at, "range", "{} is '{}', out of range (from 1980 to 2199)", at.name(), at.node.text);
  into = *instant;
  return true;
}

bool read_clock(Duration& into, const At& at, Reader& reader) {
  constexpr std::string_view kWords = "a time of day such as 06:00";
  if (!is_text(at)) return refuse_non_text(at, std::string{kWords}, reader);
  const std::string& text = at.node.text;
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  const bool looks_right = text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4);
  const int minute =
      looks_right ? (text[0] - '0') * 600 + (text[1] - '0') * 60 + (text[3] - '0') * 10 + (text[4] - '0') : 0;
  if (!looks_right || text[3] > '5' || minute > 24 * 60 || at.node.quoted)
    return reader.fail(at, "clock", "{} is '{}' ({})", at.name(), text, kWords);
  into = minutes(minute);
  return true;
}

bool read_supplier(SupplierRef& into, const At& at, Reader& reader) {
  if (!is_text(at)) return refuse_non_text(at, "a terminal, or a site as place/kind", reader);
  if (at.node.text.find('/') == std::string::npos) {
    const auto id = resolve(at.node.text, reader.names.terminals, at.path, at.node.mark, reader);
    if (id) into.terminal = *id;
    return id.has_value();
  }
  const auto id = resolve(at.node.text, reader.names.sites, at.path, at.node.mark, reader);
  if (id) into.site = *id;
  return id.has_value();
}

bool read_region(RegionPlaces& into, const At& at, Reader& reader) {
  if (!is_text(at)) return refuse_non_text(at, "the name of a region", reader);
  std::vector<std::string> regions;
  for (const PlaceId p : ids_of(reader.files.network.places)) {
    const std::string& region = reader.files.network.places[p].region;
    if (region == at.node.text) into.places.push_back(p);
    if (!region.empty()) regions.push_back(region);
  }
  if (!into.places.empty()) return true;
  if (reader.names.places.incomplete) return reader.pass_over(at);
  return reader.fail(at, "unknown-name", "no region '{}'{}", at.node.text,
                     did_you_mean(nearest_word(at.node.text, regions)));
}

}  // namespace citerne::input
