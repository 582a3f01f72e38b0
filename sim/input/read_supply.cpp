#include "read_supply.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "citerne/scenario/supply.hpp"
#include "citerne/scenario/words.hpp"
#include "read_table.hpp"

namespace citerne::input {
namespace {

const CsvTable* table_of(const Reader& reader, std::string_view field) {
  const auto found = reader.files.tables.find(field);
  return found == reader.files.tables.end() || !found->second ? nullptr : &*found->second;
}

std::string site_name_of(const Reader& reader, PlaceId place, SiteKind kind) {
  return fmt::format("{}/{}", reader.files.network.places[place].id, word(kind));
}

/// The site that a row of another table speaks of.
std::optional<SiteId> site_of(PlaceId place, SiteKind kind, const std::string& path, const Mark& mark,
                              Reader& reader) {
  return resolve(site_name_of(reader, place, kind), reader.names.sites, path, mark, reader);
}

/// Rows of one site say the same of what the site has once.
void expect_agreement(const ReadRow<SiteRow>& first, const ReadRow<SiteRow>& other, const std::string& site,
                      const TableReader& columns, Reader& reader) {
  if (!first.whole || !other.whole) return;
  const SiteRow &a = first.row, &b = other.row;
  const std::pair<std::string_view, bool> same[] = {
      {"service", a.service == b.service},
      {"clears_at", a.clears_at == b.clears_at},
      {"unloading_hours", a.unloading_takes == b.unloading_takes},
      {"gives_above_days", a.gives_above == b.gives_above}};
  for (const auto& [column, agrees] : same)
    if (!agrees)
      reader.fail("sites." + site, columns.mark(*other.source, column), "site-differs",
                  "{} of {} is another in line {}", column, site, first.source->mark.line);
}

Tank tank_of(const SiteRow& row) {
  Tank tank;
  tank.product = row.product;
  tank.capacity = row.capacity;
  tank.reorder_at = row.reorder_at;
  tank.order_up_to = row.order_up_to;
  tank.opening = row.opening;
  return tank;
}

Site site_of(const SiteRow& row) {
  Site site;
  site.place = row.place;
  site.kind = row.kind;
  site.service = row.service;
  site.unloading_takes = row.unloading_takes;
  site.clears_at = row.clears_at;
  site.gives_above = row.gives_above;
  return site;
}

}  // namespace

void read_sites(Scenario& scenario, Reader& reader) {
  const CsvTable* table = table_of(reader, "sites");
  reader.names.sites.incomplete = table == nullptr || reader.names.places.incomplete;
  if (table == nullptr) return reader.broken.insert("sites"), void();
  TableReader columns{*table, reader};
  const auto rows = columns.read<SiteRow>();
  std::map<std::string, std::map<ProductId, const ReadRow<SiteRow>*>> sites;
  for (const ReadRow<SiteRow>& read : rows) {
    if (read.row.place.is_none() || read.row.product.is_none()) continue;
    const std::string site = site_name_of(reader, read.row.place, read.row.kind);
    const auto [earlier, is_new] = sites[site].emplace(read.row.product, &read);
    if (!is_new)
      reader.fail("sites." + site, columns.mark(*read.source, "product"), "repeated-row",
                  "{} of {} is already in line {}", scenario.products[read.row.product].id, site,
                  earlier->second->source->mark.line);
  }
  if (!columns.readable()) {
    reader.names.sites.incomplete = true;
    reader.broken.insert("sites");
  }
  for (const auto& [name, tanks] : sites) {
    Site site = site_of(tanks.begin()->second->row);
    for (const auto& [product, read] : tanks) {
      const std::string path = "sites." + name + "." + scenario.products[product].id;
      reader.rows.emplace(path, Reader::TableRow{table, read->source});
      if (!read->whole) reader.broken.insert(path);
      expect_agreement(*tanks.begin()->second, *read, name, columns, reader);
      site.tanks.push_back(tank_of(read->row));
    }
    reader.names.sites.add(name, scenario.sites.push_back(std::move(site)));
  }
}

void read_demand(Scenario& scenario, Reader& reader) {
  const CsvTable* table = table_of(reader, "demand.table");
  if (table == nullptr) return reader.broken.insert("demand.table"), void();
  TableReader columns{*table, reader};
  Share sum;
  bool whole = true;
  std::map<std::tuple<SiteId, ProductId, ClassId>, std::uint32_t> met;
  const auto rows = columns.read<DemandRow>();
  for (const ReadRow<DemandRow>& read : rows) {
    const DemandRow& row = read.row;
    whole = whole && read.whole;
    sum += row.share;
    if (!read.whole) continue;
    const auto site =
        site_of(row.place, row.kind, "demand.table", columns.mark(*read.source, "place"), reader);
    if (!site) continue;
    const auto tank = find_tank(scenario, *site, row.product);
    if (!tank) {
      reader.fail("demand.table", columns.mark(*read.source, "product"), "no-tank", "{} has no tank of {}",
                  site_name_of(reader, row.place, row.kind), scenario.products[row.product].id);
      continue;
    }
    const auto [line, is_new] =
        met.emplace(std::tuple{*site, row.product, row.consumer}, read.source->mark.line);
    if (!is_new)
      reader.fail("demand.table", read.source->mark, "repeated-row", "this demand is already in line {}",
                  line->second);
    const Decimal share{row.share.count(), 6};
    const std::int64_t normal = scaled(share, scenario.normal_demand.count()).value_or(0);
    scenario.sites[*site].tanks[tank->tank].demands.push_back({row.consumer, DailyVolume{normal}});
  }
  for (Site& site : scenario.sites)
    for (Tank& tank : site.tanks)
      std::sort(tank.demands.begin(), tank.demands.end(),
                [](const Demand& a, const Demand& b) { return a.consumer < b.consumer; });
  if (!whole || !columns.readable()) return reader.broken.insert("demand.table"), void();
  constexpr Share kRounding{100};  // a hundredth of a percent
  if (sum > percent(100) + kRounding)
    reader.fail("demand.table", table->mark, "shares-sum", "the shares sum to {}, more than 100 %",
                format_quantity(sum));
  else if (sum < percent(95))
    reader.faults.warning(table->mark, "shares-sum",
                          "the shares sum to {}: the rest of demand.total is burnt nowhere",
                          format_quantity(sum));
}

namespace {

using ReadSupplier = ReadRow<SupplierRow>;

std::string supplier_name(const Scenario& scenario, const SupplyLine& line) {
  return line.site.is_none() ? scenario.terminals[line.terminal].id : site_name(scenario, line.site);
}

/// Puts the rows that hold for a tank into it, by supplier and corridor.
void set_lines(Scenario& scenario, TankRef ref, std::vector<const ReadSupplier*> rows, const CsvTable& table,
               Reader& reader) {
  Tank& tank = scenario.sites[ref.site].tanks[ref.tank];
  const auto line_of = [](const ReadSupplier* read) {
    return SupplyLine{read->row.supplier.terminal, read->row.supplier.site, read->row.corridor,
                      read->row.share};
  };
  const auto key = [&](const ReadSupplier* read) {
    return std::tuple{supplier_name(scenario, line_of(read)), read->row.corridor};
  };
  std::stable_sort(rows.begin(), rows.end(), [&](auto* a, auto* b) { return key(a) < key(b); });
  const std::string path =
      "suppliers." + site_name(scenario, ref.site) + "." + scenario.products[tank.product].id;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == 0) reader.rows.emplace(path, Reader::TableRow{&table, rows[i]->source});
    reader.rows.emplace(fmt::format("{}.{}", path, i + 1), Reader::TableRow{&table, rows[i]->source});
    if (i > 0 && key(rows[i]) == key(rows[i - 1]))
      reader.fail(path, rows[i]->source->mark, "repeated-row", "this supply line is already in line {}",
                  rows[i - 1]->source->mark.line);
    tank.lines.push_back(line_of(rows[i]));
  }
}

}  // namespace

void read_suppliers(Scenario& scenario, Reader& reader) {
  const CsvTable* table = table_of(reader, "suppliers");
  if (table == nullptr) return reader.broken.insert("suppliers"), void();
  TableReader columns{*table, reader};
  const auto rows = columns.read<SupplierRow>();
  if (!columns.readable()) reader.broken.insert("suppliers");
  std::map<SiteId, std::vector<const ReadSupplier*>> by_site;
  for (const ReadSupplier& read : rows) {
    const SupplierRow& row = read.row;
    if (row.place.is_none()) continue;
    const auto site = site_of(row.place, row.kind, "suppliers", columns.mark(*read.source, "place"), reader);
    if (!site) continue;
    if (!read.whole) reader.broken.insert("suppliers." + site_name(scenario, *site));
    if (row.product && !find_tank(scenario, *site, *row.product) && read.whole)
      reader.fail("suppliers." + site_name(scenario, *site), columns.mark(*read.source, "product"), "no-tank",
                  "{} has no tank of {}", site_name(scenario, *site), scenario.products[*row.product].id);
    if (read.whole) by_site[*site].push_back(&read);
  }
  for (const auto& [site, of_site] : by_site)
    for (std::size_t t = 0; t < scenario.sites[site].tanks.size(); ++t) {
      const ProductId product = scenario.sites[site].tanks[t].product;
      std::vector<const ReadSupplier*> named, general;
      for (const ReadSupplier* read : of_site) {
        if (!read->row.product) general.push_back(read);
        if (read->row.product == product) named.push_back(read);
      }
      set_lines(scenario, {site, t}, named.empty() ? general : named, *table, reader);
    }
  set_throughputs(scenario);
}

}  // namespace citerne::input
