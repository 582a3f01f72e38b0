"""What changes, and the queue of events (23)."""
import heapq

from simulator import closures, escorts, kinds, observe, threats
from simulator.control import Control
from simulator.given import Given
from simulator.precedence import Precedence
from simulator.slowdowns import Slowdown
from simulator.traffic import Tanker


class World:
    def __init__(self, resolved, seed=1, replication=0):
        self.given = g = Given(resolved)
        self.roads, self.seed, self.replication = g.roads, seed, replication
        self.now, self.ticks, self.queue = g.begin, 0, []
        self.counting = False
        self.convoys = []
        self.pools = {}            # by place and next arc: tankers, the first one's coming
        self.posts = {p["id"]: {"queue": [], "busy": 0} for p in g.posts}
        self.controls = [Control(self, e) for e in resolved["events"] if e["kind"] in ("control", "ambush")]
        self.closures = [road for e in resolved["events"] if e["kind"] == "random_closure" for road in closures.roads_of(self, e)]
        self.processes = [threats.Process(self, e) for e in resolved["events"] if e["kind"] == "threats"]
        self.controls += self.closures + [wreck for process in self.processes for wreck in process.wrecks]
        self.entered_on = {}       # tankers, by road and date
        self.controls_on = [[c for c in self.controls if k in c.segments] for k in range(len(g.roads.segments))]
        self.slowdowns = [Slowdown(self, e) for e in resolved["events"] if e["kind"] == "slowdown"]
        self.precedences = [Precedence(self, e) for e in resolved["events"] if e["kind"] == "precedence"]
        self.threats = []
        self.triggers = []
        self.begun, self.over = set(), set()  # events, once they have begun or ended (18)
        self.looked = None     # the second whose conditions have been looked at
        self.look = self.plan_next_look = None
        self.known_ways = {}
        escorts.make(self)
        self.seen = observe.Seen(self)
        for fleet in g.fleets:
            fleet.idle = [Tanker(fleet) for _ in range(fleet.tankers)]

    def tick(self):
        self.ticks += 1
        return self.ticks

    def schedule(self, kind, instant, handler, *what, order=None):
        """An event; of tanks, `order` is the tank's number. Returns a token to tell whether it was overtaken."""
        token = self.tick()
        if instant < self.given.end:
            heapq.heappush(self.queue, (instant, kind, token if order is None else order, token, handler, what))
        return token

    def run(self):
        while True:
            if self.counting and self.triggers and self.ends_second():
                continue
            if not self.queue:
                break
            self.now, _, _, token, handler, what = heapq.heappop(self.queue)
            self.token = token
            handler(self, *what)
        self.now = self.given.end
        self.seen.close(self)
        return self.seen

    def ends_second(self):
        """18. Before samples, and before time goes on: conditions are looked at. Whether there is more to do first."""
        instant, kind = self.queue[0][:2] if self.queue else (self.given.end, 0)
        if (instant, kind) <= (self.now, kinds.TRIGGER_LOOKS):
            self.looked = None
            return False
        before = self.ticks
        if self.looked != self.now:
            self.looked = self.now
            self.look(self)
        if self.ticks == before:
            between = self.plan_next_look(self, min(instant, self.given.end))
            if between is not None:
                self.schedule(kinds.TRIGGER_LOOKS, between, lambda w: None)
        return self.ticks != before
