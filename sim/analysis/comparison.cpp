#include "citerne/analysis/comparison.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "bootstrap.hpp"
#include "citerne/base/dates.hpp"
#include "from_result.hpp"

namespace citerne::analysis {
namespace {

constexpr double kWorstShare = 0.05;  // of runs

/// One figure of every pair of runs; infinity where the event did not come by the end.
struct PairedFigures {
  std::vector<double> first, second;
};

/// What one result says of each replication that both have.
class Side {
 public:
  Side(const Result& result, const std::vector<std::size_t>& runs) : result_{result}, runs_{runs} {
    const auto& places = values<std::string>(result, "place");
    const auto& products = values<std::string>(result, "product");
    for (std::size_t i = 0; i < places.size(); ++i) place_[places[i]] = i;
    for (std::size_t i = 0; i < products.size(); ++i) product_[products[i]] = i;
    cells_ = places.size() * products.size();
  }

  /// NaN where the place stocks no such product, or burns none.
  std::vector<double> pair(const std::string& array, const std::string& place,
                           const std::string& product) const {
    const auto p = product_.find(product);
    std::vector<double> of_pair(runs_.size(), std::nan(""));
    if (p == product_.end()) return of_pair;
    const auto& all = values<double>(result_, array);
    for (std::size_t i = 0; i < runs_.size(); ++i)
      of_pair[i] = all[runs_[i] * cells_ + place_.at(place) * product_.size() + p->second];
    return of_pair;
  }

  std::vector<double> total(const std::string& array, const std::string& axis) const {
    const auto& all = values<double>(result_, array);
    const std::size_t width = length(result_, axis);
    std::vector<double> sums(runs_.size(), 0.0);
    for (std::size_t i = 0; i < runs_.size(); ++i)
      for (std::size_t k = 0; k < width; ++k) sums[i] += all[runs_[i] * width + k];
    return sums;
  }

 private:
  const Result& result_;
  const std::vector<std::size_t>& runs_;
  std::map<std::string, std::size_t> place_, product_;
  std::size_t cells_ = 0;
};

template <class T>
void expect_same(const Result& a, const Result& b, const char* attribute_name, const char* what) {
  if (attribute<T>(a, attribute_name) != attribute<T>(b, attribute_name))
    throw NotComparable{std::string{"the two results cannot be paired: they differ in their "} + what};
}

void expect_comparable(const Result& a, const Result& b) {
  expect_same<std::int64_t>(a, b, "seed",
                            "seed, so run 17 met other luck in each; run both with the same --seed");
  expect_same<std::int64_t>(a, b, "results_version", "results version; run both with the same citerne");
  expect_same<std::string>(a, b, "start", "start; give both the same calendar");
  expect_same<std::string>(a, b, "end", "end; give both the same calendar");
  expect_same<double>(a, b, "shortage_served_below_percent", "shortage rule (`shortage.served_below`)");
  expect_same<std::int64_t>(a, b, "shortage_days", "shortage rule (`shortage.days`)");
}

/// Positions of the replications that both have, in the order of their numbers.
std::pair<std::vector<std::size_t>, std::vector<std::size_t>> pair_runs(const Result& a, const Result& b) {
  const auto& in_a = values<std::int64_t>(a, "replication");
  const auto& in_b = values<std::int64_t>(b, "replication");
  std::pair<std::vector<std::size_t>, std::vector<std::size_t>> at;
  for (std::size_t i = 0; i < in_a.size(); ++i)
    if (const auto found = std::ranges::lower_bound(in_b, in_a[i]);
        found != in_b.end() && *found == in_a[i]) {
      at.first.push_back(i);
      at.second.push_back(static_cast<std::size_t>(found - in_b.begin()));
    }
  if (at.first.empty()) throw NotComparable{"the two results have no replication in common"};
  return at;
}

double variance(const std::vector<double>& x) {
  double mean = 0.0, sum = 0.0;
  for (const double v : x) mean += v / static_cast<double>(x.size());
  for (const double v : x) sum += (v - mean) * (v - mean);
  return sum / static_cast<double>(x.size() - 1);
}

/// Fills in the statistics of a row. A run without the event counts with the whole `horizon`: the mean is the
/// restricted mean of survival analysis, and its differences have no bias (Royston and Parmar, 2013).
void fill(Compared& row, PairedFigures figures, double horizon) {
  const auto restrict_to = [&](std::vector<double>& x, std::optional<double>& median) {
    std::vector<double> seen;
    std::ranges::copy_if(x, std::back_inserter(seen), [](double v) { return std::isfinite(v); });
    median = censored_quantile(seen, x.size(), 0.5);
    for (double& v : x) v = std::isfinite(v) ? v : horizon;
    return x.size() - seen.size();
  };
  row.first_censored = restrict_to(figures.first, row.first_median);
  row.second_censored = restrict_to(figures.second, row.second_median);
  row.first = mean(figures.first);
  row.second = mean(figures.second);
  std::vector<double> difference;
  for (std::size_t i = 0; i < figures.first.size(); ++i)
    difference.push_back(figures.second[i] - figures.first[i]);
  row.difference = mean_interval(difference);
  row.p = paired_p(difference);
  if (std::ranges::all_of(difference, [](double d) { return d == 0.0; })) row.verdict = Verdict::same;
  if (difference.size() > 1 && variance(difference) > 0.0)
    row.pairing_gain = (variance(figures.first) + variance(figures.second)) / variance(difference);
}

bool burnt(const std::vector<double>& x) { return !x.empty() && !std::isnan(x.front()); }

/// Builds the rows of all measures.
class Table {
 public:
  Table(const Result& a, const Result& b, const std::vector<std::size_t>& in_a,
        const std::vector<std::size_t>& in_b, double horizon)
      : a_{a, in_a}, b_{b, in_b}, result_a_{a}, runs_{in_a.size()}, horizon_{horizon} {}

  std::vector<Compared> rows(const std::vector<std::string>& places) {
    country_ = {zeros(), zeros()};
    for (const std::string& place : places) of_place(place);
    add({.measure = Measure::unserved, .demand_m3 = demand_}, country_);
    add({.measure = Measure::tankers_lost},
        {a_.total("tankers_lost", "fleet"), b_.total("tankers_lost", "fleet")});
    correct();
    std::ranges::stable_sort(rows_, [](const Compared& x, const Compared& y) {
      const auto key = [](const Compared& r) {
        return std::tuple{r.measure, r.place_id.empty() ? 0 : r.product.empty() ? 1 : 2, -r.demand_m3};
      };
      return key(x) < key(y);
    });
    return std::move(rows_);
  }
  PairedFigures unserved_of_country() const { return country_; }

 private:
  void of_place(const std::string& place) {
    const auto& names = values<std::string>(result_a_, "place_name");
    const auto& ids = values<std::string>(result_a_, "place");
    const std::string name = names[static_cast<std::size_t>(std::ranges::find(ids, place) - ids.begin())];
    PairedFigures unserved{zeros(), zeros()}, days{zeros(), zeros()}, first{never(), never()};
    double demand = 0.0;
    bool any = false;
    for (const std::string& product : values<std::string>(result_a_, "product")) {
      const auto of = [&](const char* array) {
        return PairedFigures{a_.pair(array, place, product), b_.pair(array, place, product)};
      };
      const PairedFigures short_days = of("shortage_days");
      if (!burnt(short_days.first) || !burnt(short_days.second)) continue;
      any = true;
      const PairedFigures missing = of("unserved");
      PairedFigures onset = of("first_shortage");
      for (auto* side : {&onset.first, &onset.second})
        for (double& v : *side) v = std::isnan(v) ? std::numeric_limits<double>::infinity() : v;
      const double asked = mean(a_.pair("demand", place, product));
      demand += asked;
      add_all({.place_id = place, .place = name, .product = product, .demand_m3 = asked}, onset, short_days,
              missing);
      join(unserved, missing, std::plus{});
      join(days, short_days, [](double x, double y) { return std::max(x, y); });
      join(first, onset, [](double x, double y) { return std::min(x, y); });
    }
    if (!any) return;
    join(country_, unserved, std::plus{});
    demand_ += demand;
    add_all({.place_id = place, .place = name, .demand_m3 = demand}, first, days, unserved);
  }

  /// Holm's correction over all rows of a measure, then the verdicts.
  void correct() {
    for (const Measure m : kCompared) {
      std::vector<double> p;
      for (const Compared& row : rows_)
        if (row.measure == m) p.push_back(row.p);
      const std::vector<double> together = holm(p);
      std::size_t k = 0;
      for (Compared& row : rows_) {
        if (row.measure != m) continue;
        row.p = together[k++];
        if (row.verdict == Verdict::same || row.p >= kUnsure) continue;
        row.verdict = (row.difference.mid > 0.0) == more_is_better(m) ? Verdict::better : Verdict::worse;
      }
    }
  }

  void add_all(Compared row, const PairedFigures& onset, const PairedFigures& short_days,
               const PairedFigures& unserved) {
    row.measure = Measure::first_shortage;
    add(row, onset);
    row.measure = Measure::shortage_days;
    add(row, short_days);
    row.measure = Measure::unserved;
    add(row, unserved);
  }
  void add(Compared row, const PairedFigures& figures) {
    fill(row, figures, horizon_);
    rows_.push_back(std::move(row));
  }
  template <class Join>
  static void join(PairedFigures& to, const PairedFigures& from, Join how) {
    std::ranges::transform(to.first, from.first, to.first.begin(), how);
    std::ranges::transform(to.second, from.second, to.second.begin(), how);
  }
  std::vector<double> zeros() const { return std::vector<double>(runs_, 0.0); }
  std::vector<double> never() const {
    return std::vector<double>(runs_, std::numeric_limits<double>::infinity());
  }

  Side a_, b_;
  const Result& result_a_;
  std::size_t runs_;
  double horizon_;
  double demand_ = 0.0;
  PairedFigures country_;
  std::vector<Compared> rows_;
};

WorstRuns worst_runs(const PairedFigures& unserved) {
  WorstRuns worst;
  const std::size_t n = unserved.first.size();
  std::vector<double> first = unserved.first, second = unserved.second;
  worst.first_m3 = mean_of_worst(first, kWorstShare);
  worst.second_m3 = mean_of_worst(second, kWorstShare);
  worst.too_few = n < 100;
  const auto difference = bootstrap(n, kResamples, [&](std::span<const std::size_t> chosen) {
    for (std::size_t i = 0; i < n; ++i) {
      first[i] = unserved.first[chosen[i]];
      second[i] = unserved.second[chosen[i]];
    }
    return std::optional{std::vector{mean_of_worst(second, kWorstShare) - mean_of_worst(first, kWorstShare)}};
  });
  worst.difference = difference->front();
  return worst;
}

}  // namespace

std::string word(Verdict v) {
  constexpr std::array kWords{"same", "better", "worse", "unclear"};
  return kWords[static_cast<std::size_t>(v)];
}

Comparison compare(const Result& first, const Result& second) {
  expect_comparable(first, second);
  const auto [in_first, in_second] = pair_runs(first, second);
  Comparison c;
  c.first_title = attribute<std::string>(first, "title");
  c.second_title = attribute<std::string>(second, "title");
  c.seed = attribute<std::int64_t>(first, "seed");
  const Instant start = parse_instant(attribute<std::string>(first, "start")).value_or(Instant{});
  c.start_unix = start.unix_seconds();
  c.replications = in_first.size();
  c.left_out = length(first, "replication") + length(second, "replication") - 2 * c.replications;
  std::vector<std::string> both;
  const auto& in_a = values<std::string>(first, "place");
  const auto& in_b = values<std::string>(second, "place");
  for (const std::string& place : in_a)
    (std::ranges::count(in_b, place) > 0 ? both : c.only_in_one).push_back(place);
  for (const std::string& place : in_b)
    if (std::ranges::count(in_a, place) == 0) c.only_in_one.push_back(place);
  Table table{first, second, in_first, in_second, length_in_days(first)};
  c.rows = table.rows(both);
  c.worst = worst_runs(table.unserved_of_country());
  return c;
}

}  // namespace citerne::analysis
