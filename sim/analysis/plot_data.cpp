#include "citerne/analysis/plot_data.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <span>
#include <stdexcept>

#include <fmt/format.h>

#include "citerne/analysis/statistics.hpp"
#include "citerne/base/text.hpp"
#include "from_result.hpp"

namespace citerne::analysis {
namespace {

constexpr std::size_t kDay = 86'400;

PlotFrame frame_of(const Result& result) {
  PlotFrame frame;
  frame.title = attribute<std::string>(result, "title");
  frame.start_unix = instant(result, "start").unix_seconds();
  const std::int64_t end = instant(result, "end").unix_seconds();
  frame.days = static_cast<std::size_t>(std::max<std::int64_t>(0, end - frame.start_unix) + kDay - 1) / kDay;
  frame.replications = length(result, "replication");
  frame.bar = attribute<double>(result, "shortage_served_below_percent") / 100.0;
  if (frame.replications == 0) throw std::runtime_error{"the result holds no replication"};
  return frame;
}

void expect_series(const Result& result, const PlotFrame& frame, const std::string& name) {
  if (result.find("", name) == nullptr)
    throw std::runtime_error{fmt::format(
        "the result holds no '{}': run the scenario with --record bands to keep what is drawn here", name)};
  if (length(result, "day") != frame.days)
    throw std::runtime_error{"the result's days do not reach from its start to its end"};
}

/// The index of a word among the ids, or among the written names.
std::size_t find_name(const std::string& word, const std::vector<std::string>& ids,
                      const std::vector<std::string>& names, const char* what) {
  for (const auto* list : {&ids, &names})
    for (std::size_t i = 0; i < list->size(); ++i)
      if ((*list)[i] == word || folded((*list)[i]) == folded(word)) return i;
  const std::string near = nearest_word(word, ids);
  throw std::runtime_error{
      near.empty() ? fmt::format("the result holds no {} '{}'; it holds {}", what, word, name_list(ids))
                   : fmt::format("the result holds no {} '{}'{}", what, word, did_you_mean(near))};
}

std::size_t find_place(const Result& result, const std::string& word) {
  return find_name(word, values<std::string>(result, "place"), values<std::string>(result, "place_name"),
                   "place");
}

std::size_t find_product(const Result& result, const std::string& word) {
  const auto& products = values<std::string>(result, "product");
  if (!word.empty()) return find_name(word, products, {}, "product");
  const auto petrol = std::ranges::find(products, "petrol");
  return petrol == products.end() ? 0 : static_cast<std::size_t>(petrol - products.begin());
}

/// Sums of a flow by day; an interval counts to the day on which it begins.
std::vector<double> by_day(const std::vector<float>& flow, const std::vector<std::int64_t>& times,
                           std::size_t cells, std::size_t cell, std::size_t days) {
  std::vector<double> sums(days, 0.0);
  for (std::size_t k = 0; k < times.size(); ++k)
    if (const std::size_t day = static_cast<std::size_t>(times[k]) / kDay; day < days)
      sums[day] += static_cast<double>(flow[k * cells + cell]);
  return sums;
}

std::size_t short_days(const ServedDays::Row& row, double bar) {
  return static_cast<std::size_t>(std::ranges::count_if(row.served, [&](double s) { return s < bar; }));
}

void choose(std::vector<ServedDays::Row>& rows, const std::vector<std::string>& ids, double bar,
            std::size_t most) {
  std::ranges::stable_sort(rows, std::ranges::greater{}, &ServedDays::Row::demand_m3);
  if (!ids.empty()) {
    std::ranges::stable_sort(
        rows, {}, [&](const auto& row) { return std::ranges::find(ids, row.place_id) - ids.begin(); });
    std::erase_if(rows, [&](const auto& row) { return std::ranges::count(ids, row.place_id) == 0; });
    return;
  }
  if (rows.size() <= most) return;
  std::stable_sort(rows.begin() + static_cast<std::ptrdiff_t>(most / 2), rows.end(),
                   [&](const auto& a, const auto& b) { return short_days(a, bar) > short_days(b, bar); });
  rows.resize(most);
  std::ranges::stable_sort(rows, std::ranges::greater{}, &ServedDays::Row::demand_m3);
}

/// Sums over lines, by replication and by day.
struct Totals {
  std::vector<double> m3, loads, by_day;
};

}  // namespace

ServedDays served_days(const Result& result, const std::string& product, const RowChoice& choice) {
  ServedDays out{.frame = frame_of(result)};
  expect_series(result, out.frame, "demand_flow");
  const auto& ids = values<std::string>(result, "place");
  const auto& products = values<std::string>(result, "product");
  const auto& times = values<std::int64_t>(result, "time");
  const auto& demand = values<float>(result, "demand_flow");
  const auto& unserved = values<float>(result, "unserved_flow");
  const auto& stock = values<float>(result, "stock_q50");
  const std::size_t f = find_product(result, product), cells = ids.size() * products.size();
  out.product = products[f];
  std::vector<bool> sampled(out.frame.days, false);
  for (const std::int64_t t : times)
    if (const std::size_t day = static_cast<std::size_t>(t) / kDay; day < sampled.size()) sampled[day] = true;
  std::vector<std::string> wanted;
  for (const std::string& word : choice.places) wanted.push_back(ids[find_place(result, word)]);
  for (std::size_t p = 0; p < ids.size(); ++p) {
    const std::size_t cell = p * products.size() + f;
    const std::vector<double> asked = by_day(demand, times, cells, cell, out.frame.days),
                              missing = by_day(unserved, times, cells, cell, out.frame.days);
    ServedDays::Row row{.place_id = ids[p], .place = values<std::string>(result, "place_name")[p]};
    row.demand_m3 = std::accumulate(asked.begin(), asked.end(), 0.0);
    const bool burns = row.demand_m3 > 0.0;  // not so where nothing is stocked: NaN
    if (!burns && std::ranges::count(wanted, ids[p]) > 0)
      throw std::runtime_error{fmt::format("nobody burns {} at '{}'", out.product, ids[p])};
    if (!burns) continue;
    for (std::size_t d = 0; d < out.frame.days; ++d) {
      // The interval of an earlier sample goes on over a day without one.
      row.served.push_back(!sampled[d] && d > 0 ? row.served.back()
                           : asked[d] > 0.0     ? 1.0 - missing[d] / asked[d]
                                                : 1.0);
      row.dry.push_back(stock[d * cells + cell] == 0.0f);
    }
    out.rows.push_back(std::move(row));
  }
  out.places = out.rows.size();
  choose(out.rows, wanted, out.frame.bar, choice.most);
  return out;
}

LevelBands level_bands(const Result& result, const std::string& place, const std::string& product,
                       Level level) {
  const std::string name = level == Level::cover ? "cover" : "stock";
  const PlotFrame frame = frame_of(result);
  expect_series(result, frame, name + "_q50");
  const auto& products = values<std::string>(result, "product");
  const std::size_t p = find_place(result, place), f = find_product(result, product),
                    places = length(result, "place"), cells = places * products.size(),
                    cell = p * products.size() + f;
  LevelBands out{.frame = frame,
                 .place = values<std::string>(result, "place_name")[p],
                 .product = products[f],
                 .level = level};
  const auto curve = [&](const std::string& array) {
    const auto& all = values<float>(result, array);
    std::vector<float> of_cell;
    for (std::size_t d = 0; d < out.frame.days; ++d) of_cell.push_back(all[d * cells + cell]);
    return of_cell;
  };
  out.q05 = curve(name + "_q05");
  out.q50 = curve(name + "_q50");
  out.q95 = curve(name + "_q95");
  if (std::ranges::all_of(out.q50, [](float v) { return std::isnan(v); }))
    throw std::runtime_error{fmt::format("{} has no {} of {}", out.place, name, out.product)};
  // Demand has hardly any luck of its own: what a middle run was and was not served is what it asked for.
  const std::vector<float> served = curve("served_q50"), missing = curve("unserved_q50");
  for (std::size_t d = 0; d < out.frame.days; ++d)
    out.short_day.push_back(static_cast<double>(served[d]) <
                            out.frame.bar * static_cast<double>(served[d] + missing[d]));
  return out;
}

Arrivals arrivals(const Result& result, const std::string& place, const std::string& product) {
  Arrivals out{.frame = frame_of(result)};
  std::string place_id;
  if (!place.empty()) {
    const std::size_t p = find_place(result, place);
    place_id = values<std::string>(result, "place")[p];
    out.place = values<std::string>(result, "place_name")[p];
  }
  if (!product.empty()) out.product = values<std::string>(result, "product")[find_product(result, product)];
  const auto& lines = values<std::string>(result, "line");
  const auto& m3 = values<double>(result, "volume_delivered");
  const auto& loads = values<double>(result, "loads_delivered");
  const std::size_t runs = out.frame.replications;
  const std::vector<float>* daily = nullptr;
  if (result.find("", "arrivals") != nullptr) {
    expect_series(result, out.frame, "arrivals");
    daily = &values<float>(result, "arrivals");
  }
  std::map<std::string, Totals> totals;
  for (std::size_t l = 0; l < lines.size(); ++l) {
    const LineName line = line_name(lines[l]);
    if (!place_id.empty() && line.place != place_id) continue;
    if (!out.product.empty() && line.product != out.product) continue;
    std::string name = line.corridor;
    if (!place_id.empty()) name = line.supplier + (line.corridor.empty() ? "" : " by " + line.corridor);
    Totals& sum = totals[name];
    sum.m3.resize(runs);
    sum.loads.resize(runs);
    for (std::size_t r = 0; r < runs; ++r) {
      sum.m3[r] += m3[r * lines.size() + l];
      sum.loads[r] += loads[r * lines.size() + l];
    }
    if (daily == nullptr) continue;
    sum.by_day.resize(out.frame.days);
    for (std::size_t d = 0; d < out.frame.days; ++d)
      sum.by_day[d] += static_cast<double>((*daily)[d * lines.size() + l]);
  }
  for (auto& [name, sum] : totals) {
    Arrivals::Row row{name, mean(sum.m3), quantile(std::span{sum.m3}, 0.05),
                      quantile(std::span{sum.m3}, 0.95), mean(sum.loads)};
    row.by_day = std::move(sum.by_day);
    if (name.empty())
      out.without_corridor = row.m3;
    else
      out.rows.push_back(std::move(row));
  }
  std::ranges::stable_sort(out.rows, std::ranges::greater{}, &Arrivals::Row::m3);
  return out;
}

}  // namespace citerne::analysis
