"""Slowdowns, and how what an event took away comes back (7, 18)."""
import math

from simulator.numbers import DAY, WHOLE


class Slowdown:
    def __init__(self, w, event):
        self.event, self.speed = event, event["speed_ppm"]
        self.segments = {w.roads.segment[s] for s in event["where"]["segments"]}
        self.since, self.until = None, None  # not begun; no end known, or never

    def level(self, instant):
        if self.since is None or instant < self.since:
            return WHOLE
        if self.until is None or instant < self.until:
            return self.speed
        return level(self.speed, self.event["recovery"], instant - self.until)


def speed(w, k, instant):
    """By the instant alone: what else happens in the second in which one begins may come before its turn."""
    return min((s.level(instant) for s in w.slowdowns if k in s.segments), default=WHOLE) if w.counting else WHOLE


def dated(w):
    for slowdown in w.slowdowns:
        if slowdown.event["is_dated"]:
            slowdown.since, slowdown.until = slowdown.event["from_unix"], slowdown.event["until_unix"]


def decided(w, event, begins):
    """One with a condition."""
    slowdown = next(s for s in w.slowdowns if s.event is event)
    slowdown.since, slowdown.until = (w.now, None) if begins else (slowdown.since, w.now)


def turns(w, event, begins):
    w.seen.log(w, "slowdown_begins" if begins else "slowdown_ends", event=event,
               share=event["speed_ppm"] if begins else None)


# 18 Recovery

def level(low, recovery, seconds):
    """So long after the end of what had lowered it."""
    return low + (WHOLE - low) * back(recovery, seconds) // WHOLE


def back(recovery, seconds):
    shape, over = recovery["shape"], recovery["over_s"]
    if shape == "table":
        return max((s["back_ppm"] for s in recovery["steps"] if s["after_s"] <= seconds), default=0)
    if shape == "step" or seconds >= over:
        return WHOLE
    if shape == "linear":
        return WHOLE * seconds // over
    return WHOLE - math.floor(1e6 * half_to_the(10.0 * seconds / over) + 0.5)


def half_to_the(x):
    """2^-x in doubles, by square roots alone."""
    whole = math.floor(x)
    power, left, root = 0.5**whole, x - whole, 0.5
    for _ in range(40):
        root, left = math.sqrt(root), left * 2
        if left >= 1:
            left, power = left - 1, power * root
    return power


def grades_behind(event, until, last, open_grade):
    """14. What a control lets through from its end on, in the phase `last`, step by step: (instant, grade)."""
    recovery, share, steps = event["recovery"], last["lets_through_ppm"], []
    if recovery["shape"] == "step" or share == WHOLE:
        return [(until, open_grade)]
    if recovery["shape"] == "table":
        after = [s["after_s"] for s in recovery["steps"]]
    else:
        after = list(range(0, recovery["over_s"], DAY)) + [recovery["over_s"]]
    for seconds in after:
        risen = level(last["lets_through_ppm"], recovery, seconds)
        if back(recovery, seconds) == WHOLE:
            steps.append((until + seconds, open_grade))
            break
        elif risen != share:
            steps.append((until + seconds, (risen, last["counted_in"], False, 0, 0)))
        share = risen
    return steps
