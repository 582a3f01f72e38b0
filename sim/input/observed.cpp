#include "citerne/input/observed.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "citerne/input/characters.hpp"
#include "citerne/scenario/supply.hpp"
#include "citerne/scenario/words.hpp"
#include "read_table.hpp"

namespace citerne::input {
namespace {

/// The names that cells may hold; places are known already.
void learn_names(const Scenario& scenario, Names& names) {
  for (const ProductId p : ids_of(scenario.products))
    names.products.add(scenario.products[p].id, p, scenario.products[p].name);
  for (const SiteId s : ids_of(scenario.sites)) names.sites.add(site_name(scenario, s), s);
}

class ObservedTable {
 public:
  ObservedTable(const Scenario& scenario, const CsvTable& table, Reader& reader)
      : scenario_{scenario}, columns_{table, reader}, reader_{reader} {}

  std::vector<ObservedStock> read() {
    for (const ReadRow<ObservedRow>& row : columns_.read<ObservedRow>())
      if (row.whole) take(row);
    std::ranges::sort(stocks_, {}, [](const ObservedStock& s) { return std::pair{s.site, s.product}; });
    return std::move(stocks_);
  }

 private:
  void take(const ReadRow<ObservedRow>& read) {
    const ObservedRow& row = read.row;
    const std::string name = fmt::format("{}/{}", scenario_.network.places[row.place].id, word(row.kind));
    const auto mark = [&](std::string_view column) { return columns_.mark(*read.source, column); };
    const auto site = reader_.names.sites.find(name);
    if (!site) {
      reader_.fail("", mark("place"), "unknown-name", "there is no site '{}'{}", name,
                   did_you_mean(reader_.names.sites.nearest(name)));
      return;
    }
    const auto tank = find_tank(scenario_, *site, row.product);
    const std::string& product = scenario_.products[row.product].id;
    if (!tank) {
      reader_.fail("", mark("product"), "no-tank", "{} has no tank of {}", name, product);
      return;
    }
    const auto [earlier, is_new] = met_.emplace(std::pair{*site, row.product}, read.source->mark.line);
    if (!is_new) {
      reader_.fail("", mark("product"), "repeated-row", "{} of {} is already in line {}", product, name,
                   earlier->second);
      return;
    }
    const Volume capacity = at(scenario_, *tank).capacity;
    if (row.stock > capacity)
      reader_.fail(
          "", mark("stock_m3"), "above-tank",
          "stock_m3 is more than the tank of {} of {} holds: {} m3. Mend the figure, or the tank in the "
          "sites of the scenario",
          product, name, static_cast<double>(capacity.count()) / 1e6);
    stocks_.push_back({*site, row.product, row.stock});
  }

  const Scenario& scenario_;
  TableReader columns_;
  Reader& reader_;
  std::map<std::pair<SiteId, ProductId>, std::uint32_t> met_;  // The line.
  std::vector<ObservedStock> stocks_;
};

}  // namespace

ObservedReading read_observed(const std::string& text, const std::string& path, const ScenarioFiles& files,
                              const Scenario& scenario) {
  ObservedReading reading;
  reading.file.files = {{path, text}};
  Reader reader{files.parsed()};
  learn_names(scenario, reader.names);
  if (check_characters(text, reader.faults)) {
    if (const auto table = read_csv(text, reader.faults)) {
      reading.stocks = ObservedTable{scenario, *table, reader}.read();
      if (table->rows.empty()) reader.fail("", table->mark, "empty-table", "there is no stock in the table");
    }
  }
  reading.diagnostics = reader.faults.sorted(reading.file);
  return reading;
}

}  // namespace citerne::input
