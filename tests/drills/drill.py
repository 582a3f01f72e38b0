"""What the drills share. A drill is called with the program, `brief` or `night`, and what else it needs; it tries its
cases on all cores, prints its figures on one line and ends with 1 when a law was broken."""
import collections
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "tests/cli"))
from program import BRIEF, DONE, INPUT, PATIENCE, STOPPED, SURROUNDINGS  # noqa: E402, F401

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
NIGHT = sys.argv[2] == "night"
SEED = int(os.environ.get("CITERNE_SEED", "2026"))  # what is drawn; told with a failure


class Broken(Exception):
    """A law that did not hold, in words."""


def expect(holds, words):
    if not holds:
        raise Broken(words)


class Folder:
    """A temporary folder with the shipped scenarios in it, in which the program is called."""

    def __enter__(self):
        self.holder = tempfile.TemporaryDirectory(prefix="citerne-drill-")
        self.path = pathlib.Path(self.holder.name)
        shutil.copytree(PROJECT / "scenarios", self.path, dirs_exist_ok=True)
        return self

    def __exit__(self, *_):
        self.holder.cleanup()

    def call(self, *arguments, **how):
        """The finished call. One that hangs is a broken law."""
        how = {"cwd": self.path, "capture_output": True, "timeout": PATIENCE} | how
        try:
            return subprocess.run([PROGRAM, *map(str, arguments)], **how)
        except subprocess.TimeoutExpired:
            raise Broken(f"{arguments} hung") from None

    def content(self):
        """Every file below, by its name."""
        return {str(p.relative_to(self.path)): p.read_bytes() for p in sorted(self.path.rglob("*")) if p.is_file()}


def said(done):
    """What people are told of a call."""
    return f"exit code {done.returncode}: {done.stderr.decode(errors='replace').strip()[-600:]}"


def try_all(law, cases):
    """Calls `law(*case)` for each case, on all cores, and sums the Counters they return. Every broken law is told."""
    total, broken = collections.Counter(), []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        under_way = {pool.submit(law, *case): case for case in cases}
        for done in concurrent.futures.as_completed(under_way):
            try:
                total += done.result()
            except Broken as words:
                broken.append(f"{under_way[done]}: {words}")
    for words in broken[:20]:
        print(words)
    if broken:
        sys.exit(f"{len(broken)} cases broke a law (CITERNE_SEED={SEED})")
    return total


def tell(figures):
    print(f"reliability: {figures}")
