#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "citerne/input/diagnostics.hpp"
#include "citerne/input/scenario_files.hpp"
#include "citerne/input/yaml.hpp"
#include "citerne/sweep/sweep.hpp"

/// What the readers of the parts of a plan share.
namespace citerne::sweep {

using input::Entry;
using input::Mark;
using input::Node;

/// Reads plain values of a plan. What is wrong goes to the faults, each once, with its place.
class PlanValues {
 public:
  explicit PlanValues(input::Diagnostics& faults) : faults_{faults} {}

  template <class... Args>
  void fail(const Mark& mark, std::string_view code, fmt::format_string<Args...> text, Args&&... args) {
    faults_.error(mark, code, text, std::forward<Args>(args)...);
  }
  bool has_failed() const { return faults_.has_errors(); }
  input::Diagnostics& faults() { return faults_; }

  /// `what` is the map: `a factor`.
  void check_keys(const Node& map, std::span<const char* const> allowed, const std::string& what);
  /// Nothing where the key is absent, or its value no text (a whole number of the range).
  std::optional<std::string> text(const Node& map, const char* key);
  std::optional<std::int64_t> whole(const Node& map, const char* key, std::int64_t least, std::int64_t most);

 private:
  input::Diagnostics& faults_;
};

/// Where a factor is written, for its faults.
struct FactorMarks {
  Mark name, path;
  std::vector<Mark> levels;  ///< Of values that are written each; of a spread of its two ends, or none.
};

/// The factors of a plan whose design has been read, by which their values are checked; `scenario` when it
/// has no fault. Marks are by factor.
std::vector<FactorMarks> read_factors(const Node& root, const std::optional<input::ScenarioFiles>& scenario,
                                      Sweep& sweep, input::Diagnostics& faults);

/// The cells that are written, or follow from the design and the factors.
void read_cells(const Node& root, std::vector<FactorMarks>& marks, Sweep& sweep, input::Diagnostics& faults);

}  // namespace citerne::sweep
