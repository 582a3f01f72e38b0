#include "citerne/sweep/study_file.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "citerne/base/csv_text.hpp"
#include "citerne/engine/event.hpp"
#include "citerne/store/result_file.hpp"
#include "number_text.hpp"

namespace citerne::sweep {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Figure figure_of(std::vector<double> values, double length_d) {
  Figure figure;
  std::vector<double> finite = values;
  for (double& v : finite) {
    if (std::isfinite(v)) continue;
    ++figure.censored;
    v = length_d;
  }
  figure.mean = analysis::mean_interval(finite);
  figure.low = analysis::quantile(std::span{values}, 0.05);
  figure.median = analysis::quantile(std::span{values}, 0.5);
  figure.high = analysis::quantile(std::span{values}, 0.95);
  return figure;
}

Attributes about(std::string units, const char* long_name) {
  return {{"units", std::move(units)}, {"long_name", std::string{long_name}}};
}

/// Builds what `study.h5` holds besides the values themselves.
class Head {
 public:
  Head(const Sweep& sweep, const StudyFigures& figures) : sweep_{sweep}, figures_{figures} {}

  Result make(const std::string& manifest) {
    scale("cell", numbers(sweep_.cells.size()), "cell: a value for each factor");
    scale("replication", numbers(sweep_.replications),
          "replication; the same number has the same luck in all cells");
    std::vector<std::string> metrics, units, factors, paths;
    for (const analysis::Metric& metric : sweep_.metrics) {
      metrics.push_back(analysis::word(metric));
      units.push_back(analysis::unit(metric.measure));
    }
    for (const Factor& factor : sweep_.factors) {
      factors.push_back(factor.name);
      paths.push_back(factor.path.empty() ? "responses" : factor.path);
    }
    scale("metric", metrics, "what is measured, of which place and product");
    scale("factor", factors, "what cells differ in");
    put("metric_unit", {"metric"}, units, about("1", "unit of the metric's values"));
    put("factor_path", {"factor"}, paths, about("1", "dotted path of the value in the scenario"));
    for (std::size_t i = 0; i < sweep_.factors.size(); ++i) put_factor(i);
    put_figures();
    result_.variables.push_back({"provenance",
                                 "study",
                                 {},
                                 std::vector<std::string>{manifest},
                                 about("1", "study.json of the study")});
    result_.attributes = {{"title", sweep_.name},
                          {"source", fmt::format("citerne {}", CITERNE_VERSION)},
                          {"format_version", std::int64_t{1}},
                          {"results_version", std::int64_t{engine::kResultsVersion}},
                          {"kind", std::string{"study"}},
                          {"design", word(sweep_.design)},
                          {"seed", static_cast<std::int64_t>(sweep_.seed)}};
    return std::move(result_);
  }

  /// Names of the factors' arrays: readers take them as coordinates.
  std::string coordinates() const {
    std::string names;
    for (const Factor& factor : sweep_.factors) names += (names.empty() ? "" : " ") + factor.name;
    return names;
  }

 private:
  static std::vector<std::int64_t> numbers(std::size_t count) {
    std::vector<std::int64_t> numbers;
    for (std::size_t i = 0; i < count; ++i) numbers.push_back(static_cast<std::int64_t>(i));
    return numbers;
  }
  void scale(const std::string& name, Values values, const char* long_name) {
    result_.axes[name] = std::visit([](const auto& v) { return v.size(); }, values);
    put(name, {name}, std::move(values), about("1", long_name));
  }
  void put(std::string name, std::vector<std::string> axes, Values values, Attributes attributes) {
    result_.variables.push_back(
        {"", std::move(name), std::move(axes), std::move(values), std::move(attributes)});
  }

  /// Numbers where all its values are, in one unit; else words.
  void put_factor(std::size_t i) {
    const Factor& factor = sweep_.factors[i];
    std::vector<double> reals;
    std::vector<std::string> words;
    std::string unit;
    bool are_numbers = true;
    for (const Cell& cell : sweep_.cells) {
      words.push_back(cell[i]);
      const auto number = number_of(cell[i]);
      are_numbers = are_numbers && number && (reals.empty() || number->unit == unit);
      if (!are_numbers) continue;
      unit = number->unit;
      reals.push_back(number->value);
    }
    Attributes attributes = about(are_numbers && !unit.empty() ? unit : "1", "value of the factor");
    attributes["path"] = factor.path.empty() ? std::string{"responses"} : factor.path;
    put(factor.name, {"cell"}, are_numbers ? Values{reals} : Values{words}, std::move(attributes));
  }

  template <class Value>
  void put_figure(const char* name, const char* long_name, Value value) {
    std::vector<double> values;
    for (const CellFigures& cell : figures_.cells)
      for (std::size_t m = 0; m < sweep_.metrics.size(); ++m) {
        const double v = cell.metrics.empty() ? kMissing : value(cell.metrics[m]);
        values.push_back(std::isfinite(v) ? v : kMissing);
      }
    Attributes attributes = about("1", long_name);
    attributes["coordinates"] = coordinates() + " metric_unit";
    put(name, {"cell", "metric"}, std::move(values), std::move(attributes));
  }

  void put_figures() {
    std::vector<std::int64_t> runs;
    std::vector<double> lengths;
    for (const CellFigures& cell : figures_.cells) {
      runs.push_back(static_cast<std::int64_t>(cell.runs));
      lengths.push_back(cell.runs > 0 ? cell.length_d : kMissing);
    }
    put("runs", {"cell"}, std::move(runs), about("1", "replications that were run"));
    put("length", {"cell"}, std::move(lengths),
        about("d", "length of a run; a run without the event counts with it in means"));
    put_figure("mean", "mean over replications", [](const Figure& f) { return f.mean.mid; });
    put_figure("low", "lower end of its 95 % interval", [](const Figure& f) { return f.mean.low; });
    put_figure("high", "upper end of its 95 % interval", [](const Figure& f) { return f.mean.high; });
    put_figure("median", "median over replications; missing: not by the end in half of them",
               [](const Figure& f) { return f.median; });
    put_figure("q05", "5 % of replications lie at or below", [](const Figure& f) { return f.low; });
    put_figure("q95", "95 % of replications lie at or below", [](const Figure& f) { return f.high; });
    put_figure("censored", "replications without the event by the end",
               [](const Figure& f) { return static_cast<double>(f.censored); });
  }

  const Sweep& sweep_;
  const StudyFigures& figures_;
  Result result_;
};

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.10g}", value) : ""; }

}  // namespace

std::vector<double> values_of_cell(const Folder& folder, std::size_t cell) {
  const Sweep& sweep = folder.sweep();
  const std::size_t width = sweep.metrics.size();
  std::vector<double> values(sweep.replications * width, kMissing);
  for (std::size_t b = 0; b < sweep.blocks(); ++b) {
    const Task t = task(sweep, cell * sweep.blocks() + b);
    if (folder.state(t) != Folder::State::done) continue;
    const Shard shard = folder.read(t);
    std::ranges::copy(shard.values, values.begin() + static_cast<std::ptrdiff_t>(t.first * width));
  }
  return values;
}

StudyFigures figures_of(const Folder& folder) {
  const Sweep& sweep = folder.sweep();
  const std::size_t width = sweep.metrics.size();
  StudyFigures figures;
  for (std::size_t c = 0; c < sweep.cells.size(); ++c) {
    CellFigures& cell = figures.cells.emplace_back();
    std::vector<std::vector<double>> by_metric(width);
    for (std::size_t b = 0; b < sweep.blocks(); ++b) {
      const Task t = task(sweep, c * sweep.blocks() + b);
      const Folder::State state = folder.state(t);
      if (state == Folder::State::absent) figures.absent.push_back(t.number);
      if (state == Folder::State::failed) figures.failed.push_back(t.number);
      if (state != Folder::State::done) continue;
      const Shard shard = folder.read(t);
      cell.runs += t.count;
      cell.length_d = shard.length_d;
      for (std::size_t i = 0; i < shard.values.size(); ++i) by_metric[i % width].push_back(shard.values[i]);
    }
    if (cell.runs == 0) continue;
    for (std::vector<double>& values : by_metric)
      cell.metrics.push_back(figure_of(std::move(values), cell.length_d));
  }
  return figures;
}

void write_study(const Folder& folder, const StudyFigures& figures) {
  const Sweep& sweep = folder.sweep();
  Head head{sweep, figures};
  store::StreamedArray values;
  values.head = {
      "",
      "value",
      {"cell", "replication", "metric"},
      {},
      about("1", "value of the metric, in metric_unit; missing: the event did not come, or not run")};
  values.head.attributes["coordinates"] = head.coordinates() + " metric_unit";
  values.row = [&](std::size_t cell) {
    std::vector<double> row = values_of_cell(folder, cell);
    std::ranges::replace_if(
        row, [](double v) { return !std::isfinite(v); }, kMissing);
    return row;
  };
  store::write_streamed(head.make(folder.manifest()), values, folder.path() / "study.h5",
                        store::Overwrite::yes);
  const std::string csv = csv_of(sweep, figures);
  store::write_whole(folder.path() / "study.csv", std::as_bytes(std::span{csv}), store::Overwrite::yes);
}

std::string csv_of(const Sweep& sweep, const StudyFigures& figures) {
  std::string csv = "cell";
  for (const Factor& factor : sweep.factors) csv += "," + factor.name;
  csv += ",metric,unit,runs,mean,low,high,median,q05,q95,censored\n";
  for (std::size_t c = 0; c < sweep.cells.size(); ++c)
    for (std::size_t m = 0; m < sweep.metrics.size(); ++m) {
      const CellFigures& cell = figures.cells[c];
      csv += fmt::format("{}", c);
      for (const std::string& value : sweep.cells[c]) csv += "," + csv_value(value);
      csv += fmt::format(",{},{},{}", analysis::word(sweep.metrics[m]),
                         analysis::unit(sweep.metrics[m].measure), cell.runs);
      const Figure f = cell.metrics.empty()
                           ? Figure{{kMissing, kMissing, kMissing}, kMissing, kMissing, kMissing, 0}
                           : cell.metrics[m];
      for (const double v : {f.mean.mid, f.mean.low, f.mean.high, f.median, f.low, f.high})
        csv += "," + number(v);
      csv += fmt::format(",{}\n", f.censored);
    }
  return csv;
}

}  // namespace citerne::sweep
