#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "citerne/engine/plan.hpp"
#include "citerne/input/read_scenario.hpp"
#include "citerne/record/result.hpp"
#include "citerne/record/run_record.hpp"
#include "citerne/study/open_roads.hpp"

/// Many replications of one scenario.
namespace citerne::study {

/// What a result keeps: `summary` metrics and accounts; `bands` also series, as means and daily quantiles;
/// `full` also the series of every replication.
enum class Keep : std::uint8_t { summary, bands, full };
/// As it is written: `summary`.
std::string word(Keep);

/// What one tank was found to hold, at the end of a stocktaking or in the books of a depot.
struct FoundStock {
  std::string tank;  ///< `bamako/depot/petrol`
  Volume stock;
  friend bool operator==(const FoundStock&, const FoundStock&) = default;
};
/// Stocks that were found on a day: the simulated ones are set to them there, before all else of that second.
struct Stocktaking {
  Instant at;
  std::vector<FoundStock> stocks;  ///< Each tank at most once.
  friend bool operator==(const Stocktaking&, const Stocktaking&) = default;
};

struct Options {
  std::uint32_t replications = 1;
  unsigned threads = 1;
  std::uint64_t seed = 1;
  Keep keep = Keep::bands;
  std::uint32_t logged = 1;  ///< Replications 0 .. logged - 1 keep their event log.
  /// The replications to run, ascending, all below `replications`; empty: every one.
  std::vector<std::uint32_t> chosen;
  std::vector<Stocktaking> stocktakings;  ///< By rising instant, in [start, end).
};

/// The values drawn for a replication contradict each other: the scenario's distributions are too wide.
class ContradictoryDraw : public std::runtime_error {
 public:
  ContradictoryDraw(std::uint32_t replication, std::vector<input::Diagnostic> diagnostics);
  const std::vector<input::Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<input::Diagnostic> diagnostics_;
};

/// A replication's plan, and the values that were drawn for it.
struct Prepared {
  std::shared_ptr<const engine::Plan> plan;
  std::vector<input::DrawnValue> drawn;  ///< Always the same paths in the same order.
};

/// The plans of a study: one for all replications, or made anew where the scenario has distributions.
class Plans {
 public:
  /// `files` decode without a fault.
  Plans(input::ScenarioFiles files, std::uint64_t seed);
  /// What every replication shares: names, places, the calendar.
  const engine::Plan& common() const { return *common_; }
  const input::ScenarioFiles& files() const { return files_; }
  std::uint64_t seed() const { return seed_; }
  /// Throws ContradictoryDraw.
  Prepared prepare(std::uint32_t replication) const;

 private:
  input::ScenarioFiles files_;
  std::uint64_t seed_;
  std::shared_ptr<const engine::Plan> common_;
  bool varies_ = false;
};

/// Series of all replications that were finished: sums, and daily values for the bands.
struct Pooled {
  Series sum;  ///< Of cover and of what is counted in tankers too. 64-bit sums are exact in any order.
  std::vector<std::int64_t> moving, held, trapped, waiting, idle, passes_ppm, at_post, awaiting_escort,
      assembling;  ///< Sums of the short ones.
  /// By replication (in the order of Outcome::replications), day and pair.
  std::vector<std::vector<float>> daily_stock_m3, daily_cover_d, daily_served_m3, daily_unserved_m3;
  std::vector<std::int64_t> delivered_ml;  ///< Sum, by day and line.
  std::vector<std::int64_t> dry;           ///< Replications without stock at 00:00, by day and pair.
};

/// How open the roads of one replication were.
struct RoadsOfRun {
  std::vector<RoadPeriod> periods;
  double load_m3 = 0.0;  ///< Mean load of the tankers that load at terminals; 0: there are none.
};

struct Outcome {
  std::vector<std::uint32_t> replications;            ///< Those that were finished, ascending.
  std::vector<RunRecord> records;                     ///< One each; with series only when all are kept.
  std::vector<RoadsOfRun> roads;                      ///< One each.
  Pooled pooled;                                      ///< Empty for `summary`.
  std::vector<std::vector<input::DrawnValue>> drawn;  ///< One each; empty without distributions.
  /// By each one's own plan, by event; empty without distributions: then those of the common plan.
  std::vector<std::vector<std::optional<double>>> expected_threats;
  std::vector<std::vector<std::byte>> saved;   ///< On the saved day, one each; when it was asked for.
  std::vector<std::vector<Volume>> simulated;  ///< What the tanks of the last stocktaking held, one each.
  std::uint32_t replayed = 0;                  ///< Branches that had to be played from the beginning.
  std::int64_t events = 0;
  bool stopped = false;
};

/// Told after each replication, by one thread at a time.
using Progress = std::function<void(std::uint32_t done, std::uint32_t total)>;

struct SavedDay;

/// From where and how far replications go.
struct Journey {
  /// Go on from this day of the scenario `then`; none: from the beginning of the warm-up.
  const SavedDay* from = nullptr;
  const Plans* then = nullptr;
  std::optional<Instant> save_at;  ///< Keep every replication as it stands there, in [start, end).
  bool ends_there = false;         ///< And go no further: the records are not complete.
};

/// Runs the replications over threads. The outcome does not depend on how many. Set `stop` to finish
/// the replications that are under way and return. Throws OtherPast where a draw makes another past.
Outcome run(const Plans& plans, const Options& options, const Progress& progress,
            const std::atomic<bool>& stop, const Journey& journey = {});

/// Puts the outcome of more replications, all behind those that are there, to the others: then it is what
/// running all of them at once would have given.
void append(Outcome& outcome, Outcome&& more);

/// What an outcome puts in a file: axes, metrics, series, accounts, log, and all that a rerun needs.
Result make_result(const Plans& plans, const Options& options, const Outcome& outcome);

/// What a result was made from and how: enough to make it again.
struct Recipe {
  input::FileSet files;
  Options options;
};

/// Reads it from the result. Throws std::runtime_error when the result lacks it, or was made by another
/// results version, whose figures this program cannot repeat.
Recipe recipe_of(const Result& result);

/// Raw bytes of the arrays that such a result will hold.
std::uint64_t predicted_bytes(const engine::Plan& plan, const Options& options);

}  // namespace citerne::study
