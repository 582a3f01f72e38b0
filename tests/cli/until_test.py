"""until_test.py CITERNE: running until a figure is known precisely enough, and means by what luck is known to bring."""
import json
import re
import signal
import subprocess
import time

import program
from program import BRIEF, DONE, INPUT, STOPPED, ProgramTest

NOT_HELD = 1
SHORT = ("--set", "calendar.start=2025-09-01", "--set", "calendar.end=2025-09-21", "--set", "calendar.warm_up=5 d")
# A figure that differs from run to run in so short a time.
LUCKY = "unserved"


class Until(ProgramTest):
    def until(self, code, *wanted, most=200, more=()):
        options = [option for one in wanted for option in ("--until", one)]
        return self.expect(code, "run", "western-blockade.yaml", *SHORT, *options, "--max-replications", most, "-q", *more)

    def count(self, path):
        return json.loads(self.expect(DONE, "info", path, "--json").stdout)["summary"]["replications"]

    def test_the_result_is_that_of_as_many_runs_at_once(self):
        """Byte for byte, whatever is recorded, though it came in pieces."""
        for record in ["summary", "bands", "full"]:
            with self.subTest(record):
                path = self.folder / f"{record}.h5"
                self.until(NOT_HELD, f"{LUCKY} halfwidth < 0.001 m3", most=70, more=("--record", record, "--log", "55", "-o", path))
                once = self.folder / f"{record}-once.h5"
                self.expect(DONE, "run", "western-blockade.yaml", *SHORT, "-n", 70, "--record", record, "--log", "55", "-q", "-o", once)
                self.assertEqual(path.read_bytes(), once.read_bytes())
        self.expect(DONE, "rerun", self.folder / "summary.h5", "--verify")

    def test_stops_when_all_that_is_wanted_holds(self):
        done = self.expect(DONE, "run", "western-blockade.yaml", *SHORT, "--until", f"{LUCKY} halfwidth < 1000 m3", "-o", self.output)
        self.assertIn("50 replications; half-width below 1000 m3 as wanted", done.stderr)
        self.assertEqual(self.count(self.output), 50)

    def test_says_how_many_would_be_enough(self):
        done = self.until(NOT_HELD, f"{LUCKY} halfwidth < 0.01 m3", f"{LUCKY} halfwidth < 1000 m3", most=60, more=("-o", self.output))
        found = re.search(r"half-width not below 0.01 m3: some (\d+) replications would be enough", done.stderr)
        self.assertTrue(found, done.stderr)
        self.assertGreater(int(found[1]), 60)
        self.assertIn("below 1000 m3 as wanted", done.stderr)
        self.assertEqual(self.count(self.output), 60)

    def test_a_figure_that_never_differs_is_not_taken_for_precise(self):
        done = self.until(NOT_HELD, "tankers_lost halfwidth < 1", most=60)
        self.assertIn("nearly all runs have the same value", done.stderr)

    def test_ends_calmly_when_it_is_asked_to(self):
        process = subprocess.Popen([self.program, "run", "western-blockade.yaml", *SHORT, "--until", f"{LUCKY} halfwidth < 0.0001", "-q",
                                    "--max-replications", "3000", "--max-events", "1e15", "--record", "summary", "-o", self.output],
                                   cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=program.PATIENCE)
        self.assertEqual(process.returncode, STOPPED, told)
        if self.output.exists():
            self.assertGreater(self.count(self.output), 0)

    def test_all_that_is_wrong_is_told_at_once(self):
        done = self.expect_refused(INPUT, "run", "baseline.yaml", *BRIEF, "--until", "unservd halfwidth < 1", "--until", "unserved halfwidth < 0",
                                   "--until", "unserved:bamakko halfwidth < 1", "--until", "shortage_days halfwidth < 1 m3")
        for words in ["did you mean 'unserved'?", "below a number above 0", "did you mean 'bamako'?", "write one of d, h"]:
            self.assertIn(words, done.stderr)

    def test_what_makes_no_sense_together_is_refused(self):
        wanted = ("--until", "unserved halfwidth < 1")
        self.expect_refused(INPUT, "run", "baseline.yaml", *wanted, "-n", "10")
        self.expect_refused(INPUT, "run", "baseline.yaml", *wanted, "--max-replications", "10")
        self.expect_refused(INPUT, "run", "baseline.yaml", "--max-replications", "100")


class Controlled(ProgramTest):
    """Means by what luck is known to bring."""
    DRAWN = ("--set", "demand.total={triangular: [4.5 ML/day, 4.7 ML/day, 5.5 ML/day]}")
    SERVED = ("--until", "served halfwidth < 5000 m3")

    def controlled(self, *options):
        return json.loads(self.expect(DONE, "run", "baseline.yaml", *BRIEF, *options, "-q", "--json").stdout)["controlled"]

    def test_the_mean_is_that_of_the_mean_demand(self):
        """All is served, so that what is served is a line: its mean is known without luck."""
        [figure] = self.controlled(*self.DRAWN, *self.SERVED)
        self.assertEqual((figure["metric"], figure["unit"]), ("served", "m3"))
        plain = json.loads(self.expect(DONE, "run", "baseline.yaml", *BRIEF, "--set", "demand.total=4.9 ML/day", "-q", "--json").stdout)
        known = sum(c["demand_m3"] - c["unserved_m3"]["mean"] for c in plain["summary"]["classes"])
        self.assertAlmostEqual(figure["controlled"]["mean"], known, delta=1e-4 * known)
        self.assertLess(figure["controlled"]["high"] - figure["controlled"]["low"], 1e-3 * known)
        self.assertGreater(abs(figure["plain"]["mean"] - known), 1e-3 * known)
        self.assertGreater(figure["gain"], 100.0)

    def test_is_told_beside_the_plain_one(self):
        done = self.expect(DONE, "run", "baseline.yaml", *BRIEF, *self.DRAWN, *self.SERVED, "-q")
        self.assertRegex(done.stdout, r"served: \d+ m3 \(\d+ to \d+\) instead of \d+ \(\d+ to \d+\)\n    as good as \S+ times as many runs")

    def test_is_not_told_where_it_does_not_pay(self):
        self.assertEqual(self.controlled("-n", "20"), [])  # nothing is drawn
        self.assertEqual(self.controlled(*self.DRAWN, "-n", "20"), [])  # nothing is unserved
        self.assertNotIn("instead of", self.expect(DONE, "run", "baseline.yaml", *BRIEF, *self.DRAWN, "-n", "20", "-q").stdout)

    def test_is_not_told_of_a_saved_day(self):
        self.controlled(*self.DRAWN, *self.SERVED, "--save-at", "2025-01-05", "-o", "out.h5")
        done = self.expect(DONE, "run", "--from", "out.state.h5", "-q", "--json")
        self.assertEqual(json.loads(done.stdout)["controlled"], [])


if __name__ == "__main__":
    program.main()
