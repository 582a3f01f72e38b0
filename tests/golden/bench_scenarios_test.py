"""bench_scenarios_test.py CITERNE: what the benchmarks run is what their scripts write, and has no fault."""
import filecmp
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
KEPT = PROJECT / "scenarios/bench"


class BenchScenarios(unittest.TestCase):
    program = None

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="citerne-bench-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def write(self, script, *arguments):
        subprocess.run([sys.executable, "-B", PROJECT / "tests/bench" / script, self.folder, *arguments], check=True)

    def expect_no_fault(self, scenario):
        said = subprocess.run([self.program, "check", scenario], capture_output=True, text=True)
        self.assertEqual((said.returncode, said.stderr), (0, ""), scenario)

    def test_the_kept_files_are_those_of_the_script(self):
        self.write("make_scenarios.py")
        written = sorted(path.relative_to(self.folder) for path in self.folder.rglob("*") if path.is_file())
        kept = sorted(path.relative_to(KEPT) for path in KEPT.rglob("*") if path.is_file() and path.name != "README.md")
        self.assertEqual(written, kept)
        self.assertEqual(filecmp.cmpfiles(self.folder, KEPT, kept, shallow=False)[1:], ([], []))

    def test_they_have_no_fault(self):
        scenarios = sorted(KEPT.glob("*.yaml"))
        self.assertEqual(len(scenarios), 8)
        for scenario in scenarios:
            self.expect_no_fault(scenario)

    def test_the_shipped_network_several_times_over_has_no_fault(self):
        self.write("many_copies.py", "3")
        for name in ("baseline", "western-blockade"):
            self.expect_no_fault(self.folder / f"{name}.yaml")


if __name__ == "__main__":
    BenchScenarios.program = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
