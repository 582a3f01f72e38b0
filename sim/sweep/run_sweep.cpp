#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "citerne/input/read_scenario.hpp"
#include "citerne/study/share_out.hpp"
#include "citerne/study/study.hpp"
#include "citerne/sweep/run.hpp"

namespace citerne::sweep {
namespace {

std::string lines_of(const std::vector<input::Diagnostic>& diagnostics, const input::FileSet& files) {
  std::string text;
  for (const input::Diagnostic& diagnostic : diagnostics)
    if (diagnostic.severity == input::Severity::error) text += input::format(diagnostic, files) + "\n";
  return text;
}

std::shared_ptr<const study::Plans> plans_of(const Sweep& sweep, std::size_t cell) {
  const input::ScenarioFiles files = input::load(files_of(sweep, sweep.cells[cell]));
  const input::Reading reading = input::decode(files);
  if (!reading.scenario)
    throw std::runtime_error{fmt::format("{} is no scenario that can be run:\n{}",
                                         words_of(sweep, sweep.cells[cell]),
                                         lines_of(reading.diagnostics, files.files()))};
  return std::make_shared<const study::Plans>(files, sweep.seed);
}

/// What the replications of a task lacked, by place.
struct Lacks {
  std::vector<std::string> places;
  std::vector<double> unserved, demand;
};

Lacks lacks_of(const Result& result) {
  const auto array = [&](const char* name) {
    return std::get<std::vector<double>>(result.find("", name)->values);
  };
  Lacks lacks{std::get<std::vector<std::string>>(result.find("", "place_name")->values), {}, {}};
  const std::size_t places = lacks.places.size(), products = result.axes.at("product");
  lacks.unserved.resize(places);
  lacks.demand.resize(places);
  const std::vector<double> unserved = array("unserved"), demand = array("demand");
  for (std::size_t i = 0; i < unserved.size(); ++i) {
    const std::size_t place = i / products % places;
    if (!(demand[i] > 0.0)) continue;
    lacks.unserved[place] += unserved[i];
    lacks.demand[place] += demand[i];
  }
  return lacks;
}

struct TaskResult {
  Shard shard;
  Lacks lacks;
  bool stopped = false;
};

TaskResult run_task(const Sweep& sweep, const Task& task, const study::Plans& plans,
                    const study::Progress& progress, const std::atomic<bool>& stop) {
  study::Options options{.replications = task.first + task.count,
                         .threads = 1,
                         .seed = sweep.seed,
                         .keep = study::Keep::summary,
                         .logged = 0};
  for (std::uint32_t i = 0; i < task.count; ++i) options.chosen.push_back(task.first + i);
  TaskResult done{{task, {}, 0, 0.0}, {}, false};
  try {
    const study::Outcome outcome = study::run(plans, options, progress, stop);
    done.stopped = outcome.stopped;
    if (done.stopped) return done;
    const Result result = study::make_result(plans, options, outcome);
    const std::size_t width = sweep.metrics.size();
    done.shard.values.resize(task.count * width);
    for (std::size_t m = 0; m < width; ++m) {
      const std::vector<double> values = analysis::values_of(result, sweep.metrics[m]);
      for (std::size_t r = 0; r < values.size(); ++r) done.shard.values[r * width + m] = values[r];
    }
    done.shard.events = outcome.events;
    done.shard.length_d = analysis::length_in_days(result);
    done.lacks = lacks_of(result);
  } catch (const study::ContradictoryDraw& fault) {
    throw std::runtime_error{fmt::format("{}: {}\n{}", words_of(sweep, sweep.cells[task.cell]), fault.what(),
                                         lines_of(fault.diagnostics(), plans.files().files()))};
  } catch (const analysis::BadMetric& fault) {
    throw std::runtime_error{fault.what()};
  }
  return done;
}

/// The tasks that threads take one by one, and what they bring back.
class Tasks {
 public:
  Tasks(const Folder& folder, const HowRun& how, const Progress& progress, const std::atomic<bool>& stop)
      : folder_{folder}, sweep_{folder.sweep()}, how_{how}, progress_{progress}, stop_{stop} {
    for (std::size_t number = 0; number < sweep_.tasks(); ++number)
      if (const Task task = sweep::task(sweep_, number); how.part.has(task)) look_at(task);
    for (const Task& task : waiting_) standing_.all += task.count;
  }

  Done run() {
    study::share_out(
        waiting_.size(), how_.threads, [this] { return stop_ || has_failed(); },
        [this](std::size_t i) { do_task(waiting_[i]); });
    std::ranges::sort(done_.failed);
    done_.stopped = done_.before + done_.now + done_.failed.size() < done_.tasks;
    return std::move(done_);
  }

 private:
  /// The plans of a cell, made once for all threads that work on it.
  struct CellPlans {
    std::once_flag made;
    std::shared_ptr<const study::Plans> plans;
  };

  void look_at(const Task& task) {
    ++done_.tasks;
    switch (folder_.state(task)) {
      case Folder::State::absent:
        waiting_.push_back(task);
        return;
      case Folder::State::failed:
        if (how_.retry) {
          folder_.forget_failure(task);
          waiting_.push_back(task);
        } else {
          done_.failed.push_back(task.number);
        }
        return;
      case Folder::State::done:
        break;
    }
    try {
      (void)folder_.read(task);
      ++done_.before;
    } catch (const BadShard& fault) {
      done_.damaged.emplace_back(fault.what());
      waiting_.push_back(task);
    }
  }

  bool has_failed() {
    if (!how_.fail_fast) return false;
    const std::lock_guard hold{lock_};
    return !done_.failed.empty();
  }

  void do_task(const Task& task) {
    std::uint32_t told = 0;
    try {
      const std::shared_ptr<CellPlans> cell = plans_for(task.cell);
      TaskResult result = run_task(
          sweep_, task, *cell->plans,
          [&](std::uint32_t, std::uint32_t) {
            const std::lock_guard hold{lock_};
            ++told;
            ++standing_.done;
            progress_(standing_);
          },
          stop_);
      if (result.stopped) return;
      folder_.keep(result.shard);
      const std::lock_guard hold{lock_};
      ++done_.now;
      done_.replications += task.count;
      done_.events += result.shard.events;
      add(result.lacks);
    } catch (const std::system_error&) {
      throw;
    } catch (const std::runtime_error& fault) {
      folder_.keep_failure(task, fault.what());
      const std::lock_guard hold{lock_};
      done_.failed.push_back(task.number);
      standing_.done += task.count - told;
      progress_(standing_);
    }
  }

  std::shared_ptr<CellPlans> plans_for(std::size_t cell) {
    std::shared_ptr<CellPlans> plans;
    {
      const std::lock_guard hold{plans_lock_};
      plans = plans_[cell].lock();
      if (!plans) plans_[cell] = plans = std::make_shared<CellPlans>();
      std::erase_if(plans_, [](const auto& entry) { return entry.second.expired(); });
    }
    std::call_once(plans->made, [&] { plans->plans = plans_of(sweep_, cell); });
    return plans;
  }

  void add(const Lacks& lacks) {
    for (std::size_t i = 0; i < lacks.places.size(); ++i) {
      auto& [unserved, demand] = lacks_[lacks.places[i]];
      unserved += lacks.unserved[i];
      demand += lacks.demand[i];
    }
    standing_.worst_place.clear();
    standing_.worst_percent = 0.0;
    for (const auto& [place, sums] : lacks_)
      if (sums.second > 0.0 && 100.0 * sums.first / sums.second > standing_.worst_percent) {
        standing_.worst_place = place;
        standing_.worst_percent = 100.0 * sums.first / sums.second;
      }
  }

  const Folder& folder_;
  const Sweep& sweep_;
  const HowRun& how_;
  const Progress& progress_;
  const std::atomic<bool>& stop_;
  std::vector<Task> waiting_;
  std::mutex lock_, plans_lock_;
  std::map<std::size_t, std::weak_ptr<CellPlans>> plans_;
  std::map<std::string, std::pair<double, double>> lacks_;  // Unserved and demand, by place.
  Standing standing_;
  Done done_;
};

}  // namespace

Shard run_task(const Sweep& sweep, const Task& task) {
  const std::atomic<bool> never{false};
  return run_task(
             sweep, task, *plans_of(sweep, task.cell), [](std::uint32_t, std::uint32_t) {}, never)
      .shard;
}

Done run(const Folder& folder, const HowRun& how, const Progress& progress, const std::atomic<bool>& stop) {
  return Tasks{folder, how, progress, stop}.run();
}

}  // namespace citerne::sweep
