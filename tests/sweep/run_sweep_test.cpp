#include "citerne/sweep/run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "citerne/study/study.hpp"
#include "citerne/sweep/merge.hpp"
#include "sweep/small_sweep.hpp"

namespace citerne::sweep {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::SizeIs;

std::map<std::string, std::vector<std::byte>> shards_in(const fs::path& folder) {
  std::map<std::string, std::vector<std::byte>> shards;
  for (const std::string& name : names_in(folder / "shards"))
    shards[name] = store::read_whole(folder / "shards" / name, 1 << 20);
  return shards;
}

class RunSweep : public testing::Test {
 protected:
  TemporaryFolder holder;
  Sweep sweep = four_cells();
  Folder folder_of(const char* name) const { return Folder{holder.path() / name, sweep}; }
};

/// Each value alone is right; of the third cell the end lies before the start.
Sweep with_a_cell_that_cannot_be() {
  return sweep_of_plan(head_of_plan() +
                       "factors:\n"
                       "  start: { path: calendar.start, values: [2025-08-25, 2025-09-12] }\n"
                       "  end: { path: calendar.end, values: [2025-09-10, 2025-09-15] }\n"
                       "metrics: [unserved]\n");
}

TEST_F(RunSweep, ShardsDoNotHangOnThreadsOrOrder) {
  const Folder one = folder_of("one"), three = folder_of("three"), parts = folder_of("parts");
  EXPECT_EQ(run_all(one).now, 8u);
  EXPECT_EQ(run_all(three, {.threads = 3}).now, 8u);
  for (const std::size_t part : {2u, 0u, 1u}) EXPECT_FALSE(run_all(parts, {.part = {part, 3}}).stopped);
  const auto wanted = shards_in(one.path());
  EXPECT_THAT(wanted, SizeIs(8));
  EXPECT_EQ(shards_in(three.path()), wanted);
  EXPECT_EQ(shards_in(parts.path()), wanted);
}

/// **Same luck in every cell, and none but its own**: what a shard holds is what `citerne run` gives.
TEST_F(RunSweep, HoldsWhatAPlainRunGives) {
  const Folder folder = folder_of("study");
  run_all(folder);
  const study::Plans plans{input::load(files_of(sweep, sweep.cells[2])), sweep.seed};
  const study::Options options{.replications = 4, .seed = sweep.seed, .keep = study::Keep::summary};
  const std::atomic<bool> never{false};
  const Result result = study::make_result(plans, options,
                                           study::run(
                                               plans, options, [](std::uint32_t, std::uint32_t) {}, never));
  const std::vector<double> wanted = analysis::values_of(result, sweep.metrics[0]);
  std::vector<double> found;
  for (const std::size_t number : {4u, 5u})
    for (const std::vector<double> values = folder.read(task(sweep, number)).values; std::size_t i : {0u, 3u})
      found.push_back(values[i]);
  EXPECT_EQ(found, wanted);
}

TEST_F(RunSweep, GoesOnWhereItWasStopped) {
  const Folder straight = folder_of("straight");
  run_all(straight);
  const Folder folder = folder_of("stopped");
  std::atomic<bool> stop{false};
  int told = 0;
  const Done first = run(
      folder, {}, [&](const Standing&) { stop = ++told >= 5; }, stop);
  EXPECT_TRUE(first.stopped);
  EXPECT_TRUE(first.now >= 1 && first.now <= 3) << first.now;
  const Done second = run_all(folder, {.threads = 2});
  EXPECT_FALSE(second.stopped);
  EXPECT_EQ(second.before, first.now);
  EXPECT_EQ(second.before + second.now, 8u);
  EXPECT_EQ(shards_in(folder.path()), shards_in(straight.path()));
}

TEST_F(RunSweep, DoesADamagedShardAnewAndSaysSo) {
  const Folder folder = folder_of("study");
  run_all(folder);
  const auto wanted = shards_in(folder.path());
  const fs::path shard = folder.shard_path(task(sweep, 6));
  fs::resize_file(shard, fs::file_size(shard) / 2);
  const Done again = run_all(folder);
  EXPECT_EQ(again.now, 1u);
  EXPECT_THAT(again.damaged, ElementsAre(HasSubstr(shard.string())));
  EXPECT_EQ(shards_in(folder.path()), wanted);
}

/// **A cell that cannot be run** is noted with its fault; the others are done.
TEST_F(RunSweep, NotesATaskThatFailsAndGoesOn) {
  sweep = with_a_cell_that_cannot_be();
  const Folder folder = folder_of("study");
  const Done done = run_all(folder, {.threads = 2});
  EXPECT_EQ(done.now, 6u);
  EXPECT_THAT(done.failed, ElementsAre(4u, 5u));
  EXPECT_FALSE(done.stopped);
  EXPECT_THAT(folder.read_failure(task(sweep, 4)),
              testing::AllOf(HasSubstr("start 2025-09-12"), HasSubstr("error")));
  const Done again = run_all(folder);
  EXPECT_EQ(again.now, 0u) << "what fails always is not tried always";
  EXPECT_THAT(again.failed, SizeIs(2));
  EXPECT_THAT(run_all(folder, {.retry = true}).failed, SizeIs(2));
}

TEST_F(RunSweep, FailsFastWhenAsked) {
  sweep = with_a_cell_that_cannot_be();
  const Folder folder = folder_of("study");
  const Done done = run_all(folder, {.fail_fast = true});
  EXPECT_EQ(done.now, 4u) << "the two cells before it";
  EXPECT_THAT(done.failed, ElementsAre(4u));
  EXPECT_TRUE(done.stopped);
  const Done again = run_all(folder, {.fail_fast = true});
  EXPECT_EQ(again.now, 0u) << "what failed in an earlier session is enough";
  EXPECT_TRUE(again.stopped);
  const Done without = run_all(folder);
  EXPECT_EQ(without.now, 2u);
  EXPECT_THAT(without.failed, ElementsAre(4u, 5u));
  EXPECT_FALSE(without.stopped);
}

TEST_F(RunSweep, TellsOfEachReplicationOnce) {
  const Folder folder = folder_of("study");
  std::vector<std::uint64_t> told;
  const std::atomic<bool> never{false};
  std::string worst;
  run(
      folder, {.threads = 2},
      [&](const Standing& s) {
        told.push_back(s.done);
        EXPECT_EQ(s.all, 16u);
        worst = s.worst_place;
      },
      never);
  std::vector<std::uint64_t> wanted(16);
  for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = i + 1;
  EXPECT_EQ(told, wanted);
  EXPECT_FALSE(worst.empty());
}

// ---- merge ----

TEST_F(RunSweep, PartsJoinToWhatOneMachineGives) {
  const Folder whole = folder_of("whole");
  run_all(whole);
  std::vector<Folder> parts{folder_of("a"), folder_of("b")};
  run_all(parts[0], {.part = {0, 2}});
  run_all(parts[1], {.part = {1, 2}});
  const Holdings holdings = holdings_of(parts);
  EXPECT_TRUE(holdings.is_whole);
  EXPECT_THAT(holdings.twice, IsEmpty());
  const Folder joined = folder_of("joined");
  collect(holdings, joined);
  EXPECT_EQ(shards_in(joined.path()), shards_in(whole.path()));
}

TEST_F(RunSweep, MergeNamesWhatIsMissingAndWhatIsDouble) {
  std::vector<Folder> parts{folder_of("a"), folder_of("b")};
  run_all(parts[0], {.part = {0, 4}});  // tasks 0 and 4
  run_all(parts[1], {.part = {0, 2}});  // 0, 2, 4, 6
  const Holdings holdings = holdings_of(parts);
  EXPECT_FALSE(holdings.is_whole);
  EXPECT_THAT(holdings.twice, SizeIs(2));
  EXPECT_THAT(holdings.twice[0], HasSubstr("cell 0 (tankers 1300 tankers, tight 0 %), replications 0 to 1"));
  EXPECT_THAT(holdings.absent, SizeIs(4));
  EXPECT_THAT(holdings.absent[0], HasSubstr("cell 0 (tankers 1300 tankers, tight 0 %), replications 2 to 3"));
}

TEST_F(RunSweep, MergeTakesAnotherShardWhereOneIsDamaged) {
  std::vector<Folder> parts{folder_of("a"), folder_of("b")};
  for (const Folder& part : parts) run_all(part);
  for (const std::size_t number : {0u, 3u}) fs::resize_file(parts[0].shard_path(task(sweep, number)), 100);
  fs::resize_file(parts[1].shard_path(task(sweep, 3)), 100);
  const Holdings holdings = holdings_of(parts);
  EXPECT_THAT(holdings.damaged, SizeIs(3));
  EXPECT_THAT(holdings.damaged[0],
              MatchesRegex(".*a/shards/c000000-r0000000.h5: cut short \\(100 bytes of [0-9]+\\)"));
  EXPECT_EQ(holdings.of_task[0], &parts[1]);
  EXPECT_EQ(holdings.of_task[3], nullptr);
  EXPECT_THAT(holdings.absent, ElementsAre(HasSubstr("replications 2 to 3")));
}

TEST_F(RunSweep, MergeRefusesPartsOfTwoStudies) {
  std::vector<Folder> parts{folder_of("a")};
  sweep.seed = 2;
  parts.push_back(folder_of("b"));
  EXPECT_THROW(holdings_of(parts), OtherStudy);
}

}  // namespace
}  // namespace citerne::sweep
