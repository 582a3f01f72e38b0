"""citerne regret: a common menu of responses in several scenarios, and which is regretted least."""
import csv
import io
import json

from program import DONE, INPUT, ProgramTest, main

HEAD = "citerne: 1\nextends: baseline.yaml\nname: {0}\ncalendar: {{ start: 2025-01-01, end: 2025-01-11, warm_up: 5 d }}\n"


def scenario(name, dakar, abidjan, own=""):
    """Few tankers of one fleet or the other; an answer for each, and one that helps a little in both."""
    fleets = f"fleets:\n  dakar: {{ tankers: {dakar} tankers }}\n  abidjan: {{ tankers: {abidjan} tankers }}\n"
    responses = ("responses:\n"
                 "  for_dakar: { fleets.dakar.tankers: 1400 tankers }\n"
                 "  for_abidjan: { fleets.abidjan.tankers: 400 tankers }\n"
                 f"  half: {{ fleets.dakar.tankers: {(dakar + 1400) // 2} tankers, fleets.abidjan.tankers: "
                 f"{(abidjan + 400) // 2} tankers }}\n")
    return HEAD.format(name) + fleets + responses + own


class RegretTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("west.yaml", scenario("West", 0, 400, "  alone: { orders.switch_after: 3 d }\n"))
        self.write("south.yaml", scenario("South", 1400, 0))

    def told(self, *more):
        return json.loads(self.expect(DONE, "regret", "west.yaml", "south.yaml", "-n", "3", "-q", "--json", *more).stdout)

    def test_regret_is_by_how_much_a_response_is_worse_than_the_best(self):
        told = self.told()
        self.assertEqual([one["response"] for one in told["responses"]], ["unchanged", "for_abidjan", "for_dakar", "half"])
        for name in ["west", "south"]:
            outcome = {one["response"]: one["in"][name]["outcome"]["value"] for one in told["responses"]}
            best = min(outcome.values())
            for one in told["responses"]:
                self.assertAlmostEqual(one["in"][name]["regret"]["value"], outcome[one["response"]] - best, places=6)
        by_name = {one["response"]: one for one in told["responses"]}
        for one in told["responses"]:
            regrets = [one["in"][name]["regret"]["value"] for name in ["west", "south"]]
            self.assertAlmostEqual(one["greatest_regret"]["value"], max(regrets), places=6)
            self.assertAlmostEqual(one["mean_regret"]["value"], sum(regrets) / 2, places=6)
        least = min(told["responses"], key=lambda one: one["greatest_regret"]["value"])["response"]
        self.assertEqual(told["least_greatest_regret"]["response"], least)
        self.assertGreater(by_name["unchanged"]["in"]["west"]["regret"]["value"], 0.0)

    def test_outcomes_are_those_of_run(self):
        self.expect(DONE, "run", "west.yaml", "-n", "3", "-q", "--response", "half", "-o", "half.h5")
        self.expect(DONE, "run", "west.yaml", "-n", "3", "-q", "-o", "west.h5")
        compared = json.loads(self.expect(DONE, "compare", "west.h5", "half.h5", "--json").stdout)["comparisons"][0]
        row = next(r for r in compared["rows"] if r["measure"] == "unserved" and not r["place"])
        by_name = {one["response"]: one["in"]["west"]["outcome"]["value"] for one in self.told()["responses"]}
        self.assertAlmostEqual(by_name["unchanged"], row["first"], places=6)
        self.assertAlmostEqual(by_name["half"], row["second"], places=6)

    def test_weights_count_in_the_mean_alone(self):
        plain, weighed = self.told(), self.told("--weight", "3,1")
        for a, b in zip(plain["responses"], weighed["responses"]):
            west, south = (a["in"][name]["regret"]["value"] for name in ["west", "south"])
            self.assertAlmostEqual(b["mean_regret"]["value"], (3 * west + south) / 4, places=6)
            self.assertEqual(a["greatest_regret"], b["greatest_regret"])

    def test_text_and_csv_say_the_same(self):
        text = self.expect(DONE, "regret", "west.yaml", "south.yaml", "-n", "3").stdout
        self.assertIn("Least greatest regret: ", text)
        self.assertTrue(all(len(line) <= 100 for line in text.splitlines()))
        rows = list(csv.DictReader(io.StringIO(
            self.expect(DONE, "regret", "west.yaml", "south.yaml", "-n", "3", "-q", "--csv").stdout)))
        greatest = {row["response"]: float(row["value"]) for row in rows if row["figure"] == "greatest_regret"}
        for one in self.told()["responses"]:
            self.assertAlmostEqual(greatest[one["response"]], one["greatest_regret"]["value"], places=6)
        self.assertEqual(len(rows), 4 * (2 * 2 + 2))

    def test_what_not_all_have_is_left_out_and_told(self):
        done = self.expect(DONE, "regret", "west.yaml", "south.yaml", "-n", "2", "--only", "half", "--json", "-q")
        self.assertEqual([one["response"] for one in json.loads(done.stdout)["responses"]], ["unchanged", "half"])
        said = self.expect(DONE, "regret", "west.yaml", "south.yaml", "-n", "2").stderr
        self.assertIn("left out: response alone, which is not in south.yaml", said)

    def test_all_faults_in_one_pass(self):
        said = self.expect_refused(INPUT, "regret", "west.yaml", "south.yaml", "-n", "1", "--only", "halff,alone",
                                   "--metric", "unserve", "--weight", "1,-2,3").stderr
        for fault in ["--replications is 1", "no response 'halff' in west.yaml (did you mean 'half'?)",
                      "no response 'alone' in south.yaml", "did you mean 'unserved'", "3 numbers for 2 scenarios",
                      "not negative"]:
            self.assertIn(fault, said)
        self.write("south.yaml", scenario("South", 1400, 0).replace("abidjan.tankers: 400", "abidjan.tankrs: 400"))
        said = self.expect_refused(INPUT, "regret", "west.yaml", "south.yaml", "--metric", "unserved:kays").stderr
        self.assertIn("did you mean 'tankers'", said)
        self.assertIn("did you mean 'kayes'", said)

    def test_no_common_response_says_how_to_write_some(self):
        said = self.expect_refused(INPUT, "regret", "baseline.yaml", "west.yaml", "-q", "--metric", "unserve").stderr
        self.assertIn("under `responses:` in each", said)
        self.assertIn("did you mean 'unserved'", said)
        self.assertIn("named twice", self.expect_refused(INPUT, "regret", "west.yaml", "west.yaml").stderr)


if __name__ == "__main__":
    main()
