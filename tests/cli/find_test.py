"""citerne find: the least value that meets a condition, or that none does and what binds then."""
import json

from program import BRIEF, DONE, INPUT, ProgramTest, main

NOT_HELD = 1
TANKERS = ("--change", "fleets.dakar.tankers", "--from", "0 tankers", "--to", "1400 tankers", "--step", "100")


class FindTest(ProgramTest):
    def find(self, code, *more):
        done = self.expect(code, "find", "baseline.yaml", *BRIEF, "-q", "--json", *more)
        return json.loads(done.stdout)

    def test_the_least_value_is_between_one_that_meets_and_one_that_does_not(self):
        told = self.find(DONE, *TANKERS, "--such-that", "mean unserved < 100 m3", "-n", "3")
        self.assertEqual(told["found"], "400 tankers")
        by_value = {one["value"]: one for one in told["tried"]}
        self.assertEqual(by_value["400 tankers"]["decision"], "met")
        self.assertEqual(by_value["300 tankers"]["decision"], "not met")
        self.assertLess(by_value["400 tankers"]["high"], 100)
        self.assertGreater(by_value["300 tankers"]["low"], 100)
        self.assertLessEqual(len(by_value), 5 + 3)
        self.assertTrue(told["monotone"])
        self.assertIn("The least value that meets it is 400 tankers", told["answer"])

    def test_luck_is_that_of_sweep(self):
        self.write("plan.yaml", "citerne: 1\nscenario: short.yaml\nreplications: 3\nmetrics: [unserved]\n"
                   "factors:\n  tankers: { path: fleets.dakar.tankers, values: [300 tankers, 400 tankers] }\n")
        self.write("short.yaml", "citerne: 1\nextends: baseline.yaml\nname: Short\n"
                   "calendar: { end: 2025-01-11, warm_up: 5 d }\n")
        cells = json.loads(self.expect(DONE, "sweep", "plan.yaml", "-o", "study", "-q", "--json").stdout)["cells"]
        told = {one["value"]: one for one in
                self.find(DONE, *TANKERS, "--such-that", "mean unserved < 100 m3", "-n", "3")["tried"]}
        for cell in cells:
            self.assertAlmostEqual(told[cell["factors"]["tankers"]]["mean"], cell["metrics"]["unserved"]["mean"], places=6)

    def test_a_share_of_runs_takes_more_runs_where_it_is_not_decided(self):
        told = self.find(DONE, *TANKERS, "--such-that", "unserved < 100 m3 in 80 % of runs", "-n", "4",
                         "--max-replications", "64")
        self.assertEqual(told["found"], "400 tankers")
        runs = {one["value"]: one["replications"] for one in told["tried"]}
        self.assertEqual(runs["0 tankers"], 4)
        self.assertEqual(runs["400 tankers"], 32)

    def test_the_greatest_value_where_less_is_better(self):
        outage = self.write("outage.yaml", "citerne: 1\nextends: baseline.yaml\nname: Late switch\n"
                            "calendar: { start: 2025-01-01, end: 2025-01-11, warm_up: 5 d }\n")
        asked = ("find", outage, "-q", "--json", "--change", "demand.total", "--from", "2 ML/day", "--to", "9 ML/day",
                 "--such-that", "mean unserved_share < 1 %", "-n", "2")
        told = json.loads(self.expect(DONE, *asked, "--greatest").stdout)
        found = int(told["found"].split()[0])
        self.assertTrue(2 < found < 9, told["answer"])
        self.assertTrue(told["monotone"])
        by_value = {one["value"]: one["decision"] for one in told["tried"]}
        self.assertEqual(by_value[f"{found} ML/day"], "met")
        self.assertEqual(by_value[f"{found + 1} ML/day"], "not met")
        least = json.loads(self.expect(DONE, *asked).stdout)
        self.assertEqual(least["found"], "2 ML/day")
        self.assertFalse(least["monotone"])
        self.assertIn("--greatest tells how far one may go", least["answer"])

    def test_no_value_suffices_and_what_binds(self):
        told = self.find(NOT_HELD, "--set", "fleets.dakar.tankers=100 tankers", "--change", "fleets.abidjan.tankers",
                         "--from", "0 tankers", "--to", "2000 tankers", "--step", "100", "--such-that",
                         "mean unserved:kayes < 1 m3", "-n", "3")
        self.assertIsNone(told["found"])
        self.assertEqual(told["no_difference"]["from"], "0 tankers")
        self.assertTrue(told["no_difference"]["exact"])
        self.assertEqual(told["no_difference"]["cause"], "no tanker")
        self.assertIn("What binds throughout is no tanker", told["answer"])

    def test_stdout_is_a_table_and_the_answer(self):
        done = self.expect(DONE, "find", "baseline.yaml", *BRIEF, *TANKERS, "-n", "3", "--such-that",
                           "cover:kayes:petrol > 2 d on 90 % of days in 20 % of runs")
        self.assertIn("cover on 90 % of days, d", done.stdout)
        self.assertRegex(done.stdout, r"The least value that meets it is \d+ tankers")
        self.assertTrue(all(len(line) <= 100 for line in done.stdout.splitlines()))

    def test_all_faults_in_one_pass(self):
        told = self.expect_refused(
            INPUT, "find", "baseline.yaml", "--change", "fleets.dakr.tankers", "--from", "9 tankers", "--to", "3 L",
            "--step", "0.5", "--such-that", "cover:bamko:petrol > 5 L on 90 % of days", "-n", "8",
            "--max-replications", "6").stderr
        for fault in ["did you mean 'dakar'", "--step is '0.5'", "did you mean 'bamako'", "in how many runs",
                      "write one of d, h", "--max-replications is 6"]:
            self.assertIn(fault, told)

    def test_a_share_that_the_runs_cannot_show_is_refused(self):
        """With looks at 100, 200, 400 and 618 each interval is of 98.75 %, of z = 2.498: z^2 x 99 = 617.6."""
        for share, most, remedy in [("99", "100", "--max-replications 618 or more"), ("99.9999", "100", "a smaller share")]:
            told = self.expect_refused(INPUT, "find", "baseline.yaml", *TANKERS, "-n", "100", "--max-replications", most,
                                       "--such-that", f"unserved < 1 m3 in {share} % of runs").stderr
            self.assertIn(f"do not show that {share} % of runs do; write {remedy}", told)
        told = self.expect_refused(INPUT, "find", "baseline.yaml", *TANKERS, "-n", "1", "--max-replications", "1",
                                   "--such-that", "mean unserved < 1 m3").stderr
        self.assertIn("one run does not tell how runs differ", told)

    def test_values_that_cannot_be_are_refused_with_the_way_out(self):
        condition = ("--such-that", "mean unserved < 1")
        for values, fault in [(("5", "5"), "write the smaller one as --from"),
                              (("0 tankers", "9 km"), "write both in one unit"),
                              (("0 tankers", "100000 tankers"), "--step '1000 tankers'"),
                              (("some", "9"), "write a whole number")]:
            told = self.expect_refused(INPUT, "find", "baseline.yaml", "--change", "fleets.dakar.tankers", "--from",
                                       values[0], "--to", values[1], *condition).stderr
            self.assertIn(fault, told)
        told = self.expect_refused(INPUT, "find", "baseline.yaml", "--change", "calendar.sample_every", "--from", "1 d",
                                   "--to", "2 d", "--such-that", "mean cover:kayes:petrol > 1 d on 90 % of days").stderr
        self.assertIn("looked at on each midnight", told)
        told = self.expect_refused(INPUT, "find", "baseline.yaml", "--change", "sites.bamako/depot.petrol.tank_m3",
                                   "--from", "5", "--to", "90000", "--step", "5", *condition).stderr
        self.assertIn("write --step", told)
        told = self.expect_refused(INPUT, "find", "baseline.yaml", "--change", "sites.bamako/depot.petrol.tank_m3",
                                   "--from", "5", "--to", "90000", "--step", "100", *condition).stderr
        self.assertIn("with --change sites.bamako/depot.petrol.tank_m3 at 5:", told)


if __name__ == "__main__":
    main()
