"""Orders, lateness, lines, supplier switch (10)."""
from simulator import causes, control, kinds, loading, stocks
from simulator.numbers import WHOLE


class Load:
    def __init__(self, w, tank, line):
        self.tank, self.line, self.ordered = tank, line, w.now
        self.due = w.now + line.lead
        self.number = w.tick()
        self.tanker = None
        self.in_position = True
        self.delays, self.wait, self.wait_since = {}, None, 0
        self.first_volume = line.supplier.fleets[0].load  # counts until it has a tanker
        self.explained, self.has_explained_all = 0, False
        self.gone_by = None        # the event that took it
        self.service = 0           # of the desk it waits for
        self.state = "queued"      # at_bay, loading, under_way

    @property
    def volume(self):
        return self.tanker.fleet.load if self.tanker else self.first_volume


def on_order(tank):
    return sum(load.volume for load in tank.loads if load.in_position)


def review(w, tank):
    if not tank.lines:
        return
    if tank.stock + on_order(tank) > tank.s:
        tank.cannot_order = False
        return
    largest = max(f.load for line in tank.lines for f in line.supplier.fleets)
    while not tank.cannot_order and tank.S - tank.stock - on_order(tank) >= largest:
        line = choose_line(tank, w.given.resolved["ordering"]["backlog_limit_s"])
        if line is None:
            tank.cannot_order = True
            return
        load = Load(w, tank, line)
        tank.loads.append(load)
        w.schedule(kinds.LOAD_IS_LATE, load.due, is_due, load)
        join_queue(w, load)


def choose_line(tank, backlog_limit):
    lines = tank.lines
    weights = [line.share * line.passes // WHOLE for line in lines]
    if not any(weights):
        return None
    missing = WHOLE - sum(weights)
    if missing > 0:
        full = [is_full(line.supplier, backlog_limit) for line in lines]
        clear = [line.passes == WHOLE for line in lines]
        for some in ([c and not f for c, f in zip(clear, full)], clear, [not f for f in full], [True] * len(lines)):
            total = sum(weight for weight, chosen in zip(weights, some) if chosen)
            if total:
                weights = [weight + (missing * weight // total if chosen else 0) for weight, chosen in zip(weights, some)]
                break
    for line, weight in zip(lines, weights):
        line.credit += weight
    best = max((i for i, weight in enumerate(weights) if weight), key=lambda i: (lines[i].credit, -i))
    lines[best].credit -= sum(weights)
    return lines[best]


def is_full(supplier, backlog_limit):
    if not supplier.terminal:
        return False
    return len(supplier.queue) + len(supplier.at_bays) > backlog_limit // max(
        1, supplier.spacing, supplier.loading_takes // supplier.bays)


def join_queue(w, load):
    queue = load.line.supplier.queue
    at = len(queue)
    while at and queue[at - 1].ordered > load.ordered:
        at -= 1
    queue.insert(at, load)
    causes.wait(w, load, "supplier dry" if load.line.supplier.short else "no tanker")
    loading.serve(w, load.line.supplier)


# 10 Due and overdue

def is_due(w, load):
    if load not in load.tank.loads:
        return
    causes.book_with_fed(w, load.tank)
    is_overdue(w, load)  # at once, when it is


def is_overdue(w, load):
    if load not in load.tank.loads:
        return
    causes.book_with_fed(w, load.tank)
    overdue = load.ordered + w.given.resolved["ordering"]["overdue_after_ppm"] * load.line.lead // WHOLE
    if w.now < overdue:  # it has come to a line with a longer lead time
        w.schedule(kinds.LOAD_IS_LATE, overdue, is_overdue, load)
        return
    if load.state != "queued":
        load.in_position = False
    else:
        had = load.line
        w.schedule(kinds.LOAD_IS_LATE, w.now + max(3600, had.lead), is_overdue, load)
        line = choose_line(load.tank, w.given.resolved["ordering"]["backlog_limit_s"])
        if line and line is not had and line.passes == WHOLE:
            had.supplier.queue.remove(load)
            load.line = line
            join_queue(w, load)
    stocks.touch(w, load.tank)


# 10 Lost loads

def goes_missing(w, load, event, news_at):
    """Taken or given up by an event; it stays on the list for one more usual lead time."""
    load.gone_by, load.state, load.wait = event, "gone", None
    w.schedule(kinds.LOSS_NEWS, news_at, loss_is_known, load)


def loss_is_known(w, load):
    load.in_position = False
    w.schedule(kinds.LOSS_NEWS, w.now + load.line.lead, leaves_list, load)
    stocks.touch(w, load.tank)


def leaves_list(w, load):
    causes.book_with_fed(w, load.tank)
    load.tank.loads.remove(load)
    stocks.touch(w, load.tank)


# 10 Weighing lines, supplier switch

def weigh_lines(w):
    for tank in w.given.tanks:
        raw = [control.passes_habit(w, line) for line in tank.lines]
        for line, passes in zip(tank.lines, raw):
            shut = line.supplier.terminal and line.supplier.known_shut
            line.passes, line.by_knowledge = passes, False
            unreachable = shut or (passes == 0 and not control.way_is_known(w, line))
            if unreachable and line.unreachable_since is None:
                line.unreachable_since = w.now
                w.schedule(kinds.SWITCH_IS_DUE, w.now + w.given.resolved["ordering"]["switch_after_s"], switch_is_due, line, w.now)
            if not unreachable:
                line.unreachable_since = None
                if passes == 0 and (line.corridor is None or not any(raw)):
                    line.passes, line.by_knowledge = WHOLE, True
    for tank in w.given.tanks:
        if tank.cannot_order:
            tank.cannot_order = False
            stocks.touch(w, tank)


def switch_is_due(w, line, since):
    if line.unreachable_since != since:
        return
    tank = line.tank
    cancelled = [load for load in tank.loads if load.line is line and load.state in ("queued", "at_bay")]
    queued = [load for load in line.supplier.queue if load in cancelled]
    at_bays = [tanker.load for tanker in line.supplier.at_bays if tanker.load in cancelled] if line.supplier.terminal else []
    for load in queued:
        line.supplier.queue.remove(load)
    for load in at_bays:
        line.supplier.at_bays.remove(load.tanker)
    for load in queued + at_bays:
        causes.book_with_fed(w, tank)
        tank.loads.remove(load)
        if load.tanker:
            load.tanker.load = None
            loading.becomes_idle(w, load.tanker)
    w.seen.log(w, "supplier_switch", place=tank.place, product=tank.product)
    stocks.touch(w, tank)
