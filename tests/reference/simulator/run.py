"""The schedule of a run, and one replication from begin to end (3, 15, 18, 23)."""
from simulator import ambush, closures, control, escorts, kinds, loading, precedence, slowdowns, stocks, threats, triggers
from simulator.numbers import DAY
from simulator.world import World


def simulate(resolved, seed=1, replication=0):
    w = World(resolved, seed, replication)
    g = w.given
    schedule_events(w)
    w.schedule(kinds.COUNTING_BEGINS, g.start, stocks.counting_begins)
    day = g.begin // DAY * DAY + DAY
    while day < g.end:
        w.schedule(kinds.DAY_CLOSES, day, stocks.day_closes)
        day += DAY
    point = g.start
    while point < g.end:
        w.schedule(kinds.SAMPLE_DUE, point, w.seen.sample)
        point += g.sample_every
    for tank in g.tanks:
        for burn in tank.burns:
            burn.mark = burn.profile.at(g.begin)
            if burn.lot:
                stocks.draw_gap(w, burn)
                stocks.await_lot(w, burn)
    w.schedule(kinds.DAY_CLOSES, g.begin, first_looks)  # behind all else of that second
    w.run()
    return w


def first_looks(w):
    for tank in w.given.tanks:
        stocks.set_week(w, tank)
        stocks.look_after(w, tank)
    w.seen.open_day(w)


def never(instant, end):
    return end if instant is None else instant


def note(w, those, event):
    """18. For those that wait for it."""
    those.add(event["id"])


def schedule_events(w):
    start, end = w.given.start, w.given.end
    for event in w.given.resolved["events"]:
        event["spans"] = []
        event["is_dated"] = not event["trigger"] and triggers.comes_true(w, event, event["chance_ppm"], 0)
        if event["trigger"]:
            w.triggers.append(triggers.Trigger(w, event))
        elif not event["is_dated"]:
            continue
        elif event["kind"] == "threats":
            event["spans"].append([event["phases"][0]["from_unix"], never(event["until_unix"], end)])
        elif "from_unix" in event and never(event["until_unix"], end) > start:
            event["spans"].append([event["from_unix"], never(event["until_unix"], end)])
    w.look, w.plan_next_look = triggers.look, triggers.plan_next_look
    turns = []
    for c in w.controls:
        if c.wreck:
            threat = ambush.Threat(w, c)
            w.threats.append(threat)
            if c.event["kind"] == "ambush" and c.event["is_dated"] and c.event["at_unix"] >= start:
                w.schedule(kinds.THREAT_OPENS, c.event["at_unix"], ambush.opens_again, threat)
            continue
        if not c.event["is_dated"] or c.by_chance:
            continue
        phases = [(p["from_unix"], control.grade_of(p)) for p in c.event["phases"]]
        phases += slowdowns.grades_behind(c.event, never(c.event["until_unix"], end), c.event["phases"][-1], ambush.OPEN)
        for (since, grade), (until, _) in zip(phases, phases[1:] + [(end + 1, None)]):
            if until > start and not (grade is ambush.OPEN and since <= start):
                turns.append((max(start, since), grade[0], c, grade, max(start, since + c.news_after)))
    for instant, _, c, grade, news_at in sorted(turns, key=lambda turn: turn[1]):  # the tightest first
        w.schedule(kinds.CONTROL_TURNS, instant, control.turns, c, grade)
        w.schedule(kinds.CONTROL_TURNS, instant, note, w.over if grade is ambush.OPEN else w.begun, c.event)
        w.schedule(kinds.CONTROL_NEWS, news_at, control.news, c, grade[0])
    for road in w.closures:
        since, until = road.event["from_unix"], never(road.event["until_unix"], end)
        if road.event["is_dated"] and until > max(start, since):
            w.schedule(kinds.CONTROL_TURNS, max(start, since), closures.begins, road)
            w.schedule(kinds.CONTROL_TURNS, until, closures.ends, road)
    slowdowns.dated(w)
    schedule_threats(w)
    handlers = {"outage": (kinds.OUTAGE_TURNS, loading.outage_turns), "demand_shift": (kinds.DEMAND_TURNS, stocks.demand_turns),
                "slowdown": (kinds.SLOWDOWN_TURNS, slowdowns.turns), "precedence": (kinds.PRECEDENCE_TURNS, precedence.turns),
                "threat_shift": (kinds.THREAT_SHIFT_TURNS, threats.shift_turns), "escort_only": (kinds.ESCORT_TURNS, escorts.rule_turns),
                "escort_move": (kinds.ESCORT_TURNS, escorts.loan_turns)}
    for event in w.given.resolved["events"]:
        if not event["is_dated"]:
            continue
        if event["kind"] in handlers and never(event["until_unix"], end) > start:
            kind, handler = handlers[event["kind"]]
            for instant, begins in ((event["from_unix"], True), (never(event["until_unix"], end), False)):
                w.schedule(kind, max(start, instant), handler, event, begins)
                w.schedule(kind, max(start, instant), note, w.begun if begins else w.over, event)
                if event["kind"] == "outage":
                    w.schedule(kinds.OUTAGE_NEWS, max(start, instant + event["news_after_s"]), loading.outage_news, event, begins)


def schedule_threats(w):
    start, end = w.given.start, w.given.end
    for process in w.processes:
        process.threats = [t for t in w.threats if t.event is process.event]
    if w.processes:
        for midnight in range(-(-start // DAY) * DAY, end, DAY):
            w.schedule(kinds.THREAT_DAY, midnight, threats.day_begins)
