#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "citerne/sweep/folder.hpp"

/// Does the tasks of a study that are yet to be done.
namespace citerne::sweep {

/// The part of the tasks that one of many machines does: numbers index, index + count, ...
struct Part {
  std::size_t index = 0, count = 1;
  bool has(const Task& task) const { return task.number % count == index; }
};

struct HowRun {
  unsigned threads = 1;  ///< Tasks at a time; changes no shard.
  Part part;
  bool retry = false;      ///< Those that failed too.
  bool fail_fast = false;  ///< Begin no task after one that cannot be done, also one of an earlier session.
};

/// Of the part that is being done.
struct Standing {
  std::uint64_t done = 0, all = 0;  ///< Replications, those of earlier sessions apart.
  std::string worst_place;  ///< With the greatest share unserved, over all that was done now; empty: none.
  double worst_percent = 0.0;
};
/// Told after each replication, by one thread at a time.
using Progress = std::function<void(const Standing&)>;

struct Done {
  std::size_t tasks = 0;             ///< Of the part.
  std::size_t before = 0, now = 0;   ///< Done in earlier sessions, and in this one.
  std::vector<std::size_t> failed;   ///< Task numbers, those of earlier sessions too.
  std::vector<std::string> damaged;  ///< Shards that were done anew: what was wrong with each.
  std::uint64_t replications = 0;    ///< That were run now.
  std::int64_t events = 0;
  bool stopped = false;  ///< Some tasks were not tried.
};

/// One task. Throws std::runtime_error that says why it cannot be done; std::system_error and std::bad_alloc
/// are of the surroundings.
Shard run_task(const Sweep& sweep, const Task& task);

/// Runs all tasks of a part that have no shard, over threads. A task that cannot be done is noted in the
/// folder and the others go on, unless they are to fail fast: then those under way are the last. Set `stop`
/// to end what is under way and return. Throws OtherStudy for a shard of another study, std::system_error
/// where a shard cannot be kept; those that are kept stay.
Done run(const Folder& folder, const HowRun& how, const Progress& progress, const std::atomic<bool>& stop);

}  // namespace citerne::sweep
