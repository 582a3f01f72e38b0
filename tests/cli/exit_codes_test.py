"""exit_codes_test.py CITERNE: done is 0, and every fault of the caller is 2, told before anything is run."""
import program
from program import BRIEF, DONE, INPUT, ProgramTest


class Done(ProgramTest):
    def test_run_check_and_info(self):
        self.run_brief()
        self.expect(DONE, "run", "baseline.yaml", *BRIEF)
        self.expect(DONE, "check", "baseline.yaml")
        self.expect(DONE, "info", self.output)

    def test_run_leaves_the_result_and_its_facts(self):
        before = set(self.files())
        self.run_brief()
        self.assertEqual(set(self.files()) - before, {"out.h5", "out.h5.run.json"})

    def test_help_and_version(self):
        for arguments in [["--help"], ["-h"], ["run", "--help"], ["check", "--help"], ["info", "--help"]]:
            done = self.expect(DONE, *arguments)
            self.assertIn("Usage: citerne", done.stdout)
            self.assertEqual(done.stderr, "")
        self.assertRegex(self.expect(DONE, "--version").stdout, r"\Aciterne \d+\.\d+\.\d+\n\Z")

    def test_every_scenario_that_is_shipped_is_without_fault(self):
        for scenario in sorted(self.folder.glob("*.yaml")) + sorted(self.folder.glob("examples/*.yaml")):
            done = self.expect(DONE, "check", scenario)
            self.assertEqual(done.stderr, "", scenario)


class Usage(ProgramTest):
    def test_what_the_command_line_does_not_know_is_refused(self):
        for arguments in [[], ["fly"], ["--frobnicate"], ["run"], ["check"], ["info"], ["run", "--frobnicate", "baseline.yaml"],
                          ["run", "baseline.yaml", "second.yaml"], ["check", "baseline.yaml", "--replications", "2"],
                          ["run", "baseline.yaml", "--output"], ["run", "baseline.yaml", "--record", "everything"]]:
            with self.subTest(arguments):
                self.expect_refused(INPUT, *arguments)

    def test_misuse_is_told_in_two_lines_that_name_the_command(self):
        said = self.expect_refused(INPUT, "run", "--frobnicate", "baseline.yaml").stderr
        self.assertIn("--frobnicate", said)
        self.assertTrue(said.endswith("\nIts options: citerne run --help\n"), said)
        self.assertEqual(said.count("\n"), 2, said)
        said = self.expect_refused(INPUT, "run", "baseline.yaml", "--record", "everything").stderr
        self.assertIn("everything not in {summary,bands,full}", said)
        for nothing in [[], ["network"]]:
            self.assertIn("Usage: citerne", self.expect_refused(INPUT, *nothing).stderr)

    def test_numbers_out_of_range_are_refused(self):
        for option, value in [("-n", "0"), ("-n", "-1"), ("-n", "1.5"), ("-n", "many"), ("-n", "1000001"), ("-j", "0"),
                              ("--seed", "-1"), ("--seed", "9223372036854775808"), ("--max-events", "0"), ("--max-events", "nan"),
                              ("--log", "-1"), ("-o", "")]:
            with self.subTest(option=option, value=value):
                self.expect_refused(INPUT, "run", "baseline.yaml", *BRIEF, option, value)

    def test_the_greatest_seed_is_kept_as_it_was_given(self):
        self.run_brief("--seed", "9223372036854775807")
        self.assertIn("seed 9223372036854775807\n", self.expect(DONE, "info", self.output).stdout)


FAULTY = """\
citerne: 1
extends: baseline.yaml
name: Four faults
calendar: { start: 2025-01-01, end: 2025-01-11, sample_evry: 6 h }
events:
  blockade:
    kind: control
    where: { corridors: wset }
    phases: { only: { from: 2025-01-05, lets_through: 120 % } }
demand: { total: 5.5 ML }
"""
FAULTS = ["faulty.yaml:4:49: error: unknown key 'sample_evry'", "faulty.yaml:8:25: error: ", "faulty.yaml:9:55: error: ",
          "faulty.yaml:10:18: error: "]


class FaultyScenario(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("faulty.yaml", FAULTY)

    def assert_all_told(self, said):
        for fault in FAULTS:
            self.assertIn("\n" + fault, "\n" + said)
        self.assertIn("(did you mean 'sample_every'?)", said)
        self.assertIn("4 faults; nothing was run.", said)

    def test_every_fault_is_told_at_its_place_and_nothing_is_written(self):
        for command in [["run", "-o", self.output], ["check"], ["show"]]:
            self.assert_all_told(self.expect_refused(INPUT, *command, "faulty.yaml").stderr)

    def test_places_are_told_as_the_file_is_reached_from_here(self):
        done = self.expect_refused(INPUT, "check", "../faulty.yaml", cwd=self.folder / "networks")
        self.assertIn("../faulty.yaml:8:25: error: ", done.stderr)

    def test_an_earlier_result_stays(self):
        self.output.write_bytes(b"earlier")
        self.expect_refused(INPUT, "run", "faulty.yaml", "-o", self.output, "--force")
        self.assertEqual(self.output.read_bytes(), b"earlier")

    def test_a_file_that_a_scenario_names_and_that_is_missing(self):
        for text, place in [("citerne: 1\nextends: nowhere.yaml\n", "lost.yaml:2:10: error: "),
                            ("citerne: 1\nextends: baseline.yaml\n\ndemand: { table: nowhere.csv }\n", "lost.yaml:4:18: error: "),
                            ("citerne: 1\nextends: baseline.yaml\nnetwork: networks/nowhere\n", "lost.yaml:3:10: error: ")]:
            self.write("lost.yaml", text)
            for command in ["run", "check"]:
                done = self.expect_refused(INPUT, command, "lost.yaml")
                self.assertIn(place, done.stderr)
                self.assertIn("nowhere", done.stderr)

    def test_a_setting_is_told_by_its_number(self):
        for setting in ["calendar.end=2024-01-01", "calendar.end", "calendar.edn=2025-02-01", "calendar.end=soon", "=", "events.none.at=1"]:
            with self.subTest(setting):
                self.expect_refused(INPUT, "run", "baseline.yaml", "--set", setting)
        done = self.expect_refused(INPUT, "check", "baseline.yaml", *BRIEF, "--set", "calendar.edn=2025-02-01")
        self.assertIn("--set:3:10: error: ", done.stderr)
        self.assertIn("  calendar.edn=2025-02-01\n", done.stderr)


class RefusedBeforeItStarts(ProgramTest):
    def test_a_target_that_exists(self):
        self.output.write_bytes(b"earlier")
        done = self.expect_refused(INPUT, "run", "baseline.yaml", "-o", self.output)
        self.assertIn(f"{self.output} exists already", done.stderr)
        self.assertIn("--force", done.stderr)
        self.assertEqual(self.output.read_bytes(), b"earlier")
        self.expect(DONE, "run", "baseline.yaml", *BRIEF, "-o", self.output, "--force")
        self.assertNotEqual(self.output.read_bytes(), b"earlier")

    def test_a_run_of_too_many_events_names_the_flag(self):
        done = self.expect_refused(INPUT, "run", "baseline.yaml", "--max-events", "1000", "-o", self.output)
        self.assertIn("--max-events", done.stderr)
        self.expect_refused(INPUT, "run", "baseline.yaml", "-n", "1000000")

    def test_the_flag_that_is_named_is_enough(self):
        refused = self.expect_refused(INPUT, "run", "baseline.yaml", *BRIEF, "--max-events", "1000")
        named = refused.stderr.split("--max-events ")[1].split()[0].rstrip(".")
        self.expect(DONE, "run", "baseline.yaml", *BRIEF, "--max-events", named)

    def test_a_result_that_is_too_large_names_the_flag(self):
        for output in [["-o", self.output], []]:
            done = self.expect_refused(INPUT, "run", "baseline.yaml", "--record", "full", "-n", "3000", "--max-events", "1e12", *output)
            self.assertIn("--record bands", done.stderr)


class NotAResult(ProgramTest):
    def refuse(self, content, *words):
        path = self.folder / "other.h5"
        path.write_bytes(content)
        done = self.expect_refused(INPUT, "info", path)
        for word in ["other.h5", *words]:
            self.assertIn(word, done.stderr)

    def test_what_is_no_result_of_ours(self):
        self.refuse(b"")
        self.refuse(b"place,product\nbamako,petrol\n")
        self.refuse(bytes(range(256)) * 64)

    def test_a_result_that_was_damaged(self):
        self.run_brief()
        good = self.output.read_bytes()
        self.refuse(good[:-1])
        self.refuse(good[:len(good) // 2])
        middle = len(good) // 2
        self.refuse(good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1:])

    def test_another_hdf5_file(self):
        import h5py
        with h5py.File(self.folder / "foreign.h5", "w") as file:
            file["stock"] = [1.0, 2.0]
        self.expect_refused(INPUT, "info", "foreign.h5")

    def test_a_scenario_is_no_result_and_a_result_no_scenario(self):
        self.run_brief()
        self.expect_refused(INPUT, "info", "baseline.yaml")
        self.expect_refused(INPUT, "check", self.output)


if __name__ == "__main__":
    program.main()
