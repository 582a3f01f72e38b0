"""blockade_test.py CITERNE: the blockade of the west reaches the towns that it reached, and not before it begins."""
import unittest

import numpy as np

import shipped_run
from shipped_run import ShippedRun

TOWNS = ["bamako", "segou", "mopti"]
CLEARLY = 5.0  # % of a month's demand


class Blockade(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.run_ = ShippedRun("western-blockade.yaml", "-n", "4")
        seconds = cls.run_.arrays["time"].astype("timedelta64[s]")
        cls.month = (cls.run_.start + seconds).astype("datetime64[M]").astype(int) % 12 + 1

    def unserved(self, town, *months):
        """% of the demand of these months, all products."""
        place = self.run_.texts("place").index(town)
        asked, missing = (np.nan_to_num(self.run_.arrays[a][np.isin(self.month, months), place]).sum(dtype=float)
                          for a in ["demand_flow", "unserved_flow"])
        return 100.0 * missing / asked

    def first_shortage(self, town):
        """Day of the year's run on which the first is short in any replication; infinite when none ever is."""
        first = self.run_.arrays["first_shortage"][:, self.run_.texts("place").index(town)]
        return np.min(first[~np.isnan(first)], initial=np.inf)

    def test_towns_run_short_in_october_and_november(self):
        for town in TOWNS:
            share, first = self.unserved(town, 10, 11), self.first_shortage(town)
            print(f"  {town}: {share:.1f} % unserved in October and November, first shortage on day {first:g}", flush=True)
            self.assertTrue(share > CLEARLY or first < 122, f"{town}: {share} %")

    def test_nothing_is_missing_in_august(self):
        for town in TOWNS:
            self.assertLess(self.unserved(town, 8), 0.5, town)
            self.assertGreaterEqual(self.first_shortage(town), 31, town)

    def test_the_south_carries_more_while_the_west_is_shut(self):
        loads = self.run_.by("line", "loads_delivered")
        share = sum(n for line, n in loads.items() if " by abidjan-" in line) / sum(n for line, n in loads.items() if " by " in line)
        print(f"  {100.0 * share:.0f} % of the loads from abroad come from the south", flush=True)
        self.assertGreater(share, 0.40)


if __name__ == "__main__":
    shipped_run.main()
