"""Escorts: who waits for one, units, rules, loans (13, 18)."""
from simulator import causes, control, convoys, kinds, loading, stocks
from simulator.numbers import DAY, WHOLE, month_of

STATES = ["stands", "gathers", "leads", "drives_empty", "moves"]


class Escort:
    def __init__(self, w, number, given):
        self.number, self.given, self.id = number, given, given["id"]
        arcs = w.roads.arcs(given["roads"])
        self.segments = {arc // 2 for arc in arcs}
        self.first_arc = arcs[0]
        base = w.roads.place[given["base"]]
        ends = [End(self, w.roads.tail(arcs[0]), arcs[0]), End(self, w.roads.head(arcs[-1]), arcs[-1] ^ 1)]
        self.ends = sorted(ends, key=lambda end: end.place != base)  # base first
        self.to_be_lent = []       # for each unit: to whom


class End:
    def __init__(self, escort, place, arc):
        self.escort, self.place, self.arc = escort, place, arc
        self.queue = []            # tankers and since when
        self.look = self.looks_at = None  # token and instant of the look to come


class Unit:
    def __init__(self, w, number, escort):
        self.number, self.escort, self.end = number, escort, escort.ends[0]  # where it stands, or will
        self.state, self.since, self.ready, self.led = "stands", w.given.begin, None, set()

    def turns(self, w, state, ready_at=None):
        w.seen.count_unit(w, self)
        self.state, self.since = state, w.now
        self.ready = None if ready_at is None else w.schedule(kinds.UNIT_READY, ready_at, is_ready, self)


def make(w):
    w.escorts = [Escort(w, i, e) for i, e in enumerate(w.given.resolved["escorts"])]
    w.ends = [end for escort in w.escorts for end in escort.ends]
    w.units = []
    for escort in w.escorts:
        for _ in range(escort.given["units"]):
            w.units.append(Unit(w, len(w.units), escort))


def waiting(w):
    return [tanker for end in w.ends for tanker, _ in end.queue]


# Who waits

def rule_holds(w, escort):
    return w.counting and any(e["kind"] == "escort_only" and escort.id in e["escorts"] and loading.in_force(e, w.now) for e in w.given.resolved["events"])


def end_of(w, tanker, place):
    """Where it has to wait for an escort, if it has to."""
    if not tanker.loaded or tanker.turn_to is not None or tanker.led_by or not w.ends:
        return None
    arc = control.next_arc(w, tanker, place)
    end = next((end for end in w.ends if end.place == place and end.arc == arc), None)
    if end is None:
        return None
    waits = rule_holds(w, end.escort) or (end.escort.given["waits_unasked_s"] > 0 and not tanker.has_waited)
    return end if waits else None


def ask(w, convoy):
    """Those who wait leave it, in order."""
    ends = [(tanker, end_of(w, tanker, convoy.place)) for tanker in convoy.tankers]
    convoy.tankers = [tanker for tanker, end in ends if end is None]
    for tanker, end in ends:
        if end:
            end.queue.append((tanker, w.now))
            causes.wait(w, tanker.load, "escort")
    for end in dict.fromkeys(end for _, end in ends if end):
        look(w, end)


def leaves_queue(w, end, entry):
    tanker, since = entry
    end.queue.remove(entry)
    causes.end_wait(w, tanker.load)
    w.seen.count(w, w.seen.escort_tankers, end.escort.number)
    w.seen.count(w, w.seen.escort_wait, end.escort.number, w.now - since)


def goes_unasked(w, end):
    """Those who have waited long enough, one by one."""
    given = end.escort.given
    while end.queue and not rule_holds(w, end.escort) and w.now >= end.queue[0][1] + given["waits_unasked_s"]:
        tanker = end.queue[0][0]
        leaves_queue(w, end, end.queue[0])
        tanker.has_waited = True
        w.seen.log(w, "goes_alone", place=end.place, segment=end.arc // 2, tankers=1)
        convoys.go_on(w, convoys.formed(w, [tanker], end.place))


# Looking at an end

def stand_at(w, end):
    return [u for u in w.units if u.state == "stands" and u.end is end]


def is_attended(w, end):
    return any(u.end is end and u.state in ("stands", "gathers", "drives_empty", "moves") for u in w.units)


def may_leave(w, end):
    given = end.escort.given
    if given["every_s"] > 0 and (w.now - w.given.start) % given["every_s"]:
        return False
    return bool(end.queue) and (len(end.queue) >= given["leaves_with"] or w.now >= end.queue[0][1] + given["longest_wait_s"])


def look_again(w, end):
    if end.look == w.token:
        end.looks_at = None
        look(w, end)


def look(w, end):
    goes_unasked(w, end)
    while stand_at(w, end) and may_leave(w, end):
        unit = stand_at(w, end)[0]
        if end.escort.given["assembly_takes_s"] > 0:
            unit.turns(w, "gathers", w.now + end.escort.given["assembly_takes_s"])
        else:
            unit.turns(w, "gathers")
            leave(w, unit)
    if end.queue and not is_attended(w, end):
        for unit in w.units:
            if unit.state == "stands":
                look_for_work(w, unit)
                if is_attended(w, end):
                    break
    plan_look(w, end)


def plan_look(w, end):
    """One that is planned for that instant keeps its place in it."""
    at = next_look(w, end)
    if at != end.looks_at:
        end.looks_at = at
        end.look = None if at is None else w.schedule(kinds.ESCORT_LOOKS, at, look_again, end)


def next_look(w, end):
    if not end.queue:
        return None
    given, first, times = end.escort.given, end.queue[0][1], []
    if not rule_holds(w, end.escort):
        times.append(first + given["waits_unasked_s"])
    if stand_at(w, end):
        times.append(first + given["longest_wait_s"])
        if given["every_s"] > 0:
            times.append(w.now + given["every_s"] - (w.now - w.given.start) % given["every_s"])
    return min((t for t in times if t > w.now), default=None)


# Units

def is_ready(w, unit):
    if unit.ready != w.token:
        return
    if unit.state == "gathers":
        leave(w, unit)
    elif unit.state == "stands":  # long enough, and not at its base
        drive_to(w, unit, unit.escort.ends[0])
    else:
        stand(w, unit)


def leave(w, unit):
    """With those who wait and still want to go that way."""
    end, led, alone = unit.end, [], []
    for entry in list(end.queue):
        if len(led) == end.escort.given["at_most"]:
            break
        goes_there = control.next_arc(w, entry[0], end.place) == end.arc
        (led if goes_there else alone).append(entry)
    for entry in alone:
        leaves_queue(w, end, entry)
        convoys.go_on(w, convoys.formed(w, [entry[0]], end.place))
    if not led:
        stand(w, unit)
        return
    for entry in led:
        leaves_queue(w, end, entry)
        entry[0].led_by = unit
    tankers = [tanker for tanker, _ in led]
    unit.led = set(tankers)
    unit.turns(w, "leads")
    w.seen.count(w, w.seen.convoys_led, unit.escort.number)
    w.seen.log(w, "escort_leaves", place=end.place, segment=end.arc // 2, tankers=len(tankers))
    convoys.go_on(w, convoys.formed(w, tankers, end.place))
    look(w, end)


def reach(w, convoy):
    """A place: it may be an end of a stretch."""
    for tanker in convoy.tankers:
        if any(end.place == convoy.place for end in w.ends):
            tanker.has_waited = False
        if tanker.led_by and any(end.place == convoy.place for end in tanker.led_by.escort.ends):
            leaves_unit(w, tanker, convoy)


def enter(w, convoy, arc):
    """A road: it may be off the stretch."""
    for tanker in convoy.tankers:
        if tanker.led_by and arc // 2 not in tanker.led_by.escort.segments:
            leaves_unit(w, tanker, convoy)


def leaves_unit(w, tanker, convoy):
    unit = tanker.led_by
    if unit is None:
        return
    tanker.led_by = None
    unit.led.discard(tanker)
    if unit.led:
        return
    at = next((end for end in unit.escort.ends if convoy.arc is None and end.place == convoy.place), None)
    if at:
        unit.end = at
        stand(w, unit)
    else:
        drive_to(w, unit, unit.escort.ends[0])


def stand(w, unit):
    """It comes to stand at an end."""
    unit.turns(w, "stands")
    if unit.escort.to_be_lent:
        move(w, unit, unit.escort.to_be_lent.pop(0))
        return
    look(w, unit.end)
    if unit.state == "stands":
        look_for_work(w, unit)
    if unit.state == "stands" and unit.end is not unit.escort.ends[0]:
        unit.turns(w, "stands", w.now + unit.escort.given["returns_after_s"])


def drive_to(w, unit, end):
    time = 0
    for k in unit.escort.segments:
        segment = w.roads.segments[k]
        rainy = month_of(w.now) in w.roads.driving["rainy_months"]
        time += w.roads.dry_time(segment, segment["rainy_season_factor_ppm"] if rainy else WHOLE)
    unit.end = end
    unit.turns(w, "drives_empty", w.roads.done_at(w.now, time))


def move(w, unit, escort):
    unit.turns(w, "moves", w.now + w.given.resolved["escort_move_takes_s"])
    unit.escort, unit.end = escort, escort.ends[0]
    w.seen.log(w, "unit_moves", place=unit.end.place, segment=unit.end.arc // 2)


def look_for_work(w, unit):
    if unit.end.queue:
        return
    policy = w.given.resolved["escort_policy"]
    open_ends = [end for end in w.ends if end.queue and not is_attended(w, end) and (policy != "fixed" or end.escort is unit.escort)]
    if not open_ends:
        return
    rank = {"fixed": lambda end: end.queue[0][1],
            "longest_queue": lambda end: -len(end.queue),
            "most_litres": lambda end: -sum(tanker.load.volume for tanker, _ in end.queue),
            "most_needed": lambda end: min(cover(w, tanker.load.tank.pair) for tanker, _ in end.queue)}[policy]
    end = min(open_ends, key=rank)
    if end.escort is unit.escort:
        drive_to(w, unit, end)
    else:
        move(w, unit, end.escort)


def cover(w, pair):
    tanks = [t for t in w.given.tanks if t.pair == pair]
    week = sum(t.week for t in tanks)
    return 7 * DAY * sum(stocks.stock_at(t, w.now) for t in tanks) // week if week else float("inf")


# 18 Rules and loans

def rule_turns(w, event, begins):
    w.seen.log(w, "escort_rule_begins" if begins else "escort_rule_ends", event=event)
    for escort in w.escorts:
        if escort.id in event["escorts"]:
            for end in sorted(escort.ends, key=lambda end: end.arc != escort.first_arc):  # along the corridor
                look(w, end)


def loan_turns(w, event, begins):
    w.seen.log(w, "escort_rule_begins" if begins else "escort_rule_ends", event=event)
    one = lambda key: next(e for e in w.escorts if e.id == event[key])
    lender, to = (one("from_escort"), one("to_escort")) if begins else (one("to_escort"), one("from_escort"))
    for _ in range(event["units"]):
        unit = next((u for u in w.units if u.escort is lender and u.state == "stands"), None)
        if unit:
            move(w, unit, to)
        else:
            lender.to_be_lent.append(to)
