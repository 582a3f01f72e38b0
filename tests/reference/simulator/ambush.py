"""Threats, fates and the wreck (17)."""
from simulator import causes, control, convoys, escorts, kinds, loading, orders, policy, posts, threats
from simulator.numbers import WHOLE, exact_split
from simulator.traffic import Tanker

CLOSED = (0, "tankers", False, 0, 0)
OPEN = (WHOLE, "tankers", False, 0, 0)


class Threat:
    def __init__(self, w, wreck):
        self.wreck, self.event = wreck, wreck.event
        self.open_until = None
        forward = w.roads.arcs(self.event["where"]["forward"])
        self.rank = {}
        for i, arc in enumerate(forward):  # of a road that several chains use, the last one's
            self.rank |= {arc: i, arc ^ 1: len(forward) - 1 - i}
        self.between = {w.roads.head(a) for a in forward} & {w.roads.tail(a) for a in forward}
        self.number = 0            # of the threat that opened the window last
        self.openings = 0          # of an ambush, so far
        self.struck = 0           # since the window was opened last
        if self.event["kind"] == "threats":  # each road alone
            self.rank, self.between = {arc: 0 for k in wreck.segments for arc in (2 * k, 2 * k + 1)}, set()
        self.strikes = self.event["strikes"]
        self.products = {w.given.products.index(p) for p in self.strikes["products"]}

    def fits_tanker(self, tanker):
        if not self.strikes["loaded" if tanker.loaded else "empty"]:
            return False
        if self.products and tanker.product not in self.products:
            return False
        bound = self.strikes["bound_for"]
        return bound == "any" or (tanker.destination in self.wreck.inside) == (bound == "inside")

    def fits(self, w, convoy):
        if convoy.state == "trapped" or (convoy.by and convoy.by.wreck):
            return False
        if len(convoy.tankers) < self.event["at_least"] or not any(self.fits_tanker(t) for t in convoy.tankers):
            return False
        if self.strikes["direction"] == "both":
            return True
        arc = self.arc_of(w, convoy)  # 14: on chains against each other each way is both
        return arc is not None and (arc if self.strikes["direction"] == "forward" else arc ^ 1) in self.wreck.forward

    def arc_of(self, w, convoy):
        """The road of the stretch that it drives, as it does; at a place, the next one that it will."""
        arc = convoy.arc
        if arc is None:
            if convoy.tankers[0].destination == convoy.place:
                return None
            arc = control.next_arc(w, convoy.tankers[0], convoy.place)
        if arc is None or arc not in self.rank:
            return None
        return arc ^ 1 if convoy.back else arc

    def spot(self, w, convoy):
        """Its sense on the stretch, and how far on it is, in half roads; at a place, of its next road."""
        arc = self.arc_of(w, convoy)
        if arc is not None and self.event["kind"] == "threats":  # one road, whichever way is forward
            return arc, convoy.arc is not None
        return None if arc is None else (arc in self.wreck.forward, 2 * self.rank[arc] + (convoy.arc is not None))


def enters(w, convoy, arc):
    for threat in w.threats:
        if arc not in threat.rank:
            convoy.stretches.pop(threat, None)
        elif threat not in convoy.stretches:
            convoy.stretches[threat] = w.tick()
    for threat in w.threats:
        if threat in convoy.stretches and threat.open_until is not None and w.now < threat.open_until and threat.fits(w, convoy):
            if strike(w, threat, convoy):
                return


def comes_to(w, convoy, place):
    for threat in list(convoy.stretches):
        if place not in threat.between:
            del convoy.stretches[threat]


def leaves_now(w, threat, convoy):
    """In this very second it comes to a place where it is off."""
    if convoy.state != "moving" or w.roads.done_at(convoy.since, convoy.need) != w.now:
        return False
    return (w.roads.tail if convoy.back else w.roads.head)(convoy.arc) not in threat.between


def opens_again(w, threat):
    """An ambush; its openings are numbered."""
    threat.number, threat.openings = threat.openings, threat.openings + 1
    opens(w, threat)


def opens(w, threat):
    threat.struck = 0
    until = w.now + threat.event["strikes_next_convoy_within_s"]
    there = [c for c in w.convoys if threat in c.stretches and not leaves_now(w, threat, c) and threat.fits(w, c)]
    there.sort(key=lambda c: (c.stretches[threat], c.came))
    if threat.event.get("every_convoy"):
        threat.open_until = max(threat.open_until or 0, until)
        for convoy in there:
            if convoy in w.convoys and threat.fits(w, convoy):
                strike(w, threat, convoy)
    elif there:
        strike(w, threat, there[0])
    else:
        threat.open_until = until


def strike(w, threat, convoy):
    """False: it goes on as it was."""
    event = threat.event
    if not event.get("every_convoy"):
        threat.open_until = None
    number = w.given.event_ids.index(event["id"])
    row, luck, beaten_off = threats.outcome(w, threat, convoy)
    threat.struck += 1
    if beaten_off:
        w.seen.count(w, w.seen.beaten_off, number)
        w.seen.log_convoy(w, "beaten_off", convoy, threat.wreck)
        return False
    w.seen.count(w, w.seen.struck, number)
    w.seen.log_convoy(w, "ambush", convoy, threat.wreck)
    lost, trapped = by_pattern(row, luck, convoy)
    spared = [t for t in convoy.tankers if t not in lost and t not in trapped]
    crews = spared[:row["crews_abducted"]]
    if not lost and not trapped and not crews:
        return False
    w.begun.add(event["id"])
    spared = spared[len(crews):]
    if event["road_cleared_after_s"] > 0:
        let_off_ahead(w, threat, convoy)
    take_off_road(w, convoy)
    w.seen.count(w, w.seen.struck_lost, number, len(lost))
    w.seen.count(w, w.seen.struck_trapped, number, len(trapped))
    w.seen.count(w, w.seen.abducted, number, len(crews))
    shares = event["trapped"]
    first, second, _ = exact_split(len(trapped), [shares["recovered_ppm"], shares["diverted_ppm"], shares["lost_ppm"]])
    for tanker in lost:
        is_lost(w, tanker, convoy, event)
    for tankers, fate in ((trapped[:first], "recovered"), (trapped[first:first + second], "diverted")):
        if tankers:
            trap(w, convoys.own_part(w, convoy, tankers), fate, event, shares[fate + "_after_s"])
    for tanker in trapped[first + second:]:
        is_lost(w, tanker, convoy, event)
    if crews:
        trap(w, convoys.own_part(w, convoy, crews), "recovered", event, event["crews_back_after_s"])
    convoy.tankers = spared
    if not spared:
        convoys.dissolve(w, convoy)
    elif convoy.arc is not None:
        convoys.roll(w, convoy)
    if event["road_cleared_after_s"] > 0:
        close(w, threat.wreck, w.now + event["road_cleared_after_s"])
    else:
        w.over.add(event["id"])
    if spared and convoy.arc is not None and convoy.state == "moving":
        policy.stand_again(w, convoy)
    elif spared and convoy.arc is None:
        convoys.formalities(w, convoy)
    return True


def close(w, wreck, cleared):
    """The stretch, until it is cleared."""
    control.turns(w, wreck, CLOSED)
    wreck.cleared_at = cleared
    w.schedule(kinds.CONTROL_NEWS, w.now + wreck.news_after, control.news, wreck, 0)
    w.schedule(kinds.CONTROL_TURNS, cleared, is_cleared, wreck)
    w.schedule(kinds.CONTROL_NEWS, cleared + wreck.news_after, clearing_is_known, wreck)


def by_pattern(row, luck, convoy):
    """Who is lost, and who is trapped."""
    tankers = convoy.tankers
    if row["pattern"] == "first_and_last_lost":
        return tankers[:1] + tankers[1:][-1:], tankers[1:-1]
    if row["pattern"] == "each":
        draws = [luck.uniform() for _ in tankers]
        lost = [t for i, t in enumerate(tankers) if i < row["lost_at_least"] or 1e6 * draws[i] < row["lost_each_ppm"]]
        return lost, [t for t in tankers if t not in lost] if row["rest"] == "trapped" else []
    lost = tankers[:row["lost_tankers"]]
    return lost, tankers[len(lost):len(lost) + row["trapped_tankers"]]


def is_cleared(w, wreck):
    if w.now >= wreck.cleared_at:  # another strike puts it off
        control.turns(w, wreck, OPEN)


def clearing_is_known(w, wreck):
    if w.now >= wreck.cleared_at + wreck.news_after:
        control.news(w, wreck, WHOLE)


def take_off_road(w, convoy):
    """It stops being whatever it was."""
    for tanker in convoy.tankers:
        causes.end_wait(w, tanker.load)
    posts.leave_post(w, convoy)
    if convoy.arc is not None:
        convoys.halt(w, convoy, "acts", None)
    convoy.state, convoy.by, convoy.reach = "acts", None, None


def let_off_ahead(w, threat, struck):
    """Convoys on the stretch that are ahead of the struck one, in its direction; at one spot, who came first."""
    ours = threat.spot(w, struck)
    for tanker in [t for c in w.convoys for t in c.tankers] + [t for p in w.pools.values() for t in p["tankers"]] + escorts.waiting(w):
        tanker.let_off.discard(threat.wreck)
    for convoy in w.convoys:
        theirs = threat.spot(w, convoy) if convoy.tankers and threat in convoy.stretches and convoy is not struck else None
        if ours is None or theirs is None or theirs[0] != ours[0]:
            continue
        if theirs[1] > ours[1] or (theirs[1] == ours[1] and convoy.came < struck.came):
            for tanker in convoy.tankers:
                tanker.let_through.discard(threat.wreck)
                tanker.let_off.add(threat.wreck)


def is_lost(w, tanker, convoy, event):
    escorts.leaves_unit(w, tanker, convoy)
    w.seen.count(w, w.seen.lost, tanker.fleet.number)
    if tanker.fleet.replaced_after:
        w.schedule(kinds.TANKER_REPLACED, w.now + tanker.fleet.replaced_after, replaced, tanker.fleet)
    if tanker.cargo:
        w.seen.move(tanker.cargo[0], "in_tankers", "lost", tanker.cargo[1])
    if tanker.loaded:
        orders.goes_missing(w, tanker.load, event["id"], w.now + event["news_after_s"])


def replaced(w, fleet):
    """9. Another one stands at the base."""
    w.seen.log(w, "replaced", place=fleet.base, tankers=1)
    loading.becomes_idle(w, Tanker(fleet))


def trap(w, convoy, fate, event, after):
    convoy.state = "trapped"
    for tanker in convoy.tankers:
        escorts.leaves_unit(w, tanker, convoy)
        if tanker.cargo:
            w.seen.move(tanker.cargo[0], "in_tankers", "trapped", tanker.cargo[1])
        if tanker.loaded and fate == "diverted":
            orders.goes_missing(w, tanker.load, event["id"], w.now + event["news_after_s"])
            tanker.loaded, tanker.load = False, None
        causes.wait(w, tanker.load, event["id"])
    w.schedule(kinds.FATE_COMES, w.now + after, fate_comes, convoy, fate)


def fate_comes(w, convoy, fate):
    for tanker in convoy.tankers:
        causes.end_wait(w, tanker.load)
        if tanker.cargo:
            w.seen.move(tanker.cargo[0], "trapped", "in_tankers" if fate == "recovered" else "diverted", tanker.cargo[1])
        if fate == "diverted":
            tanker.cargo = tanker.given_up = None
            policy.head_for_home(tanker)
    w.seen.log(w, fate, place=convoy.place, tankers=len(convoy.tankers))
    convoy.state = "acts"
    if convoy.arc is None:
        convoys.formalities(w, convoy)
        return
    convoys.roll(w, convoy)
    policy.stand_again(w, convoy)
