"""Who gets a tanker, loading, outages (11, 18)."""
from simulator import causes, convoys, kinds, orders, precedence, stocks


def serve(w, supplier):
    """Who gets a tanker."""
    gave, get_other_loads = False, []
    while supplier.queue:
        fleet = next((f for f in supplier.fleets if f.idle), None)
        supplier.short_of = (fleet or supplier.fleets[0]).load
        set_short(w, supplier, not can_give(w, supplier, supplier.short_of))
        if supplier.short or fleet is None:
            break
        load = precedence.next_load(w, supplier)
        if load.in_position and load.volume != fleet.load:
            get_other_loads.append(load.tank)
        assign(w, load, fleet.idle.pop(0))
        gave = True
    if supplier.terminal:
        start_loading(w, supplier)
    elif gave:
        stocks.look_after(w, supplier.tank)
    for tank in get_other_loads:
        stocks.touch(w, tank)


def can_give(w, supplier, volume):
    if supplier.terminal:
        return True
    stocks.settle(w, supplier.tank)
    return supplier.tank.stock - supplier.tank.gives_above >= volume


def set_short(w, supplier, short):
    supplier.short = short
    for load in supplier.queue:
        causes.wait(w, load, "supplier dry" if short else "no tanker")


def becomes_idle(w, tanker):
    fleet = tanker.fleet
    fleet.idle.append(tanker)
    passed_over = (0, 0)
    while fleet.idle:
        able = [s for s in fleet.suppliers if s.queue and not (s.short and fleet.load >= s.short_of)
                and (s.queue[0].ordered, s.number) > passed_over]
        if not able:
            break
        before = len(fleet.idle)
        oldest = min(able, key=lambda s: (s.queue[0].ordered, s.number))
        age = oldest.queue[0].ordered, oldest.number
        serve(w, oldest)
        if len(fleet.idle) == before:
            passed_over = age


def assign(w, load, tanker):
    load.tanker, tanker.load, tanker.assigned = tanker, load, w.now
    supplier = load.line.supplier
    causes.end_wait(w, load)
    if supplier.terminal:
        load.state = "at_bay"
        supplier.at_bays.append(tanker)
        causes.wait(w, load, bay_cause(supplier))
        return
    load.state = "loading"
    supplier.tank.stock -= load.volume
    w.seen.move(load.tank.product, "in_tanks", "waiting_to_load", load.volume)
    w.schedule(kinds.TANKER_LOADED, w.now + supplier.loading_takes, tanker_loaded, tanker)


def bay_cause(supplier):
    return supplier.outages[0]["id"] if supplier.outages else "loading"


def start_loading(w, supplier):
    while supplier.at_bays and supplier.loading < supplier.bays and not supplier.outages:
        if supplier.last_start is not None and w.now < supplier.last_start + supplier.spacing:
            if supplier.resumes != supplier.last_start + supplier.spacing:
                supplier.resumes = supplier.last_start + supplier.spacing
                w.schedule(kinds.LOADING_RESUMES, supplier.resumes, start_loading, supplier)
            return
        tanker = supplier.at_bays.pop(0)
        load = tanker.load
        causes.end_wait(w, load)
        load.state = "loading"
        supplier.loading += 1
        supplier.last_start = w.now
        w.seen.move(load.tank.product, "outside", "waiting_to_load", load.volume)
        w.schedule(kinds.TANKER_LOADED, w.now + supplier.loading_takes, tanker_loaded, tanker)


def tanker_loaded(w, tanker):
    load, supplier = tanker.load, tanker.load.line.supplier
    load.state = "under_way"
    tanker.loaded, tanker.left, tanker.cargo = True, w.now, (load.tank.product, load.volume)
    w.seen.move(load.tank.product, "waiting_to_load", "in_tankers", load.volume)
    w.seen.count(w, w.seen.dispatched, w.given.lines.index(load.line), load.volume)
    if not load.line.by_knowledge:
        tanker.habit, tanker.at = load.line.habit, 0
    if supplier.terminal:
        supplier.loading -= 1
        start_loading(w, supplier)
    if supplier.place == load.tank.place:
        convoys.joins_tank(w, tanker)
    else:
        convoys.gather_or_go(w, convoys.formed(w, [tanker], supplier.place))


# 18 Outages

def outage_turns(w, event, begins):
    supplier = w.given.terminals.get(event["terminal"])
    if supplier:
        supplier.outages = sorted((e for e in outages_of(w, event["terminal"]) if in_force(e, w.now)), key=lambda e: since(e, w.now))
        for tanker in supplier.at_bays:
            causes.wait(w, tanker.load, bay_cause(supplier))
        start_loading(w, supplier)
    terminal = next(t for t in w.given.resolved["terminals"] if t["id"] == event["terminal"])
    w.seen.log(w, "outage_begins" if begins else "outage_ends", event=event, place=w.roads.place[terminal["place"]])


def outages_of(w, terminal):
    return [e for e in w.given.resolved["events"] if e["kind"] == "outage" and e["terminal"] == terminal]


def in_force(event, instant):
    return any(begins <= instant < ends for begins, ends in event["spans"])


def since(event, instant):
    return next(begins for begins, ends in event["spans"] if begins <= instant < ends)


def outage_news(w, event, begins):
    supplier = w.given.terminals.get(event["terminal"])
    if supplier is None:
        return
    shut = any(in_force(e, w.now - e["news_after_s"]) for e in outages_of(w, event["terminal"]))
    if shut != supplier.known_shut:
        causes.book_not_ordered_so_far(w)
        supplier.known_shut = shut
        orders.weigh_lines(w)
