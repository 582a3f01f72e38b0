#include <algorithm>

#include "cells.hpp"
#include "citerne/base/text.hpp"
#include "citerne/sweep/plan.hpp"
#include "plan_values.hpp"

namespace citerne::sweep {
namespace {

class CellReader : PlanValues {
 public:
  CellReader(std::vector<FactorMarks>& marks, Sweep& sweep, input::Diagnostics& faults)
      : PlanValues{faults}, marks_{marks}, sweep_{sweep} {}

  void read(const Node& root) {
    const Node* const node = root.find("cells");
    if (node != nullptr && sweep_.design != Design::list)
      return fail(node->mark, "no-meaning",
                  "cells stand in the plan in the design list only; {} makes its own", word(sweep_.design));
    if (sweep_.design == Design::list) return read_list(root, node);
    if (has_failed()) return;
    const double count = cell_count(sweep_);
    if (count > static_cast<double>(kMostCells))
      return fail(
          {0, 1, 1}, "too-many-cells",
          "the design has {:.0f} cells, more than {}: fewer values, or a design that draws some of them "
          "(design: sobol, points: 256)",
          count, kMostCells);
    for (std::size_t i = 1; i < sweep_.factors.size() && sweep_.design == Design::zip; ++i)
      if (sweep_.factors[i].levels.size() != sweep_.factors[0].levels.size())
        fail(marks_[i].name, "zip", "in the design zip all factors have as many values: {} has {}, {} has {}",
             sweep_.factors[0].name, sweep_.factors[0].levels.size(), sweep_.factors[i].name,
             sweep_.factors[i].levels.size());
    if (!has_failed()) sweep_.cells = make_cells(sweep_);
  }

 private:
  void read_list(const Node& root, const Node* node) {
    if (node == nullptr || node->form != Node::Form::list || node->items.empty())
      return fail(node == nullptr ? root.mark : node->mark, "missing-key",
                  "the design list needs cells: a list with a map for each cell, as - {{ tank: 40000 }}");
    std::vector<std::string> names;
    for (const Factor& factor : sweep_.factors) names.push_back(factor.name);
    for (const Node& item : node->items) {
      if (item.form != Node::Form::map) {
        fail(item.mark, "type", "a cell must be a map: a value for each factor");
        continue;
      }
      Cell cell(names.size());
      for (const Entry& entry : item.entries) {
        const auto found = std::ranges::find(names, entry.name);
        if (found == names.end())
          fail(entry.mark, "unknown-name", "no factor '{}'{}", entry.name,
               did_you_mean(nearest_word(entry.name, names)));
        else if (entry.value.form != Node::Form::text || entry.value.text.empty())
          fail(entry.value.mark, "type", "{} must be one number or word", entry.name);
        else
          take(cell, static_cast<std::size_t>(found - names.begin()), entry);
      }
      for (std::size_t i = 0; i < names.size(); ++i)
        if (item.find(names[i]) == nullptr) fail(item.mark, "missing-key", "the cell has no {}", names[i]);
      if (std::ranges::count(sweep_.cells, cell) > 0)
        fail(item.mark, "twice", "there is such a cell already");
      sweep_.cells.push_back(std::move(cell));
    }
  }

  void take(Cell& cell, std::size_t i, const Entry& entry) {
    Factor& factor = sweep_.factors[i];
    if (factor.path.empty() && std::ranges::count(factor.levels, entry.value.text) == 0)
      fail(entry.value.mark, "unknown-name", "{} has no level '{}'{}", factor.name, entry.value.text,
           did_you_mean(nearest_word(entry.value.text, factor.levels)));
    else if (std::ranges::count(factor.levels, entry.value.text) == 0) {
      factor.levels.push_back(entry.value.text);
      marks_[i].levels.push_back(entry.value.mark);
    }
    cell[i] = entry.value.text;
  }

  std::vector<FactorMarks>& marks_;
  Sweep& sweep_;
};

}  // namespace

void read_cells(const Node& root, std::vector<FactorMarks>& marks, Sweep& sweep, input::Diagnostics& faults) {
  CellReader{marks, sweep, faults}.read(root);
}

}  // namespace citerne::sweep
