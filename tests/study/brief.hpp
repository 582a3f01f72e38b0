#pragma once
#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "citerne/study/study.hpp"

namespace citerne::study {

/// Three weeks of a shipped scenario with a short warm-up: a replication takes some hundredths of a second.
inline input::ScenarioFiles brief(const std::string& scenario, std::vector<std::string> more = {}) {
  std::vector<std::string> settings{"calendar.start=2025-08-25", "calendar.end=2025-09-15",
                                    "calendar.warm_up=10 d"};
  settings.insert(settings.end(), more.begin(), more.end());
  return input::load(std::string{CITERNE_SOURCE_DIR} + "/scenarios/" + scenario, settings);
}

inline Outcome run_all(const Plans& plans, const Options& options) {
  const std::atomic<bool> stop{false};
  return run(
      plans, options, [](std::uint32_t, std::uint32_t) {}, stop);
}

inline Result result_of(const input::ScenarioFiles& files, const Options& options) {
  const Plans plans{files, options.seed};
  return make_result(plans, options, run_all(plans, options));
}

template <class T>
const std::vector<T>& values(const Result& result, const std::string& name, const std::string& group = "") {
  const auto* found = result.values<T>(group, name);
  if (found == nullptr) throw std::runtime_error{"no array " + name + " of this type"};
  return *found;
}

}  // namespace citerne::study
