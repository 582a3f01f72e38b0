#!/usr/bin/python3 -B
"""compare.py CITERNE [--scenarios N] [--seed S] [SCENARIO.yaml ...]: citerne against the second simulator, bit by bit.

Without SCENARIO.yaml it tries the cases beside it and N random scenarios, numbered from S on.
"""
import argparse
import json
import multiprocessing
import pathlib
import subprocess
import sys
import tempfile
import time
import traceback

import numpy as np

from figures import Ours, is_compared, names_agree, theirs
from generate import Generator
from simulator.run import simulate

HERE = pathlib.Path(__file__).resolve().parent


class Fault(Exception):
    """The two sides differ, or one of them failed."""


def call(*words):
    done = subprocess.run([str(w) for w in words], capture_output=True, encoding="utf-8", timeout=600)
    if done.returncode != 0:
        raise Fault(f"{' '.join(map(str, words))}\nexit code {done.returncode}\n{done.stderr}")
    return done.stdout


def compare(citerne, scenario, settings=(), seed=1):
    """One replication. Raises a Fault that tells the first difference."""
    options = [word for value in settings for word in ("--set", value)]
    resolved = json.loads(call(citerne, "show", scenario, "--resolved", "--json", "--seed", seed, *options))
    with tempfile.TemporaryDirectory(prefix="citerne-reference-") as folder:
        out = pathlib.Path(folder) / "out.h5"
        call(citerne, "run", scenario, *options, "-q", "-n", 1, "-j", 1, "--seed", seed, "--record", "full", "--log", 1, "-o", out)
        arrays, axes, log = theirs(out)
    try:
        world = simulate(resolved, seed)
    except Exception:
        raise Fault("the reference failed:\n" + traceback.format_exc(limit=-4))
    ours = Ours(world)
    wrong_names = names_agree(arrays, world)
    if wrong_names:
        raise Fault("names differ\n" + "\n".join(wrong_names))
    told = differences(arrays, axes, ours, world) + log_difference(log, ours.log)
    if told:
        raise Fault(report(told, log, ours.log, world))
    return len(log)


def differences(arrays, axes, ours, world):
    """(seconds since the start or None, what) of the first difference of each array."""
    found = []
    names = {name for name in arrays if is_compared(name)}
    for name in sorted(names ^ set(ours.arrays)):
        found.append((None, f"{name}: only {'citerne' if name in names else 'the reference'} has this array"))
    for name in sorted(names & set(ours.arrays)):
        a, b = arrays[name], ours.arrays[name]
        own_axes = axes[name]
        if own_axes[0] == "replication":
            a, own_axes = a[0], own_axes[1:]
        if a.shape != b.shape:
            found.append((None, f"{name}: shape {a.shape}, reference {b.shape}"))
            continue
        wrong = np.argwhere(~((a == b) | (np.isnan(a) & np.isnan(b))))
        if len(wrong) == 0:
            continue
        at = tuple(wrong[0])
        label = ", ".join(text(arrays[axis][i]) for axis, i in zip(own_axes, at))
        instant = int(arrays["time"][at[0]]) if own_axes[0] == "time" else None
        found.append((instant, f"{name} [{label}]: citerne {a[at]!r}, reference {b[at]!r}   ({len(wrong)} of {a.size} differ)"))
    return found


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def log_difference(log, ours):
    for i, (a, b) in enumerate(zip(log + [None], ours + [None])):
        if a != b and not (a and b and a[:7] == b[:7] and np.isnan(a[7]) and np.isnan(b[7])):
            return [(min(e[0] for e in (a, b) if e), f"log entry {i}: citerne {said(a)}, reference {said(b)}")]
    return []


def said(entry):
    return "has none" if entry is None else " ".join(str(part) for part in entry if part not in ("", 0) and part == part)


def report(told, log, ours, world):
    timed = sorted((d for d in told if d[0] is not None), key=lambda d: d[0])
    lines = []
    if timed:
        first = timed[0][0]
        lines.append(f"first difference at {first} s = {first / 86_400:.3f} d after the start")
        lines += ["  " + d[1] for d in timed if d[0] == first]
        for side, entries in [("citerne", log), ("reference", ours)]:
            near = [e for e in entries if first - 10_800 <= e[0] <= first + 3600]
            lines += [f"log of {side} around it:"] + ["  " + said(e) for e in near[-25:]]
    lines.append("and all in all:")
    lines += ["  " + d[1] for d in told]
    return "\n".join(lines)


def one(job):
    citerne, name, scenario, number, settings = job
    try:
        if number is None:
            return name, scenario, compare(citerne, scenario, settings), None
        with tempfile.TemporaryDirectory(prefix="citerne-reference-") as folder:
            path = write(number, pathlib.Path(folder))
            return name, scenario, compare(citerne, path, seed=number), None
    except Fault as fault:
        return name, scenario, 0, str(fault)


def write(number, folder):
    for path, content in Generator(number).files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    return folder / "scenario.yaml"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("citerne", type=pathlib.Path)
    parser.add_argument("scenario", nargs="*", type=pathlib.Path, help="instead of cases and random ones")
    parser.add_argument("--scenarios", type=int, default=300, help="random scenarios (300)")
    parser.add_argument("--seed", type=int, default=1, help="number of the first random scenario (1)")
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="as citerne run; with SCENARIO.yaml")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--most-faults", type=int, default=1, help="stop after so many (1)")
    a = parser.parse_intermixed_args()
    citerne = a.citerne.resolve()
    if a.scenario:
        jobs = [(citerne, str(s), s, None, a.set) for s in a.scenario]
    else:
        jobs = [(citerne, "case " + s.stem, s, None, []) for s in sorted(HERE.glob("cases/*.yaml"))]
        jobs += [(citerne, f"random scenario {n}", None, n, []) for n in range(a.seed, a.seed + a.scenarios)]
    began, entries, faults = time.monotonic(), 0, 0
    with multiprocessing.Pool(a.processes) as pool:
        for name, scenario, logged, fault in pool.imap(one, jobs):
            entries += logged
            if fault is None:
                continue
            faults += 1
            if scenario is None:
                number = int(name.split()[-1])
                scenario = write(number, pathlib.Path(tempfile.mkdtemp(prefix=f"citerne-reference-{number}-")))
            print(f"{name}: {scenario}\n{fault}\n", flush=True)
            if faults == a.most_faults:
                sys.exit(1)
    print(f"{len(jobs)} scenarios, {entries} log entries: {'all the same' if not faults else f'{faults} differ'} "
          f"({time.monotonic() - began:.1f} s)")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
