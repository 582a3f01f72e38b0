"""normal_year_test.py CITERNE: the normal year runs as the country did before September 2025. Prints its figures."""
import re
import unittest

import numpy as np

import shipped_run
from shipped_run import ShippedRun

RUNS = "4"
GROUPS = {"west": ["dakar-north", "dakar-south"], "south": ["abidjan-east", "abidjan-west"],
          "others": ["guinea", "nouakchott", "lome", "niger"]}
SHARES = {"west": 52.0, "south": 40.0, "others": 8.0}  # % of the volume that comes in
# Days on the road from the terminal to Bamako with the border, customs and unloading apart; in the dry season. The
# figure of 6 days from Niamey means Bamako too, but nobody there buys in Niamey: it has nothing to be compared with.
TRIPS = {"dakar": 5.5, "yamoussoukro": 3.5, "abidjan": 4.5, "conakry": 4.5, "nouakchott": 6.0, "lome": 7.0}
BAMAKO_CUSTOMS_DAYS, UNLOADING_DAYS = 2.0, 2.0 / 24.0
IMPORTERS = ["dakar", "yamoussoukro", "abidjan", "conakry", "nouakchott", "lome", "niamey"]


def tell(text):
    print(f"  {text}", flush=True)


class NormalYear(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.run_ = ShippedRun("baseline.yaml", "-n", RUNS, "--record", "summary")

    def test_every_place_is_served(self):
        demand, unserved = (self.run_.mean(m).sum(axis=1) for m in ["demand", "unserved"])
        missing = {p: 100.0 * u / d for p, d, u in zip(self.run_.texts("place"), demand, unserved) if d > 0.0}
        worst = sorted(missing, key=missing.get, reverse=True)[:3]
        tell(f"unserved in all {100.0 * unserved.sum() / demand.sum():.3f} %; most: "
             + ", ".join(f"{p} {missing[p]:.3f} %" for p in worst))
        for place, percent in missing.items():
            self.assertLess(percent, 0.5, place)

    def test_nobody_is_short(self):
        self.assertEqual(np.nansum(self.run_.arrays["shortage_days"]), 0.0)

    def test_tankers_enter_at_the_usual_rate(self):
        crossed = {p: c / self.run_.days for p, c in self.run_.by("post", "tankers_crossed").items() if "customs" not in p}
        tell(f"{sum(crossed.values()):.1f} tankers a day enter: " + ", ".join(f"{p} {c:.1f}" for p, c in crossed.items()))
        self.assertGreater(sum(crossed.values()), 100.0)
        self.assertLess(sum(crossed.values()), 140.0)

    def test_corridors_have_their_shares(self):
        by_corridor = dict.fromkeys(sum(GROUPS.values(), []), 0.0)
        for line, volume in self.run_.by("line", "volume_delivered").items():
            if way := re.search(r" by (\S+)$", line):
                by_corridor[way[1]] += volume
        whole = sum(by_corridor.values())
        for group, corridors in GROUPS.items():
            inside = sum(by_corridor[c] for c in corridors)
            tell(f"{group} {100.0 * inside / whole:.1f} %: "
                 + ", ".join(f"{c} {100.0 * by_corridor[c] / inside:.1f} % of it" for c in corridors))
            self.assertAlmostEqual(100.0 * inside / whole, SHARES[group], delta=5.0, msg=group)

    def test_tankers_come_home_in_time(self):
        cycles, time = self.run_.by("fleet", "cycles"), self.run_.by("fleet", "cycle_time")
        turnaround = {f: time[f] / cycles[f] for f in IMPORTERS}
        tell("turnaround in days: " + ", ".join(f"{f} {d:.1f}" for f, d in turnaround.items()))
        for fleet, days in turnaround.items():
            self.assertTrue(8.0 <= days <= 20.0, f"{fleet}: {days}")


class DrySeason(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.run_ = ShippedRun("baseline.yaml", "-n", RUNS, "--record", "summary", "--set", "calendar.end=2025-06-01")

    def test_trips_to_bamako_take_the_usual_days(self):
        loads, time = self.run_.by("line", "loads_delivered"), self.run_.by("line", "trip_time")
        for terminal, usual in TRIPS.items():
            lines = [line for line in loads if re.fullmatch(rf"bamako: \S+ from {terminal} by \S+", line)]
            whole = sum(time[line] for line in lines) / sum(loads[line] for line in lines)
            road = whole - BAMAKO_CUSTOMS_DAYS - UNLOADING_DAYS
            tell(f"{terminal} to Bamako {whole:.2f} d, {road:.2f} d without customs and unloading; usual {usual} d, "
                 f"{100.0 * (road / usual - 1.0):+.0f} %")
            self.assertAlmostEqual(road / usual, 1.0, delta=0.3, msg=terminal)


if __name__ == "__main__":
    shipped_run.main()
