#include "citerne/analysis/run_summary.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "from_result.hpp"

namespace citerne::analysis {
namespace {

/// Values of one cell over replications, from an array (replication, cells).
std::vector<double> over_runs(const std::vector<double>& array, std::size_t runs, std::size_t cells,
                              std::size_t cell) {
  std::vector<double> of_cell;
  for (std::size_t r = 0; r < runs; ++r) of_cell.push_back(array[r * cells + cell]);
  return of_cell;
}

/// Of what is never below zero.
Interval mean_of_amounts(std::span<const double> amounts) {
  Interval mean = mean_interval(amounts);
  mean.low = std::max(0.0, mean.low);
  return mean;
}

void add_short_pairs(const Result& result, RunSummary& sum) {
  const auto& names = values<std::string>(result, "place_name");
  const auto& ids = values<std::string>(result, "place");
  const auto& products = values<std::string>(result, "product");
  const auto& days = values<double>(result, "shortage_days");
  const auto& first = values<double>(result, "first_shortage");
  const auto& at_end = values<double>(result, "short_at_end");
  const auto& demand = values<double>(result, "demand");
  const std::size_t runs = sum.replications, cells = ids.size() * products.size();
  for (std::size_t cell = 0; cell < cells; ++cell) {
    std::vector<double> seen = over_runs(first, runs, cells, cell);
    std::erase_if(seen, [](double d) { return std::isnan(d); });
    if (seen.empty()) continue;
    ShortPair pair{.place = names[cell / products.size()],
                   .place_id = ids[cell / products.size()],
                   .product = products[cell % products.size()]};
    pair.chance = share_interval(seen.size(), runs);
    pair.first_day = censored_quantile(seen, runs, 0.50);
    pair.early = censored_quantile(seen, runs, 0.05);
    pair.late = censored_quantile(seen, runs, 0.95);
    pair.days = mean_of_amounts(over_runs(days, runs, cells, cell));
    const std::vector<double> last = over_runs(at_end, runs, cells, cell);
    pair.ever_short_at_end = std::ranges::count(last, 1.0) > 0;
    pair.demand_m3 = mean_interval(over_runs(demand, runs, cells, cell)).mid;
    sum.short_pairs.push_back(std::move(pair));
  }
  const auto order = [](const ShortPair& p) { return p.first_day.value_or(1e9); };
  std::ranges::stable_sort(sum.short_pairs, {}, order);
}

void add_classes(const Result& result, RunSummary& sum) {
  const auto& classes = values<std::string>(result, "class");
  const auto& demand = values<double>(result, "demand_by_class");
  const auto& served = values<double>(result, "served_by_class");
  const std::size_t width = classes.size(),
                    per_run = demand.size() / std::max<std::size_t>(1, sum.replications);
  for (std::size_t c = 0; c < width; ++c) {
    std::vector<double> unserved(sum.replications, 0.0);
    ClassTotal total{.consumer = classes[c]};
    for (std::size_t r = 0; r < sum.replications; ++r)
      for (std::size_t i = r * per_run + c; i < (r + 1) * per_run; i += width) {
        if (std::isnan(demand[i])) continue;
        unserved[r] += demand[i] - served[i];
        total.demand_m3 += demand[i] / static_cast<double>(sum.replications);
      }
    total.unserved_m3 = mean_of_amounts(unserved);
    sum.classes.push_back(total);
  }
}

void add_struck(const Result& result, RunSummary& sum) {
  const auto& events = values<std::string>(result, "event");
  for (std::size_t e = 0; e < events.size(); ++e) {
    const auto mean_of = [&](const char* name) {
      if (result.find("", name) == nullptr) return Interval{};  // a file from before there was such a thing
      return mean_of_amounts(over_runs(values<double>(result, name), sum.replications, events.size(), e));
    };
    const StruckEvent event{events[e],
                            mean_of("struck_lost"),
                            mean_of("struck_trapped"),
                            mean_of("threats_came"),
                            mean_of("convoys_struck"),
                            mean_of("convoys_beaten_off"),
                            mean_of("crews_abducted")};
    if (event.lost.mid + event.trapped.mid + event.convoys.mid + event.beaten_off.mid + event.threats.mid >
        0.0)
      sum.struck.push_back(event);
  }
}

void add_escorts(const Result& result, RunSummary& sum) {
  if (result.find("", "escort_wait") == nullptr) return;
  const auto& escorts = values<std::string>(result, "escort");
  const auto& states = values<std::string>(result, "unit_state");
  const auto& hours = values<double>(result, "unit_hours");
  const auto leads = static_cast<std::size_t>(std::ranges::find(states, "leads") - states.begin());
  for (std::size_t e = 0; e < escorts.size(); ++e) {
    const auto of = [&](const char* name) {
      return over_runs(values<double>(result, name), sum.replications, escorts.size(), e);
    };
    const std::vector<double> tankers = of("tankers_at_escort"), waited = of("escort_wait");
    std::vector<double> each;
    double all = 0.0, leading = 0.0;
    for (std::size_t r = 0; r < sum.replications; ++r) {
      if (tankers[r] > 0.0) each.push_back(waited[r] / tankers[r]);
      for (std::size_t s = 0; s < states.size(); ++s) {
        const double h = hours[(r * escorts.size() + e) * states.size() + s];
        all += h;
        if (s == leads) leading += h;
      }
    }
    sum.escorts.push_back({escorts[e], mean_of_amounts(of("convoys_led")), mean_of_amounts(tankers),
                           each.empty() ? Interval{} : mean_of_amounts(each),
                           all > 0.0 ? leading / all : 0.0});
  }
}

void add_levies(const Result& result, RunSummary& sum) {
  if (result.find("", "levied") == nullptr) return;
  const auto& events = values<std::string>(result, "event");
  for (std::size_t e = 0; e < events.size(); ++e) {
    const auto paid = over_runs(values<double>(result, "levied"), sum.replications, events.size(), e);
    if (std::ranges::any_of(paid, [](double xof) { return xof > 0.0; }))
      sum.levies.push_back({events[e], mean_of_amounts(paid)});
  }
}

void add_weeks(const Result& result, RunSummary& sum) {
  if (result.find("", "demand_flow") == nullptr) return;
  const auto& names = values<std::string>(result, "place_name");
  const auto& times = values<std::int64_t>(result, "time");
  const auto& demand = values<float>(result, "demand_flow");
  const auto& unserved = values<float>(result, "unserved_flow");
  const std::size_t products = length(result, "product"),
                    weeks = times.empty() ? 0 : static_cast<std::size_t>(times.back() / 604'800) + 1;
  for (std::size_t p = 0; p < names.size(); ++p) {
    PlaceWeeks row{.place = names[p]};
    std::vector<double> asked(weeks, 0.0), missing(weeks, 0.0);
    for (std::size_t k = 0; k < times.size(); ++k)
      for (std::size_t f = 0; f < products; ++f) {
        const std::size_t i = (k * names.size() + p) * products + f;
        if (std::isnan(demand[i])) continue;
        asked[static_cast<std::size_t>(times[k] / 604'800)] += static_cast<double>(demand[i]);
        missing[static_cast<std::size_t>(times[k] / 604'800)] += static_cast<double>(unserved[i]);
      }
    for (std::size_t w = 0; w < weeks; ++w) {
      row.demand_m3 += asked[w];
      row.unserved.push_back(asked[w] > 0.0 ? missing[w] / asked[w] : 0.0);
    }
    sum.weeks.push_back(std::move(row));
  }
  std::ranges::stable_sort(sum.weeks, std::ranges::greater{}, &PlaceWeeks::demand_m3);
}

}  // namespace

RunSummary summarise(const Result& result) {
  RunSummary sum;
  sum.title = attribute<std::string>(result, "title");
  sum.seed = attribute<std::int64_t>(result, "seed");
  sum.start_unix = instant(result, "start").unix_seconds();
  sum.end_unix = instant(result, "end").unix_seconds();
  sum.shortage_bar_percent = attribute<double>(result, "shortage_served_below_percent");
  sum.shortage_days = attribute<std::int64_t>(result, "shortage_days");
  sum.replications = length(result, "replication");
  if (sum.replications == 0) return sum;
  add_short_pairs(result, sum);
  add_classes(result, sum);
  add_struck(result, sum);
  add_escorts(result, sum);
  sum.leanings = leanings_of_unserved(result);
  add_levies(result, sum);
  sum.bypasses = bypasses(result);
  add_weeks(result, sum);
  return sum;
}

}  // namespace citerne::analysis
