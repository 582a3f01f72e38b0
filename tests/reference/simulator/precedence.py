"""Precedence with a quota: who of those that wait at a supplier is given the next tanker (11, 18)."""
from simulator.numbers import WHOLE


class Precedence:
    def __init__(self, w, event):
        self.event, self.in_force, self.given = event, False, {}
        self.first = set(event["first"])

    def is_for(self, supplier):
        if supplier.terminal:
            return supplier.terminal["id"] == self.event["terminal"]
        return site_of(supplier.tank) == self.event["site"]


def site_of(tank):
    return f"{tank.site['place']}/{tank.kind}"


def turns(w, event, begins):
    one = next(p for p in w.precedences if p.event is event)
    one.in_force, one.given = begins, {}
    w.seen.log(w, "precedence_begins" if begins else "precedence_ends", event=event)


def next_load(w, supplier):
    """Taken from the supplier's queue."""
    one = next((p for p in w.precedences if p.in_force and p.is_for(supplier)), None)
    if one is None:
        return supplier.queue.pop(0)
    groups = [[load for load in supplier.queue if (site_of(load.tank) in one.first) == first] for first in (True, False)]
    if not all(groups):
        return supplier.queue.pop(0)
    k = one.given[supplier] = one.given.get(supplier, 0) + 1
    q = one.event["quota_ppm"]
    load = groups[0 if k * q // WHOLE > (k - 1) * q // WHOLE else 1][0]
    supplier.queue.remove(load)
    return load
