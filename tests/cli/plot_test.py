"""plot_test.py CITERNE: pictures in the terminal and as SVG."""
import os
import subprocess
import xml.etree.ElementTree as ElementTree

import program
from program import BRIEF, DONE, INPUT, PATIENCE, SURROUNDINGS, ProgramTest

SVG = "{http://www.w3.org/2000/svg}"


class Plot(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("starved.yaml", "citerne: 1\nextends: baseline.yaml\nname: A <rush> & more\nevents:\n"
                   "  rush: { kind: demand_shift, factor: 300 %, from: 2025-01-03, until: never }\n"
                   "  gate: { kind: control, where: { corridors: abidjan-east }, grade: closed, from: 2025-01-02,"
                   " until: 2025-01-04 }\n")
        self.expect(DONE, "run", "starved.yaml", *BRIEF, "-q", "-n", "3", "-o", self.output)

    def test_towns_by_day_in_eighty_columns_of_plain_characters(self):
        done = self.expect(DONE, "plot", self.output)
        self.assertEqual(done.stderr, "")
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "A <rush> & more")
        self.assertTrue(any(line.startswith("Bamako            ·") for line in lines), done.stdout)
        self.assertIn("gate               ├┤", lines)
        self.assertIn("rush                ├──────►", lines)
        self.assertIn("(20 of the 35 places that burn petrol)", lines)
        self.assertNotIn("\x1b", done.stdout)
        self.assertLessEqual(max(map(len, (line for line in lines if "·" in line and "%" not in line))), 80)

    def test_what_is_drawn_can_be_chosen(self):
        named = self.expect(DONE, "plot", self.output, "--places", "Ségou,bamako", "--product", "diesel").stdout
        self.assertLess(named.index("\nSégou "), named.index("\nBamako "))
        self.assertIn("(2 of the ", named)
        everything = self.expect(DONE, "plot", self.output, "--all", "--columns", "200").stdout
        self.assertIn("\nKoro ", everything)
        self.assertNotIn("places that burn", everything)
        self.assertIn("cover at the start of the day", self.expect(DONE, "plot", self.output, "bamako").stdout)
        self.assertIn("stock at the start of the day, in m3",
                      self.expect(DONE, "plot", self.output, "bamako", "--of", "stock").stdout)
        self.assertIn("dakar-north", self.expect(DONE, "plot", self.output, "--arrivals").stdout)
        self.assertIn("dakar by dakar-north", self.expect(DONE, "plot", self.output, "bamako", "--arrivals").stdout)

    def test_an_event_without_a_date_is_named_and_not_drawn(self):
        self.write("undated.yaml", "citerne: 1\nextends: starved.yaml\nevents:\n"
                   "  calm: { kind: demand_shift, factor: 50 %, when: { after: rush }, lasts: 2 d }\n")
        self.expect(DONE, "run", "undated.yaml", *BRIEF, "-q", "-o", self.output, "--force")
        for place in ([], ["bamako"]):
            done = self.expect(DONE, "plot", self.output, *place)
            self.assertIn("each run has its own dates: calm\n", done.stderr)
            self.assertIn("\nrush ", done.stdout)
            self.assertNotIn("\ncalm ", done.stdout)

    def on_terminal(self, **variables):
        ours, theirs = self.terminal()
        environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "TERM")} | {"TERM": "xterm"} | variables
        called = subprocess.Popen([self.program, "plot", self.output], cwd=self.folder, stdout=theirs, env=environment)
        os.close(theirs)
        said = b""
        try:
            while piece := os.read(ours, 65536):
                said += piece
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        self.assertEqual(called.wait(PATIENCE), DONE)
        return said.decode()

    def test_colour_on_a_terminal_only_and_not_against_the_wish(self):
        self.assertIn("\x1b[48;5;", self.on_terminal())
        self.assertNotIn("\x1b", self.on_terminal(NO_COLOR="1"))
        self.assertNotIn("\x1b", self.on_terminal(TERM="dumb"))

    def test_svg_is_whole_and_stands_alone(self):
        for number, what in enumerate([[], ["bamako"], ["--arrivals"]]):
            name = f"{number}.svg"
            done = self.expect(DONE, "plot", self.output, *what, "--svg", name)
            self.assertEqual(done.stdout, name + "\n")
            root = ElementTree.parse(self.folder / name).getroot()
            self.assertEqual(root.tag, SVG + "svg")
            self.assertIn("A <rush> & more", root.find(SVG + "title").text)
            self.assertTrue(root.find(SVG + "desc").text)
            text = (self.folder / name).read_text(encoding="utf-8")
            for foreign in ("<script", "href", "@import", "@font-face"):
                self.assertNotIn(foreign, text)
            # What lies outside the picture is not seen.
            width, height = (float(root.get(side)) for side in ("width", "height"))
            for element in root.iter(SVG + "text"):
                self.assertTrue(0 <= float(element.get("x")) <= width and 0 <= float(element.get("y")) <= height - 4, element.text)

    def test_a_picture_that_exists_is_replaced_by_force_only(self):
        self.write("there.svg", "earlier")
        done = self.expect_refused(INPUT, "plot", self.output, "--svg", "there.svg")
        self.assertIn("--force", done.stderr)
        self.assertEqual((self.folder / "there.svg").read_text(), "earlier")
        self.expect(DONE, "plot", self.output, "--svg", "there.svg", "--force")
        self.expect_refused(SURROUNDINGS, "plot", self.output, "--svg", "nowhere/new.svg")

    def test_what_is_not_there_is_told(self):
        self.assertIn("did you mean 'bamako'", self.expect_refused(INPUT, "plot", self.output, "bamoko").stderr)
        self.assertIn("it holds diesel", self.expect_refused(INPUT, "plot", self.output, "--product", "tea").stderr)
        for wrong in (["bamako", "--places", "segou"], ["--of", "stock"], ["--arrivals", "--all"], ["--svg", ""],
                      ["bamako", "--of", "dreams"], ["--columns", "3"], ["--all", "--places", "segou"]):
            with self.subTest(wrong):
                self.expect_refused(INPUT, "plot", self.output, *wrong)
        self.expect_refused(SURROUNDINGS, "plot", "missing.h5")

    def test_a_result_without_series_has_arrivals_only(self):
        self.expect(DONE, "run", "starved.yaml", *BRIEF, "-q", "--record", "summary", "-o", "summary.h5")
        self.assertIn("--record bands", self.expect_refused(INPUT, "plot", "summary.h5").stderr)
        self.expect(DONE, "plot", "summary.h5", "--arrivals")


if __name__ == "__main__":
    program.main()
