#pragma once
#include <cstddef>
#include <functional>

namespace citerne::study {

/// Calls `work(i)` for each `i` below `count`, begun in their order, on at most `threads` threads, this one
/// among them; on fewer where there is no room for one more. None is begun once `stop()` holds; it is asked
/// by all threads. When one throws, none more is begun, and what was thrown first is thrown on when all have
/// ended.
void share_out(std::size_t count, std::size_t threads, const std::function<bool()>& stop,
               const std::function<void(std::size_t)>& work);

}  // namespace citerne::study
