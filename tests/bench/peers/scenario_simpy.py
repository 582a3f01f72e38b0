#!/usr/bin/env python3
"""The scenario of ../reference/README.md as processes of SimPy 2, as Debian packages it.

Usage: scenario_simpy.py NETWORK YEARS [--calm | --own-source] [SEED]      --calm: without random events; --own-source:
a depot orders from the source that is nearest while all roads are open

Ways: Dijkstra at each node, which is the fastest where roads change all the time; when calm a tree per
destination, kept for good.
"""
import heapq
import math
import random
import sys
import time

from SimPy.Simulation import Process, Simulation, hold

YEAR, SPEED, LOAD, UNLOAD, RETRY, AMBUSH_DELAY, LOSS = 365 * 24.0, 40.0, 0.25, 0.1, 6.0, 12.0, 0.25
TAKE, START, REORDER, CONVOY = 0.5, 120.0, 80.0, 30
FIGURES = ("events", "convoys", "delivered", "ambushes", "lost", "stock_outs")


class Network:
    def __init__(self, path):
        self.edges, self.arcs, self.demand, self.source, self.depots = [], [], [], [], []
        for line in open(path):
            what, *rest = line.split()
            if what == "node":
                self.arcs.append([])
                self.demand.append(float(rest[2]))
                self.source.append(rest[1] == "source")
                if rest[1] == "depot":
                    self.depots.append(int(rest[0]))
            elif what == "edge":
                u, v, edge = int(rest[0]), int(rest[1]), len(self.edges)
                hours = float(rest[2]) / SPEED
                self.edges.append((hours, float(rest[3]) * 24, float(rest[4]) * 24, float(rest[5])))
                self.arcs[u].append((v, edge, hours))
                self.arcs[v].append((u, edge, hours))


class World(Simulation):
    def __init__(self, network, calm, own_source, seed):
        super().__init__()
        self.initialize()
        self.network, self.calm, self.random = network, calm, random.Random(seed)
        self.own_source = calm or own_source
        self.open = [True] * len(network.edges)
        self.stock, self.on_order = [0.0] * len(network.arcs), [0] * len(network.arcs)
        for k, depot in enumerate(network.depots):  # when calm they must not all order at once
            self.stock[depot] = START + (CONVOY * k / len(network.depots) if calm else 0.0)
        self.series, self.trees = [], {}
        self.sources = {depot: self.search(depot, network.source.__getitem__)[0] for depot in network.depots}
        self.events = self.convoys = self.delivered = self.ambushes = self.lost = self.stock_outs = 0

    def run(self):
        for depot in self.network.depots:
            self.begin(Depot(depot, self))
        if not self.calm:
            for edge in range(len(self.network.edges)):
                self.begin(Edge(edge, self))
        self.begin(Sampler(self))
        self.simulate(until=YEAR)

    def begin(self, process):
        self.activate(process, process.live())

    def wait(self, mean):
        return mean if self.calm else self.random.expovariate(1 / mean)

    def search(self, start, stop):
        """The node at which the search stopped, or none; and by which arc each node was reached."""
        hours_to, before, queue = {start: 0.0}, {}, [(0.0, start)]
        is_open, arcs = self.open, self.network.arcs
        while queue:
            hours, node = heapq.heappop(queue)
            if hours > hours_to[node]:
                continue
            if stop(node):
                return node, before
            for to, edge, takes in arcs[node]:
                if is_open[edge] and hours + takes < hours_to.get(to, math.inf):
                    hours_to[to] = hours + takes
                    before[to] = (node, edge)
                    heapq.heappush(queue, (hours + takes, to))
        return None, before

    def hop(self, at, to):
        """Next node and edge, or none."""
        if self.calm:
            if to not in self.trees:
                self.trees[to] = self.search(to, lambda node: False)[1]
            return self.trees[to][at]
        node, before = self.search(at, lambda node: node == to)
        hop = None
        while node is not None and node != at:
            hop = (node, before[node][1])
            node = before[node][0]
        return hop

    def nearest_source(self, depot):
        return self.sources[depot] if self.own_source else self.search(depot, self.network.source.__getitem__)[0]


class Depot(Process):
    def __init__(self, node, world):
        super().__init__(sim=world)
        self.node = node

    def live(self):
        world, node = self.sim, self.node
        mean = 1 / world.network.demand[node]
        while True:
            yield hold, self, world.wait(mean)
            world.events += 1
            if world.stock[node] >= TAKE:
                world.stock[node] -= TAKE
            else:
                world.stock_outs += 1
            if world.stock[node] + world.on_order[node] < REORDER:
                trucks = CONVOY if world.calm else world.random.randint(20, 40)
                world.convoys += 1
                world.on_order[node] += trucks
                world.begin(Convoy(node, trucks, world))


class Convoy(Process):
    def __init__(self, depot, trucks, world):
        super().__init__(sim=world)
        self.depot, self.trucks, self.ordered = depot, trucks, trucks

    def live(self):
        world = self.sim
        at = world.nearest_source(self.depot)
        while at is None:
            yield hold, self, RETRY
            world.events += 1
            at = world.nearest_source(self.depot)
        yield hold, self, LOAD * self.trucks
        world.events += 1
        while self.trucks > 0 and at != self.depot:
            hop = world.hop(at, self.depot)
            if hop is None:
                yield hold, self, RETRY
                world.events += 1
                continue
            at, edge = hop
            hours, _, _, hazard = world.network.edges[edge]
            strikes = math.inf if world.calm or hazard <= 0 else world.random.expovariate(hazard)
            yield hold, self, min(hours, strikes)
            world.events += 1
            if strikes < hours:
                lost = 1 + sum(world.random.random() < LOSS for _ in range(self.trucks - 1))
                self.trucks -= lost
                world.lost += lost
                world.ambushes += 1
                yield hold, self, AMBUSH_DELAY
                yield hold, self, hours - strikes
                world.events += 2
        if self.trucks > 0:
            yield hold, self, UNLOAD * self.trucks
            world.events += 1
            world.stock[self.depot] += self.trucks
            world.delivered += self.trucks
        world.on_order[self.depot] -= self.ordered


class Edge(Process):
    def __init__(self, edge, world):
        super().__init__(sim=world)
        self.edge = edge

    def live(self):
        world = self.sim
        _, open_hours, blocked_hours, _ = world.network.edges[self.edge]
        while True:
            for mean, opens in ((open_hours, False), (blocked_hours, True)):
                yield hold, self, world.wait(mean)
                world.events += 1
                world.open[self.edge] = opens


class Sampler(Process):
    def __init__(self, world):
        super().__init__(sim=world)

    def live(self):
        world = self.sim
        while True:
            yield hold, self, 1.0
            world.events += 1
            world.series.append([world.stock[depot] for depot in world.network.depots])


def main():
    calm, own_source = "--calm" in sys.argv, "--own-source" in sys.argv
    path, years, *seed = [a for a in sys.argv[1:] if not a.startswith("--")]
    years, network = int(years), Network(path)
    sums, mean_stock = dict.fromkeys(FIGURES, 0), 0.0
    begun = time.process_time()
    for year in range(years):
        world = World(network, calm, own_source, (int(seed[0]) if seed else 1) + year)
        world.run()
        for name in FIGURES:
            sums[name] += getattr(world, name)
        mean_stock += sum(map(sum, world.series)) / len(world.series) / len(network.depots)
    seconds = time.process_time() - begun
    print(f"years={years} ms_per_year={seconds * 1e3 / years:.3f} ns_per_event={seconds * 1e9 / sums['events']:.1f}",
          *(f"{name}={sums[name] / years:.1f}" for name in FIGURES), f"mean_stock={mean_stock / years:.3f}")


if __name__ == "__main__":
    main()
