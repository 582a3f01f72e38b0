"""other_compiler_test.py CITERNE: the program that CITERNE_OTHER_BINARY names, built by another compiler at another
optimisation level, writes the same bytes. Exit code 77, which CTest shows as skipped, when it names none."""
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
RUNS = [["western-blockade.yaml", "-n", "3", "--record", "full"], ["baseline.yaml", "-n", "1"],
        ["western-blockade.yaml", "-n", "3", "--set", "demand.total={triangular: [4.5 ML/day, 5 ML/day, 5.5 ML/day]}"]]


def digest(program, run, folder):
    out = pathlib.Path(folder) / "out.h5"
    subprocess.run([program, "run", *run, "-q", "--force", "-o", out], cwd=SCENARIOS, check=True, stdout=subprocess.DEVNULL)
    return hashlib.sha256(out.read_bytes()).hexdigest()


def main():
    ours, other = str(pathlib.Path(sys.argv[1]).resolve()), os.environ.get("CITERNE_OTHER_BINARY")
    if not other:
        print("skipped: CITERNE_OTHER_BINARY names no program; tools/check builds one and sets it")
        return 77
    if pathlib.Path(other).resolve() == pathlib.Path(ours):
        print("CITERNE_OTHER_BINARY is the same program: nothing to compare")
        return 1
    different = 0
    with tempfile.TemporaryDirectory(prefix="citerne-study-") as folder:
        for run in RUNS:
            digests = [digest(program, run, folder) for program in [ours, other]]
            same = digests[0] == digests[1]
            different += not same
            print("same     " if same else "DIFFERENT", *digests, *run)
    return min(different, 1)


if __name__ == "__main__":
    sys.exit(main())
