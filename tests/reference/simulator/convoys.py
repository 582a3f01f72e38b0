"""Convoys at places and on roads, posts, assembly, tanks, home (7, 12, 13)."""
from simulator import ambush, causes, control, escorts, kinds, loading, policy, posts, slowdowns, stocks, threats
from simulator.traffic import Convoy


def formed(w, tankers, place):
    """A convoy that sets out here and now."""
    convoy = Convoy(w, tankers, place)
    convoy.comes(w)
    return convoy


def part(w, convoy, tankers):
    """Some tankers leave their convoy as one of their own, in order; the whole convoy if it is all of them."""
    return convoy if len(tankers) == len(convoy.tankers) else own_part(w, convoy, tankers)


def own_part(w, convoy, tankers):
    convoy.tankers = [t for t in convoy.tankers if t not in tankers]
    own = Convoy(w, tankers, convoy.place)
    own.arc, own.state, own.by, own.back, own.stretches = convoy.arc, convoy.state, convoy.by, convoy.back, dict(convoy.stretches)
    own.driven, own.need, own.since = convoy.driven, convoy.need, convoy.since
    if own.state == "moving":
        own.reach = w.schedule(kinds.CONVOY_REACHES, w.roads.done_at(own.since, own.need), reaches, own)
    return own


def dissolve(w, convoy):
    if convoy in w.convoys:
        w.convoys.remove(convoy)


# 13 At a place

def arrives(w, convoy, place):
    convoy.place, convoy.arc, convoy.state, convoy.reach, convoy.back = place, None, "acts", None, False
    convoy.comes(w)
    ambush.comes_to(w, convoy, place)
    for tanker in convoy.tankers:
        if tanker.turn_to == place:
            tanker.turn_to = None
    escorts.reach(w, convoy)
    formalities(w, convoy)


def formalities(w, convoy):
    """It is split by post first."""
    groups = {}
    for tanker in convoy.tankers:
        post = posts.post_for(w, tanker, convoy.place)
        groups.setdefault(post["id"] if post else None, []).append(tanker)
    for post, tankers in groups.items():
        own = part(w, convoy, tankers)
        if post is None:
            goes_on_at(w, own)
        else:
            posts.queue_at_post(w, own, next(p for p in w.given.posts if p["id"] == post))


def goes_on_at(w, convoy):
    """Who has arrived leaves; the rest gather or go on."""
    for tanker in list(convoy.tankers):
        if tanker.destination == convoy.place and tanker.turn_to is None:
            convoy.tankers.remove(tanker)
            escorts.leaves_unit(w, tanker, convoy)
            if tanker.loaded:
                joins_tank(w, tanker)
            else:
                comes_home(w, tanker)
    if convoy.tankers:
        gather_or_go(w, convoy)
    else:
        dissolve(w, convoy)


def gather_or_go(w, convoy):
    place = convoy.place
    escorts.ask(w, convoy)
    if place in w.given.assemblies:
        for tanker in list(convoy.tankers):
            arc = control.next_arc(w, tanker, place)
            if tanker.loaded and tanker.turn_to is None and arc is not None:
                convoy.tankers.remove(tanker)
                gathers(w, tanker, place, arc)
    if convoy.tankers:
        go_on(w, convoy)
    else:
        dissolve(w, convoy)


def gathers(w, tanker, place, arc):
    pool = w.pools.get((place, arc))
    if pool is None:
        pool = w.pools[place, arc] = {"tankers": [], "since": [], "token": None}
        pool["token"] = w.schedule(kinds.POOL_LEAVES, w.now + w.given.assemblies[place]["wait_at_most_s"], pool_leaves, place, arc)
    pool["tankers"].append(tanker)
    pool["since"].append(w.now)
    causes.wait(w, tanker.load, "assembly")
    if len(pool["tankers"]) >= w.given.assemblies[place]["tankers"]:
        leave_pool(w, place, arc)


def pool_leaves(w, place, arc):
    pool = w.pools.get((place, arc))
    if pool and pool["token"] == w.token:
        leave_pool(w, place, arc)


def leave_pool(w, place, arc):
    pool = w.pools.pop((place, arc))
    tankers = pool["tankers"]
    w.seen.count_assembly(w, place, pool["since"])
    for tanker in tankers:
        causes.end_wait(w, tanker.load)
    go_on(w, formed(w, tankers, place))


def go_on(w, convoy):
    """Who takes the same next road as the first stays with it; the rest follow as a convoy of their own."""
    convoy.state, convoy.by = "acts", None
    escorts.ask(w, convoy)
    if not convoy.tankers:
        dissolve(w, convoy)
        return
    while True:
        arcs = [control.next_arc(w, t, convoy.place) for t in convoy.tankers]
        rest = [t for t, arc in zip(convoy.tankers, arcs) if arc != arcs[0]]
        follower = part(w, convoy, rest) if rest else None
        if arcs[0] is None:
            policy.strand(w, convoy)
        else:
            enter(w, convoy, arcs[0])
        if follower is None:
            return
        convoy = follower


def enter(w, convoy, arc):
    """14. Answers, policies, levies; who is left enters the road."""
    answers = control.decide(w, convoy, arc)
    tankers = list(convoy.tankers)
    for by in dict.fromkeys(a for a in answers if a):
        own = part(w, convoy, [t for t, a in zip(tankers, answers) if a is by])
        policy.refuse(w, own, arc, by)
        if own is convoy:
            return
    for levy in [c for c in control.on(w, arc) if c.levied]:
        payers = [t for t in convoy.tankers if levy not in t.let_through and levy.means_tanker(t, arc)]
        for tanker in payers:
            tanker.let_through.add(levy)
            if tanker.loaded:
                w.seen.count(w, w.seen.levied, w.given.event_ids.index(levy.id), levy.cost)
        if payers and levy.delay:
            own = part(w, convoy, payers)
            wait_for_levy(w, own, levy)
            if own is convoy:
                return
    drive(w, convoy, arc)


def wait_for_levy(w, convoy, levy):
    w.seen.log_convoy(w, "levied", convoy, levy)
    for tanker in convoy.tankers:
        causes.wait(w, tanker.load, levy.id)
    convoy.state = "levy"
    convoy.reach = w.schedule(kinds.CONVOY_REACHES, w.now + levy.delay, has_paid, convoy)


def has_paid(w, convoy):
    if convoy.state == "levy" and convoy.reach == w.token:
        for tanker in convoy.tankers:
            causes.end_wait(w, tanker.load)
        go_on(w, convoy)


# 7 On a road

def drive(w, convoy, arc):
    for tanker in convoy.tankers:
        if tanker.habit is not None:
            tanker.at += 1
    w.seen.count(w, w.seen.entered, arc // 2, len(convoy.tankers))
    threats.note_use(w, arc // 2, len(convoy.tankers))
    escorts.enter(w, convoy, arc)
    convoy.arc, convoy.driven, convoy.back = arc, 0, False
    convoy.need = w.roads.driving_time(arc // 2, w.now, w.seed, w.replication, slowdowns.speed(w, arc // 2, w.now))
    convoy.comes(w)
    roll(w, convoy)
    ambush.enters(w, convoy, arc)


def roll(w, convoy):
    """Drives what it still needs."""
    convoy.state, convoy.by, convoy.since = "moving", None, w.now
    convoy.reach = w.schedule(kinds.CONVOY_REACHES, w.roads.done_at(w.now, convoy.need), reaches, convoy)


def halt(w, convoy, state, by):
    """Stands on the road."""
    if convoy.state == "moving":
        driven = min(convoy.need, w.roads.counted(convoy.since, w.now))
        convoy.driven, convoy.need = convoy.driven + driven, convoy.need - driven
    convoy.state, convoy.by, convoy.reach = state, by, None


def reaches(w, convoy):
    if convoy.state != "moving" or convoy.reach != w.token:
        return
    if convoy.back:
        arrives(w, convoy, w.roads.tail(convoy.arc))
    else:
        arrives(w, convoy, w.roads.head(convoy.arc))


# 12 Unloading, and home

def joins_tank(w, tanker):
    load = tanker.load
    tank = load.tank
    causes.wait(w, load, "tank full")
    tank.waiting.append(tanker)
    stocks.touch(w, tank)


def unload_waiting(w, tank):
    while tank.waiting:
        first = tank.waiting[0]
        if tank.stock + sum(t.load.volume for t in tank.at_hose) + first.load.volume > tank.capacity:
            return
        tank.waiting.pop(0)
        tank.at_hose.append(first)
        causes.end_wait(w, first.load)
        w.schedule(kinds.TANKER_UNLOADED, w.now + tank.unloading_takes, tanker_unloaded, first)


def tanker_unloaded(w, tanker):
    load = tanker.load
    tank = load.tank
    stocks.settle(w, tank)
    causes.book_with_fed(w, tank)
    tank.at_hose.remove(tanker)
    tank.stock += load.volume
    w.seen.move(tank.product, "in_tankers", "in_tanks", load.volume)
    causes.delivered(w, load)
    line = w.given.lines.index(load.line)
    w.seen.count(w, w.seen.loads, line)
    w.seen.count(w, w.seen.volume, line, load.volume)
    w.seen.count(w, w.seen.trip, line, w.now - tanker.left)
    if tanker.left >= w.given.start:
        w.seen.count(w, w.seen.made_it, line, load.volume)
    tank.loads.remove(load)
    tanker.load, tanker.loaded, tanker.cargo = None, False, None
    tanker.end_trip()
    start_home(w, tanker, tank.place)
    stocks.rose(w, tank)


def start_home(w, tanker, place):
    if place == tanker.fleet.base:
        comes_home(w, tanker)
    else:
        go_on(w, formed(w, [tanker], place))


def comes_home(w, tanker):
    fleet = tanker.fleet
    w.seen.count(w, w.seen.cycles, fleet.number)
    w.seen.count(w, w.seen.cycle_time, fleet.number, w.now - tanker.assigned)
    supplier = policy.bring_back(w, tanker)
    tanker.load = None
    tanker.end_trip()
    loading.becomes_idle(w, tanker)
    if supplier and supplier.tank:
        stocks.settle(w, supplier.tank)
        stocks.rose(w, supplier.tank)
