"""export_test.py CITERNE: tables that a spreadsheet opens, and a map."""
import csv
import io
import json

import h5py

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
        self.assertEqual(done.stdout.split(), ["en/shortages.csv", "en/classes.csv", "en/weeks.csv", "en/places.geojson",
                                               "en/roads.geojson"])
        self.expect(DONE, "export", self.output, "fr/", "--french")  # with or without a slash
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

    def test_roads_are_lines_with_their_traffic(self):
        self.write("shut.yaml", "citerne: 1\nextends: baseline.yaml\nevents:\n  gate: { kind: control, grade: closed, from: 2025-01-01,"
                   " where: { corridors: abidjan-east, country: ML }, until: 2025-01-08, stopped_convoys: hold }\n")
        self.expect(DONE, "run", "shut.yaml", *BRIEF, "-q", "-n", "2", "-o", "shut.h5")
        self.expect(DONE, "export", "shut.h5", "en")
        features = json.loads((self.folder / "en/roads.geojson").read_text(encoding="utf-8"))["features"]
        table = (self.folder / "networks/southern-mali/places.csv").read_text(encoding="utf-8").splitlines()
        places = {row["id"]: [float(row["longitude"]), float(row["latitude"])] for row in csv.DictReader(table)}
        with h5py.File(self.folder / "shut.h5") as file:
            entered = dict(zip((s.decode() for s in file["segment"][:]), file["tankers_entered"][:].mean(axis=0) / 10))
            waiting = dict(zip((p.decode() for p in file["network_place"][:]), file["tankers_waiting"][:].max(axis=0)))
        lines = [f for f in features if f["geometry"]["type"] == "LineString"]
        self.assertEqual(len(lines), len(entered))
        for line in lines:
            about = line["properties"]
            self.assertEqual(line["geometry"]["coordinates"], [places[p] for p in about["segment"].split(":")[:2]])
            self.assertAlmostEqual(about["tankers_a_day"], entered[about["segment"]], places=9)
        self.assertGreater(max(line["properties"]["tankers_a_day"] for line in lines), 10)
        held = {f["properties"]["place"]: f["properties"]["most_held"] for f in features if f["geometry"]["type"] == "Point"}
        self.assertEqual(held, {place: most for place, most in waiting.items() if most > 0})
        self.assertGreater(sum(held.values()), 1)

    def test_wrong_use_leaves_nothing(self):
        (self.folder / "there").mkdir()
        self.expect_refused(INPUT, "export", self.output, "there")
        self.expect_refused(SURROUNDINGS, "export", "missing.h5", "new")
        self.expect_refused(SURROUNDINGS, "export", self.output, "/dev/null/new")


if __name__ == "__main__":
    program.main()
