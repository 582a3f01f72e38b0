#!/usr/bin/env python3
"""Writes scenarios/bench from the networks of the benchmarks in reference/: make_scenarios.py [FOLDER]

The rules are those of the other programs as far as citerne's language can say them; scenarios/bench/README.md
tells what is different.
"""
import csv
import heapq
import math
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / "scenarios/bench"
TRUCKLOAD = 40  # m3
SMALL_TRUCKLOAD = 3  # m3, where a whole convoy is one tanker
DAILY = 12  # truckloads a day at a depot
CONVOY = 30  # truckloads

SCENARIO = """\
# yaml-language-server: $schema=../../tools/schema/scenario.schema.json
# $schema: ../../tools/schema/scenario.schema.json
#
# A benchmark, not a place: {about}. Written by
# tests/bench/make_scenarios.py; README.md beside it tells the rules and what compares with it.
citerne: 1
name: Benchmark {network}, tankers one by one
network: networks/{network}
calendar: {{ start: 2025-01-01, end: 2026-01-01, sample_every: 1 h, warm_up: 0 d }}
products:
  fuel: {{ name: Fuel }}
profiles:
  steady: {{}}
classes:
  all: {{ name: All, profile: steady }}
demand:
  total: {total:g} ML/day
  table: tables/{network}/demand.csv
sites: tables/{network}/sites.csv
suppliers: tables/{network}/suppliers.csv
service_tables:
  depot:
    rows:
      always: {{ from_cover: 0 d }}
terminals:
{terminals}fleets:
{fleets}assemblies:
{assemblies}driving:
  from: 00:00
  until: 24:00
  speeds: {{ paved_good: 40 km/h }}
  rainy_months: []
  noise_cv: 0 %
routing: {{ fuel_cost_per_km: 0 XOF }}
events: {{}}
"""

WHOLE = """\
# yaml-language-server: $schema=../../tools/schema/scenario.schema.json
# $schema: ../../tools/schema/scenario.schema.json
#
# The same with a whole convoy of 30 truckloads (of 3 m3) as one tanker: as many things move as in the programs
# of other engines. Written by tests/bench/make_scenarios.py.
citerne: 1
extends: {network}.yaml
name: Benchmark {network}, a convoy as one tanker
demand:
  total: {total:g} ML/day
fleets:
{fleets}assemblies:
{assemblies}"""

RANDOM = """\
# yaml-language-server: $schema=../../tools/schema/scenario.schema.json
# $schema: ../../tools/schema/scenario.schema.json
#
# The same with everything that the programs of other engines draw: demand in lots, roads that close and open,
# ambushes. Written by tests/bench/make_scenarios.py; README.md beside it tells every difference of rules.
citerne: 1
extends: {network}.yaml
name: Benchmark {network}, with random events
classes:
  all: {{ in_lots_of: {lot} m3 }}
sites: tables/{network}/sites-random.csv
orders: {{ overdue_after: 10000 % }}
fleets:
{fleets}assemblies:
{assemblies}events:
  blockades:
    kind: random_closure
    where: {{ country: ML }}
    from: 2025-01-01
    open_for: {open_for} d
    closed_for: {closed_for} d
    stopped_convoys: proceed
    news_after: 0 h
{threats}"""

RANDOM_WHOLE = """\
# yaml-language-server: $schema=../../tools/schema/scenario.schema.json
# $schema: ../../tools/schema/scenario.schema.json
#
# The same with a whole convoy of 30 truckloads (of 3 m3) as one tanker: as many things move as in the programs
# of other engines. Written by tests/bench/make_scenarios.py.
citerne: 1
extends: {network}-random.yaml
name: Benchmark {network}, with random events, a convoy as one tanker
demand:
  total: {total:g} ML/day
classes:
  all: {{ in_lots_of: 1.5 m3 }}
sites: tables/{network}/sites-random-whole.csv
fleets:
{fleets}assemblies:
{assemblies}events:
{threats}"""

# Of the 30 as many are lost in the mean as one by one: the first, and of 29 a quarter.
ALL_OR_NOTHING = """\
  ambushes-{n}:
    outcomes:
      all: {{ lost_at_least: null, lost_each: 27.5 % }}
"""

# Each road has its own rate, whatever its length. One event may have 12 threats a day at most.
THREATS = """\
  ambushes-{n}:
    kind: threats
    where: {{ corridors: [{corridors}] }}
    from: 2025-01-01
    rate: {rate:g} threats/day
    falls_on: evenly
    strikes_next_convoy_within: 1 s
    strikes: {{ loaded: true, every_convoy: true }}
    outcomes:
      all: {{ pattern: each, lost_at_least: 1 tankers, lost_each: 25 %, rest: trapped }}
    trapped: {{ recovered: {{ share: 100 %, after: 12 h }} }}
    road_cleared_after: 0 h
    news_after: 0 h
"""


class Network:
    def __init__(self, name):
        self.name, self.kinds, self.roads = name, [], []
        for line in (HERE / f"reference/{name}.txt").read_text().splitlines():
            what, *rest = line.split()
            if what == "node":
                self.kinds.append(rest[1])
            elif what == "edge":
                self.roads.append((int(rest[0]), int(rest[1]), int(rest[2])))
                self.open_for, self.closed_for, self.per_hour = rest[3:]  # of all roads alike
        self.depots = [n for n, kind in enumerate(self.kinds) if kind == "depot"]
        self.sources = [n for n, kind in enumerate(self.kinds) if kind == "source"]
        self.near = self.nearest_sources()

    def nearest_sources(self):
        """Of each node, the source from which a convoy has the shortest way; of equals the first."""
        near, queue = {}, [(0, source, source) for source in self.sources]
        ways = [[] for _ in self.kinds]
        for u, v, km in self.roads:
            ways[u].append((v, km))
            ways[v].append((u, km))
        while queue:
            far, source, node = heapq.heappop(queue)
            if near.setdefault(node, source) == source:
                for to, km in ways[node]:
                    if to not in near:
                        heapq.heappush(queue, (far + km, source, to))
        return near

    def trails(self):
        """All roads once each, in chains that pass no node twice."""
        left = [set() for _ in self.kinds]
        for u, v, _ in self.roads:
            left[u].add(v)
            left[v].add(u)
        for start in range(len(self.kinds)):
            while left[start]:
                trail = [start]
                while ahead := sorted(left[trail[-1]].difference(trail)):
                    left[trail[-1]].remove(ahead[0])
                    left[ahead[0]].remove(trail[-1])
                    trail.append(ahead[0])
                yield trail

    def points(self):
        """Kilometres east and north. Those of corridor150 are the ones that its lengths were made from."""
        if self.name == "diamond12":
            return [(120 * (n % 4), 120 * (2 - n // 4)) for n in range(12)]
        draw = random.Random(12)
        return [(draw.random() * 900, draw.random() * 500) for _ in self.kinds]


def place(n):
    return f"n{n:03}"


def write_table(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header.split(","), *rows])


def write_network(network, folder):
    kind = {"source": "port", "depot": "depot_city", "junction": "junction"}
    degree = 111.2  # km
    write_table(folder / "places.csv", "id,name,country,kind,latitude,longitude",
                [(place(n), f"Node {n}", "ML", kind[network.kinds[n]], f"{11 + north / degree:.4f}",
                  f"{-12 + east / degree / math.cos(math.radians(13)):.4f}")
                 for n, (east, north) in enumerate(network.points())])
    write_table(folder / "roads.csv", "from,to,length_km,surface,condition",
                [(place(u), place(v), km, "paved", "good") for u, v, km in network.roads])
    (folder / "corridors.yaml").write_text("citerne: 1\ncorridors:\n" + "".join(
        f"  t{n:02}: {{ name: Trail {n}, through: [{', '.join(map(place, trail))}] }}\n"
        for n, trail in enumerate(network.trails())))


def write_tables(network, folder):
    depots = len(network.depots)
    days = lambda truckloads: f"{truckloads / DAILY:.5f}".rstrip("0").rstrip(".")
    write_table(folder / "demand.csv", "place,kind,class,product,share",
                [(place(n), "depot", "all", "fuel", f"{100 / depots:g}") for n in network.depots])
    # They begin spread over the time that one convoy lasts, so that they do not all order in the same second.
    write_table(folder / "sites.csv",
                "place,kind,product,tank_m3,reorder_days,up_to_days,opening_days,service,unloading_hours",
                [(place(n), "depot", "fuel", 160 * TRUCKLOAD, days(80), days(80 + CONVOY),
                  days(120 + CONVOY * k / depots), "depot", "3") for k, n in enumerate(network.depots)])
    write_table(folder / "suppliers.csv", "place,kind,product,supplier,corridor,share_percent",
                [(place(n), "depot", "fuel", place(network.near[n]), "", "100") for n in network.depots])

    # An order of 30 when a demand of half a truckload brings stock and orders below 80.
    for form, truckload in (("", TRUCKLOAD), ("-whole", SMALL_TRUCKLOAD)):
        write_table(folder / f"sites-random{form}.csv",
                    "place,kind,product,tank_m3,reorder_days,up_to_days,opening_days,service,unloading_hours",
                    [(place(n), "depot", "fuel", 200 * truckload, days(79.5), days(79.5 + CONVOY), days(120), "depot", "3")
                     for n in network.depots])


def threats(network, form=THREATS):
    groups, rate = [[]], 24 * float(network.per_hour)
    in_group = lambda group: sum(len(trail) - 1 for _, trail in group)
    for trail in enumerate(network.trails()):
        if rate * in_group(groups[-1] + [trail]) > 12:
            groups.append([])
        groups[-1].append(trail)
    return "".join(form.format(n=n, corridors=", ".join(f"t{k:02}" for k, _ in group), rate=rate * in_group(group))
                   for n, group in enumerate(groups, 1))


def write_scenarios(network, about, folder):
    def section(form, convoy=CONVOY, convoys=2, **more):
        """A line for each source; its fleet is so many convoys for each depot."""
        served = [network.near[depot] for depot in network.depots]
        return "".join("  " + form.format(name=place(source), tankers=convoys * convoy * served.count(source), **more) + "\n"
                       for source in network.sources)

    fleet = "{name}: {{ base: {name}, tankers: {tankers} tankers, load: {load} L, serves: [{name}] }}"
    depots = len(network.depots)
    (folder / f"{network.name}.yaml").write_text(SCENARIO.format(
        network=network.name, about=about, total=depots * DAILY * TRUCKLOAD / 1000,
        terminals=section("{name}: {{ place: {name}, bays: 10000, loading_takes: 7.5 h }}"),
        fleets=section(fleet, load=1000 * TRUCKLOAD),
        assemblies=section("{name}: {{ place: {name}, tankers: 30 tankers, wait_at_most: 30 d }}")))
    (folder / f"{network.name}-whole.yaml").write_text(WHOLE.format(
        network=network.name, total=depots * DAILY * SMALL_TRUCKLOAD / 1000, fleets=section(fleet, load=30000 * SMALL_TRUCKLOAD, convoy=1),
        assemblies=section("{name}: null")))
    (folder / f"{network.name}-random.yaml").write_text(RANDOM.format(
        network=network.name, lot=TRUCKLOAD // 2, open_for=network.open_for, closed_for=network.closed_for,
        fleets=section("{name}: {{ tankers: {tankers} tankers, replaced_after: 1 h }}", convoys=4),
        assemblies=section("{name}: {{ tankers: 1000 tankers, wait_at_most: 1 s }}"), threats=threats(network)))
    (folder / f"{network.name}-random-whole.yaml").write_text(RANDOM_WHOLE.format(
        network=network.name, total=depots * DAILY * SMALL_TRUCKLOAD / 1000,
        fleets=section("{name}: {{ tankers: {tankers} tankers, load: {load} L }}", load=30000 * SMALL_TRUCKLOAD, convoy=1, convoys=4),
        assemblies=section("{name}: null"), threats=threats(network, ALL_OR_NOTHING)))


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, about in (("diamond12", "4 sources, 8 depots and 20 roads"),
                        ("corridor150", "4 sources, 40 depots, 106 junctions and 219 roads")):
        network = Network(name)
        write_network(network, folder / "networks" / name)
        write_tables(network, folder / "tables" / name)
        write_scenarios(network, about, folder)


if __name__ == "__main__":
    main()
