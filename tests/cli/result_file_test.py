"""result_file_test.py CITERNE: the result of a real run as other programs see it, and its sums."""
import pathlib
import re
import subprocess
import tempfile
import unittest
import warnings

import h5py
import numpy as np
import xarray as xr

import program
from program import PROJECT, ProgramTest

RUN = ["run", "scenarios/western-blockade.yaml", "-n", "3", "-q", "-o"]
PAIR = ("replication", "place", "product")


class ResultFile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="citerne-cli-")
        cls.path = pathlib.Path(cls.holder.name) / "out.h5"
        subprocess.run([ProgramTest.program, *RUN, cls.path], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
        cls.file = h5py.File(cls.path)

    @classmethod
    def tearDownClass(cls):
        cls.file.close()
        cls.holder.cleanup()

    def arrays(self):
        found = []
        self.file.visititems(lambda name, item: found.append((name, item)) if isinstance(item, h5py.Dataset) else None)
        return found

    def axes(self, array):
        return tuple(axis[0].name.lstrip("/") if len(axis) else None for axis in array.dims)

    def texts(self, name):
        return [text.decode() for text in self.file[name][:]]

    def metric(self, name):
        """By replication, place and product; what a place does not stock is left out as zero."""
        return np.nan_to_num(self.file[name][:])

    def test_every_array_says_what_it_is(self):
        for name, array in self.arrays():
            for attribute in ["units", "long_name"]:
                self.assertIsInstance(array.attrs.get(attribute), str, f"{name} lacks {attribute}")
            self.assertNotIn(array.attrs["units"], ["", "days", "hours", "seconds"], name)

    def test_every_axis_has_its_scale(self):
        for name, array in self.arrays():
            if h5py.h5ds.is_scale(array.id):
                continue
            for axis, length in zip(self.axes(array), array.shape):
                self.assertIsNotNone(axis, name)
                self.assertEqual(len(self.file[axis]), length, name)

    def test_axes_of_the_main_arrays(self):
        for name in ["demand", "served", "unserved", "shortage_days", "first_shortage", "first_stock_out"]:
            self.assertEqual(self.axes(self.file[name]), PAIR, name)
        for name in ["stock", "cover", "demand_flow", "served_flow", "unserved_flow"]:
            self.assertEqual(self.axes(self.file[name]), ("time", "place", "product"), name)
        for name in ["stock_q05", "cover_q50", "unserved_q95"]:
            self.assertEqual(self.axes(self.file[name]), ("day", "place", "product"), name)

    def test_time_by_the_conventions(self):
        time = self.file["time"]
        self.assertEqual(self.file.attrs["Conventions"], "CF-1.8")
        self.assertEqual((time.attrs["units"], time.attrs["calendar"]), ("seconds since 2025-08-01 00:00:00", "proleptic_gregorian"))
        np.testing.assert_array_equal(time[:], np.arange(153 * 4) * 21_600)
        self.assertEqual(self.file["day"].attrs["units"], "days since 2025-08-01 00:00:00")
        np.testing.assert_array_equal(self.file["day"][:], np.arange(153))

    def test_places_keep_their_accents(self):
        names = dict(zip(self.texts("place"), self.texts("place_name")))
        self.assertEqual([names[p] for p in ["bamako", "segou", "kenieba", "nioro"]], ["Bamako", "Ségou", "Kéniéba", "Nioro du Sahel"])

    def test_the_ledger_lost_and_made_nothing(self):
        self.assertTrue(np.all(self.file["ledger/residual"][:] == 0))
        self.assertEqual(self.axes(self.file["ledger/ledger"]), ("replication", "product", "account"))
        whole = self.file["ledger/ledger"][:].sum(axis=2)  # what the tanks held at the very beginning
        np.testing.assert_allclose(whole, np.broadcast_to(whole[0], whole.shape), rtol=1e-12)
        self.assertTrue(np.all(whole > 0.0))

    def test_demand_is_served_or_not(self):
        np.testing.assert_allclose(self.metric("demand"), self.metric("served") + self.metric("unserved"), rtol=0, atol=1e-5)
        self.assertGreaterEqual(self.metric("unserved").min(), 0.0)
        self.assertGreater(self.metric("unserved").sum(), 0.0)

    def test_accounts_sum_to_their_metric(self):
        for account, metric in [("demand_by_class", "demand"), ("served_by_class", "served"), ("unserved_by_cause", "unserved")]:
            np.testing.assert_allclose(self.metric(account).sum(axis=3), self.metric(metric), rtol=0, atol=1e-5, err_msg=account)

    def test_series_sum_to_their_metric(self):
        for series, metric in [("demand_flow", "demand"), ("served_flow", "served"), ("unserved_flow", "unserved")]:
            total = self.metric(series).astype(float).sum(axis=0)
            np.testing.assert_allclose(total, self.metric(metric).mean(axis=0), rtol=1e-6, atol=1e-4, err_msg=series)

    def test_bands_are_in_order(self):
        for name in ["stock", "cover", "served", "unserved"]:
            low, middle, high = (self.metric(f"{name}_{q}") for q in ["q05", "q50", "q95"])
            self.assertTrue(np.all(low <= middle) and np.all(middle <= high), name)

    def test_volumes_and_loads_agree(self):
        per_load = self.file["volume_delivered"][:].sum() / self.file["loads_delivered"][:].sum()
        self.assertTrue(20.0 < per_load < 46.0, per_load)

    def test_roads_join_places_of_the_network(self):
        places = set(self.texts("network_place"))
        for segment, start, end in zip(self.texts("segment"), self.texts("segment_from"), self.texts("segment_to")):
            self.assertEqual(segment.split(":")[:2], [start, end])
            self.assertLessEqual({start, end}, places)
        self.assertEqual(self.axes(self.file["network_lat"]), ("network_place",))
        bamako = self.texts("network_place").index("bamako")
        self.assertEqual(self.file["network_lat"][bamako], self.file["lat"][self.texts("place").index("bamako")])

    def test_states_of_the_roads_are_told_from_the_start_on(self):
        run, since, state = (self.file[name][:] for name in ["replication_of_change", "time_of_change", "state_of_change"])
        for r in range(3):
            self.assertEqual(since[run == r][0], 0.0)
            self.assertTrue(np.all(np.diff(since[run == r]) > 0.0))
        self.assertEqual(set(state), set(range(len(self.file["road_state"]))))
        self.assertEqual(self.axes(self.file["encirclement"]), ("road_state", "place"))
        flags = self.file["open_way"]
        self.assertEqual(flags.dtype, np.uint8)
        self.assertEqual(len(flags.attrs["flag_meanings"].split()), len(flags.attrs["flag_values"]))
        self.assertEqual(self.file["worst_window_served"].attrs["window_days"], 2)

    def test_arrivals_sum_to_what_was_delivered(self):
        self.assertEqual(self.axes(self.file["arrivals"]), ("day", "line"))
        np.testing.assert_allclose(self.file["arrivals"][:].astype(float).sum(axis=0), self.file["volume_delivered"][:].mean(axis=0), atol=1e-2)

    def test_the_log_names_things_of_the_scenario(self):
        self.assertLessEqual(set(self.texts("events/event_of_entry")), set(self.texts("event")) | {""})
        self.assertLessEqual(set(self.texts("events/place_of_entry")), set(self.texts("network_place")) | {""})
        self.assertEqual(set(self.file["events/replication_of_entry"][:]), {0})
        self.assertIn("control_changes", self.texts("events/kind"))

    def test_the_result_holds_what_it_was_made_from(self):
        for path, text in zip(self.texts("source_file"), self.texts("provenance/source_text")):
            self.assertEqual(text, (PROJECT / "scenarios" / path).read_text(encoding="utf-8"), path)

    def test_what_the_documentation_shows_works(self):
        blocks = re.findall(r"```python\n(.*?)```", (PROJECT / "docs" / "file-format.md").read_text(encoding="utf-8"), re.S)
        self.assertEqual(len(blocks), 4)
        known = {"print": lambda *said: None}
        with warnings.catch_warnings():
            warnings.simplefilter("error", xr.SerializationWarning)
            for block in blocks:
                exec(block.replace("out.h5", str(self.path)), known)
        known["out"].close()


if __name__ == "__main__":
    program.main()
