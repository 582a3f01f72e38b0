#include "number.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/ranges.h>

#include "citerne/base/random.hpp"

namespace citerne::input {
namespace {

std::string symbols(const NumberRules& rules) {
  std::vector<std::string_view> out;
  for (const Unit& unit : rules.units) out.push_back(unit.symbol);
  return fmt::format("{}", fmt::join(out, ", "));
}

bool counts_tankers(const NumberRules& rules) {
  return rules.units.size() == 1 && rules.units[0].symbol == "tankers";
}

/// `tanker` is as good as `tankers`: `1 tanker`.
std::string with_plural(std::string_view text, const NumberRules& rules) {
  std::string out{text};
  if (counts_tankers(rules) && out.ends_with(" tanker")) out += 's';
  return out;
}

bool read_bare(std::int64_t& into, const At& at, const NumberRules& rules, Reader& reader) {
  const auto number = parse_decimal(at.node.text);
  if (!number || number->decimals != 0) {
    if (at.node.text.find(' ') != std::string::npos &&
        parse_decimal(at.node.text.substr(0, at.node.text.find(' '))))
      return reader.fail(at, "unit", "{} is '{}': {}, without a unit", at.name(), at.node.text,
                         rules.words());
    return reader.fail(at, "number", "{} is '{}' ({})", at.name(), at.node.text, rules.words());
  }
  into = number->digits;
  return true;
}

bool read_with_unit(std::int64_t& into, const At& at, const NumberRules& rules, Reader& reader) {
  const QuantityText read = parse_quantity(with_plural(at.node.text, rules), rules.units);
  const std::string name = at.name(), &text = at.node.text;
  switch (read.fault) {
    case QuantityText::Fault::none:
      if (counts_tankers(rules) && !read.is_exact)
        return reader.fail(at, "number", "{} is '{}': there are whole tankers only ({})", name, text,
                           rules.words());
      into = read.base_units;
      return true;
    case QuantityText::Fault::no_number:
      return reader.fail(at, "number", "{} is '{}' ({})", name, text, rules.words());
    case QuantityText::Fault::no_unit:
      return reader.fail(at, "unit", "{} is '{}', without a unit ({}; units: {})", name, text, rules.words(),
                         symbols(rules));
    case QuantityText::Fault::too_large:
      return reader.fail(at, "range", "{} is '{}', too large to hold ({})", name, text, rules.words());
    case QuantityText::Fault::unknown_unit:
      break;
  }
  if (read.unit.starts_with(','))
    return reader.fail(at, "number", "{} is '{}': decimals stand behind a point ({})", name, text,
                       rules.words());
  if (!read.unit.empty() && read.unit.front() >= '0' && read.unit.front() <= '9')
    return reader.fail(at, "number", "{} is '{}': write the number without spaces ({})", name, text,
                       rules.words());
  return reader.fail(at, "unit", "{} is '{}': no unit '{}' here ({}; units: {})", name, text, read.unit,
                     rules.words(), symbols(rules));
}

/// One plain number in range.
bool read_plain(std::int64_t& into, const At& at, const NumberRules& rules, Reader& reader) {
  if (!is_text(at)) return refuse_non_text(at, rules.words(), reader);
  if (at.node.quoted)
    return reader.fail(at, "quoted-number", "{} is quoted text; a number stands without quotes ({})",
                       at.name(), rules.words());
  std::int64_t value = 0;
  const bool read =
      rules.units.empty() ? read_bare(value, at, rules, reader) : read_with_unit(value, at, rules, reader);
  if (!read) return false;
  if (value < rules.least || value > rules.most)
    return reader.fail(at, "range", "{} is '{}', out of range ({})", at.name(), at.node.text, rules.words());
  into = value;
  return true;
}

/// `source` and `confidence`, and no key that means nothing here.
bool check_keys(const At& at, std::span<const std::string_view> allowed, Reader& reader) {
  bool ok = true;
  for (const Entry& entry : at.node.entries) {
    const bool known = std::find(allowed.begin(), allowed.end(), entry.name) != allowed.end();
    const std::string path = join(at.path, entry.name);
    if (!known) {
      const std::vector<std::string> words{allowed.begin(), allowed.end()};
      ok = reader.fail(path, entry.mark, "unknown-key", "unknown key '{}' in a number{}", entry.name,
                       did_you_mean(nearest_word(entry.name, words)));
    } else if (entry.name == "confidence" && !is_confidence(entry.value.text)) {
      ok = reader.fail(path, entry.value.mark, "unknown-word", "confidence is '{}' (high, medium or low)",
                       entry.value.text);
    } else if (entry.name == "source" && entry.value.form != Node::Form::text) {
      ok = reader.fail(path, entry.value.mark, "type", "source must be text");
    }
  }
  return ok;
}

bool read_range(std::int64_t& into, const At& at, const NumberRules& rules, Reader& reader) {
  constexpr std::string_view kKeys[] = {"value", "low", "high", "source", "confidence"};
  bool ok = check_keys(at, kKeys, reader);
  std::int64_t value = 0;
  ok = read_plain(value, {*at.node.find("value"), join(at.path, "value")}, rules, reader) && ok;
  std::int64_t low = value, high = value;
  if (const Node* node = at.node.find("low"))
    ok = read_plain(low, {*node, join(at.path, "low")}, rules, reader) && ok;
  if (const Node* node = at.node.find("high"))
    ok = read_plain(high, {*node, join(at.path, "high")}, rules, reader) && ok;
  if (!ok) return reader.pass_over(at);
  if (low > value || value > high)
    return reader.fail(at, "range-order", "low <= value <= high does not hold: {}, {}, {}", rules.show(low),
                       rules.show(value), rules.show(high));
  into = value;
  return true;
}

struct Distribution {
  std::string_view name;
  std::vector<std::int64_t> points;
};

bool read_points(Distribution& into, const At& at, const NumberRules& rules, Reader& reader) {
  if (at.node.told) return reader.pass_over(at);
  const std::size_t wanted = into.name == "uniform" ? 2 : into.name == "triangular" ? 3 : 0;
  if (at.node.form != Node::Form::list || at.node.items.empty() ||
      (wanted != 0 && at.node.items.size() != wanted))
    return reader.fail(at, "distribution", "{} takes a list: {}", into.name,
                       wanted == 2   ? "[least, most]"
                       : wanted == 3 ? "[least, most likely, most]"
                                     : "[one, another, ...]");
  bool ok = true;
  for (std::size_t i = 0; i < at.node.items.size(); ++i) {
    std::int64_t point = 0;
    ok = read_plain(point, {at.node.items[i], join(at.path, std::to_string(i + 1))}, rules, reader) && ok;
    into.points.push_back(point);
  }
  if (!ok) return reader.pass_over(at);
  if (wanted != 0 && !std::is_sorted(into.points.begin(), into.points.end()))
    return reader.fail(at, "distribution", "the numbers of {} must rise", into.name);
  return true;
}

std::int64_t nearest_whole(double x) { return static_cast<std::int64_t>(std::floor(x + 0.5)); }

/// What stands for a distribution that is not drawn.
std::int64_t middle_of(const Distribution& distribution) {
  const auto& p = distribution.points;
  if (distribution.name == "uniform") return p[0] + (p[1] - p[0] + 1) / 2;
  return distribution.name == "triangular" ? p[1] : p[0];
}

/// The share of a triangular distribution below x, low < x < high.
double triangular_below(double low, double mode, double high, double x) {
  if (x <= mode) return (x - low) * (x - low) / ((high - low) * (mode - low));
  return 1.0 - (high - x) * (high - x) / ((high - low) * (high - mode));
}

/// The draw that belongs to this path and replication.
std::int64_t drawn_from(const Distribution& distribution, const std::string& path, const Luck& luck) {
  const auto& p = distribution.points;
  Stream stream{{luck.seed, luck.replication, Purpose::input_value, name_hash(path), 0}};
  const double u = uniform01(stream);
  const auto real = [&](std::size_t i) { return static_cast<double>(p[i]); };
  if (distribution.name == "uniform") return nearest_whole(real(0) + (real(1) - real(0)) * u);
  if (distribution.name == "triangular") return nearest_whole(triangular(real(0), real(1), real(2), u));
  return p[static_cast<std::size_t>(u * static_cast<double>(p.size()))];
}

/// Of drawn_from over all luck. What is rounded to whole numbers has its own mean: that of a triangular
/// distribution over few of them is summed up; over many it is the mean of the reals within 1e-4 of a unit.
double mean_of(const Distribution& distribution) {
  constexpr std::int64_t kFew = 1'000;
  const auto& p = distribution.points;
  const auto real = [&](std::size_t i) { return static_cast<double>(p[i]); };
  if (distribution.name == "triangular" && p[2] - p[0] <= kFew) {
    double mean = real(0);
    for (std::int64_t k = p[0] + 1; k <= p[2]; ++k)
      mean += 1.0 - triangular_below(real(0), real(1), real(2), static_cast<double>(k) - 0.5);
    return mean;
  }
  double sum = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += real(i);
  return sum / static_cast<double>(p.size());
}

bool read_distribution(std::int64_t& into, const At& at, const Entry& written, const NumberRules& rules,
                       Reader& reader) {
  const std::string_view keys[] = {written.name, "source", "confidence"};
  bool ok = check_keys(at, keys, reader);
  Distribution distribution{written.name, {}};
  ok = read_points(distribution, {written.value, join(at.path, written.name)}, rules, reader) && ok;
  if (!ok) return reader.pass_over(at);
  into = reader.luck ? drawn_from(distribution, at.path, *reader.luck) : middle_of(distribution);
  std::vector<std::string> points;
  for (const std::int64_t point : distribution.points) points.push_back(rules.show(point));
  reader.drawn.push_back({at.path, fmt::format("{} [{}]", written.name, fmt::join(points, ", ")),
                          static_cast<double>(into), mean_of(distribution), std::string{rules.base}});
  return true;
}

}  // namespace

std::string NumberRules::show(std::int64_t value) const {
  return units.empty() ? fmt::format("{}", value) : format_quantity(value, units);
}

std::string NumberRules::words() const {
  return fmt::format("{} from {} to {}", name, show(least), show(most));
}

bool is_number_map(const Node& node) {
  return node.form == Node::Form::map &&
         (node.find("value") != nullptr || node.find("uniform") != nullptr ||
          node.find("triangular") != nullptr || node.find("choice") != nullptr);
}

bool read_number(std::int64_t& into, const At& at, const NumberRules& rules, Reader& reader) {
  if (at.node.form != Node::Form::map) return read_plain(into, at, rules, reader);
  if (at.node.find("value") != nullptr) return read_range(into, at, rules, reader);
  for (const Entry& entry : at.node.entries)
    if (entry.name == "uniform" || entry.name == "triangular" || entry.name == "choice")
      return read_distribution(into, at, entry, rules, reader);
  return reader.fail(at, "type", "{} must be {}; a map here has `value`, `uniform`, `triangular` or `choice`",
                     at.name(), rules.words());
}

Shape number_shape(const NumberRules& rules) {
  Shape shape;
  shape.words = rules.words();
  shape.uncertain = true;
  if (rules.units.empty()) {
    shape.json = Shape::Json::integer;
    shape.least = static_cast<double>(rules.least);
    shape.most = static_cast<double>(rules.most);
    return shape;
  }
  std::vector<std::string> allowed;
  for (const Unit& unit : rules.units)
    allowed.emplace_back(unit.symbol == "tankers" ? "tankers?" : unit.symbol);
  shape.pattern = fmt::format(R"(^-?(0|[1-9][0-9]*)(\.{}+)? ?({})$)", counts_tankers(rules) ? "0" : "[0-9]",
                              fmt::join(allowed, "|"));
  return shape;
}

}  // namespace citerne::input
