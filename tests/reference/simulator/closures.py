"""Roads that close and open again by chance (18)."""
import math

from simulator import ambush, control, kinds
from simulator.luck import CLOSURE, Stream


def roads_of(w, event):
    """A control for each road of the target."""
    roads = []
    for k in [w.roads.segment[s] for s in sorted(event["where"]["segments"])]:
        road = control.Control(w, event)
        road.segments, road.name, road.stay = {k}, f"{event['id']}@{w.roads.segments[k]['id']}", 0
        roads.append(road)
    return roads


def begins(w, road):
    """Open; with luck that it has not had yet."""
    w.begun.add(road.id)
    road.stay += road.stay % 2
    plan_turn(w, road)


def ends(w, road):
    w.over.add(road.id)
    road.course += 1
    road.stay += 1
    if road.share == 0:
        turn(w, road, ambush.OPEN)


def plan_turn(w, road):
    mean = road.event["closed_for_s" if road.stay % 2 else "open_for_s"]
    seconds = max(1, math.ceil(Stream(w, CLOSURE, road.name, road.stay).exponential() * mean))
    w.schedule(kinds.CONTROL_TURNS, w.now + seconds, turns, road, road.course)


def turns(w, road, course):
    if road.course == course:
        road.stay += 1
        plan_turn(w, road)
        turn(w, road, ambush.CLOSED if road.stay % 2 else ambush.OPEN)


def turn(w, road, grade):
    w.schedule(kinds.CONTROL_NEWS, w.now + road.news_after, control.news, road, grade[0])
    control.turns(w, road, grade)
