"""saved_day_test.py CITERNE: days that are saved, gone on from, branched, and set to observed stocks."""
import json
import random

import h5py

import program
from program import BRIEF, DONE, INPUT, SURROUNDINGS, ProgramTest

DAY = "2025-01-06"
OBSERVED = "place,kind,product,stock_m3\nbamako,depot,petrol,9000\nsikasso,stations,diesel,12.5\n"


def strike(since):
    return ("citerne: 1\nextends: baseline.yaml\nevents:\n"
            f"  strike: {{ kind: outage, terminal: dakar, from: {since}, until: 2025-01-11 }}\n")


class SavedDay(ProgramTest):
    def setUp(self):
        super().setUp()
        self.state = self.folder / "out.state.h5"
        self.write("strike.yaml", strike("2025-01-07"))
        self.write("early.yaml", strike("2025-01-05"))

    def save(self, *more):
        self.run_brief("-n", "2", "--save-at", DAY, *more)
        return self.state

    def bytes_of(self, name):
        return (self.folder / name).read_bytes()

    def test_going_on_gives_the_bytes_of_the_run_that_never_stopped(self):
        for more in ([], ["--record", "summary", "--log", "0"], ["--record", "full", "--log", "2", "--seed", "5"],
                     ["--set", "driving.noise_cv={ uniform: [5 %, 20 %] }"]):
            with self.subTest(more=more):
                self.run_brief("-n", "2", "--force", *more)
                never = self.bytes_of("out.h5")
                self.save("--force", *more)
                self.assertEqual(self.bytes_of("out.h5"), never)
                self.expect(DONE, "run", "--from", self.state, "-o", "on.h5", "--force", "-q", "-j", "1")
                self.assertEqual(self.bytes_of("on.h5"), never)

    def test_a_day_saved_on_the_way_is_the_day_saved_straight(self):
        self.save()
        self.run_brief("-n", "2", "--save-at", "2025-01-08T13:00", "--force")
        later = self.state.read_bytes()
        self.save("--force")
        self.expect(DONE, "run", "--from", self.state, "--save-at", "2025-01-08T13:00", "-o", "on.h5", "-q")
        self.assertEqual(self.bytes_of("on.state.h5"), later)

    def test_another_future_is_that_scenario_from_the_beginning(self):
        self.save()
        self.expect(DONE, "run", "strike.yaml", *BRIEF, "-n", "2", "-o", "straight.h5", "-q")
        self.expect(DONE, "run", "strike.yaml", *BRIEF, "--from", self.state, "-o", "on.h5", "-q")
        self.assertEqual(self.bytes_of("on.h5"), self.bytes_of("straight.h5"))
        self.expect(DONE, "rerun", "on.h5", "--verify", "-q")

    def test_another_past_is_refused_and_named(self):
        self.save()
        done = self.expect_refused(INPUT, "run", "early.yaml", *BRIEF, "--from", self.state, "-o", "on.h5")
        self.assertIn("events.strike is new", done.stderr)
        done = self.expect_refused(INPUT, "run", "--set", "fleets.dakar.load=45000 L", "--from", self.state)
        self.assertRegex(done.stderr, r"fleets\.dakar\.load_ml is \d+ there, 45000000 here")
        self.expect(DONE, "run", "early.yaml", *BRIEF, "-n", "2", "--save-at", DAY, "-o", "out.h5", "--force", "-q")
        done = self.expect_refused(INPUT, "run", "baseline.yaml", *BRIEF, "--from", self.state)
        self.assertIn("baseline.yaml: the scenario has another past than the saved day of 2025-01-06", done.stderr)
        self.assertIn("events.strike is not there any more", done.stderr)

    def test_wrong_use(self):
        self.save()
        self.expect_refused(INPUT, "run", "-o", "on.h5")
        self.expect_refused(INPUT, "run", "baseline.yaml", *BRIEF, "--save-at", DAY)
        self.expect_refused(INPUT, "run", "--from", self.state, "--seed", "2")
        self.expect_refused(INPUT, "run", "--from", self.state, "-n", "2")
        self.expect_refused(INPUT, "run", "--from", self.state, "--record", "summary")
        self.expect_refused(INPUT, "run", "--from", self.output)
        self.expect_refused(SURROUNDINGS, "run", "--from", "missing.h5")
        for date in ("2024-12-31", "2025-01-11", "2025-02-30", "tomorrow", "06/01/2025"):
            with self.subTest(date=date):
                self.expect_refused(INPUT, "run", "baseline.yaml", *BRIEF, "--save-at", date, "-o", "new.h5")
        self.expect_refused(INPUT, "run", "--from", self.state, "--save-at", "2025-01-05", "-o", "new.h5")
        self.output.unlink()
        done = self.expect_refused(INPUT, "run", "baseline.yaml", *BRIEF, "--save-at", DAY, "-o", self.output)
        self.assertIn("--force", done.stderr)

    def test_info_says_what_it_is_and_the_others_refuse_it(self):
        self.save()
        self.assertIn(f"a saved day: {DAY} of", self.expect(DONE, "info", self.state).stdout)
        told = json.loads(self.expect(DONE, "info", self.state, "--json").stdout)
        self.assertEqual(told["saved_day"]["replications"], 2)
        for command in (["plot", self.state], ["export", self.state, "new"], ["compare", self.state, self.output],
                        ["rerun", self.state, "--verify"]):
            done = self.expect_refused(INPUT, *command)
            self.assertIn("a saved day", done.stderr)
        self.expect(DONE, "unpack", self.state, "new")

    def test_damage_and_other_versions_are_noticed(self):
        whole = self.save().read_bytes()
        luck = random.Random(1)
        for trial in range(40):
            at = luck.randrange(len(whole))
            bad = whole[:at] if trial % 2 else whole[:at] + bytes([whole[at] ^ 1 << luck.randrange(8)]) + whole[at + 1:]
            self.state.write_bytes(bad)
            done = self.expect_refused(INPUT, "run", "--from", self.state)
            self.assertIn("out.state.h5: ", done.stderr)
        self.state.write_bytes(whole)
        with h5py.File(self.state, "r+") as file:
            file.attrs["state_version"] = 99
        done = self.expect_refused(INPUT, "run", "--from", self.state)
        self.assertIn("digest of the saved day is gone", done.stderr)
        done = self.expect(INPUT, "info", self.state)
        self.assertIn("state version 99", done.stderr)


class Update(ProgramTest):
    def update(self, code, *more, table=OBSERVED):
        self.write("found.csv", table)
        return self.expect(code, "update", "baseline.yaml", *BRIEF, "--observed", "found.csv", "--as-of", DAY, *more)

    def test_stocks_are_set_the_rest_is_told_and_the_day_saved(self):
        told = json.loads(self.update(DONE, "-n", "3", "-o", "day.h5", "--json", "-q").stdout)["stocktaking"]
        self.assertEqual([row["product"] for row in told["stocks"]], ["petrol", "diesel"])
        for row, observed in zip(told["stocks"], (9000, 12.5)):
            self.assertEqual(row["observed_m3"], observed)
            self.assertLessEqual(row["simulated_m3"]["least"], row["simulated_m3"]["mean"])
            self.assertAlmostEqual(row["unexplained_l"], (observed - row["simulated_m3"]["mean"]) * 1000, delta=1)
        self.expect(DONE, "run", "--from", "day.h5", "-o", "on.h5", "-q")
        self.run_brief("-n", "3")
        with h5py.File(self.folder / "on.h5") as on, h5py.File(self.output) as plain:
            place = [p.decode() for p in on["place"][:]].index("bamako")
            product = [p.decode() for p in on["product"][:]].index("petrol")
            at = list(on["time"][:]).index(5 * 86400)
            before = on["stock"][:at, place, product], plain["stock"][:at, place, product]
            self.assertTrue((before[0] == before[1]).all())
            moved = on["stock"][at, place, product] - plain["stock"][at, place, product]
            self.assertAlmostEqual(float(moved), told["stocks"][0]["unexplained_l"] / 1000, delta=1)
            self.assertEqual(list(on["provenance/found_stock"][:]), [9_000_000_000, 12_500_000])
        self.assertIn("the same byte for byte", self.expect(DONE, "rerun", "on.h5", "--verify", "-q").stdout)

    def test_a_second_week_goes_on_from_the_first_and_branches(self):
        self.update(DONE, "-o", "day.h5", "-q")
        self.expect(DONE, "update", "--from", "day.h5", "--observed", "found.csv", "--as-of", "2025-01-09", "-o", "day2.h5", "-q")
        self.assertEqual(self.expect(DONE, "info", "day2.h5").stdout.count("stocks of 2 tanks set at"), 2)
        self.write("strike.yaml", strike("2025-01-10"))
        self.expect(DONE, "run", "strike.yaml", *BRIEF, "--from", "day2.h5", "-o", "on.h5", "-q")
        self.expect(DONE, "rerun", "on.h5", "--verify", "-q")
        self.expect_refused(INPUT, "update", "--from", "day2.h5", "--observed", "found.csv", "--as-of", "2025-01-09")

    def test_tables_of_both_kinds(self):
        plain = self.update(DONE, "--csv", "-q").stdout
        french = "\ufeffplace;kind;product;stock_m3\r\nbamako;depot;petrol;9000\r\nsikasso;stations;diesel;12,5\r\n"
        self.assertEqual(self.update(DONE, "--csv", "-q", table=french).stdout, plain)
        self.assertTrue(plain.startswith("place,kind,product,simulated_m3,"))
        self.assertIn("unexplained", self.update(DONE, "-q").stdout)

    def test_every_fault_of_a_table_is_told_at_its_place(self):
        table = ("place,kind,product,stock_m3\n"
                 "bamakoo,depot,petrol,1\n"
                 "bamako,depot,kerosene,1\n"
                 "bamako,depot,petrol,-5\n"
                 "bamako,depot,diesel,999999\n"
                 "sikasso,stations,petrol,1.2\n"
                 "sikasso,stations,petrol,1.2\n"
                 "dakar,depot,petrol,1\n"
                 "bamako,depot,lamp,\"1,5\"\n"
                 "bamako,depot,jet,\n")
        done = self.update(INPUT, "-o", "day.h5", table=table)
        for place in ("2:1", "3:14", "4:21", "5:21", "7:18", "8:1", "9:19", "10:18"):
            self.assertIn(f"found.csv:{place}: error: ", done.stderr)
        for words in ("did you mean 'bamako'", "holds: 33500 m3", "already in line 6", "is '-5'"):
            self.assertIn(words, done.stderr)
        self.assertFalse((self.folder / "day.h5").exists())

    def test_wrong_use(self):
        self.write("found.csv", OBSERVED)
        call = ["update", "baseline.yaml", *BRIEF]
        self.expect_refused(INPUT, *call, "--as-of", DAY)
        self.expect_refused(INPUT, *call, "--observed", "found.csv")
        self.expect_refused(INPUT, *call, "--observed", "found.csv", "--as-of", "2026-01-06")
        self.expect_refused(SURROUNDINGS, *call, "--observed", "missing.csv", "--as-of", DAY)
        self.expect_refused(INPUT, *call, "--observed", "found.csv", "--as-of", DAY, "-o", "found.csv")
        self.expect_refused(INPUT, *call, "--observed", "found.csv", "--as-of", DAY, "--json", "--csv")
        self.write("found.csv", "place,kind,product\n")
        self.expect_refused(INPUT, *call, "--observed", "found.csv", "--as-of", DAY)
        self.write("found.csv", "place,kind,product,stock_m3\n")
        self.expect_refused(INPUT, *call, "--observed", "found.csv", "--as-of", DAY)


if __name__ == "__main__":
    program.main()
