"""limits_test.py CITERNE: what is too deep, too long or too large is refused at once and at its place; what the system
refuses (files, threads) ends with 3, or does no harm."""
import os
import resource
import shutil

import program
from program import BRIEF, DONE, INPUT, SURROUNDINGS, ProgramTest

MB = 1 << 20
LEAST = "citerne: 1\nextends: baseline.yaml\n"
NOBODY = 65534


def limited(which, most):
    return lambda: resource.setrlimit(which, (most, most))


def within_limits():
    """A refusal needs neither ten seconds of work nor 400 MB of addresses."""
    resource.setrlimit(resource.RLIMIT_AS, (400 * MB, 400 * MB))
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))


class Input(ProgramTest):
    def refuse(self, name, text, *words):
        if text is not None:
            self.write(name, text)
        done = self.expect_refused(INPUT, "check", name if name.endswith(".yaml") else "western-blockade.yaml", preexec_fn=within_limits)
        for word in [name, *words]:
            self.assertIn(word, done.stderr)
        self.assertLess(len(done.stderr), 200_000)

    def test_nesting(self):
        self.refuse("deep.yaml", LEAST + "name: " + "[" * 100_000 + "]" * 100_000, "deep.yaml:3:")
        self.refuse("deep.yaml", LEAST + "name: " + "{ a: " * 100_000 + "}" * 100_000, "deep.yaml:3:", "nested deeper")
        self.refuse("deep.yaml", LEAST + "".join(" " * i + "a:\n" for i in range(1_000)), "nested deeper")
        self.refuse("deep.yaml", LEAST + "name:\n" + "- " * 100_000, "deep.yaml:4:", "nested deeper")

    def test_long_lines(self):
        self.refuse("long.yaml", LEAST + "name: " + "x" * (3 * MB), "long.yaml:3:7: ")
        self.refuse("long.yaml", LEAST + "x" * (3 * MB) + ": 1\n", "long.yaml:3:")
        self.refuse("long.yaml", LEAST + "calendar: { " + "a: 1, " * 100_000 + "}\n", "long.yaml:3:")
        self.refuse("long.yaml", LEAST + "name: '" + "\\" * (3 * MB), "long.yaml:3:", "never closed")

    def test_many_values(self):
        self.refuse("many.yaml", LEAST + "name: [" + "1," * 300_000 + "]\n", "more than 200000 values")
        header = (self.folder / "tables/demand.csv").read_text().splitlines()[0]
        self.refuse("tables/demand.csv", header + "\n" + ",,,,\n" * 60_000 + "x,,,,\n" * 60_000, "more than 200000 cells")

    def test_large_files(self):
        self.refuse("large.yaml", LEAST + "#" * (4 * MB), "larger than 4 MiB")
        for name in ["large.yaml", "tables/demand.csv", "networks/southern-mali/roads.csv"]:
            with open(self.folder / name, "ab") as file:
                file.truncate(1 << 40)  # nothing but a hole
            self.refuse(name, None, "larger than 4 MiB")
            shutil.copytree(program.PROJECT / "scenarios", self.folder, dirs_exist_ok=True)

    def test_a_large_result(self):
        with open(self.folder / "large.h5", "wb") as file:
            file.truncate(1 << 40)
        done = self.expect_refused(SURROUNDINGS, "info", "large.h5", preexec_fn=within_limits)
        self.assertIn("large.h5", done.stderr)

    def test_a_map(self):
        for text in ["[" * 100_000, '{"a":' * 100_000, '{"type":"FeatureCollection","features":[' + "0," * 300_000 + "0]}"]:
            self.write("map.geojson", text)
            done = self.expect_refused(INPUT, "network", "import", "map.geojson", "map.geojson", "-o", "made", preexec_fn=within_limits)
            self.assertIn("map.geojson", done.stderr)


class System(ProgramTest):
    def test_few_open_files(self):
        """From none but the standard streams to enough: 3 with a word, or done."""
        codes = []
        for most in range(3, 16):
            few = limited(resource.RLIMIT_NOFILE, most)
            done = self.call("run", "baseline.yaml", *BRIEF, "-q", "-o", self.output, "--force", preexec_fn=few)
            codes.append(done.returncode)
            if done.returncode == 127:  # too few to load its libraries: it never began
                continue
            self.assertIn(done.returncode, (DONE, SURROUNDINGS), done.stderr)
            self.assertEqual(done.returncode == DONE, self.output.exists())
            self.assertNotEqual(done.returncode == DONE, done.stderr != "", done.stderr)
            self.assertEqual([f for f in self.files() if f.endswith(".part")], [])
        self.assertEqual(codes[-1], DONE)

    def test_fewer_threads_than_asked_do_the_same_work(self):
        if os.geteuid() != 0:
            self.skipTest("only root can become somebody who has no thread yet")
        shutil.copy(self.program, self.folder / "citerne")
        self.program = str(self.folder / "citerne")
        for path in [self.folder, *self.folder.rglob("*")]:
            path.chmod(0o777)

        def alone():
            resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))

        who = {"user": NOBODY + 1, "group": NOBODY, "extra_groups": []}
        digests = []
        for how in [{}, {"preexec_fn": alone}]:
            self.expect(DONE, "run", "baseline.yaml", *BRIEF, "-n", "6", "-j", "6", "-q", "-o", self.output, "--force", **who, **how)
            digests.append(self.output.read_bytes())
        self.assertEqual(*digests)


if __name__ == "__main__":
    program.main()
