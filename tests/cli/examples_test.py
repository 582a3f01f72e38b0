"""examples_test.py CITERNE: the scenarios that came with the program can be seen, printed and copied."""
import json
import os
import shutil

import program
from program import BRIEF, DONE, INPUT, PROJECT, SURROUNDINGS, ProgramTest


class Examples(ProgramTest):
    def test_every_shipped_scenario_is_listed_with_its_title(self):
        shipped = [*(PROJECT / "scenarios").glob("*.yaml"), *(PROJECT / "scenarios/examples").glob("*.yaml")]
        said = self.expect(DONE, "examples").stdout.splitlines()
        self.assertEqual([line.split()[0] for line in said], sorted(path.stem for path in shipped))
        self.assertIn("rn7-closed               RN7 closed between Zégoua and Sikasso", said)
        listed = json.loads(self.expect(DONE, "examples", "--json").stdout)["examples"]
        self.assertEqual(len(listed), len(shipped))
        self.assertTrue(all(os.path.isfile(e["file"]) for e in listed))

    def test_one_is_printed_as_it_is(self):
        text = (PROJECT / "scenarios/western-blockade.yaml").read_text(encoding="utf-8")
        for name in ("western-blockade", "blockade"):
            self.assertEqual(self.expect(DONE, "examples", name).stdout, text)

    def test_a_copy_runs_where_it_is(self):
        done = self.expect(DONE, "examples", "rn7", "-o", "mine")
        self.assertEqual(done.stdout, "mine/examples/rn7-closed.yaml\n")
        shutil.rmtree(self.folder / "networks")
        self.expect(DONE, "run", "mine/examples/rn7-closed.yaml", "-q", "--set", "calendar.end=2025-03-05")

    def test_the_folder_may_be_another(self):
        (self.folder / "examples/own.yaml").write_text("citerne: 1\nname: Mine\n", encoding="utf-8")
        named = {"env": os.environ | {"CITERNE_SCENARIOS": str(self.folder)}}
        self.assertIn("own                      Mine\n", self.expect(DONE, "examples", **named).stdout)
        elsewhere = {"env": os.environ | {"CITERNE_SCENARIOS": "nowhere"}}
        self.assertIn("CITERNE_SCENARIOS", self.expect_refused(SURROUNDINGS, "examples", **elsewhere).stderr)

    def test_what_is_wrong_is_told(self):
        self.assertIn("there are ambush-rn24, ", self.expect_refused(INPUT, "examples", "moon").stderr)
        self.assertIn("more than one", self.expect_refused(INPUT, "examples", "e").stderr)
        self.expect_refused(INPUT, "examples", "-o", "new")
        self.expect_refused(INPUT, "examples", "rn7", "-o", "tables")
        self.expect_refused(INPUT, "examples", "rn7", "--json")


if __name__ == "__main__":
    program.main()
