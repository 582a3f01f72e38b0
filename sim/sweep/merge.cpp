#include "citerne/sweep/merge.hpp"

#include <optional>
#include <utility>

#include <fmt/format.h>

namespace citerne::sweep {
namespace {

void expect_one_study(const Folder& first, const Folder& other) {
  if (first.manifest() == other.manifest()) return;
  std::string lines;
  for (const std::string& text : differences(first.manifest(), other.manifest())) lines += "\n  " + text;
  throw OtherStudy{fmt::format("{} and {} are parts of different studies:{}", first.path().string(),
                               other.path().string(),
                               lines.empty() ? "\n  their files differ in words" : lines)};
}

std::string name_of(const Sweep& sweep, const Task& task) {
  return fmt::format("cell {} ({}), replications {} to {}", task.cell,
                     words_of(sweep, sweep.cells[task.cell]), task.first, task.first + task.count - 1);
}

bool equal(const Shard& a, const Shard& b) {
  return a.values == b.values && a.events == b.events && a.length_d == b.length_d;
}

/// Nothing, and told, when it is damaged.
std::optional<Shard> intact(const Folder& part, const Task& task, std::vector<std::string>& damaged) try {
  return part.read(task);
} catch (const BadShard& fault) {
  damaged.emplace_back(fault.what());
  return std::nullopt;
}

}  // namespace

Holdings holdings_of(const std::vector<Folder>& parts) {
  const Sweep& sweep = parts.front().sweep();
  for (const Folder& part : parts) expect_one_study(parts.front(), part);
  Holdings holdings;
  holdings.of_task.resize(sweep.tasks(), nullptr);
  for (std::size_t number = 0; number < sweep.tasks(); ++number) {
    const Task t = task(sweep, number);
    const Folder*& holder = holdings.of_task[number];
    std::optional<Shard> held;
    for (const Folder& part : parts) {
      const Folder::State state = part.state(t);
      if (state == Folder::State::failed && holder == nullptr) holder = &part;
      if (state != Folder::State::done) continue;
      std::optional<Shard> shard = intact(part, t, holdings.damaged);
      if (!shard) continue;
      if (!held) {
        holder = &part;
        held = std::move(shard);
        continue;
      }
      if (!equal(*held, *shard))
        throw OtherStudy{fmt::format("{} and {} differ in what they have of {}", holder->path().string(),
                                     part.path().string(), name_of(sweep, t))};
      holdings.twice.push_back(fmt::format("{} and {} both have {}", holder->path().string(),
                                           part.path().string(), name_of(sweep, t)));
    }
    if (holder == nullptr) holdings.absent.push_back(name_of(sweep, t));
  }
  holdings.is_whole = holdings.absent.empty();
  return holdings;
}

void collect(const Holdings& holdings, const Folder& into) {
  for (std::size_t number = 0; number < holdings.of_task.size(); ++number) {
    const Task t = task(into.sweep(), number);
    const Folder* const from = holdings.of_task[number];
    if (from == nullptr || into.state(t) == Folder::State::done) continue;
    if (from->state(t) == Folder::State::done)
      into.keep(from->read(t));
    else
      into.keep_failure(t, from->read_failure(t));
  }
}

}  // namespace citerne::sweep
