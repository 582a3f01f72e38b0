"""signals_test.py CITERNE: asked to stop, a run ends calmly and keeps what is finished; asked again, at once. Other commands
that write end calmly too, with whole files or none."""
import os
import pathlib
import signal
import subprocess
import threading
import time

import program
from program import BRIEF, DONE, STOPPED, ProgramTest

LONG = ("-n", "3000", "--max-events", "1e15", "-j", "2", "--record", "summary")
ENDLESS = ("--set", "calendar.end=2150-01-01", "--max-events", "1e15", "--record", "summary")  # one replication of minutes
SOON = 5.0  # seconds


def heard(process):
    """Waits until the program has said that it takes SIGINT and SIGTERM itself."""
    wanted = (1 << (signal.SIGINT - 1)) | (1 << (signal.SIGTERM - 1))
    status = pathlib.Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt"))
        if int(caught.split()[1], 16) & wanted == wanted:
            return
        time.sleep(0.001)
    raise AssertionError(f"ended with {process.returncode} before it was asked to")


class Screen:
    """What a program tells people on a terminal, read as it comes: it never waits for a reader."""

    def __init__(self, end):
        self.end, self.told = end, bytearray()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        try:
            while piece := os.read(self.end, 4096):
                self.told += piece
        except OSError:  # the other end is closed
            pass

    def wait_for(self, words, times=1):
        patience = time.monotonic() + program.PATIENCE
        while self.told.count(words.encode()) < times:
            if not self.reader.is_alive() or time.monotonic() > patience:
                raise AssertionError(f"not told {times} times: {words!r}, but: {self.told.decode()}")
            time.sleep(0.002)

    def all(self):
        self.reader.join(program.PATIENCE)
        return self.told.decode()


class Stopped(ProgramTest):
    def start(self, *arguments):
        return self.start_command("run", "baseline.yaml", *arguments, "-o", self.output)

    def start_command(self, *arguments):
        """The program with its people's stream on a terminal, which tells of each replication."""
        screen, theirs = self.terminal()
        self.addCleanup(os.close, screen)
        process = subprocess.Popen([self.program, *map(str, arguments)], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=theirs, encoding="utf-8")
        os.close(theirs)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process, Screen(screen)

    def stop_after_a_few(self, which):
        process, screen = self.start(*BRIEF, *LONG)
        screen.wait_for("replications ", times=4)
        asked = time.monotonic()
        process.send_signal(which)
        data, _ = process.communicate(timeout=program.PATIENCE)
        self.assertLess(time.monotonic() - asked, SOON)
        self.assertEqual(process.returncode, STOPPED)
        return data

    def test_what_is_finished_is_kept(self):
        for which in [signal.SIGINT, signal.SIGTERM]:
            with self.subTest(which.name):
                self.output.unlink(missing_ok=True)
                self.stop_after_a_few(which)
                kept = self.expect(DONE, "info", self.output, "--json").stdout
                count = int(kept.split('"replications": ')[1].split(",")[0])
                self.assertGreaterEqual(count, 2)
                self.assertLess(count, 3000)
                self.assertEqual([f for f in self.files() if f.endswith(".part")], [])

    def test_what_is_kept_is_what_these_replications_always_give(self):
        import h5py
        self.stop_after_a_few(signal.SIGINT)
        with h5py.File(self.output) as kept:
            count = len(kept["replication"])
            served, numbers = kept["served"][:], list(kept["replication"][:])
        whole = self.folder / "whole.h5"
        self.expect(DONE, "run", "baseline.yaml", *BRIEF, "-n", max(numbers) + 1, "--record", "summary", "-q", "-o", whole)
        with h5py.File(whole) as all_of_them:
            self.assertEqual(served.tobytes(), all_of_them["served"][:][numbers].tobytes())
        self.assertEqual(numbers, list(range(count)))  # two threads finish what is under way

    def stop_when_it_says(self, words, *arguments):
        """What the program has told people when it is asked to stop, and all that it tells them then."""
        process, screen = self.start_command(*arguments)
        screen.wait_for(words)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=program.PATIENCE)
        self.assertEqual(process.returncode, STOPPED)
        self.assertEqual([f for f in self.files() if ".part" in f], [])
        return screen.all()

    def count_in(self, result):
        return int(self.expect(DONE, "info", result, "--json").stdout.split('"replications": ')[1].split(",")[0])

    def test_a_day_that_is_kept_has_the_replications_of_its_result(self):
        self.stop_when_it_says("replications ", "run", "baseline.yaml", *BRIEF, "-n", "400", "-j", "1", "--record", "summary",
                               "--save-at", "2025-01-05", "-o", "kept.h5")
        count = self.count_in("kept.h5")
        self.assertTrue(1 <= count < 400, count)
        self.expect(DONE, "run", "--from", "kept.state.h5", "-q", "-o", "again.h5")
        self.assertEqual((self.folder / "again.h5").read_bytes(), (self.folder / "kept.h5").read_bytes())

    def test_going_on_from_a_kept_day_that_is_stopped_keeps_what_is_finished(self):
        self.run_brief("-n", "80", "--record", "summary", "--save-at", "2025-01-05")
        day = self.output.with_suffix(".state.h5")
        before = day.read_bytes()
        self.stop_when_it_says("replications ", "run", "--from", day, "-j", "1", "-o", "on.h5")
        self.assertTrue(1 <= self.count_in("on.h5") < 80)
        self.assertEqual(day.read_bytes(), before)

    def test_a_rerun_that_is_stopped_writes_nothing(self):
        self.run_brief("-n", "80")
        for how, outcome in [(("-o", "again.h5"), "nothing was written"), (("--verify",), "nothing was compared")]:
            before = self.files()
            self.assertIn(outcome, self.stop_when_it_says("replications ", "rerun", self.output, "-j", "1", *how))
            self.assertEqual(self.files(), before)

    def test_responses_that_are_stopped_leave_whole_results_or_no_folder(self):
        self.write("variants.yaml", "citerne: 1\nextends: baseline.yaml\ncalendar: { end: 2025-01-11, warm_up: 5 d }\n"
                   "responses: { dry: { fleets.dakar.tankers: 0 tankers } }\n")
        command = ["responses", "variants.yaml", "-n", "80", "-j", "1", "-o", "answers"]
        self.assertIn("nothing is compared yet", self.stop_when_it_says("unchanged ", *command))
        self.assertFalse((self.folder / "answers").exists())
        self.stop_when_it_says("dry ", *command)
        self.assertEqual([f for f in self.files() if f.startswith("answers/")], ["answers/unchanged.h5"])
        kept = self.expect(DONE, "info", "answers/unchanged.h5", "--json").stdout
        self.assertIn('"replications": 80', kept)

    def test_a_search_that_is_stopped_tells_what_it_tried(self):
        command = ["find", "baseline.yaml", *BRIEF, "--change", "fleets.dakar.tankers", "--from", "0 tankers", "--to",
                   "4 tankers", "--such-that", "mean unserved < 1 m3", "-n", "60", "-j", "1"]
        self.assertIn("nothing was tried yet", self.stop_when_it_says("tankers = 0 tankers ", *command))
        self.stop_when_it_says("tankers = 3 tankers ", *command)

    def test_regrets_that_are_stopped_are_not_told(self):
        for name in ["one.yaml", "two.yaml"]:
            self.write(name, "citerne: 1\nextends: baseline.yaml\ncalendar: { end: 2025-01-11, warm_up: 5 d }\n"
                       "responses: { dry: { fleets.dakar.tankers: 0 tankers } }\n")
        said = self.stop_when_it_says("two, unchanged ", "regret", "one.yaml", "two.yaml", "-n", "80", "-j", "1")
        self.assertIn("nothing is compared yet", said)

    def test_an_export_writes_all_or_nothing(self):
        self.run_brief("-n", "30", "--record", "full")
        for attempt in range(20):
            process = subprocess.Popen([self.program, "export", self.output, "exported"], cwd=self.folder,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
            heard(process)
            process.send_signal(signal.SIGINT)
            written, said = process.communicate(timeout=program.PATIENCE)
            self.assertEqual([f for f in self.files() if ".part" in f], [])
            if process.returncode == STOPPED:
                self.assertIn("nothing was written", said)
                self.assertFalse((self.folder / "exported").exists())
                return
            self.assertEqual(process.returncode, DONE, said)  # it came too late
            self.assertEqual(len(written.split()), 5)
            self.assertTrue(all((self.folder / name).stat().st_size > 0 for name in written.split()))
            for name in written.split():
                (self.folder / name).unlink()
            (self.folder / "exported").rmdir()
        self.fail("twenty exports were done before they heard")

    def test_the_second_request_ends_at_once(self):
        process, _ = self.start(*ENDLESS)
        heard(process)
        asked = time.monotonic()
        while process.poll() is None and time.monotonic() - asked < SOON:
            process.send_signal(signal.SIGINT)  # two of them may arrive as one
            time.sleep(0.01)
        self.assertEqual(process.poll(), STOPPED)
        self.assertFalse(self.output.exists())

    def test_killed_in_the_middle_nothing_is_there(self):
        process, _ = self.start(*ENDLESS)
        heard(process)
        process.kill()
        process.wait(program.PATIENCE)
        self.assertFalse(self.output.exists())


if __name__ == "__main__":
    program.main()
