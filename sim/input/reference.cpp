#include <set>

#include "citerne/input/schema.hpp"
#include "citerne/scenario/table_fields.hpp"
#include "kind_map.hpp"

namespace citerne::input {
namespace {

/// Text in a cell of a Markdown table.
std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.insert(at, "\\");
  return text;
}

class ReferenceWriter {
 public:
  std::string document();

 private:
  void section(const Shape& map, const std::string& heading);
  void rows(const Shape& map, const std::string& prefix, std::vector<const Shape*>& inner);
  template <class Row>
  void table();

  std::string out_;
  std::set<std::string> written_;
};

/// The fields of a map, those of nameless inner maps with a dotted name; titled maps come in `inner`.
void ReferenceWriter::rows(const Shape& map, const std::string& prefix, std::vector<const Shape*>& inner) {
  for (const FieldShape& field : map.fields) {
    const Shape& shape = field.shape;
    const std::string name = prefix + field.name;
    if (shape.form == Shape::Form::map && shape.title.empty()) {
      rows(shape, name + ".", inner);
      continue;
    }
    if (shape.form == Shape::Form::map) inner.push_back(&shape);
    if (shape.form == Shape::Form::by_name && !shape.inner[0].title.empty()) inner.push_back(&shape.inner[0]);
    const std::string otherwise = field.required            ? "required"
                                  : field.otherwise.empty() ? ""
                                                            : "`" + field.otherwise + "`";
    out_ += fmt::format("| `{}` | {} | {} | {} |\n", name, cell(shape.words), cell(otherwise),
                        cell(field.sentence));
  }
  for (const Shape& other : map.others) out_ += fmt::format("| a name | {} | | |\n", cell(other.words));
}

void ReferenceWriter::section(const Shape& map, const std::string& heading) {
  if (!written_.insert(map.title).second) return;
  out_ += fmt::format("\n## {}\n\n{}\n\n", heading, map.about);
  std::vector<const Shape*> inner;
  if (map.form == Shape::Form::event) {
    out_ += "| `kind` | what it is |\n|---|---|\n";
    for (const Shape& alternative : map.inner)
      out_ += fmt::format("| `{}` | {} |\n", alternative.kind, cell(alternative.about));
    for (const Shape& alternative : map.inner) section(alternative, "kind: " + alternative.kind);
    return;
  }
  out_ += "| name | value | left out | meaning |\n|---|---|---|---|\n";
  rows(map, "", inner);
  for (const Shape* shape : inner) section(*shape, shape->title);
}

template <class V>
std::string column_words(const Limits<V>& limits, const Unit& unit) {
  if constexpr (requires { limits.least.count(); }) {
    const auto number = [&](auto value) {
      return static_cast<double>(value.count()) / static_cast<double>(unit.base_units);
    };
    return fmt::format("a number{}{} from {} to {}", unit.symbol.empty() ? "" : " of ", unit.symbol,
                       number(limits.least), number(limits.most));
  } else if constexpr (requires { limits.least; }) {
    return fmt::format("a number of {} from {} to {}", unit.symbol, limits.least, limits.most);
  } else if constexpr (std::is_same_v<V, bool>) {
    return "`yes` or `no`";
  } else if constexpr (std::is_same_v<V, std::optional<ProductId>>) {
    return "the name of a product, or `*`";
  } else {
    return Kind<V>::shape({}).words;
  }
}

template <class Row>
void ReferenceWriter::table() {
  out_ += fmt::format("\n## {}\n\n{}\n\n| column | value | left out | meaning |\n|---|---|---|---|\n",
                      Section<Row>::title, Section<Row>::about);
  each_field<Row>([&](const auto& column) {
    using C = std::decay_t<decltype(column)>;
    const std::string words = std::is_same_v<typename C::Written, AsConfidence>
                                  ? std::string{"`high`, `medium` or `low`"}
                                  : column_words<typename C::Value>(column.limits, column.unit);
    out_ += fmt::format("| `{}` | {} | {} | {} |\n", column.name, cell(words),
                        column.presence == must ? "required" : "", cell(std::string{column.sentence}));
  });
}

std::string ReferenceWriter::document() {
  out_ =
      "# Reference of the scenario language\n\n"
      "Made by `citerne schema --reference` from the tables that the reader walks; do not edit.\n\n"
      "Quantities carry their unit: volumes `ml`, `L`, `m3`, `ML`; durations `s`, `min`, `h`, `d`; lengths "
      "`m`, `km`; "
      "speeds `km/h`; shares `%`; flows `L/day`, `m3/day`, `ML/day`, `tankers/day`; money `XOF`. Any number "
      "may be "
      "`{ value, low, high, source, confidence }`, which runs at its value, or a distribution, which is "
      "drawn once for "
      "each replication: `{ uniform: [a, b] }`, `{ triangular: [a, mode, b] }`, `{ choice: [a, b, c] }`. All "
      "times are "
      "UTC. The order in which things are written means nothing.\n\n"
      "Where a dotted path is asked for (`--set`, `responses:`), a value of a table is called by its row and "
      "column: "
      "`sites.PLACE/KIND.PRODUCT.COLUMN`, `suppliers.PLACE/KIND.PRODUCT.SUPPLIER.COLUMN`, "
      "`demand.table.PLACE/KIND.CLASS.PRODUCT.share`, `network.roads.FROM:TO.COLUMN`, "
      "`network.places.ID.COLUMN`.\n";
  section(scenario_shape(), "Scenario file");
  section(corridors_shape(), "corridors.yaml");
  table<Place>();
  table<Segment>();
  table<SiteRow>();
  table<DemandRow>();
  table<SupplierRow>();
  table<ObservedRow>();
  return out_;
}

}  // namespace

std::string reference_markdown() { return ReferenceWriter{}.document(); }

}  // namespace citerne::input
