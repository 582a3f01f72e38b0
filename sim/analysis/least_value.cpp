#include "citerne/analysis/least_value.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>

#include "citerne/analysis/statistics.hpp"
#include "citerne/base/contract.hpp"

namespace citerne::analysis {
namespace {

/// Later less earlier, of the runs that both have.
std::vector<double> differences(std::span<const double> earlier, std::span<const double> later) {
  std::vector<double> d(std::min(earlier.size(), later.size()));
  for (std::size_t r = 0; r < d.size(); ++r) d[r] = later[r] - earlier[r];
  return d;
}

/// Chance of so many of `worse + better` fair coins or more.
double sign_test(std::size_t worse, std::size_t better) {
  if (worse == 0) return 1.0;
  const boost::math::binomial coins{static_cast<double>(worse + better), 0.5};
  return boost::math::cdf(boost::math::complement(coins, static_cast<double>(worse) - 1.0));
}

void append(Trial& to, const Trial& more) {
  to.met.insert(to.met.end(), more.met.begin(), more.met.end());
  to.figures.insert(to.figures.end(), more.figures.begin(), more.figures.end());
  to.unserved_m3.insert(to.unserved_m3.end(), more.unserved_m3.begin(), more.unserved_m3.end());
}

/// Of each interval, so that a decision is wrong in 5 % of cases at most however often one looks.
double confidence_of(std::size_t runs, std::size_t most_runs) {
  std::size_t looks = 1;
  for (; runs < most_runs; runs *= 2) ++looks;
  return 1.0 - kUnsure / static_cast<double>(looks);
}

struct Stopped {};

class Searching {
 public:
  Searching(std::size_t values, const Goal& goal, const SearchEffort& effort, const Try& attempt)
      : values_{values}, goal_{goal}, effort_{effort}, attempt_{attempt} {
    search_.confidence = confidence_of(effort.runs, effort.most_runs);
  }

  Search run() {
    try {
      look();
    } catch (const Stopped&) {
      search_.stopped = true;
      search_.found.reset();
      search_.plateau.reset();
    }
    for (const auto& [value, trial] : trials_) search_.tried.push_back(tried(value, trial));
    count_reversals();
    return std::move(search_);
  }

 private:
  void look() {
    for (std::size_t quarter = 0; quarter <= 4; ++quarter) decide(quarter * (values_ - 1) / 4);
    if (decide(0) == Decision::met) {
      search_.breach = strongest_breach();
      search_.found = 0;
      return;
    }
    bisect();
    if (!search_.breach && !search_.found) {
      find_plateau();
      bisect();  // from a value tried for the plateau that meets after all
    }
    if (search_.breach) scan();
    if (search_.breach || search_.found) search_.plateau.reset();
  }

  /// Of the values that were tried.
  std::map<std::size_t, Trial>::iterator first_met() {
    return std::ranges::find_if(trials_, [&](const auto& t) { return decide(t.first) == Decision::met; });
  }

  void bisect() {
    search_.breach = strongest_breach();
    for (auto met = first_met(); met != trials_.end() && !search_.breach; met = first_met()) {
      search_.found = met->first;
      const std::size_t below = std::prev(met)->first;  // value 0 is not met
      if (met->first - below == 1) return;
      decide(below + (met->first - below) / 2);
      search_.breach = strongest_breach();
    }
  }

  void scan() {
    const std::size_t count = std::min(values_, std::max<std::size_t>(effort_.most_scanned, 2));
    search_.way = count < values_ ? Search::Way::scanned_in_part : Search::Way::scanned;
    search_.found.reset();
    for (std::size_t i = 0; i < count && !search_.found; ++i) {
      const std::size_t value = i * (values_ - 1) / (count - 1);
      decide(value);
      const auto met = first_met();  // maybe one between, tried before
      if (met != trials_.end() && met->first <= value) search_.found = met->first;
    }
  }

  /// The least value from which on outcomes are those of the last.
  void find_plateau() {
    std::size_t high = values_ - 1;
    std::size_t low = 0;
    if (alike(0, values_ - 1)) high = 0;
    while (high - low > 1) {
      const std::size_t middle = low + (high - low) / 2;
      (alike(middle, values_ - 1) ? high : low) = middle;
    }
    if (high == values_ - 1) return;
    const Trial &there = trials_.at(high), &last = trials_.at(values_ - 1);
    const auto same = [](const std::vector<double>& x, const std::vector<double>& y) {
      return std::ranges::equal(std::span{x}.first(std::min(x.size(), y.size())),
                                std::span{y}.first(std::min(x.size(), y.size())));
    };
    search_.plateau =
        Plateau{high, same(there.figures, last.figures) && same(there.unserved_m3, last.unserved_m3)};
  }

  /// No difference between two values that the runs tell, in the figure or in what is not served (5 % for
  /// both).
  bool alike(std::size_t value, std::size_t last) {
    decide(value);
    const Trial &a = trials_.at(value), &b = trials_.at(last);
    const std::vector<double> p{paired_p(differences(a.figures, b.figures)),
                                paired_p(differences(a.unserved_m3, b.unserved_m3))};
    return std::ranges::min(holm(p)) >= kUnsure;
  }

  /// Runs as many replications as the decision needs, or as there may be.
  Decision decide(std::size_t value) {
    Trial& trial = trials_[value];
    if (trial.met.empty()) run_more(value, trial, effort_.runs);
    Decision decision = tried(value, trial).decision;
    while (decision == Decision::undecided && trial.met.size() < effort_.most_runs) {
      run_more(value, trial, std::min(2 * trial.met.size(), effort_.most_runs));
      decision = tried(value, trial).decision;
    }
    return decision;
  }

  void run_more(std::size_t value, Trial& trial, std::size_t until) {
    const std::size_t have = trial.met.size();
    const std::optional<Trial> more = attempt_(value, have, until);
    if (!more) {
      if (have == 0) trials_.erase(value);
      throw Stopped{};
    }
    CITERNE_ENSURE(more->met.size() == until - have && more->figures.size() == until - have &&
                   more->unserved_m3.size() == until - have);
    append(trial, *more);
  }

  Tried tried(std::size_t value, const Trial& trial) const {
    const std::size_t runs = trial.met.size();
    Tried t{value, runs, {}, mean(trial.figures), mean(trial.unserved_m3), Decision::undecided};
    const auto met = static_cast<std::size_t>(std::ranges::count(trial.met, 1));
    t.interval = goal_.share ? share_interval(met, runs, search_.confidence)
                             : mean_interval(trial.figures, search_.confidence);
    if (!goal_.share && runs == 1) return t;  // nothing is known of how runs differ
    const double bound = goal_.share.value_or(goal_.bound);
    const bool is_above = goal_.share.has_value() || goal_.above;
    const bool all_above = t.interval.low >= bound, all_below = t.interval.high <= bound;
    if (all_above && all_below)  // every run is the bound
      t.decision = goal_.or_equal ? Decision::met : Decision::not_met;
    else if (all_above || all_below)
      t.decision = all_above == is_above ? Decision::met : Decision::not_met;
    return t;
  }

  Breach compared(std::size_t first, std::size_t later) const {
    const Trial &a = trials_.at(first), &b = trials_.at(later);
    Breach breach{first, later};
    for (std::size_t r = 0; r < std::min(a.met.size(), b.met.size()); ++r) {
      breach.worse += a.met[r] > b.met[r] ? 1 : 0;
      breach.better += a.met[r] < b.met[r] ? 1 : 0;
    }
    if (goal_.share) {
      breach.p = sign_test(breach.worse, breach.better);
      return breach;
    }
    const std::vector<double> d = differences(a.figures, b.figures);
    const double way = goal_.above ? mean(d) : -mean(d);
    if (way < 0.0) breach.p = paired_p(d) / 2.0;
    return breach;
  }

  std::optional<Breach> strongest_breach() const {
    std::vector<Breach> pairs;
    for (auto first = trials_.begin(); first != trials_.end(); ++first)
      for (auto later = std::next(first); later != trials_.end(); ++later)
        pairs.push_back(compared(first->first, later->first));
    if (pairs.empty()) return std::nullopt;
    std::vector<double> p;
    for (const Breach& pair : pairs) p.push_back(pair.p);
    p = holm(p);
    const auto least = std::ranges::min_element(p) - p.begin();
    Breach strongest = pairs[static_cast<std::size_t>(least)];
    strongest.p = p[static_cast<std::size_t>(least)];
    if (strongest.p >= kUnsure) return std::nullopt;
    return strongest;
  }

  void count_reversals() {
    if (trials_.empty()) return;
    search_.compared = trials_.begin()->second.met.size();
    for (const auto& [value, trial] : trials_)
      search_.compared = std::min(search_.compared, trial.met.size());
    for (std::size_t r = 0; r < search_.compared; ++r) {
      bool has_met = false, has_turned = false;
      for (const auto& [value, trial] : trials_) {
        has_turned = has_turned || (has_met && trial.met[r] == 0);
        has_met = has_met || trial.met[r] != 0;
      }
      search_.reversals += has_turned ? 1 : 0;
    }
  }

  std::size_t values_;
  const Goal& goal_;
  const SearchEffort& effort_;
  const Try& attempt_;
  std::map<std::size_t, Trial> trials_;
  Search search_;
};

}  // namespace

std::size_t fewest_runs(const Goal& goal, std::size_t runs) {
  CITERNE_EXPECT(runs > 0 && goal.share.value_or(0.5) > 0.0 && goal.share.value_or(0.5) < 1.0);
  if (!goal.share) return std::max<std::size_t>(runs, 2);  // one run does not tell how runs differ
  // Where n of n runs meet, Wilson's interval begins at n / (n + z^2).
  const double odds = *goal.share / (1.0 - *goal.share);
  std::size_t enough = runs;
  for (;; ++enough) {
    const double confidence = confidence_of(runs, enough);
    if (share_interval(enough, enough, confidence).low >= *goal.share) break;
    const double z = boost::math::quantile(boost::math::normal{}, 0.5 + confidence / 2.0);
    enough = std::max(enough, static_cast<std::size_t>(std::floor(z * z * odds)));
  }
  return enough;
}

Search least_value(std::size_t values, const Goal& goal, const SearchEffort& effort, const Try& attempt) {
  CITERNE_EXPECT(values > 0 && effort.runs > 0 && effort.runs <= effort.most_runs);
  return Searching{values, goal, effort, attempt}.run();
}

}  // namespace citerne::analysis
