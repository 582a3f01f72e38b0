"""What both sides say of one replication, under the names and in the order of the result file."""
import h5py
import numpy as np

from simulator.causes import KINDS
from simulator.escorts import STATES
from simulator.observe import ACCOUNTS

NONE = float("nan")
LOG = ["instant", "kind", "event_of_entry", "place_of_entry", "segment_of_entry", "product_of_entry", "tankers", "share"]


def theirs(path):
    """The arrays of a result file, of its only replication, and its log."""
    with h5py.File(path) as file:
        arrays = {name: item[()] for name, item in walk(file)}
        axes = {name: [dim[0].name.lstrip("/") for dim in file[name].dims] for name in arrays if is_compared(name)}
    columns = [arrays.pop("events/" + name) for name in LOG]
    log = [tuple(value.decode() if isinstance(value, bytes) else value.item() for value in row) for row in zip(*columns)]
    return arrays, axes, log


def walk(group, prefix=""):
    for name, item in group.items():
        if isinstance(item, h5py.Group):
            yield from walk(item, prefix + name + "/")
        else:
            yield prefix + name, item


class Ours:
    """The same of the second simulator."""

    def __init__(self, w):
        self.w, self.g, self.seen = w, w.given, w.seen
        self.places = sorted({p for p, _ in self.g.pairs})
        self.burns = [any(t.burns for t in self.g.tanks if t.pair == i) for i in range(len(self.g.pairs))]
        self.arrays = {}
        self.totals()
        self.series()
        self.log = [entry[:7] + (NONE if entry[7] is None else entry[7] / 1e6,) for entry in self.seen.log_entries]

    def grid(self, by_pair, dtype=np.float64):
        """Pairs on the grid of places and products."""
        width = np.shape(by_pair)[1:]
        out = np.full((len(self.places), len(self.g.products), *width), NONE, dtype)
        for (place, product), value in zip(self.g.pairs, by_pair):
            out[self.places.index(place), product] = value
        return out

    def put(self, name, values, per_unit=1.0, dtype=np.float64):
        self.arrays[name] = (np.asarray(values, dtype=np.float64) / per_unit).astype(dtype)

    def totals(self):
        s, g = self.seen, self.g
        demand, served = np.asarray(s.totals[0]), np.asarray(s.totals[1])
        self.arrays["demand"], self.arrays["served"] = self.grid(demand / 1e6), self.grid(served / 1e6)
        self.arrays["unserved"] = self.grid(demand / 1e6 - served / 1e6)
        since = lambda t: NONE if t is None else (t - g.start) / 86_400.0
        for name, values in [("shortage_days", s.short_days), ("shortages", s.shortages),
                             ("first_shortage", [since(t) for t in s.first_shortage]),
                             ("first_stock_out", [since(t) for t in s.first_dry]),
                             ("dry_time", [t / 86_400.0 for t in s.dry]), ("short_at_end", [float(x) for x in s.short_at_end])]:
            self.arrays[name] = self.grid([v if burns else NONE for v, burns in zip(values, self.burns)])
        self.day_figures()
        for name, values, unit in [("demand_by_class", s.demand, 1e6), ("served_by_class", s.served, 1e6),
                                   ("unserved_by_cause", s.deficits, 1e6), ("delay_by_cause", s.delays, 3600.0)]:
            self.arrays[name] = self.grid(np.asarray(values) / unit)
        self.put("ledger/ledger", [[book[a] for a in ACCOUNTS] for book in s.ledger], 1e6)
        self.put("ledger/residual", [0] * len(g.products))
        for name, values, unit in [("loads_delivered", s.loads, 1), ("volume_delivered", s.volume, 1e6), ("trip_time", s.trip, 86_400.0),
                                   ("volume_dispatched", s.dispatched, 1e6), ("volume_made_it", s.made_it, 1e6),
                                   ("volume_trapped", s.trapped, 1e6), ("volume_under_way", s.under_way, 1e6),
                                   ("cycles", s.cycles, 1), ("cycle_time", s.cycle_time, 86_400.0), ("tankers_lost", s.lost, 1),
                                   ("tankers_crossed", s.crossed, 1), ("post_wait", s.post_wait, 3600.0),
                                   ("tankers_entered", s.entered, 1), ("struck_lost", s.struck_lost, 1),
                                   ("struck_trapped", s.struck_trapped, 1), ("levied", s.levied, 1),
                                   ("threats_came", s.threats_came, 1), ("convoys_struck", s.struck, 1),
                                   ("convoys_beaten_off", s.beaten_off, 1), ("crews_abducted", s.abducted, 1)]:
            self.put(name, values, unit)
        if g.assemblies:
            self.put("convoys_assembled", s.convoys_assembled)
            self.put("tankers_assembled", s.assembled)
            self.put("assembly_wait", s.assembly_wait, 3600.0)
        if self.w.escorts:
            self.put("unit_hours", [[row[state] for state in STATES] for row in s.unit_time], 3600.0)
            self.put("convoys_led", s.convoys_led)
            self.put("tankers_at_escort", s.escort_tankers)
            self.put("escort_wait", s.escort_wait, 3600.0)

    def day_figures(self):
        """Of whole days with demand, their served share in ppm, rounded down (docs/metrics.md)."""
        window = self.g.resolved["shortage"]["days"]
        figures = [day_figures_of(days, window) if burns else {} for days, burns in zip(self.seen.days, self.burns)]
        for name in ("mean_day_served", "worst_day_served", "worst_day", "worst_window_served", "worst_window",
                     "degradation_slope", "worst_lasts", "recovery_slope"):
            self.arrays[name] = self.grid([of_pair.get(name, NONE) for of_pair in figures])

    def series(self):
        s, single = self.seen.samples, np.float32
        column = lambda key: [sample[key] for sample in s]
        for name, per_unit in [("stock", 1e6), ("cover", 86_400.0)]:
            rows = [self.grid([NONE if v is None else v / per_unit for v in row]) for row in column(name)]
            self.arrays[name] = self.arrays[name + "_of_each"] = np.asarray(rows, single)
        flows = {}
        for i, name in enumerate(["demand", "served"]):
            marks = np.asarray(column(name) + [self.seen.totals[i]])
            flows[name] = marks[1:] - marks[:-1]
        flows["unserved"] = flows["demand"] - flows["served"]
        for name, flow in flows.items():
            self.arrays[name + "_flow"] = np.asarray([self.grid(row / 1e6) for row in flow], single)
        for name in ("demand", "served"):
            self.arrays[name + "_of_each"] = self.arrays[name + "_flow"]
        for name, key in [("tankers_moving", "moving"), ("tankers_held", "held"), ("tankers_trapped", "trapped"),
                          ("tankers_waiting", "waiting"), ("tankers_idle", "idle"), ("tankers_at_post", "at_post")]:
            self.put(name, column(key), dtype=single)
        if self.g.assemblies:
            self.put("tankers_assembling", column("assembling"), dtype=single)
        if self.w.escorts:
            self.put("tankers_awaiting_escort", column("awaiting_escort"), dtype=single)
        for name, key in [("corridor_moving", "moving"), ("corridor_held", "held")]:
            self.put(name, [[sum(row[k] for k in ks) for ks in self.w.roads.corridor_segments] for row in column(key)], dtype=single)
        heaps = np.asarray(self.seen.heaps + [self.seen.volume])
        self.put("arrivals", heaps[1:] - heaps[:-1], 1e6, single)
        self.arrays["zero_stock"] = np.asarray([self.grid([float(dry) for dry in row]) for row in self.seen.dry_mornings], single)
        self.put("lets_through", [[row.get(e, 1_000_000) for e in self.g.event_ids] for row in column("passes")], 1e6, single)


def day_figures_of(days, window):
    shares = [served * 1_000_000 // demand if demand else None for demand, served in days]
    known = [q for q in shares if q is not None]
    found = {"worst_day_served": min(known, default=1_000_000) / 1e6, "worst_window_served": 1.0}
    if known:
        found["mean_day_served"] = sum(known) / 1e6 / len(known)
    sums = [[sum(column) for column in zip(*days[first:first + window])] for first in range(len(days) - window + 1)]
    windows = [served * 1_000_000 // demand if demand else 1_000_000 for demand, served in sums]
    if windows and min(windows) < 1_000_000:
        found |= {"worst_window_served": min(windows) / 1e6, "worst_window": float(windows.index(min(windows)))}
    if not known or min(known) == 1_000_000:
        return found
    worst, depth = shares.index(min(known)), 1.0 - min(known) / 1e6
    full = [day for day, q in enumerate(shares) if q == 1_000_000]
    before, after = [day for day in full if day < worst], [day for day in full if day > worst]
    last = max(day for day, q in enumerate(shares[:after[0] if after else None]) if q == min(known))
    found |= {"worst_day": float(worst), "worst_lasts": last - worst + 1.0}
    if before:
        found["degradation_slope"] = depth / (worst - before[-1])
    if after:
        found["recovery_slope"] = depth / (after[0] - last)
    return found


# Compared otherwise, or not a matter of the model page: scales, coordinates, the engine's own count and hash of its events,
# figures that follow from others by a rule of the result file, and daily bands, which for one replication repeat the series.
NOT_COMPARED = {"place_name", "region", "lat", "lon", "population", "cause", "class", "corridor", "day", "entry", "event", "fleet", "account",
                "line", "network_place", "place", "post", "product", "replication", "segment", "time", "source_file", "drawn", "setting",
                "terminal", "line_corridor", "line_meets", "line_share", "line_tank", "line_usual", "convoy_success", "inequity",
                "least_cover", "left_under", "loadings", "person_days_short", "recovered", "recovery_time", "short_hours_by_class",
                "network_place_name", "network_lat", "network_lon", "segment_from", "segment_to", "segment_road", "segment_length",
                "road_state", "road_change", "replication_of_change", "time_of_change", "state_of_change", "open_inflow",
                "encirclement", "open_way", "detour_ratio", "encirclement_mean", "encirclement_worst", "isolated_time", "detour_worst",
                "redundancy", "redundancy_least", "redundancy_of_network", "zero_stock_low", "zero_stock_high",
                "assembly", "escort", "unit_state"}


def is_compared(name):
    return not (name in NOT_COMPARED or name.startswith(("provenance/", "events/")) or name.endswith(("_q05", "_q50", "_q95")))


def names_agree(arrays, w):
    """The axes, so that the same number means the same thing."""
    lists = {"cause": KINDS + w.given.event_ids, "class": w.given.classes, "product": w.given.products, "account": ACCOUNTS,
             "event": w.given.event_ids, "network_place": w.roads.places, "segment": [s["id"] for s in w.roads.segments],
             "fleet": [f.id for f in w.given.fleets], "post": [p["id"] for p in w.given.posts],
             "place": [w.roads.places[p] for p in sorted({p for p, _ in w.given.pairs})],
             "line": [f"{w.roads.places[l.tank.place]}: {w.given.products[l.tank.product]} from {l.name}" for l in w.given.lines]}
    if w.given.assemblies:
        lists["assembly"] = [a["place"] for a in w.given.resolved["assemblies"]]
    if w.escorts:
        lists |= {"escort": [e.id for e in w.escorts], "unit_state": STATES}
    return [f"{axis}: citerne {theirs}, reference {ours}" for axis, ours in lists.items()
            if (theirs := [t.decode() for t in arrays[axis]]) != ours]
