"""network_test.py CITERNE: the health of a network, and its way to a map and back."""
import json

import h5py
import numpy

import program
from program import BRIEF, DONE, INPUT, SURROUNDINGS, ProgramTest

NETWORK = "networks/southern-mali"


class Health(ProgramTest):
    def spoil(self, name, old, new):
        path = self.folder / NETWORK / name
        text = path.read_text(encoding="utf-8")
        self.assertIn(old, text)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def test_the_shipped_network_has_no_fault(self):
        for what in (NETWORK, NETWORK + "/", "western-blockade.yaml", "examples/rn7-closed.yaml"):
            done = self.expect(DONE, "network", "health", what)
            self.assertEqual(done.stderr, "")
            self.assertIn("no fault, 0 remarks. 149 places, 174 roads", done.stdout)
        said = json.loads(self.expect(DONE, "network", "health", NETWORK, "--json").stdout)
        self.assertEqual([said["healthy"], said["places"], said["diagnostics"]], [True, 149, []])

    def test_faults_and_remarks_stand_at_their_lines(self):
        self.spoil("roads.csv", "dakar,kaolack,SN N1,192", "dakar,kaolack,SN N1,19")
        self.spoil("roads.csv", "kaolack,kaffrine,SN N1,61", "kaolack,kaffrine,SN N1,610")
        done = self.expect_refused(INPUT, "network", "health", NETWORK)
        self.assertIn(NETWORK + "/roads.csv:2:21: error: 19 km from dakar to kaolack", done.stderr)
        self.assertIn(NETWORK + "/roads.csv:3:24: warning: 610 km from kaolack to kaffrine", done.stderr)
        self.assertIn("1 fault; the network is not fit to be used.", done.stderr)
        done = self.expect(INPUT, "network", "health", "baseline.yaml", "--json")
        said = json.loads(done.stdout)
        self.assertFalse(said["healthy"])
        self.assertEqual([d["code"] for d in said["diagnostics"]], ["road-too-short", "road-far-longer"])

    def test_what_is_no_network_is_told(self):
        self.expect_refused(SURROUNDINGS, "network", "health", "nowhere")
        self.assertIn("holds no places.csv", self.expect_refused(INPUT, "network", "health", "tables").stderr)
        self.write("lone.yaml", "citerne: 1\nname: Lone\n")
        self.assertIn("citerne check lone.yaml", self.expect_refused(INPUT, "network", "health", "lone.yaml").stderr)
        self.expect_refused(INPUT, "network")
        self.expect_refused(INPUT, "network", "fly")


class RoundTrip(ProgramTest):
    def export(self):
        done = self.expect(DONE, "network", "export", NETWORK, "-o", "map")
        self.assertEqual(done.stdout.split(), ["map/places.geojson", "map/roads.geojson"])

    def edit(self, name, change):
        path = self.folder / "map" / name
        layer = json.loads(path.read_text(encoding="utf-8"))
        change(layer["features"])
        path.write_text(json.dumps(layer), encoding="utf-8")

    def bring_back(self, code=DONE):
        return self.expect(code, "network", "import", "map/places.geojson", "map/roads.geojson", "-o", "networks/back")

    def test_the_tables_come_back_and_the_run_is_the_same(self):
        self.export()
        self.bring_back()
        files = {name: (self.folder / "networks/back" / name).read_bytes() for name in ("places.csv", "roads.csv", "corridors.yaml")}
        self.assertEqual(files["roads.csv"], (self.folder / NETWORK / "roads.csv").read_bytes())
        self.expect(DONE, "network", "export", "networks/back", "-o", "map2")
        self.expect(DONE, "network", "import", "map2/places.geojson", "map2/roads.geojson", "-o", "networks/again")
        for name, content in files.items():
            self.assertEqual((self.folder / "networks/again" / name).read_bytes(), content)

        self.write("back.yaml", "citerne: 1\nextends: baseline.yaml\nnetwork: networks/back\n")
        self.run_brief("-n", "2")
        self.expect(DONE, "run", "back.yaml", *BRIEF, "-q", "-n", "2", "-o", "back.h5")
        with h5py.File(self.output) as before, h5py.File(self.folder / "back.h5") as after:
            compared = []

            def same(name, array):
                if isinstance(array, h5py.Dataset) and not name.split("/")[-1].startswith("source_"):
                    numpy.testing.assert_array_equal(array[()], after[name][()], err_msg=name)
                    compared.append(name)
            before.visititems(same)
            self.assertIn("provenance/fingerprint", compared)
            self.assertGreater(len(compared), 50)

    def test_what_was_moved_on_the_map_has_moved(self):
        self.export()
        def move(features):
            features[0]["geometry"]["coordinates"] = [-17.5, 14.70000000001]
        self.edit("places.geojson", move)
        self.bring_back()
        self.assertIn("dakar,Dakar,SN,,port,14.7,-17.5,", (self.folder / "networks/back/places.csv").read_text(encoding="utf-8"))

    def test_every_fault_of_a_map_is_told_and_nothing_is_written(self):
        self.export()
        def spoil(features):
            features[0]["properties"]["kind"] = "harbour"
            features[1]["geometry"] = None
        self.edit("places.geojson", spoil)
        self.edit("roads.geojson", lambda features: features[3]["properties"].update(length_km="far"))
        done = self.bring_back(INPUT)
        for fault in ("map/places.geojson: feature 1 (dakar), kind: error: ", "map/places.geojson: feature 2 (kaolack), geometry: ",
                      "map/roads.geojson: feature 4 (tambacounda to goudiry), length_km: error: \"far\" is not a number",
                      "3 faults; nothing was written."):
            self.assertIn(fault, done.stderr)
        self.assertFalse((self.folder / "networks/back").exists())

    def test_exchanged_files_are_told_as_such(self):
        self.export()
        done = self.expect_refused(INPUT, "network", "import", "map/roads.geojson", "map/places.geojson", "-o", "networks/back")
        self.assertEqual(done.stderr, "map/roads.geojson: error: it holds the roads, and map/places.geojson the places; write the places first:"
                         " map/places.geojson map/roads.geojson\n1 fault; nothing was written.\n")

    def test_a_folder_that_exists_stays(self):
        self.expect_refused(INPUT, "network", "export", NETWORK, "-o", "tables")
        self.export()
        self.expect_refused(INPUT, "network", "import", "map/places.geojson", "map/roads.geojson", "-o", NETWORK)
        self.expect_refused(SURROUNDINGS, "network", "import", "map/places.geojson", "map/none.geojson", "-o", "new")


if __name__ == "__main__":
    program.main()
