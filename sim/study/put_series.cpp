#include <cmath>

#include <fmt/format.h>

#include "citerne/analysis/statistics.hpp"
#include "making.hpp"

namespace citerne::study {
namespace {

constexpr float kNoneF = std::numeric_limits<float>::quiet_NaN();

/// No amount is below zero; a series says so where there is none: the cover of who burns nothing.
float amount(double value) { return value < 0.0 ? kNoneF : static_cast<float>(value); }

/// Mean over replications of a sum by sample and pair.
void mean_of_pairs(Making& m, const char* name, const char* method, const std::vector<std::int64_t>& sum,
                   double per_unit, Meaning meaning) {
  const std::size_t pairs = m.grid.cell.size();
  std::vector<float> values(m.samples() * m.grid.cells(), kNoneF);
  for (std::size_t k = 0; k < m.samples(); ++k)
    for (std::size_t p = 0; p < pairs; ++p)
      values[k * m.grid.cells() + m.grid.cell[p]] =
          amount(static_cast<double>(sum[k * pairs + p]) / static_cast<double>(m.runs()) / per_unit);
  meaning.more["cell_methods"] = fmt::format("time: {} replication: mean", method);
  m.make.put("", name, {"time", "place", "product"}, std::move(values), std::move(meaning));
}

void mean_of(Making& m, const char* name, const char* axis, const std::vector<std::int64_t>& sum,
             double per_unit, Meaning meaning) {
  std::vector<float> values;
  for (const std::int64_t v : sum)
    values.push_back(static_cast<float>(static_cast<double>(v) / static_cast<double>(m.runs()) / per_unit));
  meaning.more["cell_methods"] = std::string{"time: point replication: mean"};
  m.make.put("", name, {"time", axis}, std::move(values), std::move(meaning));
}

/// Sums over the segments of each corridor.
std::vector<std::int64_t> by_corridor(const Making& m, const std::vector<std::int64_t>& by_segment) {
  const std::size_t segments = m.plan.scenario.network.segments.size();
  std::vector<std::int64_t> sums;
  for (std::size_t k = 0; k < m.samples(); ++k)
    for (const Corridor& c : m.plan.scenario.network.corridors) {
      std::int64_t sum = 0;
      for (const ArcId a : c.arcs) sum += by_segment[k * segments + segment_of(a).index()];
      sums.push_back(sum);
    }
  return sums;
}

/// Share that each event lets through: of controls; 1 for the rest.
std::vector<std::int64_t> by_event(const Making& m, const std::vector<std::int64_t>& by_control) {
  const std::size_t controls = m.plan.watched.size(), events = m.plan.scenario.events.size();
  std::vector<std::int64_t> shares(m.samples() * events, static_cast<std::int64_t>(m.runs()) * 1'000'000);
  for (std::size_t k = 0; k < m.samples(); ++k)
    for (const engine::ControlId c : m.plan.watched)
      shares[k * events + m.plan.controls[c].event.index()] = by_control[k * controls + c.index()];
  return shares;
}

}  // namespace

void put_mean_series(Making& m) {
  const Pooled& p = m.outcome.pooled;
  std::vector<std::int64_t> unserved(p.sum.demand_ml);
  for (std::size_t i = 0; i < unserved.size(); ++i) unserved[i] -= p.sum.served_ml[i];
  mean_of_pairs(m, "stock", "point", p.sum.stock_ml, 1e6, {"m3", "stock"});
  mean_of_pairs(m, "cover", "point", p.sum.cover_s, 86'400.0,
                {"d", "stock over the full demand of the next 7 days; none where nothing is burnt"});
  mean_of_pairs(m, "demand_flow", "sum", p.sum.demand_ml, 1e6,
                {"m3", "demand of the interval behind the sample"});
  mean_of_pairs(m, "served_flow", "sum", p.sum.served_ml, 1e6,
                {"m3", "served in the interval behind the sample"});
  mean_of_pairs(m, "unserved_flow", "sum", unserved, 1e6,
                {"m3", "unserved in the interval behind the sample"});
  mean_of(m, "tankers_moving", "segment", p.moving, 1.0, {"1", "tankers moving on the road"});
  mean_of(m, "tankers_held", "segment", p.held, 1.0, {"1", "tankers held on the road"});
  mean_of(m, "tankers_trapped", "segment", p.trapped, 1.0, {"1", "tankers trapped on the road"});
  mean_of(m, "corridor_moving", "corridor", by_corridor(m, p.moving), 1.0,
          {"1", "tankers moving on the corridor"});
  mean_of(m, "corridor_held", "corridor", by_corridor(m, p.held), 1.0,
          {"1", "tankers held on the corridor's roads"});
  mean_of(m, "tankers_waiting", "network_place", p.waiting, 1.0, {"1", "tankers held at the place"});
  mean_of(m, "tankers_idle", "fleet", p.idle, 1.0, {"1", "tankers at home"});
  mean_of(m, "tankers_at_post", "post", p.at_post, 1.0, {"1", "tankers in the queue or at the desk"});
  if (!m.plan.scenario.assemblies.empty())
    mean_of(m, "tankers_assembling", "assembly", p.assembling, 1.0, {"1", "tankers that wait for company"});
  if (!m.plan.escorts.empty())
    mean_of(m, "tankers_awaiting_escort", "escort", p.awaiting_escort, 1.0,
            {"1", "tankers that wait for a unit, at both ends"});
  mean_of(m, "lets_through", "event", by_event(m, p.passes_ppm), 1e6,
          {"1", "share that the control lets through; 1 when open"});
}

namespace {

void band(Making& m, const char* name, const std::vector<std::vector<float>>& daily, Meaning meaning) {
  const std::size_t pairs = m.grid.cell.size();
  std::vector<float> values(m.day_count() * m.grid.cells(), kNoneF);
  for (const auto& [suffix, share] :
       {std::pair{"q05", 0.05}, std::pair{"q50", 0.50}, std::pair{"q95", 0.95}}) {
    std::vector<float> of_runs(m.runs());
    for (std::size_t d = 0; d < m.day_count(); ++d)
      for (std::size_t p = 0; p < pairs; ++p) {
        for (std::size_t r = 0; r < m.runs(); ++r) of_runs[r] = daily[r][d * pairs + p];
        if (std::isnan(of_runs.front())) continue;  // no sample on this day, in any replication
        values[d * m.grid.cells() + m.grid.cell[p]] = amount(analysis::quantile(std::span{of_runs}, share));
      }
    Meaning told = meaning;
    told.long_name = fmt::format("{}: {:.0f} % quantile over replications (order statistic)",
                                 meaning.long_name, share * 100);
    m.make.put("", fmt::format("{}_{}", name, suffix), {"day", "place", "product"}, values, std::move(told));
  }
}

/// Fuel that came by each line, by day.
void arrivals(Making& m) {
  std::vector<float> values;
  for (const std::int64_t ml : m.outcome.pooled.delivered_ml)
    values.push_back(static_cast<float>(static_cast<double>(ml) / static_cast<double>(m.runs()) / 1e6));
  m.make.put("", "arrivals", {"day", "line"}, std::move(values),
             {"m3",
              "fuel delivered on the day, mean over replications",
              {{"cell_methods", std::string{"day: sum replication: mean"}}}});
}

/// Share of replications without stock at the start of the day, with Wilson's interval.
void zero_stock(Making& m) {
  const std::size_t pairs = m.grid.cell.size();
  std::vector<float> mid(m.day_count() * m.grid.cells(), kNoneF), low = mid, high = mid;
  for (std::size_t d = 0; d < m.day_count(); ++d)
    for (std::size_t p = 0; p < pairs; ++p) {
      const auto dry = static_cast<std::size_t>(m.outcome.pooled.dry[d * pairs + p]);
      const analysis::Interval chance = analysis::share_interval(dry, m.runs());
      const std::size_t at = d * m.grid.cells() + m.grid.cell[p];
      mid[at] = static_cast<float>(chance.mid);
      low[at] = static_cast<float>(chance.low);
      high[at] = static_cast<float>(chance.high);
    }
  const std::vector<std::string> axes{"day", "place", "product"};
  m.make.put("", "zero_stock", axes, std::move(mid),
             {"1", "share of replications without stock at the start of the day"});
  m.make.put("", "zero_stock_low", axes, std::move(low), {"1", "its 95 % interval (Wilson): lower end"});
  m.make.put("", "zero_stock_high", axes, std::move(high), {"1", "its 95 % interval (Wilson): upper end"});
}

}  // namespace

void put_bands(Making& m) {
  const Pooled& p = m.outcome.pooled;
  band(m, "stock", p.daily_stock_m3, {"m3", "stock at the start of the day"});
  band(m, "cover", p.daily_cover_d, {"d", "cover at the start of the day"});
  band(m, "served", p.daily_served_m3, {"m3", "served of the day"});
  band(m, "unserved", p.daily_unserved_m3, {"m3", "unserved of the day"});
  zero_stock(m);
  arrivals(m);
}

namespace {

void every(Making& m, const char* name, double per_unit, Meaning meaning,
           std::vector<std::int64_t> Series::*of) {
  const std::size_t pairs = m.grid.cell.size();
  std::vector<float> values(m.runs() * m.samples() * m.grid.cells(), kNoneF);
  for (std::size_t r = 0; r < m.runs(); ++r)
    for (std::size_t k = 0; k < m.samples(); ++k)
      for (std::size_t p = 0; p < pairs; ++p)
        values[(r * m.samples() + k) * m.grid.cells() + m.grid.cell[p]] =
            amount(static_cast<double>((m.outcome.records[r].series.*of)[k * pairs + p]) / per_unit);
  m.make.put("", name, {"replication", "time", "place", "product"}, std::move(values), std::move(meaning));
}

}  // namespace

void put_every_series(Making& m) {
  every(m, "stock_of_each", 1e6, {"m3", "stock, of each replication"}, &Series::stock_ml);
  every(m, "cover_of_each", 86'400.0, {"d", "cover, of each replication"}, &Series::cover_s);
  every(m, "demand_of_each", 1e6, {"m3", "demand of the interval, of each replication"}, &Series::demand_ml);
  every(m, "served_of_each", 1e6, {"m3", "served in the interval, of each replication"}, &Series::served_ml);
}

}  // namespace citerne::study
