"""The events of a random scenario: dates that coincide, controls that overlap, every policy and grade."""
from datetime import timedelta

from simulator.numbers import exact_split

POLICIES = ["hold", "turn_back", "reroute", "proceed", "abandon"]


class Events:
    """A part of generate.Generator."""

    def instant(self):
        """From before the start to behind the end; often at midnight, so that instants coincide."""
        t = self.start + timedelta(seconds=self.between(-2 * 86_400, self.days * 86_400))
        return t.replace(hour=0, minute=0, second=0) if self.chance(40) else t

    def where(self):
        way = self.between(1, 3)
        if way == 1:
            names = self.dice.sample(list(self.corridors), self.between(1, len(self.corridors)))
            return f"{{ corridors: [{', '.join(names)}] }}"
        if way == 2:
            a, b = sorted(self.dice.sample(range(len(self.spine)), 2), key=lambda _: self.dice.random())
            return f"{{ road: RN1, between: [{self.spine[a]}, {self.spine[b]}] }}"
        s = self.one_of(self.segments)
        ends = [s["from"], s["to"]]
        return f"{{ segment: [{', '.join(ends)}] }}"

    def traffic(self, more=()):
        parts = list(more)
        if self.chance(35):
            parts.append(f"loaded: {self.one_of(['true', 'true', 'false'])}")
        if self.chance(25):
            parts.append(f"products: [{self.one_of(self.products)}]")
        if self.chance(35):
            parts.append(f"bound_for: {self.one_of(['beyond', 'inside'])}")
        if self.chance(35):
            parts.append(f"direction: {self.one_of(['forward', 'backward'])}")
        return "{ " + ", ".join(parts) + " }"

    def news(self):
        return f"{self.one_of([0, 0, 5, 40])} h"

    def events(self):
        lines = ["events:"]
        kinds = self.dice.choices([self.control, self.ambush, self.outage, self.shift, self.slowdown, self.precedence], [6, 3, 1, 1.5, 1.5, 1.5], k=self.between(1, 5))
        self.named = []
        for i, kind in enumerate(kinds):
            name = f"{self.one_of('xyz')}{i}"
            written = self.dated(kind) if self.chance(65) else self.triggered(kind)
            lines += [f"  {name}:"] + ["    " + line for line in written]
            self.named.append(name)
        return lines

    def dated(self, kind):
        return kind() + ([f"chance: {self.between(10, 90)} %"] if self.chance(10) else [])

    def triggered(self, kind):
        """An event that waits for a condition in place of a date."""
        lines = [line for line in kind() if not line.startswith(("from: ", "until: ", "at: ", "recovery: ", "phases:", "  p"))]
        grades = self.undated_grades() if kind == self.control else []
        lines += grades
        lines.append(f"when: {self.condition()}")
        lines.append(f"decision_takes: {self.one_of([0, 0, 1, 30])} h")
        lines += [f"chance: {self.between(10, 90)} %"] if self.chance(30) else []
        if kind == self.ambush:
            return lines
        ends = [f"stops_when: {self.condition()}"] if self.chance(50) else []
        ends += [f"lasts: {self.one_of([1, 20, 100])} h"] if self.chance(50) else []
        may_recover = kind == self.slowdown or any("closed" in line or "lets_through" in line for line in grades)
        return lines + ends + (self.recovery() if ends and may_recover else [])

    def undated_grades(self):
        """One, or phases from the beginning on: it may end in any of them."""
        if self.chance(50):
            return self.grade().split(", ")
        phases, after = ["phases:"], 0
        for i in range(self.between(1, 3)):
            phases.append(f"  p{i}: {{ after: {after} h, {self.grade()} }}")
            after += self.one_of([1, 5, 30, 100])
        return phases

    def grade(self):
        return self.dice.choices(["grade: closed", f"lets_through: {self.between(5, 95)} %, counted_in: {self.one_of(['tankers', 'convoys'])}",
                                  f"grade: levied, delay: {self.one_of([0, 2, 9])} h, cost: 50000 XOF", "grade: open"], [4, 4, 2, 1])[0]

    def condition(self):
        """Of a tank's place and product; or of an event before this one, so that none waits for itself."""
        if self.named and self.chance(40):
            return f"{{ {self.one_of(['after', 'after_end_of'])}: {self.one_of(self.named)} }}"
        (place, _), product = self.one_of(self.burning)
        return (f"{{ cover: {{ place: {place}, product: {product} }}, {self.one_of(['below', 'below', 'above'])}: "
                f"{self.between(1, 60) / 10} d, for: {self.one_of([0, 0, 3, 30])} h }}")

    def control(self):
        t, phases = self.instant(), []
        for i in range(self.between(1, 3)):
            grade = self.grade()
            phases.append(f"  p{i}: {{ from: {t:%Y-%m-%dT%H:%M:%S}, {grade} }}")
            t += timedelta(hours=self.one_of([self.between(1, 150), 24, 48]))
        until = "never" if self.chance(15) else f"{t:%Y-%m-%dT%H:%M:%S}"
        return ["kind: control", f"where: {self.where()}", f"applies_to: {self.traffic()}", "phases:", *phases,
                f"until: {until}", f"stopped_convoys: {self.one_of(POLICIES)}", f"news_after: {self.news()}",
                *([] if until == "never" or "levied" in grade or "open" in grade else self.recovery())]

    def recovery(self):
        shape = self.one_of(["", "", "linear", "exponential", "table"])
        if not shape:
            return []
        if shape != "table":
            return [f"recovery: {{ shape: {shape}, over: {self.between(1, 300)} h }}"]
        count = self.between(1, 3)
        after = sorted(self.dice.sample(range(0, 200), count))
        back = sorted(self.dice.sample(range(1, 100), count))
        back[-1] = self.one_of([back[-1], 100])
        steps = ", ".join(f"s{i}: {{ after: {a} h, back: {b} % }}" for i, (a, b) in enumerate(zip(after, back)))
        return [f"recovery: {{ shape: table, steps: {{ {steps} }} }}"]

    def precedence(self):
        """At a terminal or a depot, for some of those whom it supplies."""
        name = self.one_of(sorted(self.supplies))
        others = self.supplies[name]
        t = self.instant()
        until = "never" if self.chance(15) else f"{t + timedelta(hours=self.between(1, 300)):%Y-%m-%dT%H:%M:%S}"
        first = self.dice.sample(others, self.between(1, max(1, len(others) - 1)))
        return ["kind: precedence", f"supplier: {name}", f"first: [{', '.join(first)}]", f"quota: {self.one_of([0, 30, 70, 100])} %",
                f"from: {t:%Y-%m-%dT%H:%M:%S}", f"until: {until}"]

    def slowdown(self):
        t = self.instant()
        until = "never" if self.chance(15) else f"{t + timedelta(hours=self.between(1, 200)):%Y-%m-%dT%H:%M:%S}"
        return ["kind: slowdown", f"where: {self.where()}", f"speed: {self.between(5, 95)} %", f"from: {t:%Y-%m-%dT%H:%M:%S}",
                f"until: {until}", *([] if until == "never" else self.recovery())]

    def ambush(self):
        parts = exact_split(100, [self.between(0, 3) for _ in range(3)][:2] + [1])
        more = [f"at_least: {self.between(2, 4)} tankers"] if self.chance(25) else []
        counted = [f"lost_tankers: {self.between(0, 2)}", f"trapped_tankers: {self.between(1, 4)}"] if self.chance(50) else []
        counted = [line + " tankers" for line in counted]
        return ["kind: ambush", f"where: {self.where()}", f"at: {self.instant():%Y-%m-%dT%H:%M:%S}",
                f"strikes_next_convoy_within: {self.one_of([0, 12, 72, 240])} h", f"strikes: {self.traffic(more)}",
                f"pattern: {'counted' if counted else 'first_and_last_lost'}", *counted,
                f"trapped: {{ recovered: {{ share: {parts[0]} %, after: {self.one_of([1, 24, 70])} h }}, "
                f"diverted: {{ share: {parts[1]} %, after: {self.one_of([0, 24, 70])} h }}, lost: {{ share: {parts[2]} % }} }}",
                f"road_cleared_after: {self.one_of([0, 10, 36, 100])} h", f"stopped_convoys: {self.one_of(POLICIES)}",
                f"news_after: {self.news()}"]

    def outage(self):
        t = self.instant()
        until = "never" if self.chance(15) else f"{t + timedelta(hours=self.between(1, 150)):%Y-%m-%dT%H:%M:%S}"
        return ["kind: outage", f"terminal: {self.one_of(list(self.terminals))}", f"from: {t:%Y-%m-%dT%H:%M:%S}", f"until: {until}",
                f"news_after: {self.news()}"]

    def shift(self):
        t = self.instant()
        until = "never" if self.chance(15) else f"{t + timedelta(hours=self.between(1, 200)):%Y-%m-%dT%H:%M:%S}"
        lines = ["kind: demand_shift", f"factor: {self.one_of([0, 50, 130, 180, 250])} %", f"from: {t:%Y-%m-%dT%H:%M:%S}", f"until: {until}"]
        if self.chance(50):
            lines.append(f"places: [{self.one_of(list(self.sites))[0]}]")
        if self.chance(30):
            lines.append(f"products: [{self.one_of(self.products)}]")
        if self.chance(30):
            lines.append(f"classes: [{self.one_of(self.classes)}]")
        return lines
