"""Delays of loads, and to what unserved fuel is booked (19)."""
from simulator import control, loading, stocks
from simulator.numbers import WHOLE, exact_split

KINDS = ["no tanker", "loading", "assembly", "road", "border", "customs", "tank full", "supplier dry", "demand shift",
         "not ordered", "stock policy", "escort"]


def wait(w, load, cause, service=0):
    """From now on the load waits for this; at a post one service time is no delay."""
    if load is None or load.wait == cause:
        return
    end_wait(w, load)
    load.wait, load.wait_since, load.service = cause, w.now, service


def end_wait(w, load):
    if load is not None and load.wait is not None:
        load.delays[load.wait] = load.delays.get(load.wait, 0) + waited(w, load)
        load.wait = None


def waited(w, load):
    return max(0, w.now - load.wait_since - load.service)


def delays_so_far(w, load):
    delays = dict(load.delays)
    if load.wait is not None:
        delays[load.wait] = delays.get(load.wait, 0) + waited(w, load)
    return delays


def delivered(w, load):
    """What the waits do not explain goes to the road, and may be negative."""
    end_wait(w, load)
    load.delays["road"] = load.delays.get("road", 0) + (w.now - load.due) - sum(load.delays.values())
    for cause, seconds in load.delays.items():
        w.seen.delay(w, load.tank, cause, seconds)


def book_with_fed(w, tank):
    for one in [tank] + tank.feeds:
        serves_all = all(burn.q == WHOLE for burn in one.burns)
        if serves_all and not one.unserved and (one.crosses_at is None or w.now < one.crosses_at):
            continue  # nothing can be missing, and it is not settled
        stocks.settle(w, one)
        book(w, one)


def book(w, tank):
    """19. The unserved fuel that was gathered since the last booking, in this order."""
    left, shifted = tank.unserved, tank.shifted
    tank.unserved = tank.shifted = 0
    if not left or not w.counting:
        return
    book_to = lambda cause, volume: w.seen.deficit(w, tank, cause, volume)
    loads = (tank.feeder or tank).loads
    for load in sorted((l for l in loads if l.due < w.now), key=lambda l: (l.due, l.ordered, l.number)):
        if load.has_explained_all or not left:
            continue
        part = max(0, min(left, load.volume - load.explained))
        load.explained += part
        load.has_explained_all = load.explained >= load.volume  # also if a larger tanker comes for it
        if not part:
            continue
        left -= part
        if load.gone_by:
            book_to(load.gone_by, part)
            continue
        delays = delays_so_far(w, load)
        rest = w.now - load.due - sum(delays.values())
        if rest > 0:
            delays["road"] = delays.get("road", 0) + rest
        if not any(delays.values()):
            delays["road"] = 1
        order = sorted(delays, key=w.seen.cause)
        for cause, volume in zip(order, exact_split(part, [delays[c] for c in order])):
            book_to(cause, volume)
    part = min(left, shifted)
    book_to("demand shift", part)
    left -= part
    ordering = tank.feeder or tank
    if ordering.cannot_order:
        for line, volume in zip(ordering.lines, exact_split(left, [line.share for line in ordering.lines])):
            book_to(what_shut(w, line), volume)
        return
    part = min(left, sum(max(0, load.volume - load.explained) for load in loads if load.state == "queued"))
    book_to("no tanker", part)
    book_to("stock policy", left - part)


def what_shut(w, line):
    """Nobody could order along this line: the outage or the control that is known to shut it."""
    if line.supplier.terminal and line.supplier.known_shut:
        for e in loading.outages_of(w, line.supplier.terminal["id"]):
            if loading.in_force(e, w.now - e["news_after_s"] - 1):  # what is booked now was missing until now
                return e["id"]
    by = next((c for arc in line.habit for c in control.on(w, arc)
               if c.known == 0 and c.means(arc, line.tank.place, True, line.tank.product)), None)
    return by.id if by else "not ordered"


def book_not_ordered_so_far(w):
    """Before there is other news."""
    for tank in w.given.tanks:
        if tank.cannot_order:
            book_with_fed(w, tank)
