"""Samples, days, ledger, log and figures (20, 21, 22); nothing here changes anything else."""
from simulator import causes, escorts, stocks
from simulator.numbers import DAY, WHOLE

ACCOUNTS = ["outside", "waiting_to_load", "in_tankers", "trapped", "diverted", "consumed", "lost", "in_tanks"]


class Seen:
    def __init__(self, w):
        g = w.given
        self.causes = causes.KINDS + g.event_ids
        self.log_entries, self.samples = [], []
        self.ledger = [dict.fromkeys(ACCOUNTS, 0) for _ in g.products]
        for tank in g.tanks:
            self.ledger[tank.product]["in_tanks"] += tank.stock
        pairs, classes = len(g.pairs), len(g.classes)
        self.table = lambda width: [[0] * width for _ in range(pairs)]
        self.demand, self.served = self.table(classes), self.table(classes)
        self.deficits, self.delays = self.table(len(self.causes)), self.table(len(self.causes))
        self.day_mark = [(0, 0)] * pairs
        self.run_of_short = [0] * pairs
        self.days = [[] for _ in range(pairs)]         # demand and served of each whole day since the start
        self.heaps, self.dry_mornings = [], []         # by 00:00: delivered by line, who holds nothing
        self.short_days, self.shortages, self.first_shortage = [0] * pairs, [0] * pairs, [None] * pairs
        self.first_dry, self.dry = [None] * pairs, [0] * pairs
        zero = lambda rows: [0] * len(rows)
        self.loads, self.volume, self.trip = zero(g.lines), zero(g.lines), zero(g.lines)
        self.dispatched, self.made_it, self.trapped, self.under_way = (zero(g.lines) for _ in range(4))
        self.cycles, self.cycle_time, self.lost = zero(g.fleets), zero(g.fleets), zero(g.fleets)
        self.crossed, self.post_wait = zero(g.posts), zero(g.posts)
        self.entered = zero(w.roads.segments)
        self.threats_came, self.struck, self.beaten_off, self.abducted = (zero(g.event_ids) for _ in range(4))
        self.unit_time = [dict.fromkeys(escorts.STATES, 0) for _ in w.escorts]
        self.convoys_led, self.escort_tankers, self.escort_wait = (zero(w.escorts) for _ in range(3))
        assemblies = g.resolved["assemblies"]
        self.convoys_assembled, self.assembled, self.assembly_wait = zero(assemblies), zero(assemblies), zero(assemblies)
        self.struck_lost, self.struck_trapped, self.levied = zero(g.event_ids), zero(g.event_ids), zero(g.event_ids)

    def cause(self, name):
        return self.causes.index(name)

    def begin(self, w):
        """Counting begins (3)."""
        w.counting = True

    # 22 Ledger

    def move(self, product, from_account, to_account, volume):
        book = self.ledger[product]
        book[from_account] -= volume
        book[to_account] += volume
        assert from_account == "outside" or book[from_account] >= 0, (from_account, to_account, volume)

    # What is counted from start on

    def burn(self, w, tank, burn, demand, handed):
        if w.counting:
            self.demand[tank.pair][burn.consumer] += demand
            self.served[tank.pair][burn.consumer] += handed

    def deficit(self, w, tank, cause, volume):
        if w.counting:
            self.deficits[tank.pair][self.cause(cause)] += volume

    def delay(self, w, tank, cause, seconds):
        if w.counting:
            self.delays[tank.pair][self.cause(cause)] += seconds

    def count(self, w, table, row, amount=1):
        if w.counting:
            table[row] += amount

    def count_assembly(self, w, place, since):
        number = w.given.resolved["assemblies"].index(w.given.assemblies[place])
        self.count(w, self.convoys_assembled, number)
        self.count(w, self.assembled, number, len(since))
        self.count(w, self.assembly_wait, number, sum(w.now - t for t in since))

    def count_unit(self, w, unit):
        """What it did until now, since counting began."""
        if w.counting:
            self.unit_time[unit.escort.number][unit.state] += w.now - max(unit.since, w.given.start)

    def note_dry(self, w, tank):
        """5, 20. The instants at which a tank that burns fuel is dry."""
        if not tank.burns:
            return
        if tank.stock == 0 and tank.dry_since is None:
            tank.dry_since = w.now
            if w.counting and self.first_dry[tank.pair] is None:
                self.first_dry[tank.pair] = w.now
            self.log(w, "stock_out", place=tank.place, product=tank.product)
        elif tank.stock > 0 and tank.dry_since is not None:
            self.count(w, self.dry, tank.pair, w.now - tank.dry_since)
            tank.dry_since = None
            self.log(w, "stock_back", place=tank.place, product=tank.product)

    def log_convoy(self, w, kind, convoy, control):
        """At a place, or on a road and then with the place it left."""
        self.log(w, kind, event=control and control.event, place=convoy.place,
                 segment=None if convoy.arc is None else convoy.arc // 2, tankers=len(convoy.tankers))

    def log(self, w, kind, event=None, place=None, segment=None, product=None, tankers=0, share=None):
        if w.counting:
            self.log_entries.append((w.now - w.given.start, kind, event["id"] if event else "",
                                     "" if place is None else w.roads.places[place],
                                     "" if segment is None else w.roads.segments[segment]["id"],
                                     "" if product is None else w.given.products[product], tankers, share))

    # 20 Days

    def open_day(self, w):
        """At 00:00: what came up to then, in the first second of all to its own day, and who holds nothing."""
        if w.counting:
            self.heaps.append(list(self.volume) if w.now > w.given.start else [0] * len(self.volume))
            self.dry_mornings.append([all(t.stock == 0 for t in w.given.tanks if t.pair == p) for p in range(len(self.days))])

    def close_day(self, w):
        if not w.counting or w.now <= w.given.start:
            return
        rule = w.given.resolved["shortage"]
        for pair, (mark_demand, mark_served) in enumerate(self.day_mark):
            demand, served = sum(self.demand[pair]), sum(self.served[pair])
            self.day_mark[pair] = demand, served
            demand, served = demand - mark_demand, served - mark_served
            self.days[pair].append((demand, served))
            if served * WHOLE >= demand * rule["served_below_ppm"]:
                self.run_of_short[pair] = 0
                continue
            self.run_of_short[pair] += 1
            run = self.run_of_short[pair]
            if run == rule["days"]:
                self.shortages[pair] += 1
                self.short_days[pair] += run
                if self.first_shortage[pair] is None:
                    self.first_shortage[pair] = w.now - run * DAY
            elif run > rule["days"]:
                self.short_days[pair] += 1

    # 21 Samples

    def sample(self, w):
        g = w.given
        pairs = len(g.pairs)
        stock, week, demand, served = [0] * pairs, [0] * pairs, [0] * pairs, [0] * pairs
        for tank in g.tanks:
            left = tank.stock
            for burn in tank.burns:
                asked = stocks.asked(burn, w.now)
                handed = min(stocks.served(burn, asked), left)
                left -= handed
                demand[tank.pair] += asked
                served[tank.pair] += handed
            stock[tank.pair] += left
            week[tank.pair] += tank.week
        for pair in range(pairs):
            demand[pair] += sum(self.demand[pair])
            served[pair] += sum(self.served[pair])
        cover = [7 * DAY * s // k if k else None for s, k in zip(stock, week)]
        roads = {state: [0] * len(w.roads.segments) for state in ("moving", "held", "trapped")}
        waiting = [0] * len(w.roads.places)
        for c in w.convoys:
            if c.state in ("moving", "on_road", "trapped") and c.arc is not None:
                roads["held" if c.state == "on_road" else c.state][c.arc // 2] += len(c.tankers)
            elif c.state in ("held", "stranded", "levy"):
                waiting[c.place] += len(c.tankers)
        self.samples.append({
            "time": w.now - g.start, "stock": stock, "cover": cover, "demand": demand, "served": served, "waiting": waiting,
            "idle": [len(f.idle) for f in g.fleets],
            "at_post": [sum(len(c.tankers) for c in w.convoys if c.state == "post" and c.post is p) for p in g.posts],
            "assembling": [sum(len(p["tankers"]) for (at, _), p in w.pools.items() if at == w.roads.place[a["place"]])
                           for a in g.resolved["assemblies"]],
            "awaiting_escort": [sum(len(end.queue) for end in e.ends) for e in w.escorts],
            "passes": {c.id: c.share for c in w.controls if c.event["kind"] not in ("threats", "random_closure")}, **roads})

    # The end

    def close(self, w):
        for tank in w.given.tanks:
            stocks.settle(w, tank)
            causes.book(w, tank)
            if tank.dry_since is not None:
                self.dry[tank.pair] += w.now - tank.dry_since
        for unit in w.units:
            self.count_unit(w, unit)
        if w.now % DAY == 0:
            self.close_day(w)
        self.short_at_end = [run >= w.given.resolved["shortage"]["days"] for run in self.run_of_short]
        trapped = [t for c in w.convoys if c.state == "trapped" for t in c.tankers]
        for load in (load for tank in w.given.tanks for load in tank.loads):
            t = load.tanker
            if t and t.load is load and t.loaded and not load.gone_by and t.left >= w.given.start:
                (self.trapped if t in trapped else self.under_way)[w.given.lines.index(load.line)] += load.volume
        self.totals = [sum(row) for row in self.demand], [sum(row) for row in self.served]

