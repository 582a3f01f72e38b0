"""Threats by chance, and shifts of their rate (17, 18)."""
import math

from simulator import ambush, control, kinds, loading
from simulator.luck import CANDIDATE, FOLLOW_UPS, STRIKE, WHICH_ROAD, Stream, exponential, uniform_of
from simulator.numbers import DAY, WHOLE, Profile, fnv1a

MOST_A_DAY, MOST_FOLLOW_UPS = 12.0, 4.0


def wreck_on(w, event, k):
    """What lies on one road of the target."""
    wreck = control.Control(w, event)
    wreck.segments = {k}
    wreck.forward = {arc for arc in wreck.forward if arc // 2 == k} or {2 * k}
    return wreck


class Process:
    """An event of kind `threats`: each road of its target is a stretch of its own."""

    def __init__(self, w, event):
        self.event, self.id = event, event["id"]
        self.segments = sorted({w.roads.segment[s] for s in event["where"]["segments"]})
        self.wrecks = [wreck_on(w, event, k) for k in self.segments]
        self.threats = []          # by road
        profile = next((p for p in w.given.resolved["profiles"] if p["id"] == event["profile"]), None)
        self.profile = Profile(profile, w.given.start // DAY * DAY) if profile else None

    # When

    def base(self, w):
        """Threats a day; 0 when it is not in force."""
        if not loading.in_force(self.event, w.now):
            return 0.0
        phases = self.event["phases"]
        if not self.event["trigger"]:
            phases = [p for p in phases if p["from_unix"] <= w.now]
        return phases[-1]["rate_per_million_weeks"] / 7e6

    def factor(self, w):
        by_hour = 1.0
        if self.profile:
            self.profile.at(w.now)
            day, second = divmod(w.now - self.profile.origin, DAY)
            by_hour = self.profile.days[day][1][second // 3600] / 1000.0
        shifts = WHOLE
        for e in w.given.resolved["events"]:
            if e["kind"] == "threat_shift" and (not e["threats"] or self.id in e["threats"]) and loading.in_force(e, w.now):
                shifts = shifts * e["factor_ppm"] // WHOLE
        return by_hour * (shifts / 1e6)

    # Where

    def choose_road(self, w, number):
        weights = [1.0 if self.event["falls_on"] == "evenly" else float(w.roads.segments[k]["length_m"]) for k in self.segments]
        lean = self.event["leans_to_use_ppm"] / 1e6
        if lean > 0:
            use = [self.use(w, k) for k in self.segments]
            length, used = sum(weights), sum(weight * u for weight, u in zip(weights, use))
            if used > 0:
                weights = [weight * ((1.0 - lean) + lean * u * length / used) for weight, u in zip(weights, use)]
        arrives, draw = [], Stream(w, WHICH_ROAD, self.id, number).both_words()
        for i, k in enumerate(self.segments):
            if weights[i] > 0:
                u = uniform_of(draw, fnv1a(f"{self.id}@{w.roads.segments[k]['id']}"))
                arrives.append((exponential(u) / weights[i], i))
        return min(arrives)[1]

    def use(self, w, k):
        """Of the most used corridor of a road: the mean over those of its roads that are in the target."""
        today = w.now // DAY
        recent = range(today - self.event["use_of_last_s"] // DAY, today)
        entered = lambda road: sum(w.entered_on.get((road, date), 0) for date in recent)
        means = []
        for road_of in w.roads.corridor_segments:
            if k in road_of:
                inside = [road for road in self.segments if road in road_of]
                means.append(sum(entered(road) for road in inside) / len(inside))
        return max(means) if means else float(entered(k))


def note_use(w, k, tankers):
    """For the choice of roads: who enters one, by date."""
    if w.counting:
        key = k, w.now // DAY
        w.entered_on[key] = w.entered_on.get(key, 0) + tankers


def day_begins(w):
    """The candidates of a date."""
    date = w.now // DAY
    for process in w.processes:
        day, number = 0.0, 1000 * date
        while True:
            luck = Stream(w, CANDIDATE, process.id, number)
            day += luck.exponential() / MOST_A_DAY
            if day >= 1.0:
                break
            instant = date * DAY + math.floor(86_400.0 * day)
            if instant >= w.now:
                w.schedule(kinds.THREAT_COMES, instant, comes, process, number, luck.uniform(), None)
            number += 1


def comes(w, process, number, mark, provoked_by):
    """A candidate: it counts, or not."""
    base, factor = process.base(w), process.factor(w)
    if provoked_by is None:
        counts = MOST_A_DAY * mark < base * factor
    else:
        counts = MOST_FOLLOW_UPS * mark < process.event["follow_ups_ppm"] / 1e6 * factor and base > 0
    if not counts:
        return
    provoke(w, process, number)
    threat = process.threats[process.choose_road(w, number)]
    w.seen.count(w, w.seen.threats_came, w.given.event_ids.index(process.id))
    w.seen.log(w, "threat", event=process.event, segment=min(threat.wreck.segments))
    threat.number = number
    ambush.opens(w, threat)


def provoke(w, process, number):
    """Candidates for follow-ups of one that counts."""
    if process.event["follow_ups_ppm"] == 0:
        return
    luck, total, k = Stream(w, FOLLOW_UPS, process.id, number), 0.0, 0
    while True:
        total += luck.exponential()
        if total >= MOST_FOLLOW_UPS:
            return
        delay = max(1, math.ceil(luck.exponential() * process.event["follow_up_after_s"]))
        own = follow_up_number(number, k)
        stream = Stream(w, CANDIDATE, process.id, own)
        stream.uniform()
        w.schedule(kinds.THREAT_COMES, w.now + delay, comes, process, own, stream.uniform(), number)
        k += 1


def follow_up_number(number, k):
    return 2**27 + fnv1a(f"{number}+{k}") % 2**27


# Outcome

def outcome(w, threat, convoy):
    """What becomes of it, and the luck for that: the row, the stream from which tankers draw, and whether it is beaten off."""
    number = threat.number if threat.struck == 0 else follow_up_number(threat.number, threat.struck)
    luck = Stream(w, STRIKE, threat.event["id"], number)
    first = luck.uniform()
    if threat.event["kind"] == "ambush":
        return threat.event | {"crews_abducted": 0}, luck, False
    fit = [row for row in threat.event["outcomes"] if row["from_tankers"] <= len(convoy.tankers)]
    escorted = [row for row in fit if row["escorted"]] if any(t.led_by for t in convoy.tankers) else []
    row = max(escorted or [row for row in fit if not row["escorted"]], key=lambda row: row["from_tankers"])
    return row, luck, 1e6 * first < row["beaten_off_ppm"]


# 18 Threat shifts

def shift_turns(w, event, begins):
    w.seen.log(w, "threat_shifts", event=event, share=event["factor_ppm"] if begins else None)
