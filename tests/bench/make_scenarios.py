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


class Network:
    def __init__(self, name):
        self.name, self.kinds, self.roads = name, [], []
        for line in (HERE / f"reference/{name}.txt").read_text().splitlines():
            what, *rest = line.split()
            if what == "node":
                self.kinds.append(rest[1])
            elif what == "edge":
                self.roads.append((int(rest[0]), int(rest[1]), int(rest[2])))
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
    (folder / "corridors.yaml").write_text("citerne: 1\ncorridors: {}\n")


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


def write_scenarios(network, about, folder):
    def section(form, convoy=CONVOY, **more):
        """A line for each source; its fleet is two convoys for each depot."""
        served = [network.near[depot] for depot in network.depots]
        return "".join("  " + form.format(name=place(source), tankers=2 * convoy * served.count(source), **more) + "\n"
                       for source in network.sources)

    fleet = "{name}: {{ base: {name}, tankers: {tankers} tankers, load: {load} L, serves: [{name}] }}"
    depots = len(network.depots)
    (folder / f"{network.name}.yaml").write_text(SCENARIO.format(
        network=network.name, about=about, total=depots * DAILY * TRUCKLOAD / 1000,
        terminals=section("{name}: {{ place: {name}, bays: 10000, loading_takes: 7.5 h }}"),
        fleets=section(fleet, load=1000 * TRUCKLOAD),
        assemblies=section("{name}: {{ place: {name}, tankers: 30 tankers, wait_at_most: 30 d }}")))
    (folder / f"{network.name}-whole.yaml").write_text(WHOLE.format(
        network=network.name, total=depots * DAILY * 3 / 1000, fleets=section(fleet, load=90000, convoy=1),
        assemblies=section("{name}: null")))


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
