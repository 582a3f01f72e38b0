#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "citerne/input/csv.hpp"
#include "kind.hpp"
#include "reader.hpp"

namespace citerne::input {

/// A row as it was read; `whole` when none of its cells was at fault.
template <class Row>
struct ReadRow {
  Row row;
  bool whole = false;
  const CsvTable::Row* source = nullptr;
};

/// Reads the cells of a planner's table by the columns of Section<Row>.
class TableReader {
 public:
  TableReader(const CsvTable& table, Reader& reader) : table_{table}, reader_{reader} {}

  /// Every row. Empty when the header does not name the columns.
  template <class Row>
  std::vector<ReadRow<Row>> read() {
    std::vector<ReadRow<Row>> rows;
    std::vector<std::string> known;
    each_field<Row>([&](const auto& column) { known.emplace_back(column.name); });
    bool ok = find_columns(known);
    each_field<Row>([&](const auto& column) { ok = expect_column(column.name, column.presence) && ok; });
    readable_ = ok;
    if (!ok) return rows;
    for (const CsvTable::Row& source : table_.rows) {
      ReadRow<Row> read{{}, true, &source};
      each_field<Row>(
          [&](const auto& column) { read.whole = read_column(read.row, column, source) && read.whole; });
      rows.push_back(std::move(read));
    }
    return rows;
  }

  /// Whether the header named the columns.
  bool readable() const { return readable_; }

  /// The mark of a cell, or of its row.
  Mark mark(const CsvTable::Row& row, std::string_view column) const;

 private:
  bool find_columns(const std::vector<std::string>& known);
  bool expect_column(std::string_view name, Presence presence);

  template <class Row, class V, class How>
  bool read_column(Row& row, const Column<Row, V, How>& column, const CsvTable::Row& source) {
    const auto index = columns_.find(column.name);
    if (index == columns_.end()) return true;
    const Cell& cell = source.cells[index->second];
    if (cell.text.empty()) {
      if (column.presence == may) return true;
      return reader_.fail(std::string{column.name}, cell.mark, "empty-cell", "{} is empty", column.name);
    }
    if constexpr (std::is_same_v<How, AsConfidence>)
      return read_confidence(row.*(column.member), cell, column.name);
    else
      return read_cell(row.*(column.member), cell, column.name, column.limits, column.unit);
  }

  bool read_confidence(std::string& into, const Cell& cell, std::string_view column);
  bool read_cell(std::string& into, const Cell& cell, std::string_view column, const Limits<std::string>&,
                 const Unit&);
  bool read_cell(bool& into, const Cell& cell, std::string_view column, const Limits<bool>&, const Unit&);
  bool read_cell(double& into, const Cell& cell, std::string_view column, const Limits<double>& limits,
                 const Unit&);
  bool read_cell(int& into, const Cell& cell, std::string_view column, const Limits<int>& limits,
                 const Unit& unit);
  bool read_cell(std::optional<ProductId>& into, const Cell& cell, std::string_view column,
                 const Limits<std::optional<ProductId>>&, const Unit&);
  bool read_number_cell(std::int64_t& into, const Cell& cell, std::string_view column, std::int64_t least,
                        std::int64_t most, const Unit& unit);

  bool read_cell(std::int64_t& into, const Cell& cell, std::string_view column,
                 const Limits<std::int64_t>& limits, const Unit& unit) {
    return read_number_cell(into, cell, column, limits.least, limits.most, unit);
  }
  template <class Tag>
  bool read_cell(Quantity<Tag>& into, const Cell& cell, std::string_view column,
                 const Limits<Quantity<Tag>>& limits, const Unit& unit) {
    std::int64_t count = 0;
    if (!read_number_cell(count, cell, column, limits.least.count(), limits.most.count(), unit)) return false;
    into = Quantity<Tag>{count};
    return true;
  }
  template <class V>
  bool read_cell(std::optional<V>& into, const Cell& cell, std::string_view column,
                 const Limits<std::optional<V>>& limits, const Unit& unit) {
    V value{};
    if (!read_cell(value, cell, column, static_cast<const Limits<V>&>(limits), unit)) return false;
    into = value;
    return true;
  }
  /// Words and names are read as in a scenario.
  template <class V>
  requires(Enumeration<V> || requires(V v) { v.is_none(); } ||
           std::is_same_v<V, SupplierRef>) bool read_cell(V& into, const Cell& cell, std::string_view column,
                                                          const Limits<V>& limits, const Unit&) {
    const Node node = as_node(cell);
    return Kind<V>::read(into, {node, std::string{column}}, limits, reader_);
  }

  static Node as_node(const Cell& cell);
  /// The number of a cell with a point: `12,5` is 12.5 in a table that separates by semicolons.
  std::optional<Decimal> decimal_of(const Cell& cell, std::string_view column, const std::string& words);

  const CsvTable& table_;
  Reader& reader_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  bool readable_ = true;
  std::optional<Mark> point_at_, comma_at_;  ///< Where decimals were first written so.
};

}  // namespace citerne::input
