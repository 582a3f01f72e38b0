"""sweep_drill.py CITERNE brief|night FAIL_NTH: a sweep that is killed at any instant, as often as one likes, or whose n-th
call of the system fails, for every n.

The law: what was kept is there afterwards, byte for byte; the same command ends with the study of an uninterrupted sweep;
nothing is left aside; no task is done twice but those that were under way. A call that fails is told, with 3.
"""
import collections
import errno
import random
import signal
import subprocess
import sys
import time

from drill import DONE, NIGHT, PATIENCE, PROGRAM, SEED, SURROUNDINGS, Folder, expect, said, tell, try_all

LIBRARY = sys.argv[3]
SWEEPS = 20 if NIGHT else 4
KILLS = 25 if NIGHT else 7  # of each sweep, at most
PLAN = """citerne: 1
name: To be killed
scenario: baseline.yaml
set: { calendar.end: 2025-01-11, calendar.warm_up: 5 d }
replications: 12
block: 2
factors:
  tankers: { path: fleets.dakar.tankers, values: [1300 tankers, 1400 tankers, 1500 tankers] }
metrics: [unserved_share, served:bamako]
"""
SWEEP = ["sweep", "plan.yaml", "-j", "2", "-q", "-o"]
FILES = ["study.h5", "study.csv", "study.json"]


def shards(folder):
    return {path.name: path.read_bytes() for path in folder.glob("shards/*.h5")}


def kill_a_sweep(number):
    luck = random.Random(f"{SEED} {number}")
    figures = collections.Counter()
    with Folder() as folder:
        (folder.path / "plan.yaml").write_text(PLAN)
        begun = time.monotonic()
        done = folder.call(*SWEEP, "straight")
        expect(done.returncode == DONE, said(done))
        lasts = time.monotonic() - begun
        study, kept = folder.path / "study", {}
        for _ in range(KILLS):
            after = luck.uniform(0.0, lasts if luck.random() < 0.3 else lasts / 6)
            with subprocess.Popen([PROGRAM, *SWEEP, "study"], cwd=folder.path, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) as process:
                try:
                    process.wait(after)
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                process.wait(PATIENCE)
            figures["killed"] += process.returncode == -signal.SIGKILL
            now = shards(study) if study.exists() else {}
            expect(all(now.get(name) == data for name, data in kept.items()), f"sweep {number}: a shard was lost or done anew")
            figures["lost"] += len(kept) - len(kept.keys() & now.keys())
            kept = now
        last = folder.call(*SWEEP, "study")
        expect(last.returncode == DONE, said(last))
        expect(all((study / name).read_bytes() == (folder.path / "straight" / name).read_bytes() for name in FILES),
               f"sweep {number}: another study than without kills")
        expect(shards(study) == shards(folder.path / "straight"), f"sweep {number}: other shards")
        expect(not list(study.rglob("*.part")), f"sweep {number}: left aside {list(study.rglob('*.part'))}")
        figures["kept"] += len(kept)
    return figures


def fail_calls(call, error, goes_on):
    figures = collections.Counter()
    with Folder() as folder:
        (folder.path / "plan.yaml").write_text(PLAN.replace("12", "2").replace("block: 2", "block: 1").replace(", 1500 tankers", ""))
        done = folder.call(*SWEEP, "straight")
        expect(done.returncode == DONE, said(done))
        wanted = shards(folder.path / "straight")
        n = 0
        while True:
            n += 1 if NIGHT else random.Random(f"{SEED} {n}").randint(1, 12)
            study, mark = folder.path / f"study-{n}", folder.path / "struck"
            struck = folder.call(*SWEEP, study.name, env={
                "LD_PRELOAD": LIBRARY, "FAIL_CALL": call, "FAIL_NTH": str(n), "FAIL_MARK": str(mark), "FAIL_ERRNO": str(error),
                **({"FAIL_ON": "1"} if goes_on else {})})
            which = f"call {n} of {call}" + " and all after it" * goes_on
            if not mark.exists():
                expect(struck.returncode == DONE, f"{which}, not struck: {said(struck)}")
                return figures
            mark.unlink()
            figures["struck"] += 1
            expect(struck.returncode in (DONE, SURROUNDINGS), f"{which}: {said(struck)}")
            expect(struck.returncode == DONE or struck.stderr.startswith(b"citerne: "), f"{which}: no word ({said(struck)})")
            there = shards(study)
            expect(all(wanted[name] == data for name, data in there.items()), f"{which}: a shard is not whole")
            again = folder.call(*SWEEP, study.name)
            expect(again.returncode == DONE, f"{which}, then again: {said(again)}")
            expect(all((study / name).read_bytes() == (folder.path / "straight" / name).read_bytes() for name in FILES),
                   f"{which}: another study than without")
            expect(not list(study.rglob("*.part")), f"{which}: left aside {list(study.rglob('*.part'))}")


def main():
    kinds = [("file", errno.EIO, False), ("short_write", errno.ENOSPC, False), ("file", errno.ENOSPC, True)]
    calls = try_all(fail_calls, kinds)
    tell(f"the n-th call of a sweep fails: {calls['struck']} calls, each ended with 3 and a word or did no harm; the same command then"
         " ended with the same study")
    figures = try_all(kill_a_sweep, [(number,) for number in range(SWEEPS)])
    tell(f"sweeps killed at any instant: {SWEEPS} sweeps, {figures['killed']} kills, {figures['lost']} shards lost,"
         f" {figures['kept']} kept over the last kill; every study byte for byte as without")


main()
