"""Controls, and what is known of them (14, 15)."""
from simulator import causes, escorts, orders, policy
from simulator.numbers import WHOLE


class Control:
    """A control, or the wreck of an ambush: its target, its grade and what is known of it."""

    def __init__(self, w, event):
        self.event, self.id, self.roads = event, event["id"], w.roads
        where = event["where"]
        self.forward = set(w.roads.arcs(where["forward"]))
        self.segments = {w.roads.segment[s] for s in where["segments"]}
        self.inside = {w.roads.place[p] for p in where["inside"]}
        self.wreck = event["kind"] in ("ambush", "threats")
        self.by_chance = event["kind"] == "random_closure"
        self.traffic = ({"loaded": True, "empty": True, "products": [], "bound_for": "any", "direction": "both"}
                        if self.wreck or self.by_chance else event["applies_to"])
        self.products = {w.given.products.index(p) for p in self.traffic["products"]}
        self.policy, self.news_after = event["stopped_convoys"], event["news_after_s"]
        self.share, self.counted_in, self.levied, self.delay, self.cost = WHOLE, "tankers", False, 0, 0
        self.known = WHOLE
        self.course = 0            # of one that waits for a condition: beginnings and ends so far (18)
        self.phase = None          # and the last phase that it came to
        self.asked = [0, 0]        # forward, backward
        self.turned = 0            # how often its grade has changed
        self.cleared_at = None     # a wreck: when the clearing last due is

    def means_arc(self, arc):
        direction = self.traffic["direction"]
        if arc // 2 not in self.segments:
            return False
        return direction == "both" or (arc if direction == "forward" else arc ^ 1) in self.forward

    def means(self, arc, destination, loaded, product):
        if not self.means_arc(arc) or not self.traffic["loaded" if loaded else "empty"]:
            return False
        if self.products and product not in self.products:
            return False
        bound_for = self.traffic["bound_for"]
        return bound_for == "any" or (destination in self.inside) == (bound_for == "inside")

    def means_tanker(self, tanker, arc):
        return self not in tanker.let_off and self.means(arc, tanker.destination, tanker.loaded, tanker.product)

    @property
    def searches(self):
        return self.policy in ("turn_back", "reroute")


def on(w, arc):
    return w.controls_on[arc // 2]


# 14 Entering a road

def closed_by(w, tanker, arc):
    return next((c for c in on(w, arc) if c.share == 0 and c.means_tanker(tanker, arc)), None)


def refused_unasked(w, tanker, arc):
    """Whether it knows that it would be refused: by a closure, or by a filter that has refused it."""
    by = closed_by(w, tanker, arc)
    if by:
        return by
    filters = filters_on(w, tanker, arc)
    return filters[0] if filters and filters[0] in tanker.refusals else None


def filters_on(w, tanker, arc):
    """Those still to be asked, the one to ask first."""
    found = [c for c in on(w, arc) if 0 < c.share < WHOLE and c not in tanker.let_through and c.means_tanker(tanker, arc)]
    return sorted(found, key=lambda c: c.share)  # by name where equal


def decide(w, convoy, arc):
    """Who enters: for each tanker of the convoy, in order, the control that refuses it, or None."""
    answers, by_convoy = [], {}
    for tanker in convoy.tankers:
        by = closed_by(w, tanker, arc)
        filters = filters_on(w, tanker, arc)
        if by or not filters:
            answers.append(by)
            continue
        asked = filters[0]
        if asked in tanker.refusals:
            answers.append(asked)
            continue
        if asked.counted_in == "convoys" and asked in by_convoy:
            passes = by_convoy[asked]
        else:
            passes = by_convoy[asked] = ask(asked, arc)
        if passes:
            tanker.let_through |= {c for c in on(w, arc) if c.share < WHOLE and c.means_tanker(tanker, arc)}
            answers.append(None)
        else:
            tanker.refusals.add(asked)
            if asked.searches:
                tanker.marked = True
            answers.append(asked)
    return answers


def ask(control, arc):
    sense = 0 if arc in control.forward else 1
    control.asked[sense] += 1
    k, p = control.asked[sense], control.share
    return k * p // WHOLE > (k - 1) * p // WHOLE


def grade_of(phase):
    return phase["lets_through_ppm"], phase["counted_in"], phase["levied"], phase["delay_s"], phase["cost_xof"]


# 14, 16 A grade changes

def turns(w, control, phase):
    """The new grade: share, counted_in, levied, delay, cost."""
    control.share, control.counted_in, control.levied, control.delay, control.cost = phase
    control.asked = [0, 0]
    control.turned += 1
    cleared = control.wreck and control.share == WHOLE
    if cleared:
        w.over.add(control.id)
    w.seen.log(w, "wreck_cleared" if cleared else "control_changes", event=control.event, share=control.share,
               segment=min(control.segments) if control.by_chance else None)
    for convoy in w.convoys:
        for tanker in convoy.tankers:
            forget(tanker, control)
    for pool in w.pools.values():
        for tanker in pool["tankers"]:
            forget(tanker, control)
    for tanker in escorts.waiting(w):
        forget(tanker, control)
    if control.share == 0:
        policy.stop_on_roads(w, control)
    else:
        policy.release_on_roads(w, control)
    turn = control.turned
    policy.release_at_places(w, lambda c: control.turned == turn and c.state == "held" and c.by is control)


def forget(tanker, control):
    if control in tanker.refusals:
        tanker.refusals.discard(control)
        tanker.marked = tanker.marked and bool(tanker.refusals)
    if control.share == 0:
        tanker.let_through.discard(control)
    if control.wreck and control.share == WHOLE:
        tanker.let_off.discard(control)


# 15 News

def news(w, control, share):
    w.seen.log(w, "news", event=control.event, share=share)
    if share == control.known:
        return
    causes.book_not_ordered_so_far(w)
    control.known = share
    w.known_ways.clear()
    orders.weigh_lines(w)
    policy.release_at_places(w, lambda c: c.state == "stranded" or (c.state == "held" and c.by.searches))


def ways(w, target, loaded, product, marked):
    """8. The cheapest ways to a place over roads that are known to be open to this kind of tanker."""
    key = target, loaded, product, marked
    if key not in w.known_ways:
        barred = lambda arc: any(known_bars(c, arc, target, loaded, product, marked) for c in on(w, arc))
        w.known_ways[key] = w.roads.ways_to(target, barred)
    return w.known_ways[key]


def known_bars(control, arc, target, loaded, product, marked):
    return (control.known == 0 or marked and control.known < WHOLE) and control.means(arc, target, loaded, product)


def next_arc(w, tanker, place):
    """8, 16. None: no way is known."""
    if tanker.turn_to is not None:
        return ways(w, tanker.turn_to, tanker.loaded, tanker.product, tanker.marked)[1][place]
    if tanker.habit is not None and not known_shut_ahead(w, tanker):
        return tanker.habit[tanker.at]
    tanker.habit = None
    return ways(w, tanker.destination, tanker.loaded, tanker.product, tanker.marked)[1][place]


def known_shut_ahead(w, tanker):
    """16. With `reroute` a tanker leaves its habit as soon as it hears of a closure on it."""
    return any(c.policy == "reroute" and c.known == 0 and c.means(arc, tanker.destination, tanker.loaded, tanker.product)
               for arc in tanker.habit[tanker.at:] for c in on(w, arc))


def passes_habit(w, line):
    """10. The least known share on the habit of a line."""
    if line.supplier.terminal and line.supplier.known_shut:
        return 0
    tank = line.tank
    return min((c.known for arc in line.habit for c in on(w, arc) if c.means(arc, tank.place, True, tank.product)), default=WHOLE)


def way_is_known(w, line):
    cost, _ = ways(w, line.tank.place, True, line.tank.product, False)
    return cost[line.supplier.place] != float("inf")


def bars_normal_way(w, tanker, place):
    """19. Of the stranded: the first control known to bar the cheapest way with all roads open; None: no one."""
    goal = tanker.destination if tanker.turn_to is None else tanker.turn_to
    cost, first = w.roads.ways_to(goal)
    if cost[place] == float("inf"):
        return None
    return next((c for arc in w.roads.follow(place, goal, first) for c in on(w, arc)
                 if known_bars(c, arc, goal, tanker.loaded, tanker.product, tanker.marked)), None)
