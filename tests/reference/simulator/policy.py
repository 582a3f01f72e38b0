"""Closure policies (16)."""
from simulator import causes, control, convoys, escorts, orders, stocks


# On a road when its control closes

def stop_on_roads(w, by):
    """Convoys that move forward on a barred road, in the order in which they entered."""
    moving = [c for c in w.convoys if c.state == "moving" and not c.back and by.means_arc(c.arc)]
    for convoy in sorted(moving, key=lambda c: c.came):
        meant = [t for t in convoy.tankers if by.means_tanker(t, convoy.arc)]
        if meant:
            stop_on_road(w, convoy, meant, by)


def stop_on_road(w, convoy, meant, by):
    if by.policy == "proceed":
        w.seen.log_convoy(w, "proceeded", convoy, by)
        return
    own = convoys.part(w, convoy, meant)
    if by.policy == "hold":
        hold_on_road(w, own, by)
        return
    if by.policy == "abandon" and own.tankers[0].loaded:
        give_up_loads(w, own, by)
    convoys.halt(w, own, "acts", None)
    own.back, own.need, own.driven = True, own.driven, 0
    for tanker in own.tankers:
        tanker.habit = None
    convoys.roll(w, own)
    w.seen.log_convoy(w, "turned_back", own, by)


def hold_on_road(w, convoy, by):
    convoys.halt(w, convoy, "on_road", by)
    for tanker in convoy.tankers:
        causes.wait(w, tanker.load, by.id)
    w.seen.log_convoy(w, "held", convoy, by)


def stops_for(w, convoy):
    """Of each tanker on a road, the control that keeps it standing there; grouped, in order."""
    groups = {}
    for tanker in convoy.tankers:
        by = next((c for c in control.on(w, convoy.arc) if c.share == 0 and c.policy != "proceed"
                   and c.means_tanker(tanker, convoy.arc)), None)
        groups.setdefault(by, []).append(tanker)
    return [(by, convoys.part(w, convoy, tankers)) for by, tankers in groups.items()]


def release_on_roads(w, by):
    """They drive as far as they still need, unless another control closes the road for them."""
    held = [c for c in w.convoys if c.state == "on_road" and c.by is by]
    for convoy in sorted(held, key=lambda c: c.came):
        for other, own in stops_for(w, convoy):
            for tanker in own.tankers:
                causes.end_wait(w, tanker.load)
                if other:
                    causes.wait(w, tanker.load, other.id)
            if other:
                own.by = other
                continue
            w.seen.log_convoy(w, "released", own, by)
            convoys.roll(w, own)


def stand_again(w, convoy):
    """It moves, and the road may be closed for some of it."""
    if not convoy.back:
        for by, own in stops_for(w, convoy):
            if by:
                hold_on_road(w, own, by)


# At the place before

def stand(w, convoy, by):
    convoy.state, convoy.by = "held", by
    for tanker in convoy.tankers:
        causes.wait(w, tanker.load, by.id)
    w.seen.log_convoy(w, "held", convoy, by)


def strand(w, convoy):
    convoy.state = "stranded"
    convoy.by = control.bars_normal_way(w, convoy.tankers[0], convoy.place)
    for tanker in convoy.tankers:
        causes.wait(w, tanker.load, convoy.by.id if convoy.by else "road")
    w.seen.log_convoy(w, "stranded", convoy, convoy.by)


def release_at_places(w, is_standing):
    """They plan their next road and ask anew, in the order in which they came: those that still stand then."""
    for convoy in sorted(filter(is_standing, w.convoys), key=lambda c: c.came):
        if not is_standing(convoy):
            continue
        w.seen.log_convoy(w, "released", convoy, convoy.by)
        for tanker in convoy.tankers:
            causes.end_wait(w, tanker.load)
        convoys.go_on(w, convoy)


def refuse(w, convoy, arc, by):
    if by.policy in ("hold", "proceed"):
        stand(w, convoy, by)
    elif by.policy == "abandon":
        if convoy.tankers[0].loaded:
            give_up_loads(w, convoy, by)
            convoys.goes_on_at(w, convoy)
        else:
            stand(w, convoy, by)
    else:
        look_for_way(w, convoy, by)


def look_for_way(w, convoy, by):
    """turn_back, reroute: those for whom there is one go, the others stand."""
    for tanker in convoy.tankers:
        if by.policy == "turn_back":
            tanker.turn_to = None if convoy.place in w.given.haltable else place_behind(w, tanker)
        tanker.habit = None
    stay = [t for t in convoy.tankers if refused_again(w, t, convoy.place)]
    if stay:
        own = convoys.part(w, convoy, stay)
        if by.policy == "turn_back":
            for tanker in stay:
                tanker.turn_to = None
        stand(w, own, by)
        if own is convoy:
            return
    w.seen.log_convoy(w, "turned_back" if by.policy == "turn_back" else "rerouted", convoy, by)
    convoys.go_on(w, convoy)


def refused_again(w, tanker, place):
    arc = control.next_arc(w, tanker, place)
    return arc is None or control.refused_unasked(w, tanker, arc) is not None


def place_behind(w, tanker):
    for arc in reversed(tanker.habit[:tanker.at] if tanker.habit else []):
        if w.roads.tail(arc) in w.given.haltable:
            return w.roads.tail(arc)
    return tanker.load.line.supplier.place if tanker.loaded else tanker.fleet.base


def give_up_loads(w, convoy, by):
    """The load leaves the position at once and is missing; the fuel rides home."""
    w.seen.log_convoy(w, "abandoned", convoy, by)
    for tanker in convoy.tankers:
        load = tanker.load
        escorts.leaves_unit(w, tanker, convoy)
        tanker.given_up = load.line.supplier
        orders.goes_missing(w, load, by.id, w.now)
        head_for_home(tanker)


def head_for_home(tanker):
    """A trip of its own."""
    tanker.loaded, tanker.load = False, None
    tanker.end_trip()


def bring_back(w, tanker):
    """The fuel of a load that was given up, at home; returns its supplier."""
    supplier, tanker.given_up = tanker.given_up, None
    if not supplier:
        return None
    product, volume = tanker.cargo
    tanker.cargo = None
    to = "outside"
    if supplier.tank:
        stocks.settle(w, supplier.tank)
        fits = supplier.tank.stock + sum(t.load.volume for t in supplier.tank.at_hose) + volume <= supplier.tank.capacity
        to = "in_tanks" if fits else "diverted"
        supplier.tank.stock += volume if fits else 0
    w.seen.move(product, "in_tankers", to, volume)
    return supplier
