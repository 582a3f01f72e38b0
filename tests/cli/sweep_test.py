"""sweep_test.py CITERNE: sweeps as planners call them: what they leave, how they go on, what they refuse."""
import csv
import json
import os
import signal
import subprocess
import time

import program
from program import DONE, INPUT, STOPPED, SURROUNDINGS, ProgramTest

PLAN = """citerne: 1
name: Tankers by news
scenario: western-blockade.yaml
set: {{ calendar.start: 2025-09-01, calendar.end: 2025-09-11, calendar.warm_up: 5 d }}
replications: {replications}
block: 2
factors:
  tankers: {{ path: fleets.dakar.tankers, values: [1200 tankers, 1400 tankers] }}
  news: {{ path: events.western_blockade.news_after, values: {news} }}
metrics: [unserved_share, "first_shortage:bamako:petrol", served:kayes]
"""


class Sweep(ProgramTest):
    def setUp(self):
        super().setUp()
        self.plan()
        self.study = self.folder / "study"

    def plan(self, replications=4, news="[0 d, 2 d]", more=""):
        self.write("plan.yaml", PLAN.format(replications=replications, news=news) + more)

    def sweep(self, code=DONE, *more, folder="study"):
        return self.expect(code, "sweep", "plan.yaml", "-o", folder, "-q", *more)

    def shards(self, folder="study"):
        return {p.name: p.read_bytes() for p in (self.folder / folder / "shards").iterdir()}

    # ---- what it leaves ----

    def test_tells_the_means_of_the_cells_as_a_table(self):
        told = self.sweep().stdout
        self.assertIn("Tankers by news: 4 cells of 4 replications each", told)
        self.assertRegex(told, r"\n  tankers +news 0 d +news 2 d\n  1200 tankers +[0-9.]+ ± [0-9.]+ [ ░▒▓█] ")
        self.assertIn("The best cell of each metric", told)

    def test_xarray_opens_the_study_with_factors_as_coordinates(self):
        import xarray
        self.sweep()
        for engine in ["h5netcdf", "netcdf4"]:
            with xarray.open_dataset(self.study / "study.h5", engine=engine) as study:
                self.assertEqual(dict(study.value.sizes), {"cell": 4, "replication": 4, "metric": 3})
                self.assertIn("tankers", study.value.coords)
                self.assertEqual(list(study.tankers.values), [1200, 1200, 1400, 1400])
                self.assertEqual(study.tankers.attrs["units"], "tankers")
                served = study.value.sel(metric="served:kayes")
                by_tankers = served.mean("replication").groupby("tankers").mean()
                self.assertEqual(by_tankers.sizes, {"tankers": 2})
                self.assertAlmostEqual(float(served[0].mean()), float(study["mean"].sel(metric="served:kayes")[0]))

    def test_csv_is_tidy(self):
        self.sweep()
        with open(self.study / "study.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 4 * 3)
        self.assertEqual({(row["tankers"], row["news"]) for row in rows},
                         {(t, n) for t in ("1200 tankers", "1400 tankers") for n in ("0 d", "2 d")})
        self.assertTrue(all(float(row["mean"]) >= 0 for row in rows if row["metric"] == "served:kayes"))

    def test_json_has_every_cell(self):
        told = json.loads(self.sweep(DONE, "--json").stdout)
        self.assertEqual(told["cells"][3]["factors"], {"tankers": "1400 tankers", "news": "2 d"})
        self.assertEqual(told["cells"][3]["runs"], 4)
        self.assertEqual(told["cells"][3]["metrics"]["served:kayes"]["unit"], "m3")

    def test_sensitivity_answers_in_words_first(self):
        self.sweep()
        told = self.expect(DONE, "sensitivity", "study").stdout
        self.assertRegex(told, r"news explains \d+ % \(\d+ to \d+\) of unserved_share")
        self.assertIn("Cells that cannot be told apart", told)
        told = json.loads(self.expect(DONE, "sensitivity", "study", "--all", "--json").stdout)
        self.assertEqual([s["metric"] for s in told["sensitivities"]], ["unserved_share", "first_shortage:bamako:petrol", "served:kayes"])
        self.assertEqual(told["sensitivities"][0]["method"], "grid_variance")
        rows = list(csv.DictReader(self.expect(DONE, "sensitivity", "study", "--csv").stdout.splitlines()))
        self.assertEqual({row["factor"] for row in rows}, {"tankers", "news"})
        self.assertIn("it keeps unserved_share, first", self.expect_refused(INPUT, "sensitivity", "study", "-m", "unserved").stderr)
        self.expect_refused(INPUT, "sensitivity", "networks")

    def test_check_runs_nothing(self):
        told = self.expect(DONE, "sweep", "plan.yaml", "--check").stderr
        self.assertIn("4 cells, 4 replications of each, 8 tasks", told)
        self.assertFalse(self.study.exists())

    def test_the_shipped_plans_are_right(self):
        plans = sorted((self.folder / "sweeps").glob("*.yaml"))
        self.assertTrue(plans)
        for plan in plans:
            self.expect(DONE, "sweep", plan, "--check")

    # ---- going on ----

    def test_what_is_there_is_not_done_again(self):
        self.sweep()
        before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in (self.study / "shards").iterdir()}
        study = (self.study / "study.h5").read_bytes()
        again = self.expect(DONE, "sweep", "plan.yaml", "-o", "study")
        self.assertIn("8 of 8 tasks were there already", again.stderr)
        self.assertEqual({p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in (self.study / "shards").iterdir()}, before)
        self.assertEqual((self.study / "study.h5").read_bytes(), study)

    def test_goes_on_after_it_was_asked_to_stop(self):
        self.plan(replications=40)
        self.sweep(folder="straight")
        for which in [signal.SIGINT, signal.SIGTERM]:
            with self.subTest(which.name):
                process = subprocess.Popen([self.program, "sweep", "plan.yaml", "-o", which.name, "-j", "2", "-q"],
                                           cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
                self.addCleanup(process.wait)
                self.addCleanup(process.kill)
                folder = self.folder / which.name / "shards"
                self.wait_until(lambda: len(list(folder.glob("*.h5"))) >= 3, process, "three shards were there")
                asked = time.monotonic()
                process.send_signal(which)
                _, told = process.communicate(timeout=program.PATIENCE)
                self.assertLess(time.monotonic() - asked, 5)
                self.assertEqual(process.returncode, STOPPED, told)
                self.assertIn("the same command goes on", told)
                self.assertFalse((self.folder / which.name / "study.h5").exists())
                kept = self.shards(which.name)
                self.sweep(folder=which.name)
                now = self.shards(which.name)
                self.assertEqual(kept, {name: now[name] for name in kept})
                self.assertEqual((self.folder / which.name / "study.h5").read_bytes(),
                                 (self.folder / "straight/study.h5").read_bytes())

    def test_a_remark_in_the_scenario_is_no_change(self):
        self.sweep()
        path = self.folder / "western-blockade.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "# looked at again\n", encoding="utf-8")
        self.sweep()

    def test_a_damaged_shard_is_noticed_and_done_anew(self):
        self.sweep()
        study = (self.study / "study.h5").read_bytes()
        shard = sorted((self.study / "shards").iterdir())[3]
        data = bytearray(shard.read_bytes())
        data[len(data) // 2] ^= 1
        shard.write_bytes(data)
        self.assertIn("; `citerne sweep` with the plan of this study does its task anew",
                      self.expect_refused(INPUT, "sensitivity", "study").stderr)
        told = self.sweep().stderr
        self.assertIn(f"done anew: study/shards/{shard.name}", told)
        self.assertEqual((self.study / "study.h5").read_bytes(), study)

    # ---- many machines ----

    def test_parts_join_to_the_same_bytes(self):
        self.sweep(folder="whole")
        for part in ["2/3", "1/3", "3/3"]:
            told = self.expect(DONE, "sweep", "plan.yaml", "--shard", part, "-o", f"part-{part[0]}").stderr
            self.assertIn("join all parts with", told)
        missing = self.expect(STOPPED, "merge", "part-1", "part-3", "-o", "joined")
        self.assertIn("missing: cell 0 (tankers 1200 tankers, news 0 d), replications 2 to 3", missing.stderr)
        self.assertFalse((self.folder / "joined").exists())
        self.expect(DONE, "merge", "part-1", "part-2", "part-3", "-o", "joined", "-q")
        for name in ["study.h5", "study.csv", "study.json"]:
            self.assertEqual((self.folder / "joined" / name).read_bytes(), (self.folder / "whole" / name).read_bytes())

    def test_merge_names_what_is_double_and_writes_a_part_when_told(self):
        for folder in ["a", "b"]:
            self.sweep(DONE, "--shard", "1/2", folder=folder)
        told = self.expect(STOPPED, "merge", "a", "b", "-o", "joined", "--partial", "-q")
        self.assertEqual(told.stderr.count("double: a and b both have cell"), 4)
        self.assertEqual(told.stderr.count("missing: cell"), 4)
        self.assertTrue((self.folder / "joined/study.h5").exists())

    def test_a_damaged_shard_is_no_part_of_a_merge(self):
        self.sweep(folder="whole")
        for part in ["1/2", "2/2"]:
            self.sweep(DONE, "--shard", part, folder=f"part-{part[0]}")
        shard = sorted((self.folder / "part-2/shards").iterdir())[1]
        shard.write_bytes(shard.read_bytes()[:-40])
        told = self.expect(STOPPED, "merge", "part-1", "part-2", "-o", "joined").stderr
        self.assertIn(f"damaged, and not used: part-2/shards/{shard.name}: damaged", told)
        self.assertIn("missing: cell", told)
        self.assertFalse((self.folder / "joined").exists())
        self.sweep(DONE, "--shard", "2/2", folder="part-2")
        self.expect(DONE, "merge", "part-1", "part-2", "-o", "joined", "-q")
        self.assertEqual((self.folder / "joined/study.h5").read_bytes(), (self.folder / "whole/study.h5").read_bytes())

    def test_snakemake_joins_what_it_has_sent_out(self):
        self.sweep(folder="whole")
        def flow(*more):
            return subprocess.run(["snakemake", "-s", program.PROJECT / "tools/cluster/Snakefile", "--cores", "2", *more, "--config",
                                   "plan=plan.yaml", "study=out/study", "parts=3", f"citerne={self.program}"],
                                  cwd=self.folder, capture_output=True, encoding="utf-8", timeout=program.PATIENCE,
                                  env=os.environ | {"HOME": str(self.folder), "XDG_CACHE_HOME": str(self.folder / "cache")})
        done = flow()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual((self.folder / "out/study/study.h5").read_bytes(), (self.folder / "whole/study.h5").read_bytes())
        self.assertIn("Nothing to be done", flow().stderr)

    def test_an_array_job_of_slurm_does_its_part(self):
        self.sweep(folder="whole")
        for part in [1, 2, 3]:
            job = subprocess.run(["bash", program.PROJECT / "tools/cluster/sweep.sbatch", "plan.yaml", "out/study"], cwd=self.folder,
                                 capture_output=True, encoding="utf-8", timeout=program.PATIENCE,
                                 env=os.environ | {"SLURM_ARRAY_TASK_ID": str(part), "SLURM_ARRAY_TASK_COUNT": "3",
                                                   "SLURM_CPUS_PER_TASK": "2", "CITERNE": self.program})
            self.assertEqual(job.returncode, 0, job.stderr)
        parts = sorted((self.folder / "out/study.parts").iterdir())
        self.expect(DONE, "merge", *parts, "-o", "out/study", "-q")
        self.assertEqual((self.folder / "out/study/study.h5").read_bytes(), (self.folder / "whole/study.h5").read_bytes())

    # ---- refusals ----

    def test_a_second_sweep_in_one_folder_is_told_who_holds_it(self):
        self.plan(replications=2000)
        first = subprocess.Popen([self.program, "sweep", "plan.yaml", "-o", "study", "-q"], cwd=self.folder,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self.wait_until((self.study / "study.json").exists, first, "it held its folder")
            second = self.sweep(SURROUNDINGS)
            self.assertIn(f"study is being worked on by process {first.pid} on ", second.stderr)
        finally:
            first.kill()
            first.wait()
        self.plan(replications=4)
        self.assertIn("replications is 2000 there, 4 here", self.sweep(INPUT).stderr)

    def test_a_changed_scenario_is_refused_with_the_key(self):
        self.sweep()
        before = self.files()
        scenario = self.folder / "western-blockade.yaml"
        text = scenario.read_text(encoding="utf-8")
        scenario.write_text(text.replace("until: 2025-11-24", "until: 2025-11-25"), encoding="utf-8")
        self.assertIn("scenario: events.western_blockade.until is", self.sweep(INPUT).stderr)
        scenario.write_text(text, encoding="utf-8")
        tables = self.folder / "tables/sites.csv"
        tables.write_text(tables.read_text(encoding="utf-8").replace("bamako,depot,petrol,17780", "bamako,depot,petrol,17790"),
                          encoding="utf-8")
        self.assertIn("bamako", self.sweep(INPUT).stderr)
        self.assertEqual(self.files(), before)

    def test_a_task_that_fails_is_told_and_the_others_are_done(self):
        dates = ("factors:\n  start: { path: calendar.start, values: [2025-09-01, 2025-09-08] }\n"
                 "  end: { path: calendar.end, values: [2025-09-07, 2025-09-11] }")  # of the third pair the end comes first
        self.write("plan.yaml", (self.folder / "plan.yaml").read_text(encoding="utf-8").replace("factors:", dates))
        done = self.sweep(STOPPED)
        self.assertIn("failed: study/failed/c", done.stderr)
        self.assertIn("start 2025-09-08, end 2025-09-07", done.stderr)
        self.assertIn("8 tasks could not be done", done.stderr)
        self.assertEqual(len(self.shards()), 24)
        self.assertEqual(self.sweep(STOPPED).returncode, STOPPED)

    def test_a_sweep_that_is_to_fail_fast_goes_no_further(self):
        dates = ("factors:\n  start: { path: calendar.start, values: [2025-09-08, 2025-09-01] }\n"
                 "  end: { path: calendar.end, values: [2025-09-07, 2025-09-11] }")  # of the first pair the end comes first
        self.write("plan.yaml", (self.folder / "plan.yaml").read_text(encoding="utf-8").replace("factors:", dates))
        done = self.sweep(STOPPED, "--fail-fast", "-j", "1")
        self.assertIn("start 2025-09-08, end 2025-09-07", done.stderr)
        self.assertIn("stopped at what failed: 0 of 32 tasks are kept in study", done.stderr)
        self.assertEqual(self.shards(), {})
        self.assertFalse((self.folder / "study/study.h5").exists())
        self.sweep(STOPPED)
        self.assertEqual(len(self.shards()), 24)

    def test_a_wrong_plan_is_refused_with_all_its_faults(self):
        self.plan(news="[0 d, 2 parsecs]", more="replicatons: 4\n")
        refused = self.expect_refused(INPUT, "sweep", "plan.yaml", "-o", "study")
        self.assertIn("plan.yaml:11:1: error: unknown key 'replicatons' in a plan (did you mean 'replications'?)", refused.stderr)
        self.plan(news="[0 d, 2 parsecs]")
        refused = self.expect_refused(INPUT, "sweep", "plan.yaml", "-o", "study")
        self.assertIn("news 2 parsecs: news_after is '2 parsecs': no unit 'parsecs' here", refused.stderr)
        self.expect_refused(SURROUNDINGS, "sweep", "nowhere.yaml", "-o", "study")
        for shard in ["0/2", "3/2", "1", "1/", "a/b", "1/2/3"]:
            self.expect_refused(INPUT, "sweep", "plan.yaml", "-o", "study", "--shard", shard)

    def test_a_folder_of_something_else_is_left_alone(self):
        (self.folder / "letters").mkdir()
        for name in ["dear.txt", "movie.mkv.part"]:  # the second alone is refused as well
            self.write(f"letters/{name}", "dear")
            self.expect_refused(INPUT, "sweep", "plan.yaml", "-o", "letters")
        (self.folder / "letters/dear.txt").unlink()
        self.expect_refused(INPUT, "sweep", "plan.yaml", "-o", "letters")
        self.assertTrue((self.folder / "letters/movie.mkv.part").exists())
        self.write("letters/dear.txt", "dear")
        self.expect_refused(SURROUNDINGS, "sweep", "plan.yaml", "-o", "letters/dear.txt")
        self.expect_refused(INPUT, "merge", "letters", "-o", "joined")


if __name__ == "__main__":
    program.main()
