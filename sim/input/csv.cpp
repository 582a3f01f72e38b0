#include "citerne/input/csv.hpp"

#include <algorithm>

#include "citerne/input/characters.hpp"
#include "citerne/input/yaml.hpp"

// Debian has libcsv and fast-cpp-csv-parser; neither tells the line and column of a cell, which every
// message of ours needs, nor guesses the separator. What is left of the work is this page.
namespace citerne::input {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

class CsvReader {
 public:
  CsvReader(std::string_view text, Diagnostics& faults, Mark from) : rest_{text}, faults_{faults}, at_{from} {
    if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
  }

  std::optional<CsvTable> read() {
    CsvTable table;
    table.mark = at_;
    if (!find_separator()) return std::nullopt;
    table.separator = separator_;
    table.header = read_row().cells;
    while (!rest_.empty() && ok_) {
      CsvTable::Row row = read_row();
      const bool blank =
          std::all_of(row.cells.begin(), row.cells.end(), [](const Cell& c) { return c.text.empty(); });
      if (!blank && ok_) take_row(std::move(row), table);
    }
    if (!ok_) return std::nullopt;
    return table;
  }

 private:
  bool find_separator();
  CsvTable::Row read_row();
  Cell read_cell();
  std::string read_quoted();
  void take_row(CsvTable::Row row, CsvTable& table);

  /// Takes one byte; characters are counted, not bytes.
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '\n')
      at_ = {at_.file, at_.line + 1, 1};
    else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80)
      ++at_.column;
    return c;
  }
  bool at_row_end() const { return rest_.empty() || rest_.front() == '\n' || rest_.starts_with("\r\n"); }

  std::string_view rest_;
  Diagnostics& faults_;
  Mark at_;
  char separator_ = ',';
  std::size_t cells_ = 0;
  bool ok_ = true;
};

bool CsvReader::find_separator() {
  const std::string_view header = rest_.substr(0, rest_.find('\n'));
  if (trimmed(header).empty() || header == "\r") {
    faults_.error(at_, "csv-empty", "the first line must name the columns");
    return false;
  }
  const bool commas = header.find(',') != std::string_view::npos;
  const bool semicolons = header.find(';') != std::string_view::npos;
  if (commas && semicolons) {
    faults_.error(at_, "csv-ambiguous",
                  "the names of the columns are separated by commas and by semicolons: use one");
    return false;
  }
  separator_ = semicolons ? ';' : ',';
  return true;
}

CsvTable::Row CsvReader::read_row() {
  CsvTable::Row row;
  row.mark = at_;
  row.cells.push_back(read_cell());
  while (!at_row_end() && ok_) {
    take();  // the separator
    row.cells.push_back(read_cell());
  }
  if (rest_.starts_with('\r')) take();
  if (!rest_.empty()) take();
  return row;
}

Cell CsvReader::read_cell() {
  while (rest_.starts_with(' ')) take();
  Cell cell;
  cell.mark = at_;
  if (rest_.starts_with('"')) {
    cell.text = read_quoted();
    while (rest_.starts_with(' ')) take();
    if (ok_ && !at_row_end() && rest_.front() != separator_) {
      faults_.error(at_, "csv-quote", "text behind a closing quote: write a quote inside a cell twice");
      ok_ = false;
    }
    return cell;
  }
  std::string text;
  while (!at_row_end() && rest_.front() != separator_) text += take();
  cell.text = trimmed(text);
  if (cell.text.find('"') != std::string::npos) {
    faults_.error(cell.mark, "csv-quote", "a quote inside a cell without quotes: quote the whole cell");
    ok_ = false;
  }
  return cell;
}

std::string CsvReader::read_quoted() {
  const Mark opened = at_;
  take();
  std::string text;
  while (!rest_.empty()) {
    const char c = take();
    if (c != '"') {
      text += c == '\n' ? ' ' : c;
      if (c == '\r') text.pop_back();
    } else if (rest_.starts_with('"')) {
      text += take();
    } else {
      return std::string{trimmed(text)};
    }
  }
  faults_.error(opened, "csv-quote", "a quote is opened and never closed");
  ok_ = false;
  return text;
}

void CsvReader::take_row(CsvTable::Row row, CsvTable& table) {
  cells_ += row.cells.size();
  if (cells_ > kMostValues) {
    faults_.error(row.mark, "csv-too-many-cells", "more than {} cells", kMostValues);
    ok_ = false;
    return;
  }
  if (row.cells.size() != table.header.size()) {
    faults_.error(row.mark, "csv-cells", "{} cells in a table of {} columns (quote a cell that holds a '{}')",
                  row.cells.size(), table.header.size(), table.separator);
    return;
  }
  table.rows.push_back(std::move(row));
}

}  // namespace

std::optional<CsvTable> read_csv(std::string_view text, Diagnostics& faults, Mark from) {
  const std::string_view header = text.substr(0, text.find('\n'));
  if (header.find('\t') != std::string_view::npos) {
    faults.error(from, "tab", "columns are separated by tabs: save the table with commas or semicolons");
    return std::nullopt;
  }
  if (!check_characters(text, faults, from)) return std::nullopt;
  return CsvReader{text, faults, from}.read();
}

}  // namespace citerne::input
