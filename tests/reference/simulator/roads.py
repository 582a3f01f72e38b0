"""Driving, cost and cheapest ways (7, 8). An arc is one way of a segment: 2 k along segment k, 2 k + 1 against it."""
import heapq
import math

from simulator.numbers import DAY, DRAW_ROAD, fnv1a, month_of, noisy, uniform

FAR = float("inf")


class Roads:
    def __init__(self, resolved):
        self.driving, self.routing = resolved["driving"], resolved["routing"]
        network = resolved["network"]
        self.places = [p["id"] for p in network["places"]]
        self.place = {name: i for i, name in enumerate(self.places)}
        self.segments = network["segments"]
        self.segment = {s["id"]: i for i, s in enumerate(self.segments)}
        self.ends = [(self.place[s["from"]], self.place[s["to"]]) for s in self.segments]
        self.corridors = {c["id"]: ([self.place[p] for p in c["places"]], self.arcs(c["arcs"])) for c in network["corridors"]}
        self.corridor_segments = [[a // 2 for a in arcs] for _, arcs in self.corridors.values()]
        self.entering = [[] for _ in self.places]  # arcs that lead to a place
        self.leaving = [[] for _ in self.places]
        for k, s in enumerate(self.segments):
            if s["state"] == "closed":
                continue
            for arc in (2 * k, 2 * k + 1) if s["two_way"] else (2 * k,):
                self.entering[self.head(arc)].append(arc)
                self.leaving[self.tail(arc)].append(arc)
        risk = [0.0] * len(self.segments)
        for r in resolved["perceived_risks"]:
            for name in r["where"]["segments"]:
                k = self.segment[name]
                risk[k] += r["per_100_km_ppm"] / 1e6 * (self.segments[k]["length_m"] / 100_000.0)
        self.cost = [self.cost_of(s, r) for s, r in zip(self.segments, risk)]
        self.noise = {}

    def tail(self, arc):
        return self.ends[arc // 2][arc % 2]

    def head(self, arc):
        return self.ends[arc // 2][1 - arc % 2]

    def arcs(self, named):
        """Of the resolved scenario: a segment, and the place at which one enters."""
        ks = [(self.segment[a["segment"]], a["from"]) for a in named]
        return [2 * k + (self.segments[k]["from"] != tail) for k, tail in ks]

    # 7 Driving time, noise and window

    def dry_time(self, segment, factor_ppm=1_000_000):
        d = self.driving
        key = segment["surface"] if segment["surface"] != "paved" else "paved_" + segment["condition"]
        v = max(1, d[key + "_m_an_hour"] * factor_ppm // 1_000_000)
        time = max(1, (3600 * segment["length_m"] + v // 2) // v)
        return time + (d["ferry_takes_s"] if segment["state"] == "ferry" else 0)

    def driving_time(self, k, instant, seed, replication, speed_ppm=1_000_000):
        segment = self.segments[k]
        rainy = month_of(instant) in self.driving["rainy_months"]
        time = self.dry_time(segment, segment["rainy_season_factor_ppm"] if rainy else 1_000_000)
        time = time * 1_000_000 // speed_ppm
        cv = self.driving["noise_cv_ppm"]
        if cv == 0:
            return time
        date = instant // DAY
        if (k, date) not in self.noise:
            self.noise[k, date] = uniform(seed, replication, DRAW_ROAD, fnv1a(segment["id"]), date)
        return noisy(time, cv, self.noise[k, date])

    def counted_until(self, instant):
        """Counted seconds since 1970."""
        day, second = divmod(instant, DAY)
        opens, closes = self.driving["from_s"], self.driving["until_s"]
        return day * (closes - opens) + min(max(second - opens, 0), closes - opens)

    def counted(self, since, until):
        return self.counted_until(until) - self.counted_until(since)

    def done_at(self, instant, needed):
        """The first instant by which so many counted seconds have passed."""
        if needed == 0:
            return instant
        target = self.counted_until(instant) + needed
        window = self.driving["until_s"] - self.driving["from_s"]
        day, rest = divmod(target - 1, window)
        return day * DAY + self.driving["from_s"] + rest + 1

    # 8 Cost and cheapest ways

    def cost_of(self, segment, risk):
        r = self.routing
        money = segment["length_m"] / 1000.0 * r["fuel_cost_per_km_xof"] / r["money_per_hour_xof"] * 3600
        return max(1, self.dry_time(segment) + math.floor(money + r["risk_aversion_s"] * risk + 0.5))

    def ways_to(self, target, barred=lambda arc: False):
        """Of each place: the cost of the cheapest way to `target`, and its first arc."""
        cost, first = [FAR] * len(self.places), [None] * len(self.places)
        cost[target] = 0
        heap = [(0, target)]
        allowed = {}
        while heap:
            c, p = heapq.heappop(heap)
            if c > cost[p]:
                continue
            for arc in self.entering[p]:
                allowed[arc] = not barred(arc)
                q = self.tail(arc)
                if allowed[arc] and c + self.cost[arc // 2] < cost[q]:
                    cost[q] = c + self.cost[arc // 2]
                    heapq.heappush(heap, (cost[q], q))
        for p in range(len(self.places)):
            if p == target or cost[p] == FAR:
                continue
            best = [(self.head(a), a // 2, a) for a in self.leaving[p]
                    if allowed.get(a) and cost[self.head(a)] + self.cost[a // 2] == cost[p]]
            first[p] = min(best)[2]
        return cost, first

    def follow(self, place, target, first):
        way = []
        while place != target:
            way.append(first[place])
            place = self.head(way[-1])
        return way

    def habit(self, supplier, corridor, target):
        """The fixed route of a supply line."""
        if corridor is None:
            return self.follow(supplier, target, self.ways_to(target)[1])
        places, arcs = self.corridors[corridor]
        to_each = [self.ways_to(p) for p in places]
        on = min(range(len(places)), key=lambda i: (to_each[i][0][supplier], i))
        onward = self.ways_to(target)
        off = min(range(on, len(places)), key=lambda i: (onward[0][places[i]], i))
        return (self.follow(supplier, places[on], to_each[on][1]) + arcs[on:off]
                + self.follow(places[off], target, onward[1]))
