"""streams_test.py CITERNE: stdout is data, stderr is for people, and neither depends on who calls from where."""
import json
import os
import re
import subprocess

import program
from program import BRIEF, DONE, INPUT, ProgramTest

INTERVAL = {"mean", "low", "high"}


class Json(ProgramTest):
    def told(self, code, *arguments):
        return json.loads(self.expect(code, *arguments, "--json").stdout)

    def test_check_of_a_good_scenario(self):
        self.assertEqual(self.told(DONE, "check", "baseline.yaml"), {"format": 1, "valid": True, "diagnostics": []})

    def test_check_of_a_faulty_scenario(self):
        self.write("faulty.yaml", "citerne: 1\nextends: baseline.yaml\nnmae: Ségou\n")
        told = self.told(INPUT, "check", "faulty.yaml")
        self.assertEqual((told["format"], told["valid"]), (1, False))
        (fault,) = told["diagnostics"]
        text = fault.pop("text")
        self.assertEqual(fault, {"severity": "error", "code": "unknown-key", "file": "faulty.yaml", "line": 3, "column": 1})
        self.assertIn("nmae", text)

    def assert_summary(self, summary):
        self.assertEqual(list(summary), ["title", "start", "end", "replications", "seed", "shortages", "classes", "struck", "escorts",
                                         "levies", "bypasses"])
        for short in summary["shortages"]:
            self.assertEqual(set(short), {"place", "name", "product", "chance", "from_median", "from_q05", "from_q95", "days",
                                          "some_not_over_by_the_end"})
            self.assertEqual((set(short["chance"]), set(short["days"])), (INTERVAL, INTERVAL))
            self.assertGreaterEqual(short["days"]["low"], 0.0)
            for day in [short["from_median"], short["from_q05"], short["from_q95"]]:
                self.assertRegex(day or "2025-01-01", r"\A\d{4}-\d\d-\d\d\Z")
        for total in summary["classes"]:
            self.assertEqual(set(total), {"class", "unserved_m3", "demand_m3"})
            self.assertLessEqual(0.0, total["unserved_m3"]["low"])
            self.assertLessEqual(total["unserved_m3"]["low"], total["unserved_m3"]["high"])
        for struck in summary["struck"]:
            self.assertEqual(set(struck), {"event", "lost", "trapped", "threats", "convoys_struck", "convoys_beaten_off",
                                           "crews_abducted"})

    def test_run_and_info_tell_the_same(self):
        run = self.told(DONE, "run", "western-blockade.yaml", "-n", "3", "-q", "-o", "out.h5")
        self.assertEqual(list(run), ["format", "stopped", "file", "summary", "controlled"])
        self.assertEqual((run["format"], run["stopped"], run["file"]), (1, False, "out.h5"))
        self.assert_summary(run["summary"])
        self.assertIn("Ségou", [p["name"] for p in run["summary"]["shortages"]])

        info = self.told(DONE, "info", "out.h5")
        self.assertEqual(list(info), ["format", "file", "sha256", "source", "results_version", "made_from", "arrays", "summary"])
        self.assertEqual(info["summary"], run["summary"])
        self.assertEqual(info["made_from"][:2], ["western-blockade.yaml", "baseline.yaml"])
        self.assertEqual(self.output.read_bytes()[-65:-1].decode(), info["sha256"])

    def test_the_facts_of_a_run(self):
        self.expect(DONE, "run", "baseline.yaml", *BRIEF, "-n", "2", "-o", "out.h5")
        facts = json.loads((self.folder / "out.h5.run.json").read_text())
        self.assertEqual((facts["result"], facts["replications_asked"], facts["replications_done"]), ("out.h5", 2, 2))
        self.assertEqual(facts["set"], list(BRIEF[1::2]))


class Streams(ProgramTest):
    def test_a_plain_run_puts_its_summary_on_stdout_and_the_rest_on_stderr(self):
        done = self.expect(DONE, "run", "baseline.yaml", *BRIEF, "-n", "2", "-o", self.output)
        self.assertTrue(done.stdout.startswith("Normal year\n2025-01-01 to 2025-01-11, 2 replications, seed 1\n"))
        self.assertNotIn("replications 2/2", done.stdout)
        self.assertIn("written: ", done.stderr)

    def test_on_one_screen_remarks_come_behind_the_summary(self):
        done = self.call("run", "baseline.yaml", *BRIEF, capture_output=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertLess(done.stdout.index("Tankers struck"), done.stdout.index("nothing was written"))

    def test_quiet_says_nothing_to_people(self):
        done = self.expect(DONE, "run", "baseline.yaml", *BRIEF, "-n", "3", "-q")
        self.assertEqual(done.stderr, "")

    def test_a_run_that_writes_nothing_says_so(self):
        self.assertIn("nothing was written", self.expect(DONE, "run", "baseline.yaml", *BRIEF).stderr)

    def test_accents_arrive_whole_and_aligned(self):
        text = self.expect(DONE, "run", "western-blockade.yaml", "-n", "1", "-q").stdout
        towns = [line for line in text.splitlines() if re.match(r"  (Ségou|Kéniéba|Bamako) +[·░▒▓█]", line)]
        self.assertEqual(len(towns), 3)
        self.assertEqual({re.search("[·░▒▓█]", line).start() for line in towns}, {22})


class Progress(ProgramTest):
    def test_lines_at_tenths_and_at_the_end_where_there_is_no_terminal(self):
        said = self.expect(DONE, "run", "baseline.yaml", *BRIEF, "-n", "40").stderr
        lines = [line for line in said.splitlines() if line.startswith("replications ")]
        counts = [line.split()[1] for line in lines]
        self.assertEqual(counts[-1], "40/40")
        self.assertLessEqual(set(counts) - {"40/40"}, {f"{4 * i}/40" for i in range(1, 10)})
        self.assertEqual(len(set(counts)), len(counts))
        for line in lines:
            self.assertRegex(line, r"\Areplications \d+/40  \d+\.\d/s  \d+ s left\Z")
        self.assertNotIn("\x1b", said)
        self.assertNotIn("\r", said)

    def test_one_line_on_a_terminal(self):
        screen, theirs = self.terminal()
        process = subprocess.Popen([self.program, "run", "baseline.yaml", *BRIEF, "-n", "40"], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=theirs)
        os.close(theirs)
        said = b""
        try:
            while piece := os.read(screen, 4096):
                said += piece
        except OSError:
            pass  # how a terminal says that the other side is gone
        os.close(screen)
        process.communicate(timeout=program.PATIENCE)
        self.assertEqual(process.returncode, DONE)
        line, rest = said.decode().rsplit("\r\x1b[K", 1)
        self.assertNotIn("\n", line)
        for text in line.split("\r\x1b[K")[1:]:
            self.assertRegex(text, r"\Areplications \d+/40  \d+\.\d/s  \d+ s left\Z")
        self.assertIn("40 replications in ", rest)


class Elsewhere(ProgramTest):
    def test_locale_and_time_zone_change_nothing(self):
        told, bytes_of = [], []
        for here in [{}, {"LC_ALL": "C"}, {"LC_ALL": "fr_FR.UTF-8", "LANG": "fr_FR.UTF-8"}, {"LC_ALL": "C.UTF-8", "TZ": "Asia/Tokyo"},
                     {"TZ": "America/Lima", "LC_NUMERIC": "fr_FR.UTF-8"}]:
            path = self.folder / f"out{len(told)}.h5"
            done = self.expect(DONE, "run", "western-blockade.yaml", "--set", "calendar.end=2025-09-08", "-n", "2", "-q", "-o", path,
                               env={"PATH": os.environ["PATH"]} | here)
            told.append(done.stdout)
            bytes_of.append(path.read_bytes())
        self.assertEqual(len(set(told)), 1)
        self.assertEqual(len(set(bytes_of)), 1)

    def test_the_folder_one_calls_from_changes_no_result(self):
        self.run_brief()
        other = self.folder / "other.h5"
        self.expect(DONE, "run", "../baseline.yaml", *BRIEF, "-q", "-o", other, cwd=self.folder / "networks")
        self.assertEqual(self.output.read_bytes(), other.read_bytes())


if __name__ == "__main__":
    program.main()
