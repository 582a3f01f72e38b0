#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "citerne/analysis/statistics.hpp"
#include "citerne/sweep/folder.hpp"

/// What a study says in the end: figures of its cells, `study.h5` and `study.csv`. See `docs/file-format.md`.
namespace citerne::sweep {

/// Of one cell and metric, over its replications. A run without the event counts with its whole length in
/// means and as infinite in quantiles.
struct Figure {
  analysis::Interval mean;                     ///< 95 %, by Student's t.
  double median = 0.0, low = 0.0, high = 0.0;  ///< Order statistics: 50, 5 and 95 %.
  std::size_t censored = 0;                    ///< Runs without the event.
};

struct CellFigures {
  std::size_t runs = 0;         ///< Of the tasks that were done.
  double length_d = 0.0;        ///< Of a run.
  std::vector<Figure> metrics;  ///< As Sweep::metrics; empty without a run.
};

struct StudyFigures {
  std::vector<CellFigures> cells;
  std::vector<std::size_t> absent, failed;  ///< Numbers of tasks that left no shard.
};

/// Reads every shard, one cell at a time. Throws as Folder::read.
StudyFigures figures_of(const Folder& folder);

/// Values of one cell by replication, then metric: NaN where its task left no shard, infinite in a run
/// without the event.
std::vector<double> values_of_cell(const Folder& folder, std::size_t cell);

/// Writes `study.h5` and `study.csv` into the folder; the same study gives the same bytes. What was there of
/// those names is replaced. No other thread may run meanwhile. Throws std::system_error.
void write_study(const Folder& folder, const StudyFigures& figures);

/// One row for each cell and metric, with the values of the factors.
std::string csv_of(const Sweep& sweep, const StudyFigures& figures);

}  // namespace citerne::sweep
