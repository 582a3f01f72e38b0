#include "read_table.hpp"

#include <algorithm>

namespace citerne::input {

Mark TableReader::mark(const CsvTable::Row& row, std::string_view column) const {
  const auto index = columns_.find(column);
  return index == columns_.end() ? row.mark : row.cells[index->second].mark;
}

bool TableReader::find_columns(const std::vector<std::string>& known) {
  bool ok = true;
  for (std::size_t i = 0; i < table_.header.size(); ++i) {
    const Cell& cell = table_.header[i];
    if (cell.text.empty()) continue;  // an empty column, as spreadsheets leave them
    if (std::find(known.begin(), known.end(), cell.text) == known.end())
      ok = reader_.fail("", cell.mark, "csv-unknown-column", "unknown column '{}'{}", cell.text,
                        did_you_mean(nearest_word(cell.text, known)));
    else if (!columns_.emplace(cell.text, i).second)
      ok = reader_.fail("", cell.mark, "csv-repeated-column", "column '{}' is there twice", cell.text);
  }
  return ok;
}

bool TableReader::expect_column(std::string_view name, Presence presence) {
  if (presence == may || columns_.contains(name)) return true;
  return reader_.fail("", table_.mark, "csv-missing-column", "column '{}' is missing", name);
}

Node TableReader::as_node(const Cell& cell) {
  Node node;
  node.form = Node::Form::text;
  node.text = cell.text;
  node.mark = cell.mark;
  return node;
}

bool TableReader::read_confidence(std::string& into, const Cell& cell, std::string_view column) {
  if (!is_confidence(cell.text))
    return reader_.fail(std::string{column}, cell.mark, "unknown-word", "{} is '{}' (high, medium or low)",
                        column, cell.text);
  into = cell.text;
  return true;
}

bool TableReader::read_cell(std::string& into, const Cell& cell, std::string_view column,
                            const Limits<std::string>&, const Unit&) {
  const Node node = as_node(cell);
  return read_text(into, {node, std::string{column}}, reader_);
}

bool TableReader::read_cell(bool& into, const Cell& cell, std::string_view column, const Limits<bool>&,
                            const Unit&) {
  if (cell.text != "yes" && cell.text != "no")
    return reader_.fail(std::string{column}, cell.mark, "unknown-word", "{} is '{}' (yes or no)", column,
                        cell.text);
  into = cell.text == "yes";
  return true;
}

bool TableReader::read_cell(double& into, const Cell& cell, std::string_view column,
                            const Limits<double>& limits, const Unit& unit) {
  const std::string words =
      fmt::format("a number of {} from {} to {}", unit.symbol, limits.least, limits.most);
  const auto number = decimal_of(cell, column, words);
  if (!number) return false;
  double divisor = 1.0;
  for (int i = 0; i < number->decimals; ++i) divisor *= 10.0;
  const double value = static_cast<double>(number->digits) / divisor;
  if (!(limits.least <= value && value <= limits.most))
    return reader_.fail(std::string{column}, cell.mark, "range", "{} is '{}', out of range ({})", column,
                        cell.text, words);
  into = value;
  return true;
}

bool TableReader::read_cell(int& into, const Cell& cell, std::string_view column, const Limits<int>& limits,
                            const Unit& unit) {
  std::int64_t count = 0;
  if (!read_number_cell(count, cell, column, limits.least, limits.most, unit)) return false;
  into = static_cast<int>(count);
  return true;
}

bool TableReader::read_cell(std::optional<ProductId>& into, const Cell& cell, std::string_view column,
                            const Limits<std::optional<ProductId>>&, const Unit& unit) {
  if (cell.text == "*") return true;
  ProductId product;
  if (!read_cell(product, cell, column, {}, unit)) return false;
  into = product;
  return true;
}

bool TableReader::read_number_cell(std::int64_t& into, const Cell& cell, std::string_view column,
                                   std::int64_t least, std::int64_t most, const Unit& unit) {
  const auto shown = [&](std::int64_t n) {
    return fmt::format("{}", static_cast<double>(n) / static_cast<double>(unit.base_units));
  };
  const std::string words = fmt::format("a number{}{} from {} to {}", unit.symbol.empty() ? "" : " of ",
                                        unit.symbol, shown(least), shown(most));
  const auto number = decimal_of(cell, column, words);
  if (!number) return false;
  if (unit.base_units == 1 && number->decimals != 0)
    return reader_.fail(std::string{column}, cell.mark, "number", "{} is '{}', not a whole number ({})",
                        column, cell.text, words);
  const auto value = scaled(*number, unit.base_units);
  if (!value || *value < least || *value > most)
    return reader_.fail(std::string{column}, cell.mark, "range", "{} is '{}', out of range ({})", column,
                        cell.text, words);
  into = *value;
  return true;
}

std::optional<Decimal> TableReader::decimal_of(const Cell& cell, std::string_view column,
                                               const std::string& words) {
  const std::string path{column};
  std::string text = cell.text;
  const std::size_t comma = text.find(',');
  const bool point = text.find('.') != std::string::npos;
  const auto ambiguous = [&](std::string_view why) {
    reader_.fail(path, cell.mark, "csv-ambiguous", "{} is '{}': {}", column, cell.text, why);
    return std::nullopt;
  };
  if (comma != std::string::npos) {
    if (point) return ambiguous("a comma and a point in one number");
    if (table_.separator == ',')
      return ambiguous("a comma in a number of a table that is separated by commas");
    text[comma] = '.';
  }
  const auto number = parse_decimal(text);
  if (!number) {
    reader_.fail(path, cell.mark, "number", "{} is '{}' ({})", column, cell.text, words);
    return std::nullopt;
  }
  if (comma != std::string::npos && !comma_at_) comma_at_ = cell.mark;
  if (point && !point_at_) point_at_ = cell.mark;
  if ((comma != std::string::npos && point_at_) || (point && comma_at_))
    return ambiguous(fmt::format("decimals are written with a {} in line {}", point ? "comma" : "point",
                                 point ? comma_at_->line : point_at_->line));
  return number;
}

}  // namespace citerne::input
