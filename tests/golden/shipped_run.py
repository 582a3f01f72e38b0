"""Runs of the shipped scenarios for tests that look at their figures: by name instead of by number."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "scenarios"


class ShippedRun:
    """The result of one call of the program, in memory; means over its replications."""
    program = None

    def __init__(self, scenario, *arguments):
        with tempfile.TemporaryDirectory(prefix="citerne-golden-") as folder:
            path = pathlib.Path(folder) / "out.h5"
            subprocess.run([self.program, "run", scenario, *arguments, "-q", "-o", path], cwd=SCENARIOS, check=True,
                           stdout=subprocess.DEVNULL)
            with h5py.File(path) as file:
                self.arrays = {name: item[:] for name, item in file.items() if isinstance(item, h5py.Dataset)}
                self.start, self.end = (np.datetime64(file.attrs[name]) for name in ["start", "end"])

    @property
    def days(self):
        return (self.end - self.start) / np.timedelta64(1, "D")

    def texts(self, name):
        return [text.decode() for text in self.arrays[name]]

    def mean(self, metric):
        """Over replications; what a place does not stock counts as zero."""
        return np.nan_to_num(self.arrays[metric]).mean(axis=0)

    def by(self, axis, metric):
        """Name on the axis to mean."""
        return dict(zip(self.texts(axis), self.mean(metric)))


def main():
    ShippedRun.program = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
