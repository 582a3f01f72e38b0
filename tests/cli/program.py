"""What the tests of the program share: calling it, and a scenario that is run in a moment.

Each test file is called with the path of the program: exit_codes_test.py build/test/citerne
"""
import pathlib
import pty
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
# Ten days of the normal year: a replication takes some hundredths of a second.
BRIEF = ("--set", "calendar.end=2025-01-11", "--set", "calendar.warm_up=5 d")
DONE, INPUT, SURROUNDINGS, STOPPED = 0, 2, 3, 5
PATIENCE = 60  # seconds until a call counts as hung


class ProgramTest(unittest.TestCase):
    """Every test has a folder of its own, with a copy of scenarios/ in it, and calls the program from there."""
    program = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="citerne-cli-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        shutil.copytree(PROJECT / "scenarios", self.folder, dirs_exist_ok=True)
        self.output = self.folder / "out.h5"

    def call(self, *arguments, **how):
        """The finished call, its streams as text."""
        how = {"cwd": self.folder, "capture_output": True, "timeout": PATIENCE, "encoding": "utf-8"} | how
        return subprocess.run([self.program, *map(str, arguments)], **how)

    def expect(self, code, *arguments, **how):
        done = self.call(*arguments, **how)
        self.assertEqual(done.returncode, code, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def expect_refused(self, code, *arguments, **how):
        """Refused with a word to people, nothing on stdout and no new file beside."""
        before = self.files()
        done = self.expect(code, *arguments, **how)
        self.assertNotEqual(done.stderr, "")
        self.assertEqual(done.stdout or "", "")
        self.assertEqual(self.files(), before)
        return done

    def files(self):
        return sorted(str(p.relative_to(self.folder)) for p in self.folder.rglob("*"))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def wait_until(self, holds, process, words):
        """Until `holds()` is true. A program that ends before, or never comes to it, fails the test with `words`."""
        patience = time.monotonic() + PATIENCE
        while not holds():
            if process.poll() is not None and not holds():  # it may have come to it just before it ended
                self.fail(f"ended with {process.returncode} before {words}")
            self.assertLess(time.monotonic(), patience, f"not within {PATIENCE} s: {words}")
            time.sleep(0.005)

    def terminal(self):
        """Our end of a terminal, and theirs."""
        try:
            return pty.openpty()
        except OSError as none:  # as in a root without /dev/pts
            self.skipTest(f"no terminal is to be had here: {none}")

    def run_brief(self, *more):
        """A small result at self.output."""
        return self.expect(DONE, "run", "baseline.yaml", *BRIEF, "-q", "-o", self.output, *more)


def main():
    ProgramTest.program = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
