#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <mutex>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "citerne/base/contract.hpp"
#include "citerne/engine/run.hpp"
#include "citerne/engine/saved_day.hpp"
#include "citerne/study/expected_threats.hpp"
#include "citerne/study/saved_day.hpp"
#include "citerne/study/share_out.hpp"

namespace citerne::study {
namespace {

void add_to(std::vector<std::int64_t>& sum, const auto& values) {
  sum.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) sum[i] += values[i];
}

void add_to(Pooled& sum, const Series& series) {
  add_to(sum.sum.stock_ml, series.stock_ml);
  add_to(sum.sum.demand_ml, series.demand_ml);
  add_to(sum.sum.served_ml, series.served_ml);
  add_to(sum.sum.cover_s, series.cover_s);
  add_to(sum.moving, series.moving);
  add_to(sum.held, series.held);
  add_to(sum.trapped, series.trapped);
  add_to(sum.waiting, series.waiting);
  add_to(sum.idle, series.idle);
  add_to(sum.passes_ppm, series.passes_ppm);
  add_to(sum.at_post, series.at_post);
  add_to(sum.delivered_ml, series.delivered_ml);
  add_to(sum.dry, series.dry);
  add_to(sum.awaiting_escort, series.awaiting_escort);
  add_to(sum.assembling, series.assembling);
}

/// Days of the calendar: the state at the first sample of each, the flows that begin in it. A day without a
/// sample, where samples are more than a day apart, has neither.
struct Days {
  std::size_t count, pairs, samples;
  std::int64_t step_s;
  std::size_t day_of(std::size_t sample) const {
    return static_cast<std::size_t>(static_cast<std::int64_t>(sample) * step_s / 86'400);
  }
  std::vector<float> nothing() const {
    return std::vector<float>(count * pairs, std::numeric_limits<float>::quiet_NaN());
  }

  std::vector<float> states(const std::vector<std::int64_t>& series, double per_unit) const {
    std::vector<float> daily = nothing();
    for (std::size_t k = samples; k-- > 0;)
      for (std::size_t p = 0; p < pairs; ++p)
        daily[day_of(k) * pairs + p] =
            static_cast<float>(static_cast<double>(series[k * pairs + p]) / per_unit);
    return daily;
  }
  std::vector<float> flows(const std::vector<std::int64_t>& series,
                           const std::vector<std::int64_t>* less = nullptr) const {
    std::vector<float> daily = nothing();
    std::vector<std::int64_t> sum(count * pairs);
    for (std::size_t k = 0; k < samples; ++k)
      for (std::size_t p = 0; p < pairs; ++p) {
        const std::size_t at = day_of(k) * pairs + p;
        sum[at] += series[k * pairs + p] - (less ? (*less)[k * pairs + p] : 0);
        daily[at] = static_cast<float>(static_cast<double>(sum[at]) / 1e6);
      }
    return daily;
  }
};

Days days_of(const engine::Plan& plan, const Series& series) {
  return {plan.scenario.calendar.day_count(), plan.pairs.size(), series.stock_ml.size() / plan.pairs.size(),
          plan.scenario.calendar.sample_every.count()};
}

double mean_load_m3(const engine::Plan& plan) {
  double tankers = 0.0, volume = 0.0;
  for (const Fleet& fleet : plan.scenario.fleets)
    if (!fleet.serves_terminals.empty()) {
      tankers += static_cast<double>(fleet.tankers);
      volume += static_cast<double>(fleet.tankers) * static_cast<double>(fleet.load.count()) / 1e6;
    }
  return tankers > 0.0 ? volume / tankers : 0.0;
}

/// One replication on its way: from where the journey begins, by the stocktakings, to the end.
class Travel {
 public:
  Travel(const Plans& plans, const Options& options, const Journey& journey, std::uint32_t replication,
         Series room)
      : options_{options},
        journey_{journey},
        replication_{replication},
        prepared_{plans.prepare(replication)} {
    const Recording what{options.keep != Keep::summary, replication < options.logged};
    if (journey.from != nullptr && go_on(plans)) return;
    run_ = {engine::make_world(plan(), options.seed, replication), {.what = what}};
    run_.record.series = engine::emptied(std::move(room));
  }

  const engine::Plan& plan() const { return *prepared_.plan; }
  Prepared& prepared() { return prepared_; }
  bool is_replayed() const { return journey_.from != nullptr && !goes_on_; }

  /// Where the journey saves the day; what the tanks of the last stocktaking held is noted.
  std::vector<std::byte> save() {
    go_to(*journey_.save_at);
    return engine::to_bytes(run_);
  }
  const std::vector<Volume>& simulated() const { return simulated_; }

  RunRecord end() {
    go_to(plan().end);
    engine::run_until(plan(), run_.world, run_.record, plan().end);
    engine::finish(plan(), run_.world, run_.record);
    return std::move(run_.record);
  }

 private:
  /// False where the day does not remember what another future asks for.
  bool go_on(const Plans& plans) {
    const SavedDay& day = *journey_.from;
    const auto& chosen = day.recipe.options.chosen;
    const auto at = std::ranges::lower_bound(chosen, replication_) - chosen.begin();
    const std::vector<std::byte>& bytes = day.replications[static_cast<std::size_t>(at)];
    if (journey_.then == &plans) {
      run_ = read(bytes, plan());
    } else {
      const Prepared then = journey_.then->prepare(replication_);
      if (!then.drawn.empty() || !prepared_.drawn.empty())
        expect_same_past(then.plan->scenario, plan().scenario, day.at);
      auto branch = engine::branch(read(bytes, *then.plan), *then.plan, plan(), day.at);
      if (!branch) return false;
      run_ = std::move(*branch);
    }
    goes_on_ = true;
    next_ = day.recipe.options.stocktakings.size();
    return true;
  }

  engine::Underway read(const std::vector<std::byte>& bytes, const engine::Plan& of) const {
    try {
      return engine::from_bytes(bytes, of);
    } catch (const engine::BadState& fault) {
      throw std::runtime_error{
          fmt::format("replication {} of the saved day cannot be read: {}", replication_, fault.what())};
    }
  }

  /// Nothing of that second has happened then, but a stocktaking.
  void go_to(Instant at) {
    for (; next_ < options_.stocktakings.size() && options_.stocktakings[next_].at <= at; ++next_)
      take_stock(options_.stocktakings[next_]);
    engine::run_until(plan(), run_.world, run_.record, at);
  }

  void take_stock(const Stocktaking& taking) {
    engine::run_until(plan(), run_.world, run_.record, taking.at);
    std::vector<engine::Observed> observed;
    for (const FoundStock& found : taking.stocks) {
      observed.push_back({tank_of(plan(), found.tank), found.stock});
      if (observed.back().tank.is_none() || found.stock < Volume{} ||
          found.stock > plan().tanks[observed.back().tank].capacity)
        throw std::runtime_error{fmt::format("no tank '{}' holds what was found in it", found.tank)};
    }
    simulated_ = engine::set_stocks(plan(), run_, observed, taking.at);
  }

  const Options& options_;
  const Journey& journey_;
  std::uint32_t replication_;
  Prepared prepared_;
  engine::Underway run_;
  std::size_t next_ = 0;  // Stocktaking.
  bool goes_on_ = false;
  std::vector<Volume> simulated_;
};

template <class T>
void move_behind(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

std::array<std::vector<std::int64_t>*, 15> sums_of(Pooled& p) {
  return {&p.sum.stock_ml, &p.sum.demand_ml,   &p.sum.served_ml, &p.sum.cover_s,  &p.moving,
          &p.held,         &p.trapped,         &p.waiting,       &p.idle,         &p.passes_ppm,
          &p.at_post,      &p.awaiting_escort, &p.assembling,    &p.delivered_ml, &p.dry};
}

std::array<std::vector<std::vector<float>>*, 4> daily_of(Pooled& p) {
  return {&p.daily_stock_m3, &p.daily_cover_d, &p.daily_served_m3, &p.daily_unserved_m3};
}

/// The replications that threads take one by one, and what they bring back.
class Replications {
 public:
  Replications(const Plans& plans, const Options& options, const Progress& progress,
               const std::atomic<bool>& stop, const Journey& journey)
      : plans_{plans},
        options_{options},
        progress_{progress},
        stop_{stop},
        journey_{journey},
        chosen_{options.chosen},
        open_roads_{plans.common()} {
    if (chosen_.empty()) {
      chosen_.resize(options.replications);
      std::iota(chosen_.begin(), chosen_.end(), 0u);
    }
    CITERNE_EXPECT(std::ranges::is_sorted(chosen_) &&
                   (chosen_.empty() || chosen_.back() < options.replications));
    slots_.resize(chosen_.size());
    if (options.keep != Keep::summary)
      for (auto* daily : daily_of(pooled_)) daily->resize(chosen_.size());
  }

  Outcome run() {
    share_out(
        chosen_.size(), options_.threads, [this] { return stop_.load(); },
        [this](std::size_t at) { run_one(at); });
    return gather();
  }

 private:
  struct Slot {
    bool done = false;
    RunRecord record;
    RoadsOfRun roads;
    std::vector<input::DrawnValue> drawn;
    std::vector<std::optional<double>> expected_threats;
    std::vector<std::byte> saved;
    std::vector<Volume> simulated;
  };

  void run_one(std::size_t at) {
    Travel travel{plans_, options_, journey_, chosen_[at], take_room()};
    Slot& slot = slots_[at];
    if (journey_.save_at) {
      slot.saved = travel.save();
      slot.simulated = travel.simulated();
    }
    RunRecord record = journey_.ends_there ? RunRecord{} : travel.end();
    const bool has_series = !journey_.ends_there && record.what.series;
    if (has_series) {
      const Days days = days_of(travel.plan(), record.series);
      pooled_.daily_stock_m3[at] = days.states(record.series.stock_ml, 1e6);
      pooled_.daily_cover_d[at] = days.states(record.series.cover_s, 86'400.0);
      pooled_.daily_served_m3[at] = days.flows(record.series.served_ml);
      pooled_.daily_unserved_m3[at] = days.flows(record.series.demand_ml, &record.series.served_ml);
    }
    slot.roads = {open_roads_.periods(travel.plan(), record.grades), mean_load_m3(travel.plan())};
    slot.drawn = std::move(travel.prepared().drawn);
    if (!slot.drawn.empty()) slot.expected_threats = expected_threats(travel.plan());
    const std::lock_guard hold{lock_};
    events_ += record.events;
    replayed_ += travel.is_replayed() ? 1 : 0;
    if (has_series) add_to(pooled_, record.series);
    if (options_.keep != Keep::full) rooms_.push_back(std::exchange(record.series, {}));
    slot.record = std::move(record);
    slot.done = true;
    progress_(++done_, static_cast<std::uint32_t>(chosen_.size()));
  }

  Series take_room() {
    const std::lock_guard hold{lock_};
    if (rooms_.empty()) return {};
    Series room = std::move(rooms_.back());
    rooms_.pop_back();
    return room;
  }

  Outcome gather() {
    Outcome outcome;
    outcome.events = events_;
    outcome.replayed = replayed_;
    outcome.stopped = done_ < chosen_.size();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      if (!slots_[i].done) continue;
      outcome.replications.push_back(chosen_[i]);
      outcome.records.push_back(std::move(slots_[i].record));
      outcome.drawn.push_back(std::move(slots_[i].drawn));
      outcome.expected_threats.push_back(std::move(slots_[i].expected_threats));
      outcome.roads.push_back(std::move(slots_[i].roads));
      if (journey_.save_at) outcome.saved.push_back(std::move(slots_[i].saved));
      if (journey_.save_at) outcome.simulated.push_back(std::move(slots_[i].simulated));
      if (options_.keep != Keep::summary)
        for (auto* daily : daily_of(pooled_)) std::swap((*daily)[kept], (*daily)[i]);
      ++kept;
    }
    if (options_.keep != Keep::summary)
      for (auto* daily : daily_of(pooled_)) daily->resize(kept);
    outcome.pooled = std::move(pooled_);
    return outcome;
  }

  const Plans& plans_;
  const Options& options_;
  const Progress& progress_;
  const std::atomic<bool>& stop_;
  const Journey& journey_;
  std::vector<std::uint32_t> chosen_;
  std::vector<Slot> slots_;  // As chosen.
  OpenRoadsFinder open_roads_;
  std::mutex lock_;
  std::vector<Series> rooms_;  // Memory of series from one replication to the next.
  Pooled pooled_;
  std::uint32_t done_ = 0, replayed_ = 0;
  std::int64_t events_ = 0;
};

}  // namespace

void append(Outcome& outcome, Outcome&& more) {
  CITERNE_EXPECT(outcome.replications.empty() || more.replications.empty() ||
                 outcome.replications.back() < more.replications.front());
  const auto sums = sums_of(outcome.pooled), more_sums = sums_of(more.pooled);
  for (std::size_t i = 0; i < sums.size(); ++i)
    if (!more_sums[i]->empty()) add_to(*sums[i], *more_sums[i]);
  const auto daily = daily_of(outcome.pooled), more_daily = daily_of(more.pooled);
  for (std::size_t i = 0; i < daily.size(); ++i) move_behind(*daily[i], *more_daily[i]);
  move_behind(outcome.replications, more.replications);
  move_behind(outcome.records, more.records);
  move_behind(outcome.roads, more.roads);
  move_behind(outcome.drawn, more.drawn);
  move_behind(outcome.expected_threats, more.expected_threats);
  move_behind(outcome.saved, more.saved);
  move_behind(outcome.simulated, more.simulated);
  outcome.replayed += more.replayed;
  outcome.events += more.events;
  outcome.stopped = outcome.stopped || more.stopped;
}

ContradictoryDraw::ContradictoryDraw(std::uint32_t replication, std::vector<input::Diagnostic> diagnostics)
    : std::runtime_error{fmt::format("the values drawn for replication {} contradict each other",
                                     replication)},
      diagnostics_{std::move(diagnostics)} {}

Plans::Plans(input::ScenarioFiles files, std::uint64_t seed) : files_{std::move(files)}, seed_{seed} {
  input::Reading reading = input::decode(files_);
  CITERNE_EXPECT(reading.scenario.has_value());
  varies_ = !reading.drawn.empty();
  common_ = engine::make_plan(std::move(*reading.scenario));
}

Prepared Plans::prepare(std::uint32_t replication) const {
  if (!varies_) return {common_, {}};
  input::Reading reading = input::decode(files_, input::Luck{seed_, replication});
  if (!reading.scenario) throw ContradictoryDraw{replication, std::move(reading.diagnostics)};
  return {engine::make_plan(std::move(*reading.scenario)), std::move(reading.drawn)};
}

Outcome run(const Plans& plans, const Options& options, const Progress& progress,
            const std::atomic<bool>& stop, const Journey& journey) {
  return Replications{plans, options, progress, stop, journey}.run();
}

}  // namespace citerne::study
