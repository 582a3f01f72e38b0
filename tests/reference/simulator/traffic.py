"""Tankers, and the convoys that they form on the road (13)."""


class Tanker:
    def __init__(self, fleet):
        self.fleet = fleet
        self.load = None           # the order it carries, from being assigned
        self.loaded = False        # empty also when the load was given up
        self.given_up = None       # the supplier to whom it brings back a load that was given up
        self.cargo = None          # product and volume in it, whoever's business they are
        self.assigned = 0
        self.came = 0              # its number in the order of comings, to a place or onto a road
        self.led_by = None         # the escort unit
        self.end_trip()

    def end_trip(self):
        self.habit, self.at = None, 0          # arcs, and how many of them lie behind
        self.turn_to = None                    # the place to which it turned back
        self.border_done = self.customs_done = False
        self.let_through, self.refusals, self.marked = set(), set(), False
        self.let_off = set()                   # wrecks that lie behind it
        self.left = None
        self.has_waited = False    # for an escort, in vain

    @property
    def product(self):
        return self.load.tank.product if self.loaded else None

    @property
    def destination(self):
        return self.load.tank.place if self.loaded else self.fleet.base


class Convoy:
    def __init__(self, world, tankers, place=None):
        self.tankers, self.place, self.arc = tankers, place, None  # on a road, the place it left
        self.state = "acts"        # moving, on_road (held), held, stranded, post, levy, trapped, pool
        self.by = None             # the control that holds it
        self.reach = None          # token of its coming
        self.back = False          # drives back
        self.driven = self.need = self.since = 0
        self.stretches = {}        # threats on whose stretch it is, and the order in which it came
        world.convoys.append(self)

    def comes(self, world):
        """To a place or onto a road: behind all others."""
        for tanker in self.tankers:
            tanker.came = world.tick()

    @property
    def came(self):
        """2, 15, 16. Parts of one convoy stay in the order that they had in it."""
        return self.tankers[0].came
