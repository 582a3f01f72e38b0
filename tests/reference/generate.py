"""Small random scenarios as files, each from a number: the same number, the same files."""
import csv
import io
import random
from datetime import datetime, timedelta, timezone

from generate_events import Events
from generate_threats import Threats
from simulator.numbers import exact_split

NAMES = "acacia baobab cassia datura ebony fonio gombo henna indigo jujube kapok lemon mango neem okra palm".split()


def table(rows):
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class Generator(Events, Threats):
    def __init__(self, number):
        self.number = number
        self.take(random.Random(number))

    def take(self, dice):
        self.dice = dice
        self.chance = lambda percent: self.dice.random() * 100 < percent
        self.between = self.dice.randint
        self.one_of = self.dice.choice

    def files(self):
        """By path within the scenario's folder."""
        start = datetime(2025, self.one_of([5, 7, 12]), self.between(1, 28), tzinfo=timezone.utc)
        self.start, self.days = start, self.between(8, 24)
        network = self.roads()
        self.products = ["diesel", "jet", "petrol"][:self.between(1, 3)]
        self.classes = ["essential", "mines", "transport"][:self.between(1, 3)]
        self.loads = [self.between(15, 45) for _ in range(2)]
        self.lot = self.one_of([5, 10, 20])
        self.place_terminals()
        posts = self.posts()
        self.place_sites()
        tables = self.supply()
        lines = [
            "citerne: 1", f"name: Random scenario {self.number}", "network: network",
            f"calendar: {{ start: {start:%Y-%m-%d}, end: {start + timedelta(days=self.days):%Y-%m-%d}, sample_every: 1 h, "
            f"warm_up: {self.between(0, 144)} h }}",
            f"shortage: {{ served_below: {self.between(30, 100)} %, days: {self.between(1, 3)} }}",
            "sites: sites.csv", "suppliers: suppliers.csv",
            f"demand: {{ total: {self.total} L/day, table: demand.csv }}",
            "products: { " + ", ".join(f"{p}: {{ name: {p} }}" for p in self.products) + " }",
            *self.consumers(), *self.driving(), *posts, *self.fleets(), *self.events()]
        self.add_threats(lines)
        return {"scenario.yaml": "\n".join(lines) + "\n", **network, **tables}

    def roads(self):
        d = self.dice
        count = self.between(4, 10)
        self.places = d.sample(NAMES, count)
        self.segments, joined = [], set()

        def road(a, b, number, two_way=True):
            self.segments.append({
                "from": a, "to": b, "road": number, "length_km": self.one_of([self.between(5, 150), f"{self.between(5, 99)}.{self.between(1, 9)}"]),
                "surface": d.choices(["paved", "gravel", "earth"], [6, 2, 1])[0], "condition": self.one_of(["good", "fair", "poor"]),
                "rainy_season_factor": self.one_of([1, 0.9, 0.75, 0.5]), "two_way": "yes" if two_way else "no",
                "state": d.choices(["open", "ferry", "levied", "closed"], [20, 2, 1, 0])[0]})
            joined.add((a, b))
            joined.add((b, a))

        spine = self.places[:max(3, count - self.between(0, 4))]
        for a, b in zip(spine, spine[1:]):
            road(a, b, "RN1")
        for p in self.places[len(spine):]:
            road(*d.sample([p, self.one_of(spine)], 2), "RN2")
        for n in range(self.between(0, count)):
            a, b = d.sample(self.places, 2)
            two_way = self.chance(85) if (a, b) not in joined else True
            road(a, b, f"RR{n}", two_way)
        self.spine = spine
        self.corridors = {}
        for name in ["north", "south", "west"][:self.between(1, 3)]:
            self.corridors[name] = self.walk()
        places = [{"id": p, "name": p.capitalize(), "country": "SN" if i < 2 else "ML", "region": "" if i < 2 else "Kayes",
                   "kind": "town", "latitude": 13, "longitude": -8} for i, p in enumerate(self.places)]
        chains = ["citerne: 1", "corridors:"]
        chains += [f"  {name}: {{ name: {name}, through: [{', '.join(chain)}] }}" for name, chain in self.corridors.items()]
        return {"network/places.csv": table(places), "network/roads.csv": table(self.segments),
                "network/corridors.yaml": "\n".join(chains) + "\n"}

    def walk(self):
        """From one of the first two places on, by no place twice; roads without a parallel one."""
        chain = [self.one_of(self.places[:2])]
        while len(chain) < 7:
            onward = [s["to"] if s["from"] == chain[-1] else s["from"] for s in self.segments
                      if s["from"] == chain[-1] or (s["to"] == chain[-1] and s["two_way"] == "yes")]
            onward = [p for p in onward if p not in chain]
            if not onward or (len(chain) > 1 and self.chance(15)):
                break
            chain.append(self.one_of(onward))
        return chain if len(chain) > 1 else self.spine[:2]

    def place_terminals(self):
        self.terminals = {}
        for name, place in zip(["port", "quay"], self.places[:2]):
            if not self.terminals or self.chance(50):
                self.terminals[name] = place

    def posts(self):
        self.customs, lines = [], []
        for kind, share in [("border", 25), ("customs", 25)]:
            for place in self.places:
                if self.chance(share):
                    name = f"{place}_{kind}"
                    if kind == "customs":
                        self.customs.append(name)
                    lines.append(f"  {name}: {{ kind: {kind}, place: {place}, lanes: {self.between(1, 4)}, "
                                 f"service_takes: {self.one_of([0, 20, 60, 300])} min }}")
        lines = (["posts:"] + lines) if lines else []
        gather = [p for p in self.places if self.chance(30)]
        if gather:
            lines += ["assemblies:"] + [f"  {p}: {{ place: {p}, tankers: {self.between(1, 5)} tankers, "
                                        f"wait_at_most: {self.one_of([0, 6, 24, 60])} h }}" for p in gather]
        return lines

    def place_sites(self):
        """Depots first, then sites that depots supply: by tanker, or in lots at the same place."""
        self.sites = {}
        for place in self.dice.sample(self.places[1:], self.between(1, 3)):
            self.sites[place, "depot"] = self.dice.sample(self.products, self.between(1, len(self.products)))
        self.depots = list(self.sites)
        self.second = {}
        for kind in self.dice.sample(["stations", "mine", "power_plant", "airport"], self.between(1, 4)):
            depot = self.one_of(self.depots)
            place = depot[0] if self.chance(45) else self.one_of(self.places)
            if (place, kind) not in self.sites:
                self.sites[place, kind] = self.dice.sample(self.sites[depot], self.between(1, len(self.sites[depot])))
                self.second[place, kind] = depot

    def supply(self):
        demands = [(place, kind, c, product) for (place, kind), products in self.sites.items() for product in products
                   for c in self.classes if self.chance(45 if kind == "depot" else 80)]
        if not demands:
            place, kind = self.depots[0]
            demands = [(place, kind, self.classes[0], self.sites[place, kind][0])]
        shares = exact_split(1_000_000, [self.between(1, 30) for _ in demands])
        self.total = len(demands) * self.between(4_000, 30_000)
        own = {}
        for (place, kind, c, product), share in zip(demands, shares):
            own[place, kind, product] = own.get((place, kind, product), 0) + self.total / 1000 * share / 1e6
        self.burning = sorted({((place, kind), product) for place, kind, _, product in demands})
        suppliers, given, self.supplies = [], {}, {}
        for site, products in self.sites.items():
            depot = self.second.get(site)
            rows = {(f"{depot[0]}/{depot[1]}", ""): 100} if depot else {}
            if not depot or self.chance(15):
                for _ in range(self.between(1, 3)):
                    terminal = self.one_of(list(self.terminals))
                    through = [n for n, chain in self.corridors.items() if self.terminals[terminal] in chain]
                    corridor = self.one_of(through) if through and self.chance(60) else ""
                    rows[terminal, corridor] = self.between(0, 100)
            if not any(rows.values()):
                rows = dict.fromkeys(rows, 1)
            for row, share in zip(rows, exact_split(10_000, list(rows.values()))):
                suppliers.append({"place": site[0], "kind": site[1], "product": "*", "supplier": row[0], "corridor": row[1],
                                  "share_percent": share / 100})
                if not row[0].startswith(site[0] + "/") and f"{site[0]}/{site[1]}" not in self.supplies.setdefault(row[0], []):
                    self.supplies[row[0]].append(f"{site[0]}/{site[1]}")
                if depot and row[0].startswith(depot[0] + "/"):
                    for product in products:
                        key = (*depot, product)
                        given[key] = given.get(key, 0) + own.get((*site, product), 0) * share / 10_000
        sites = [row for site, products in self.sites.items() for row in self.tanks(site, products, own, given)]
        return {"sites.csv": table(sites), "suppliers.csv": table(suppliers),
                "demand.csv": table([{"place": p, "kind": k, "class": c, "product": q, "share": s / 10_000}
                                     for (p, k, c, q), s in zip(demands, shares)])}

    def tanks(self, site, products, own, given):
        common = {"service": self.one_of(["strict", "even"]), "clears_at": self.one_of(self.customs + [""]),
                  "unloading_hours": self.one_of([0.5, 1, 3]), "gives_above_days": self.one_of([0, 0, 0.5, 1.5])}
        for product in products:
            flow = max(own.get((*site, product), 0) + given.get((*site, product), 0), 0.001)  # m3 a day
            reorder = self.between(2, 60) / 10 if flow > 0.01 else 0
            largest = max(self.loads + [self.lot])
            up_to = min(reorder + (largest + 1) / flow + self.between(0, 30) / 10, 900)
            if (round(up_to, 2) - reorder) * flow < largest:  # less than a load once it is rounded
                up_to += 0.01
            yield {"place": site[0], "kind": site[1], "product": product,
                   "tank_m3": round(flow * up_to + self.between(1, 60), 3) + largest * (flow < 0.01),
                   "reorder_days": reorder, "up_to_days": round(up_to, 2),
                   "opening_days": round(up_to * self.dice.random(), 2) if self.chance(25) else "", **common}

    def consumers(self):
        d, lines = self.dice, ["profiles:"]
        for name in ["town", "works"]:
            parts = []
            if self.chance(70):
                parts.append(f"hourly: {[self.one_of([0, 1, 1, 2, 5]) if h else 1 for h in range(24)]}")
            if self.chance(50):
                parts.append("weekly: [" + ", ".join(f"{self.between(40, 150)} %" for _ in range(7)) + "]")
            if self.chance(30):
                parts.append("monthly: [" + ", ".join(f"{self.between(50, 150)} %" for _ in range(12)) + "]")
            lines.append(f"  {name}: {{ {', '.join(parts)} }}")
        lines += ["classes:"] + [f"  {c}: {{ name: {c}, profile: {self.one_of(['town', 'works'])}{self.lots()} }}" for c in self.classes]
        lines.append("service_tables:")
        for name in ["strict", "even"]:
            by = self.one_of(["proportional", "strict", "max_min"])
            lines += [f"  {name}:", f"    regain: {self.one_of([0.1, 0.25, 0.5])} d", f"    by: {by}"]
            if by == "strict":
                lines.append(f"    order: [{', '.join(d.sample(self.classes, len(self.classes)))}]")
            lines.append("    rows:")
            covers = sorted(d.sample(range(1, 40), self.between(0, 3)), reverse=True) + [0]
            for i, cover in enumerate(covers):
                shares = "".join(f", {c}: {self.between(0, 100)} %" for c in self.classes if i and self.chance(70))
                if by != "proportional" and i == len(covers) - 1 or i and self.chance(40):
                    shares = f", serves: {self.between(0, 100)} %"
                lines.append(f"      row{i}: {{ from_cover: {cover / 10} d{shares} }}")
        return lines

    def lots(self):
        return f", in_lots_of: {self.one_of([1, 5])} m3" if self.chance(20) else ""

    def driving(self):
        opens = self.one_of([0, 5, 6, 7])
        window = self.one_of([(0, "from: 00:00, until: 24:00"), (1, f"from: {opens:02}:00, until: {self.between(opens + 3, 23):02}:30")])[1]
        lines = [f"driving: {{ {window}, rainy_months: [6, 7, 8], noise_cv: {self.one_of([0, 0, 15, 40])} %, ferry_takes: 1 h }}",
                 f"routing: {{ fuel_cost_per_km: {self.one_of([0, 400])} XOF, money_per_hour: 9000 XOF, risk_aversion: {self.one_of([0, 3])} h }}",
                 f"orders: {{ switch_after: {self.one_of([0, 12, 48])} h, overdue_after: {self.between(100, 300)} %, "
                 f"backlog_limit: {self.one_of([6, 24, 100])} h, lot: {self.lot} m3, feeding_rate: {self.one_of([200, 1000, 5000])} m3/day }}"]
        if self.chance(40):
            lines += ["perceived_risks:", f"  bandits: {{ where: {self.where()}, per_100_km: {self.between(50, 300)} % }}"]
        lines.append("terminals:")
        for name, place in self.terminals.items():
            lines.append(f"  {name}: {{ place: {place}, bays: {self.between(1, 4)}, loading_takes: {self.one_of([20, 60, 90])} min, "
                         f"rate_limit: {self.one_of([0, 0, 4, 7.5, 20])} tankers/day }}")
        return lines

    def fleets(self):
        lines = ["fleets:"]
        for name, place in self.terminals.items():
            lines.append(f"  {name}: {{ base: {place}, tankers: {self.between(3, 25)} tankers, load: {self.loads[0]} m3, "
                         f"serves: [{name}]{self.replaced()} }}")
            if self.chance(30):
                lines.append(f"  a_{name}: {{ base: {place}, tankers: {self.between(1, 10)} tankers, load: {self.loads[1]} m3, "
                             f"serves: [{name}]{self.replaced()} }}")
        for place, kind in self.depots:
            for name, load in [("of", self.loads[1]), ("small_of", self.between(5, 15))][:1 + self.chance(25)]:
                lines.append(f"  {name}_{place}: {{ base: {place}, tankers: {self.between(1, 6)} tankers, load: {load} m3, "
                             f"serves: [{place}/{kind}]{self.replaced()} }}")
        return lines

    def replaced(self):
        return f", replaced_after: {self.one_of([10, 48, 100])} h" if self.chance(30) else ""
