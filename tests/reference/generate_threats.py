"""Threats by chance and escorts of a random scenario: many strikes in a short time, few units for many tankers."""
import random
from datetime import timedelta

from generate_events import POLICIES
from simulator.numbers import exact_split


class Threats:
    """A part of generate.Generator. It has dice of its own, so that the rest of a scenario is what it would be without."""

    def add_threats(self, lines):
        self.take(random.Random(f"threats {self.number}"))
        for i, line in enumerate(lines):
            if line == "    pattern: first_and_last_lost" and self.chance(35):
                lines[i] = "\n".join("    " + part for part in self.each(5))
        if self.chance(35):
            return
        with_threats, with_escorts = self.one_of([(True, False), (True, True), (True, True), (False, True)])
        if with_escorts:
            lines[lines.index("events:"):lines.index("events:")] = self.escorts()
        written = self.threat_events(lines) if with_threats else []
        written += self.escort_events() if with_escorts else []
        written += [self.random_closure()] if self.chance(30) else []
        for i, one in enumerate(written):
            name = f"{self.one_of('wxyz')}{len(self.named)}"
            if self.chance(25):
                one = self.waiting(one)
            lines += [f"  {name}:"] + ["    " + line for line in one]
            self.named.append(name)

    def waiting(self, written):
        """For a condition in place of dates."""
        if any(line.startswith("phases:") for line in written):
            return written
        lines = [line for line in written if not line.startswith(("from: ", "until: "))]
        lines += [f"when: {self.condition()}", f"decision_takes: {self.one_of([0, 0, 1, 30])} h"]
        lines += [f"stops_when: {self.condition()}"] if self.chance(50) else []
        lines += [f"lasts: {self.one_of([1, 20, 100])} h"] if self.chance(50) else []
        return lines

    def dates(self):
        t = self.instant()
        until = "never" if self.chance(30) else f"{t + timedelta(hours=self.between(1, 300)):%Y-%m-%dT%H:%M:%S}"
        return [f"from: {t:%Y-%m-%dT%H:%M:%S}", f"until: {until}"]

    def random_closure(self):
        return ["kind: random_closure", f"where: {self.where()}", f"open_for: {self.one_of([3, 20, 60])} h",
                f"closed_for: {self.one_of([1, 10, 40])} h", f"stopped_convoys: {self.one_of(POLICIES)}", f"news_after: {self.news()}",
                *self.dates()]

    # Threats

    def threat_events(self, lines):
        factors = [self.one_of([0, 20, 50, 150, 200]) for _ in range(self.between(0, 2))]
        worst = 1.0
        for factor in factors:
            worst *= max(1.0, factor / 100)
        peak = self.raids(lines)
        written = [self.threats(worst, peak) for _ in range(self.between(1, 2))]
        return written + [["kind: threat_shift", f"factor: {factor} %", *self.dates()] for factor in factors]

    def raids(self, lines):
        """A profile of their own; its greatest hour."""
        hourly = [self.one_of([0, 1, 1, 2, 3]) if h else 1 for h in range(24)]
        weekly = [self.between(40, 120) for _ in range(7)]
        at = lines.index("profiles:") + 1
        lines.insert(at, f"  raids: {{ hourly: {hourly}, weekly: [{', '.join(f'{w} %' for w in weekly)}] }}")
        return 24 * max(hourly) / sum(hourly) * max(weekly) / 100

    def threats(self, worst, peak):
        profile = self.chance(40)
        most = 11.9 / (worst * (peak if profile else 1.0))
        rate = lambda: f"{round(min(most, self.one_of([0.5, 2, 4, 8])) * self.between(50, 100) / 100, 3)} threats/day"
        t = self.instant()
        if self.chance(25):
            phases = ["phases:"]
            for i in range(self.between(2, 3)):
                phases.append(f"  p{i}: {{ from: {t:%Y-%m-%dT%H:%M:%S}, rate: {rate()} }}")
                t += timedelta(hours=self.between(1, 150))
            until = "never" if self.chance(40) else f"{t:%Y-%m-%dT%H:%M:%S}"
        else:
            phases = [f"from: {t:%Y-%m-%dT%H:%M:%S}", f"rate: {rate()}"]
            until = "never" if self.chance(40) else f"{t + timedelta(hours=self.between(1, 500)):%Y-%m-%dT%H:%M:%S}"
        roads = [s for s in self.segments if not {s["from"], s["to"]} & set(self.places[:2])]  # in ML
        where = self.one_of([self.where(), self.where(), "{ country: ML }" if roads else self.where()])
        lines = ["kind: threats", f"where: {where}", *phases, f"until: {until}"]
        if profile:
            lines.append("profile: raids")
        mean = min(95, int(100 * min(0.95 / worst, 3.9 / worst / (peak if profile else 1.0))))
        if self.chance(40):
            lines.append(f"follow_ups: {{ mean: {self.between(1, mean)} %, after: {self.one_of([1, 10, 60])} h }}")
        if self.chance(40):
            lines.append(f"leans_to_use: {{ share: {self.one_of([30, 80, 100])} %, of_last: {self.between(1, 6)} d }}")
        if self.chance(20):
            lines.append("falls_on: evenly")
        more = [f"at_least: {self.between(2, 4)} tankers"] if self.chance(15) else []
        more += ["every_convoy: true"] if self.chance(30) else []
        strikes = self.traffic(more) if self.chance(60) else "{}"
        if "country" in where:
            strikes = strikes.replace("forward", "both").replace("backward", "both")
        lines += [f"strikes_next_convoy_within: {self.one_of([0, 3, 12, 48])} h", f"strikes: {strikes}"]
        rows = self.outcomes()
        lines += ["outcomes:"] + [f"  {name}: {{ {row} }}" for name, row in rows.items()]
        if any("crews" in row for row in rows.values()):
            lines.append(f"crews_back_after: {self.one_of([1, 10, 50])} h")
        parts = exact_split(100, [self.between(0, 3) for _ in range(2)] + [1])
        return lines + [f"trapped: {{ recovered: {{ share: {parts[0]} %, after: {self.one_of([1, 24, 70])} h }}, "
                        f"diverted: {{ share: {parts[1]} %, after: {self.one_of([0, 24, 70])} h }}, lost: {{ share: {parts[2]} % }} }}",
                        f"road_cleared_after: {self.one_of([0, 2, 10, 36])} h", f"stopped_convoys: {self.one_of(POLICIES)}",
                        f"news_after: {self.news()}"]

    def each(self, least):
        parts = ["pattern: each", f"lost_each: {self.one_of([least, 10, 40, 100])} %"]
        parts += [f"lost_at_least: {self.between(1, 3)} tankers"] if self.chance(25) else []
        return parts + (["rest: trapped"] if self.chance(25) else [])

    def outcomes(self):
        sizes = {(False, 1)} | {(self.chance(60), self.between(1, 4)) for _ in range(self.between(0, 3))}
        return {f"row{i}": self.outcome(*size) for i, size in enumerate(sorted(sizes))}

    def outcome(self, escorted, size):
        parts = ["escorted: true"] if escorted else []
        parts += [f"from_tankers: {size} tankers"] if size > 1 else []
        parts += [f"beaten_off: {self.one_of([20, 60, 100])} %"] if self.chance(60) else []
        pattern = self.one_of(["first_and_last_lost", "counted", "each", "each"])
        parts.append(f"pattern: {pattern}")
        if pattern == "counted":
            lost = self.between(0, 2)
            parts.append(f"lost_tankers: {lost} tankers, trapped_tankers: {self.between(0 if lost else 1, 3)} tankers")
        if pattern == "each":
            parts += self.each(1)[1:]
        if self.chance(40):
            parts.append(f"crews_abducted: {self.between(1, 2)} tankers")
        return ", ".join(parts)

    # Escorts

    def escorts(self):
        self.units, taken, lines = {}, set(), []
        for name in self.dice.sample(["lions", "eagles", "hippos"], self.between(1, 3)):
            corridor = self.one_of(list(self.corridors))
            chain = self.corridors[corridor]
            first, last = sorted(self.dice.sample(range(len(chain)), 2))
            roads = {frozenset(pair) for pair in zip(chain[first:last], chain[first + 1:last + 1])}
            if roads & taken:
                continue
            taken |= roads
            ends = self.dice.sample([chain[first], chain[last]], 2)
            least, units = self.between(1, 4), self.between(0 if self.units else 1, 3)
            self.units[name] = units
            written = [f"corridor: {corridor}, between: [{', '.join(ends)}], base: {self.one_of(ends)}, units: {units}",
                       f"leaves_with: {least} tankers, longest_wait: {self.one_of([0, 2, 10, 40])} h, at_most: {self.between(least, 8)} tankers",
                       f"assembly_takes: {self.one_of([0, 0, 2, 9])} h, returns_after: {self.one_of([0, 5, 20])} h"]
            written += [f"every: {self.one_of([2, 7, 24])} h"] if self.chance(30) else []
            written += [f"waits_unasked: {self.one_of([2, 10, 40])} h"] if self.chance(40) else []
            lines.append(f"  {name}: {{ {', '.join(written)} }}")
        policy = self.one_of(["fixed", "longest_queue", "most_litres", "most_needed"])
        return ["escorts:", *lines, f"escort_allocation: {{ policy: {policy}, move_takes: {self.one_of([0, 3, 20])} h }}"]

    def escort_events(self):
        names = sorted(self.units)
        written = [["kind: escort_only", f"escorts: [{', '.join(self.dice.sample(names, self.between(1, len(names))))}]", *self.dates()]
                   for _ in range(self.between(0, 2))]
        lenders = [name for name in names if self.units[name]]
        for _ in range(self.between(0, 2) if len(names) > 1 else 0):
            lender = self.one_of(lenders)
            to = self.one_of([name for name in names if name != lender])
            written.append(["kind: escort_move", f"units: {self.between(1, self.units[lender])}", f"from_escort: {lender}",
                            f"to_escort: {to}", *self.dates()])
        return written
