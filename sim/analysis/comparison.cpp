#include "citerne/analysis/comparison.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>

#include "bootstrap.hpp"
#include "from_result.hpp"

namespace citerne::analysis {
namespace {

constexpr double kWorstShare = 0.05;  // of runs

/// One figure of every pair of runs; infinity where the event did not come by the end.
struct PairedFigures {
  std::vector<double> first, second;
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

/// Ids and names of the places of both, in the order of the first.
struct Places {
  std::vector<std::string> ids, names;
};

/// Builds the rows of all measures.
class Pairing {
 public:
  Pairing(const Result& a, const Result& b)
      : a_{a},
        b_{b},
        runs_{pair_runs(a, b)},
        horizon_{length_in_days(a)},
        products_{values<std::string>(a, "product")} {
    const Burnt in_b = burnt_in(b);
    for (const auto& burnt : burnt_in(a))
      if (in_b.contains(burnt)) in_both_.insert(burnt);
    if (in_both_.empty()) throw NotComparable{"the two results have no place in common that burns the same"};
  }

  std::vector<Compared> rows(const Places& places) {
    add({.measure = Measure::tankers_lost});
    add_all({});
    for (std::size_t p = 0; p < places.ids.size(); ++p) {
      std::size_t products = 0;
      for (const std::string& product : products_) {
        if (!in_both_.contains({places.ids[p], product})) continue;
        add_all({.place_id = places.ids[p], .place = places.names[p], .product = product});
        ++products;
      }
      if (products > 0) add_all({.place_id = places.ids[p], .place = places.names[p]});
    }
    correct();
    std::ranges::stable_sort(rows_, [](const Compared& x, const Compared& y) {
      const auto key = [](const Compared& r) {
        return std::tuple{r.measure, r.place_id.empty() ? 0 : r.product.empty() ? 1 : 2, -r.demand_m3};
      };
      return key(x) < key(y);
    });
    return std::move(rows_);
  }

  std::size_t pairs() const { return runs_.first.size(); }

  PairedFigures of(const Metric& metric) const {
    const auto chosen = [&](const Result& result, const std::vector<std::size_t>& runs) {
      const std::vector<double> all = values_of(result, metric, in_both_);
      std::vector<double> figures;
      for (const std::size_t r : runs) figures.push_back(all[r]);
      return figures;
    };
    return {chosen(a_, runs_.first), chosen(b_, runs_.second)};
  }

 private:
  /// A row for each measure that is of places.
  void add_all(Compared row) {
    for (const Measure part : {Measure::served, Measure::unserved})
      row.demand_m3 += mean(of({part, row.place_id, row.product}).first);
    for (const Measure m : kMeasures) {
      if (m == Measure::tankers_lost) continue;
      row.measure = m;
      add(row);
    }
  }
  void add(Compared row) {
    fill(row, of({row.measure, row.place_id, row.product}), horizon_);
    rows_.push_back(std::move(row));
  }

  /// Holm's correction over all rows of a measure, then the verdicts.
  void correct() {
    for (const Measure m : kMeasures) {
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

  const Result &a_, &b_;
  std::pair<std::vector<std::size_t>, std::vector<std::size_t>> runs_;
  double horizon_;
  const std::vector<std::string>& products_;
  Burnt in_both_;
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
  Pairing pairing{first, second};
  Comparison c;
  c.first_title = attribute<std::string>(first, "title");
  c.second_title = attribute<std::string>(second, "title");
  c.seed = attribute<std::int64_t>(first, "seed");
  c.start_unix = instant(first, "start").unix_seconds();
  c.replications = pairing.pairs();
  c.left_out = length(first, "replication") + length(second, "replication") - 2 * c.replications;
  const auto& in_a = values<std::string>(first, "place");
  const auto& names = values<std::string>(first, "place_name");
  const auto& in_b = values<std::string>(second, "place");
  Places both;
  for (std::size_t p = 0; p < in_a.size(); ++p) {
    if (std::ranges::count(in_b, in_a[p]) == 0) {
      c.only_in_one.push_back(in_a[p]);
      continue;
    }
    both.ids.push_back(in_a[p]);
    both.names.push_back(names[p]);
  }
  for (const std::string& place : in_b)
    if (std::ranges::count(in_a, place) == 0) c.only_in_one.push_back(place);
  c.rows = pairing.rows(both);
  c.worst = worst_runs(pairing.of({Measure::unserved, "", ""}));
  return c;
}

}  // namespace citerne::analysis
