"""rerun_test.py CITERNE: a result can be made again from what it holds, and taken apart."""
import h5py

import program
from program import BRIEF, DONE, INPUT, SURROUNDINGS, ProgramTest

DID_NOT_HOLD = 1


class Rerun(ProgramTest):
    def test_a_rerun_has_the_same_bytes(self):
        for more in ([], ["--record", "summary", "--log", "0"], ["--record", "full", "--log", "2"],
                     ["--set", "driving.noise_cv={ uniform: [5 %, 20 %] }", "--seed", "5"]):
            with self.subTest(more=more):
                self.run_brief("-n", "3", "--force", *more)
                self.expect(DONE, "rerun", self.output, "-o", "again.h5", "--force", "-q", "-j", "1")
                self.assertEqual(self.output.read_bytes(), (self.folder / "again.h5").read_bytes())
                done = self.expect(DONE, "rerun", self.output, "--verify", "-q")
                self.assertIn("the same byte for byte", done.stdout)

    def test_a_changed_value_is_found_and_named(self):
        self.run_brief()
        raw = self.folder / "changed.h5"
        raw.write_bytes(self.output.read_bytes())
        with h5py.File(raw, "r+") as file:  # h5py cuts the digest line off when it writes
            file["demand"][0, 0, 0] += 1.0
        done = self.expect(DID_NOT_HOLD, "rerun", raw, "--verify", "-q")
        self.assertRegex(done.stdout, r"made again, 1 of \d+ arrays differ: demand\n")

    def test_wrong_use(self):
        self.run_brief()
        self.expect_refused(INPUT, "rerun", self.output)
        self.expect_refused(INPUT, "rerun", self.output, "--verify", "-o", "again.h5")
        self.expect_refused(INPUT, "rerun", self.output, "-o", self.output)
        self.expect_refused(SURROUNDINGS, "rerun", "missing.h5", "--verify")
        self.expect_refused(INPUT, "rerun", "baseline.yaml", "--verify")


class Unpack(ProgramTest):
    def test_what_comes_out_runs_to_the_same_figures(self):
        self.run_brief("-n", "2")
        done = self.expect(DONE, "unpack", self.output, "taken-apart")
        scenario = done.stdout.strip()
        self.assertEqual(scenario, "taken-apart/baseline.yaml")
        self.assertEqual((self.folder / scenario).read_text(), (self.folder / "baseline.yaml").read_text())
        self.assertIn("--set 'calendar.end=2025-01-11'", done.stderr)
        self.expect(DONE, "run", scenario, *BRIEF, "-q", "-n", "2", "-o", "again.h5")
        self.assertEqual(self.output.read_bytes(), (self.folder / "again.h5").read_bytes())

    def test_a_folder_that_is_there_is_left_alone(self):
        self.run_brief()
        (self.folder / "there").mkdir()
        self.expect_refused(INPUT, "unpack", self.output, "there")
        self.expect_refused(SURROUNDINGS, "unpack", "missing.h5", "new")

    def test_paths_that_lead_outside_are_refused(self):
        self.run_brief()
        for path in ("../outside.yaml", "/tmp/outside.yaml", "a/../../outside.yaml"):
            with self.subTest(path=path):
                with h5py.File(self.output, "r+") as file:
                    file["source_file"][1] = path
                self.expect_refused(INPUT, "unpack", self.output, "new")


if __name__ == "__main__":
    program.main()
