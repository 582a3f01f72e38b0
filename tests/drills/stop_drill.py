"""stop_drill.py CITERNE brief|night: SIGINT, SIGTERM and SIGKILL at any instant.

The law: a run that was asked to stop ends with 5 and leaves a usable result, or none; or it was done before. Whatever was
killed, there is no file under the final name, or a whole one.
"""
import collections
import json
import random
import signal
import subprocess
import time

from drill import BRIEF, DONE, NIGHT, PATIENCE, PROGRAM, SEED, STOPPED, Folder, expect, said, tell, try_all

TIMES = 200 if NIGHT else 20
AT_A_TIME = 5
REPLICATIONS = 20
RUN = ["run", "baseline.yaml", *BRIEF, "-n", REPLICATIONS, "-q", "-o", "out.h5"]


def heard(process):
    """Waits until the program takes SIGINT and SIGTERM itself; false when it has ended before."""
    wanted = 1 << (signal.SIGINT - 1) | 1 << (signal.SIGTERM - 1)
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status") as status:
                caught = next((line for line in status if line.startswith("SigCgt")), "SigCgt 0")
        except ProcessLookupError:
            break
        if int(caught.split()[1], 16) & wanted == wanted:
            return True
    return False


def stop_some(first):
    figures = collections.Counter()
    with Folder() as folder:
        begun = time.monotonic()
        done = folder.call(*RUN)
        expect(done.returncode == DONE, said(done))
        lasts = time.monotonic() - begun
        for trial in range(first, first + AT_A_TIME):
            for name in ["out.h5", "out.h5.run.json"]:
                (folder.path / name).unlink(missing_ok=True)
            luck = random.Random(f"{SEED} {trial}")
            which = luck.choice([signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
            figures += stop_one(folder, which, luck.uniform(0.0, 1.1 * lasts))
    return figures


def stop_one(folder, which, after):
    with subprocess.Popen([PROGRAM, *map(str, RUN)], cwd=folder.path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        if heard(process):
            time.sleep(after)
            process.send_signal(which)
        try:
            process.stderr_text = process.communicate(timeout=PATIENCE)[1].decode()
        finally:
            process.kill()
    words = f"{which.name} after {after:.3f} s: exit code {process.returncode}: {process.stderr_text}"
    killed = which == signal.SIGKILL and process.returncode == -signal.SIGKILL
    expect(process.returncode in (DONE, STOPPED) or killed, words)
    left = {path.name for path in folder.path.glob("out.h5*")}
    if not killed:
        expect(not any(name.endswith(".part") for name in left), f"{words}: left aside {left}")
    for name in left:
        if name.endswith(".part"):
            (folder.path / name).unlink()
    kept = 0
    if "out.h5" in left:
        info = folder.call("info", "out.h5", "--json")
        expect(info.returncode == DONE, f"{words}: not usable: {said(info)}")
        kept = json.loads(info.stdout)["summary"]["replications"]
        expect(0 < kept <= REPLICATIONS, f"{words}: {kept} replications")
    expect(kept == REPLICATIONS or process.returncode != DONE, f"{words}: done, but not whole")
    return collections.Counter(stopped=process.returncode == STOPPED, killed=killed, done=process.returncode == DONE,
                               kept=0 < kept < REPLICATIONS)


def main():
    figures = try_all(stop_some, [(first,) for first in range(0, TIMES, AT_A_TIME)])
    tell(f"stopped at any instant: {TIMES} runs, {figures['stopped']} ended with 5, {figures['killed']} were killed,"
         f" {figures['done']} were done before; {figures['kept']} left a part of their replications in a usable file, none a half file")


main()
