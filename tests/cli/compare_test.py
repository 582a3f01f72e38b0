"""compare_test.py CITERNE: two results side by side, for people, for programs and for scripts."""
import csv
import io
import json

import program
from program import BRIEF, DONE, INPUT, SURROUNDINGS, ProgramTest

DID_NOT_HOLD = 1


class Compare(ProgramTest):
    def setUp(self):
        super().setUp()
        self.make("baseline.yaml", "a.h5")

    def make(self, scenario, name, *more):
        return self.expect(DONE, "run", scenario, *BRIEF, "-q", "-n", "4", "-o", name, *more)

    def make_starved(self, name):
        self.write("starved.yaml", "citerne: 1\nextends: baseline.yaml\nname: Three times the demand\nevents:\n"
                   "  rush: { kind: demand_shift, factor: 300 %, from: 2025-01-01, until: never }\n")
        self.make("starved.yaml", name)

    def rows(self, *files):
        told = json.loads(self.expect(DONE, "compare", *files, "--json").stdout)
        self.assertEqual((told["format"], told["failed"]), (1, []))
        return told["comparisons"][0]["rows"]

    def test_the_same_scenario_twice_differs_by_nothing(self):
        self.make("baseline.yaml", "b.h5")
        done = self.expect(DONE, "compare", "a.h5", "b.h5")
        self.assertIn("4 paired replications, seed 1", done.stdout)
        self.assertIn("do not differ in any figure", done.stdout)
        for row in self.rows("a.h5", "b.h5"):
            self.assertEqual((row["difference"]["mean"], row["verdict"]), (0.0, "same"))

    def test_more_demand_is_worse_and_can_fail_a_script(self):
        self.make_starved("b.h5")
        (country,) = [r for r in self.rows("a.h5", "b.h5") if r["measure"] == "unserved" and r["place"] == ""]
        self.assertEqual(country["verdict"], "worse")
        self.assertGreater(country["difference"]["low"], 0.0)
        done = self.expect(DID_NOT_HOLD, "compare", "a.h5", "b.h5", "--fail-if", "unserved > 10", "--fail-if", "unserved:bamako < 0")
        self.assertIn("fails: b.h5: unserved > 10", done.stderr)
        self.assertNotIn("bamako < 0", done.stderr)
        self.expect(DONE, "compare", "a.h5", "b.h5", "--fail-if", "shortage_days:bamako:diesel > 1000")

    def test_every_measure_can_be_asked_for(self):
        self.make_starved("b.h5")
        for condition in ["shortage_days > 0", "served > 1000 m3", "served > 1 ML", "unserved_share:bamako > 1 %",
                          "person_days_short > 0", "dry_time:bamako > 1 h", "least_cover:bamako:petrol < -0.1"]:
            self.expect(DID_NOT_HOLD, "compare", "a.h5", "b.h5", "--fail-if", condition)
        done = self.expect(DONE, "compare", "a.h5", "b.h5", "--measure", "least_cover", "--measure", "person_days_short")
        self.assertIn("Least cover, days", done.stdout)
        self.assertIn("Person-days short", done.stdout)
        self.assertNotIn("Tankers lost", done.stdout)

    def test_several_results_and_csv(self):
        self.make_starved("b.h5")
        self.make("baseline.yaml", "c.h5")
        table = list(csv.DictReader(io.StringIO(self.expect(DONE, "compare", "a.h5", "b.h5", "c.h5", "--csv").stdout)))
        self.assertEqual({row["comparison"] for row in table}, {"b.h5", "c.h5"})
        self.assertEqual({row["verdict"] for row in table if row["comparison"] == "c.h5"}, {"same"})
        for row in table:
            self.assertAlmostEqual(float(row["second"]) - float(row["first"]), float(row["difference"]), places=2)

    def test_what_cannot_be_compared_is_refused(self):
        self.make("baseline.yaml", "other.h5", "--seed", "2")
        for arguments, code, words in [
                (["a.h5", "other.h5"], INPUT, "--seed"),
                (["a.h5"], INPUT, ""),
                (["a.h5", "missing.h5"], SURROUNDINGS, "missing.h5"),
                (["a.h5", "baseline.yaml"], INPUT, "baseline.yaml"),
                (["a.h5", "a.h5", "--fail-if", "shortage_day:bamako > 2"], INPUT, "did you mean 'shortage_days'"),
                (["a.h5", "a.h5", "--fail-if", "shortage_days:bamako > 2 m3", "--fail-if", "unserved in 3"], INPUT,
                 "the bound is in 'm3'; write one of d, h\n--fail-if 'unserved in 3': behind the figure stands 'in'"),
                (["a.h5", "a.h5", "--fail-if", "shortage_days:bamko > 2"], INPUT, "did you mean 'shortage_days:bamako'"),
                (["a.h5", "a.h5", "--fail-if", "cover:bamako:petrol < 0"], INPUT, "write least_cover:bamako:petrol"),
                (["a.h5", "a.h5", "--fail-if", "shortage_days:bamako = 2"], INPUT, "write <, <=, > or >="),
                (["a.h5", "a.h5", "--fail-if", "shortage_days:bamako > 2 d in 80 % of runs"], INPUT, "write nothing there"),
                (["a.h5", "a.h5", "--fail-if", "unserved > " + "9" * 100_000], INPUT, "longer than a condition"),
                (["a.h5", "a.h5", "--measure", "covr"], INPUT, "there is no measure 'covr'"),
                (["a.h5", "a.h5", "--measure", "least_covr"], INPUT, "did you mean 'least_cover'"),
                (["a.h5", "a.h5", "--json", "--csv"], INPUT, "")]:
            with self.subTest(arguments=arguments):
                done = self.expect_refused(code, "compare", *arguments)
                self.assertIn(words, done.stderr)


if __name__ == "__main__":
    program.main()
