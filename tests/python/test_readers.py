#!/usr/bin/python3
"""test_readers.py WRITE_SAMPLE: results of citerne open in the programs people read results with.

WRITE_SAMPLE is the program that writes a result of the usual shape (tests/store/sample.hpp). No reader
is given any option: what a planner types first must work.
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest
import warnings

import h5py
import netCDF4
import numpy as np
import xarray as xr

WRITE_SAMPLE = None
GROUPS = ["events", "ledger", "provenance"]
ENGINES = ["h5netcdf", "netcdf4"]
AXES = {"replication": 4, "time": 48, "day": 12, "place": 6, "product": 3, "class": 3, "cause": 3, "account": 5,
        "segment": 2, "fleet": 2, "corridor": 2, "event": 7, "convoy": 0}
PLACES = ["Bamako", "Ségou", "Kayes", "Mopti-Sévaré", "Koutiala", "place 5"]


def saw(shape, level, dtype="float32"):
    """The formula of tests/store/sample.hpp."""
    i = np.arange(np.prod(shape))
    return np.where(i % 17 == 16, np.nan, level + (i % 29) / 8.0).astype(dtype).reshape(shape)


class Readers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = str(pathlib.Path(cls.folder.name) / "sortie été.h5")
        cls.calm = str(pathlib.Path(cls.folder.name) / "calm.h5")
        subprocess.run([WRITE_SAMPLE, cls.path], check=True)
        subprocess.run([WRITE_SAMPLE, cls.calm, "no-events"], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def open(self, engine, group=None, path=None):
        """Opens with no options, and fails on any warning about the file."""
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            warnings.simplefilter("error", RuntimeWarning)
            warnings.simplefilter("error", xr.SerializationWarning)
            found = xr.open_dataset(path or self.path, engine=engine, group=group)
            found.load()
        self.addCleanup(found.close)
        return found

    # ---- xarray ----

    def test_xarray_finds_all_root_axes(self):
        for engine in ENGINES:
            with self.subTest(engine):
                self.assertEqual(dict(self.open(engine).sizes), AXES)

    def test_xarray_selects_by_accented_names_and_dates(self):
        expected = saw((48, 6, 3), 4000)
        for engine in ENGINES:
            with self.subTest(engine):
                found = self.open(engine)
                self.assertEqual([str(p) for p in found["place"].values], PLACES)
                stock = found["stock"].sel(place="Ségou", product="diesel")
                np.testing.assert_array_equal(stock.values, expected[:, 1, 1])
                self.assertEqual(stock.dtype, np.float32)
                at = found["stock"].sel(time="2025-08-03T06:00", place="Mopti-Sévaré", product="jet")
                self.assertEqual(float(at), float(expected[9, 3, 2]))
                self.assertEqual(found["stock_q95"].dims, ("day", "place", "product"))
                self.assertEqual(str(found["day"].values[1]), "2025-08-02T00:00:00.000000000")
                each = found["stock_each"]
                np.testing.assert_array_equal(each.values, saw((4, 48, 6, 3), 4000))

    def test_xarray_keeps_numbers_numbers(self):
        """Durations in d, h and s must not become timedeltas, flags and counts not floats."""
        kinds = {"days_short": "float64", "first_dry": "float64", "hours_waiting": "float64", "population": "int64",
                 "first_dry_state": "uint8", "control": "uint8", "deficit": "float64", "stock": "float32",
                 "replication": "int64", "event": "int64"}
        for engine in ENGINES:
            found = self.open(engine)
            for name, kind in kinds.items():
                with self.subTest(engine=engine, name=name):
                    self.assertEqual(str(found[name].dtype), kind)
            np.testing.assert_array_equal(found["first_dry"].values, saw((4, 6, 3), 3600, "float64"))
            np.testing.assert_array_equal(np.unique(found["first_dry_state"]), [0, 1, 255])
            self.assertEqual(list(found["first_dry_state"].attrs["flag_values"]), [0, 1, 255])
            self.assertEqual(found["first_dry_state"].attrs["flag_values"].dtype, np.uint8)

    def test_xarray_gives_units_and_names_of_every_array(self):
        for engine in ENGINES:
            for group in [None, *GROUPS]:
                for name, array in self.open(engine, group).variables.items():
                    with self.subTest(engine=engine, group=group, name=name):
                        self.assertIn("long_name", array.attrs)
                        self.assertTrue("units" in array.attrs or "units" in array.encoding)
            found = self.open(engine)
            self.assertEqual(found["stock"].attrs["units"], "m3")
            self.assertEqual(found["demand"].attrs["units"], "m3 d-1")
            self.assertEqual(found["days_short"].attrs["long_name_fr"], "jours de pénurie")
            self.assertEqual(found["lat"].attrs["long_name_fr"], "latitude (° nord)")

    def test_xarray_gives_attributes_of_the_file(self):
        for engine in ENGINES:
            with self.subTest(engine):
                attributes = self.open(engine).attrs
                self.assertEqual(attributes["title"], "Blocus de l'ouest, embuscade près de Kati")
                self.assertEqual(attributes["seed"], 2026)
                self.assertEqual(attributes["confidence"], 0.95)
                self.assertEqual(list(attributes["shortage_days"]), [2, 5])
                self.assertEqual(list(attributes["languages"]), ["français", "English", ""])
                self.assertEqual(np.ravel(attributes["one_name"])[0], "Ségou")

    def test_xarray_opens_groups(self):
        for engine in ENGINES:
            with self.subTest(engine):
                events = self.open(engine, "events")
                self.assertEqual(events["reason"].dims, ("event",))
                self.assertEqual([str(r) for r in events["reason"].values[:3]],
                                 ["", "dernière citerne touchée n° 1", "dernière citerne touchée n° 2"])
                self.assertEqual([str(p) for p in events["place"].values[:2]], ["Ségou", "Kayes"])
                self.assertEqual(str(events["time"].values[1]), "2025-08-01T02:00:01.000000000")
                ledger = self.open(engine, "ledger")
                self.assertEqual(ledger["balance"].dims, ("replication", "product", "account"))
                self.assertEqual(ledger["balance"].dtype, np.int64)
                self.assertTrue((ledger["balance"] == 42_000_000_000_000).all())
                provenance = self.open(engine, "provenance")
                self.assertEqual(str(provenance["scenario"].values), "citerne: 1\nname: Pénurie à Ségou\n")
                self.assertEqual(str(provenance["empty_text"].values), "")
                self.assertEqual(int(provenance["results_version"]), 1)
                self.assertEqual(float(provenance["pi"]), 3.25)

    def test_xarray_opens_axes_of_length_zero(self):
        for engine in ENGINES:
            with self.subTest(engine):
                self.assertEqual(self.open(engine)["queue"].shape, (0,))
                self.assertEqual(self.open(engine, path=self.calm).sizes["event"], 0)
                events = self.open(engine, "events", self.calm)
                self.assertEqual(events["reason"].shape, (0,))
                self.assertEqual(events["tankers"].shape, (0,))

    # ---- the libraries below ----

    def test_h5py_sees_plain_files(self):
        with h5py.File(self.path, "r") as found:
            self.assertEqual(found["place"].asstr()[1], "Ségou")
            np.testing.assert_array_equal(found["stock"][()], saw((48, 6, 3), 4000))
            self.assertEqual(found["stock"].attrs["units"], "m3")
            self.assertEqual(found["events/reason"].asstr()[1], "dernière citerne touchée n° 1")

    def test_every_axis_of_every_array_has_its_scale(self):
        def look(name, item):
            if not isinstance(item, h5py.Dataset) or h5py.h5ds.is_scale(item.id):
                return
            for i, dimension in enumerate(item.dims):
                with self.subTest(name=name, axis=i):
                    self.assertEqual(len(dimension), 1)
                    scale = dimension[0]
                    self.assertEqual(scale.parent.name, "/")
                    self.assertEqual(len(scale), item.shape[i])

        with h5py.File(self.path, "r") as found:
            found.visititems(look)
            self.assertEqual(sorted(k for k, v in found.items() if isinstance(v, h5py.Dataset) and h5py.h5ds.is_scale(v.id)),
                             sorted(AXES))

    def test_arrays_are_compressed_checked_and_without_times(self):
        def look(name, item):
            with self.subTest(name):
                creation = item.id.get_create_plist()
                self.assertFalse(creation.get_obj_track_times())
                if not isinstance(item, h5py.Dataset):
                    return
                text = h5py.check_string_dtype(item.dtype) is not None
                if item.size == 0 or item.shape == ():
                    self.assertIsNone(item.chunks)
                    return
                self.assertEqual(item.compression, None if text else "gzip")
                self.assertEqual(item.fletcher32, not text)
                optional = [creation.get_filter(i)[1] & 1 for i in range(creation.get_nfilters())]
                self.assertFalse(any(optional), "a filter that is no must is left out in silence when memory is refused")
                self.assertEqual(item.shuffle, not text and item.dtype != np.uint8)
                if item.dtype.kind == "f":
                    self.assertTrue(np.isnan(item.attrs["_FillValue"]))
                    self.assertEqual(item.attrs["_FillValue"].dtype, item.dtype)
                    self.assertTrue(np.isnan(item.fillvalue))

        with h5py.File(self.path, "r") as found:
            self.assertFalse(found["/"].id.get_create_plist().get_obj_track_times())
            found.visititems(look)

    def test_netcdf4_sees_root_and_groups(self):
        with netCDF4.Dataset(self.path) as found:
            self.assertEqual(list(found.dimensions), list(AXES))
            self.assertEqual(list(found.groups), GROUPS)
            for group in [found, *found.groups.values()]:
                for array in group.variables.values():
                    with self.subTest(array.name):
                        self.assertFalse([d for d in array.dimensions if d.startswith("phony")])
                        array[...]
            self.assertEqual(found["stock"].dimensions, ("time", "place", "product"))
            self.assertTrue(np.ma.getmaskarray(found["stock"][:]).any())
            self.assertFalse(np.ma.getmaskarray(found["first_dry_state"][:]).any())

    # ---- command lines ----

    def run_tool(self, *command):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def test_ncdump_prints_header_and_values(self):
        text = self.run_tool("ncdump", "-h", self.path)
        self.assertIn("float stock(time, place, product)", text)
        self.assertIn('string stock:units = "m3"', text)
        self.assertNotIn("phony", text)
        self.assertIn("Mopti-Sévaré", self.run_tool("ncdump", "-v", "place", self.path))
        self.run_tool("ncdump", self.path)
        self.run_tool("ncdump", self.calm)

    def test_h5dump_prints_everything(self):
        text = self.run_tool("h5dump", self.path)
        self.assertIn("DATASET \"stock\"", text)
        self.run_tool("h5dump", self.calm)
        self.assertIn("/events/reason", self.run_tool("h5ls", "-r", self.path))

    def test_the_digest_is_the_last_line(self):
        data = pathlib.Path(self.path).read_bytes()
        digest = subprocess.run(["sha256sum"], input=data[:-80], capture_output=True, check=True).stdout.split()[0]
        self.assertEqual(data[-80:], b"citerne-sha256 " + digest + b"\n")

    def test_the_file_is_the_same_bytes_again(self):
        """Whatever rubbish lies in fresh memory."""
        data = pathlib.Path(self.path).read_bytes()
        for rubbish in ["85", "170"]:
            again = str(pathlib.Path(self.folder.name) / "again.h5")
            subprocess.run([WRITE_SAMPLE, again], check=True, env={"MALLOC_PERTURB_": rubbish})
            self.assertEqual(pathlib.Path(again).read_bytes(), data)


if __name__ == "__main__":
    WRITE_SAMPLE = sys.argv.pop(1)
    unittest.main()
