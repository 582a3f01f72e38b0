"""examples_test.py CITERNE: each example tells what its first lines say, whatever the digests say."""
import unittest

import numpy as np

import shipped_run
from shipped_run import ShippedRun


def example(name, *arguments):
    return ShippedRun(f"examples/{name}.yaml", "-n", "2", *arguments)


def short_days(run, place):
    """Of the fuel that is short for longest, mean over runs."""
    return np.nan_to_num(run.mean("shortage_days")[run.texts("place").index(place)]).max()


def of_class(run, name):
    """m3 that the class was not given, in the whole country."""
    index = run.texts("class").index(name)
    return (run.mean("demand_by_class") - run.mean("served_by_class"))[:, :, index].sum()


class Examples(unittest.TestCase):
    def test_threats_by_chance_strike_about_as_often_as_was_told(self):
        run = ShippedRun("examples/threats-by-chance.yaml", "-n", "16")
        struck, came = run.by("event", "convoys_struck"), run.by("event", "threats_came")
        self.assertTrue(2 <= struck["west"] <= 8, struck)     # 4 strikes were told
        self.assertTrue(4 <= struck["south"] <= 16, struck)   # 8
        self.assertGreater(came["south"], struck["south"])    # some meet nobody, or are beaten off
        lost = run.by("event", "struck_lost")
        self.assertTrue(90 <= lost["west"] + lost["south"] <= 270, lost)  # 130 to 200 by mid-November

    def test_escorts_lose_less_and_wait_more(self):
        alone = ShippedRun("examples/threats-by-chance.yaml", "-n", "8")
        led = ShippedRun("examples/escorts.yaml", "-n", "8")
        self.assertLess(sum(led.by("event", "struck_lost").values()), sum(alone.by("event", "struck_lost").values()))
        self.assertEqual(alone.by("event", "threats_came")["south"], led.by("event", "threats_came")["south"])  # the same luck
        for escort, hours in led.by("escort", "escort_wait").items():
            self.assertGreater(hours / led.by("escort", "tankers_at_escort")[escort], 24, escort)

    def test_one_ambush_makes_nobody_short(self):
        run = example("ambush-rn24")
        self.assertEqual(run.by("event", "struck_lost")["rn24"], 2)
        self.assertEqual(run.mean("shortage_days").sum(), 0)

    def test_what_burnt_alone_is_not_felt_in_bamako(self):
        run = example("burnt-tankers")
        self.assertEqual(run.mean("tankers_lost").sum(), 92)
        self.assertEqual(short_days(run, "bamako"), 0)
        self.assertGreater(short_days(run, "yanfolila"), 1)

    def test_while_the_west_is_shut_the_south_is_short_for_longest(self):
        run = example("west-three-weeks")
        self.assertLess(short_days(run, "bamako"), 10)
        self.assertGreater(short_days(run, "bougouni"), 2 * short_days(run, "bamako"))

    def test_bamako_is_short_in_the_vise_and_over_it_after_the_reopening(self):
        run = example("bamako-encircled")
        place = run.texts("place").index("bamako")
        self.assertGreater(np.nanmin(run.arrays["first_shortage"][:, place]), 24)  # not while 70 % get through
        self.assertGreater(short_days(run, "bamako"), 30)
        self.assertEqual(np.nan_to_num(run.arrays["short_at_end"][:, place]).sum(), 0)

    def test_rains_are_felt_in_small_towns(self):
        run = example("rainy-season")
        self.assertGreater(short_days(run, "bafoulabe"), 14)
        self.assertGreater(short_days(run, "syama"), 1)
        self.assertEqual([short_days(run, place) for place in ["bamako", "kayes", "sadiola", "kalana"]], [0, 0, 0, 0])

    def test_cuts_by_chance_make_some_runs_short_and_spare_the_great_towns(self):
        run = ShippedRun("examples/cut-by-rain.yaml", "-n", "16")
        days = np.nan_to_num(run.arrays["shortage_days"]).max(axis=2)  # of the product that is short for longest
        of = lambda place: days[:, run.texts("place").index(place)]
        self.assertTrue(4 <= (of("macina") > 0).sum() <= 16)
        self.assertGreater(of("bafoulabe").std(), 2)
        self.assertEqual(of("bamako").max(), 0)

    def test_closed_borders_are_felt_near_them_first(self):
        run = example("borders-closed")
        first = {place: np.nanmin(run.arrays["first_shortage"][:, run.texts("place").index(place)])
                 for place in ["kayes", "bougouni", "bamako"]}
        self.assertLess(max(first["kayes"], first["bougouni"]), first["bamako"])

    def test_the_long_wait_makes_short_and_the_fee_does_not(self):
        both, fee = example("levy-from-abidjan"), example("levy-from-abidjan", "--set", "events.levy.phases.long_wait=null")
        self.assertGreater(both.mean("shortage_days").sum(), 5)
        self.assertEqual(fee.mean("shortage_days").sum(), 0)
        self.assertGreater(fee.by("event", "levied")["levy"], 1e8)  # XOF

    def test_precedence_helps_hospital_towns_at_the_cost_of_others(self):
        first, none = example("dakar-strike"), example("dakar-strike", "--set", "events.hospitals_first=null")
        before, after = (dict(zip(run.texts("place"), run.mean("unserved").sum(axis=1))) for run in (none, first))
        for place in ["segou", "mopti", "koutiala", "san"]:
            self.assertLess(after[place], before[place], place)
        for place in ["kati", "koulikoro", "niono"]:
            self.assertGreater(after[place], before[place], place)

    def test_strict_rationing_keeps_essential_services(self):
        strict = example("rationing")
        equal = example("rationing", "--set", "service_tables.stations.by=proportional",
                        "--set", "service_tables.stations.order=null")
        self.assertLess(of_class(strict, "essential"), 0.1 * of_class(equal, "essential"))
        self.assertGreater(of_class(strict, "industry"), 2 * of_class(equal, "industry"))

    def test_the_ambush_leads_to_caps(self):
        with_caps, without = example("chained-events"), example("chained-events", "--set", "events.caps=null")
        self.assertEqual(with_caps.by("event", "struck_lost")["rn24"], 2)
        self.assertLess(with_caps.mean("demand").sum(), without.mean("demand").sum())

    def test_demand_differs_between_runs_where_it_is_not_known(self):
        run = example("uncertain-inputs")
        asked = np.nan_to_num(run.arrays["demand"]).sum(axis=(1, 2))
        self.assertGreater(abs(asked[0] - asked[1]) / asked[0], 0.005)


if __name__ == "__main__":
    shipped_run.main()
