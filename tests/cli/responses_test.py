"""citerne responses: variants of one file, run with the same luck and compared, the unchanged case first."""
import json

import h5py
import numpy as np

from program import BRIEF, DONE, INPUT, ProgramTest, main

RESPONSES = """citerne: 1
extends: baseline.yaml
name: Variants
calendar: { start: 2025-01-01, end: 2025-01-11, warm_up: 5 d }
responses:
  nothing: { orders.switch_after: 3 d }
  dry: { fleets.abidjan.tankers: 0 tankers, fleets.dakar.tankers: 0 tankers }
"""


class ResponsesTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.scenario = self.write("variants.yaml", RESPONSES)

    def test_each_is_compared_with_the_scenario_unchanged(self):
        told = json.loads(self.expect(DONE, "responses", self.scenario, "-n", "3", "-q", "--json").stdout)["responses"]
        self.assertEqual([one["response"] for one in told], ["dry", "nothing"])
        country = {one["response"]: next(row for row in one["rows"] if row["measure"] == "unserved" and not row["place"])
                   for one in told}
        self.assertEqual(country["nothing"]["difference"], {"mean": 0.0, "low": 0.0, "high": 0.0})
        self.assertEqual(country["nothing"]["verdict"], "same")
        self.assertGreater(country["dry"]["difference"]["mean"], 0.0)

    def test_a_kept_result_is_that_of_run_and_can_be_made_again(self):
        self.expect(DONE, "responses", self.scenario, "-n", "2", "-q", "-o", "kept")
        self.expect(DONE, "run", self.scenario, "-n", "2", "-q", "--response", "dry", "-o", self.output)
        self.assertEqual((self.folder / "kept/dry.h5").read_bytes(), self.output.read_bytes())
        self.assertEqual(sorted(p.name for p in (self.folder / "kept").iterdir()), ["dry.h5", "nothing.h5", "unchanged.h5"])
        self.expect(DONE, "rerun", "kept/dry.h5", "--verify", "-q")
        with h5py.File(self.folder / "kept/unchanged.h5") as unchanged, h5py.File(self.output) as dry:
            self.assertNotIn("response", unchanged.attrs)
            self.assertEqual(dry.attrs["response"], "dry")
            self.assertGreater(np.nansum(dry["unserved"]), np.nansum(unchanged["unserved"]))

    def test_what_was_kept_is_not_replaced_unasked(self):
        self.expect(DONE, "responses", self.scenario, "-n", "1", "-q", "-o", "kept", "--only", "nothing")
        self.expect_refused(INPUT, "responses", self.scenario, "-n", "1", "-q", "-o", "kept", "--only", "nothing")
        self.expect(DONE, "responses", self.scenario, "-n", "1", "-q", "-o", "kept", "--only", "nothing", "--force")

    def test_faults_of_a_response_are_told_at_its_line(self):
        for line, fault in [("  typo: { fleets.abidjn.tankers: 3 tankers }", "did you mean 'abidjan'"),
                            ("  unit: { fleets.abidjan.tankers: 3 km }", "tankers"),
                            ("  fixed: { extends: other.yaml }", "cannot be set"),
                            ("  empty: {}", "dotted paths"),
                            ("  unchanged: { orders.switch_after: 3 d }", "the scenario itself")]:
            self.scenario.write_text(RESPONSES + line + "\n")
            for command in ["check", "responses"]:
                told = self.expect_refused(INPUT, command, self.scenario).stderr
                self.assertIn("variants.yaml:8:", told)
                self.assertIn(fault, told)
        self.scenario.write_text(RESPONSES)
        self.assertIn("did you mean 'dry'", self.expect_refused(INPUT, "run", self.scenario, "--response", "dy", *BRIEF).stderr)

    def test_a_scenario_without_responses_says_how_to_write_one(self):
        self.assertIn("responses:", self.expect_refused(INPUT, "responses", "baseline.yaml").stderr)


if __name__ == "__main__":
    main()
