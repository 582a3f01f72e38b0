"""export_test.py CITERNE: tables that a spreadsheet opens, and a map."""
import csv
import io
import json

import program
from program import BRIEF, DONE, INPUT, SURROUNDINGS, ProgramTest


class Export(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("starved.yaml", "citerne: 1\nextends: baseline.yaml\nevents:\n"
                   "  rush: { kind: demand_shift, factor: 300 %, from: 2025-01-01, until: never }\n")
        self.expect(DONE, "run", "starved.yaml", *BRIEF, "-q", "-n", "2", "-o", self.output)

    def rows(self, name, encoding, delimiter):
        text = (self.folder / name).read_bytes().decode(encoding)
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))

    def test_both_styles_say_the_same(self):
        done = self.expect(DONE, "export", self.output, "en")
        self.assertEqual(done.stdout.split(), ["en/shortages.csv", "en/classes.csv", "en/weeks.csv", "en/places.geojson"])
        self.expect(DONE, "export", self.output, "fr", "--french")
        for table in ("shortages", "classes", "weeks"):
            english, french = self.rows(f"en/{table}.csv", "utf-8", ","), self.rows(f"fr/{table}.csv", "utf-8-sig", ";")
            self.assertGreater(len(english), 3)
            self.assertEqual([{k: v.replace(".", ",") for k, v in row.items()} for row in english], french)
        self.assertIn("Ségou", {row["name"] for row in self.rows("en/shortages.csv", "utf-8", ",")})

    def test_the_map_lies_in_west_africa(self):
        self.expect(DONE, "export", self.output, "en")
        features = json.loads((self.folder / "en/places.geojson").read_text(encoding="utf-8"))["features"]
        self.assertGreater(len(features), 30)
        for feature in features:
            east, north = feature["geometry"]["coordinates"]
            self.assertTrue(-18 < east < 5 and 4 < north < 20, feature)
        self.assertTrue(any(f["properties"]["days_short"] > 0 for f in features))

    def test_wrong_use_leaves_nothing(self):
        (self.folder / "there").mkdir()
        self.expect_refused(INPUT, "export", self.output, "there")
        self.expect_refused(SURROUNDINGS, "export", "missing.h5", "new")
        self.expect_refused(SURROUNDINGS, "export", self.output, "/dev/null/new")


if __name__ == "__main__":
    program.main()
