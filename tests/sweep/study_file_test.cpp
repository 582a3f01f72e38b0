#include "citerne/sweep/study_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "citerne/store/result_file.hpp"
#include "sweep/small_sweep.hpp"

namespace citerne::sweep {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr double kNever = std::numeric_limits<double>::infinity();

/// A study whose shards are written by hand: of cell c and replication r the share is 10 c + r, the first
/// shortage comes on day r + 1, in replication 3 never, and no tanker is lost.
class StudyFile : public testing::Test {
 protected:
  StudyFile() {
    for (std::size_t number = 0; number < sweep.tasks(); ++number) {
      const Task t = task(sweep, number);
      Shard shard{t, {}, 1, 21.0};
      for (std::uint32_t r = t.first; r < t.first + t.count; ++r) {
        shard.values.push_back(10.0 * static_cast<double>(t.cell) + r);
        shard.values.push_back(r == 3 ? kNever : r + 1.0);
        shard.values.push_back(0.0);
      }
      folder.keep(shard);
    }
  }
  const Variable& array(const Result& result, const char* name, const char* group = "") const {
    const Variable* const found = result.find(group, name);
    if (found == nullptr) throw std::logic_error{name};
    return *found;
  }
  std::vector<double> reals(const Result& result, const char* name) const {
    return std::get<std::vector<double>>(array(result, name).values);
  }

  TemporaryFolder holder;
  Sweep sweep = four_cells();
  Folder folder{holder.path() / "study", sweep};
};

TEST_F(StudyFile, FiguresFollowAHandWorkedCase) {
  const StudyFigures figures = figures_of(folder);
  EXPECT_THAT(figures.absent, IsEmpty());
  const CellFigures& cell = figures.cells[2];
  EXPECT_EQ(cell.runs, 4u);
  EXPECT_DOUBLE_EQ(cell.metrics[0].mean.mid, 21.5);
  EXPECT_EQ(cell.metrics[0].median, 21.0) << "an order statistic";
  const Figure& first = cell.metrics[1];
  EXPECT_DOUBLE_EQ(first.mean.mid, (1.0 + 2.0 + 3.0 + 21.0) / 4.0)
      << "never counts with the length of the run";
  EXPECT_EQ(first.median, 2.0);
  EXPECT_EQ(first.high, kNever);
  EXPECT_EQ(first.censored, 1u);
}

TEST_F(StudyFile, HoldsAxesFactorsAndValues) {
  write_study(folder, figures_of(folder));
  const Result study = store::read(folder.path() / "study.h5").result;
  EXPECT_EQ(study.axes.at("cell"), 4u);
  EXPECT_EQ(study.axes.at("replication"), 4u);
  EXPECT_THAT(reals(study, "tankers"), ElementsAre(1300.0, 1300.0, 1400.0, 1400.0));
  EXPECT_EQ(std::get<std::string>(array(study, "tight").attributes.at("units")), "%");
  EXPECT_EQ(array(study, "value").axes, (std::vector<std::string>{"cell", "replication", "metric"}));
  const std::vector<double> values = reals(study, "value");
  EXPECT_EQ(values[(1 * 4 + 2) * 3 + 0], 12.0);
  EXPECT_TRUE(std::isnan(values[(1 * 4 + 3) * 3 + 1])) << "the event did not come";
  EXPECT_EQ(std::get<std::vector<std::string>>(array(study, "study", "provenance").values)[0],
            folder.manifest());
}

TEST_F(StudyFile, HasTheSameBytesEachTime) {
  write_study(folder, figures_of(folder));
  const auto first = store::read_whole(folder.path() / "study.h5", 1 << 20);
  write_study(folder, figures_of(folder));
  EXPECT_EQ(store::read_whole(folder.path() / "study.h5", 1 << 20), first);
}

TEST_F(StudyFile, TellsWhatIsMissing) {
  std::filesystem::remove(folder.shard_path(task(sweep, 2)));
  std::filesystem::remove(folder.shard_path(task(sweep, 3)));
  folder.keep_failure(task(sweep, 3), "no fuel");
  const StudyFigures figures = figures_of(folder);
  EXPECT_THAT(figures.absent, ElementsAre(2u));
  EXPECT_THAT(figures.failed, ElementsAre(3u));
  EXPECT_EQ(figures.cells[1].runs, 0u);
  write_study(folder, figures);
  const Result study = store::read(folder.path() / "study.h5").result;
  EXPECT_TRUE(std::isnan(reals(study, "mean")[1 * 3]));
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(array(study, "runs").values)[1], 0);
}

TEST_F(StudyFile, CsvHasARowForEachCellAndMetric) {
  const std::string csv = csv_of(sweep, figures_of(folder));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 1 + 4 * 3);
  EXPECT_THAT(csv, HasSubstr("cell,tankers,tight,metric,unit,runs,mean,low,high,median,q05,q95,censored\n"));
  EXPECT_THAT(csv, HasSubstr("2,1400 tankers,0 %,first_shortage:bamako,d,4,6.75,"));
  EXPECT_THAT(csv, HasSubstr(",2,1,,1\n")) << "never is an empty cell";
}

}  // namespace
}  // namespace citerne::sweep
