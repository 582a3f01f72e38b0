"""Events that wait for a condition (18)."""
from simulator import ambush, closures, control, escorts, kinds, loading, precedence, slowdowns, stocks, threats
from simulator.numbers import DRAW_DECISION, WHOLE, fnv1a, uniform


class Condition:
    """What is waited for, and since when it has been true without a break."""

    def __init__(self, w, given):
        self.given, self.since = given, None
        if given["place"] is not None:
            place, product = w.roads.place[given["place"]], w.given.products.index(given["product"])
            self.tanks = [t for t in w.given.tanks if t.place == place and t.product == product]

    def is_true(self, w, instant):
        """At an instant before the next event."""
        g = self.given
        if g["after"] is not None:
            return g["after"] in w.begun
        if g["after_end_of"] is not None:
            return g["after_end_of"] in w.over
        level = g["below_s"] if g["below_s"] is not None else g["above_s"]
        stock, week = sum(stocks.stock_at(t, instant) for t in self.tanks), sum(t.week for t in self.tanks)
        return (stock < stocks.level_of(level, week)) == (g["below_s"] is not None)

    def look(self, w):
        if not self.is_true(w, w.now):
            self.since = None
        elif self.since is None:
            self.since = w.now

    def turns_before(self, w, until):
        """The first second after now and before `until` at which it is another; stocks only fall until then."""
        now = self.since is not None
        if self.given["place"] is None or until - w.now < 2 or self.is_true(w, until - 1) == now:
            return None
        low, high = w.now, until - 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.is_true(w, middle) != now else (middle, high)
        return high


class Trigger:
    def __init__(self, w, event):
        self.event, self.given = event, event["trigger"]
        self.when = Condition(w, self.given["when"])
        self.stops = Condition(w, self.given["stops_when"]) if self.given["stops_when"] else None
        self.state, self.decided, self.may_be_decided = "waits", 0, True
        self.begins_at = self.begun_at = None
        self.waits_since = w.given.start
        self.planned = set()       # instants at which it is looked at in any case

    def look(self, w):
        self.when.look(w)
        if self.stops:
            self.stops.look(w)
        if self.state == "waits" and self.when.since is None:
            self.may_be_decided = True
        if self.state == "waits" and self.may_be_decided and has_held(w, self, self.when, self.waits_since):
            self.decide(w)
        if self.state == "decided" and w.now >= self.begins_at:
            self.state, self.begun_at = "runs", w.now
            turn(w, self.event, True)
        elif self.state == "runs" and self.is_to_end(w):
            self.state, self.waits_since = "waits", w.now
            turn(w, self.event, False)

    def decide(self, w):
        yes = comes_true(w, self.event, self.given["chance_ppm"], self.decided)
        self.decided += 1
        self.may_be_decided = False
        w.seen.log(w, "decided" if yes else "not_decided", event=self.event)
        if yes:
            self.state, self.begins_at = "decided", w.now + self.given["decision_takes_s"]
            look_at(w, self, self.begins_at)

    def is_to_end(self, w):
        if self.event["kind"] == "ambush":
            return is_past(w, next(t for t in w.threats if t.event is self.event), self)
        lasts = self.given["lasts_s"]
        if lasts is not None:
            if w.now >= self.begun_at + lasts:
                return True
            look_at(w, self, self.begun_at + lasts)
        return self.stops is not None and has_held(w, self, self.stops, self.begun_at)


def comes_true(w, event, chance, occasion):
    """24."""
    return 1e6 * uniform(w.seed, w.replication, DRAW_DECISION, fnv1a(event["id"]), occasion) < chance


def is_past(w, threat, trigger):
    """An ambush in force: its window is over, and the road cleared if it has struck."""
    if threat.open_until is not None and w.now < threat.open_until:
        look_at(w, trigger, threat.open_until)
        return False
    return threat.wreck.share == WHOLE


def has_held(w, trigger, condition, at_the_earliest):
    if condition.since is None:
        return False
    since = max(condition.since, at_the_earliest) + condition.given["for_s"]
    if since > w.now:
        look_at(w, trigger, since)
    return since <= w.now


def look_at(w, trigger, instant):
    if instant > w.now and instant not in trigger.planned:
        trigger.planned.add(instant)
        w.schedule(kinds.TRIGGER_LOOKS, instant, lambda w: None)


def look(w):
    """After everything else of a second, before samples: by name, until a turn has to be handled first."""
    for trigger in w.triggers:
        state = trigger.state
        trigger.look(w)
        if trigger.state != state and "runs" in (state, trigger.state):
            w.looked = None
            return


def plan_next_look(w, until):
    """A condition may change between two events."""
    turns = [c.turns_before(w, until) for t in w.triggers for c in (t.when, t.stops) if c]
    return min((t for t in turns if t is not None), default=None)


def turn(w, event, begins):
    """Begins or ends in this second; the news follow."""
    if begins:
        event["spans"].append([w.now, w.given.end])
    else:
        event["spans"][-1][1] = w.now
    if event["kind"] == "ambush":
        threat = next(t for t in w.threats if t.event is event)
        w.schedule(kinds.THREAT_OPENS, w.now, ambush.opens_again if begins else no_more, threat)
        return
    if event["kind"] == "random_closure":
        for road in w.closures:
            if road.event is event:
                w.schedule(kinds.CONTROL_TURNS, w.now, closures.begins if begins else closures.ends, road)
        return
    if event["kind"] == "control":
        set_off(w, next(c for c in w.controls if c.event is event), begins)
        return
    if event["kind"] == "threats":  # its rate is looked up; it has begun when it strikes, and is over when that road is cleared
        w.schedule(kinds.THREAT_SHIFT_TURNS, w.now, no_more, event)
        return
    kind, handler = {"outage": (kinds.OUTAGE_TURNS, loading.outage_turns), "demand_shift": (kinds.DEMAND_TURNS, stocks.demand_turns),
                     "slowdown": (kinds.SLOWDOWN_TURNS, slowdowns.turns), "precedence": (kinds.PRECEDENCE_TURNS, precedence.turns),
                     "threat_shift": (kinds.THREAT_SHIFT_TURNS, threats.shift_turns),
                     "escort_only": (kinds.ESCORT_TURNS, escorts.rule_turns),
                     "escort_move": (kinds.ESCORT_TURNS, escorts.loan_turns)}[event["kind"]]
    if event["kind"] == "slowdown":
        slowdowns.decided(w, event, begins)
    w.schedule(kind, w.now, handler, event, begins)
    if event["kind"] == "outage":
        w.schedule(kinds.OUTAGE_NEWS, w.now + event["news_after_s"], loading.outage_news, event, begins)
    w.schedule(kind, w.now, lambda w: (w.begun if begins else w.over).add(event["id"]))


def no_more(w, threat):
    """Its window is over already; the others are looked at again."""


def set_off(w, one, begins):
    """The phases of a control from its beginning, or what it lets through from its end on; what was to come is not."""
    one.course += 1
    if begins:
        steps = [(w.now + p["after_s"], control.grade_of(p), p) for p in one.event["phases"]]
    else:
        steps = [(at, grade, None) for at, grade in slowdowns.grades_behind(one.event, w.now, one.phase, ambush.OPEN)]
    for at, grade, phase in steps:
        w.schedule(kinds.CONTROL_TURNS, at, control_turns, one, one.course, grade, phase)


def control_turns(w, one, course, grade, phase):
    if one.course != course:
        return
    one.phase = phase
    w.schedule(kinds.CONTROL_NEWS, w.now + one.news_after, control.news, one, grade[0])
    control.turns(w, one, grade)
    (w.over if grade is ambush.OPEN else w.begun).add(one.id)
