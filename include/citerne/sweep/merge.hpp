#pragma once
#include <string>
#include <vector>

#include "citerne/sweep/folder.hpp"

/// Joins what many machines have done of one study.
namespace citerne::sweep {

struct Holdings {
  std::vector<const Folder*> of_task;  ///< Who has the shard of each task, or why it failed; nullptr: nobody.
  std::vector<std::string> absent;     ///< What nobody has, cell by cell.
  std::vector<std::string> twice;      ///< What two have; their shards are the same.
  std::vector<std::string> damaged;    ///< Shards that do not count as being there, and what is wrong.
  bool is_whole = false;
};

/// Reads all shards of the parts, which outlive what is given back. Throws OtherStudy when two are of
/// different studies, or differ in a task that both have done.
Holdings holdings_of(const std::vector<Folder>& parts);

/// Copies into a folder of the same study what it does not have. Throws BadShard, std::system_error.
void collect(const Holdings& holdings, const Folder& into);

}  // namespace citerne::sweep
