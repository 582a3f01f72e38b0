"""show_test.py CITERNE: the typed scenario for other programs, as `show --resolved --json` prints it."""
import csv
import json

import h5py

import program
from program import BRIEF, DONE, INPUT, ProgramTest

EVERYTHING = """\
citerne: 1
extends: baseline.yaml
name: One of each kind
perceived_risks:
  west: { where: { road: RN24, between: [neguela, kassaro] }, per_100_km: 150 % }
events:
  blockade:
    kind: control
    where: { corridors: dakar-south, country: ML }
    applies_to: { bound_for: beyond, loaded: true, products: [diesel], direction: forward }
    phases:
      first: { from: 2025-01-05, lets_through: 12.5 %, counted_in: convoys }
      second: { from: 2025-01-06T12:00, grade: levied, delay: 90 min, cost: 50000 XOF }
    stopped_convoys: turn_back
    news_after: { uniform: [1 h, 3 d] }
  rn24:
    kind: ambush
    where: { segment: [neguela, kassaro] }
    at: 2025-01-07
    strikes_next_convoy_within: 7 d
    strikes: { at_least: 4 tankers }
    trapped: { recovered: { share: 50 %, after: 3 d }, lost: { share: 50 % } }
    road_cleared_after: { triangular: [24 h, 36 h, 72 h] }
  port: { kind: outage, terminal: dakar, from: 2025-01-03, until: 2025-01-04 }
  harvest: { kind: demand_shift, regions: [Sikasso], classes: [transport], factor: 120 %, from: 2025-01-02 }
"""


class Resolved(ProgramTest):
    def resolved(self, scenario, *options):
        return json.loads(self.expect(DONE, "show", scenario, "--resolved", "--json", *options).stdout)

    def event(self, name, *options):
        self.write("everything.yaml", EVERYTHING)
        return next(e for e in self.resolved("everything.yaml", *options)["events"] if e["id"] == name)

    def rows(self, table):
        return list(csv.DictReader((self.folder / table).read_text(encoding="utf-8").splitlines()))

    def test_quantities_are_whole_numbers_of_the_unit_that_ends_their_key(self):
        shown = self.resolved("baseline.yaml", *BRIEF)
        self.assertEqual(shown["calendar"], {"start_unix": 1735689600, "end_unix": 1735689600 + 10 * 86400,
                                             "sample_every_s": 6 * 3600, "warm_up_s": 5 * 86400})
        self.assertEqual(shown["shortage"], {"served_below_ppm": 650000, "days": 2})
        self.assertEqual(shown["normal_demand_ml_a_day"], 5_500_000_000)
        dakar = next(t for t in shown["terminals"] if t["id"] == "dakar")
        self.assertEqual(dakar, {"id": "dakar", "place": "dakar", "bays": 8, "loading_takes_s": 5400,
                                 "rate_limit_tankers_per_1000_days": 80000})
        fleet = next(f for f in shown["fleets"] if f["id"] == "bamako_towns")
        self.assertEqual(fleet, {"id": "bamako_towns", "base": "bamako", "tankers": 300, "load_ml": 20_000_000, "replaced_after_s": 0,
                                 "serves_terminals": [], "serves_sites": ["bamako/depot"]})
        self.assertEqual(sum(shown["profiles"][0]["hourly_ppm"]), 1_000_000)
        mine = next(t for t in shown["service_tables"] if t["id"] == "mine")
        self.assertEqual(mine["rows"][1]["from_cover_s"], 3 * 86400)
        self.assertEqual((mine["rows"][1]["share_ppm"]["mines"], mine["rows"][1]["share_ppm"]["power"]), (600000, 1000000))

    def test_tables_come_whole(self):
        shown = self.resolved("baseline.yaml")
        network = "networks/southern-mali/"
        self.assertEqual([p["id"] for p in shown["network"]["places"]],
                         sorted(p["id"] for p in self.rows(network + "places.csv")))
        roads = self.rows(network + "roads.csv")
        self.assertEqual(sum(s["length_m"] for s in shown["network"]["segments"]),
                         sum(round(float(r["length_km"]) * 1000) for r in roads))
        tanks = {(s["place"], s["kind"], t["product"]): t for s in shown["sites"] for t in s["tanks"]}
        sites = self.rows("tables/sites.csv")
        self.assertEqual(len(tanks), len(sites))
        for row in sites:
            tank = tanks[row["place"], row["kind"], row["product"]]
            self.assertEqual(tank["capacity_ml"], round(float(row["tank_m3"]) * 1e6))
        demand = sum(d for t in tanks.values() for d in t["demand_ml_a_day"].values())
        shares = sum(float(row["share"]) for row in self.rows("tables/demand.csv"))
        self.assertAlmostEqual(demand / 5.5e9, shares / 100 if shares > 2 else shares, places=6)
        for tank in tanks.values():
            self.assertIn(sum(line["share_ppm"] for line in tank["suppliers"]), (0, 1_000_000))

    def test_an_event_holds_the_roads_it_acts_on(self):
        control = self.event("blockade")
        self.assertEqual([(p["from_unix"], p["lets_through_ppm"], p["counted_in"], p["levied"], p["delay_s"], p["cost_xof"])
                          for p in control["phases"]],
                         [(1736035200, 125000, "convoys", False, 0, 0), (1736164800, 1000000, "tankers", True, 5400, 50000)])
        self.assertEqual(control["applies_to"], {"loaded": True, "empty": False, "products": ["diesel"],
                                                 "bound_for": "beyond", "direction": "forward"})
        self.assertIsNone(control["until_unix"])
        where = control["where"]
        self.assertEqual(sorted(a["segment"] for a in where["forward"]), sorted(where["segments"]))
        self.assertEqual(where["forward"][0]["from"], "kenieba")
        self.assertIn("kita", where["inside"])
        self.assertNotIn("kenieba", where["inside"])
        self.assertEqual(self.event("harvest")["factor_ppm"], 1200000)
        self.assertEqual(self.event("port")["terminal"], "dakar")
        self.assertEqual(self.event("rn24")["at_least"], 4)

    def test_distributions_stand_at_their_middle_or_as_a_replication_draws_them(self):
        self.assertEqual(self.event("blockade")["news_after_s"], (3600 + 3 * 86400) // 2)
        self.assertEqual(self.event("rn24")["road_cleared_after_s"], 36 * 3600)
        self.write("everything.yaml", EVERYTHING)
        self.expect(DONE, "run", "everything.yaml", *BRIEF, "-n", 3, "--seed", 7, "-q", "-o", self.output)
        with h5py.File(self.output) as result:
            drawn = [path.decode() for path in result["drawn"][:]]
            values = result["provenance/drawn_value"][:]
        for replication in range(3):
            for event, key in [("blockade", "news_after"), ("rn24", "road_cleared_after")]:
                shown = self.event(event, "--seed", 7, "--replication", replication)[key + "_s"]
                self.assertEqual(shown, values[replication, drawn.index(f"events.{event}.{key}")])

    def test_what_would_change_nothing_is_refused(self):
        for options in [["--resolved"], ["--seed", 1], ["--json", "--replication", 1], ["--json", "--resolved", "--seed", -1]]:
            with self.subTest(options):
                self.expect_refused(INPUT, "show", "baseline.yaml", *options)


if __name__ == "__main__":
    program.main()
