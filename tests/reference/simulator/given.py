"""What is given: tanks, lines, suppliers, fleets, controls (2, 4, 9), from `citerne show --resolved --json`."""
from simulator.numbers import DAY, WHOLE, Profile
from simulator.roads import Roads


class Burn:
    """One class at a tank (5)."""

    def __init__(self, consumer, normal, profile, lot, name):
        self.consumer, self.normal, self.profile = consumer, normal, profile
        self.lot, self.name = lot, name           # 0: it draws steadily
        self.lots, self.to_go, self.lot_at = 0, None, None
        self.b, self.factor, self.q, self.c, self.d, self.e, self.mark = normal, WHOLE, WHOLE, 0, 0, 0, 0


class Tank:
    def __init__(self, given, site, tank):
        days = lambda seconds: tank["throughput_ml_a_day"] * seconds // DAY
        self.site, self.kind = site, site["kind"]
        self.name = f"{site['place']}/{site['kind']}/{tank['product']}"
        self.place, self.product = given.roads.place[site["place"]], given.products.index(tank["product"])
        self.capacity, self.s, self.S = tank["capacity_ml"], days(tank["reorder_at_s"]), days(tank["order_up_to_s"])
        self.opening = None if tank["opening_s"] is None else days(tank["opening_s"])
        self.gives_above = days(site["gives_above_s"])
        self.unloading_takes = site["unloading_takes_s"]
        self.rows = given.service_tables[site["service"]]["rows"]
        self.regain = given.service_tables[site["service"]]["regain_s"]
        self.burns = [Burn(given.classes.index(c), b, given.profile_of[c], given.lot_of[c], f"{self.name}/{c}") for c, b in sorted(tank["demand_ml_a_day"].items())]
        self.shares = [shares_of(given.service_tables[site["service"]], row, self.burns, given.classes) for row in self.rows]
        self.lines, self.feeder, self.feeds, self.supplier = [], None, [], None
        # What changes.
        self.stock = self.S
        self.row, self.week, self.crossing, self.crosses_at = 0, 0, None, None
        self.waiting, self.at_hose = [], []       # tankers
        self.loads = []                           # outstanding, and those on the list of the missing
        self.cannot_order = self.waits_for_feeder = self.waits_for_hose = False
        self.last_lot = None
        self.unserved = self.shifted = 0          # not booked yet
        self.dry_since = None


def shares_of(table, row, burns, classes):
    """6. Of each class at the tank, in a row of its service table."""
    name = lambda burn: classes[burn.consumer]
    if row["serves_ppm"] is None:
        return [row["share_ppm"][name(burn)] for burn in burns]
    if table["by"] == "proportional":
        return [row["serves_ppm"] if burn.normal else WHOLE for burn in burns]
    if table["by"] == "strict":
        in_turn = sorted(burns, key=lambda burn: table["order"].index(name(burn)))
    else:
        in_turn = sorted(burns, key=lambda burn: (burn.normal, burn.consumer))
    left, share = sum(burn.normal for burn in burns) * row["serves_ppm"] // WHOLE, {}
    for i, burn in enumerate(in_turn):
        most = left if table["by"] == "strict" else left // (len(in_turn) - i)
        given = min(burn.normal, most)
        share[burn] = given * WHOLE // burn.normal if burn.normal else WHOLE
        left -= given
    return [share[burn] for burn in burns]


class Supplier:
    """A terminal, or a tank that gives to others."""

    def __init__(self, place, terminal=None, tank=None):
        self.place, self.terminal, self.tank = place, terminal, tank
        self.queue, self.fleets, self.short = [], [], False
        if terminal:
            self.bays, self.loading_takes = terminal["bays"], terminal["loading_takes_s"]
            rate = terminal["rate_limit_tankers_per_1000_days"]
            self.spacing = -(-DAY * 1000 // rate) if rate else 0
            self.at_bays, self.loading, self.last_start, self.resumes = [], 0, None, None
            self.outages = []       # events in force, as they began
            self.known_shut = False
        else:
            self.loading_takes = tank.unloading_takes


class Line:
    def __init__(self, tank, supplier, name, corridor, share):
        self.tank, self.supplier, self.name, self.corridor, self.share = tank, supplier, name, corridor, share
        self.credit, self.passes, self.by_knowledge, self.unreachable_since = 0, WHOLE, False, None


class Fleet:
    def __init__(self, number, fleet, place):
        self.number, self.id, self.base, self.load = number, fleet["id"], place, fleet["load_ml"]
        self.replaced_after = fleet["replaced_after_s"]
        self.suppliers, self.idle, self.tankers = [], [], fleet["tankers"]


class Given:
    def __init__(self, resolved):
        self.resolved = resolved
        self.roads = roads = Roads(resolved)
        c = resolved["calendar"]
        self.start, self.end, self.sample_every = c["start_unix"], c["end_unix"], c["sample_every_s"]
        self.begin = self.start - c["warm_up_s"]
        ids = lambda key: [row["id"] for row in resolved[key]]
        self.products, self.classes, self.event_ids = ids("products"), ids("classes"), ids("events")
        self.service_tables = {t["id"]: t for t in resolved["service_tables"]}
        self.posts = resolved["posts"]
        origin = self.begin // DAY * DAY
        profiles = {p["id"]: Profile(p, origin) for p in resolved["profiles"]}
        self.profile_of = {k["id"]: profiles[k["profile"]] for k in resolved["classes"]}
        self.lot_of = {k["id"]: k["lot_ml"] for k in resolved["classes"]}
        self.tanks, self.rows_of = [], []
        for site in resolved["sites"]:
            for tank in site["tanks"]:
                self.tanks.append(Tank(self, site, tank))
                self.rows_of.append(tank["suppliers"])
        for i, tank in enumerate(self.tanks):
            tank.index = i
        self.pairs = sorted({(t.place, t.product) for t in self.tanks})
        for tank in self.tanks:
            tank.pair = self.pairs.index((tank.place, tank.product))
        self.set_lines()
        self.set_fleets()
        self.lines = [line for tank in self.tanks for line in tank.lines]
        for line in self.lines:
            line.lead = self.lead_time(line)
        self.assemblies = {roads.place[a["place"]]: a for a in resolved["assemblies"]}
        self.haltable = ({s.place for s in self.suppliers} | {roads.place[t["place"]] for t in resolved["terminals"]}
                         | {t.place for t in self.tanks} | set(self.assemblies))

    def set_lines(self):
        """9. Suppliers are numbered as they first come up, tank by tank, rows by supplier's name, then corridor; also to feed."""
        roads, self.suppliers = self.roads, []
        terminals = {t["id"]: t for t in self.resolved["terminals"]}
        self.terminals, found = {}, {}
        name_of = lambda row: row["terminal"] or row["site"]
        for tank, rows in zip(self.tanks, self.rows_of):
            for row in sorted(rows, key=lambda row: (name_of(row), row["corridor"] or "")):
                source = None
                if row["site"]:
                    source = next(t for t in self.tanks if f"{t.site['place']}/{t.kind}" == row["site"] and t.product == tank.product)
                key = row["terminal"] or source.name
                if key not in found:
                    terminal = terminals.get(row["terminal"])
                    place = roads.place[terminal["place"]] if terminal else source.place
                    found[key] = Supplier(place, terminal, source)
                    found[key].number = len(self.suppliers)
                    self.suppliers.append(found[key])
                    if source:
                        source.supplier = found[key]
                    else:
                        self.terminals[row["terminal"]] = found[key]
                if source and source.place == tank.place:
                    tank.feeder = source
                    source.feeds.append(tank)
                    continue
                name = key + (f" by {row['corridor']}" if row["corridor"] else "")
                line = Line(tank, found[key], name, row["corridor"], row["share_ppm"])
                line.habit = roads.habit(found[key].place, row["corridor"], tank.place)
                tank.lines.append(line)
            tank.lines.sort(key=lambda line: line.name)

    def set_fleets(self):
        self.fleets = []
        for i, f in enumerate(self.resolved["fleets"]):
            fleet = Fleet(i, f, self.roads.place[f["base"]])
            self.fleets.append(fleet)
            for supplier in self.suppliers:
                site = supplier.tank and f"{supplier.tank.site['place']}/{supplier.tank.kind}"
                if (supplier.terminal and supplier.terminal["id"] in f["serves_terminals"]) or site in f["serves_sites"]:
                    supplier.fleets.append(fleet)
                    fleet.suppliers.append(supplier)

    def lead_time(self, line):
        roads, supplier, tank = self.roads, line.supplier, line.tank
        window = roads.driving["until_s"] - roads.driving["from_s"]
        drive = sum(roads.dry_time(roads.segments[a // 2]) for a in line.habit) * DAY // window
        time = supplier.loading_takes + drive + tank.unloading_takes
        if supplier.terminal:
            reached = [roads.head(a) for a in line.habit]
            borders = [self.border_at(p) for p in reached if self.border_at(p)]
            if borders:
                time += borders[0]["service_takes_s"]
            customs = self.customs_of(tank)
            if customs and roads.place[customs["place"]] in reached:
                time += customs["service_takes_s"]
        return time

    def border_at(self, place):
        return next((p for p in self.posts if p["kind"] == "border" and self.roads.place[p["place"]] == place), None)

    def customs_of(self, tank):
        return next((p for p in self.posts if p["id"] == tank.site["clears_at"]), None)
